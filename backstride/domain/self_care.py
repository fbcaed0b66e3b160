"""What may be advised without a visit, and to whom.

Knows who must not be offered what; the words are data (content/self_care.yml). At L1-L3 there is nothing
to offer but the safety net, which `safety_net` holds for every level.
"""

from collections.abc import Collection
from dataclasses import dataclass

from backstride.domain.conditions import Citation
from backstride.domain.expressions import Expression, evaluate
from backstride.domain.findings import Answer, Findings


@dataclass(frozen=True, slots=True)
class CardEntry:
    """One line of the self-care card."""

    id: str
    title: str
    text: str
    levels: tuple[str, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class PatternAdvice:
    """What to do and to avoid for some patterns, or where `when` holds."""

    id: str
    conditions: tuple[str, ...]
    do: str
    avoid: str
    timeline: str
    levels: tuple[str, ...]
    citations: tuple[Citation, ...]
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Exercise:
    """A starter exercise; `dose` is how often or how long."""

    id: str
    name: str
    dose: str


@dataclass(frozen=True, slots=True)
class Exercises:
    """The starter exercises and whom they are not for."""

    levels: tuple[str, ...]
    rules: str
    items: tuple[Exercise, ...]
    not_for: tuple[Expression, ...]
    leg_symptoms: Expression
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class RunStage:
    """One stage of the return-to-run ladder; times in minutes."""

    stage: int
    run_min: int
    walk_min: int
    reps: int
    total_run_min: int


@dataclass(frozen=True, slots=True)
class RunLadder:
    """The way back to running. `rules` are pairs of what happened and what follows."""

    levels: tuple[str, ...]
    is_for: Expression
    not_for: tuple[Expression, ...]
    start_criteria: tuple[str, ...]
    warm_up: str
    stages: tuple[RunStage, ...]
    beyond: str
    rules: tuple[tuple[str, str], ...]
    stop_now: str
    bone_stress: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class SelfCare:
    """content/self_care.yml as values."""

    card: tuple[CardEntry, ...]
    advice: tuple[PatternAdvice, ...]
    exercises: Exercises
    ladder: RunLadder
    pt_does: str
    safety_net: str
    safety_net_sms: str


@dataclass(frozen=True, slots=True)
class SelfCareOffer:
    """What one person may be offered; `ladder` is None where running is not to be taken up again yet."""

    card: tuple[CardEntry, ...] = ()
    advice: tuple[PatternAdvice, ...] = ()
    exercises: tuple[Exercise, ...] = ()
    ladder: RunLadder | None = None


def offer(self_care: SelfCare, findings: Findings, *, level: str, patterns: Collection[str]) -> SelfCareOffer:
    """Choose what fits a person.

    An exclusion that is known to hold removes an offer. Leg symptoms that are not ruled out remove the
    exercises at L4, unknown ones included.

    Args:
        self_care: All that may be advised.
        findings: What is known.
        level: "L1" to "L5".
        patterns: Ids of the patterns that were shown.

    Source: self-care notes, sections 2 to 4, as cited in content/self_care.yml.
    """
    return SelfCareOffer(
        card=tuple(entry for entry in self_care.card if level in entry.levels),
        advice=tuple(
            advice
            for advice in self_care.advice
            if level in advice.levels
            and (any(pattern in advice.conditions for pattern in patterns) or _holds(advice.when, findings))
        ),
        exercises=self_care.exercises.items if _may_exercise(self_care.exercises, findings, level) else (),
        ladder=self_care.ladder if _may_run(self_care.ladder, findings, level) else None,
    )


def _may_exercise(exercises: Exercises, findings: Findings, level: str) -> bool:
    if level not in exercises.levels or any(_holds(when, findings) for when in exercises.not_for):
        return False
    return level == "L5" or evaluate(exercises.leg_symptoms, findings) is Answer.NO


def _may_run(ladder: RunLadder, findings: Findings, level: str) -> bool:
    is_excluded = any(_holds(when, findings) for when in ladder.not_for)
    return level in ladder.levels and _holds(ladder.is_for, findings) and not is_excluded


def _holds(when: Expression | None, findings: Findings) -> bool:
    return when is not None and evaluate(when, findings) is Answer.YES
