"""Numbness is the stronger hint, an area shared by roots names them all, and silence hints at nothing."""

import pytest

from backstride.domain.dermatomes import hints
from tests.content.given import findings
from tests.knowledge.content_copy import product_content


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, []),
        ({"radiation": ["none"]}, []),
        ({"radiation": ["buttock", "back_thigh"]}, []),
        ({"radiation": ["groin"]}, [("L1", False, ("groin",))]),
        ({"radiation": ["foot_toes"]}, [("L5", False, ("foot_toes",)), ("S1", False, ("foot_toes",))]),
        (
            {"radiation": ["foot_toes"], "numb_area": ["foot_outer"]},
            [("S1", True, ("foot_outer",)), ("L5", False, ("foot_toes",))],
        ),
        ({"numb_area": ["saddle"]}, [("S2-S5", True, ("saddle",))]),
        ({"numb_area": ["none"], "radiation": ["knee"]}, [("L3", False, ("knee",)), ("L4", False, ("knee",))]),
    ],
)
def test_roots_are_hinted_at(facts: dict[str, object], expected: list[tuple[str, bool, tuple[str, ...]]]) -> None:
    found = hints(findings(facts), product_content().dermatomes)
    assert [(hint.dermatome.id, hint.from_numbness, hint.values) for hint in found] == expected


def test_the_key_is_that_of_the_notes() -> None:
    key = {dermatome.id: (dermatome.area, dermatome.test) for dermatome in product_content().dermatomes}
    assert list(key) == ["L1", "L2", "L3", "L4", "L5", "S1", "S2-S5"]
    assert key["L5"] == ("outer calf, top of the foot, big toe", "lifts the toes and the ankle")
    assert [one.id for one in product_content().dermatomes if one.emergency_if_numb] == ["S2-S5"]
