"""The way back to running, fitted to one person: whether, and from which stage.

Above L4 nobody is given a plan, nor is anyone whose answers or patterns speak of a bone that may be
overworked or of a nerve. The stages and limits are data (content/self_care.yml, `return_to_run`).
"""

from collections.abc import Collection
from dataclasses import dataclass

from backstride.domain.conditions import Citation
from backstride.domain.evaluation import Expression
from backstride.domain.expressions import evaluate
from backstride.domain.findings import Answer, Findings


@dataclass(frozen=True, slots=True)
class RunStage:
    """One stage of the ladder; times in minutes."""

    stage: int
    run_min: int
    walk_min: int
    reps: int
    total_run_min: int


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Who gets no plan: `label` says it to the patient, in half a sentence."""

    id: str
    label: str
    when: Expression


@dataclass(frozen=True, slots=True)
class RunLadder:
    """The ladder as clinicians wrote it.

    Attributes:
        is_for: Who runs.
        not_for_patterns: Conditions that, if shown, call for a check first.
        start_at: Stage and when to begin there; the first that is known to hold counts, else stage 1.
        beyond: What follows the last stage.
        rules: Pairs of what happened and what follows.
    """

    levels: tuple[str, ...]
    is_for: Expression
    not_for: tuple[Exclusion, ...]
    start_criteria: tuple[str, ...]
    warm_up: str
    stages: tuple[RunStage, ...]
    beyond: str
    rules: tuple[tuple[str, str], ...]
    stop_now: str
    bone_stress: str
    citations: tuple[Citation, ...]
    stop_now_sms: str = ""
    not_for_patterns: tuple[str, ...] = ()
    start_at: tuple[tuple[int, Expression], ...] = ()


@dataclass(frozen=True, slots=True)
class RunPlan:
    """A ladder to begin at one of its stages."""

    ladder: RunLadder
    first_stage: int

    @property
    def stages(self) -> tuple[RunStage, ...]:
        """The stages from the first one on."""
        return tuple(stage for stage in self.ladder.stages if stage.stage >= self.first_stage)


@dataclass(frozen=True, slots=True)
class NoRunPlan:
    """Why there is no plan. `reasons` are labels of what speaks against it, empty where the level or not running does.

    Attributes:
        pattern: A pattern that calls for a check first was shown.
    """

    runs: bool
    reasons: tuple[str, ...] = ()
    pattern: bool = False


def fit(ladder: RunLadder, findings: Findings, *, level: str | None, shown: Collection[str]) -> RunPlan | NoRunPlan:
    """Fit the ladder to a person.

    Args:
        ladder: As clinicians wrote it.
        findings: What is known; an exclusion that is not known to hold excludes nobody.
        level: "L1" to "L5", None where none was given.
        shown: Ids of the patterns that were shown.

    Source: self-care notes, section 4, as cited in content/self_care.yml.
    """
    runs = _holds(ladder.is_for, findings)
    reasons = tuple(one.label for one in ladder.not_for if _holds(one.when, findings))
    pattern = any(condition in ladder.not_for_patterns for condition in shown)
    if level not in ladder.levels or not runs or reasons or pattern:
        return NoRunPlan(runs, reasons, pattern)
    return RunPlan(ladder, next((stage for stage, when in ladder.start_at if _holds(when, findings)), 1))


def _holds(when: Expression, findings: Findings) -> bool:
    return evaluate(when, findings) is Answer.YES
