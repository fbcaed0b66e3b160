"""A second look at a message: what it may mean although no rule found it.

A linear model over the words of the message. It only ever doubts: what it
finds becomes a question, never a red flag. Pure; how it is trained is `second_look_training.py`, why it
stands beside the rules and not among them is docs/decisions/0017-second-look.md.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice, pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt

from backstride.domain.findings import Status
from backstride.domain.mentions import RAISED, Mention, have_spoken_of
from backstride.nlu.tfidf import Rows, packed, weighed
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
_WORDS_KEPT = 10_000
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+")
_SENTENCE = re.compile(r"[^.!?;\n]+")
_QUOTES = str.maketrans("\u2019\u2018\u00b4`", "''''")
Floats = npt.NDArray[np.float32]
Keys = npt.NDArray[np.uint32]
Sentences = list[tuple[int, int]]
"""Ranges of a text."""


def words(text: str) -> list[str]:
    """Return the words and numbers of a text, in lower case."""
    return [word[:_LONGEST_WORD] for word in _WORD.findall(text.lower().translate(_QUOTES))]


def keys(said: Sequence[str]) -> Keys:
    """Return the keys of words and of pairs of neighbours.

    A key stands for a feature, so that a model need not hold its letters. It has 32 bits; among some 100,000
    features two or three share theirs, which costs nothing that can be measured.
    """
    return _keys([*said, *(f"{first} {second}" for first, second in pairwise(said))])


def piece_keys(word: str) -> Keys:
    """Return the keys of the runs of 3 to 4 letters of a word with its edges, marked: none is taken for a word."""
    edged = f" {word} "
    sizes = range(_SHORTEST_PIECE, _LONGEST_PIECE + 1)
    return _keys([f"#{edged[at : at + size]}" for size in sizes for at in range(len(edged) - size + 1)])


def _keys(features: Sequence[str]) -> Keys:
    return np.array([crc32(feature.encode()) for feature in features], dtype=np.uint32)


@dataclass(frozen=True, slots=True)
class Features:
    """The features of texts: tf-idf of words with pairs, and of pieces of words, which carry typos.

    Attributes:
        keys: Of the features that are known, ascending; the place of a key is its column.
        rarity: Inverse document frequency by column.
    """

    keys: Keys
    rarity: Floats
    _of_pieces: Callable[[str], bytes] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Keep the pieces of words that were met."""
        object.__setattr__(self, "_of_pieces", lru_cache(_WORDS_KEPT)(lambda word: self._known(piece_keys(word))))

    def of(self, texts: Sequence[Sequence[str]]) -> Rows:
        """Return one row a text; its words and their pieces are of length one each."""
        found = ((self._known(keys(said)), b"".join(map(self._of_pieces, said))) for said in texts)
        return weighed(list(chain.from_iterable(found)), self.rarity, parts=2)

    def _known(self, found: Keys) -> bytes:
        """Return the columns of the keys that are known."""
        columns = np.searchsorted(self.keys, found)
        known = self.keys[np.minimum(columns, len(self.keys) - 1)] == found
        return packed(columns[known])


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

    def scores(self, texts: Sequence[Sequence[str]]) -> Floats:
        """Return how much each text's words sound like each finding; higher is more, 0 is an even chance twice over."""
        rows = self.features.of(texts)
        return rows._replace(values=rows.values * self.steps[rows.columns]).times(self.weights) + self.bias


def windows(text: str) -> list[Sentences]:
    """Return the sentences of a text as ranges, grouped so that a group has about `_WINDOW` words: mostly one group."""
    groups: list[Sentences] = []
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


def doubts(model: Weights, texts: Sequence[str], read: Sequence[Collection[Mention]]) -> list[list[Mention]]:
    """Return what each message may mean and no rule has settled.

    Args:
        model: The trained model.
        texts: The messages as the patients typed them.
        read: What the rules have read in each; what they have spoken of is left alone (`have_spoken_of`).

    Returns:
        At most `MOST` mentions a message, the surest first, each `uncertain` and with the sentence that spoke
        loudest; none if nothing reaches the threshold.
    """
    best: list[dict[str, tuple[float, Sentences]]] = [{} for _ in texts]
    # What the rules raised is settled wherever the doubt stands: its sentence need not be looked for.
    raised = [{mention.finding for mention in mentions if mention.status in RAISED} for mentions in read]
    for at, group, finding, score in _above(model, texts):
        if finding not in raised[at] and score > best[at].get(finding, (-np.inf, []))[0]:
            best[at][finding] = (score, group)
    return [_surest(model, *message) for message in zip(texts, best, read, strict=True)]


def _above(model: Weights, texts: Sequence[str]) -> Iterator[tuple[int, Sentences, str, float]]:
    """Yield what reaches the threshold: the place of the text, its sentences, the finding and the score."""
    groups = [(at, group) for at, text in enumerate(texts) for group in windows(text)]
    said = [words(texts[at][group[0][0] : group[-1][1]]) for at, group in groups]
    heard = [which for which, each in enumerate(said) if len(each) >= FEWEST_WORDS]
    if not heard:
        return
    scores = model.scores([said[which] for which in heard])
    needed = np.array([model.threshold + (_MORE if len(said[which]) < _FEW_WORDS else 0) for which in heard])
    for row, column in np.argwhere(scores >= needed[:, None]).tolist():
        yield *groups[heard[row]], model.findings[column], float(scores[row, column])


def _surest(
    model: Weights, text: str, best: Mapping[str, tuple[float, Sentences]], read: Collection[Mention]
) -> list[Mention]:
    ranked = sorted(best, key=lambda finding: (-best[finding][0], finding))
    heard = (_mention(model, text, finding, best[finding][1]) for finding in ranked)
    return list(islice((doubt for doubt in heard if not have_spoken_of(doubt, read)), MOST))


def _mention(model: Weights, text: str, finding: str, sentences: Sentences) -> Mention:
    """Return the doubt at the sentence that sounds most like it."""
    loudest = 0
    if len(sentences) > 1:
        scores = model.scores([words(text[start:end]) for start, end in sentences])
        loudest = int(scores[:, model.findings.index(finding)].argmax())
    start, end = sentences[loudest]
    return Mention(finding, Status.UNCERTAIN, start, end, text[start:end])
