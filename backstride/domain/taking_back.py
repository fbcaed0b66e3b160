"""Taking back an emergency: what it rests on, and what follows when that is said not to be so.

An emergency that was told stays until the visitor takes it back and says so again when asked, or until
staff release it. Neither erases what was said: the denial is evidence of its own, after it.
"""

from collections.abc import Iterable, Sequence

from backstride.domain.expressions import findings_in
from backstride.domain.findings import CONFIRMING, Answer, Evidence, Findings, Kind, Status
from backstride.domain.gathering import gather
from backstride.domain.rules import Rules
from backstride.domain.triage import Level, TriageDecision, decide

_FACTS = frozenset({Kind.FLAG, Kind.CHOICE})


def confirmable(findings: Findings, rules: Rules) -> tuple[str, ...]:
    """Return the red flags that the emergency rests on and that a clarifying question can take back, sorted.

    Where signs that are emergencies by themselves are among them, only these: somebody who takes back
    numbness does not take back a cancer of years ago.
    """
    asked = {finding for question in rules.questions if question.clarifies for finding in question.asks}
    named = [finding for finding in _carrying(findings, rules) if finding in asked]
    alone = {finding for flag in rules.red_flags if flag.level is Level.L1 for finding in flag.findings}
    return tuple([finding for finding in named if finding in alone] or named)


def is_emergency(findings: Findings, rules: Rules) -> bool:
    """Whether the rules ask for emergency care, whatever else is not known."""
    return _decision(findings, rules).level is Level.L1


def held(evidence: Sequence[Evidence], said: Sequence[Evidence], rules: Rules) -> list[Evidence]:
    """Return of what is said after an emergency what may count without a confirming question.

    The answer to one counts, and whatever leaves the emergency an emergency. What would end it otherwise
    ("no vomiting any more") does not; red flags alone never end one.
    """
    if any(item.question.startswith(CONFIRMING) for item in said):
        return list(said)
    for kept in (said, [item for item in said if rules.vocabulary[item.finding].red_flag]):
        if is_emergency(gather([*evidence, *kept], rules.vocabulary), rules):
            return list(kept)
    return []


def released(evidence: Sequence[Evidence], rules: Rules, *, turn: int) -> list[Evidence]:
    """Return the denials with which staff end an emergency; empty if there is none, or if they would not end it.

    Signs that are emergencies by themselves first; only if that is not enough, every yes or no that the
    emergency rests on.
    """
    flags = {finding: flag.id for flag in rules.red_flags for finding in flag.findings}
    added: list[Evidence] = []
    for choose in (confirmable, _carrying):
        findings = gather([*evidence, *added], rules.vocabulary)
        if not is_emergency(findings, rules):
            break
        added += [
            Evidence(finding, Status.NEGATED, None, flags.get(finding, CONFIRMING), "", turn)
            for finding in choose(findings, rules)
        ]
    return [] if is_emergency(gather([*evidence, *added], rules.vocabulary), rules) else added


def _decision(findings: Findings, rules: Rules) -> TriageDecision:
    return decide(findings, rules.triage, complete=False)


def _carrying(findings: Findings, rules: Rules) -> tuple[str, ...]:
    """Return everything present, of yes-or-no kind, that a rule at L1 rests on, sorted."""
    fired = {rule.id for rule in _decision(findings, rules).fired if rule.level is Level.L1}
    named = _named(rule.when for rule in rules.triage if rule.id in fired)
    raised = _named(when for rule in rules.triage if rule.id in fired for _, when in rule.raised)
    present = (f for f in sorted(named | raised) if findings[f].answer is Answer.YES)
    return tuple(finding for finding in present if rules.vocabulary[finding].kind in _FACTS)


def _named(conditions: Iterable[object]) -> frozenset[str]:
    return frozenset[str]().union(*(findings_in(when) for when in conditions))  # type: ignore[arg-type]
