"""The test cases of the content as values: facts become evidence and findings, findings an outcome.

A case is a patient told in facts, as in tests/content/cases. A fact is `yes`, `no`, `uncertain` (mentioned in
doubt), `not_sure` (asked, and not known), a value, a list of values, a number, `{only: [...]}` (a set that was
asked in full), `{gate: ...}`, `{clarified: ...}` or a list of such steps under `then`.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backstride.domain.errors import UnknownFindingError
from backstride.domain.findings import Evidence, Findings, FindingType, Kind, Status
from backstride.domain.gathering import gather
from backstride.domain.interview import Question
from backstride.domain.rules import Rules
from backstride.domain.triage import TriageDecision, decide
from backstride.knowledge.yaml_files import read_yaml

_WORDS = {True: Status.PRESENT, False: Status.NEGATED, "uncertain": Status.UNCERTAIN, "not_sure": Status.UNCERTAIN}
_WRITTEN = {"yes": True, "no": False}
"""`read_yaml` leaves yes and no as text; other YAML readers make truth values of them."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case file. `id` is folder and file name, for example `R02/numb_when_wiping`."""

    id: str
    body: Mapping[str, Any]

    def findings(self, rules: Rules) -> Findings:
        """Return what is known of the patient.

        Raises:
            UnknownFindingError: A fact is about something that the vocabulary does not list.
        """
        clear, unasked = self.body.get("gates") == "clear", self.body.get("unasked", ())
        return findings(self.body["findings"], rules, clear=clear, unasked=unasked)

    def decision(self, rules: Rules) -> TriageDecision:
        """Return what the rules say.

        Raises:
            UnknownFindingError: As for `findings`.
        """
        complete, gates_open = self.body.get("intake", False), self.body.get("open", ())
        return decide(self.findings(rules), rules.triage, complete=complete, gates_open=gates_open)


def read_cases(folder: Path) -> list[Case]:
    """Return every case below a folder, by id; empty where there is none.

    Raises:
        ContentError: A file is no YAML.
    """
    paths = sorted(folder.glob("*/*.yml"))
    return [Case(f"{path.parent.name}/{path.stem}", read_yaml(path)) for path in paths]


def findings(facts: Mapping[str, Any], rules: Rules, *, clear: bool = False, unasked: Collection[str] = ()) -> Findings:
    """Return what is known; `clear` answers every safety gate with none of these but `unasked`, and walks first."""
    gates = [
        Evidence(finding, Status.NEGATED, None, question.id)
        for question in rules.questions
        if clear and question.gate
        for finding in question.asks
        if finding not in unasked
    ]
    return gather([*gates, *evidence(facts, rules)], rules.vocabulary)


def evidence(facts: Mapping[str, Any], rules: Rules) -> list[Evidence]:
    """Return what was said, in the order of the facts.

    Raises:
        UnknownFindingError: The vocabulary lists no such finding, or no such value of it.
    """
    return [item for finding, fact in facts.items() for item in _said(finding, fact, rules)]


def _asked(question: Question) -> set[str]:
    """Return what a question asks about: by name, or by an option that denies it."""
    return {*question.asks, *(finding for option in question.options for finding in option.denies)}


def _said(finding: str, fact: Any, rules: Rules, question: str = "") -> Iterator[Evidence]:
    kind = rules.vocabulary.get(finding)
    if kind is None:
        raise UnknownFindingError(finding)
    fact = _WRITTEN.get(fact, fact) if isinstance(fact, str) else fact
    match fact:
        case {"then": steps}:
            for step in steps:
                yield from _said(finding, step, rules)
        case {"gate": step}:
            gate = next(q.id for q in rules.questions if q.gate and finding in _asked(q))
            yield from _said(finding, step, rules, gate)
        case {"clarified": step}:
            yield from _said(finding, step, rules, kind.red_flag)
        case {"only": values}:
            yield from _said(finding, values, rules, question)
            yield Evidence(finding, Status.NEGATED, None, question or "Q10")
        case list():
            for value in fact:
                yield Evidence(finding, Status.PRESENT, _value(value, kind), question, str(value))
        case {"uncertain": value}:
            yield Evidence(finding, Status.UNCERTAIN, _value(value, kind), question, str(value))
        case bool() | "uncertain" | "not_sure":
            asked = question or ("Q32" if fact == "not_sure" else "")
            yield Evidence(finding, _WORDS[fact], None, asked, finding)
        case _:
            yield Evidence(finding, Status.PRESENT, _value(fact, kind), question, str(fact))


def _value(value: Any, kind: FindingType) -> str | float:
    if kind.kind is Kind.NUMBER:
        return float(value)
    if kind.values and value not in kind.values:
        raise UnknownFindingError(f"{kind.id}.{value}")
    return str(value)
