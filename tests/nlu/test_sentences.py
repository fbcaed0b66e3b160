"""Floors of what the reader takes from the development half of the test sentences.

`make nlu-report` shows the same figures with the errors behind them; the unseen half is measured there only.
"""

import re
from datetime import datetime
from pathlib import Path

import pytest

from backstride.domain.findings import Vocabulary
from backstride.nlu.findings_view import ask_first, red_flags, view
from backstride.nlu.reader import Reader
from bench.sentences import tally
from bench.sentences.judge import Answer, Mark, judge
from bench.sentences.load import HALVES, SEEN, Sentence, read_groups, read_sentences
from bench.sentences.report import CEILINGS, FLOORS

ROOT = Path(__file__).parents[2]

REACHED: dict[str, dict[str, float]] = {
    "dev": {"red-flag recall": 0.96},
    "dev2": {"red-flag recall": 0.81, "denied": 0.96, "side": 0.935},
    "dev3": {"red-flag recall": 0.955, "denied": 0.945, "side": 0.94},
    "dev4": {},
    "dev5": {},
    "dev6": {"red-flag recall": 0.96, "denied": 0.93},
    "dev7": {},
}
"""Of `bench.sentences.report.FLOORS`: those that do not hold yet, at what is reached. It may only get shorter."""
REACHED_CEILINGS: dict[str, dict[str, float]] = {
    "dev": {},
    "dev2": {"false firing": 0.055},
    "dev3": {"false firing": 0.028},
    "dev4": {"false firing": 0.025},
    "dev5": {},
    "dev6": {},
    "dev7": {},
}
NEEDS_THE_MODEL = {"intent"}


def read(reader: Reader, vocabulary: Vocabulary, sentence: Sentence, now: datetime) -> Answer:
    reading = reader.read(sentence.text, now=now)
    return {
        "in_scope": reading.in_scope,
        "mentions": [{"finding": m.finding, "status": m.status.value} for m in reading.mentions],
        "findings": view(reading, vocabulary),
        "red_flags": red_flags(reading, vocabulary),
        "ask_first": ask_first(reading, vocabulary),
    }


@pytest.fixture(scope="module")
def marks(reader: Reader, vocabulary: Vocabulary, now: datetime) -> dict[str, list[Mark]]:
    """Each file that may be read -> all its marks."""
    groups = read_groups()
    return {
        half: [mark for s in read_sentences(half) for mark in judge(s, read(reader, vocabulary, s, now), groups)]
        for half in SEEN
    }


@pytest.mark.parametrize("half", SEEN)
@pytest.mark.parametrize("figure", [name for name in FLOORS if name not in NEEDS_THE_MODEL])
def test_floor(marks: dict[str, list[Mark]], half: str, figure: str) -> None:
    value = tally.figures(marks[half])[figure]
    assert value is not None
    assert value >= REACHED[half].get(figure, FLOORS[figure])


@pytest.mark.parametrize("half", SEEN)
@pytest.mark.parametrize("figure", list(CEILINGS))
def test_ceiling(marks: dict[str, list[Mark]], half: str, figure: str) -> None:
    value = tally.figures(marks[half])[figure]
    assert value is not None
    assert value <= REACHED_CEILINGS[half].get(figure, CEILINGS[figure])


@pytest.mark.parametrize("half", SEEN)
def test_what_is_reached_is_below_what_is_wanted(half: str) -> None:
    assert {name for name, floor in REACHED[half].items() if floor >= FLOORS[name]} == set()
    assert {name for name, ceiling in REACHED_CEILINGS[half].items() if ceiling <= CEILINGS[name]} == set()


@pytest.fixture(scope="module")
def everything() -> list[Sentence]:
    return [sentence for half in HALVES for sentence in read_sentences(half)]


def test_there_are_enough_of_every_kind(everything: list[Sentence]) -> None:
    def count(key: str) -> int:
        return sum(
            len(value) if isinstance(value := s.expect.get(key, ()), list) else key in s.expect for s in everything
        )

    assert {key: count(key) >= least for key, least in (("side", 120), ("triggers", 250), ("denied", 120))} == {
        "side": True,
        "triggers": True,
        "denied": True,
    }
    assert sum("oblique" in s.style for s in everything) >= 80
    assert len(everything) >= 640


def test_every_red_flag_fires_often_enough_and_stays_quiet_often_enough(
    everything: list[Sentence], vocabulary: Vocabulary
) -> None:
    fires = dict.fromkeys([f"RF{i:02}" for i in range(1, 31)], 0)
    quiet = dict(fires)
    for sentence in everything:
        for flag in {vocabulary[f].red_flag for f in sentence.expect.get("flags", ())} - {None, ""}:
            fires[str(flag)] += 1
        for flag in {vocabulary[f].red_flag for f in sentence.expect.get("absent", ())} - {None, ""}:
            quiet[str(flag)] += 1
    assert {flag: count for flag, count in fires.items() if count < 8} == {}
    assert {flag: count for flag, count in quiet.items() if count < 5} == {}


def test_no_sentence_stands_in_both_halves_or_in_training_data(everything: list[Sentence]) -> None:
    def bare(text: str) -> str:
        return re.sub(r"\W+", " ", text.lower()).strip()

    texts = [bare(s.text) for s in everything]
    assert len(set(texts)) == len(texts)
    trained = {
        bare(line.lstrip(" -"))
        for path in (ROOT / "data" / "nlu").glob("*.yml")
        for line in path.read_text("utf-8").splitlines()
    }
    assert len(trained) > 100
    # A bare yes or no has only one wording; what is longer must be nobody's example.
    assert sorted(text for text in texts if text in trained and len(text.split()) > 3) == []
