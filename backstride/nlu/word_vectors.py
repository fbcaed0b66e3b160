"""Mean word vectors of short texts, from the files that the `wordllama` wheel carries.

WordLlama's l2_supercat_256 (MIT): 32,000 pieces of words, 256 numbers each, one table and no network. Its own
loader is not used: it wants more packages and downloads what it does not find (docs/decisions/0013-intents.md).
"""

import importlib.util
import json
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from backstride.nlu.tfidf import Rows, packed, unpacked

PACKAGE = "wordllama"
WIDTH = 256
_WEIGHTS = "weights/l2_supercat_256.safetensors"
_TOKENIZER = "tokenizers/l2_supercat_tokenizer_config.json"
_SPACE = "\u2581"
"""What stands for a space in the pieces."""
_WORD = re.compile(f"{_SPACE}+[^{_SPACE}]*")
_WORDS_KEPT = 5_000


class _Table(NamedTuple):
    tokenizer: Tokenizer
    vectors: NDArray[np.float16]  # (pieces, WIDTH); 16 MB on disk, mapped


def mean_vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return the mean vector of each text's pieces, scaled to length one; zeros for a text without pieces.

    Raises:
        ModuleNotFoundError: wordllama is not installed.
    """
    found = [unpacked(b"".join(map(_pieces, _words(text)))) for text in texts]
    sizes = np.array([len(pieces) for pieces in found])
    # Half precision takes long to unpack: each piece is unpacked once.
    distinct, places = np.unique(np.concatenate(found), return_inverse=True)
    rows = Rows(places, np.ones(len(places), np.float32), np.cumsum([0, *sizes]))
    means = rows.times(_table().vectors[distinct].astype(np.float32)) / np.maximum(sizes, 1)[:, None]
    lengths = np.linalg.norm(means, axis=1, keepdims=True)
    scaled: NDArray[np.float32] = (means / np.maximum(lengths, 1e-9)).astype(np.float32)
    return scaled


def products(vectors: NDArray[np.float32], by: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return `vectors @ by`, in this thread, for the reason that `Rows.times` gives."""
    product: NDArray[np.float32] = np.einsum("ij,jk->ik", vectors, by)
    return product


def _words(text: str) -> list[str]:
    return _WORD.findall(_SPACE + text.replace(" ", _SPACE)) if text else []


@lru_cache(maxsize=_WORDS_KEPT)
def _pieces(word: str) -> bytes:
    """Return the pieces of a word with the space before it.

    No piece reaches from one word into the next, so that words met before need not be cut again: cutting a text
    takes longer than all else that an intent asks for.
    """
    return packed([token.id for token in _table().tokenizer.model.tokenize(word)])


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
