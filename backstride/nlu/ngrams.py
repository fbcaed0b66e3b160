"""The tf-idf of one text as plain arrays: what scikit-learn's vectorizer says, without sparse matrices.

Trained by scikit-learn. For a single short text its `transform` spends most of its time on building matrices of one
row; `tests/nlu/test_ngrams.py` holds what is said here against it.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer


def weighted_sum(values: NDArray[Any], rows: NDArray[np.float32]) -> NDArray[Any]:
    """Return `values @ rows`, in this thread.

    OpenBLAS hands even a product of a few hundred rows to threads that then spin on every core for milliseconds:
    twice the processor time of a whole turn.
    """
    total: NDArray[Any] = np.einsum("i,ij->j", values, rows)
    return total


@dataclass(frozen=True, slots=True)
class NGrams:
    """One kind of n-gram with what was learnt of it.

    Attributes:
        split: Returns the n-grams of a text.
        columns: N-gram -> column, from 0 without a gap.
        rarity: Inverse document frequency by column.
    """

    split: Callable[[str], Sequence[str]]
    columns: dict[str, int]
    rarity: NDArray[np.float64]

    @classmethod
    def learnt(cls, vectorizer: TfidfVectorizer) -> "NGrams":
        """Take over what a vectorizer learnt, with which it shares nothing."""
        columns = {str(term): int(column) for term, column in vectorizer.vocabulary_.items()}
        return cls(vectorizer.build_analyzer(), columns, vectorizer.idf_.copy())

    @classmethod
    def restored(cls, kind: dict[str, Any], terms: Sequence[str], rarity: NDArray[np.float64]) -> "NGrams":
        """Build from the terms in the order of their columns; `kind` is how a vectorizer is told to split."""
        split = TfidfVectorizer(lowercase=False, **kind).build_analyzer()
        return cls(split, {term: column for column, term in enumerate(terms)}, rarity)

    @property
    def terms(self) -> list[str]:
        """The n-grams in the order of their columns."""
        return sorted(self.columns, key=self.columns.__getitem__)

    def of(self, text: str) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Return the columns of a text's known n-grams, and their weights, together of length one."""
        counts = Counter(self.columns[term] for term in self.split(text) if term in self.columns)
        columns = np.fromiter(counts.keys(), np.intp, len(counts))
        often = np.fromiter(counts.values(), np.float32, len(counts))
        weights = (np.log(often) + 1) * self.rarity[columns]
        length = float(np.linalg.norm(weights))
        return columns, weights / length if length else weights
