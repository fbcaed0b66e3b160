"""The tf-idf of texts by their n-grams: what scikit-learn's vectorizer says, in a fraction of its time.

Trained by scikit-learn, whose `transform` splits each word anew at every text; here a word that was met is looked up.
`tests/nlu/test_ngrams.py` holds what is said here against it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from backstride.nlu.tfidf import Rows, packed, weighed

_WORDS_KEPT, _INSIDE_WORDS = 10_000, "char_wb"


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
    rarity: NDArray[np.float32]
    is_inside_words: bool = False
    _columns_of: Callable[[str], bytes] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Keep the columns of words that were met, where no n-gram reaches over the edge of a word."""
        columns_of: Callable[[str], bytes] = self._known
        object.__setattr__(
            self, "_columns_of", lru_cache(_WORDS_KEPT)(columns_of) if self.is_inside_words else columns_of
        )

    @classmethod
    def learnt(cls, vectorizer: TfidfVectorizer) -> "NGrams":
        """Take over what a vectorizer learnt, with which it shares nothing."""
        columns = {str(term): int(column) for term, column in vectorizer.vocabulary_.items()}
        return cls(vectorizer.build_analyzer(), columns, vectorizer.idf_.copy(), vectorizer.analyzer == _INSIDE_WORDS)

    @classmethod
    def restored(cls, kind: dict[str, Any], terms: Sequence[str], rarity: NDArray[np.float32]) -> "NGrams":
        """Build from the terms in the order of their columns; `kind` is how a vectorizer is told to split."""
        split = TfidfVectorizer(lowercase=False, **kind).build_analyzer()
        columns = {term: column for column, term in enumerate(terms)}
        return cls(split, columns, rarity, kind.get("analyzer") == _INSIDE_WORDS)

    @property
    def terms(self) -> list[str]:
        """The n-grams in the order of their columns."""
        return sorted(self.columns, key=self.columns.__getitem__)

    def of(self, texts: Sequence[str]) -> Rows:
        """Return one row a text of the known n-grams by their weights, together of length one."""
        parts = [text.split() if self.is_inside_words else [text] for text in texts]
        return weighed([b"".join(map(self._columns_of, each)) for each in parts], self.rarity)

    def _known(self, part: str) -> bytes:
        """Return the columns of the known n-grams of a text, each as often as it stands there."""
        return packed([column for column in map(self.columns.get, self.split(part)) if column is not None])
