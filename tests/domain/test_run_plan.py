"""Who gets a plan to run again, and from which stage."""

from dataclasses import replace

import pytest

from backstride.domain.expressions import In, Is, Within
from backstride.domain.run_plan import Exclusion, NoRunPlan, RunLadder, RunPlan, RunStage, fit
from tests.content.given import findings
from tests.knowledge.content_copy import product_content

RUNS = In("runner", frozenset({"runner"}))
STAGES = tuple(RunStage(n, n, 2, 5, 5 * n) for n in (1, 2, 3))
LADDER = RunLadder(
    ("L4", "L5"), RUNS, (Exclusion("bone", "pain in one spot", Is("bsi")),), (), "", STAGES, "", (), "", "", (),
    not_for_patterns=("bone_pattern",), start_at=((3, Within("pain_nrs", high=1)), (2, Within("pain_nrs", high=3))),
)  # fmt: skip
REAL = product_content().self_care.ladder


@pytest.mark.parametrize("level", ["L1", "L2", "L3", None])
def test_nobody_runs_whom_it_is_urgent_for(level: str | None) -> None:
    assert fit(LADDER, findings({"runner": "runner"}), level=level, shown=[]) == NoRunPlan(runs=True)


@pytest.mark.parametrize(
    ("facts", "shown", "expected"),
    [
        ({}, [], NoRunPlan(runs=False)),
        ({"runner": "not_runner"}, [], NoRunPlan(runs=False)),
        ({"runner": "runner", "bsi": True}, [], NoRunPlan(runs=True, reasons=("pain in one spot",))),
        ({"runner": "runner"}, ["plain", "bone_pattern"], NoRunPlan(runs=True, pattern=True)),
        ({"runner": "runner"}, ["plain"], RunPlan(LADDER, 1)),
        ({"runner": "runner", "pain_nrs": 3}, [], RunPlan(LADDER, 2)),
        ({"runner": "runner", "pain_nrs": 1}, [], RunPlan(LADDER, 3)),
        ({"runner": "runner", "bsi": False, "pain_nrs": 5}, [], RunPlan(LADDER, 1)),
    ],
)
def test_the_plan_fits_the_answers(facts: dict[str, object], shown: list[str], expected: RunPlan | NoRunPlan) -> None:
    assert fit(LADDER, findings(facts), level="L5", shown=shown) == expected


def test_a_plan_goes_on_from_its_first_stage() -> None:
    assert RunPlan(LADDER, 2).stages == STAGES[1:]
    assert RunPlan(replace(LADDER, stages=()), 1).stages == ()


EASY = {"runner": "runner", "run_days": 4, "pain_nrs": 1, "pain_nrs_worst": 2, "trend": "better"}


@pytest.mark.parametrize(
    ("facts", "stage"),
    [
        (EASY, 4),
        ({**EASY, "trend": "same"}, 3),
        ({**EASY, "pain_nrs_worst": 4}, 2),
        ({**EASY, "pain_nrs": 4, "pain_nrs_worst": 5}, 1),
        ({**{name: fact for name, fact in EASY.items() if name != "run_days"}, "run_miles": 12}, 4),
        ({**EASY, "trend": "worse"}, 1),
        ({**EASY, "load_change": ["comeback"]}, 1),
        ({**EASY, "runner": "new_runner"}, 1),
        ({"runner": "runner"}, 1),
    ],
)
def test_the_product_begins_where_the_answers_say(facts: dict[str, object], stage: int) -> None:
    assert fit(REAL, findings(facts, clear=True), level="L5", shown=[]) == RunPlan(REAL, stage)


@pytest.mark.parametrize(
    ("fact", "reason"),
    [
        ({"bsi": True}, "pain in one spot when you land"),
        ({"limp": True}, "pain in one spot when you land"),
        ({"numb_area": ["foot_top"]}, "a numb or weak leg"),
        ({"radiation": ["calf"]}, "pain below the knee"),
        ({"pain_nrs_worst": 6}, "pain of 6 or more"),
    ],
)
def test_the_product_gives_no_plan_to_who_should_be_checked_first(fact: dict[str, object], reason: str) -> None:
    assert fit(REAL, findings({**EASY, **fact}), level="L4", shown=[]) == NoRunPlan(runs=True, reasons=(reason,))


@pytest.mark.parametrize("pattern", REAL.not_for_patterns)
def test_the_product_gives_no_plan_while_a_bone_may_be_overworked(pattern: str) -> None:
    assert fit(REAL, findings(EASY), level="L4", shown=[pattern]) == NoRunPlan(runs=True, pattern=True)


def test_the_product_has_eight_stages() -> None:
    """The eighth is to add to the last, so it has no minutes of its own."""
    assert [stage.stage for stage in REAL.stages] == [1, 2, 3, 4, 5, 6, 7]
    assert REAL.beyond.startswith("Then add up to 10 percent")
