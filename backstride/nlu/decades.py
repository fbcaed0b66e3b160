"""Ages that are told by their decade: `i am in my late thirties`, `mid 50s`."""

from collections.abc import Iterator, Mapping
from typing import Any

from backstride.nlu.clauses import Message
from backstride.nlu.number_words import Number

_MIDDLE = 5
_BETWEEN = frozenset({"in", "my", "his", "her", "their", "our", "-", "the"})

_PLURAL = (("s",), ("'", "s"), ("'s",))
"""Behind a decade in digits: `50s`, `50's`."""


class Decades:
    """Reads them."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        """Keep the decades of content/lexicon/quantities.yml, and who is said to be in one."""
        self._decades: Mapping[str, int] = words["age_decades"]
        self._parts: Mapping[str, int] = words["decade_parts"]
        self._owners = frozenset(words["decade_owners"])

    def read(self, message: Message) -> Iterator[Number]:
        """Yield an age for each decade that somebody is in now; `in my twenties i ran` is of then.

        It is the middle of the part that is named: `early`, `mid` and `late` are 2, 5 and 8 years into the decade.
        """
        for at, text in enumerate(message.texts):
            if text not in self._decades:
                continue
            last = next((at + len(end) + 1 for end in _PLURAL if message.texts[at + 1 : at + 1 + len(end)] == end), 0)
            if text.isdecimal() and not last:
                continue
            first, years = at, _MIDDLE
            while first and message.texts[first - 1] in _BETWEEN | self._parts.keys():
                first -= 1
                years = self._parts.get(message.texts[first], years)
            is_all = first == 0 and any(message.texts[i] in self._parts for i in range(at))
            if is_all or (first and message.texts[first - 1] in self._owners):
                yield Number("age", float(self._decades[text] + years), first, last if text.isdecimal() else at + 1)
