"""Reads when somebody would like to come: "thursday afternoon?", "anything later", "not friday", "after 4".

Knows days, hours and the small words around them, in a booking's own talk; which openings there are is
`scheduling.py`. Nothing clinical: a text that says anything else is no wish (`is_only_a_wish`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from backstride.domain.numerals import numerals_up_to
from backstride.domain.replies import plain
from backstride.domain.scheduling import PartOfDay, Wish

_WEEK = (
    "mon monday", "tue tues tuesday", "wed weds wednesday", "thu thur thurs thursday", "fri friday", "sat saturday",
    "sun sunday",
)  # fmt: skip
_YEAR = (
    "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
    "sep sept september", "oct october", "nov november", "dec december",
)  # fmt: skip
_WEEKDAYS = {name + s: day for day, names in enumerate(_WEEK) for name in names.split() for s in ("", "s")}
_MONTHS = {name: month for month, names in enumerate(_YEAR, start=1) for name in names.split()}
_PARTS: dict[str, tuple[PartOfDay, ...]] = {
    "morning": ("morning",), "mornings": ("morning",), "am": ("morning",),
    "afternoon": ("afternoon",), "afternoons": ("afternoon",), "pm": ("afternoon", "evening"),
    "evening": ("evening",), "evenings": ("evening",), "night": ("evening",), "nights": ("evening",),
    "eve": ("evening",),
}  # fmt: skip
_HOURS = {
    "noon": (12, 13), "midday": (12, 14), "lunch": (11, 14), "lunchtime": (11, 14), "after work": (16, None),
    "after school": (15, None), "before work": (None, 9), "end of the day": (16, None), "end of day": (16, None),
    "late afternoon": (15, 18), "early morning": (None, 10), "early in the morning": (None, 10),
    "first thing": (None, 10), "late morning": (10, 12), "early afternoon": (12, 14),
}  # fmt: skip
_COUNTED = {"a": 1, "couple": 2, **numerals_up_to(4, least=1), **{str(number): number for number in range(1, 5)}}
_AMONG_WORDS = frozenset(
    {
        "a", "about", "after", "all", "also", "an", "and", "another", "any", "anything", "appointment",
        "appointments", "are", "around", "as", "asap", "at", "availability", "available", "bad", "be",
        "because", "before", "better", "between", "busy", "but", "by", "can", "cannot", "cant", "class", "come",
        "could", "couple", "date", "dates", "day", "days", "different", "do", "doesnt", "dont", "during",
        "earlier", "earliest", "early", "else", "end", "ever", "every", "everything", "except", "fine", "first",
        "for", "free", "from", "further", "get", "give", "good", "got", "great", "guys", "hard", "have",
        "havent", "hey", "hi", "hmm", "how", "i", "id", "if", "ill", "im", "in", "instead", "is", "ish", "it", "its",
        "job", "just", "kids", "late", "later", "like", "list", "looking", "lunch", "lunchtime", "make", "me",
        "midday", "more", "my", "need", "never", "next", "no", "none", "noon", "nope", "not", "of", "oh", "ok",
        "okay", "on", "one", "ones", "only", "onward", "onwards", "open", "opening", "openings", "option",
        "options", "or", "other", "others", "out", "past", "please", "possible", "prefer", "rather", "school",
        "see", "shift", "show", "slot", "slots", "some", "something", "sometime", "soon", "sooner", "soonest",
        "sorry", "sounds", "spot", "spots", "still", "suit", "suits", "sure", "thanks", "that", "the", "them",
        "then", "there", "these", "theyre", "thing", "this", "those", "thx", "till", "time", "times", "to",
        "today", "tomorrow", "too", "tough", "u", "unfortunately", "until", "us", "use", "visit", "wait",
        "want", "was", "way", "we", "week", "weekday", "weekdays", "weekend", "weekends", "weeks", "well",
        "what", "whats", "when", "which", "will", "with", "wont", "work", "working", "works", "would", "yeah", "yes",
        "you",
    }
)  # fmt: skip
"""What may stand around the days and hours of a wish; any other word makes it a message like others."""
_OTHERS = re.compile(
    r"\b(?:(?:any(?:thing)?|some(?:thing)?|more|other|another|different|show|see|list|give|have|got|next|what) "
    r"(?:\w+ ){0,2}?(?:later|else|others?|more|different|times?|dates?|days?|slots?|options?|openings?"
    r"|availability|ones?)|(?:what|how) about (?:later|others?)|next ones?|further out|not these|not those"
    r"|later (?:times?|dates?|days?|slots?|ones?|on|than that|please)|none of (?:these|those|them|the)"
    r"|(?:these|those|they|it|that) (?:times? )?(?:all )?(?:dont|do not|doesnt|wont|will not) (?:work|suit|fit)"
    r"|(?:cant|cannot|can not) (?:make|do|come)(?: (?:any|it|these|those|them|that))?)\b"
)
_BARE_OTHERS = frozenset(
    {"later", "more", "others", "other", "next", "else", "no later", "none", "a later one", "later one"}
)
_SOONER = re.compile(r"\b(?:sooner|earlier)\b(?! (?:in|on|one|that))")
_SOONEST = re.compile(
    r"\b(?:earliest|soonest|earl(?:y|ier) one|first (?:available|free|one you have|possible)|asap|"
    r"next (?:available|free|possible)|as soon as (?:possible|you can))\b"
)
_VISIT = r"(?:my|the|our|that) (?:visit|appointment|appt|apt|booking|slot)"
_WHEN_IS_IT = re.compile(
    r"\b(?:when|what (?:time|day|date)|which day)(?: is| was|s) "
    rf"(?:(?:it|that)(?: again| exactly| booked)*$|{_VISIT}\b)|"
    r"\b(?:when|what (?:time|day)) (?:do i|am i supposed to|should i) (?:come|be there)\b|\bremind me (?:when|of)\b|"
    rf"\b(?:am i|is it|is that|are we|did it|did that|is {_VISIT})(?: \w+)? (?:booked|confirmed|set|go through)\b|"
    r"\bdo i (?:still )?have (?:a visit|an appointment|an appt)\b"
)
_CLOCK = re.compile(
    r"\b(?:(?P<how>not before|after|past|from|before|until|till|by|at|around|about|between) )?"
    r"(?P<hour>1[0-2]|0?[1-9])(?: ?(?P<minute>[0-5]\d))?(?: ?(?P<half>am|pm|ish|o ?clock))?\b"
    r"(?: (?:and|to|or) (?:(?P<end>1[0-2]|0?[1-9])(?: ?[0-5]\d)?\b|(?P<more>later|after|onwards?)"
    r"|(?P<less>earlier|before)))?"
)
_BUSY = re.compile(r"\b(?:work|working|busy|school|class|job|shift)(?: \w+)?$")
_DATE = re.compile(
    rf"\b(?:(?P<month>{'|'.join(_MONTHS)}) (?:the )?(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
    rf"|(?:the )?(?P<day2>[0-3]?\d)(?:st|nd|rd|th)? (?:of )?(?P<month2>{'|'.join(_MONTHS)})"
    r"|(?P<day3>[0-3]?\d)(?:st|nd|rd|th))\b"
)
_PAST = re.compile(r"\b(?:since|last|started|began|until|till)\b(?: \w+){0,2}$")
_NOT = re.compile(
    r"\b(?:not|no(?! (?:i|we|id|what|how|lets))|cant|cannot|dont|never|except|wont|"
    r"(?:any|every)(?:thing|time| ?day)? but)\b(?: (?!__)\w+){0,3}$"
    r"|\b(?:does it|do they) (?:always )?have to be(?: \w+){0,2}$"
)
_BAD = re.compile(
    r" (?:(?:is|are) )?(?:bad|hard|out|tough|busy|no good|no use|not)\b| (?:wont|dont|doesnt|do not|does not) work\b"
)
_IN_WEEKS = re.compile(r"\b(?:in|after) (?:a |the next )?(\w+)(?: of)? weeks?\b|\bin a week\b")
_NUMBER = re.compile(r"\d{1,2}(?:st|nd|rd|th|am|pm|ish)?|\d{3,4}(?:am|pm)")
_DAY, _ANY_DAY = timedelta(days=1), date(2000, 1, 3)
_EARLIEST_PM, _NOON = 7, 12
_SPELT_HOURS = numerals_up_to(_NOON, least=2)
"""Not "one", which mostly is one of the times."""
_SPELT_HOUR = re.compile(rf"\b(?:{'|'.join(_SPELT_HOURS)})\b", re.IGNORECASE)
_ALL_PARTS: frozenset[PartOfDay] = frozenset({"morning", "afternoon", "evening"})


def is_only_a_wish(text: str) -> bool:
    """Whether a text speaks of nothing but when to come, and says something about it."""
    words = plain(text).split()
    known = _AMONG_WORDS | _WEEKDAYS.keys() | _MONTHS.keys() | _PARTS.keys()
    if not all(word in known or word in _SPELT_HOURS or _NUMBER.fullmatch(word) for word in words):
        return False
    return _names_a_time(text) or wants_others(text) or wants_sooner(text) or wants_the_soonest(text)


def wants_others(text: str) -> bool:
    """Whether other times than those shown are asked for, whichever they are."""
    said = plain(text)
    return said in _BARE_OTHERS or bool(_OTHERS.search(said))


def wants_sooner(text: str) -> bool:
    """Whether an earlier time than those shown is asked for."""
    return bool(_SOONER.search(plain(text)))


def wants_the_soonest(text: str) -> bool:
    """Whether the first time that is free is asked for."""
    return bool(_SOONEST.search(plain(text)))


def asks_for_the_visit(text: str) -> bool:
    """Whether a text asks when a visit is that was booked ("what time was it again", "am i booked")."""
    return bool(_WHEN_IS_IT.search(plain(text)))


def read_wish(text: str, today: date) -> Wish:
    """Return when somebody would like to come; empty if the text does not say.

    Args:
        text: As it was typed.
        today: In the clinic's time zone.
    """
    said = _spelt(text)
    days, hours = _days(said, today), _hours(_DATE.sub(" ", said))
    return Wish(**days, **hours)  # type: ignore[arg-type]


def _spelt(text: str) -> str:
    """Return a text as `plain` leaves it, with "4:30pm" as "4 30 pm" and `__` where a mark parts it."""
    text = re.sub(r"\b([ap])\.m\b\.?", r"\1m", text, flags=re.IGNORECASE)
    text = _SPELT_HOUR.sub(lambda match: str(_SPELT_HOURS[match[0].casefold()]), text)
    marked = re.sub(r"[,;.!?]+(?=\s|$)", " __ ", re.sub(r"(\d):(\d)", r"\1 \2", text))
    return re.sub(r"(\d)\s*([ap])\.?m\b\.?", r"\1 \2m", plain(marked))


def _names_a_time(text: str) -> bool:
    return read_wish(text, _ANY_DAY) != Wish()


def _days(said: str, today: date) -> dict[str, object]:
    """Return what is said about the day."""
    if found := _dated(said, today):
        return {"from_day": found, "until_day": found}
    wanted, unwanted = _weekdays(said)
    span = _span(said, today)
    days: dict[str, object] = {"weekdays": frozenset(wanted - unwanted), "not_weekdays": frozenset(unwanted)}
    return {key: value for key, value in {**days, **span}.items() if value}


def _weekdays(said: str) -> tuple[set[int], set[int]]:
    """Return the weekdays that are wished for and those that are not ("not friday")."""
    wanted: set[int] = set()
    unwanted: set[int] = set()
    for match in re.finditer(r"\w+", said):
        named = _named(match[0])
        if named and not _PAST.search(said[: match.start()].rstrip()):
            (unwanted if _is_refused(said, match) else wanted).update(named)
    return wanted, unwanted


def _is_refused(said: str, match: re.Match[str]) -> bool:
    """Whether what is named does not suit: "not friday", "fridays are bad"."""
    return bool(_NOT.search(said[: match.start()].rstrip()) or _BAD.match(said, match.end()))


def _named(word: str) -> Iterable[int]:
    if word in {"weekend", "weekends"}:
        return (5, 6)
    if word in {"weekday", "weekdays"}:
        return range(5)
    return (_WEEKDAYS[word],) if word in _WEEKDAYS else ()


def _span(said: str, today: date) -> dict[str, object]:
    """Return the first and the last day of "tomorrow", "next week", "in two weeks"."""
    if match := _IN_WEEKS.search(said):
        return {"from_day": today + timedelta(weeks=_COUNTED.get(match[1] or "one", 1))}
    monday = today - timedelta(days=today.weekday())
    for words, first, last in (
        ("day after tomorrow", today + 2 * _DAY, today + 2 * _DAY),
        ("tomorrow", today + _DAY, today + _DAY),
        ("today|tonight", today, today),
        ("week after next|following week|week after that", monday + 14 * _DAY, monday + 20 * _DAY),
        ("next week|week after", monday + 7 * _DAY, monday + 13 * _DAY),
        ("this week", today, monday + 6 * _DAY),
        ("next month", (today.replace(day=1) + 32 * _DAY).replace(day=1), None),
    ):
        if match := re.search(rf"\b(?:{words})\b", said):
            if last is not None and _is_refused(said, match):
                return {"from_day": last + _DAY}  # "not this week"
            return {"from_day": first, "until_day": last}
    return {}


def _dated(said: str, today: date) -> date | None:
    """Return the next day of a date ("december 3", "the 3rd"), None if there is none."""
    match = _DATE.search(said)
    if match is None:
        return None
    day = int(match["day"] or match["day2"] or match["day3"])
    month = _MONTHS.get(match["month"] or match["month2"] or "")
    for ahead in range(13):
        year, number = divmod(today.month - 1 + ahead, 12)
        if month in (None, number + 1) and (found := _valid(today.year + year, number + 1, day)) and found >= today:
            return found
    return None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _hours(said: str) -> dict[str, object]:
    """Return what is said about the time of day."""
    if (match := _CLOCK.search(said)) and (match["how"] or match["half"] or match["minute"] or match["more"]):
        return _around(said, match)
    for words, (start, end) in _HOURS.items():
        if re.search(rf"\b{words}\b", said):
            return {key: hour for key, hour in (("from_hour", start), ("until_hour", end)) if hour is not None}
    named = [(match, _PARTS[match[0]]) for match in re.finditer(r"\w+", said) if match[0] in _PARTS]
    unwanted = {part for match, parts in named if _is_refused(said, match) for part in parts}
    wanted = {part for _, parts in named for part in parts} - unwanted
    parts = wanted or (_ALL_PARTS - unwanted if unwanted else set())
    return {"parts": frozenset(parts)} if parts else {}


def _around(said: str, match: re.Match[str]) -> dict[str, object]:
    hour = _of_day(match["hour"], match["half"])
    if match["end"] and match["how"] in {"between", "from"}:
        return {"from_hour": hour, "until_hour": max(_of_day(match["end"], match["half"]), hour + 1)}
    is_until = match["how"] in {"before", "until", "till", "by"} or match["less"]
    if is_until and not _BUSY.search(said[: match.start()].rstrip()):
        return {"until_hour": hour}
    if is_until or match["more"] or match["how"] in {"after", "past", "from", "not before"}:
        return {"from_hour": hour}
    return {"from_hour": hour, "until_hour": hour + 1}


def _of_day(number: str, half: str | None) -> int:
    """Return the hour from 0 to 23: "4" is in the afternoon, for nobody comes at four in the morning."""
    hour = int(number) % _NOON
    return hour + _NOON if half == "pm" or (half != "am" and hour < _EARLIEST_PM) else hour


def relaxed(wish: Wish) -> Iterable[Wish]:
    """Return a wish and, where nothing suits it, ever less of it: any hour of the day, any later day of its name."""
    days = replace(wish, parts=frozenset(), from_hour=None, until_hour=None)
    yield from dict.fromkeys((wish, replace(wish, until_day=None), days, replace(days, until_day=None)))


def merged(new: Wish, old: Wish) -> Wish:
    """Return a wish that is completed by an earlier one: "afternoon?", said after "thursday"."""
    days = new if _tells(new, _DAYS) else old
    hours = new if _tells(new, _HOURS_OF) else old
    return Wish(
        weekdays=days.weekdays, not_weekdays=days.not_weekdays, from_day=days.from_day, until_day=days.until_day,
        parts=hours.parts, from_hour=hours.from_hour, until_hour=hours.until_hour,
    )  # fmt: skip


_DAYS = ("weekdays", "not_weekdays", "from_day", "until_day")
_HOURS_OF = ("parts", "from_hour", "until_hour")


def _tells(wish: Wish, names: Sequence[str]) -> bool:
    return any(getattr(wish, name) not in (None, frozenset()) for name in names)
