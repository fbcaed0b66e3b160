"""Times in a message: how long the complaint has lasted, and when a thing happened.

`3 weeks`, `since sunday`, `on and off for years`, `day 5`. Lengths are in days before the
conversation's clock. Which words are units, days and cues is data (content/lexicon/quantities.yml).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from backstride.nlu.clauses import Message
from backstride.nlu.dates import Dates
from backstride.nlu.number_words import Cues, until
from backstride.nlu.time_lengths import (
    has_come_over,
    is_begun_then,
    is_of_the_complaint,
    is_since_nothing_helped,
    ordinal_days,
    stands_for_length,
)

_A_WEEK = 7
_TWO_DAYS, _GIVEN_UP = 2, frozenset({"stopped", "quit"})
_AND_A_HALF, _IT_IS = ("and", "a", "half"), ("it", "is")
_DURING = frozenset({"for", "over", "in", "during", "within", "since"})
_COMMA, _TODAY = frozenset({","}), frozenset({"today", "tonight", "this"})
_LINKS, _IT_HAS_BEEN = (("but",), (",",), ("though",)), (("it", "has", "been"), ("it", "is", "been"))
_STRETCH, _COUNTED, _DONE_REACH, _HABIT_REACH = 16, 20, 5, 10
_LONGEST_AMOUNT = 8
"""In words: a page of digits takes time by its length, not by its square."""
_FAR, _LONGEST_NAME = 3, 3
_RATES, _WEEKLY = (("a",), ("per",), ("each",), ("every",), ("/",)), (("week",), ("month",), ("day",), ("year",))
_OF_THIS = tuple(("of", word) for word in ("this", "it", "pain", "sciatica", "hell", "agony", "low", "lower", "back"))
NOT_LASTING, EVENT, BARE, LASTING, UNTIL = 0, 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Time:
    """A time before now at tokens[first:last].

    Attributes:
        rank: How surely it is the length of the complaint, from NOT_LASTING to UNTIL (`fine until 2 weeks ago`).
        is_counted: A number was said (`3 nights`, not `nights`).
    """

    days: float
    first: int
    last: int
    rank: int
    is_counted: bool = True


def is_joined(message: Message, said: tuple[int, int], time: Time) -> bool:
    """Tell whether a time is in the clause of what is said there, or goes on from it (`but it has been for years`)."""
    if message.clause_of[time.first] == message.clause_of[said[0]]:
        return True
    between = message.texts[said[1] : time.first]
    return between[:1] in _LINKS and between[1:4] in _IT_HAS_BEEN


class Times:
    """Reads times."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        """Keep the words of content/lexicon/quantities.yml."""
        self._units, self._amounts, self._bare = words["units"], words["amounts"], words["bare_units"]
        self._cues, self._dates = Cues(words), Dates(words)
        self._named = {tuple(said.split()): float(days) for said, days in words["named_days"].items()}
        self._vague = {tuple(said.split()): float(days) for said, days in words["vague"].items()}
        self._ordinals = words["ordinals"]
        self._rated = {*words["miles"], *words["kilometres"], "times", "days", "x", "runs", "twice", "once"}

    def read(self, message: Message, now: datetime | None, age: float | None = None) -> list[Time]:
        """Return the times of a message in order; a date needs `now`, `since i was twenty` the age of today."""
        found: list[Time] = []
        at = 0
        while at < len(message.texts):
            days = ordinal_days(message, at, self._units, self._ordinals)
            time = Time(days, at, at + 2, LASTING) if days else self._named_time(message, at)
            time = time or self._span(message, at) or self._date(message, at, now, age)
            if time is not None:
                found.append(time)
            at = time.last if time is not None else at + 1
        return self._corrected(message, found)

    def _span(self, message: Message, at: int) -> Time | None:
        """Read `day 5`, `3 weeks`, `a couple of days`, `4-5 days`, `for years`."""
        texts, tokens = message.texts, message.tokens
        if texts[at] in self._units and at + 1 < len(texts) and texts[at] + "s" in self._units:
            number = tokens[at + 1].number
            is_course = bool(self._cues["courses"] & set(texts[at + 2 : at + 5]))  # `day 3 of antibiotics`
            is_course = is_course or texts[at] == "year"  # of school
            is_course = is_course or bool(
                self._cues["plans"] & set(texts[max(0, at - 5) : at])
            )  # `couch to 5k, week 6`
            is_course = is_course or texts[at] in self._cues["short_units"]  # `around minute fifteen`
            if number is not None and not is_course and (texts[at + 1].isdigit() or 1 < number < _COUNTED):
                return Time(number * self._units[texts[at]], at, at + 2, LASTING)
        if tokens[at].number is not None and texts[at + 1 : at + 2] in _RATES and texts[at + 2 : at + 3] in _WEEKLY:
            return Time(0, at, at + 3, NOT_LASTING)  # `50 a week`
        amount, after = self._amount(message, at)
        if amount is not None and after < len(texts) and texts[after] in self._units:
            last = after + 1
            if texts[last : last + 3] == _AND_A_HALF:
                amount, last = amount + 0.5, last + 3
            last += 2 * (" ".join(texts[last : last + 2]) in self._cues["or_so"])
            return self._ranked(message, amount * self._units[texts[after]], at, last)
        if texts[at] in self._units and texts[at + 1 : at + 4] == _AND_A_HALF:  # `year and a half of it`
            return self._ranked(message, 1.5 * self._units[texts[at]], at, at + 4)
        if texts[at] in self._bare and not self._cues["no_length"] & set(texts[max(0, at - 1) : at]):
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
        if texts[at - 1 : at] == ("/",) and after < end and tokens[after].number is not None:
            return None, at  # `9/10 two weeks ago`
        while (
            after < end
            and not (tokens[at].number is not None and texts[after] in self._cues["last_or_past"])
            and (
                texts[after] in self._cues["amount_glue"]
                or texts[after] in self._amounts
                or tokens[after].number is not None
            )
        ):
            if texts[after] == "half" and texts[after - 1] in ("a", "and") and texts[at] not in ("a", "an"):
                number += 0.5
            elif texts[after] in self._amounts and texts[after] not in ("a", "an", "half"):
                number = self._amounts[texts[after]]
            elif tokens[after].number is not None and texts[at] in ("last", "past", "a"):
                number = tokens[after].number or number
            after += 1
        return float(number), after

    def _ranked(self, message: Message, days: float, first: int, last: int) -> Time | None:
        texts, start = message.texts, message.sentence(first)[0]
        near = texts[max(start, first - _FAR) : first]
        before, after = set(near), texts[last : last + 1]
        if self._is_no_length(texts[max(0, first - 2) : first], texts[first], texts[last : last + 2]):
            return None
        is_ago = after in (("ago",), ("back",), ("before",))
        is_in = after == ("in",) and texts[last + 1 : last + 2] in ((), (".",), (",",), ("and",), ("now",))
        is_until = near[-1:] in (("until",), ("till",), ("til",))
        is_lasting = (
            bool(before & self._cues["lasting"]) or near[-2:] == _IT_IS or is_in or {"last", "past"} & {texts[first]}
        )
        is_one = texts[first] in ("a", "an", "one", "some", "good") and (
            last - first == 2 or texts[first + 1] in self._cues["good_or_bad"]
        )
        is_one = is_one and not texts[first + 1].startswith("fortnight")
        if is_one and not (is_lasting or is_ago or after == ("now",)):
            is_length = stands_for_length(message, first, last, self._cues)
            return Time(days, first, last, BARE) if is_length else None
        is_part = bool(before & self._cues["part_of"])
        is_brief = bool(self._cues["short_units"] & set(texts[first:last]))
        is_habit = bool(self._cues["habits"] & set(texts[max(start, first - _HABIT_REACH) : first]))
        is_short = is_brief and (is_habit or not before & {"for", "past", "last", "since"})
        is_short = is_short or (is_brief and near[-1:] == ("than",))  # `for more than an hour`
        is_of_this = texts[last : last + 2] in _OF_THIS  # `after 14 months of this`
        is_short = is_short or (days <= _TWO_DAYS and bool(self._cues["each_week"] & set(texts[start:first])))
        is_short = is_short or (is_brief and bool({"can", "could"} & before))  # `cycling i can do for hours`
        follows = (
            not is_of_this
            and set(near[-2:]) & self._cues["not_lasting"]
            and not (before & {"past", "last", "for"} or is_part)
        )
        done = until(texts[max(start, first - _DONE_REACH) : first][::-1], _COMMA)[::-1]
        is_trade = any(f"{a} {b}" in self._cues["a_role"] for a, b in pairwise(done)) and not self._cues[
            "a_complaint"
        ] & set(done)
        done_here = set(done) & (self._cues["done"] if is_brief else self._cues["done"] - self._cues["stiffness"])
        if done_here and is_of_the_complaint(texts[start:first], days, self._cues):
            done_here = set()
        is_of_deed = texts[last : last + 1] == ("of",) and set(texts[last + 1 : last + 2]) & self._cues["done"]
        is_aftermath = days <= _A_WEEK and near[-1:] == ("for",) and bool(self._cues["laid_up"] & set(near[-2:]))
        is_measure = is_ago and near[-1:] == ("than",)  # `a lot better than a month ago`
        if is_of_deed or (is_ago and _GIVEN_UP & before) or is_aftermath or is_measure:
            return Time(days, first, last + is_ago, NOT_LASTING)  # `stopped cycling 5 weeks ago`, `years of running`
        if is_ago and not is_trade:
            return Time(days, first, last + 1, UNTIL if is_until else self._event_rank(message, first))
        is_free = " ".join(texts[last : last + 2]) in self._cues["free_of_it"]
        is_to_come = texts[last - 2 : last - 1] == ("more",)  # `20 more years of this`
        is_so_long = bool(follows) and is_since_nothing_helped(texts[start:first], self._cues)
        follows = follows and not is_so_long
        if is_short or follows or is_trade or done_here or is_to_come or is_free:
            return Time(days, first, last, NOT_LASTING)
        return Time(days, first, last, LASTING if is_lasting or is_of_this or is_so_long else BARE)

    def _is_no_length(self, before: Sequence[str], amount: str, after: Sequence[str]) -> bool:
        """Tell whether it is an age, a rate (`30 km a week`, `2 days a week`) or `2 days before my race`."""
        if (
            set(after[:1]) & self._cues["not_after"]
            or before[-1:] == ("first",)
            or self._cues["after_birth"] & set(before)
        ):
            return True
        if amount in self._cues["per_time"] and set(before[-1:]) & self._rated:
            return True
        if after[:1] == ("before",):
            return bool(set(after[1:]) & self._cues["own_event"])
        return bool(set(after[:1]) & self._cues["per_time"] and set(after[1:]) & self._cues["a_week_of"])

    def _event_rank(self, message: Message, at: int) -> int:
        """Return LASTING if the stretch between two commas says that the complaint began then."""
        clause = message.clause(at)
        before = message.texts[max(clause.first, at - _STRETCH) : at][::-1]
        if self._cues["not_begun"] & set(until(before[:_LONGEST_AMOUNT], _COMMA)):
            return NOT_LASTING
        after = message.texts[at : min(clause.last, at + _STRETCH)]
        if has_come_over(before):
            return EVENT
        if is_begun_then(message, at + 1):
            return LASTING
        stretch = {*until(before, _COMMA), *until(after, _COMMA)}
        first, last = message.sentence(at)
        told = (
            message.texts[at : min(last, at + _STRETCH)] if at - first <= 1 and message.texts[at] not in _TODAY else ()
        )
        is_begun = bool(self._cues["begun_in_it"] & set(told))  # `ten days ago, at the end of a run, i felt it go`
        is_begun = is_begun or any(a in self._cues["begun_in_it"] and b == "my" for b, a in pairwise(before))
        return LASTING if is_begun or self._cues["beginnings"] & stretch else EVENT

    def _named_time(self, message: Message, at: int) -> Time | None:
        for size in range(_LONGEST_NAME, 0, -1):
            said = message.texts[at : at + size]
            if said in self._named:
                lead = message.texts[max(0, at - 2) : at]
                is_for = said[0] == "last" and lead[1:] == ("the",) and lead[0] in _DURING  # `for the last month`
                if lead[-1:] == ("than",) or set(lead[:1]) & self._cues["turned_age"]:  # `turned 60 yesterday`
                    return Time(self._named[said], at, at + len(said), NOT_LASTING)  # `no better than last week`
                return Time(self._named[said], at, at + len(said), LASTING if is_for else self._event_rank(message, at))
            if said in self._vague and (size > 1 or said != ("ages",) or message.texts[at - 1 : at] == ("for",)):
                return self._ranked(message, self._vague[said], at, at + len(said))
        return None

    def _date(self, message: Message, at: int, now: datetime | None, age: float | None) -> Time | None:
        """Read `since sunday`, `since march`, `in 2019`, `since i was twenty`."""
        if (since := self._dates.since_an_age(message, at, age)) is not None:
            near = set(message.texts[max(message.sentence(at)[0], at - _DONE_REACH) : at + 1])
            is_done = "been" in near and near & (self._cues["done"] - self._cues["stiffness"])
            return Time(since.days, since.first, since.last, NOT_LASTING if is_done else LASTING)
        if now is None or (date := self._dates.read(message, at, now)) is None:
            return None
        lead = message.texts[max(0, at - 3) : at]
        free = message.texts[max(0, at - _DONE_REACH) : at]
        well = free[: free.index("since")] if "since" in lead else ()
        if "no" in well and well[-1] in self._cues["no_trouble"]:
            return Time(date.days, date.first, date.last, NOT_LASTING)  # `no pain since about august`
        if (
            lead[:1] == ("been",)
            and lead[-1:] == ("since",)
            and set(lead) & (self._cues["done"] - self._cues["stiffness"])
        ):
            return Time(date.days, date.first, date.last, NOT_LASTING)  # `been running since lockdown`
        start = message.sentence(at)[0]
        is_each = "since" not in lead and self._cues["each_week"] & set(message.texts[start:at])
        return Time(date.days, date.first, date.last, NOT_LASTING if is_each else self._event_rank(message, at))

    def _corrected(self, message: Message, times: Sequence[Time]) -> list[Time]:
        """Return the times without those that the next words take back (`2 days, no 3 days`, `weeks not months`)."""
        kept: list[Time] = []
        for time in times:
            gap = message.texts[kept[-1].last : time.first] if kept else ()
            if gap[-1:] == ("not",) and set(gap[:-1]) <= _COMMA:
                continue
            if self._is_correction(message, gap):
                kept[-1] = replace(time, rank=max(time.rank, kept[-1].rank))
            else:
                kept.append(time)
        return kept

    def _is_correction(self, message: Message, gap: Sequence[str]) -> bool:
        words = message.words["corrections"] | self._cues["no_again"]
        return bool(words & set(gap)) and set(gap) <= words | self._cues["correction_glue"]
