"""Whether somebody writes from another country."""

import pytest

from backstride.domain.abroad import is_abroad


@pytest.mark.parametrize(
    "text",
    [
        "do i call 999 or 111", "is it 112", "im in wales, who do i ring", "we are on holiday in sunny spain",
        "im not in the states", "911 doesnt work here", "52, in perth australia", "living in the netherlands",
    ],
)  # fmt: skip
def test_abroad(text: str) -> None:
    assert is_abroad(["hi", text])


@pytest.mark.parametrize(
    "text",
    [
        "i weigh 111 lbs", "call 911", "i ran the london marathon", "my pain is in the middle", "212 555 0112",
        "in march", "we had a holiday in spain", "",
    ],
)  # fmt: skip
def test_not_abroad(text: str) -> None:
    assert not is_abroad([text])
