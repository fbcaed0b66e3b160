"""Words that are cut one by one give what the whole text gives."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstride.nlu.tfidf import unpacked
from backstride.nlu.word_vectors import WIDTH, _pieces, _table, _words, mean_vectors, products

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="<"), max_size=60)


@given(st.one_of(TEXTS, st.lists(st.sampled_from(["my", " ", "  ", "back", "\n", "hurts!", "é"])).map(" ".join)))
def test_no_piece_reaches_over_the_edge_of_a_word(text: str) -> None:
    pieces = [int(piece) for word in _words(text) for piece in unpacked(_pieces(word))]
    assert pieces == _table().tokenizer.encode(text, add_special_tokens=False).ids


def test_a_vector_is_the_mean_of_its_pieces_and_of_length_one_or_nothing() -> None:
    texts = ["my back hurts", "", "my back, my back hurts"]
    vectors = mean_vectors(texts)
    for text, vector in zip(texts, vectors, strict=True):
        pieces = _table().tokenizer.encode(text, add_special_tokens=False).ids
        mean = _table().vectors[pieces].astype(np.float32).mean(axis=0) if pieces else np.zeros(WIDTH)
        assert vector == pytest.approx(mean / max(float(np.linalg.norm(mean)), 1e-9), abs=1e-6)
    assert products(vectors, vectors.T).diagonal() == pytest.approx([1, 0, 1])
