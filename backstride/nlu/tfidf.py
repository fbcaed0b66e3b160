"""The tf-idf of texts, many in one go, from the columns that were found in each.

What scikit-learn's vectorizer and scipy's sparse matrices would say; for one short text these spend most of their
time on being built.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Columns = NDArray[np.int32]
Floats = NDArray[np.float32]
_COLUMN = np.dtype(np.int32)


def packed(columns: Sequence[int] | Columns) -> bytes:
    """Return columns as `weighed` takes them: those of a word in a third of a tuple's room, joined at no cost."""
    return np.asarray(columns, _COLUMN).tobytes()


def unpacked(columns: bytes) -> Columns:
    """Return what was `packed`, or joined of that."""
    return np.frombuffer(columns, _COLUMN)


class Rows(NamedTuple):
    """One row a text.

    Attributes:
        columns: Those that are not zero, text after text.
        values: Of these columns.
        ends: Where each text begins in them, and where the last one ends.
    """

    columns: NDArray[np.integer[Any]]
    values: Floats
    ends: NDArray[np.int64]

    def times(self, weights: NDArray[np.generic]) -> Floats:
        """Return the rows times a matrix, in this thread; of its rows only those that are asked for are unpacked.

        OpenBLAS hands even a product of a few hundred rows to threads that then spin on every core for
        milliseconds: twice the processor time of a whole turn.
        """
        products = np.zeros((len(self.ends) - 1, weights.shape[1]), np.float32)
        for row, (start, end) in enumerate(pairwise(self.ends.tolist())):
            asked_for = weights.take(self.columns[start:end], axis=0).astype(np.float32, copy=False)
            np.einsum("i,ij->j", self.values[start:end], asked_for, out=products[row])
        return products


def weighed(found: Sequence[bytes], rarity: Floats, *, parts: int = 1) -> Rows:
    """Return each column as often as it was found, dampened, times its rarity; each part of a text of length one.

    Args:
        found: The columns of each text, `packed`, each as often as it stands there; of its parts one after another.
        rarity: Inverse document frequency by column.
        parts: How many parts a text has.
    """
    columns = np.concatenate([np.sort(unpacked(each)) for each in found])
    part_of = np.repeat(np.arange(len(found)), [len(each) // _COLUMN.itemsize for each in found])
    is_new = (np.diff(columns, prepend=-1) != 0) | (np.diff(part_of, prepend=-1) != 0)
    first = np.flatnonzero(is_new)
    often = np.diff(first, append=len(columns)).astype(np.float32)
    columns, part_of = columns[first], part_of[first]
    values = (np.log(often) + 1) * rarity[columns]
    lengths = np.sqrt(np.bincount(part_of, values**2, len(found)))
    ends = np.searchsorted(part_of, np.arange(0, len(found) + 1, parts))
    return Rows(columns, (values / lengths[part_of]).astype(np.float32), ends)
