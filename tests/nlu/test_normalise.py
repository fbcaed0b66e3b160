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
        ("i can't... feel it, numb.. between", "i can not feel it , numb between"),
        ("my back went.. i fell", "my back went . . i fell"),
        ("twenty four", "24"),
        ("two thousand six", "2006"),
        ("L5 S1 8th", "l5 s1 8th"),
        ("well-known", "well known"),
        ("oriné", "orine"),
        ("38,5 1,200", "38,5 1,200"),
        ("worse b4 bed", "worse before bed"),
        ("cant lift 2day", "can not lift today"),
        ("started 2day ago", "started 2 day ago"),
        ("2nites in2 it", "2 nights into it"),
        ("10mg 5k", "10 mg 5 k"),
        ("dosn't dosent cudnt canot", "does not does not could not can not"),
        ("nuffin nothink evry", "nothing nothing every"),
        ("lowerback backpain", "lower back back pain"),
        ("mylowerback andmy leftleg", "my lower back and my left leg"),
        ("nightsweats footpain rightknee", "night sweats foot pain right knee"),
        ("hot an red", "hot and red"),
        ("an MRI an hour an NSAID", "an mri an hour an nsaid"),
        ("backyard armchair", "backyard armchair"),
        ("\uff4c\uff4f\uff57 \U0001d5ef\U0001d5ee\U0001d5f0\U0001d5f8", "low back"),
        ("low \x1b[31mback\x1b[0m", "low back"),
        ("aching 4 2 weeks", "aching for 2 weeks"),
        ("ache of 4 2 weeks ago", "ache of 4 2 weeks ago"),
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
        ("unstedy", "unsteady"),
        ("mornin", "morning"),
        ("climin", "climbing"),
        ("twise", "twice"),
        ("swiming", "swimming"),
        ("stif", "stiff"),
        ("nife", "knife"),
        ("stumack", "stomach"),
        ("parasetamol", "paracetamol"),
        ("streching", "stretching"),
        ("helpp", "help"),
        ("scool", "school"),
        ("weak", "weak"),
        ("weeks", "weeks"),
        ("statin", "statin"),
        ("plain", "plain"),
        ("vitamin", "vitamin"),
        ("arteritis", "arteritis"),
        ("heath", "heath"),
        ("blond", "blond"),
        ("bowler", "bowler"),
    ],
)
def test_only_slips_are_corrected(typed: str, meant: str, lexicon: Lexicon) -> None:
    assert lexicon.spelling.correct(typed) == meant


@pytest.mark.parametrize(
    "typed", ["no", "not", "never", "without", "cannot", "nor", "none", "denies", "neither", "hardly"]
)
def test_nothing_is_corrected_into_a_denial_or_away_from_one(typed: str, lexicon: Lexicon) -> None:
    assert typed not in lexicon.spelling.targets
    assert lexicon.spelling.correct(typed) == typed


def test_run_together_words_keep_their_places(lexicon: Lexicon) -> None:
    assert [(t.text, t.start, t.end) for t in tokenise("my legpain", lexicon.spelling)][1:] == [
        ("leg", 3, 6),
        ("pain", 6, 10),
    ]


def test_numbers_have_values(lexicon: Lexicon) -> None:
    values = [t.number for t in tokenise("38,5 1,200 twenty four 101.8 six x", lexicon.spelling)]
    assert values == [38.5, 1200.0, 24.0, 101.8, 6.0, None]


@given(st.text(alphabet=st.characters(codec=None), max_size=60))
def test_tokens_stand_in_order_within_the_text(lexicon: Lexicon, text: str) -> None:
    tokens = tokenise(text, lexicon.spelling)
    assert all(0 <= t.start < t.end <= len(text) for t in tokens)
    assert all(a.start <= b.start for a, b in pairwise(tokens))
