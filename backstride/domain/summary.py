"""Findings as plain data, for audits, exports and the staff page: what is known, without how it was said."""

from collections.abc import Sequence
from typing import Any

from backstride.domain.findings import Answer, Findings

_WEEKS_FROM = 14
_UNITS = ((7.0, "weeks", 90.0), (30.0, "months", 360.0), (365.0, "years", float("inf")))
"""Days, the unit's name, and up to how many days it is used."""


def as_plain(findings: Findings) -> dict[str, Any]:
    """Return finding id -> value for everything known, sorted by id.

    A flag is true or false; a choice its value; a set the sorted list of its values (false where all were
    denied); a number the number. What is unknown is left out.
    """
    return {finding: _value(findings, finding) for finding in findings.known()}


def _value(findings: Findings, finding_id: str) -> Any:
    finding, kind = findings[finding_id], findings.vocabulary[finding_id].kind
    if finding.answer is Answer.NO:
        return False
    if finding.number is not None:
        return finding.number
    values = sorted(finding.values)
    if not values:
        return True
    return values if kind == "set" else values[0]


def spoken(findings: Findings, finding_ids: Sequence[str]) -> str:
    """Return what is known of some findings as one line of labels, in their order; "" if nothing is.

    A value that a finer one implies is left out: below the knee says leg.
    """
    lines = []
    for finding_id in finding_ids:
        finding, kind = findings[finding_id], findings.vocabulary[finding_id]
        implied = {coarser for value in finding.values for coarser in kind.implies.get(value, ())}
        named = [kind.value_labels.get(value, value) for value in kind.values if value in finding.values - implied]
        if finding.number is not None:
            named = [_days(finding.number) if kind.unit == "days" else _amount(finding.number, kind.unit)]
        if named:
            lines.append(f"{kind.label.lower()}: {', '.join(named)}")
    return "; ".join(lines)


def _amount(number: float, unit: str) -> str:
    """Return a number as people say it: "8 out of 10", "20 miles a week"."""
    return f"{number:g} out of 10" if unit.startswith("0-10") else f"{number:g} {unit}"


def _days(days: float) -> str:
    """Return a stretch of time as people say it: "6 weeks" and not "42 days"; "about" where it is not whole."""
    if days < _WEEKS_FROM:
        return "since today" if days < 1 else "1 day" if days == 1 else f"{days:g} days"
    length, unit = next((length, unit) for length, unit, until in _UNITS if days < until)
    amount = max(round(days / length), 1)
    return f"{'' if days == amount * length else 'about '}{amount} {unit if amount > 1 else unit.removesuffix('s')}"
