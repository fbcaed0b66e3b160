"""ICD-10 codes are for staff: no text for patients holds one, and nothing that speaks to patients reads one."""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from backstride.domain.evidence import as_plain_decision
from backstride.knowledge.cases import read_cases
from backstride.services.assessment import AssessmentService
from tests.content.given import RULES
from tests.contracts.project import ROOT
from tests.knowledge.content_copy import product_content
from tests.services.summary_samples import Knowledge

CODE = re.compile(r"\b[A-TV-Z]\d[0-9A-Z]\.[0-9A-Z]{1,4}\b")
CONTENT = product_content()
KNOWN = {code.id for condition in CONTENT.conditions for code in condition.codes} | {
    code for condition in CONTENT.conditions for code in CODE.findall(condition.icd10)
}
NOT_SHOWN = {"sources", "tag", "id", "status", "stat", "note", "strength", "must_not_say", "when", "for", "conditions"}
SPEAKERS = [
    *sorted((ROOT / "actions").glob("*.py")),
    *sorted((ROOT / "backstride" / "channels").glob("*.py")),
    *sorted((ROOT / "backstride" / "engine").glob("*.py")),
    *(ROOT / "backstride" / "services" / f"{name}.py" for name in ("assessment", "booking", "clinic", "screening")),
    *(ROOT / "backstride" / "domain" / f"{name}.py" for name in ("ranking", "self_care", "evidence", "summary")),
]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in NOT_SHOWN:
                yield from _strings(item)


def _shown() -> Iterator[tuple[str, str]]:
    """Every text that a patient can be shown, with where it is from."""
    for path in sorted((ROOT / "data" / "responses").glob("*.yml")):
        yield from ((path.name, text) for text in _strings(yaml.safe_load(path.read_text(encoding="utf-8"))))
    for condition in CONTENT.conditions:
        labels = [text for feature in condition.features for text in (feature.label, feature.label_no)]
        yield from (
            (condition.id, text) for text in (condition.name, condition.explain, *condition.also_called, *labels)
        )
    yield from (("self_care.yml", text) for text in _strings(CONTENT.documents["self_care.yml"]))
    yield from (("questions.yml", option.label) for question in RULES.questions for option in question.options)
    yield from (("sources.yml", source.citation) for source in CONTENT.sources.values())
    for path in (ROOT / "backstride" / "channels" / "templates").glob("*.html"):
        yield path.name, path.read_text(encoding="utf-8")


def _codes_in(text: str) -> list[str]:
    return [*CODE.findall(text), *(code for code in KNOWN if re.search(rf"\b{re.escape(code)}\b", text))]


def test_the_codes_are_known_to_the_test() -> None:
    assert len(KNOWN) > 60
    assert _codes_in("it may be M54.50, or G57.01") == ["M54.50", "G57.01", *_codes_in("M54.50, or G57.01")[2:]]
    assert _codes_in("call 911 about L4 at 5.5 miles, RF02, Q07.fever") == []


def test_no_text_for_patients_holds_a_code() -> None:
    texts = list(_shown())
    assert len(texts) > 1000
    assert [(where, text, found) for where, text in texts if (found := _codes_in(text))] == []


@pytest.mark.parametrize("path", SPEAKERS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_speaks_to_patients_never_reads_a_code_or_a_summary(path: Path) -> None:
    read = {
        node.attr if isinstance(node, ast.Attribute) else node.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) or (isinstance(node, ast.Constant) and isinstance(node.value, str))
    }
    assert read & {"icd10", "icd10_caution", "icd10_codes", "codes", "code_text", "candidates"} == set()
    text = path.read_text(encoding="utf-8")
    assert "visit_summary" not in text
    assert "backstride.exchange" not in text


def test_the_result_of_no_case_holds_a_code() -> None:
    service, seen = AssessmentService(RULES.triage, Knowledge()), 0
    for case in read_cases(ROOT / "tests" / "content" / "cases"):
        known = case.findings(RULES)
        assessment = service.assess(known)
        told = as_plain_decision(assessment.decision, assessment.patterns, assessment.contributors)
        care = asdict(service.self_care(known, assessment))
        shown = json.dumps([told, [asdict(pattern) for pattern in assessment.patterns], care], default=str)
        assert _codes_in(shown) == [], case.id
        seen += bool(assessment.patterns)
    assert seen > 10, "some cases come to patterns"
