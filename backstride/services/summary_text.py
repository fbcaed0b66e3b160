"""The visit summary as plain text for the chart: one screen, in the order in which a clinician takes a history."""

from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo

from backstride.domain.conditions import CodeHint
from backstride.domain.visit_summary import Fact, Knowledge, Pattern, RedFlagFact, VisitSummary

NOTICE = "From an automated intake. Patterns and codes are candidates for the clinician, not a diagnosis."
_KNOWN = {Knowledge.ABSENT: "no", Knowledge.UNKNOWN: "not known", Knowledge.IN_DOUBT: "in doubt"}
_CHANNELS = {"web": "web chat", "sms": "text messages"}


def as_text(summary: VisitSummary, zone: tzinfo) -> str:
    """Return the summary, times in a time zone; every line that is not known says so."""
    parts = [
        [f"VISIT SUMMARY  {summary.conversation_id}", NOTICE, *_when(summary, zone)],
        ["Complaint", *_indented(f'"{words}"' for words in summary.complaint or ("not known",))],
        ["Urgency", *_urgency(summary)],
        *([heading, *map(_line, facts)] for heading, facts in summary.sections.items()),
        ["Dermatome hint", *_dermatomes(summary)],
        ["Red flags", *_red_flags(summary.red_flags)],
        ["Patterns that fit, most likely first", *_patterns(summary)],
        ["Also told", *(map(_line, summary.other_facts) if summary.other_facts else ["  nothing else"])],
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _when(summary: VisitSummary, zone: tzinfo) -> list[str]:
    def local(at: datetime) -> str:
        return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"

    channel = _CHANNELS.get(summary.channel, summary.channel)
    told = f"By {channel}, {local(summary.started_at)} to {local(summary.last_at)}"
    return [told, f"Content version {summary.urgency.content_version or 'not known'}"]


def _urgency(summary: VisitSummary) -> Iterator[str]:
    urgency = summary.urgency
    if urgency.level is None:
        yield "  not decided"
    else:
        yield f"  {urgency.level}: {urgency.meaning}"
    if not urgency.is_whole:
        yield "  the intake was not finished"
    if urgency.gate:
        yield f"  the {urgency.gate} must be asked first"
    for rule in urgency.rules:
        words = ", ".join(f'"{word}"' for word in urgency.words.get(rule, ()))
        yield f"  {rule}{f': {words}' if words else ''}"


def _line(fact: Fact) -> str:
    return f"  {fact.label}: {said(fact)}"


def said(fact: Fact) -> str:
    """Return what is known of a finding in words; the patient's own behind it where they say more."""
    if fact.knowledge is not Knowledge.PRESENT:
        return _KNOWN[fact.knowledge]
    told = fact.text or "yes"
    words = [quote for quote in fact.quotes if quote.lower() not in told.lower()]
    return f"{told} ({', '.join(f'{chr(34)}{word}{chr(34)}' for word in words)})" if words else told


def _dermatomes(summary: VisitSummary) -> Iterator[str]:
    if not summary.dermatomes:
        yield "  none from what is known"
    for hint in summary.dermatomes:
        by = "numbness" if hint.from_numbness else "spread of pain"
        test = f"; muscle test: {hint.dermatome.test}" if hint.dermatome.test else ""
        yield f"  {hint.dermatome.id} by {by} ({hint.dermatome.area}){test}"


def _red_flags(flags: Iterable[RedFlagFact]) -> Iterator[str]:
    flags = list(flags)
    for knowledge, heading in (
        (Knowledge.PRESENT, "PRESENT"),
        (Knowledge.IN_DOUBT, "In doubt"),
        (Knowledge.UNKNOWN, "Not or not fully asked"),
        (Knowledge.ABSENT, "Asked and denied"),
    ):
        found = [flag for flag in flags if flag.knowledge is knowledge]
        yield f"  {heading}: {'; '.join(map(_flag, found)) or 'none'}"


def _flag(flag: RedFlagFact) -> str:
    if flag.knowledge is Knowledge.ABSENT:
        return f"{flag.id} {flag.name}"
    if flag.knowledge is Knowledge.UNKNOWN and all(fact.knowledge is Knowledge.UNKNOWN for fact in flag.facts):
        return f"{flag.id} {flag.name}"
    told = [f"{fact.label.lower()}: {said(fact)}" for fact in flag.facts if fact.knowledge is flag.knowledge]
    return f"{flag.id} {flag.name} ({', '.join(told)})"


def _patterns(summary: VisitSummary) -> Iterator[str]:
    if not summary.patterns:
        yield "  not ranked: no finished intake, or the level allows none"
    for pattern in (*summary.patterns, *summary.contributors):
        yield f"  {f'{pattern.place}.' if pattern.place else 'May add to it:'} {pattern.name} ({pattern.condition_id})"
        yield from _reasons(pattern)
        yield f"     codes to choose from: {', '.join(map(_code, pattern.codes)) or 'none that is complete'}"
        yield f"     {pattern.code_text}"


def _reasons(pattern: Pattern) -> Iterator[str]:
    for told, reasons in (("for", pattern.reasons_for), ("against", pattern.reasons_against)):
        for reason in reasons:
            words = ", ".join(f'"{word}"' for word in reason.quotes)
            yield f"     {told}: {reason.text}{f' ({words})' if words else ''}"


def _code(code: CodeHint) -> str:
    return f"{code.id} {code.display}{f', {code.side}' if code.side else ''}"
