"""Trains the second look from the sentences of content/second_look/ and the other examples of the project.

One question for all findings (does this tell of danger, or of something over, denied, somebody else's,
harmless?) and one for each (of which?); the answers are added. The first learns from every file what a denial
or a relative looks like, which the few sentences of one finding cannot teach.
"""

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import yaml
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

from backstride.domain.errors import ContentError
from backstride.nlu.lexicon import LOADER, Content
from backstride.nlu.second_look import Features, Floats, Keys, Weights, keys, piece_keys, words

THRESHOLD = 4.0
"""Chosen on the dev sentences of tests/nlu/sentences, 2026-11-30; redo with `python -m bench.second_look`."""
FOLDER = "second_look"
_LISTS = ("says", "not")
_DANGER_STRENGTH, _FINDING_STRENGTH = 3.0, 10.0
"""Inverse of the regularisation of the first question and of the others; compared with 1, 3 and 10 on the same half."""
_ENOUGH = 0.3
"""When the solver may stop; a third of it took longer and found no more."""
_OF_OTHERS = 0.25
"""Share of the other findings' sentences that the question about one learns from: all took twice as long for little."""
_IN_COMPANY = 0.2
"""Share of our own sentences that are also learnt beside harmless talk."""
_AT_ONCE = 8_000
_KEY_BITS = np.uint64(32)
Counts = tuple[npt.NDArray[np.uint16], Keys, npt.NDArray[np.uint8]]
"""Texts, keys and how often, of equal length, ascending by text and key; small, for there are millions."""
_FEWEST_WORDS = 6
"""Shorter examples of the intents teach little: `yes`, `tuesday works`."""
_SEED, _PAIRS = 1, 800
_TALK = re.compile(r"\b(?:back|hip|legs?|run\w*|pain\w*|sore|ach\w*|stiff\w*|hurt\w*)\b", re.IGNORECASE)
_FEWEST_TEXTS = (2, 3)
"""In how many texts a word or a pair, and a piece of a word, must stand to be a feature."""


@dataclass(frozen=True, slots=True)
class Saying:
    """One training text.

    Attributes:
        tells: Findings that it tells of; empty for everything harmless.
        like: Findings that it only sounds like.
        is_ours: Written for the second look, not borrowed from the examples of the intents.
    """

    text: str
    tells: frozenset[str] = frozenset()
    like: frozenset[str] = frozenset()
    is_ours: bool = True


def read_sayings(folder: Path) -> Content:
    """Return content/second_look by file name without ending; each with the lists `says` and `not`.

    Raises:
        ContentError: A file cannot be read, names no finding for what it says, or has a line in both lists.
    """
    found: Content = {}
    for path in sorted((folder / FOLDER).glob("*.yml")):
        try:
            entry = yaml.load(path.read_text("utf-8"), LOADER)  # noqa: S506 - a safe one
            lists = {key: [line.strip() for line in entry.get(key, "").splitlines() if line.strip()] for key in _LISTS}
        except (OSError, yaml.YAMLError, AttributeError) as error:
            raise ContentError(f"{path}: could not be read: {error}; see docs/content-guide.md") from error
        both = set(lists["says"]) & set(lists["not"])
        if both or (lists["says"] and not entry.get("finding")):
            raise ContentError(f"{path}: {sorted(both) or 'finding'}: a line stands in both lists, or no finding does")
        found[path.stem] = {"finding": entry.get("finding"), **lists}
    return found


def sayings(content: Content, others: Iterable[str]) -> list[Saying]:
    """Put the training texts together, each once, in the order of the files.

    Args:
        content: As `read_sayings` returns it.
        others: Examples of the intents, taken as harmless. Some are not; leaving out what the rules find in them
            made no difference.
    """
    tells: dict[str, set[str]] = {}
    like: dict[str, set[str]] = {}
    for entry in content.values():
        for lines, found in ((entry["says"], tells), (entry["not"], like)):
            for text in lines:
                found.setdefault(text, set()).update({entry["finding"]} - {None})
    ours = dict.fromkeys([*tells, *like])
    made = [Saying(text, frozenset(tells.get(text, ())), frozenset(like.get(text, ()))) for text in ours]
    harmless = (text for text in dict.fromkeys(others) if text not in ours and len(words(text)) >= _FEWEST_WORDS)
    return [*made, *(Saying(text, is_ours=False) for text in harmless)]


def train(
    texts: Sequence[Saying], *, threshold: float = THRESHOLD, more: Mapping[str, float] = MappingProxyType({})
) -> Weights:
    """Train on the texts, and the question of danger on each in the company of a harmless one, too; deterministic.

    Args:
        texts: What to learn from.
        threshold: The score from which a doubt is spoken.
        more: Finding -> what it needs beyond the threshold; less than nothing makes it speak sooner.

    Raises:
        ContentError: Nothing tells of anything, or `more` has a finding of which nothing tells.
    """
    findings = tuple(sorted({finding for saying in texts for finding in saying.tells}))
    if not findings:
        raise ContentError(f"content/{FOLDER} holds no sentences; put the folder back")
    if unknown := set(more) - set(findings):
        raise ContentError(f"config.yml: SecondLook.more: no sentence of content/{FOLDER} tells of {sorted(unknown)}")
    grown = [*texts, *_in_company(texts)]
    features, rows = _counted_and_weighed([saying.text for saying in grown])
    danger = _fit_danger(rows, [bool(saying.tells) for saying in grown])
    others = _of_others(texts)
    columns = [_fit_finding(rows, texts, finding, others) for finding in findings]
    exact = np.stack([weights + danger[0] for weights, _ in columns], axis=1).astype(np.float32)
    bias = np.array([bias + danger[1] for _, bias in columns], dtype=np.float32)
    bias -= np.array([more.get(finding, 0) for finding in findings], dtype=np.float32)
    return Weights.packed(findings, features, exact, bias, threshold=threshold)


def _counted_and_weighed(texts: Sequence[str]) -> tuple[Features, csr_matrix]:
    """Return the features of the texts, and one row of them for each; what was counted is dropped on the way."""
    batches = [texts[at : at + _AT_ONCE] for at in range(0, len(texts), _AT_ONCE)]
    counts = [_counted(batch) for batch in batches]
    features = _features(counts, len(texts))
    rows = [_rows(features, counts.pop(0), len(batch)) for batch in batches]
    return features, csr_matrix(vstack(rows, format="csr"))


def _in_company(texts: Sequence[Saying]) -> list[Saying]:
    """Return what was written for the second look joined with harmless talk of pain, and such talk with its like."""
    dice = random.Random(_SEED)  # noqa: S311 - not for secrets
    talk = [saying.text for saying in texts if not saying.tells and _TALK.search(saying.text)]
    if not talk:
        return []
    joined = []
    for saying in texts:
        if saying.is_ours and dice.random() < _IN_COMPANY:
            beside = dice.choice(talk)
            text = dice.choice([f"{saying.text}, {beside}", f"{beside}. {saying.text}"])
            joined.append(Saying(text, saying.tells, saying.like))
    pairs = [(dice.choice(talk), dice.choice(talk)) for _ in range(_PAIRS)]
    return [*joined, *(Saying(dice.choice([". ", ", ", " and "]).join(pair), is_ours=False) for pair in pairs)]


def _counted(texts: Sequence[str]) -> list[Counts]:
    """Return which keys each text has and how often, by part: words with pairs, pieces of words."""
    found = []
    for part in zip(*(_keys(words(text)) for text in texts), strict=True):
        text_of = np.repeat(np.arange(len(part), dtype=np.uint64), [len(said) for said in part])
        pairs, times = np.unique(text_of << _KEY_BITS | np.concatenate(part), return_counts=True)
        times = np.minimum(times, np.iinfo(np.uint8).max).astype(np.uint8)
        found.append(((pairs >> _KEY_BITS).astype(np.uint16), pairs.astype(np.uint32), times))
    return found


def _keys(said: Sequence[str]) -> tuple[Keys, Keys]:
    """Return the keys of words with pairs, and of pieces of words."""
    return keys(said), np.concatenate([np.array([], np.uint32), *map(_piece_keys, said)])


_piece_keys = lru_cache(maxsize=20_000)(piece_keys)


def _features(counts: Sequence[Sequence[Counts]], texts: int) -> Features:
    """Return the features that enough texts have, with how rare each is among the texts."""
    found = []
    for parts, fewest in zip(zip(*counts, strict=True), _FEWEST_TEXTS, strict=True):
        known, seen = np.unique(np.concatenate([part[1] for part in parts]), return_counts=True)
        found.append((known[seen >= fewest], seen[seen >= fewest]))
    known, where = np.unique(np.concatenate([known for known, _ in found]), return_index=True)
    seen = np.concatenate([seen for _, seen in found])[where]
    return Features(known, (np.log((1 + texts) / (1 + seen)) + 1).astype(np.float32))


def _rows(features: Features, counts: Sequence[Counts], texts: int) -> csr_matrix:
    """Return what `Features.of` says of each text, for many texts at once."""
    total = csr_matrix((texts, len(features.keys)), dtype=np.float32)
    for text_of, found, times in counts:
        columns = np.searchsorted(features.keys, found)
        known = np.flatnonzero(features.keys[np.minimum(columns, len(features.keys) - 1)] == found)
        row, columns = text_of[known].astype(np.int64), columns[known]
        values = (1 + np.log(times[known].astype(np.float32))) * features.rarity[columns]
        length = np.sqrt(np.bincount(row, values**2, minlength=texts))
        total += csr_matrix(((values / length[row]).astype(np.float32), (row, columns)), shape=total.shape)
    return total


def _fit_danger(rows: csr_matrix, is_so: Sequence[bool]) -> tuple[Floats, float]:
    """Return weights and bias of the question of danger, the mean of two halves: the solver copies what it is given."""
    (one, its), (other, theirs) = (_fit(rows[at::2], is_so[at::2], _DANGER_STRENGTH) for at in (0, 1))
    return (one + other) / 2, (its + theirs) / 2


def _of_others(texts: Sequence[Saying]) -> npt.NDArray[np.bool_]:
    """Return which of the texts every question about one finding learns from, whatever they tell of."""
    dice = random.Random(_SEED)  # noqa: S311 - not for secrets
    return np.array([saying.is_ours and dice.random() < _OF_OTHERS for saying in texts])


def _fit_finding(
    rows: csr_matrix, texts: Sequence[Saying], finding: str, others: npt.NDArray[np.bool_]
) -> tuple[Floats, float]:
    """Return weights and bias of the question about one finding, from what tells of it, sounds like it, and others."""
    tells = np.array([finding in saying.tells for saying in texts])
    own = np.array([saying.is_ours and finding in saying.like for saying in texts])
    chosen = np.flatnonzero(others | own | tells)
    return _fit(rows[chosen], tells[chosen].tolist(), _FINDING_STRENGTH)


def _fit(rows: csr_matrix, is_so: Sequence[bool], strength: float) -> tuple[Floats, float]:
    """Return weights and bias of one question; rare answers weigh as much as frequent ones together.

    The dual problem is solved because it takes a quarter of the time here, for the same answers.
    """
    model = LogisticRegression(
        C=strength, class_weight="balanced", solver="liblinear", dual=True, random_state=_SEED, tol=_ENOUGH
    )
    model.fit(rows, np.array(is_so))
    return model.coef_[0], float(model.intercept_[0])
