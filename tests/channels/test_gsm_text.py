"""Turns as texts: letters, order, length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstride.channels.gsm_text import COMFORTABLE, compose, split, to_gsm7
from backstride.domain import gsm
from backstride.services.ports import Choice
from tests.channels.fakes import bot


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Don\u2019t wait \u2013 call\u2026", "Don't wait - call..."),
        ("\u201cnumb\u201d \u2265 2 \u00bd days\u00a0", '"numb" >= 2 1/2 days'),
        ("¿Dónde le duele, señor?", "¿Donde le duele, señor?"),
        ("ok 👍 done", "ok  done"),
        ("العربية", "???????"),
        ("{a} [b] €5", "{a} [b] €5"),
    ],
)
def test_what_a_phone_cannot_show_in_gsm7_is_replaced(text: str, plain: str) -> None:
    assert to_gsm7(text) == plain


@given(st.text())
def test_every_text_becomes_gsm7(text: str) -> None:
    assert gsm.is_gsm7(to_gsm7(text))


@given(st.text(alphabet="ab .!?\n{€", max_size=1500))
def test_parts_fit_and_lose_no_letter(text: str) -> None:
    parts = split(text)
    bare = parts if len(parts) == 1 else [part.rsplit(" (", 1)[0] for part in parts]
    assert [part for part in parts if gsm.length(part) > COMFORTABLE] == []
    assert "".join("".join(bare).split()) == "".join(text.split())


def test_long_words_are_cut_at_sentence_ends_and_counted() -> None:
    first, second = "A" * 150 + ".", "B" * 150 + "!"
    last = "Is that ok for you today?"
    assert split(f"{first}\n{second} {last}") == [f"{first}\n{second} (1/2)", f"{last} (2/2)"]


def test_options_are_listed_below_unless_the_text_has_them() -> None:
    options = (Choice("a", "Yes", "v", 1), Choice("b", "No", "v", 2))
    assert compose([bot("Fever?", choices=options)]) == ["Fever?\n1 Yes\n2 No"]
    assert compose([bot("Fever? 1 yes 2 no", choices=options)]) == ["Fever? 1 yes 2 no"]
    assert compose([bot("Call +1 555 010 2 times?", choices=options)]) == ["Call +1 555 010 2 times?\n1 Yes\n2 No"]


def test_messages_are_joined_urgent_ones_first() -> None:
    assert compose([bot("Thank you."), bot("Call 911 now.", kind="emergency")]) == ["Call 911 now.\nThank you."]


def test_nothing_to_say_is_no_text() -> None:
    assert compose([]) == []
    assert compose([bot("")]) == []
