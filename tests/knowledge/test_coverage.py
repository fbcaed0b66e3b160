"""What nothing tries is named; a case, a vignette, an example or a script that touches it takes it off the list."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from backstride.domain.findings import Status
from backstride.domain.mentions import Mention, Reading
from backstride.knowledge.coverage import coverage
from tests.knowledge.content_copy import product_content

SAID = {
    "it hurts in the groin": Mention("location", Status.PRESENT, 0, 5, "groin", "groin"),
    "no numbness": Mention("ces_saddle", Status.NEGATED, 0, 5, "numb", "old"),
}


def _read(text: str) -> Reading:
    return Reading(text, (SAID[text],) if text in SAID else ())


def _untouched(root: Path) -> dict[str, set[str]]:
    return {part.kind: set(part.untouched) for part in coverage(product_content(), root, _read)}


def test_without_any_test_nothing_is_touched(tmp_path: Path) -> None:
    parts = coverage(product_content(), tmp_path, _read)
    assert [(part.kind, len(part.untouched) == part.total > 0) for part in parts] == [
        ("conditions", True),
        ("features that a chat can know", True),
        ("rules", True),
        ("questions", True),
        ("findings", True),
        ("values", True),
    ]


def _case(root: Path) -> None:
    case = root / "tests" / "content" / "cases" / "R02" / "numb.yml"
    case.parent.mkdir(parents=True)
    case.write_text("findings:\n  ces_saddle: new\n", encoding="utf-8")


def _vignette(root: Path) -> None:
    path = root / "tests" / "system" / "vignettes.jsonl"
    path.parent.mkdir(parents=True)
    vignette = {"id": "V1", "text": "it hurts in the groin", "expected": {"top3": ["hip_referred_pain"]}}
    path.write_text(json.dumps(vignette) + "\n", encoding="utf-8")


def _example(root: Path) -> None:
    path = root / "data" / "nlu" / "report.yml"
    path.parent.mkdir(parents=True)
    path.write_text("nlu:\n- intent: report\n  examples: |\n    - it hurts in the groin\n", encoding="utf-8")


def _script(root: Path) -> None:
    path = root / "tests" / "conversations" / "one.yml"
    path.parent.mkdir(parents=True)
    path.write_text("steps:\n- user: no numbness\n- assert: {question: Q07}\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("add", "touched"),
    [
        (_case, {"rules": "R02", "findings": "ces_saddle", "values": "ces_saddle.new"}),
        (
            _vignette,
            {
                "conditions": "hip_referred_pain",
                "features that a chat can know": "hip_referred_pain.groin",
                "findings": "location",
                "values": "location.groin",
            },
        ),
        (_example, {"findings": "location", "values": "location.groin"}),
        (_script, {"questions": "Q07", "findings": "ces_saddle", "values": "ces_saddle.old"}),
    ],
)
def test_each_kind_of_example_touches_what_it_tries(tmp_path: Path, add: object, touched: dict[str, str]) -> None:
    before = _untouched(tmp_path)
    add(tmp_path)  # type: ignore[operator]
    after = _untouched(tmp_path)
    for kind, name in touched.items():
        assert name in before[kind] - after[kind], kind


def test_a_part_says_what_is_missing_in_one_line(tmp_path: Path) -> None:
    rules = coverage(product_content(), tmp_path, _read)[2]
    assert str(replace(rules, untouched=("R01", "R02"))) == f"rules: {rules.total - 2} of {rules.total}: R01, R02"
    assert str(replace(rules, untouched=())) == f"rules: {rules.total} of {rules.total}"
