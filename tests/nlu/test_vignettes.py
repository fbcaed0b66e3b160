"""Whole stories in the words of patients: place, side, spread, triggers and flags from the text alone.

Only what the text says is asked for: a place or side that a vignette's patient would give to a later
question is not invented from the story.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from backstride.domain.findings import Vocabulary
from backstride.nlu.findings_view import red_flags, view
from backstride.nlu.reader import Reader

FILE = Path(__file__).parent / "held_out" / "vignettes.jsonl"
STORIES: list[dict[str, Any]] = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
WATCHED = frozenset({"ces_bladder", "ces_saddle", "ces_bowel", "weak", "bilat_leg", "fever", "cancer", "trauma"})


@pytest.fixture(params=STORIES, ids=lambda story: str(story["id"]))
def story(request: pytest.FixtureRequest) -> dict[str, Any]:
    chosen: dict[str, Any] = request.param
    return chosen


def test_all_stories_are_there() -> None:
    assert len(STORIES) == 12


def test_place_side_and_spread(story: dict[str, Any], reader: Reader, now: datetime) -> None:
    said = view(reader.read(story["text"], now=now))
    assert {key: said[key] for key in ("location", "side", "radiation")} == {
        key: story[key] for key in ("location", "side", "radiation")
    }


def test_triggers(story: dict[str, Any], reader: Reader, now: datetime, vocabulary: Vocabulary) -> None:
    said = view(reader.read(story["text"], now=now), vocabulary)["triggers"]
    assert isinstance(said, list)
    assert set(story["triggers"]) <= set(said)


def test_flags(story: dict[str, Any], reader: Reader, now: datetime, vocabulary: Vocabulary) -> None:
    raised = set(red_flags(reader.read(story["text"], now=now), vocabulary))
    wanted = set(story["red_flags"])
    assert wanted <= raised
    assert not raised & (WATCHED - wanted)
