"""Mean word vectors of short texts, from the files that the `wordllama` wheel carries.

WordLlama's l2_supercat_256 (MIT): 32,000 pieces of words, 256 numbers each, one table and no network. Its own
loader is not used: it wants more packages and downloads what it does not find (docs/decisions/0013-intents.md).
"""

import importlib.util
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

PACKAGE = "wordllama"
WIDTH = 256
_WEIGHTS = "weights/l2_supercat_256.safetensors"
_TOKENIZER = "tokenizers/l2_supercat_tokenizer_config.json"


class _Table(NamedTuple):
    tokenizer: Tokenizer
    vectors: NDArray[np.float16]  # (pieces, WIDTH); 16 MB on disk, mapped


def mean_vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return the mean vector of each text's pieces, scaled to length one; zeros for a text without pieces.

    Raises:
        ModuleNotFoundError: wordllama is not installed.
    """
    table = _table()
    means = np.zeros((len(texts), WIDTH), np.float32)
    for row, text in enumerate(texts):
        pieces = table.tokenizer.encode(text, add_special_tokens=False).ids
        if pieces:
            mean = table.vectors[pieces].astype(np.float32).mean(axis=0)
            means[row] = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return means


@cache
def _table() -> _Table:
    spec = importlib.util.find_spec(PACKAGE)  # finds it without importing it: only its data files are wanted
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"{PACKAGE} is not installed: run `make` again, or install requirements.lock")
    folder = Path(spec.submodule_search_locations[0])
    return _Table(Tokenizer.from_file(str(folder / _TOKENIZER)), _mapped(folder / _WEIGHTS))


def _mapped(path: Path) -> NDArray[np.float16]:
    """Return the one table of a safetensors file where it lies: a server reads only the rows that it meets.

    The file is the length of its header, the header in JSON, and the numbers; safetensors itself would copy all.
    """
    with path.open("rb") as stored:
        size = int.from_bytes(stored.read(8), "little")
        (table,) = (entry for name, entry in json.loads(stored.read(size)).items() if name != "__metadata__")
    if table["dtype"] != "F16":
        raise ValueError(f"{path}: vectors of {table['dtype']}, not of half precision")
    start, _ = table["data_offsets"]
    return np.asarray(np.memmap(path, np.dtype("<f2"), "r", offset=8 + size + start, shape=tuple(table["shape"])))
