"""What may be offered to whom."""

from dataclasses import replace

import pytest

from backstride.domain.conditions import Statement
from backstride.domain.expressions import In, Is, Within
from backstride.domain.findings import Evidence, Findings, FindingType, Kind, Status
from backstride.domain.gathering import gather
from backstride.domain.run_plan import Exclusion, RunLadder
from backstride.domain.self_care import (
    HOLDS,
    MAY_RUN,
    NO_RUNNER,
    CardEntry,
    Exercise,
    Exercises,
    PatternAdvice,
    RunningTip,
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
LADDER = RunLadder((), In("runner", frozenset({"runner"})), (), (), "", (), "", (), "", "", ())
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
    assert made == SelfCareOffer(card=(CARD,), advice=(STRAIN,), exercises=(BRIDGE,))


@pytest.mark.parametrize(
    ("said", "patterns", "kind"),
    [
        ({"runner": "runner"}, [], MAY_RUN),
        ({"runner": "runner", "bsi": True}, [], HOLDS),
        ({"runner": "runner"}, ["bone"], HOLDS),
        ({"runner": "not_runner"}, [], NO_RUNNER),
        ({}, [], NO_RUNNER),
    ],
)
def test_of_running_the_card_says_what_the_run_plan_says(
    said: dict[str, bool | str], patterns: list[str], kind: str
) -> None:
    cards = tuple(replace(CARD, id=running, running=running) for running in (MAY_RUN, HOLDS, NO_RUNNER))
    hold = Exclusion("bsi", "pain in one spot", Is("bsi"))
    ladder = replace(LADDER, levels=("L4", "L5"), not_for=(hold,), not_for_patterns=("bone",))
    care = replace(SELF_CARE, card=(CARD, *cards), ladder=ladder)
    made = offer(care, _findings(**said), level="L5", patterns=patterns)
    assert [entry.id for entry in made.card] == ["move", kind]


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


TIP = Statement("running.hills", "Skip steep hills for now.", "J", ())
SHOES = Statement("running.shoes", "Change one thing at a time.", "J", ())
RUNNERS = replace(
    SELF_CARE,
    running=(
        RunningTip(TIP, ("hills", "downhill"), Is("leg")),
        RunningTip(SHOES, ("shoes", "carbon shoes")),
    ),
)


def test_a_tip_is_told_where_its_condition_holds() -> None:
    assert RUNNERS.tips(_findings(leg=True)) == (TIP,)
    assert RUNNERS.tips(_findings()) == ()


@pytest.mark.parametrize(
    ("text", "tips"),
    [
        ("are HILLS ok?", (TIP,)),
        ("my carbon shoes or the downhill?", (SHOES, TIP)),
        ("hillsborough", ()),
    ],
)
def test_a_tip_is_found_by_its_topics_once(text: str, tips: tuple[Statement, ...]) -> None:
    assert RUNNERS.tips_about(text) == tips


def test_every_condition_of_an_offer_is_known_to_who_asks_what_an_answer_could_change() -> None:
    assert set(SELF_CARE.conditions()) == {
        Is("preg"), Within("age", high=18, strictly=True), Is("leg"), In("runner", frozenset({"runner"})),
    }  # fmt: skip
