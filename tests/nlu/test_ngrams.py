"""What one text weighs is what scikit-learn's vectorizer says of it."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from backstride.nlu.ngrams import NGrams, weighted_sum

EXAMPLES = ["my back hurts", "when are you open", "is my back still open?", "i hurt my back, my back hurts", "ouch!"]
KINDS: dict[str, dict[str, Any]] = {
    "words": {"ngram_range": (1, 2), "token_pattern": r"\b\w+\b|[?!]"},
    "characters": {"analyzer": "char_wb", "ngram_range": (2, 5)},
}
WORDS = st.lists(st.sampled_from([*" ".join(EXAMPLES).split(), "knee", "\u00e9t\u00e9", "7/10"]), max_size=12)


def vectorizer(kind: str) -> TfidfVectorizer:
    made = TfidfVectorizer(sublinear_tf=True, lowercase=False, dtype=np.float32, **KINDS[kind])
    return made.fit(EXAMPLES)


@pytest.mark.parametrize("kind", KINDS)
@given(text=st.one_of(WORDS.map(" ".join), st.text(max_size=80)))
def test_the_weights_are_those_of_the_vectorizer(kind: str, text: str) -> None:
    theirs = vectorizer(kind)
    learnt = NGrams.learnt(theirs)
    for ours in (learnt, NGrams.restored(KINDS[kind], learnt.terms, learnt.rarity)):
        columns, weights = ours.of(text)
        row = np.zeros(len(ours.columns))
        row[columns] = weights
        assert row == pytest.approx(theirs.transform([text]).toarray()[0], abs=1e-6)
        assert len(columns) == theirs.transform([text]).nnz


@given(st.integers(0, 2**32 - 1), st.integers(0, 40))
def test_a_weighted_sum_is_the_product(seed: int, length: int) -> None:
    numbers = np.random.default_rng(seed)
    values, rows = numbers.random(length), numbers.random((length, 5), np.float32)
    assert weighted_sum(values, rows) == pytest.approx(values @ rows)
