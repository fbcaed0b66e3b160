"""Dates and times of life: `since october 12`, `in august 2024`, `since i was twenty`; not those that lie ahead.

Which words are months, days and stages of life is data (content/lexicon/quantities.yml).
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from backstride.nlu.clauses import Message
from backstride.nlu.number_words import Cues

_ORDINALS = ("st", "nd", "rd", "th")
_OLDEST_YEAR, _YEAR_DIGITS, _MONTHS, _LAST_DAY = 1930, 4, 12, 31
_DAYS_A_YEAR, _UNTOLD, _TEN = 365.0, 1095.0, 10
"""How long it has lasted since an age, if today's age is not told."""
_IN = (("in",), ("last",), ("during",), ("early",), ("late",), ("of",))
_AS_A = (("as", "a"), ("as", "an"))
_AFTER_REACH, _AHEAD_REACH, _RACE_REACH, _LIFE_REACH = 4, 12, 6, 6


@dataclass(frozen=True, slots=True)
class Date:
    """Days before now at tokens[first:last]."""

    days: float
    first: int
    last: int


class Dates:
    """Reads dates."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        """Keep the words of content/lexicon/quantities.yml."""
        self._cues = Cues(words)
        self._weekdays, self._months, self._feasts = words["weekdays"], words["months"], words["feasts"]
        self._short_weekdays = words["short_weekdays"]
        self._life = words["life_ages"]
        self._eras = words["eras_begun"]
        self._two_worded: dict[str, dict[str, tuple[int, int]]] = {}
        for feast, (month, day) in words["feasts_of_two_words"].items():
            first, second = feast.split()
            self._two_worded.setdefault(first, {})[second] = (month, day)

    def read(self, message: Message, at: int, now: datetime) -> Date | None:
        """Read the date that begins at a word (`sunday`, `march`, `12 october`, `2019`, `10/12`)."""
        word = message.texts[at]
        if word in self._short_weekdays and self._is_day(message, at):
            return self._weekday(self._short_weekdays[word], at, now)
        if word in self._two_worded and (feast := self._feast(message, at, now)):
            return None if self._lies_ahead(message, feast) else feast
        if word in self._weekdays:
            found: Date | None = self._weekday(self._weekdays[word], at, now)
        elif word in self._months or _day(word):
            found = self._month(message, at, now) or self._slashed(message, at, now)
        else:
            found = self._year(message, at, now)
        return None if found is None or self._lies_ahead(message, found) else found

    @staticmethod
    def _weekday(day: int, at: int, now: datetime) -> Date:
        return Date(float((now.weekday() - day) % 7 or 7), at, at + 1)

    def _is_day(self, message: Message, at: int) -> bool:
        """Tell whether a word that may be the short name of a day is one: `since sat`, not `since i sat down`."""
        before, after = message.texts[max(0, at - 1) : at], message.texts[at + 1 : at + 2]
        return bool(self._cues["day_before"] & set(before)) and not self._cues["no_day_after"] & set(after)

    def _feast(self, message: Message, at: int, now: datetime) -> Date | None:
        """Read a feast of two words (`labor day`)."""
        day = self._two_worded[message.texts[at]].get(message.texts[at + 1]) if at + 1 < len(message.texts) else None
        return Date(_days_ago(*day, 0, now) or 0.0, at, at + 2) if day else None

    def since_an_age(self, message: Message, at: int, age: float | None) -> Date | None:
        """Read `since i was twenty`, `since age 15`, `since my thirties`, `since i was a kid`."""
        if message.texts[at] not in ("since", "from"):
            return None
        for place in range(at + 1, min(at + 1 + _LIFE_REACH, len(message.texts))):
            word, number = message.texts[place], message.tokens[place].number
            then = self._life.get(word) if word != "birth" or message.texts[place - 1] == "since" else None
            if word == "school" and set(message.texts[place + 1 : place + 2]) & self._cues["school_times"]:
                return None  # `since the school holidays`
            if number is not None and number % _TEN == 0 and message.texts[place + 1 : place + 2] == ("s",):
                then = number + _TEN / 2  # `since my 20s`
            elif number is not None and {"was", "age", "turned", "aged"} & set(message.texts[at:place]):
                then = number
            if then is not None:
                days = (age - then) * _DAYS_A_YEAR if age and age > then else _UNTOLD
                return Date(days, at, place + 1)
            if word not in self._cues["life_glue"]:
                return self._as_a_child(message, at, place, age)
        return None

    def _as_a_child(self, message: Message, at: int, place: int, age: float | None) -> Date | None:
        """Read `since my polio as a child`: what somebody had then, and the age of life."""
        said = message.texts[place + 1 : place + 4]
        if said[:2] not in _AS_A or said[-1] not in self._life:
            return None
        then = self._life[said[-1]]
        return Date((age - then) * _DAYS_A_YEAR if age and age > then else _UNTOLD, at, place + 4)

    def _month(self, message: Message, at: int, now: datetime) -> Date | None:
        """Read a month or feast with a day and a year, if they stand there."""
        texts, day, last = message.texts, _day(message.texts[at]), at + 1
        if day:
            last += texts[last : last + 1] == ("of",)
            if texts[last : last + 1] and texts[last] in self._months:
                word, last = texts[last], last + 1
            else:
                return self._this_month(message, at, day, now)
        else:
            word = texts[at]
            day = _day(texts[last]) if last < len(texts) else 0
            last += bool(day)
        year_at = last + (texts[last : last + 1] in ((",",), ("of",), ("in",)))
        year = _year_of(texts[year_at], now) if year_at < len(texts) else 0
        last = year_at + 1 if year else last
        if not (day or year or self._cues["month_before"] & set(texts[max(0, at - 2) : at])):
            return None
        if word == "fall" and not year and self._is_accident(texts, at):
            return None
        days = self._days_since(word, day, year, now)
        return Date(days, at, last) if days is not None else None

    def _is_accident(self, texts: Sequence[str], at: int) -> bool:
        """Tell whether a fall is one that hurts (`since the fall`), and no season (`in the fall`)."""
        return bool(self._cues["a_fall"] & set(texts[max(0, at - 1) : at])) and texts[at - 2 : at - 1] not in _IN

    def _this_month(self, message: Message, at: int, day: int, now: datetime) -> Date | None:
        """Read `since the 3rd`: the last day of that number."""
        texts = message.texts
        is_said = texts[at - 1 : at] == ("the",) and bool({"since", "on"} & set(texts[max(0, at - 2) : at]))
        if (
            not is_said
            or not texts[at].endswith(_ORDINALS)
            or " ".join(texts[at + 1 : at + 2]) not in self._cues["date_ends"]
        ):
            return None
        month = now.month if day <= now.day else now.month - 1 or _MONTHS
        return Date(_days_ago(month, day, 0, now) or 0.0, at, at + 1)

    def _slashed(self, message: Message, at: int, now: datetime) -> Date | None:
        """Read `since 10/12`, the month first; `9/10` is a pain score."""
        texts = message.texts
        if (
            not self._cues["on_a_date"] & set(texts[max(0, at - 1) : at])
            or texts[at + 1 : at + 2] != ("/",)
            or len(texts) < at + 3
        ):
            return None
        month, day = _day(texts[at]), _day(texts[at + 2])
        if not 1 <= month <= _MONTHS or not day or day == _TEN:
            return None
        return Date(_days_ago(month, day, 0, now) or 0.0, at, at + 3)

    def _year(self, message: Message, at: int, now: datetime) -> Date | None:
        year = self._eras.get(message.texts[at]) or _year_of(message.texts[at], now)
        if not year or not self._cues["year_before"] & set(message.texts[max(0, at - 2) : at]):
            return None
        return Date((now.year - year) * _DAYS_A_YEAR + now.timetuple().tm_yday - 1, at, at + 1)

    def _days_since(self, word: str, day: int, year: int, now: datetime) -> float | None:
        """Return the days since the last month or feast of a name (`since easter`, `on 3 january`)."""
        month = self._months[word]
        day = day or self._feasts.get(word, 0)
        if not day and not year:
            return float(((now.month - month) % _MONTHS) * 30 + now.day - 1)
        return _days_ago(month, day or 1, year, now)

    def _lies_ahead(self, message: Message, found: Date) -> bool:
        """Tell whether it is when something will be (`ready for a half in march`, `my race is in may`)."""
        texts, start = message.texts, message.sentence(found.first)[0]
        near = texts[max(start, found.first - _AHEAD_REACH) : found.first]
        if self._cues["of_the_past"] & set(near[-2:]):
            return False
        if self._cues["ahead_right_before"] & set(near[-1:]) or " ".join(near[-2:]) in self._cues["is_on"]:
            return True
        if self._cues["ahead_after"] & set(texts[found.last : found.last + _AFTER_REACH]):
            return True
        races = any(f"{a} {b}" in self._cues["have_a_race"] for a, b in pairwise(near[-_RACE_REACH:]))
        return bool(self._cues["ahead"] & set(near)) or races


def _day(word: str) -> int:
    """Return the day of a month that a word is (`3`, `12th`), or 0."""
    digits = word[:-2] if word.endswith(_ORDINALS) else word
    return int(digits) if digits.isdecimal() and len(digits) <= 2 and 1 <= int(digits) <= _LAST_DAY else 0


def _year_of(word: str, now: datetime) -> int:
    is_year = len(word) == _YEAR_DIGITS and word.isdecimal() and _OLDEST_YEAR <= int(word) <= now.year
    return int(word) if is_year else 0


def _days_ago(month: int, day: int, year: int, now: datetime) -> float | None:
    """Return the days since a date; without a year it is the last one of that name."""
    if not year:
        day = min(day, monthrange(now.year, month)[1])
        year = now.year if (month, day) <= (now.month, now.day) else now.year - 1
    days = (now.date() - date(year, month, min(day, monthrange(year, month)[1]))).days
    return float(days) if days >= 0 else None
