"""What may be advised without a visit, and to whom.

Knows who must not be offered what; the words are data (content/self_care.yml). At L1-L3 there is nothing
to offer but the safety net, which `safety_net` holds for every level. The way back to running is `run_plan.py`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from backstride.domain.conditions import Citation, Statement
from backstride.domain.evaluation import Expression
from backstride.domain.expressions import evaluate
from backstride.domain.findings import Answer, Findings
from backstride.domain.run_plan import RunLadder, RunPlan, fit
from backstride.domain.topics import named_longest_first

MAY_RUN, HOLDS, NO_RUNNER = "may_run", "holds", "no_runner"
"""Who runs by the ladder, who runs and must not now, and of whom no running is known."""


@dataclass(frozen=True, slots=True)
class CardEntry:
    """One line of the self-care card.

    Attributes:
        sms: "" where a text message leaves it out.
        running: Of `MAY_RUN`, `HOLDS` and `NO_RUNNER`, whom it is for; "" for everybody.
    """

    id: str
    title: str
    text: str
    levels: tuple[str, ...]
    citations: tuple[Citation, ...]
    sms: str = ""
    running: str = ""


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
    rules_sms: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RunningTip:
    """Something for people who run: told where `when` holds, and to who asks about one of the `topics`."""

    statement: Statement
    topics: tuple[str, ...]
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class SelfCare:
    """content/self_care.yml as values.

    Attributes:
        statements: Section and id (`answers.run_hold`) -> everything in it that is said as it stands.
        topics: Words of a question, and the statement that answers it where self-care may be told.
    """

    card: tuple[CardEntry, ...]
    advice: tuple[PatternAdvice, ...]
    exercises: Exercises
    ladder: RunLadder
    pt_does: str
    safety_net: str
    safety_net_sms: str
    running: tuple[RunningTip, ...] = ()
    statements: Mapping[str, Statement] = field(default_factory=dict)
    topics: tuple[tuple[str, Statement], ...] = ()

    def conditions(self) -> tuple[Expression, ...]:
        """Return every condition over findings that an offer depends on, but for whom the tips are."""
        advice = [entry.when for entry in self.advice if entry.when is not None]
        ladder = [one.when for one in self.ladder.not_for] + [when for _, when in self.ladder.start_at]
        return (*advice, *self.exercises.not_for, self.exercises.leg_symptoms, self.ladder.is_for, *ladder)

    def tips(self, findings: Findings) -> tuple[Statement, ...]:
        """Return what the answers call for, in the order of the file."""
        return tuple(tip.statement for tip in self.running if _holds(tip.when, findings))

    def about(self, text: str) -> tuple[Statement, ...]:
        """Return what answers the topics that a question names, in the order of the file."""
        named = named_longest_first(text, self.topics)
        return tuple(dict.fromkeys(statement for _, statement in self.topics if statement in named))

    def asks_for_exercises(self, text: str) -> bool:
        """Whether a question names exercises."""
        return bool(named_longest_first(text, [(topic, topic) for topic in self.exercises.topics]))

    def tips_about(self, text: str) -> tuple[Statement, ...]:
        """Return what is said about the topics that a question names, the longest topic first."""
        named = named_longest_first(text, [(topic, tip.statement) for tip in self.running for topic in tip.topics])
        return tuple(dict.fromkeys(named))


@dataclass(frozen=True, slots=True)
class SelfCareOffer:
    """What one person may be offered."""

    card: tuple[CardEntry, ...] = ()
    advice: tuple[PatternAdvice, ...] = ()
    exercises: tuple[Exercise, ...] = ()


def offer(self_care: SelfCare, findings: Findings, *, level: str, patterns: Collection[str]) -> SelfCareOffer:
    """Choose what fits a person.

    An exclusion that is known to hold removes an offer; who must not run now reads nothing of running less. Leg
    symptoms that are not ruled out remove the exercises at L4, unknown ones included.

    Args:
        self_care: All that may be advised.
        findings: What is known.
        level: "L1" to "L5".
        patterns: Ids of the patterns that were shown.

    Source: self-care notes, sections 2 and 3, as cited in content/self_care.yml.
    """
    running = _running(self_care.ladder, findings, level, patterns)
    return SelfCareOffer(
        card=tuple(entry for entry in self_care.card if level in entry.levels and entry.running in {"", running}),
        advice=tuple(
            advice
            for advice in self_care.advice
            if level in advice.levels
            and (any(pattern in advice.conditions for pattern in patterns) or _holds(advice.when, findings))
        ),
        exercises=self_care.exercises.items if _may_exercise(self_care.exercises, findings, level) else (),
    )


def _running(ladder: RunLadder, findings: Findings, level: str, patterns: Collection[str]) -> str:
    plan = fit(ladder, findings, level=level, shown=patterns)
    return MAY_RUN if isinstance(plan, RunPlan) else HOLDS if plan.runs else NO_RUNNER


def _may_exercise(exercises: Exercises, findings: Findings, level: str) -> bool:
    if level not in exercises.levels or any(_holds(when, findings) for when in exercises.not_for):
        return False
    return level == "L5" or evaluate(exercises.leg_symptoms, findings) is Answer.NO


def _holds(when: Expression | None, findings: Findings) -> bool:
    return when is not None and evaluate(when, findings) is Answer.YES
