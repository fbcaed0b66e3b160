"""A set of fixed phrases that are looked for at one word of a message; what they say is for the caller to know."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache


class Sayings:
    """Phrases by their first word and their length: thousands of them are asked for at every word."""

    def __init__(self, phrases: Iterable[str]) -> None:
        """Take phrases of words between spaces."""
        said = [tuple(map(sys.intern, phrase.split())) for phrase in phrases]  # thousands of phrases have few words
        self._said = frozenset(said)
        sizes: dict[str, set[int]] = {}
        for words in said:
            sizes.setdefault(words[0], set()).add(len(words))
        self._sizes = {word: tuple(sorted(lengths)) for word, lengths in sizes.items()}

    def __contains__(self, word: str) -> bool:
        """Tell whether a phrase begins with the word."""
        return word in self._sizes

    def are_absent(self, words: Iterable[str]) -> bool:
        """Tell whether no phrase begins with any of the words."""
        return self._sizes.keys().isdisjoint(words)

    def sizes_at(self, texts: Sequence[str], at: int) -> Iterator[int]:
        """Yield how many words each phrase has that stands at `at`."""
        for size in self._sizes.get(texts[at], ()):
            if tuple(texts[at : at + size]) in self._said:
                yield size


@cache
def sayings(group: frozenset[str]) -> Sayings:
    """Return the phrases of a group of the lexicon; built once, for a message asks at every mention."""
    return Sayings(group)
