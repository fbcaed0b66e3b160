"""Turns the facts of a case file into evidence and findings.

A fact is `yes`, `no`, `uncertain` (mentioned in doubt), `not_sure` (asked, and not known), a value, a
list of values, a number, `{only: [...]}` (a set that was asked in full), `{gate: ...}`, `{clarified: ...}`
or a list of such steps under `then`.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from backstride.domain.findings import Evidence, Findings, Kind, Status
from backstride.domain.gathering import gather
from backstride.domain.rules import Rules
from backstride.knowledge.load_rules import load_rules

CONTENT = Path(__file__).parents[2] / "content"
RULES: Rules = load_rules(CONTENT)

_WORDS = {True: Status.PRESENT, False: Status.NEGATED, "uncertain": Status.UNCERTAIN, "not_sure": Status.UNCERTAIN}


def evidence(facts: Mapping[str, Any]) -> list[Evidence]:
    """Return what was said, in the order of the facts."""
    return [item for finding, fact in facts.items() for item in _said(finding, fact)]


def findings(facts: Mapping[str, Any], *, clear: bool = False) -> Findings:
    """Return what is known; `clear` answers every safety gate with none of these, and walks first."""
    gates = [
        Evidence(finding, Status.NEGATED, None, question.id)
        for question in RULES.questions
        if clear and question.gate
        for finding in question.asks
    ]
    return gather([*gates, *evidence(facts)], RULES.vocabulary)


def _said(finding: str, fact: Any, question: str = "") -> Iterator[Evidence]:
    kind = RULES.vocabulary[finding]
    match fact:
        case {"then": steps}:
            for step in steps:
                yield from _said(finding, step)
        case {"gate": step}:
            yield from _said(finding, step, next(q.id for q in RULES.questions if q.gate and finding in q.asks))
        case {"clarified": step}:
            yield from _said(finding, step, kind.red_flag)
        case {"only": values}:
            yield from _said(finding, values, question)
            yield Evidence(finding, Status.NEGATED, None, question or "Q10")
        case list():
            yield from (Evidence(finding, Status.PRESENT, value, question, str(value)) for value in fact)
        case {"uncertain": value}:
            yield Evidence(finding, Status.UNCERTAIN, value, question, str(value))
        case bool() | "uncertain" | "not_sure":
            asked = question or ("Q32" if fact == "not_sure" else "")
            yield Evidence(finding, _WORDS[fact], None, asked, finding)
        case _:
            value = fact if kind.kind is not Kind.NUMBER else float(fact)
            yield Evidence(finding, Status.PRESENT, value, question, str(fact))
