"""The facts of a case as evidence and findings, by the product's own rules. How to write them: `knowledge.cases`."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from backstride.domain.findings import Evidence, Findings
from backstride.domain.rules import Rules
from backstride.knowledge import cases
from backstride.knowledge.load_rules import load_rules

CONTENT = Path(__file__).parents[2] / "content"
RULES: Rules = load_rules(CONTENT)


def evidence(facts: Mapping[str, Any]) -> list[Evidence]:
    """Return what was said, in the order of the facts."""
    return cases.evidence(facts, RULES)


def findings(facts: Mapping[str, Any], *, clear: bool = False, unasked: Collection[str] = ()) -> Findings:
    """Return what is known; `clear` answers every safety gate with none of these but `unasked`, and walks first."""
    return cases.findings(facts, RULES, clear=clear, unasked=unasked)
