"""Keywords of carriers, and the joining of a greeting with the first answer."""

from datetime import timedelta

import pytest

from backstride.channels.sms_keywords import (
    keyword_of,
    means_own_number,
    one_offer,
    only_replies,
    picked_choices,
)
from backstride.services.ports import Choice
from backstride.services.ports_sms import OWN_NUMBER
from tests.channels.fakes import EMERGENCY, NOW, YES_NO, bot


@pytest.mark.parametrize(
    ("text", "keyword"),
    [
        ("STOP", "stop"),
        ("Stop please", ""),
        ("s t o p", ""),
        ("nonstop", ""),
        ("Stop. It hurts.", "stop"),
        ("It hurts when I stop.", ""),
        ("Cancel. My back hurts", ""),
        ("start", "start"),
        ("start running", ""),
        ("help", "help"),
        ("help me", ""),
        ("", ""),
        ("!!!", ""),
        ("1", ""),
    ],
)
def test_only_the_bare_word_is_a_keyword(text: str, keyword: str) -> None:
    assert keyword_of(text) == keyword


def test_an_old_offer_is_no_longer_picked_from() -> None:
    offer = bot("Well?", choices=YES_NO)
    day = timedelta(hours=24)
    assert picked_choices("1", offer, now=NOW + day) == ["opaque-yes"]
    assert picked_choices("1", offer, now=NOW + day + timedelta(seconds=1)) == []
    assert picked_choices("1", None, now=NOW) == []


def test_a_greeting_and_an_answer_make_one_offer_at_most() -> None:
    hello, question = bot("Hello."), bot("Start?", kind="question", choices=YES_NO)
    again, fact, urgent = bot("Start now?", choices=YES_NO), bot("It costs 10."), bot(EMERGENCY, kind="emergency")
    assert one_offer([hello, question], [again]) == [hello, again]
    assert one_offer([hello, question], [fact]) == [hello, question, fact]
    assert one_offer([hello], [hello, fact]) == [hello, fact]
    assert one_offer([hello, question], [urgent]) == [urgent]


@pytest.mark.parametrize("text", ["START", "yes", "ok", "no thanks", "1", "\U0001f44d", "idk"])
def test_a_text_that_only_replies(text: str) -> None:
    assert only_replies(text)


@pytest.mark.parametrize("text", ["hi", "yes my back hurts", "back pain 2 wks", "start over", "?", "is 1 pm free"])
def test_a_text_that_says_something(text: str) -> None:
    assert not only_replies(text)


@pytest.mark.parametrize(
    "text", ["1", "yes", "this number", "Same number im texting from", "it's the one I'm texting from", "on this phone"]
)
def test_the_own_number_is_meant(text: str) -> None:
    own = bot("Which number?", choices=(Choice("opaque", "This number", OWN_NUMBER, 1),))
    assert means_own_number(text, own)
    assert not means_own_number(text, bot("Well?", choices=YES_NO))
    assert not means_own_number(text, None)


@pytest.mark.parametrize("text", ["2", "no", "212 555 0142", "same number as last time", "my number", "what number"])
def test_the_own_number_is_not_meant(text: str) -> None:
    own = bot("Which number?", choices=(Choice("opaque", "This number", OWN_NUMBER, 1),))
    assert not means_own_number(text, own)
