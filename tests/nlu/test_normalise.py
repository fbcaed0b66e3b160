"""Spelling: what people type becomes words that the lexicon knows, at the same place."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstride.nlu.lexicon import Lexicon
from backstride.nlu.normalise import tokenise


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I can't", "i can not"),
        ("cant cnt can\u2019t", "can not can not can not"),
        ("it's my dad's", "it is my dad 's"),
        ("w/ pain b/c", "with pain because"),
        ("nite pn 3wks", "night pain 3 weeks"),
        ("twenty four", "24"),
        ("two thousand six", "2006"),
        ("L5 S1 8th", "l5 s1 8th"),
        ("well-known", "well known"),
        ("oriné", "orine"),
        ("38,5 1,200", "38,5 1,200"),
    ],
)
def test_words_are_brought_to_one_form(text: str, words: str, lexicon: Lexicon) -> None:
    assert " ".join(token.text for token in tokenise(text, lexicon.spelling)) == words


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("bowlin", "bowling"),
        ("basin", "basin"),
        ("numness", "numbness"),
        ("siatica", "sciatica"),
        ("incontinece", "incontinence"),
        ("bladdar", "bladder"),
        ("weeknes", "weeknes"),
        ("number", "number"),
        ("week", "week"),
        ("ladder", "ladder"),
        ("never", "never"),
        ("visiting", "visiting"),
        ("painting", "painting"),
    ],
)
def test_only_slips_are_corrected(typed: str, meant: str, lexicon: Lexicon) -> None:
    assert lexicon.spelling.correct(typed) == meant


def test_numbers_have_values(lexicon: Lexicon) -> None:
    values = [t.number for t in tokenise("38,5 1,200 twenty four 101.8 six x", lexicon.spelling)]
    assert values == [38.5, 1200.0, 24.0, 101.8, 6.0, None]


@given(st.text(alphabet=st.characters(codec=None), max_size=60))
def test_tokens_stand_in_order_within_the_text(lexicon: Lexicon, text: str) -> None:
    tokens = tokenise(text, lexicon.spelling)
    assert all(0 <= t.start < t.end <= len(text) for t in tokens)
    assert all(a.start <= b.start for a, b in pairwise(tokens))
