"""A second look at a message: what it may mean although no rule found it.

A linear model over the words of the message. It only ever doubts: what it
finds becomes a question, never a red flag. Pure; how it is trained is `second_look_training.py`, why it
stands beside the rules and not among them is docs/decisions/0017-second-look.md.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt

from backstride.domain.findings import Status
from backstride.domain.mentions import Mention, have_spoken_of
from backstride.nlu.ngrams import weighted_sum
from backstride.nlu.windows import LONGEST

MOST = 2
"""More doubts than this about one message are no help: each costs the patient a question."""
FEWEST_WORDS = 6
"""Shorter messages answer a question; what they mean depends on it and is not guessed here."""
_FEW_WORDS, _MORE = 10, 1.0
"""With fewer words than this a score must be higher by so much: in `she says 5 and 9` little speaks for anything.
Both chosen on the dev sentences and replies of tests/nlu, 2026-11-30: what was found stayed, needless doubts fell."""
_LONGEST_WORD, _WINDOW = 24, 60
_SHORTEST_PIECE, _LONGEST_PIECE = 3, 4
_STEPS = 127
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+")
_SENTENCE = re.compile(r"[^.!?;\n]+")
_QUOTES = str.maketrans("\u2019\u2018\u00b4`", "''''")
Floats = npt.NDArray[np.float32]
Keys = npt.NDArray[np.uint32]


def words(text: str) -> list[str]:
    """Return the words and numbers of a text, in lower case."""
    return [word[:_LONGEST_WORD] for word in _WORD.findall(text.lower().translate(_QUOTES))]


def keys(said: Sequence[str]) -> tuple[Keys, Keys]:
    """Return the keys of words with pairs of neighbours, and apart from them of pieces of words, which carry typos.

    A key stands for a feature, so that a model need not hold its letters. It has 32 bits; among some 100,000
    features two or three share theirs, which costs nothing that can be measured.
    """
    whole = [*said, *(f"{first} {second}" for first, second in pairwise(said))]
    pieces = [_piece_keys(word) for word in said]
    return (
        np.array([crc32(feature.encode()) for feature in whole], dtype=np.uint32),
        np.concatenate(pieces) if pieces else np.array([], dtype=np.uint32),
    )


@lru_cache(maxsize=20_000)
def _piece_keys(word: str) -> Keys:
    """Return the keys of the runs of 3 to 4 letters of a word with its edges, marked: none is taken for a word."""
    edged = f" {word} "
    sizes = range(_SHORTEST_PIECE, _LONGEST_PIECE + 1)
    runs = (f"#{edged[at : at + size]}" for size in sizes for at in range(len(edged) - size + 1))
    return np.array([crc32(run.encode()) for run in runs], dtype=np.uint32)


@dataclass(frozen=True, slots=True)
class Features:
    """The features of a text: tf-idf of words and of pieces of words, each part of length one.

    Attributes:
        keys: Of the features that are known, ascending; the place of a key is its column.
        rarity: Inverse document frequency by column.
    """

    keys: Keys
    rarity: Floats

    def of(self, said: Sequence[str]) -> tuple[npt.NDArray[np.int64], Floats]:
        """Return the columns that are not zero, and their values."""
        parts = [self._part(part) for part in keys(said)]
        return np.concatenate([columns for columns, _ in parts]), np.concatenate([values for _, values in parts])

    def _part(self, part: Keys) -> tuple[npt.NDArray[np.int64], Floats]:
        found, counts = np.unique(part, return_counts=True)
        columns = np.searchsorted(self.keys, found)
        known = np.flatnonzero(self.keys[np.minimum(columns, len(self.keys) - 1)] == found)
        columns = columns[known]
        values = (1 + np.log(counts[known].astype(np.float32))) * self.rarity[columns]
        length = float(np.linalg.norm(values))
        return columns, (values / length if length else values).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Weights:
    """A trained model.

    Attributes:
        findings: What it can doubt, by column of `weights`.
        weights: Features by findings, in steps; one byte each, and a score changes in its third digit.
        steps: The size of a step by feature: the largest weight of each has 127.
        bias: By finding.
        threshold: The score from which a doubt is spoken.
    """

    findings: tuple[str, ...]
    features: Features
    weights: npt.NDArray[np.int8]
    steps: Floats
    bias: Floats
    threshold: float

    @classmethod
    def packed(
        cls, findings: tuple[str, ...], features: Features, exact: Floats, bias: Floats, *, threshold: float
    ) -> "Weights":
        """Return a model with its weights (features by findings) rounded to steps."""
        largest = np.abs(exact).max(axis=1)
        steps = np.where(largest > 0, largest / _STEPS, 1).astype(np.float32)
        return cls(findings, features, np.rint(exact / steps[:, None]).astype(np.int8), steps, bias, threshold)

    def scores(self, said: Sequence[str]) -> Floats:
        """Return how much the words sound like each finding; higher is more, 0 is an even chance twice over."""
        columns, values = self.features.of(said)
        return weighted_sum(values * self.steps[columns], self.weights[columns].astype(np.float32)) + self.bias


def windows(text: str) -> list[list[tuple[int, int]]]:
    """Return the sentences of a text as ranges, grouped so that a group has about `_WINDOW` words: mostly one group."""
    groups: list[list[tuple[int, int]]] = []
    size = _WINDOW
    for found in _SENTENCE.finditer(text[:LONGEST]):
        start, end = _trimmed(text, *found.span())
        if start == end:
            continue
        if size >= _WINDOW:
            groups.append([])
            size = 0
        groups[-1].append((start, end))
        size += text.count(" ", start, end) + 1
    return groups


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    said = text[start:end]
    return start + len(said) - len(said.lstrip()), start + max(len(said.rstrip()), len(said) - len(said.lstrip()))


def doubts(model: Weights, text: str, read: Collection[Mention]) -> list[Mention]:
    """Return what the message may mean and no rule has settled.

    Args:
        model: The trained model.
        text: As the patient typed it.
        read: What the rules have read in the message; what they have spoken of is left alone (`have_spoken_of`).

    Returns:
        At most `MOST` mentions, the surest first, each `uncertain` and with the sentence that spoke loudest;
        none if nothing reaches the threshold.
    """
    best: dict[str, tuple[float, list[tuple[int, int]]]] = {}
    for group in windows(text):
        said = words(text[group[0][0] : group[-1][1]])
        for finding, score in _above(model, said) if len(said) >= FEWEST_WORDS else ():
            if score > best.get(finding, (-np.inf, []))[0]:
                best[finding] = (score, group)
    ranked = sorted(best, key=lambda finding: (-best[finding][0], finding))
    heard = (_mention(model, text, finding, best[finding][1]) for finding in ranked)
    return list(islice((doubt for doubt in heard if not have_spoken_of(doubt, read)), MOST))


def _above(model: Weights, said: Sequence[str]) -> Iterable[tuple[str, float]]:
    scores, threshold = model.scores(said), model.threshold + (_MORE if len(said) < _FEW_WORDS else 0)
    return ((model.findings[at], float(scores[at])) for at in np.flatnonzero(scores >= threshold))


def _mention(model: Weights, text: str, finding: str, sentences: Sequence[tuple[int, int]]) -> Mention:
    """Return the doubt at the sentence that sounds most like it."""
    if len(sentences) > 1:
        at = model.findings.index(finding)
        sentences = [max(sentences, key=lambda place: float(model.scores(words(text[slice(*place)]))[at]))]
    start, end = sentences[0]
    return Mention(finding, Status.UNCERTAIN, start, end, text[start:end])
