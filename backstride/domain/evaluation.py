"""What a condition is asked with: the findings, and what is worked out already of rules and definitions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from backstride.domain.findings import Answer, Evidence, Findings


class Expression(Protocol):
    """A condition. Frozen and hashable."""

    def answer(self, findings: Findings, context: "Context") -> Answer:
        """Return whether it holds."""
        ...

    def said(self, findings: Findings, context: "Context") -> Iterator[Evidence]:
        """Yield what was said that lets it hold; asked only where it does."""
        ...

    def leaves(self) -> Iterator["Expression"]:
        """Yield every part that has no parts, in the order of the tree."""
        ...


@dataclass(frozen=True, slots=True)
class Context:
    """What conditions of triage rules may refer to beside findings. One context belongs to one set of findings.

    Attributes:
        rules: Rule id -> its condition. Not cyclic; the loader sees to it.
        gate_open: Whether a safety question stayed unanswered.
        answers: What is worked out already of rules and definitions; kept because many conditions share them.
    """

    rules: Mapping[str, Expression] = field(default_factory=dict)
    gate_open: bool = False
    answers: dict[str, Answer] = field(default_factory=dict)

    def answer(self, rule: str, findings: Findings) -> Answer:
        """Return whether a rule has fired.

        Raises:
            KeyError: There is no such rule.
        """
        known = self.answers.get(rule)  # nearly always: a rule that refers to others asks for dozens
        return self.remembered(rule, self.rules[rule], findings) if known is None else known

    def remembered(self, name: str, expression: Expression, findings: Findings) -> Answer:
        """Return whether the condition of this name holds, working it out once."""
        answer = self.answers.get(name)
        if answer is None:
            answer = self.answers[name] = expression.answer(findings, self)
        return answer
