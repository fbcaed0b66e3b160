"""What a condition over findings could still come to, when some findings may take other values.

The answers are those of the parts, combined as if the parts were independent, so no answer that can
happen is missing; one that cannot may be among them.
"""

from collections.abc import Mapping
from itertools import product

from backstride.domain.evaluation import Context, Expression
from backstride.domain.expressions import AtLeast, Defined, Fired, In, Not, Unless
from backstride.domain.findings import Answer, Findings

Reach = Mapping[str, frozenset[str | float] | None]
"""Findings that may change -> the values that they may newly take; None: any value."""

_ANY = frozenset(Answer)
_NOT_YES = frozenset({Answer.NO, Answer.UNKNOWN})
_ONE = {answer: frozenset({answer}) for answer in Answer}


class Possible:
    """What conditions could come to, for one set of findings and one reach. What has a name is worked out once."""

    def __init__(
        self,
        findings: Findings,
        reach: Reach,
        *,
        rules: Mapping[str, Expression] | None = None,
        gate_open: bool = False,
    ) -> None:
        """Look at findings of which some may change.

        Args:
            findings: What is known now.
            reach: Which findings may change, and to what.
            rules: Rule id -> condition, for conditions that refer to rules.
            gate_open: Whether a safety question stayed unanswered.
        """
        self._findings = findings
        self._reach = reach
        self._rules = rules or {}
        self._context = Context(self._rules, gate_open=gate_open)
        self._named: dict[str, frozenset[Answer]] = {}

    def answers(self, expression: Expression) -> frozenset[Answer]:
        """Return every answer that a condition could come to, what it comes to now included.

        Raises:
            UnknownFindingError: It names a finding outside the vocabulary.
            KeyError: It refers to a rule that `rules` does not hold.
        """
        match expression:
            case AtLeast():
                return _combined(expression.count, [self.answers(part) for part in expression.parts])
            case Not():
                return frozenset(_OPPOSITE[answer] for answer in self.answers(expression.part))
            case Unless():
                return frozenset(_UNLESS[answer] for answer in self.answers(expression.part))
            case Defined():
                return self._once(expression.name, expression.part)
            case Fired():
                return _combined(1, [self.rule(rule) for rule in expression.rules])
        return self._of_leaf(expression)

    def rule(self, rule: str) -> frozenset[Answer]:
        """Return every answer that the condition of a rule could come to."""
        return self._once(rule, self._rules[rule])

    def _once(self, name: str, expression: Expression) -> frozenset[Answer]:
        known = self._named.get(name)
        if known is None:
            known = self._named[name] = self.answers(expression)
        return known

    def _of_leaf(self, leaf: Expression) -> frozenset[Answer]:
        now = _ONE[leaf.answer(self._findings, self._context)]
        finding = getattr(leaf, "finding", None)  # whether a safety question is open is about none
        if finding not in self._reach:
            return now
        if isinstance(leaf, In):
            values = self._reach[leaf.finding]
            return _ANY if values is None or values & leaf.values else now | _NOT_YES
        return _ANY


_OPPOSITE = {Answer.YES: Answer.NO, Answer.NO: Answer.YES, Answer.UNKNOWN: Answer.UNKNOWN}
_UNLESS = {Answer.YES: Answer.NO, Answer.NO: Answer.YES, Answer.UNKNOWN: Answer.YES}


def _combined(count: int, parts: list[frozenset[Answer]]) -> frozenset[Answer]:
    """Return what "at least `count` hold" could come to: it depends on how many parts are YES and how many NO."""
    counts = {(0, 0)}
    for part in parts:
        if len(part) == 1:  # nearly always
            [answer] = part
            counts = {(yes + (answer is Answer.YES), no + (answer is Answer.NO)) for yes, no in counts}
            continue
        counts = {
            (yes + (answer is Answer.YES), no + (answer is Answer.NO)) for (yes, no), answer in product(counts, part)
        }
    return frozenset(
        Answer.YES if yes >= count else Answer.UNKNOWN if len(parts) - no >= count else Answer.NO for yes, no in counts
    )
