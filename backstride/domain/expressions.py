"""Conditions over findings, in three-valued (Kleene) logic, and what made them true.

A condition is a small frozen tree; content files say it in YAML and `knowledge/parse_expression.py`
builds it. Unknown is never no: `Not` of UNKNOWN is UNKNOWN, and only `Unless` takes absence of evidence
for an answer. Knows nothing of levels or rules but that a rule, named by its id, has fired or has not.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain

from backstride.domain.evaluation import Context, Expression
from backstride.domain.findings import (
    NO,
    NOTHING,
    UNKNOWN,
    YES,
    Answer,
    Doubt,
    Evidence,
    Findings,
    FindingType,
    Kind,
    Status,
)

_ANY_KIND = FindingType("", Kind.FLAG, "")  # of a finding that nothing is known of the kind does not matter


class Aspect(StrEnum):
    """What is asked of one finding."""

    YES = "yes"
    NO = "no"
    KNOWN = "known"
    UNCERTAIN = "uncertain"
    STILL_UNSURE = "still_unsure"
    CONTRADICTED = "contradicted"


_YES = Aspect.YES


class _Leaf:
    """A part that has no parts."""

    __slots__ = ()

    def leaves(self) -> Iterator[Expression]:
        """Yield itself."""
        yield self  # type: ignore[misc]  # every subclass is an Expression


@dataclass(frozen=True, slots=True)
class _OneFinding(_Leaf):
    """A condition about one finding."""

    finding: str

    def said(self, findings: Findings, context: Context) -> Iterator[Evidence]:  # noqa: ARG002
        """Yield what speaks for the finding."""
        return (e for e in findings[self.finding].evidence if e.status in {Status.PRESENT, Status.UNCERTAIN})


@dataclass(frozen=True, slots=True)
class Is(_OneFinding):
    """One aspect of one finding. YES of a set: any value but none."""

    aspect: Aspect = Aspect.YES

    def answer(self, findings: Findings, context: Context) -> Answer:  # noqa: ARG002
        """Return whether the aspect holds."""
        finding, aspect = findings[self.finding], self.aspect
        if aspect is _YES:  # nearly always
            return NO if finding.values and finding.values <= NOTHING else finding.answer
        match aspect:
            case Aspect.NO:
                return YES if finding.values and finding.values <= NOTHING else _opposite(finding.answer)
            case Aspect.KNOWN:
                return UNKNOWN if finding.answer is UNKNOWN else YES
            case Aspect.UNCERTAIN:
                return _answer(finding.doubt is Doubt.OPEN)
            case Aspect.STILL_UNSURE:
                return _answer(finding.doubt is Doubt.SETTLED)
        return _answer(finding.contradicted)


@dataclass(frozen=True, slots=True)
class In(_OneFinding):
    """A choice or set has one of the values."""

    values: frozenset[str]

    def answer(self, findings: Findings, context: Context) -> Answer:  # noqa: ARG002
        """Return YES for any of the values, NO if each is known to be absent."""
        finding = findings[self.finding]
        if finding.values & self.values:
            return YES
        if finding.answer is NO or self.values <= finding.denied:
            return NO
        return UNKNOWN


@dataclass(frozen=True, slots=True)
class Within(_OneFinding):
    """A number lies between two bounds; None leaves a side open. `strictly` leaves the bounds themselves out."""

    low: float | None = None
    high: float | None = None
    strictly: bool = False

    def answer(self, findings: Findings, context: Context) -> Answer:  # noqa: ARG002
        """Return UNKNOWN where no number is known."""
        number = findings[self.finding].number
        if number is None:
            return UNKNOWN
        low = self.low is None or number > self.low or (number == self.low and not self.strictly)
        high = self.high is None or number < self.high or (number == self.high and not self.strictly)
        return _answer(low and high)


@dataclass(frozen=True, slots=True)
class Fired(_Leaf):
    """One of the rules has fired."""

    rules: tuple[str, ...]

    def answer(self, findings: Findings, context: Context) -> Answer:
        """Return what the context says of the rules."""
        is_open = False
        for rule in self.rules:
            answer = context.answer(rule, findings)
            if answer is YES:
                return answer
            is_open = is_open or answer is UNKNOWN
        return UNKNOWN if is_open else NO

    def said(self, findings: Findings, context: Context) -> Iterator[Evidence]:
        """Yield what let the rules fire."""
        return chain.from_iterable(support(context.rules[rule], findings, context) for rule in self.rules)


@dataclass(frozen=True, slots=True)
class OpenGate(_Leaf):
    """A safety question was not answered, not even when it was asked again."""

    def answer(self, findings: Findings, context: Context) -> Answer:  # noqa: ARG002
        """Return what the context says."""
        return _answer(context.gate_open)

    def said(self, findings: Findings, context: Context) -> Iterator[Evidence]:  # noqa: ARG002
        """Yield nothing: it is silence that counts."""
        return iter(())


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `count` parts hold: all of them make a conjunction, one a disjunction.

    Attributes:
        facts: Ids of the findings that it names.
        at_rest: What it answers while nothing was said of any of them, which is so of most rules at most messages.
            None where it refers to rules or to open gates, which those findings do not settle.
    """

    count: int
    parts: tuple[Expression, ...]
    facts: frozenset[str] = field(init=False, compare=False, repr=False)
    at_rest: Answer | None = field(init=False, compare=False, repr=False, default=None)

    def __post_init__(self) -> None:
        """Work out once what is asked at every message."""
        object.__setattr__(self, "facts", findings_in(self))
        if not any(isinstance(leaf, Fired | OpenGate) for leaf in self.leaves()):
            object.__setattr__(self, "at_rest", self.answer(nothing_said(self.facts), Context()))

    def answer(self, findings: Findings, context: Context) -> Answer:
        """Return UNKNOWN where the unknown parts could decide it."""
        if self.at_rest is not None and findings.is_silent_about(self.facts):
            return self.at_rest
        yes, possible = 0, len(self.parts)
        for part in self.parts:  # no further than it must
            answer = part.answer(findings, context)
            yes += answer is YES
            possible -= answer is NO
            if yes >= self.count or possible < self.count:
                break
        return UNKNOWN if possible >= self.count > yes else _answer(yes >= self.count)

    def said(self, findings: Findings, context: Context) -> Iterator[Evidence]:
        """Yield what lets the parts hold."""
        return chain.from_iterable(support(part, findings, context) for part in self.parts)

    def leaves(self) -> Iterator[Expression]:
        """Yield those of the parts."""
        return chain.from_iterable(part.leaves() for part in self.parts)


@dataclass(frozen=True, slots=True)
class Defined:
    """A condition that has a name of its own, other than any rule's."""

    name: str
    part: Expression

    def answer(self, findings: Findings, context: Context) -> Answer:
        """Return whether it holds."""
        return context.remembered(self.name, self.part, findings)

    def said(self, findings: Findings, context: Context) -> Iterator[Evidence]:
        """Yield what lets it hold."""
        return self.part.said(findings, context)

    def leaves(self) -> Iterator[Expression]:
        """Yield those of what it stands for."""
        return self.part.leaves()


@dataclass(frozen=True, slots=True)
class _OnePart:
    """What holds because something does not: there is nothing to show for it."""

    part: Expression

    def said(self, findings: Findings, context: Context) -> Iterator[Evidence]:  # noqa: ARG002
        """Yield nothing."""
        return iter(())

    def leaves(self) -> Iterator[Expression]:
        """Yield those of the part."""
        return self.part.leaves()


@dataclass(frozen=True, slots=True)
class Not(_OnePart):
    """The opposite; of UNKNOWN it is UNKNOWN."""

    def answer(self, findings: Findings, context: Context) -> Answer:
        """Return the opposite of the part's answer."""
        return _opposite(self.part.answer(findings, context))


@dataclass(frozen=True, slots=True)
class Unless(_OnePart):
    """YES where the part is not known to hold. Only for stated exclusions: it reads silence as absence."""

    def answer(self, findings: Findings, context: Context) -> Answer:
        """Return YES or NO, never UNKNOWN."""
        return _answer(self.part.answer(findings, context) is not YES)


def evaluate(expression: Expression, findings: Findings, context: Context | None = None) -> Answer:
    """Return whether a condition holds.

    Raises:
        UnknownFindingError: It names a finding outside the vocabulary.
        KeyError: It names a rule that `context` does not hold.
    """
    return expression.answer(findings, context or Context())


def support(expression: Expression, findings: Findings, context: Context | None = None) -> tuple[Evidence, ...]:
    """Return what was said that makes a condition hold, without repetition; empty if it does not hold.

    What holds by absence (`Not`, `Unless`) has nothing to show for it.
    """
    context = context or Context()
    if expression.answer(findings, context) is not YES:
        return ()
    return tuple(dict.fromkeys(expression.said(findings, context)))


def nothing_said(facts: Iterable[str]) -> Findings:
    """Return findings of which nothing is known."""
    return Findings({}, dict.fromkeys(facts, _ANY_KIND))


def findings_in(expression: Expression) -> frozenset[str]:
    """Return the ids of the findings that a condition names itself (not those of rules it refers to)."""
    return frozenset(leaf.finding for leaf in expression.leaves() if isinstance(leaf, _OneFinding))


def rules_in(expression: Expression) -> frozenset[str]:
    """Return the ids of the rules that a condition refers to."""
    return frozenset(rule for leaf in expression.leaves() if isinstance(leaf, Fired) for rule in leaf.rules)


def _opposite(answer: Answer) -> Answer:
    return NO if answer is YES else YES if answer is NO else UNKNOWN


def _answer(holds: bool) -> Answer:
    return YES if holds else NO
