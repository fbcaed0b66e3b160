"""How phrases of the lexicon are written."""

import pytest

from backstride.domain.errors import ContentError
from backstride.nlu.grammar import Grammar, spellings

GRAMMAR = Grammar({"leg": ["leg/s", "foot"], "loop": ["<loop> x"], "pair": ["both <leg>"]}, {"cant": ("can", "not")})


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("pee/s/d", ["pee", "pees", "peed"]),
        ("meds?", ["meds", "med"]),
        ("my? leg", ["my leg", "leg"]),
        ("(a|b c) d", ["a d", "b c d"]),
        ("<pair>", ["both leg", "both legs", "both foot"]),
        ("cant walk", ["can not walk"]),
        ("can't walk", ["can not walk"]),
        ("(no|) pain", ["no pain", "pain"]),
    ],
)
def test_a_phrase_stands_for_these_words(phrase: str, said: list[str]) -> None:
    assert list(spellings(GRAMMAR.parse(phrase))) == said


@pytest.mark.parametrize(
    "phrase", ["(a", "a)", "<nothing>", "<loop>", "? a", "leg/s?", "(drop|sag)/s", "<pair>/s", "...", "my? (the|a)?"]
)
def test_a_malformed_phrase_is_named(phrase: str) -> None:
    with pytest.raises(ContentError, match=r"^phrase '.+': .+; .+"):
        GRAMMAR.parse(phrase)


def test_a_cue_with_a_gap_cannot_be_spelled_out() -> None:
    with pytest.raises(ContentError, match=r"gap"):
        list(spellings(GRAMMAR.parse("a .. b")))


def test_a_gap_at_the_end_means_nothing() -> None:
    assert list(spellings(GRAMMAR.parse("a b .."))) == ["a b"]
