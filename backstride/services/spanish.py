"""Tells whether a message is written in Spanish, by the words of the Spanish starter list of the lexicon.

Enough to say emergency words in Spanish and to hand over to a person; no translation, and no other language.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

LEAST_SHARE = 0.5
"""Of a message's words: below it a name of a city or a dish would do. Judgement."""
_WORD = re.compile(r"[a-z]+")


class SpanishWords:
    """Knows the words that only the Spanish list uses."""

    def __init__(self, lexicon: Mapping[str, Any], *, name: str = "spanish") -> None:
        """Take the lexicon's files by name, as `backstride.nlu.lexicon.read_lexicon` gives them."""
        english = _words(text for file, entries in lexicon.items() if file != name for text in _texts(entries))
        self._only = _words(_texts(lexicon.get(name, {}))) - english

    def speaks(self, text: str) -> bool:
        """Whether at least half of the words are Spanish and nothing else."""
        said = _WORD.findall(_plain(text))
        return bool(said) and sum(word in self._only for word in said) >= LEAST_SHARE * len(said)


def _texts(entries: Any) -> Iterable[str]:
    """Yield every text of nested lists and mappings, but no key: keys are ids of findings."""
    if isinstance(entries, str):
        yield entries
    elif isinstance(entries, Mapping):
        for entry in entries.values():
            yield from _texts(entry)
    elif isinstance(entries, Iterable):
        for entry in entries:
            yield from _texts(entry)


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in _WORD.findall(_plain(text)))


def _plain(text: str) -> str:
    """Return the text in small letters without accents, as people type it on a phone."""
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
