"""What a therapist wants to know before the visit, put together from what was said.

Pure: facts side by side in the order in which a clinician takes a history, each with its words and with what
is not known. Nothing is concluded here that triage and ranking have not concluded; irritability is shown as
the facts that it is judged by. For staff only: it names code hints and what patients are never shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from backstride.domain.conditions import CodeHint, Condition
from backstride.domain.dermatomes import Dermatome, DermatomeHint, hints
from backstride.domain.findings import Answer, Doubt, Finding, Findings, FindingType, Kind, Status
from backstride.domain.ranking import Contributor, RankedCondition, Reason
from backstride.domain.triage import RedFlag


class Knowledge(StrEnum):
    """How much is known of a finding or a red flag."""

    PRESENT = "present"
    ABSENT = "absent"
    IN_DOUBT = "in_doubt"
    """Mentioned in doubt, or answered "not sure"."""
    UNKNOWN = "unknown"
    """Neither asked nor said; of a red flag also: not all of it was asked."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of one finding.

    Attributes:
        label: Of the vocabulary.
        text: Values in words, finest first known ones only; "" unless present. Words of the patient for a text.
        values, value_labels: Those that are present, in the vocabulary's order; empty for other kinds.
        number, unit: For a number that is known, and what it counts.
        asked: Ids of the questions that it was asked by, in order.
        quotes: The patient's words or the chosen labels, each once, in order.
    """

    finding: str
    kind: Kind
    label: str
    knowledge: Knowledge
    text: str = ""
    values: tuple[str, ...] = ()
    value_labels: tuple[str, ...] = ()
    number: float | None = None
    unit: str = ""
    asked: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RedFlagFact:
    """One red flag: present if any finding of it is, absent only if all of them were denied."""

    id: str
    name: str
    knowledge: Knowledge
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that fits, for staff. `place` counts from 1 by likelihood; contributors have 0.

    Attributes:
        codes: Alternatives, those of the other side left out; a clinician picks.
        code_text: All code hints as clinicians wrote them, with what to check first.
        reasons_for, reasons_against: Half sentences with the words behind them.
    """

    place: int
    condition_id: str
    name: str
    codes: tuple[CodeHint, ...]
    code_text: str
    reasons_for: tuple[Reason, ...] = ()
    reasons_against: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Urgency:
    """What the rules decided, as the log keeps it. `meaning` is the level's, from the content."""

    level: str | None = None
    meaning: str = ""
    rules: tuple[str, ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    gate: str | None = None
    content_version: str = ""
    is_whole: bool = False
    """Decided from a whole intake, not from one message."""


@dataclass(frozen=True, slots=True)
class VisitSummary:
    """See the module's docstring. `sections` maps a heading to facts; what nobody said stays there, as unknown."""

    conversation_id: str
    channel: str
    started_at: datetime
    last_at: datetime
    complaint: tuple[str, ...]
    urgency: Urgency
    sections: Mapping[str, tuple[Fact, ...]]
    dermatomes: tuple[DermatomeHint, ...]
    red_flags: tuple[RedFlagFact, ...]
    patterns: tuple[Pattern, ...]
    contributors: tuple[Pattern, ...]
    other_facts: tuple[Fact, ...]


SECTIONS: Mapping[str, tuple[str, ...]] = {
    "About": ("subject", "age", "sex"),
    "Region": ("location", "side", "radiation", "numb_area", "leg_worse_than_back", "quality"),
    "Irritability": ("pain_nrs", "pain_nrs_worst", "constant", "night_pain", "stiff_morning_30", "running_stopped"),
    "Aggravating and easing": ("triggers", "relievers"),
    "Onset and course": ("onset", "duration_days", "trend", "prior_episode"),
    "Goal": ("function_goal", "goal_score", "worry"),
    "Load history": ("runner", "run_days", "run_miles", "longest_run_miles", "load_change", "shoes_surface"),
    "Medicines and health": ("medicines",),
}
"""Heading -> findings, in the order in which a clinician takes a history."""
_COMPLAINT = "chief_complaint"


def summarise(
    findings: Findings,
    *,
    conversation_id: str,
    channel: str,
    started_at: datetime,
    last_at: datetime,
    complaint: str = "",
    urgency: Urgency,
    red_flags: Iterable[RedFlag],
    dermatomes: Iterable[Dermatome],
    conditions: Mapping[str, Condition],
    patterns: Sequence[RankedCondition] = (),
    contributors: Sequence[Contributor] = (),
) -> VisitSummary:
    """Return the summary of one conversation.

    Args:
        findings: Everything known; what is missing is unknown and is shown as such.
        complaint: The whole message that first told something, for those who were not asked for a complaint.
        urgency: The last decision, empty if there was none.
        conditions: Id -> condition, for the codes.
        patterns, contributors: As ranked; empty where the level allows no ranking.
    """
    vocabulary = findings.vocabulary
    shown = {name for names in SECTIONS.values() for name in names} | {_COMPLAINT}
    flags = tuple(_red_flag(flag, findings) for flag in red_flags)
    shown |= {fact.finding for flag in flags for fact in flag.facts}
    side = next(iter(findings["side"].values), "") if "side" in vocabulary else ""
    return VisitSummary(
        conversation_id=conversation_id,
        channel=channel,
        started_at=started_at,
        last_at=last_at,
        complaint=_complaint(findings, complaint),
        urgency=urgency,
        sections={
            heading: tuple(_fact(findings, name) for name in names if name in vocabulary)
            for heading, names in SECTIONS.items()
        },
        dermatomes=hints(findings, dermatomes),
        red_flags=flags,
        patterns=tuple(_pattern(n, one, conditions, side) for n, one in enumerate(patterns, start=1)),
        contributors=tuple(_contributor(one, conditions, side) for one in contributors),
        other_facts=tuple(_fact(findings, name) for name in findings.known() if name not in shown),
    )


def _complaint(findings: Findings, first_message: str) -> tuple[str, ...]:
    """Return the patient's own words: those of the open question, else the first message that told anything."""
    told = _quotes(findings[_COMPLAINT]) if _COMPLAINT in findings.vocabulary else ()
    return told or ((first_message,) if first_message else ())


def _fact(findings: Findings, name: str) -> Fact:
    finding, kind = findings[name], findings.vocabulary[name]
    values = tuple(value for value in kind.values if value in finding.values)
    return Fact(
        finding=name,
        kind=kind.kind,
        label=kind.label,
        knowledge=_knowledge(finding),
        text=_text(finding, kind, values),
        values=values,
        value_labels=tuple(kind.value_labels.get(value, value) for value in values),
        number=finding.number,
        unit=kind.unit,
        asked=tuple(dict.fromkeys(item.question for item in finding.evidence if item.question)),
        quotes=_quotes(finding),
    )


def _knowledge(finding: Finding) -> Knowledge:
    if finding.answer is Answer.YES:
        return Knowledge.PRESENT
    if finding.answer is Answer.NO:
        return Knowledge.ABSENT
    return Knowledge.UNKNOWN if finding.doubt is Doubt.NONE else Knowledge.IN_DOUBT


def _text(finding: Finding, kind: FindingType, values: tuple[str, ...]) -> str:
    if finding.number is not None:
        unit = f"({kind.unit})" if kind.unit[:1].isdigit() else kind.unit  # a scale, not a measure
        return f"{finding.number:g} {unit}".strip()
    if kind.kind is Kind.TEXT:
        said = [str(e.value or e.quote) for e in finding.evidence if e.status is Status.PRESENT]
        return said[-1] if said else ""
    implied = {coarser for value in values for coarser in kind.implies.get(value, ())}
    return ", ".join(kind.value_labels.get(value, value) for value in values if value not in implied)


def _quotes(finding: Finding) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.quote for item in finding.evidence if item.quote))


def _red_flag(flag: RedFlag, findings: Findings) -> RedFlagFact:
    facts = tuple(_fact(findings, name) for name in flag.findings)
    known = {fact.knowledge for fact in facts}
    order = (Knowledge.PRESENT, Knowledge.IN_DOUBT, Knowledge.UNKNOWN, Knowledge.ABSENT)
    return RedFlagFact(flag.id, flag.name, next((one for one in order if one in known), Knowledge.UNKNOWN), facts)


def _codes(condition: Condition, side: str) -> tuple[CodeHint, ...]:
    """Return the codes that the known side allows; a code of one side is left out where the side is not known."""
    return tuple(code for code in condition.codes if code.side in {"", side})


def _pattern(place: int, ranked: RankedCondition, conditions: Mapping[str, Condition], side: str) -> Pattern:
    condition = conditions[ranked.condition_id]
    return Pattern(
        place,
        condition.id,
        condition.name,
        _codes(condition, side),
        f"{condition.icd10}. {condition.icd10_caution}",
        ranked.reasons_for,
        ranked.reasons_against,
    )


def _contributor(found: Contributor, conditions: Mapping[str, Condition], side: str) -> Pattern:
    condition = conditions[found.condition_id]
    text = f"{condition.icd10}. {condition.icd10_caution}"
    return Pattern(0, condition.id, condition.name, _codes(condition, side), text, found.reasons_for)
