"""Judges predictions of intents: accuracy, F1, calibration, and what a fallback threshold would do. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bench.figures import Cell

OUT_OF_SCOPE, FALLBACK = "out_of_scope", "nlu_fallback"


@dataclass(frozen=True, slots=True)
class Prediction:
    """One message: its true intent, the best guess, its confidence (0-1) and that of the runner-up."""

    truth: str
    guess: str
    confidence: float
    second: float

    @property
    def right(self) -> bool:
        """Whether the guess is the truth."""
        return self.truth == self.guess


def accuracy(predictions: Sequence[Prediction]) -> float:
    """Return the share that is right."""
    return sum(p.right for p in predictions) / len(predictions)


def f1_by_intent(predictions: Sequence[Prediction]) -> dict[str, float]:
    """Return each true intent's F1: the harmonic mean of its precision and recall."""
    hits = Counter(p.truth for p in predictions if p.right)
    said, true = Counter(p.guess for p in predictions), Counter(p.truth for p in predictions)
    return {intent: 2 * hits[intent] / (said[intent] + true[intent]) for intent in sorted(true)}


def calibration_error(predictions: Sequence[Prediction], *, bins: int = 10) -> float:
    """Return the expected calibration error: the mean gap between confidence and accuracy, over equal bins."""
    binned: dict[int, list[Prediction]] = {}
    for p in predictions:
        binned.setdefault(min(int(p.confidence * bins), bins - 1), []).append(p)
    gaps = (abs(sum(p.confidence - p.right for p in group)) for group in binned.values())
    return sum(gaps) / len(predictions)


def confusions(predictions: Sequence[Prediction], most: int) -> list[list[Cell]]:
    """Return the commonest mistakes: truth, guess, how often."""
    wrong = Counter((p.truth, p.guess) for p in predictions if not p.right)
    return [[truth, guess, times] for (truth, guess), times in wrong.most_common(most)]


def threshold_row(predictions: Sequence[Prediction], threshold: float, ambiguity: float) -> list[Cell]:
    """Say what a fallback would do.

    Returns:
        Threshold, ambiguity threshold, share that falls back, accuracy of the rest, and of all messages the
        share that is answered wrongly, and the share that would have been right but is asked again.
    """
    kept = [p for p in predictions if p.confidence >= threshold and p.confidence - p.second >= ambiguity]
    wrong = sum(not p.right for p in kept)
    lost = sum(p.right for p in predictions) - (len(kept) - wrong)
    n = len(predictions)
    return [threshold, ambiguity, (n - len(kept)) / n, accuracy(kept) if kept else None, wrong / n, lost / n]


def scope_row(predictions: Sequence[Prediction], threshold: float, ambiguity: float) -> list[float]:
    """Say who is told that we cannot help, or is asked to say it again.

    Returns:
        Threshold; of the messages that are out of scope, the share that is taken so or falls back; of all
        others, the same share, which should be small.
    """
    refused = {True: 0, False: 0}
    total = Counter(p.truth == OUT_OF_SCOPE for p in predictions)
    for p in predictions:
        unsure = p.confidence < threshold or p.confidence - p.second < ambiguity
        refused[p.truth == OUT_OF_SCOPE] += p.guess in (OUT_OF_SCOPE, FALLBACK) or unsure
    return [threshold, refused[True] / max(total[True], 1), refused[False] / max(total[False], 1)]
