"""GSM-7 arithmetic: the alphabet, what a character costs, and where a text breaks into parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstride.domain.gsm import is_gsm7, length, segments

GSM = st.text(alphabet="@£$¥èé\nabcXYZ 0189?!äöñüà^{}[]~|€\\", max_size=700)


@pytest.mark.parametrize("text", ["", "Call 911 now.", "£ é Ñ à", "{x} [y] €"])
def test_gsm7(text: str) -> None:
    assert is_gsm7(text)


@pytest.mark.parametrize("text", ["“quoted”", "a \u2013 b", "wait…", "it\u2019s", "á", "`", "\t", "🙂"])
def test_not_gsm7(text: str) -> None:
    assert not is_gsm7(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("abc", 3),
        ("€", 2),
        ("[a]", 5),
        ("\u2019", 1),
        ("[\u2019]", 3),
        ("🙂", 2),
        ("a🙂", 3),
    ],
)
def test_length(text: str, expected: int) -> None:
    assert length(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        (
            "a" * 152 + "€" + "a" * 151,
            2,
        ),  # the euro sign moves whole into the second part
        ("a" * 152 + "€" + "a" * 152, 3),
        ("\u2019" * 70, 1),
        ("\u2019" * 71, 2),
        ("🙂" * 35, 1),
        ("🙂" * 36, 2),
        ("\u2019" * 134, 2),
        ("\u2019" * 135, 3),
    ],
)
def test_segments(text: str, expected: int) -> None:
    assert segments(text) == expected


@given(GSM)
def test_length_is_between_one_and_two_a_character(text: str) -> None:
    assert len(text) <= length(text) <= 2 * len(text)


@given(GSM, GSM)
def test_a_longer_text_never_has_fewer_segments(head: str, tail: str) -> None:
    assert segments(head + tail) >= segments(head)


@given(st.text(max_size=700))
def test_segments_hold_the_whole_text(text: str) -> None:
    assert length(text) <= max(160, 153 * segments(text))
