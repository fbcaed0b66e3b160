"""Whether one therapist is asked for."""

import pytest

from backstride.domain.whom import wants_somebody


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
