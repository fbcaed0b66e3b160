"""Five runners, each told in findings: the pattern that clinicians judged to fit best is among the first three.

The findings are what the patient said, and the answers to the questions that nobody had answered yet.
"""

from collections.abc import Sequence

import pytest

from backstride.domain.findings import Evidence, Status
from backstride.domain.gathering import gather
from backstride.domain.ranking import find_contributors, rank
from backstride.knowledge.load import Content
from tests.knowledge.content_copy import product_content


@pytest.fixture(scope="module")
def content() -> Content:
    return product_content()


def _has(**values: str | float | bool | Sequence[str]) -> list[Evidence]:
    """Return evidence: True and False for flags, a value, or several values of a set."""
    evidence = []
    for finding, given in values.items():
        for value in [given] if isinstance(given, str | float | int) else given:
            status = Status.NEGATED if value is False else Status.PRESENT
            evidence.append(Evidence(finding, status, None if isinstance(value, bool) else value))
    return evidence


def _only(finding: str, *values: str) -> list[Evidence]:
    """Return a question about a set answered as a whole: what was not chosen is denied."""
    chosen = [Evidence(finding, Status.PRESENT, value, question="Q") for value in values]
    return [*chosen, Evidence(finding, Status.NEGATED, None, question="Q")]


TIRED_LATE_IN_THE_RUN = [
    *_has(age=29, sex="female", runner="runner", location="both_sides_band", side="both", radiation="none"),
    *_has(triggers=["running", "after_distance"], stops_with_run=True, no_strength_training=True),
    *_has(quality=["tight_stiff"], duration_days=21, pain_nrs=3, trend="better", constant=False),
]
PULLED_LIFTING_A_COOLER = [
    *_has(age=34, sex="male", runner="runner", location="one_side_low_back", side="right", radiation="none"),
    *_has(triggers=["bend_forward", "twist", "lifting"], onset="sudden_event", sore_to_touch=True),
    *_has(duration_days=5, pain_nrs=4, trend="better", relievers="medication", constant=False),
]
TINGLING_INTO_THE_FOOT = [
    *_has(age=38, sex="male", runner="runner", location="one_side_low_back", side="right"),
    *_has(radiation=["calf", "foot_toes"], quality="tingling_numb", triggers=["sitting_long", "cough_sneeze"]),
    *_has(duration_days=21, pain_nrs=6, trend="same", weak=False, constant=False),
]
PINCHES_DOWNHILL = [
    *_has(age=37, sex="female", runner="runner", location="midline", side="center", radiation="none"),
    *_has(triggers=["running_downhill", "bend_backward", "standing_long"], relievers="sitting_or_bending_forward"),
    *_has(duration_days=120, pain_nrs=3, trend="same", constant=False),
]
STIFF_EVERY_MORNING = [
    *_has(age=25, sex="male", runner="runner", location="buttock", side="switches", radiation="buttock"),
    *_has(triggers=["morning", "night"], relievers="walking_moving", stiff_morning_30=True, wakes_second_half=True),
    *_has(night_pain=True, duration_days=240, pain_nrs=5, trend="same", constant=False, trauma=False),
]
# What the gates and the questions about worse and better add for someone who chooses nothing else.
NOTHING_ELSE = _only("triggers")


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        pytest.param(TIRED_LATE_IN_THE_RUN, "nonspecific_mechanical_lbp", id="tired late in the run"),
        pytest.param(PULLED_LIFTING_A_COOLER, "lumbar_muscle_strain", id="pulled lifting a cooler"),
        pytest.param(TINGLING_INTO_THE_FOOT, "lumbar_radiculopathy_sciatica", id="tingling into the foot"),
        pytest.param(PINCHES_DOWNHILL, "hyperlordosis_extension_pattern", id="pinches downhill"),
        pytest.param(STIFF_EVERY_MORNING, "axial_spondyloarthritis", id="stiff every morning"),
    ],
)
@pytest.mark.parametrize("more", [pytest.param([], id="as told"), pytest.param(NOTHING_ELSE, id="asked for the rest")])
def test_the_judged_pattern_is_among_the_first_three(
    content: Content, evidence: list[Evidence], expected: str, more: list[Evidence]
) -> None:
    findings = gather([*evidence, *more], content.rules.vocabulary)
    ranked = rank(findings, content.conditions, content.ranking)
    assert expected in [pattern.condition_id for pattern in ranked[:3]]


def test_tired_trunk_muscles_are_named_beside_the_pattern(content: Content) -> None:
    findings = gather(TIRED_LATE_IN_THE_RUN, content.rules.vocabulary)
    found = find_contributors(findings, content.conditions, content.ranking)
    assert [contributor.condition_id for contributor in found] == ["core_endurance_deficit"]


def test_leg_pain_below_the_knee_says_why(content: Content) -> None:
    findings = gather(TINGLING_INTO_THE_FOOT, content.rules.vocabulary)
    first = rank(findings, content.conditions, content.ranking)[0]
    assert (first.condition_id, [reason.feature_id for reason in first.reasons_for]) == (
        "lumbar_radiculopathy_sciatica",
        ["radiation_dermatomal", "dysaesthesia"],
    )
