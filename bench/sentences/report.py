"""Puts the judged sentences together: what the terminal prints, what the page shows, what the next run compares."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.figures import Cell, table
from bench.sentences import tally
from bench.sentences.answers import STRESS_MS, Speed
from bench.sentences.judge import NOT_MENTIONED, Answer, Mark
from bench.sentences.load import SETS, Sentence

FLOORS = {
    "scope": 0.93, "red-flag recall": 0.97, "side": 0.95, "denied": 0.97,
    "location F1": 0.90, "radiation F1": 0.88, "triggers F1": 0.85, "quality F1": 0.85, "intent": 0.93,
}  # fmt: skip
"""What the figures are to reach."""
MOST_MISSED = 15
"""Rows of the confusions in the terminal."""
CEILINGS = {"false firing": 0.02}
NAMES = {
    "needless": "no needless question", "level": "urgent enough", "calm": "not over-triaged",
    "doubts": "in doubt: asked or raised", "scope": "in scope or not", "denied": "denied respected",
}  # fmt: skip
"""What figures are called where the short name would not say which way is good."""
STATUSES = ("present", "uncertain", "negated", "historical", "hypothetical", "other_person", NOT_MENTIONED)
EXPECTED = ("present", "uncertain", "negated", "historical", "hypothetical", "other_person", "idiom")


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence, what was answered, and the marks."""

    sentence: Sentence
    answer: Answer
    marks: Sequence[Mark]

    @property
    def wrong(self) -> list[str]:
        """Return each error in one line, in a fixed order."""
        return [_in_words(mark) for mark in self.marks if mark.is_wrong and mark.figure != "status"]


@dataclass(frozen=True, slots=True)
class Report:
    """A file of the sentences, judged."""

    half: str
    judged: Sequence[Judged]
    speed: Speed

    @property
    def marks(self) -> list[Mark]:
        """Return all marks."""
        return [mark for one in self.judged for mark in one.marks]

    def worst(self, count: int) -> list[Judged]:
        """Return the sentences with the gravest errors; fewer where fewer are wrong."""
        ranked = sorted(self.judged, key=lambda one: (-tally.weight(one.marks), one.sentence.id))
        return [one for one in ranked[:count] if tally.weight(one.marks)]

    def headline(self) -> list[list[Cell]]:
        """Return figure, value, floor and whether it holds."""
        cases = {name: len(tally.of(self.marks, name)) for name in (*tally.RATES, *tally.CHOICES)}
        cases |= {f"{name} F1": tally.score(tally.of(self.marks, name)).cases for name in SETS}
        cases |= {"red-flag recall": tally.score(tally.of(self.marks, "flags")).cases}
        cases |= {"false firing": tally.false_firing(self.marks)[1]}
        rows: list[list[Cell]] = [
            [NAMES.get(name, name), _digits(value), _goal(name), _verdict(name, value), cases.get(name)]
            for name, value in tally.figures(self.marks).items()
        ]
        for name, is_oblique in (("recall, danger named", False), ("recall, danger said obliquely", True)):
            said = tally.score(tally.of(self._said(is_oblique), "flags"))
            rows.append([name, _digits(said.recall), "", "", said.cases])
        return rows

    def _said(self, is_oblique: bool) -> list[Mark]:
        return [m for one in self.judged if ("oblique" in one.sentence.style) == is_oblique for m in one.marks]

    def value_rows(self, figure: str) -> list[list[Cell]]:
        """Return value, cases, precision, recall, F1, and the part of the hits that is the very value."""
        return [
            [about, s.cases, s.extras, _digits(s.precision), _digits(s.recall), _digits(s.f1), _digits(_exact(s))]
            for about, s in tally.by_about(self.marks, figure).items()
        ]

    def status_rows(self) -> list[list[Cell]]:
        """Return a row for each expected status, a column for each answered one."""
        counts = tally.status_confusion(self.marks)
        return [[expected, *(counts.get((expected, got), 0) for got in STATUSES)] for expected in EXPECTED]

    def style_rows(self) -> list[list[Cell]]:
        """Return style, sentences, and the part of them without any error."""
        styles = sorted({style for one in self.judged for style in one.sentence.style})
        of = {style: [one for one in self.judged if style in one.sentence.style] for style in styles}
        return [[s, len(of[s]), _digits(sum(not one.wrong for one in of[s]) / len(of[s]))] for s in styles]

    def stress_rows(self) -> list[list[Cell]]:
        """Return message, milliseconds or that it is refused, the aim and whether it holds."""
        return [
            [name, "refused" if ms is None else ms, f"<= {STRESS_MS}", "NO" if ms and ms > STRESS_MS else "yes"]
            for name, ms in self.speed.stress_ms.items()
        ]

    def plain(self) -> dict[str, Any]:
        """Return what the next run compares with."""
        return {"figures": tally.figures(self.marks), "wrong": {one.sentence.id: one.wrong for one in self.judged}}


STRESS_HEADER = ("hostile message", "ms", "aim", "holds")
MISSED_HEADER = ("finding", "expected", "read", "times")
VALUE_HEADER = ("value", "cases", "too many", "precision", "recall", "F1", "exact")


def in_terminal(report: Report) -> str:
    """Return all tables, without a word of the sentences."""
    parts = [f"{len(report.judged)} sentences of {report.half}.jsonl"]
    parts.append(table(["figure", "value", "floor", "holds", "cases"], report.headline()))
    for figure in (*SETS, "flags"):
        parts.append(f"{figure}\n" + table(VALUE_HEADER, report.value_rows(figure)))
    parts.append("status expected (rows) and read (columns)\n" + table(["", *STATUSES], report.status_rows()))
    missed: list[list[Cell]] = [[*row] for row in tally.value_confusion(report.marks)[:MOST_MISSED]]
    parts.append("values that were missed, and what was read instead\n" + table(MISSED_HEADER, missed))
    parts.append("without any error, by style\n" + table(["style", "sentences", "right"], report.style_rows()))
    speed = report.speed
    parts.append(f"reading: {speed.per_second:,.0f} messages/s, median {speed.p50_ms} ms, p99 {speed.p99_ms} ms")
    parts.append(table(STRESS_HEADER, report.stress_rows()))
    return "\n\n".join(parts)


def compare(report: Report, before: Mapping[str, Any] | None) -> list[str]:
    """Return which sentences are right that were wrong, and the other way round; nothing without an earlier run."""
    if before is None:
        return []
    lines = []
    for one in report.judged:
        was = before["wrong"].get(one.sentence.id)
        if was is not None and was != one.wrong:
            better = [f"  + right now: {line}" for line in was if line not in one.wrong]
            worse = [f"  - wrong now: {line}" for line in one.wrong if line not in was]
            lines += [f"{one.sentence.id}  {one.sentence.text}", *better, *worse]
    return lines


def told_changes(changed: Mapping[str, Sequence[str] | None]) -> str:
    """Return the end of a run: file -> what `compare` found, None where there is no earlier run."""
    if all(lines is None for lines in changed.values()):
        return "no earlier run to compare with; the next one names the sentences that change"
    parts = [f"{half}.jsonl: no earlier run to compare with" for half, lines in changed.items() if lines is None]
    told = [
        "\n".join([f"changed since the last run, {half}.jsonl", *lines]) for half, lines in changed.items() if lines
    ]
    return "\n\n".join([*parts, *(told or ["nothing changed since the last run"])])


def read_before(path: Path) -> dict[str, Any] | None:
    """Return the plain report of the last run, if there is one."""
    if not path.exists():
        return None
    before: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return before


def _in_words(mark: Mark) -> str:
    match mark.figure, mark.outcome:
        case "quiet", _:
            return f"{mark.got} fired although it is {mark.about}"
        case "needless", _:
            return f"needless question about {mark.got}"
        case _, "extra":
            return f"{mark.figure}: {mark.about} is not said"
        case _:
            return f"{mark.figure}: {mark.about} missed, read {mark.got}"


def _digits(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _goal(name: str) -> str:
    return f"<= {CEILINGS[name]}" if name in CEILINGS else f">= {FLOORS[name]}" if name in FLOORS else ""


def _verdict(name: str, value: float | None) -> str:
    if value is None or (name not in FLOORS and name not in CEILINGS):
        return ""
    holds = value <= CEILINGS[name] if name in CEILINGS else value >= FLOORS[name]
    return "yes" if holds else "NO"


def _exact(score: tally.Score) -> float | None:
    return score.exact / score.hits if score.hits else None
