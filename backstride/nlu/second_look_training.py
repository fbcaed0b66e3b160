"""Trains the second look from the sentences of content/second_look/ and the other examples of the project.

One question for all findings (does this tell of danger, or of something over, denied, somebody else's,
harmless?) and one for each (of which?); the answers are added. The first learns from every file what a denial
or a relative looks like, which the few sentences of one finding cannot teach.
"""

import random
import re
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from backstride.domain.errors import ContentError
from backstride.nlu.lexicon import Content
from backstride.nlu.second_look import Features, Floats, Weights, keys, words

THRESHOLD = 6.0
"""Chosen on tests/nlu/sentences/dev.jsonl, 2026-11-24; redo with `python -m bench.second_look`."""
FOLDER = "second_look"
_LISTS = ("says", "not")
_DANGER_STRENGTH, _FINDING_STRENGTH = 3.0, 10.0
"""Inverse of the regularisation of the first question and of the others; compared with 1, 3 and 10 on the same half."""
_ENOUGH = 0.03
"""When the solver may stop; a third of it took longer and found no more."""
_FEWEST_WORDS = 6
"""Shorter examples of the intents teach little: `yes`, `tuesday works`."""
_SEED, _PAIRS = 1, 800
_THREADS = 2
_TALK = re.compile(r"\b(?:back|hip|legs?|run\w*|pain\w*|sore|ach\w*|stiff\w*|hurt\w*)\b", re.IGNORECASE)
_FEWEST_TEXTS = (2, 3)
"""In how many texts a word or a pair, and a piece of a word, must stand to be a feature."""


@dataclass(frozen=True, slots=True)
class Saying:
    """One training text.

    Attributes:
        tells: Findings that it tells of; empty for everything harmless.
        is_ours: Written for the second look, not borrowed from the examples of the intents.
    """

    text: str
    tells: frozenset[str] = frozenset()
    is_ours: bool = True


def read_sayings(folder: Path) -> Content:
    """Return content/second_look by file name without ending; each with the lists `says` and `not`.

    Raises:
        ContentError: A file cannot be read, names no finding for what it says, or has a line in both lists.
    """
    found: Content = {}
    for path in sorted((folder / FOLDER).glob("*.yml")):
        try:
            entry = yaml.safe_load(path.read_text("utf-8"))
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
    for entry in content.values():
        for text in entry["says"]:
            tells.setdefault(text, set()).add(entry["finding"])
    ours = dict.fromkeys([*tells, *(text for entry in content.values() for text in entry["not"])])
    made = [Saying(text, frozenset(tells.get(text, ()))) for text in ours]
    harmless = (text for text in dict.fromkeys(others) if text not in ours and len(words(text)) >= _FEWEST_WORDS)
    return [*made, *(Saying(text, is_ours=False) for text in harmless)]


def train(texts: Sequence[Saying], *, threshold: float = THRESHOLD) -> Weights:
    """Train on the texts, and the question of danger on each in the company of a harmless one, too; deterministic.

    Raises:
        ContentError: Nothing tells of anything.
    """
    findings = tuple(sorted({finding for saying in texts for finding in saying.tells}))
    if not findings:
        raise ContentError(f"content/{FOLDER} holds no sentences; put the folder back")
    grown = [*texts, *_in_company(texts)]
    split = [words(saying.text) for saying in grown]
    features = _features(split)
    rows = _matrix(features, split)
    danger = _fit(rows, [bool(saying.tells) for saying in grown], _DANGER_STRENGTH)
    ours = [at for at, saying in enumerate(texts) if saying.is_ours]
    mine = rows[ours]
    with ThreadPoolExecutor(_THREADS) as threads:  # the solver works outside of Python's lock
        columns = list(
            threads.map(lambda f: _fit(mine, [f in texts[at].tells for at in ours], _FINDING_STRENGTH), findings)
        )
    return Weights(
        findings,
        features,
        np.stack([weights + danger[0] for weights, _ in columns], axis=1).astype(np.float16),
        np.array([bias + danger[1] for _, bias in columns], dtype=np.float32),
        threshold,
    )


def _in_company(texts: Sequence[Saying]) -> list[Saying]:
    """Return what was written for the second look joined with harmless talk of pain, and such talk with its like."""
    dice = random.Random(_SEED)  # noqa: S311 - not for secrets
    talk = [saying.text for saying in texts if not saying.tells and _TALK.search(saying.text)]
    if not talk:
        return []
    joined = []
    for saying in texts:
        if saying.is_ours:
            beside = dice.choice(talk)
            text = dice.choice([f"{saying.text}, {beside}", f"{beside}. {saying.text}"])
            joined.append(Saying(text, saying.tells))
    pairs = [(dice.choice(talk), dice.choice(talk)) for _ in range(_PAIRS)]
    return [*joined, *(Saying(dice.choice([". ", ", ", " and "]).join(pair), is_ours=False) for pair in pairs)]


def _features(split: Sequence[Sequence[str]]) -> Features:
    """Return the features that enough texts have, with how rare each is."""
    found = []
    for part, fewest in zip(zip(*(keys(said) for said in split), strict=True), _FEWEST_TEXTS, strict=True):
        known, seen = np.unique(np.concatenate([np.unique(of_text) for of_text in part]), return_counts=True)
        found.append((known[seen >= fewest], seen[seen >= fewest]))
    known, where = np.unique(np.concatenate([known for known, _ in found]), return_index=True)
    seen = np.concatenate([seen for _, seen in found])[where]
    return Features(known, (np.log((1 + len(split)) / (1 + seen)) + 1).astype(np.float32))


def _matrix(features: Features, split: Sequence[Sequence[str]]) -> csr_matrix:
    rows = [features.of(said) for said in split]
    ends = np.cumsum([0, *(len(columns) for columns, _ in rows)])
    values, columns = np.concatenate([v for _, v in rows]), np.concatenate([c for c, _ in rows])
    return csr_matrix((values, columns, ends), shape=(len(rows), len(features.keys)))


def _fit(rows: csr_matrix, is_so: Sequence[bool], strength: float) -> tuple[Floats, float]:
    """Return weights and bias of one question; rare answers weigh as much as frequent ones together."""
    model = LogisticRegression(C=strength, class_weight="balanced", solver="liblinear", random_state=_SEED, tol=_ENOUGH)
    model.fit(rows, np.array(is_so))
    return model.coef_[0], float(model.intercept_[0])
