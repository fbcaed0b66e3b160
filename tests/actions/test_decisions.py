"""What kind of answer a decision is."""

import pytest

from actions.decisions import stage_of
from backstride.domain.triage import Gate, Level, TriageDecision


@pytest.mark.parametrize(
    ("level", "gate", "stage"),
    [
        (Level.L1, None, "emergency"),
        (Level.L1, "parent", "emergency"),
        (Level.L2, None, "result"),
        (Level.L4, None, "result"),
        (Level.L4, "guardian", "result"),
        (Level.L4, "parent", "gate"),  # a rule speaks of a child alone, and nothing routine is told to it
        (Level.L5, "parent", "gate"),
        (None, None, "gate"),
        (None, "parent", "gate"),
    ],
)
def test_the_stage_of_a_decision(level: Level | None, gate: Gate | None, stage: str) -> None:
    assert stage_of(TriageDecision(level=level, gate=gate)) == stage
