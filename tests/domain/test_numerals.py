"""Numbers in words."""

import pytest

from backstride.domain.numerals import NUMERALS, TENS, numerals_up_to


@pytest.mark.parametrize(("word", "number"), [("zero", 0), ("twelve", 12), ("nineteen", 19), ("forty", 40)])
def test_a_word_is_its_number(word: str, number: int) -> None:
    assert NUMERALS[word] == number


def test_both_ends_are_among_the_words_up_to_a_number() -> None:
    assert numerals_up_to(3, least=1) == {"one": 1, "two": 2, "three": 3}
    assert numerals_up_to(99, least=20) == TENS
