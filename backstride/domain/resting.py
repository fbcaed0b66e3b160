"""What rules come to while nothing was said of their findings, which is so of most rules at most messages."""

from collections.abc import Iterator, Mapping

from backstride.domain.evaluation import Context, Expression
from backstride.domain.expressions import findings_in, nothing_said, rules_in
from backstride.domain.findings import Findings


class RestingRules:
    """Conditions that were all worked out once; a message's context has only those to work out that it speaks to."""

    def __init__(self, conditions: Mapping[str, Expression], *, gate_open: bool) -> None:
        """Work them out with nothing said.

        Args:
            conditions: Rule id -> its condition. Not cyclic.
            gate_open: Whether a safety question stayed unanswered.
        """
        self._conditions, self._gate_open = conditions, gate_open
        self._moved_by: dict[str, set[str]] = {}
        for rule in conditions:
            for finding in self._facts(rule):
                self._moved_by.setdefault(finding, set()).add(rule)
        nothing, context = nothing_said(self._moved_by), Context(conditions, gate_open)
        self._answers = {rule: context.answer(rule, nothing) for rule in conditions}

    def answered(self, findings: Findings) -> Context:
        """Return the context of the findings, in which every rule is answered."""
        moved = set[str]().union(*(self._moved_by.get(finding, ()) for finding in findings.mentioned()))
        answers = {rule: answer for rule, answer in self._answers.items() if rule not in moved}
        context = Context(self._conditions, self._gate_open, answers)
        for rule in moved:
            context.answer(rule, findings)
        return context

    def _facts(self, rule: str) -> Iterator[str]:
        """Yield the findings that a rule names, and those that the rules do that it refers to."""
        condition = self._conditions[rule]
        yield from findings_in(condition)
        for other in rules_in(condition):
            yield from self._facts(other)
