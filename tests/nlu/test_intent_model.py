"""The intent model by itself: what it keeps, what it ignores, and what it takes."""

import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import load_file

from backstride.nlu import word_vectors
from backstride.nlu.intent_model import LONGEST, IntentModel, clean, train

EXAMPLES = [
    ("where is the clinic", "place"),
    ("what is your address", "place"),
    ("how do i get there", "place"),
    ("when are you open", "hours"),
    ("what time do you close", "hours"),
    ("opening hours please", "hours"),
    ("can't bend my back", "pain"),
    ("my back hurts", "pain"),
    ("pain in my lower back", "pain"),
]


@pytest.fixture(scope="module")
def model() -> IntentModel:
    texts, intents = zip(*EXAMPLES, strict=True)
    return train(texts, intents, sharpness=4.0, rarest=1)


def test_it_ranks_all_intents_and_is_surest_of_the_first(model: IntentModel) -> None:
    (ranking,) = model.rank(["Where's the address?"])
    confidences = [confidence for _, confidence in ranking]
    assert ranking[0][0] == "place"
    assert {intent for intent, _ in ranking} == {"place", "hours", "pain"}
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) == pytest.approx(1.0)


def test_sharpness_changes_confidence_and_not_the_order() -> None:
    texts, intents = zip(*EXAMPLES, strict=True)
    (mild,), (sharp,) = (
        train(texts, intents, sharpness=s, rarest=1).rank(["my lower back is sore"]) for s in (1.0, 8.0)
    )
    assert [intent for intent, _ in mild] == [intent for intent, _ in sharp]
    assert mild[0][1] < sharp[0][1]


def test_a_stored_model_says_the_same(model: IntentModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    texts = ["are you open", "back pain", "zzz", "where"]
    assert IntentModel.load(tmp_path).weights.T.flags.c_contiguous  # a text's columns are read in one piece each
    for loaded, kept in zip(IntentModel.load(tmp_path).rank(texts), model.rank(texts), strict=True):
        assert [intent for intent, _ in loaded] == [intent for intent, _ in kept]
        assert [c for _, c in loaded] == pytest.approx([c for _, c in kept], abs=1e-4)  # sums in another order


def test_the_same_examples_give_the_same_model(model: IntentModel) -> None:
    texts, intents = zip(*EXAMPLES, strict=True)
    again = train(texts, intents, sharpness=4.0, rarest=1)
    assert (again.weights == model.weights).all()


def test_word_vectors_reach_words_without_an_example(model: IntentModel) -> None:
    assert model.rank(["is the clinic on this street or another"])[0][0][0] == "place"


def test_case_apostrophes_and_what_comes_after_the_limit_do_not_count(model: IntentModel) -> None:
    assert clean("CAN’T") == clean("cant") == clean("can't")
    assert len(clean("a" * 9000)) == LONGEST
    assert model.rank(["my back hurts" + " " * LONGEST + "when are you open"]) == model.rank(
        ["my back hurts" + " " * LONGEST]
    )


@pytest.mark.parametrize("text", ["7", "7/10", "10:30", "(212) 555-0123", "open.hours@example.org", "?", "❤️"])
def test_a_text_without_words_is_an_answer_and_has_no_intent(model: IntentModel, text: str) -> None:
    assert model.rank([text]) == [[]]


def test_two_intents_are_too_few() -> None:
    with pytest.raises(ValueError, match="at least three intents"):
        train(["yes", "no", "yes yes", "no no"], ["a", "b", "a", "b"], sharpness=4.0, rarest=1)


@given(st.text(max_size=300))
@settings(max_examples=100)
def test_any_text_gets_a_ranking_or_none(model: IntentModel, text: str) -> None:
    (ranking,) = model.rank([text])
    assert not ranking or sum(confidence for _, confidence in ranking) == pytest.approx(1.0)


def test_a_flood_takes_no_longer_than_its_first_part(model: IntentModel) -> None:
    model.rank(["warm up"])
    started = time.process_time()
    model.rank(["open \u0000\u202e close " * 2000])
    assert time.process_time() - started < 0.2


def test_the_mapped_table_is_what_its_own_package_reads() -> None:
    folder = Path(str(find_spec(word_vectors.PACKAGE).submodule_search_locations[0]))  # type: ignore[index, union-attr]
    (expected,) = load_file(folder / word_vectors._WEIGHTS).values()
    vectors = word_vectors._table().vectors
    assert vectors.dtype == expected.dtype
    assert np.array_equal(vectors.view(np.uint16), expected.view(np.uint16))
