"""The reading grade: figures worked out by hand from the formula, and laws that hold for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstride.domain.reading_level import count_syllables, grade


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("pee", 1),
        ("numb", 1),
        ("take", 1),
        ("muscles", 2),
        ("stopped", 1),
        ("needed", 2),
        ("clinic", 2),
        ("possible", 3),
        ("emergency", 4),
        ("I'm", 1),
        ("Diagnosis", 4),
        ("period", 3),
        ("going", 2),
    ],
)
def test_count_syllables(word: str, expected: int) -> None:
    assert count_syllables(word) == expected


def test_grade_is_the_flesch_kincaid_formula() -> None:
    # Two sentences, 8 words, 12 syllables.
    assert grade("Call the clinic now. It is an emergency.") == pytest.approx(0.39 * 8 / 2 + 11.8 * 12 / 8 - 15.59)


@pytest.mark.parametrize("text", ["", "911", "... !"])
def test_no_words_have_no_grade(text: str) -> None:
    assert grade(text) == 0.0


def test_numbers_and_line_breaks() -> None:
    assert grade("Call 555-0100 now") == grade("Call now")
    assert grade("Call now\nGo there") == grade("Call now. Go there.")


@given(st.lists(st.sampled_from(["pain", "clinic", "emergency"]), min_size=1, max_size=30))
def test_splitting_a_sentence_never_makes_it_harder(words: list[str]) -> None:
    assert grade(". ".join(words)) <= grade(" ".join(words))
