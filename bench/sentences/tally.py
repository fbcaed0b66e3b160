"""Counts marks: precision, recall and F1 by value, rates, confusions. Pure; knows neither reader nor page."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.sentences.judge import Mark
from bench.sentences.load import SETS

CERTAIN = ("negated", "historical", "other_person")
"""Reasons for which a flag must stay quiet; the false-firing floor counts these."""
RATES = ("scope", "side", "denied", "needless", "level", "calm", "gate", "intent", "doubts", "numbers")
CHOICES = ("onset", "trend", "subject", "prior_episode", "runner")
_WEIGHTS = {"flags": 8, "quiet": 6, "level": 5, "calm": 3, "denied": 3, "side": 3, "scope": 3, "side invented": 2}


@dataclass(frozen=True, slots=True)
class Score:
    """Hits, misses and extras. Ratios without a case are None: no case is not a full mark."""

    hits: int
    misses: int
    extras: int
    exact: int

    @property
    def cases(self) -> int:
        """Return how many were expected."""
        return self.hits + self.misses

    @property
    def precision(self) -> float | None:
        """Return the part of what was answered that is right."""
        return _part(self.hits, self.hits + self.extras)

    @property
    def recall(self) -> float | None:
        """Return the part of what was expected that was found; for a rate, the part that is right."""
        return _part(self.hits, self.cases)

    @property
    def f1(self) -> float | None:
        """Return the harmonic mean of precision and recall."""
        return _part(2 * self.hits, 2 * self.hits + self.misses + self.extras)


def score(marks: Iterable[Mark]) -> Score:
    """Count the marks, whatever they are about."""
    marks = list(marks)
    outcomes = Counter(mark.outcome for mark in marks)
    exact = sum(mark.exact for mark in marks if mark.outcome == "hit")
    return Score(outcomes["hit"], outcomes["miss"], outcomes["extra"], exact)


def of(marks: Iterable[Mark], figure: str) -> list[Mark]:
    """Return the marks of one figure."""
    return [mark for mark in marks if mark.figure == figure]


def by_about(marks: Iterable[Mark], figure: str) -> dict[str, Score]:
    """Return a score for each value of a figure, most cases first."""
    grouped: dict[str, list[Mark]] = {}
    for mark in of(marks, figure):
        grouped.setdefault(mark.about, []).append(mark)
    scores = {about: score(group) for about, group in grouped.items()}
    return dict(sorted(scores.items(), key=lambda item: (-item[1].cases, item[0])))


def false_firing(marks: Iterable[Mark], reasons: Sequence[str] = CERTAIN) -> tuple[int, int]:
    """Return how many flags fired that must not, and of how many."""
    quiet = [mark for mark in of(marks, "quiet") if mark.about in reasons]
    return sum(mark.is_wrong for mark in quiet), len(quiet)


def right_rate(marks: Iterable[Mark], figure: str) -> float | None:
    """Return the part of a figure's marks that are right, one too many counted as wrong."""
    chosen = of(marks, figure)
    return _part(sum(not mark.is_wrong for mark in chosen), len(chosen))


def status_confusion(marks: Iterable[Mark]) -> dict[tuple[str, str], int]:
    """Return (expected status, answered status) -> how often."""
    return dict(Counter((mark.about, mark.got) for mark in of(marks, "status")))


def value_confusion(marks: Iterable[Mark]) -> list[tuple[str, str, str, int]]:
    """Return (finding, expected value, what was answered instead, how often), the most frequent first."""
    pairs = Counter((m.figure, m.about, m.got) for m in marks if m.figure in SETS and m.outcome == "miss")
    return [(*pair, count) for pair, count in sorted(pairs.items(), key=lambda item: (-item[1], item[0]))]


def weight(marks: Iterable[Mark]) -> int:
    """Return how bad a sentence's errors are: danger first, then what sends somebody wrong, then details."""
    return sum(_WEIGHTS.get(mark.figure, 1) for mark in marks if mark.is_wrong and mark.figure != "status")


def figures(marks: Iterable[Mark]) -> dict[str, float | None]:
    """Return the headline figures by name: F1 for values, recall for flags, the right part for the rest."""
    marks = list(marks)
    fired, quiet = false_firing(marks)
    values: dict[str, float | None] = {f"{name} F1": score(of(marks, name)).f1 for name in SETS}
    values["red-flag recall"] = score(of(marks, "flags")).recall
    values["red-flag precision"] = score(of(marks, "flags")).precision
    values["false firing"] = _part(fired, quiet)
    return values | {name: right_rate(marks, name) for name in (*RATES, *CHOICES)}


def _part(some: float, of_all: float) -> float | None:
    return some / of_all if of_all else None
