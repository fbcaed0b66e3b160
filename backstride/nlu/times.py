"""Times in a message: how long the complaint has lasted, and when a thing happened.

`3 weeks`, `since sunday`, `on and off for years`, `day 5`. Lengths are in days before the
conversation's clock. Which words are units, days and cues is data (content/lexicon/quantities.yml).
"""

from calendar import monthrange
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from backstride.nlu.clauses import Message
from backstride.nlu.number_words import until

_GLUE = frozenset(["-", "–", "to", "or", "and", "a", "half", "of", "more", "full", "good", "whole", "solid", "about"])
_NO_LENGTH = frozenset({"of", "#", "some", "good", "bad"})
_GOOD = frozenset({"good", "bad"})
_AND_A_HALF = ("and", "a", "half")
_IT_IS, _PART_OF = ("it", "is"), frozenset({"part", "guts", "bulk"})
_COMMA = frozenset({","})
_STIFF = frozenset({"stiff", "stiffness"})
"""For minutes that is each morning, for weeks it is the complaint."""
_ROLES = (("been", "a"), ("been", "an"), ("as", "a"), ("am", "a"))
_COMPLAINT = frozenset({"pain", "problem", "nightmare", "struggle", "bit"})
_STRETCH = 16
_DONE_REACH = 5
_LONGEST_AMOUNT = 8
"""In words: a page of digits takes time by its length, not by its square."""
_MONTH_DAYS = frozenset(map(str, range(1, 32)))
_MONTH_BEFORE = frozenset({"since", "in", "last", "from", "of", "late", "early", "around", "on", "mid"})
_FAR, _OLDEST_YEAR, _YEAR_DIGITS, _LONGEST_NAME = 3, 1930, 4, 3
NOT_LASTING, EVENT, BARE, LASTING = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Time:
    """A time before now at tokens[first:last].

    Attributes:
        rank: How surely it is the length of the complaint, from NOT_LASTING to LASTING.
        is_counted: A number was said (`3 nights`, not `nights`).
    """

    days: float
    first: int
    last: int
    rank: int
    is_counted: bool = True


class Times:
    """Reads times."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        """Keep the words of content/lexicon/quantities.yml."""
        self._units, self._amounts, self._bare = words["units"], words["amounts"], words["bare_units"]
        self._weekdays, self._months = words["weekdays"], words["months"]
        self._feasts = words["feasts"]
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
            last = after + 1
            if texts[last : last + 3] == _AND_A_HALF:
                amount, last = amount + 0.5, last + 3
            return self._ranked(message, amount * self._units[texts[after]], at, last)
        if texts[at] in self._units and texts[at + 1 : at + 4] == _AND_A_HALF:  # `year and a half of it`
            return self._ranked(message, 1.5 * self._units[texts[at]], at, at + 4)
        if amount is None and texts[at] in self._bare and not _NO_LENGTH & set(texts[max(0, at - 1) : at]):
            time = self._ranked(message, float(self._bare[texts[at]]), at, at + 1)
            return replace(time, is_counted=False) if time else None
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
        texts, start = message.texts, message.sentence(first)[0]
        near = texts[max(start, first - _FAR) : first]
        before, after = set(near), texts[last : last + 1]
        if set(after) & self._not_after or near[-1:] == ("first",):
            return None
        is_ago = after in (("ago",), ("back",), ("before",))
        is_in = after == ("in",) and texts[last + 1 : last + 2] in ((), (".",), (",",), ("and",), ("now",))
        is_lasting = bool(before & self._lasting) or near[-2:] == _IT_IS or is_in or {"last", "past"} & {texts[first]}
        is_one = texts[first] in ("a", "an", "one", "some", "good") and (last - first == 2 or texts[first + 1] in _GOOD)
        if is_one and not (is_lasting or is_ago or after == ("now",)):
            return None
        is_part = bool(before & _PART_OF)
        is_short = texts[last - 1] in self._short_units and not (is_ago or before & {"for", "past", "last", "since"})
        follows = set(near[-2:]) & self._not_lasting and not (before & {"past", "last", "for"} or is_part)
        done = until(texts[max(start, first - _DONE_REACH) : first][::-1], _COMMA)[::-1]
        is_trade = any(pair in _ROLES for pair in pairwise(done)) and not _COMPLAINT & set(done)
        done_here = set(done) & (self._done if texts[last - 1] in self._short_units else self._done - _STIFF)
        if is_ago and not is_trade:
            return Time(days, first, last + 1, self._event_rank(message, first))
        is_to_come = (
            texts[last - 2 : last - 1] == ("more",) and "or" not in texts[first:last]
        )  # `20 more years of this`
        if is_short or follows or is_trade or done_here or is_to_come:
            return Time(days, first, last, NOT_LASTING)
        return Time(days, first, last, LASTING if is_lasting else BARE)

    def _event_rank(self, message: Message, at: int) -> int:
        """Return LASTING if the stretch between two commas says that the complaint began then."""
        clause = message.clause(at)
        before = message.texts[max(clause.first, at - _STRETCH) : at][::-1]
        after = message.texts[at : min(clause.last, at + _STRETCH)]
        stretch = {*until(before, _COMMA), *until(after, _COMMA)}
        return LASTING if self._beginnings & stretch else EVENT

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
        if number is None and word not in self._weekdays and word not in self._months:
            return None
        rank = self._event_rank(message, at)
        if word in self._weekdays:
            return Time(float((now.weekday() - self._weekdays[word]) % 7 or 7), at, at + 1, rank)
        if word in self._months and before & (_MONTH_BEFORE | _MONTH_DAYS):
            return Time(self._days_since(word, before, now), at, at + 1, rank)
        if (
            number is not None
            and len(word) == _YEAR_DIGITS
            and _OLDEST_YEAR <= number <= now.year
            and before & {"since", "in", "from", "of"}
        ):
            return Time((now.year - number) * 365.0 + now.timetuple().tm_yday - 1, at, at + 1, rank)
        return None

    def _days_since(self, word: str, before: Set[str], now: datetime) -> float:
        """Return the days since the last month or feast of a name (`since easter`, `on 3 january`)."""
        month = self._months[word]
        said = [int(w) for w in before if w in _MONTH_DAYS]
        if not said and word not in self._feasts:
            return float(((now.month - month) % 12) * 30 + now.day - 1)
        day = min(said[0] if said else self._feasts[word], monthrange(now.year, month)[1])
        year = now.year if (month, day) <= (now.month, now.day) else now.year - 1
        return float((now.date() - date(year, month, min(day, monthrange(year, month)[1]))).days)
