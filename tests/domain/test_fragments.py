"""Messages that break off, and what they are together with the next."""

import pytest

from backstride.domain.fragments import is_unfinished, joined


@pytest.mark.parametrize(
    "text",
    ["since", "Like", "it hurts since", "i mean", "my", "im", "started about", "i think...", "i cant", "i cant feel"],
)
def test_a_message_that_breaks_off(text: str) -> None:
    assert is_unfinished(text)


@pytest.mark.parametrize(
    "text",
    ["", "no", "i think so", "since?", "what is it like?", "monday", "it comes and goes", "my low back", "4"],
)
def test_a_message_that_is_whole(text: str) -> None:
    assert not is_unfinished(text)


@pytest.mark.parametrize(
    ("before", "text", "whole"),
    [
        (["since"], "monday", "since monday"),
        (["low back", "its been", "like", "for"], "2 weeks", "its been like for 2 weeks"),
        (["and i cant"], "pee", "and i cant pee"),
        (["i cant", "feel"], "my legs", "i cant feel my legs"),
        (["since", "no"], "monday", "monday"),
        ([], "monday", "monday"),
    ],
)
def test_pieces_are_joined_up_to_what_was_whole(before: list[str], text: str, whole: str) -> None:
    assert joined(before, text) == whole
