"""What one text weighs is what scikit-learn's vectorizer says of it."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from backstride.nlu.ngrams import NGrams

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
@given(texts=st.lists(st.one_of(WORDS.map(" ".join), st.text(max_size=80)), max_size=4))
def test_the_weights_are_those_of_the_vectorizer(kind: str, texts: list[str]) -> None:
    theirs = vectorizer(kind)
    learnt = NGrams.learnt(theirs)
    for ours in (learnt, NGrams.restored(KINDS[kind], learnt.terms, learnt.rarity)):
        rows = ours.of(["", *texts])
        assert rows.times(np.eye(len(ours.columns))) == pytest.approx(
            theirs.transform(["", *texts]).toarray(), abs=1e-6
        )
        assert len(rows.columns) == theirs.transform(texts or [""]).nnz
