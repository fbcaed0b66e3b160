"""The visit summary as JSON-ready data, for other programs of the clinic. Unknown is a word of its own, never a no."""

from collections.abc import Iterable
from typing import Any

from backstride.domain.findings import Kind
from backstride.domain.ranking import Reason
from backstride.domain.visit_summary import Fact, Knowledge, Pattern, VisitSummary
from backstride.services.summary_text import NOTICE

FORMAT = "backstride-visit-summary/1"


def as_json(summary: VisitSummary) -> dict[str, Any]:
    """Return the summary; keys are stable, times are ISO in UTC. `value` is null unless `known` is "present"."""
    urgency = summary.urgency
    return {
        "format": FORMAT,
        "notice": NOTICE,
        "conversation": summary.conversation_id,
        "channel": summary.channel,
        "started_at": summary.started_at.isoformat(),
        "last_at": summary.last_at.isoformat(),
        "complaint": list(summary.complaint),
        "urgency": {
            "level": urgency.level,
            "meaning": urgency.meaning or None,
            "rules": [{"id": rule, "words": list(urgency.words.get(rule, ()))} for rule in urgency.rules],
            "gate": urgency.gate,
            "intake_finished": urgency.is_whole,
            "content_version": urgency.content_version or None,
        },
        "sections": {heading: _facts(facts) for heading, facts in summary.sections.items()},
        "dermatome_hints": [
            {
                "root": hint.dermatome.id,
                "area": hint.dermatome.area,
                "from": "numbness" if hint.from_numbness else "pain",
                "values": list(hint.values),
                "muscle_test": hint.dermatome.test or None,
            }
            for hint in summary.dermatomes
        ],
        "red_flags": [
            {"id": flag.id, "name": flag.name, "known": flag.knowledge.value, "findings": _facts(flag.facts)}
            for flag in summary.red_flags
        ],
        "patterns": [_pattern(pattern) for pattern in summary.patterns],
        "contributors": [_pattern(pattern) for pattern in summary.contributors],
        "other_findings": _facts(summary.other_facts),
    }


def _facts(facts: Iterable[Fact]) -> list[dict[str, Any]]:
    return [
        {
            "finding": fact.finding,
            "label": fact.label,
            "known": fact.knowledge.value,
            "value": value_of(fact),
            "text": fact.text or None,
            "asked": list(fact.asked),
            "words": list(fact.quotes),
        }
        for fact in facts
    ]


def value_of(fact: Fact) -> Any:
    """Return true for a flag, the number, the words, the value id, or the list of ids of a set; None unless present."""
    if fact.knowledge is not Knowledge.PRESENT:
        return None
    if fact.number is not None:
        return fact.number
    if fact.kind is Kind.TEXT:
        return fact.text
    if fact.kind is Kind.SET:
        return list(fact.values)
    return fact.values[0] if fact.values else True


def _pattern(pattern: Pattern) -> dict[str, Any]:
    return {
        "condition": pattern.condition_id,
        "name": pattern.name,
        "place": pattern.place or None,
        "status": "candidate",
        "icd10_candidates": [
            {"code": code.id, "display": code.display, "side": code.side or None} for code in pattern.codes
        ],
        "icd10_note": pattern.code_text,
        "for": [_reason(reason) for reason in pattern.reasons_for],
        "against": [_reason(reason) for reason in pattern.reasons_against],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "text": reason.text,
        "words": list(reason.quotes),
        "ratio": round(reason.likelihood_ratio, 3),
        "tag": reason.tag,
        "sources": [{"id": citation.source_id, "at": citation.place} for citation in reason.citations],
    }
