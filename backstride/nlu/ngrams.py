"""The tf-idf of one text as plain arrays: what scikit-learn's vectorizer says, without sparse matrices.

Trained by scikit-learn. For a single short text its `transform` spends most of its time on building matrices of one
row; `tests/nlu/test_ngrams.py` holds what is said here against it.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

_WORDS_KEPT, _INSIDE_WORDS = 10_000, "char_wb"


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
        is_inside_words: Whether each n-gram lies within one word and its edges (`char_wb`).
    """

    split: Callable[[str], Sequence[str]]
    columns: dict[str, int]
    rarity: NDArray[np.float64]
    is_inside_words: bool = False
    _columns_of: Callable[[str], tuple[int, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Keep the columns of words that were met, where no n-gram reaches over the edge of a word."""
        columns_of: Callable[[str], tuple[int, ...]] = self._known
        object.__setattr__(
            self, "_columns_of", lru_cache(_WORDS_KEPT)(columns_of) if self.is_inside_words else columns_of
        )

    @classmethod
    def learnt(cls, vectorizer: TfidfVectorizer) -> "NGrams":
        """Take over what a vectorizer learnt, with which it shares nothing."""
        columns = {str(term): int(column) for term, column in vectorizer.vocabulary_.items()}
        return cls(vectorizer.build_analyzer(), columns, vectorizer.idf_.copy(), vectorizer.analyzer == _INSIDE_WORDS)

    @classmethod
    def restored(cls, kind: dict[str, Any], terms: Sequence[str], rarity: NDArray[np.float64]) -> "NGrams":
        """Build from the terms in the order of their columns; `kind` is how a vectorizer is told to split."""
        split = TfidfVectorizer(lowercase=False, **kind).build_analyzer()
        columns = {term: column for column, term in enumerate(terms)}
        return cls(split, columns, rarity, kind.get("analyzer") == _INSIDE_WORDS)

    @property
    def terms(self) -> list[str]:
        """The n-grams in the order of their columns."""
        return sorted(self.columns, key=self.columns.__getitem__)

    def of(self, text: str) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Return the columns of a text's known n-grams, and their weights, together of length one."""
        parts = text.split() if self.is_inside_words else [text]
        counts = Counter(chain.from_iterable(map(self._columns_of, parts)))
        columns = np.fromiter(counts.keys(), np.intp, len(counts))
        often = np.fromiter(counts.values(), np.float32, len(counts))
        weights = (np.log(often) + 1) * self.rarity[columns]
        length = float(np.linalg.norm(weights))
        return columns, weights / length if length else weights

    def _known(self, part: str) -> tuple[int, ...]:
        """Return the columns of the known n-grams of a text, each as often as it stands there."""
        return tuple(self.columns[term] for term in self.split(part) if term in self.columns)
