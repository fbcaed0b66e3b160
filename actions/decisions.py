"""What rides along with the message that tells a decision, so that the server can log it and run it again."""

from collections.abc import Sequence
from typing import Any

from actions import slots
from actions.turn import Turn
from backstride.domain.evidence import as_plain_decision, replayable
from backstride.domain.interview import open_gates
from backstride.domain.ranking import Contributor, RankedCondition
from backstride.domain.triage import URGENT, TriageDecision


def as_record(
    turn: Turn,
    decision: TriageDecision,
    patterns: Sequence[RankedCondition] = (),
    contributors: Sequence[Contributor] = (),
    *,
    complete: bool,
) -> dict[str, Any]:
    """Return a decision with what it was made from; `taken_back` where an urgent level that was told has fallen."""
    rules = turn.services.rules
    inputs = replayable(
        turn.evidence, rules.vocabulary, complete=complete, gates_open=open_gates(turn.state, rules.questions)
    )
    told = turn.slot("triage_level")
    falls = told in URGENT and (decision.level is None or decision.level > told)
    return {**as_plain_decision(decision, patterns, contributors), "inputs": inputs, "taken_back": falls}


def stage_of(decision: TriageDecision) -> str:
    """Return what kind of answer a decision is, for the slot `stage`."""
    if decision.level == "L1":
        return slots.EMERGENCY
    return "gate" if decision.level is None or decision.gate == "parent" else "result"
