from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from backstride.domain.errors import BackstrideError
from backstride.domain.evidence import replayable
from backstride.domain.expressions import AtLeast
from backstride.domain.findings import Evidence, Status
from backstride.domain.rules import Rules
from backstride.services.ports import Decision
from backstride.services.replay import replay
from tests.content.given import RULES

NOW = datetime(2026, 3, 8, 14, 30, tzinfo=UTC)
SAID = [
    Evidence("chief_complaint", Status.PRESENT, "my back hurts since I fell", "Q02", "my back hurts since I fell", 2),
    Evidence("ces_saddle", Status.PRESENT, "new", "", "numb when I wipe", 3),
]
INPUTS = replayable(SAID, RULES.vocabulary, complete=False)
LOGGED = Decision(NOW, "L1", ("R02",), {"R02": ("numb when I wipe",)}, None, "v1", "m1", "message", INPUTS, 12)


def kept(version: str) -> Rules:
    assert version == "v1"
    return RULES


def test_what_is_kept_for_a_replay_holds_no_words() -> None:
    assert INPUTS == {
        "evidence": [
            {"finding": "chief_complaint", "status": "present", "question": "Q02", "turn": 2},
            {"finding": "ces_saddle", "status": "present", "value": "new", "turn": 3},
        ],
        "complete": False,
        "gates_open": [],
    }


def test_the_same_rules_come_to_the_same() -> None:
    again = replay(LOGGED, kept)
    assert (again.outcome, again.level, again.rules, again.gate) == ("same", "L1", ("R02",), None)


def test_other_rules_are_found_out() -> None:
    never = tuple(replace(rule, when=AtLeast(1, ())) if rule.id == "R02" else rule for rule in RULES.triage)
    again = replay(LOGGED, lambda _: replace(RULES, triage=never))
    assert (again.outcome, again.level, again.rules) == ("different", None, ())


@pytest.mark.parametrize("changed", [{"level": "L2"}, {"rules": ("R01",)}, {"gate": "parent"}])
def test_another_level_rule_or_gate_is_different(changed: dict[str, Any]) -> None:
    assert replay(replace(LOGGED, **changed), kept).outcome == "different"


def test_open_gates_count() -> None:
    inputs = {"evidence": [], "complete": True, "gates_open": ["Q04"]}
    logged = replace(LOGGED, level=None, rules=("R54",), inputs=inputs)
    assert replay(logged, kept).outcome == "same"


def test_what_was_not_kept_cannot_be_replayed() -> None:
    again = replay(replace(LOGGED, inputs=None), kept)
    assert (again.outcome, again.level, again.rules) == ("not kept", "L1", ("R02",))


def test_rules_that_are_not_there_are_said_to_be_so() -> None:
    def gone(version: str) -> Rules:
        raise BackstrideError(version)

    assert replay(LOGGED, gone).outcome == "no rules"
