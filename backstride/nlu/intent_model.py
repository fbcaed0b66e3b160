"""Says which intents a text may have, and how likely each is. Pure: no Rasa, no clock.

Words and word pairs, character n-grams and mean word vectors side by side, one linear boundary an intent, and
a softmax over the margins whose sharpness is a setting. Figures: docs/decisions/0013-intents.md.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from backstride.nlu.ngrams import NGrams
from backstride.nlu.word_vectors import WIDTH, mean_vectors, products

# What follows the first 2,000 characters changes no intent, and would cost a flood more time than it is worth.
LONGEST = 2000
_APOSTROPHES = re.compile("['’`]")
_ADDRESS, _LETTER = re.compile(r"\S+@\S+"), re.compile(r"[^\W\d_]")
_WORDS: dict[str, Any] = {"ngram_range": (1, 2), "token_pattern": r"\b\w+\b|[?!]"}
_CHARACTERS: dict[str, Any] = {"analyzer": "char_wb", "ngram_range": (2, 5)}
_ARRAYS, _PLAIN = "intents.npz", "intents.json"


@dataclass(frozen=True, slots=True)
class IntentModel:
    """A trained classifier.

    Attributes:
        intents: The intents in the order of `weights`.
        weights: One row an intent: words, characters, then word vectors.
        offsets: What is added to each intent's margin.
        sharpness: Factor on the margins before the softmax: higher is more confident. The order stays.
    """

    words: NGrams
    characters: NGrams
    intents: tuple[str, ...]
    weights: NDArray[np.float32]
    offsets: NDArray[np.float32]
    sharpness: float

    def rank(self, texts: Sequence[str]) -> list[list[tuple[str, float]]]:
        """Return all intents of each text with their confidence (0-1, sum 1), likeliest first.

        A text that shares no word and no piece of a word with the examples gets an empty list: all there would
        be to go by is how common each intent is among the examples. So does a text without words, such as a
        number, a time or an address of e-mail: it is an answer, and what it answers is for the dialogue to say.
        """
        cleaned = [clean(text) for text in texts]
        told = [text for text in cleaned if has_words(text)]
        rankings = iter(self._rankings(told) if told else ())
        return [next(rankings) if has_words(text) else [] for text in cleaned]

    def _rankings(self, texts: Sequence[str]) -> list[list[tuple[str, float]]]:
        words, characters = self.words.of(texts), self.characters.of(texts)
        by_word, by_character, by_meaning = np.split(self.weights.T, [len(self.words.columns), -WIDTH])
        margins = words.times(by_word) + characters.times(by_character) + products(mean_vectors(texts), by_meaning)
        margins = self.sharpness * (margins + self.offsets)
        scores = np.exp(margins - margins.max(axis=1, keepdims=True))
        scores /= scores.sum(axis=1, keepdims=True)
        order = np.argsort(-scores, axis=1, kind="stable")
        ranked = zip(order.tolist(), np.take_along_axis(scores, order, axis=1).tolist(), strict=True)
        shared = np.diff(words.ends) + np.diff(characters.ends)
        return [
            [(self.intents[i], score) for i, score in zip(*ranking, strict=True)] if count else []
            for count, ranking in zip(shared.tolist(), ranked, strict=True)
        ]

    def save(self, folder: Path) -> None:
        """Write the model as plain arrays and JSON, which nothing has to be trusted to load."""
        np.savez_compressed(
            folder / _ARRAYS,
            weights=self.weights,
            offsets=self.offsets,
            words=self.words.rarity,
            characters=self.characters.rarity,
        )
        plain = {
            "intents": self.intents,
            "sharpness": self.sharpness,
            "words": self.words.terms,
            "characters": self.characters.terms,
        }
        (folder / _PLAIN).write_text(json.dumps(plain, ensure_ascii=True), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> "IntentModel":
        """Read what `save` wrote.

        Raises:
            OSError, ValueError, KeyError: The folder holds no such model, or a broken one.
        """
        plain = json.loads((folder / _PLAIN).read_text("utf-8"))
        with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
            return cls(
                NGrams.restored(_WORDS, plain["words"], arrays["words"]),
                NGrams.restored(_CHARACTERS, plain["characters"], arrays["characters"]),
                tuple(plain["intents"]),
                # A text takes a few hundred columns of it: so each lies in one piece.
                np.asfortranarray(arrays["weights"]),
                arrays["offsets"],
                plain["sharpness"],
            )


def train(texts: Sequence[str], intents: Sequence[str], *, sharpness: float, rarest: int) -> IntentModel:
    """Train on examples; the same examples in the same order give the same model.

    Args:
        texts: The examples.
        intents: The intent of each; at least three different ones.
        sharpness: See `IntentModel`.
        rarest: N-grams that fewer examples than this have are left out.

    Raises:
        ValueError: There are too few examples or intents.
    """
    cleaned = [clean(text) for text in texts]
    words, characters = (_vectorizer(kind, min_df=rarest) for kind in (_WORDS, _CHARACTERS))
    features = sp.hstack([_by_count(cleaned, words, characters), sp.csr_matrix(mean_vectors(cleaned))], format="csr")
    boundary = LinearSVC(C=1.0, random_state=0).fit(features, list(intents))
    if len(boundary.classes_) < 3:
        raise ValueError("an intent model needs examples of at least three intents")
    weights, offsets = boundary.coef_.astype(np.float32), boundary.intercept_.astype(np.float32)
    return IntentModel(
        NGrams.learnt(words), NGrams.learnt(characters), tuple(boundary.classes_), weights, offsets, sharpness
    )


def clean(text: str) -> str:
    """Return the text as the features see it: lower case, without apostrophes (`cant` is `can't`), not endless."""
    return _APOSTROPHES.sub("", text[:LONGEST].lower())


def has_words(text: str) -> bool:
    """Tell whether a letter is left when addresses of e-mail are taken away."""
    return bool(_LETTER.search(_ADDRESS.sub(" ", text) if "@" in text else text))


def _by_count(cleaned: Sequence[str], words: TfidfVectorizer, characters: TfidfVectorizer) -> sp.csr_matrix:
    """Fit both on the texts and return their features, in order of columns as `transform` would, which counts again."""
    counted = [vectorizer.fit_transform(cleaned) for vectorizer in (words, characters)]
    for rows in counted:
        rows.sort_indices()
    return sp.hstack(counted, format="csr")


def _vectorizer(kind: dict[str, Any], **settings: Any) -> TfidfVectorizer:
    return TfidfVectorizer(sublinear_tf=True, lowercase=False, dtype=np.float32, **kind, **settings)
