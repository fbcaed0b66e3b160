"""Times in a message: how long the complaint has lasted, and when a thing happened.

`3 weeks`, `since sunday`, `on and off for years`, `day 5`. Lengths are in days before the
conversation's clock. Which words are units, days and cues is data (content/lexicon/quantities.yml).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backstride.nlu.clauses import Message

_GLUE = frozenset(["-", "–", "to", "or", "and", "a", "half", "of", "more", "full", "good", "whole", "solid", "about"])
_DONE_REACH = 5
_LONGEST_AMOUNT = 8
"""In words: a page of digits takes time by its length, not by its square."""
_FAR, _OLDEST_YEAR, _YEAR_DIGITS, _LONGEST_NAME = 3, 1930, 4, 3
NOT_LASTING, EVENT, BARE, LASTING = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Time:
    """A time before now at tokens[first:last].

    Attributes:
        rank: How surely it is the length of the complaint, from NOT_LASTING to LASTING.
    """

    days: float
    first: int
    last: int
    rank: int


class Times:
    """Reads times."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        """Keep the words of content/lexicon/quantities.yml."""
        self._units, self._amounts, self._bare = words["units"], words["amounts"], words["bare_units"]
        self._weekdays, self._months = words["weekdays"], words["months"]
        self._named = {tuple(said.split()): float(days) for said, days in words["named_days"].items()}
        self._vague = {tuple(said.split()): float(days) for said, days in words["vague"].items()}
        self._lasting, self._not_lasting = frozenset(words["lasting"]), frozenset(words["not_lasting"])
        self._done, self._short_units = frozenset(words["done"]), frozenset(words["short_units"])
        self._beginnings, self._not_after = frozenset(words["beginnings"]), frozenset(words["not_after"])

    def read(self, message: Message, now: datetime | None) -> list[Time]:
        """Return the times of a message in order; a date needs `now` and is left out without it."""
        found: list[Time] = []
        at = 0
        while at < len(message.texts):
            time = self._named_time(message, at) or self._span(message, at) or self._date(message, at, now)
            if time is not None:
                found.append(time)
            at = time.last if time is not None else at + 1
        return found

    def _span(self, message: Message, at: int) -> Time | None:
        """Read `day 5`, `3 weeks`, `a couple of days`, `4-5 days`, `for years`."""
        texts, tokens = message.texts, message.tokens
        if texts[at] in self._units and at + 1 < len(texts) and texts[at] + "s" in self._units:
            number = tokens[at + 1].number
            if number is not None and texts[at + 1].isdigit():
                return Time(number * self._units[texts[at]], at, at + 2, LASTING)
        amount, after = self._amount(message, at)
        if amount is not None and after < len(texts) and texts[after] in self._units:
            return self._ranked(message, amount * self._units[texts[after]], at, after + 1)
        if amount is None and texts[at] in self._bare and not {"of", "#"} & set(texts[max(0, at - 1) : at]):
            return self._ranked(message, float(self._bare[texts[at]]), at, at + 1)
        return None

    def _amount(self, message: Message, at: int) -> tuple[float | None, int]:
        """Read a number or a word for one, the first of a range; return it and the place after it."""
        texts, tokens = message.texts, message.tokens
        number = tokens[at].number if tokens[at].number is not None else self._amounts.get(texts[at])
        if number is None:
            return None, at
        after, end = at + 1, min(at + _LONGEST_AMOUNT, len(texts))
        while after < end and (
            texts[after] in _GLUE or texts[after] in self._amounts or tokens[after].number is not None
        ):
            if texts[after] == "half" and texts[after - 1] in ("a", "and") and texts[at] not in ("a", "an"):
                number += 0.5
            elif (
                texts[after] in self._amounts and texts[at] in self._amounts and texts[after] not in ("a", "an", "half")
            ):
                number = self._amounts[texts[after]]
            elif tokens[after].number is not None and texts[at] in ("last", "past", "a"):
                number = tokens[after].number or number
            after += 1
        return float(number), after

    def _ranked(self, message: Message, days: float, first: int, last: int) -> Time | None:
        texts = message.texts
        before, after = set(texts[max(0, first - _FAR) : first]), texts[last : last + 1]
        if set(after) & self._not_after:
            return None
        is_ago = after in (("ago",), ("back",), ("before",))
        if (
            texts[first] in ("a", "an", "one")
            and last - first == 2
            and not (before & self._lasting or is_ago or after == ("now",))
        ):
            return None
        is_short = texts[last - 1] in self._short_units and not (is_ago or before & {"for", "past", "last", "since"})
        follows = set(texts[max(0, first - 2) : first]) & self._not_lasting and not before & {"past", "last", "for"}
        if is_short or follows or set(texts[max(0, first - _DONE_REACH) : first]) & self._done:
            return Time(days, first, last, NOT_LASTING)
        if is_ago:
            return Time(days, first, last + 1, self._event_rank(message, first))
        return Time(days, first, last, LASTING if before & self._lasting or {"last", "past"} & {texts[first]} else BARE)

    def _event_rank(self, message: Message, at: int) -> int:
        """Return LASTING if the clause says that the complaint began then."""
        clause = message.clause(at)
        return LASTING if self._beginnings & set(message.texts[clause.first : clause.last]) else EVENT

    def _named_time(self, message: Message, at: int) -> Time | None:
        for size in range(_LONGEST_NAME, 0, -1):
            said = message.texts[at : at + size]
            if said in self._named:
                return Time(self._named[said], at, at + len(said), self._event_rank(message, at))
            if said in self._vague and (size > 1 or said != ("ages",) or message.texts[at - 1 : at] == ("for",)):
                return self._ranked(message, self._vague[said], at, at + len(said))
        return None

    def _date(self, message: Message, at: int, now: datetime | None) -> Time | None:
        """Read `since sunday`, `since march`, `in 2019`."""
        word, number = message.texts[at], message.tokens[at].number
        before = set(message.texts[max(0, at - 2) : at])
        if now is None:
            return None
        rank = self._event_rank(message, at)
        if word in self._weekdays:
            return Time(float((now.weekday() - self._weekdays[word]) % 7 or 7), at, at + 1, rank)
        if word in self._months and before & {"since", "in", "last", "from", "of", "late", "early", "around"}:
            return Time(float(((now.month - self._months[word]) % 12) * 30 + now.day - 1), at, at + 1, rank)
        if (
            number is not None
            and len(word) == _YEAR_DIGITS
            and _OLDEST_YEAR <= number <= now.year
            and before & {"since", "in", "from", "of"}
        ):
            return Time((now.year - number) * 365.0 + now.timetuple().tm_yday - 1, at, at + 1, rank)
        return None
