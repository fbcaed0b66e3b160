"""Whether one therapist is asked for."""

import pytest

from backstride.domain.whom import asks_for_somebody, wants_somebody


@pytest.mark.parametrize(
    "text",
    [
        "can i have the same physio again", "id like a woman pt", "book me with Tom please", "can i see Ms", "dr patel",
        "i want whoever treated me in may", "is there a male therapist",
    ],
)  # fmt: skip
def test_one_therapist(text: str) -> None:
    assert wants_somebody(text)


@pytest.mark.parametrize(
    "text",
    [
        "i want to see a therapist", "can i get PT on Monday", "See you Tuesday", "book it with you",
        "can i come Friday", "another day please", "i want to see someone", "",
    ],
)  # fmt: skip
def test_any_therapist(text: str) -> None:
    assert not wants_somebody(text)


@pytest.mark.parametrize(
    "text",
    [
        "i was with Ann in spring, can i get her again", "do i get Tom or not", "what if he's on leave",
        "does he work fridays",
        "is she still around", "can i have the same pt", "i want to see Ann instead",
    ],
)  # fmt: skip
def test_one_therapist_whatever_else_is_said(text: str) -> None:
    assert asks_for_somebody(text)


@pytest.mark.parametrize(
    "text", ["can i get Advil", "i went to see France", "it hurts her again", "is he able to walk", ""]
)
def test_no_therapist(text: str) -> None:
    assert not asks_for_somebody(text)
