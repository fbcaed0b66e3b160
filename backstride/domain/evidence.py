"""Evidence and decisions as plain data: how they travel in a Rasa slot, a JSON column or an audit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from backstride.domain.findings import Evidence, Kind, Status, Vocabulary
from backstride.domain.ranking import Contributor, RankedCondition
from backstride.domain.triage import TriageDecision


def plain(evidence: Evidence) -> dict[str, Any]:
    """Return one piece of evidence as JSON-ready data; empty fields are left out."""
    data: dict[str, Any] = {"finding": evidence.finding, "status": evidence.status.value}
    for key in ("value", "question", "quote", "turn"):
        value = getattr(evidence, key)
        if value not in (None, "") and (value != 0 or key == "value"):
            data[key] = value
    return data


def revive(data: Iterable[Mapping[str, Any]]) -> list[Evidence]:
    """Return evidence from plain data, in the same order.

    Raises:
        KeyError, ValueError: The data was not made by `plain`.
    """
    return [
        Evidence(
            finding=item["finding"],
            status=Status(item["status"]),
            value=item.get("value"),
            question=item.get("question", ""),
            quote=item.get("quote", ""),
            turn=item.get("turn", 0),
        )
        for item in data
    ]


def replayable(
    evidence: Iterable[Evidence], vocabulary: Vocabulary, *, complete: bool, gates_open: Iterable[str] = ()
) -> dict[str, Any]:
    """Return what a decision was made from, so that it can be made again; no word of the patient's is in it."""
    without_words = (
        replace(item, quote="", value=None if vocabulary[item.finding].kind is Kind.TEXT else item.value)
        for item in evidence
    )
    return {"evidence": [plain(item) for item in without_words], "complete": complete, "gates_open": list(gates_open)}


def as_plain_decision(
    decision: TriageDecision, patterns: Sequence[RankedCondition] = (), contributors: Sequence[Contributor] = ()
) -> dict[str, Any]:
    """Return a decision and its patterns as JSON-ready data: for the decision log, the inspector and audits."""
    return {
        "level": decision.level.value if decision.level else None,
        "rules": list(decision.rules),
        "evidence": {rule.id: list(rule.quotes) for rule in decision.fired},
        "gate": decision.gate,
        "unanswered": list(decision.unanswered),
        "patterns": [
            {
                "condition": pattern.condition_id,
                "probability": round(pattern.probability, 4),
                "for": [reason.text for reason in pattern.reasons_for],
                "against": [reason.text for reason in pattern.reasons_against],
                "sources": sorted(
                    {c.source_id for r in pattern.reasons_for + pattern.reasons_against for c in r.citations}
                ),
            }
            for pattern in patterns
        ],
        "contributors": [contributor.condition_id for contributor in contributors],
    }


def subject_of(told: Iterable[tuple[str, bool]]) -> str:
    """Return whom the answers are about: who was told last and not taken back, the writer if nobody was.

    Args:
        told: Each subject that was told, in order, and whether it was denied ("no wait, it's for me").
    """
    denied: set[str] = set()
    for who, is_denied in reversed([*told]):
        if is_denied:
            denied.add(who)
        elif who not in denied:
            return who
    return "me"
