"""How urgent it is: rules over findings, nothing else.

A rule that holds asks for a level; the most urgent level wins, whatever the order of the rules. What
nobody said is unknown and fires nothing. The rules are data (content/red_flags.yml); how a level is
worded and what follows from it is not known here. Ranking never touches a level.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Literal

from backstride.domain.evaluation import Context, Expression
from backstride.domain.expressions import AtLeast, evaluate, findings_in, rules_in, support
from backstride.domain.findings import UNKNOWN, YES, Findings
from backstride.domain.resting import RestingRules

Gate = Literal["parent", "guardian"]


class Level(StrEnum):
    """Urgency, most urgent first: emergency, same day, within 48 hours, routine, self-care."""

    L1 = "L1"
    L2 = "L2"
    L3 = "L3"
    L4 = "L4"
    L5 = "L5"


URGENT = frozenset({Level.L1, Level.L2})
SHOWN_WITH_OPEN_GATE = frozenset({Level.L1, Level.L2, Level.L3})
"""Levels that hold although a safety question stayed unanswered."""
_KEPT = 8
"""For how many rule sets and situations their rest is kept; a server has one set in a few situations."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a clinical statement comes from: an entry of content/sources.yml and the place in it."""

    id: str
    at: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of `rules:` in content/red_flags.yml.

    Attributes:
        level: What it asks for; None for a note to staff, or for a rule that only gates.
        raised: Other levels and when they hold instead, most urgent first.
        told_as: Other message families and when they tell it better, first match wins.
        gates: Who must be asked for, and when, first match wins.
        needs_intake: Holds only of a whole intake, never of one message.
        withholds_result: While it fires no level below L3 is given.
        reason: Id of the message family.
        facts: Ids of the findings that the condition names itself.
        refers: Whether it names other rules.
    """

    id: str
    when: Expression
    level: Level | None
    reason: str
    rationale: str = ""
    sources: tuple[Source, ...] = ()
    raised: tuple[tuple[Level, Expression], ...] = ()
    told_as: tuple[tuple[str, Expression], ...] = ()
    gates: tuple[tuple[Gate, Expression], ...] = ()
    needs_intake: bool = False
    no_running: bool = False
    withholds_result: bool = False
    status: str = "draft"
    facts: frozenset[str] = field(init=False, default=frozenset())
    refers: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        """Work out once which findings and rules the condition names."""
        object.__setattr__(self, "facts", findings_in(self.when))
        object.__setattr__(self, "refers", bool(rules_in(self.when)))

    def __hash__(self) -> int:
        """Tell rules apart by their ids: what all of them come to is looked up at every message."""
        return hash(self.id)


@dataclass(frozen=True, slots=True)
class RedFlag:
    """One entry of `flags:` in content/red_flags.yml.

    Attributes:
        level: What it asks for by default; None where only rules say.
        ask_first: A mention in doubt is asked about before anything else.
    """

    id: str
    name: str
    findings: tuple[str, ...]
    level: Level | None
    ask_first: bool
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Disposition:
    """What a level means: one entry of content/dispositions.yml.

    Attributes:
        told: Who is told at once ("staff_alert", "staff_inbox").
        booking: "none", "callback", "priority", "main" or "offered".
    """

    level: Level
    meaning: str
    deadline: str
    told: str
    booking: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class FiredRule:
    """A rule that holds.

    Attributes:
        level: None for a note.
        facts: Ids of the findings that made it hold, sorted.
        quotes: The words that said so, in the order of `facts`.
    """

    id: str
    level: Level | None
    reason: str
    facts: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TriageDecision:
    """What the rules say.

    Attributes:
        level: None if no rule asks for one, or if it is withheld.
        fired: By urgency, then id; notes last.
        unanswered: Ids of the findings that are unknown and could have made a further rule fire, sorted.
        gate: Who must be asked for before anything is shown.
        withheld: A safety question is open, so there is no routine result.
    """

    level: Level | None = None
    fired: tuple[FiredRule, ...] = ()
    unanswered: tuple[str, ...] = ()
    gate: Gate | None = None
    no_running: bool = False
    withheld: bool = False

    @property
    def rules(self) -> tuple[str, ...]:
        """Ids of the rules that fired, in the order of `fired`."""
        return tuple(rule.id for rule in self.fired)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Message families of the rules that ask for the level, without repetition, in the order of `fired`."""
        return tuple(dict.fromkeys(rule.reason for rule in self.fired if rule.level and rule.level is self.level))


def decide(
    findings: Findings, rules: Sequence[Rule], *, complete: bool, gates_open: Iterable[str] = ()
) -> TriageDecision:
    """Choose the most urgent level that any rule asks for.

    Args:
        findings: What is known. A finding that was never asked is UNKNOWN.
        rules: In any order; the result does not depend on it.
        complete: False for one message or an unfinished intake: rules that need an intake stay out.
        gates_open: Safety questions that were asked twice and not answered.

    Raises:
        UnknownFindingError: A rule that must be looked at names a finding outside the vocabulary.

    Source: content/red_flags.yml; what unknown means: docs/decisions/0004-unknown-answers.md.
    """
    rules = tuple(rules)
    self_care = _urgent_facts(rules).isdisjoint(findings.unsettled())
    context = _resting(rules, complete, self_care, bool(tuple(gates_open))).answered(findings)
    held = [rule for rule in rules if context.answers[rule.id] is YES]
    fired = sorted((_fire(rule, findings, context) for rule in held), key=lambda rule: (rule.level or "note", rule.id))
    level = fired[0].level if fired else None
    withheld = any(rule.withholds_result for rule in held) and level not in SHOWN_WITH_OPEN_GATE
    open_facts = frozenset[str]().union(*(rule.facts for rule in rules if context.answers[rule.id] is UNKNOWN))
    return TriageDecision(
        level=None if withheld else level,
        fired=tuple(fired),
        unanswered=tuple(sorted(open_facts.difference(findings.known()))),
        gate=_gate(held, findings),
        no_running=any(rule.no_running for rule in held),
        withheld=withheld,
    )


_NEVER = AtLeast(1, ())


@lru_cache(maxsize=_KEPT)
def _urgent_facts(rules: tuple[Rule, ...]) -> frozenset[str]:
    return frozenset[str]().union(*(rule.facts for rule in rules if rule.level in URGENT))


@lru_cache(maxsize=_KEPT)
def _resting(rules: tuple[Rule, ...], complete: bool, self_care: bool, gate_open: bool) -> RestingRules:
    """Return the rules at rest, with those that may not hold here left out."""
    conditions = {rule.id: rule.when if _may_hold(rule, complete, self_care) else _NEVER for rule in rules}
    return RestingRules(conditions, gate_open=gate_open)


def _may_hold(rule: Rule, complete: bool, self_care: bool) -> bool:
    """Return whether a rule is to be looked at: no self-care while a fact of an urgent rule is in doubt."""
    return (complete or not rule.needs_intake) and (self_care or rule.level is not Level.L5)


def _fire(rule: Rule, findings: Findings, context: Context) -> FiredRule:
    raised = [(level, when) for level, when in rule.raised if evaluate(when, findings, context) is YES]
    level = raised[0][0] if raised else rule.level
    said = [e for when in (rule.when, *(when for _, when in raised)) for e in support(when, findings, context)]
    quotes = tuple(dict.fromkeys(e.quote for e in said if e.quote))
    reasons = [reason for reason, when in rule.told_as if evaluate(when, findings, context) is YES]
    return FiredRule(
        rule.id, level, reasons[0] if reasons else rule.reason, tuple(sorted({e.finding for e in said})), quotes
    )


def _gate(held: Iterable[Rule], findings: Findings) -> Gate | None:
    return next((gate for rule in held for gate, when in rule.gates if evaluate(when, findings) is YES), None)
