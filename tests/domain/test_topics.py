"""Names are found in a question as whole words."""

import pytest

from backstride.domain.topics import asks_whether, named_longest_first

NAMES = [("disc", 1), ("slipped disc", 2), ("hip", 3)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What is a slipped-disc?", [2, 1]),
        ("my HIP, or the disc", [1, 3]),
        ("the ship has discs", []),
        ("", []),
    ],
)
def test_the_longest_name_comes_first(text: str, expected: list[int]) -> None:
    assert named_longest_first(text, NAMES) == expected


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("is it arthritis?", True),
        ("so could this be my kidneys", True),
        ("what do you think it is", False),
        ("why is it worse at night", False),
        ("is it", False),
    ],
)
def test_a_question_names_what_it_may_be(text: str, asks: bool) -> None:
    assert asks_whether(text) is asks
