"""Training data: one intent a file, no example twice, and nothing annotated by hand."""

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "data" / "nlu").glob("*.yml"))
MARKERS = {"report_red_flag", "answer"}  # intents that only the server sets
LEAST = 20


def _read(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return read


def _examples(path: Path) -> list[str]:
    return [line.removeprefix("- ") for entry in _read(path)["nlu"] for line in entry["examples"].splitlines()]


each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def test_every_intent_of_the_domain_has_its_file() -> None:
    intents = {
        next(iter(entry)) if isinstance(entry, dict) else entry for entry in _read(ROOT / "domain.yml")["intents"]
    }
    assert {path.stem for path in FILES} == intents


@each_file
def test_a_file_holds_its_own_intent(path: Path) -> None:
    assert [entry["intent"] for entry in _read(path)["nlu"]] == [path.stem]


@each_file
def test_a_file_says_what_belongs_where(path: Path) -> None:
    head = path.read_text(encoding="utf-8").partition("version:")[0]
    assert [word in head for word in ("# Belongs here:", "# Neighbours:", "# Provenance:")] == [True, True, True]


@each_file
def test_there_are_enough_examples(path: Path) -> None:
    assert len(_examples(path)) >= (2 if path.stem in MARKERS else LEAST)


@each_file
def test_nothing_is_annotated(path: Path) -> None:
    assert [example for example in _examples(path) if re.search(r"[\[\]{}]", example)] == []


def test_no_example_stands_twice() -> None:
    where = defaultdict(list)
    for path in FILES:
        for example in _examples(path):
            where[re.sub(r"[^a-z0-9 ]", "", example.lower()).strip()].append(path.stem)
    assert {example: intents for example, intents in where.items() if len(intents) > 1} == {}
