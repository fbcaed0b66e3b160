"""Folds what was said into what is known: later beats earlier, and a red flag once said stays.

Each kind of finding has its own way: numbers keep the latest, sets unite, flags and choices keep the
latest unless they are red flags, which only their own clarifying question takes back.
"""

from collections.abc import Iterable
from dataclasses import replace

from backstride.domain.errors import UnknownFindingError
from backstride.domain.findings import (
    CONFIRMING,
    FOLLOWED_UP,
    NOTHING,
    Answer,
    Doubt,
    Evidence,
    Finding,
    Findings,
    FindingType,
    Kind,
    Status,
    Vocabulary,
)


def gather(evidence: Iterable[Evidence], vocabulary: Vocabulary) -> Findings:
    """Fold evidence into findings.

    Args:
        evidence: In the order in which it was said; the order between different findings does not matter.
        vocabulary: Every finding that may be named.

    Raises:
        UnknownFindingError: Evidence about a finding that the vocabulary does not list.
    """
    by_finding: dict[str, list[Evidence]] = {}
    for item in evidence:
        if item.finding not in vocabulary:
            raise UnknownFindingError(item.finding)
        by_finding.setdefault(item.finding, []).append(item)
    return Findings({i: _fold(tuple(items), vocabulary[i]) for i, items in by_finding.items()}, vocabulary)


def _fold(evidence: tuple[Evidence, ...], kind: FindingType) -> Finding:
    """Return what follows from all that was said of one finding, in the order it was said."""
    if kind.kind is Kind.SET:
        finding = _fold_set(evidence, kind)
    elif kind.kind in {Kind.FLAG, Kind.CHOICE}:
        finding = _fold_red_flag(evidence, kind) if kind.red_flag else _fold_choice(evidence, kind)
    else:
        finding = _fold_value(evidence)
    denied = finding.denied
    if kind.kind is Kind.CHOICE and finding.values:  # one value rules out the others
        denied = frozenset(kind.values) - finding.values
    known = finding.answer, finding.values, denied, finding.number, finding.doubt, finding.contradicted
    return Finding(*known, evidence)  # `replace` takes three times as long, for each finding of each turn


def _fold_value(evidence: tuple[Evidence, ...]) -> Finding:
    """Keep the latest number; of words it is enough to know that there are some."""
    finding = Finding()
    for item in evidence:
        if item.status is Status.PRESENT:
            number = float(item.value) if isinstance(item.value, int | float) else None
            finding = Finding(Answer.YES, number=number)
        elif item.status is Status.UNCERTAIN and item.question and finding.answer is Answer.UNKNOWN:
            finding = Finding(doubt=Doubt.UNSURE)
    return finding


def _fold_set(evidence: tuple[Evidence, ...], kind: FindingType) -> Finding:
    """Unite what is present with what it implies; later beats earlier value by value."""
    everything = frozenset(kind.values)
    present: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()
    doubt = Doubt.NONE
    for item in evidence:
        value = None if item.value is None else str(item.value)
        if item.status is Status.PRESENT and value in NOTHING:
            present = frozenset({str(value)})
            denied = everything - present
        elif item.status is Status.PRESENT and value is not None:
            said = frozenset({value, *kind.implies.get(value, ())})
            present, denied = (present - NOTHING) | said, (denied - said) | (NOTHING & everything)
        elif item.status is Status.NEGATED and value is None:
            denied = everything - present
        elif item.status is Status.NEGATED and value is not None:
            finer = {value, *(v for v, coarser in kind.implies.items() if value in coarser)}
            present = present if item.question else present - finer  # what is left unticked undoes nothing
            denied = denied | finer - present
        elif item.status is Status.UNCERTAIN and item.question:
            doubt = Doubt.UNSURE
    if present:
        return Finding(Answer.YES, present, denied - present)
    if denied == everything:
        return Finding(Answer.NO, denied=denied)
    return Finding(denied=denied, doubt=doubt)


def _fold_choice(evidence: tuple[Evidence, ...], kind: FindingType) -> Finding:
    """Keep the latest that was said of a flag or choice that is no red flag."""
    finding = Finding()
    for item in evidence:
        if item.status is Status.PRESENT:
            finding = Finding(Answer.YES, _one(item.value, kind))
        elif item.status is Status.NEGATED and item.value is None:
            finding = Finding(Answer.NO)
        elif item.status is Status.NEGATED:
            left = finding.values - {item.value}
            finding = Finding(Answer.YES if left else Answer.UNKNOWN, left, finding.denied | {str(item.value)})
        elif item.status is Status.UNCERTAIN and item.question and finding.answer is Answer.UNKNOWN:
            finding = replace(finding, doubt=Doubt.UNSURE)
    return finding


def _fold_red_flag(evidence: tuple[Evidence, ...], kind: FindingType) -> Finding:
    """Keep a red flag once said, at its most urgent value, until its own clarifying question says otherwise."""
    finding = Finding()
    before: list[Evidence] = []
    for item in evidence:
        if item.status is Status.PRESENT:
            finding = Finding(Answer.YES, _present(item, finding, before, kind))
        elif item.status is Status.NEGATED:
            finding = _denied(item, finding, before, kind)
        elif item.status is Status.UNCERTAIN and finding.answer is not Answer.YES:
            finding = _in_doubt(item, finding, before, kind)
        elif item.status is Status.UNCERTAIN and _confirms(item):
            finding = replace(finding, doubt=Doubt.NONE)  # asked whether it was taken back: not sure means no
        before.append(item)
    said = any(e.status is Status.PRESENT and not e.question for e in evidence)
    denied = any(e.status is Status.NEGATED and e.question and not _confirms(e) for e in evidence)
    return replace(finding, contradicted=True) if said and denied and finding.answer is Answer.YES else finding


def _confirms(item: Evidence) -> bool:
    return item.question.startswith(CONFIRMING)


def _doubtful(before: Iterable[Evidence]) -> frozenset[str]:
    """Return the values that were volunteered in doubt."""
    return frozenset(str(e.value) for e in before if e.status is Status.UNCERTAIN and not e.question and e.value)


def _one(value: str | float | None, kind: FindingType) -> frozenset[str]:
    if kind.kind is Kind.FLAG:
        return frozenset()
    return frozenset({str(value) if value is not None else kind.unstated or kind.values[0]})


def _most_urgent(values: frozenset[str], kind: FindingType) -> frozenset[str]:
    return frozenset(sorted(values, key=kind.values.index)[:1])


def _present(item: Evidence, finding: Finding, before: list[Evidence], kind: FindingType) -> frozenset[str]:
    """Return the value after a red flag was said to be present."""
    if _confirms(item):
        named = _one(item.value, kind)
        return named if item.value is not None else _most_urgent(named | finding.values | _doubtful(before), kind)
    if item.value is None and finding.values:
        return finding.values  # "numb again" adds nothing to a value that was said
    return _most_urgent(finding.values | _one(item.value, kind), kind)


def _denied(item: Evidence, finding: Finding, before: list[Evidence], kind: FindingType) -> Finding:
    """Return a red flag after a denial: NO, or the lesser value that was volunteered in doubt."""
    if finding.answer is Answer.YES and not _confirms(item):
        return replace(finding, doubt=Doubt.OPEN) if _takes_back(item, before) else finding
    if item.question and finding.doubt is Doubt.OPEN:
        worst = kind.values.index(next(iter(_one(None, kind)))) if kind.values else 0
        lesser = frozenset(v for v in _doubtful(before) if kind.values.index(v) > worst)
        if lesser:
            return Finding(Answer.YES, _most_urgent(lesser, kind))
    return Finding(Answer.NO)


def _takes_back(item: Evidence, before: Iterable[Evidence]) -> bool:
    """Whether a denial in own words follows, in a later message, what was said to be present."""
    said = [e.turn for e in before if e.status is Status.PRESENT]
    return not item.question and bool(said) and item.turn > max(said)


def _in_doubt(item: Evidence, finding: Finding, before: list[Evidence], kind: FindingType) -> Finding:
    """Return a red flag after a mention in doubt or a "not sure"."""
    if _confirms(item):
        volunteered = any(e.status is Status.UNCERTAIN and not e.question for e in before)
        if not volunteered and any(e.status is Status.UNCERTAIN and e.question in FOLLOWED_UP for e in before):
            return Finding(doubt=Doubt.SETTLED)
        return Finding(Answer.YES, _most_urgent(_one(None, kind) | _doubtful(before), kind))
    if any(_confirms(e) and e.status is Status.NEGATED for e in before):
        return finding
    asked_plainly = bool(item.question) and item.question not in FOLLOWED_UP
    if asked_plainly and any(e.turn == item.turn > 0 and e.status is item.status and not e.question for e in before):
        return finding  # a doubt with its reason ("maybe, hard to push off") is more than "not sure": it is asked about
    if asked_plainly:
        return replace(finding, doubt=Doubt.UNSURE) if finding.answer is Answer.UNKNOWN else finding
    return finding if finding.doubt is Doubt.SETTLED else Finding(doubt=Doubt.OPEN)
