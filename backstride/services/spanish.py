"""Tells whether a message is written in Spanish, or asks for another language, by the Spanish list of the lexicon.

Enough to say emergency words in Spanish and to hand over to a person; no translation, and no other language than to say
that only English is written here to whoever writes in other letters.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

LEAST_SHARE = 0.5
"""Of a message's words: below it a name of a city or a dish would do. Judgement."""
_FEWEST_LETTERS = 3
"""Fewer are a unit or a sign (`µ`, `Ω`)."""
_WORD = re.compile(r"[a-z]+")
_NEAR = r"(?: [a-z]+){0,3}? "
_NOT_OURS = r"\b(?:no|not|not speak|dont speak|only speak(?: a)?(?: little| bit of)?|bad|poor|little|my)"


class SpanishWords:
    """Knows the words that only the Spanish list uses."""

    def __init__(self, lexicon: Mapping[str, Any], *, name: str = "spanish") -> None:
        """Take the lexicon's files by name, as `backstride.nlu.lexicon.read_lexicon` gives them."""
        english = _words(text for file, entries in lexicon.items() if file != name for text in _texts(entries))
        entries = lexicon.get(name, {})
        keys = ("languages", "language_asked", "interpreters", "our_language")
        self._only = _words(_texts({key: entries[key] for key in entries if key not in keys})) - english
        names, verbs, interpreters, ours = (_any_of(entries.get(key, "")) for key in keys)
        self._asking = re.compile(
            rf"(?:{verbs}){_NEAR}?(?:{names})|\b(?:in|en) (?:{names})(?: please| pls| instead| por favor)?$|"
            rf"\b(?:need|want|have|get|there|with|for){_NEAR}?(?:{interpreters})|{_NOT_OURS} (?:{ours})|"
            rf"(?:{names}) (?:please|pls|speaker|speaking|only|version)|(?:{ours}) (?:is )?(?:not|bad|poor)"
        )

    def speaks(self, text: str) -> bool:
        """Whether at least half of the words are Spanish and nothing else."""
        said = _WORD.findall(_plain(text))
        return bool(said) and sum(word in self._only for word in said) >= LEAST_SHARE * len(said)

    def asks_for_a_language(self, text: str) -> bool:
        """Whether somebody asks for a language, writes in other letters or says that English is hard ("no english")."""
        words = " ".join(_WORD.findall(_plain(text.replace("'", ""))))
        return is_in_other_letters(text) or bool(self._asking.search(words))


def is_in_other_letters(text: str) -> bool:
    """Whether at least half of the letters are of no Latin alphabet; wide and fancy Latin ones are read as plain."""
    letters = [letter for letter in unicodedata.normalize("NFKC", text) if letter.isalpha()]
    latin = sum(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    return len(letters) >= _FEWEST_LETTERS and latin <= LEAST_SHARE * len(letters)


def _any_of(words: str) -> str:
    return "|".join(rf"\b{re.escape(word.strip())}\b" for word in words.split(",") if word.strip()) or r"(?!)"


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
