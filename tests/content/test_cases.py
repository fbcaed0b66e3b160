"""Every case of `cases/` comes to the level and the rules it says."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from backstride.domain.findings import Findings
from backstride.domain.triage import Rule, decide
from tests.content.given import RULES, findings

CASES = sorted((Path(__file__).parent / "cases").glob("*/*.yml"))
KINDS = {"positive", "negative", "unknown"}


def read(path: Path) -> dict[str, Any]:
    case: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return case


def known_of(case: dict[str, Any]) -> Findings:
    """What is known in a case; `gates: clear` answers every safety gate with no, but those under `unasked`."""
    return findings(case["findings"], clear=case.get("gates") == "clear", unasked=case.get("unasked", ()))


def outcome(case: dict[str, Any], rules: tuple[Rule, ...] = RULES.triage) -> dict[str, Any]:
    """What the rules say of a case, in the terms of the case."""
    known = known_of(case)
    decision = decide(known, rules, complete=case.get("intake", False), gates_open=case.get("open", ()))
    said = {"level": decision.level, "fires": [r for r in case["fires"] if r in decision.rules]}
    said |= {"silent": [r for r in case["silent"] if r not in decision.rules]}
    return said | {key: getattr(decision, key) for key in ("gate", "no_running") if key in case}


def expected(case: dict[str, Any]) -> dict[str, Any]:
    return {key: case[key] for key in ("level", "fires", "silent", "gate", "no_running") if key in case}


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_case(path: Path) -> None:
    case = read(path)
    assert outcome(case) == expected(case)


def test_every_rule_has_a_case_of_each_kind() -> None:
    kinds: dict[str, set[str]] = {rule.id: set() for rule in RULES.triage}
    for path in CASES:
        case = read(path)
        kinds[path.parent.name].add(case["kind"])
        assert path.parent.name in case["fires" if case["kind"] == "positive" else "silent"], path
    assert {rule: KINDS - found for rule, found in kinds.items() if found != KINDS} == {}


def test_situations_name_what_fires_and_what_must_not() -> None:
    both = [path for path in CASES if read(path)["fires"] and read(path)["silent"]]
    assert len(both) >= 100
