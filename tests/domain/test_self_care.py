"""What may be offered to whom."""

import pytest

from backstride.domain.expressions import In, Is, Within
from backstride.domain.findings import Evidence, Findings, FindingType, Kind, Status
from backstride.domain.gathering import gather
from backstride.domain.self_care import (
    CardEntry,
    Exercise,
    Exercises,
    PatternAdvice,
    RunLadder,
    SelfCare,
    SelfCareOffer,
    offer,
)

VOCABULARY = {
    kind.id: kind
    for kind in (
        FindingType("age", Kind.NUMBER, "Age", high=120),
        FindingType("leg", Kind.FLAG, "Leg symptoms"),
        FindingType("bsi", Kind.FLAG, "Bone stress"),
        FindingType("preg", Kind.FLAG, "Pregnant"),
        FindingType("runner", Kind.CHOICE, "Runs", values=("runner", "not_runner")),
    )
}
CARD = CardEntry("move", "Keep moving.", "Walk.", ("L4", "L5"), ())
STRAIN = PatternAdvice("strain", ("strain", "sprain"), "Walk.", "Lift.", "2-6 weeks", ("L4",), ())
PREGNANCY = PatternAdvice("preg", (), "Walk.", "Jump.", "12 weeks", ("L4",), (), Is("preg"))
BRIDGE = Exercise("bridge", "Bridge", "8 times")
LADDER = RunLadder(
    ("L4", "L5"), In("runner", frozenset({"runner"})), (Is("bsi"),), ("Walk 30 minutes.",), "", (), "", (), "", "", ()
)
SELF_CARE = SelfCare(
    card=(CARD,),
    advice=(STRAIN, PREGNANCY),
    exercises=Exercises(("L4", "L5"), "Easy.", (BRIDGE,), (Within("age", high=18, strictly=True),), Is("leg"), ()),
    ladder=LADDER,
    pt_does="",
    safety_net="",
    safety_net_sms="",
)


def _findings(**said: bool | float | str) -> Findings:
    return gather(
        [
            Evidence(
                finding,
                Status.NEGATED if value is False else Status.PRESENT,
                None if isinstance(value, bool) else value,
            )
            for finding, value in said.items()
        ],
        VOCABULARY,
    )


@pytest.mark.parametrize("level", ["L1", "L2", "L3"])
def test_there_is_nothing_to_offer_to_whom_it_is_urgent(level: str) -> None:
    findings = _findings(runner="runner", leg=False)
    assert offer(SELF_CARE, findings, level=level, patterns=["strain"]) == SelfCareOffer()


def test_routine_gets_card_advice_of_its_patterns_exercises_and_ladder() -> None:
    made = offer(SELF_CARE, _findings(runner="runner", leg=False), level="L4", patterns=["sprain"])
    assert made == SelfCareOffer(card=(CARD,), advice=(STRAIN,), exercises=(BRIDGE,), ladder=LADDER)


def test_self_care_has_no_advice_by_pattern() -> None:
    made = offer(SELF_CARE, _findings(), level="L5", patterns=["sprain"])
    assert made == SelfCareOffer(card=(CARD,), exercises=(BRIDGE,))


def test_advice_that_fits_a_finding_needs_no_pattern() -> None:
    assert offer(SELF_CARE, _findings(preg=True), level="L4", patterns=[]).advice == (PREGNANCY,)


@pytest.mark.parametrize(
    ("level", "said", "expected"),
    [
        ("L4", {"leg": True}, ()),
        ("L4", {}, ()),
        ("L4", {"leg": False}, (BRIDGE,)),
        ("L5", {}, (BRIDGE,)),
        ("L5", {"age": 17}, ()),
        ("L5", {"age": 18}, (BRIDGE,)),
    ],
)
def test_exercises_need_legs_ruled_out_at_l4_and_are_not_for_the_excluded(
    level: str, said: dict[str, bool | float], expected: tuple[Exercise, ...]
) -> None:
    assert offer(SELF_CARE, _findings(**said), level=level, patterns=[]).exercises == expected


@pytest.mark.parametrize(
    ("said", "is_offered"),
    [
        ({"runner": "runner"}, True),
        ({"runner": "runner", "bsi": True}, False),
        ({"runner": "not_runner"}, False),
        ({}, False),
    ],
)
def test_the_way_back_to_running_is_for_runners_without_bone_stress(
    said: dict[str, bool | str], is_offered: bool
) -> None:
    assert (offer(SELF_CARE, _findings(**said), level="L5", patterns=[]).ladder is LADDER) == is_offered
