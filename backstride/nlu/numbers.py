"""Numbers in a message that are findings: age, temperature, pills, weeks of pregnancy; pain scores and running figures.

A temperature is Fahrenheit or Celsius by its size. Cue words are data (content/lexicon/quantities.yml).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from backstride.domain.findings import Status
from backstride.domain.numerals import numerals_up_to
from backstride.nlu.clauses import Message, union
from backstride.nlu.decades import Decades
from backstride.nlu.found import Found
from backstride.nlu.number_words import At, Cues, Number, numbers_of, until
from backstride.nlu.running_figures import read_running
from backstride.nlu.score_trend import read_trend, with_score_of_now
from backstride.nlu.scores import read_scores
from backstride.nlu.told_ages import is_next, is_told_age

_OVERDOSE_PILLS, _OVERDOSE_MG, _MISUSE_PILLS, _MISUSE_MG = 8, 4000, 5, 3200
"""Pills or milligrams in one message. Source: red flag rules R20 and R33 (content/red_flags.yml); 3,200 mg is the most
ibuprofen a day that is ever prescribed."""
_TIME_UNITS = frozenset(
    {"year", "years", "yr", "yrs", "month", "months", "week", "weeks", "wks", "days", "hours", "am", "pm"}
)
_DOSE_ENDS = frozenset({"and", "+", "&", ",", "/", "plus", "with"})
_PILL_REACH, _TOOK_REACH, _A_DOSE, _NO_COUNT = 4, 5, 50, 200
_FEVERS = ((100.4, 110.0), (38.0, 43.0))
_NORMAL = ((95.0, 100.4), (35.0, 38.0))
_FAHRENHEIT = _FEVERS[0][0]
_OLDEST, _ADULT, _START = 115, 10, 2
_EARLIEST_PLUS, _LEAST_BARE_WEEKS, _LONGEST_PREGNANCY, _MONTHS_OF_PREGNANCY, _WEEKS_A_MONTH = 4, 12, 45, 10, 4.345
_OF_IT = 2
_PLUS = frozenset({("+",), ("plus",)})
_PLUS_DAYS = frozenset((day,) for day in (*numerals_up_to(6, least=1), *"0123456"))
_NOT_TODAY = frozenset({Status.HISTORICAL, Status.OTHER_PERSON})
_WEEKS, _MONTHS = frozenset({"week", "weeks"}), frozenset({"month", "months"})
_NOT_MY_AGE = frozenset({"was", "were", "kids", "children"})
_NEARLY, _LASTING = (
    frozenset({"nearly", "almost"}),
    frozenset({"for", "over", "of", "past", "last", "in", "after", "been"}),
)
_YEARS = frozenset({"year", "years"})
_LEAST_BARE_AGE, _MOST_BARE_AGE, _GROWN, _MILES_REACH = 16, 99, 18, 3
_AFTER_APPOSITION = frozenset({"", ",", ".", ":", ";", "-", ")"})
_AFTER_NOW = frozenset({"with", ",", ".", ""})
_AFTER_BARE_AGE = frozenset({"and", "here"})
_YOUNGEST_ALONE, _PAST_CLOCK = 14, 25
"""Below them it may be a score or a time of day (`8, worse today`, `woke at 3`)."""
_AFTER_AT = frozenset({"", ",", ".", "?", "!", ";", ")", "\n", "is", "and", "just", "i", "with", "but"})
_LIKE, _COMMA_ENDS = frozenset({"as", "like", "than"}), frozenset({",", ".", ":", "-", "(", "\n"})
_EXCLAIMED, _I_AM = frozenset({"?", "!"}), ("i", "am")
_CLOCK = frozenset({"woke", "wake", "wakes", "up", "bed", "start", "starts", "finish", "home", "shift", "asleep"})
_ITS = frozenset({"it", "mine", "one", "that", "this", "they", "these", "those", "which"})
_SINCE, _IT_IS = frozenset({"since", "from"}), frozenset({"is", "was", "at", "says", "said", "reads"})
_STOPS, _FEVER, _NEAR = frozenset({".", ","}), frozenset({"fever", "temperature", "temp"}), 4
_LOW_FEVER, _HIGH_FEVER = 36, 42
_LOW_FAHRENHEIT, _F = 95, ("f",)
_YEARS_END = frozenset({"", "now", ".", ",", "and", "he", "she"})
_MOST = 120
"""A message of a page or less with more numbers is no message."""


class Numbers:
    """Reads numbers."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        """Keep the words of content/lexicon/quantities.yml."""
        self._words, self._decades = Cues(words), Decades(words)

    def read(self, message: Message) -> Iterator[Number]:
        """Yield what the numbers say."""
        numbers = tuple(islice(numbers_of(message), _MOST))
        is_ill = not self._words["temperature"].isdisjoint(message.texts)
        for at in numbers:
            yield from self._age(at)
            yield from self._temperature(at, is_ill=is_ill)
            yield from self._pills(at)
        yield from self._decades.read(message)
        trends = read_trend(numbers, self._words)
        yield from with_score_of_now(read_scores(numbers, self._words), trends)
        yield from trends
        yield from read_running(numbers, message.texts, self._words)
        yield from self._pregnancy(numbers, message)

    def _age(self, at: At) -> Iterator[Number]:
        if not 1 <= at.number <= _OLDEST or at.number != int(at.number):
            return
        if _NOT_MY_AGE & set(at.before[-3:]) and at.before[-2:] != _I_AM:  # but `i have no kids i am 28`
            return
        is_pregnancy = at.after[:1] in _PLUS and at.after[1:2] in _PLUS_DAYS  # `38+2`, `38 plus two`
        if is_pregnancy or self._is_of_a_thing(at) or self._is_age_then(at):
            return
        if at.before[-1:] and at.previous in _NEARLY and _LASTING & set(at.before[-2:-1]):
            return  # `on steroids for nearly two years`
        if at.number >= _LOW_FAHRENHEIT and at.after[:1] == _F:
            return  # `101 f last night`
        if at.previous in _STOPS and _LOW_FEVER <= at.number <= _HIGH_FEVER and _FEVER & set(at.before[-_NEAR:]):
            return  # `fever. thirty nine.`
        if self._words.leads(at, "age_after") or self._is_bare_age(at) or is_told_age(at, self._words):
            yield Number("age", at.number - is_next(at), at.first, at.first + 1)

    def _is_of_a_thing(self, at: At) -> bool:
        """Tell whether a thing is so old (`two year old shoes`) or far (`60m up`)."""
        if self._words["aged_things"] & set(at.after[2:4]) and "old" in at.after[:4]:
            return True
        if at.unit == "m" and self._words["metres_after"] & set(at.after[1:2]):
            return True
        if at.unit == "m" and at.number < _GROWN and self._words["miles_before"] & set(at.before[-_MILES_REACH:]):
            return True  # `after a hilly long run, 14m`
        if at.before[-2:] == ("ours", "is"):
            return True
        is_it = at.before[-1:] in (("is",), ("are",)) and set(at.before[-2:-1]) & (_ITS | self._words["aged_things"])
        return bool(is_it) and bool(self._words["aged_things"] & set(at.before[:-1]))

    def _is_age_then(self, at: At) -> bool:
        """Tell whether it is a child's age of what is told (`broke my wrist, age 8`, `once, aged nine`)."""
        if at.previous in ("age", "aged") and _SINCE & set(until(at.before[::-1], _COMMA_ENDS)[:_PILL_REACH]):
            return True  # `bad back since age 30`
        named = at.before[-1:] in (("age",), ("aged",)) and at.number < _LEAST_BARE_AGE
        return (
            bool(named)
            and bool(self._words["past_tellers"] & set(at.before[:-1]))
            and not (self._words["people"] & set(at.before))
        )

    def _is_bare_age(self, at: At) -> bool:
        """Tell whether a number without `years old` is an age (`i am 72`, `F 24`, `my kid is 10`)."""
        after_years = at.after[1] if at.unit in _YEARS and len(at.after) > 1 else ""
        if (
            (at.unit in self._words["not_age"] and not self._is_apposition(at))
            or set(at.before[-1:]) & {"/", "mile"}
            or (after_years not in _YEARS_END and not self._is_sexed(at, after_years))
        ):
            return False
        if self._is_apposition(at) or self._is_of_a_person(at) or self._is_sexed(at, after_years):
            return True
        told = at.before[-1:] in (("is",), ("'s",)) and self._words["people"] & set(at.before[-4:])
        bracketed = at.before[-1:] == ("(",) and self._words["people"] & set(at.before[-2:-1])  # `my daughter (11)`
        if self._words.follows(at, "age_before") or told or bracketed:
            return True
        beside = self._words["people"] & set(at.before[-1:])
        begins = not at.before and at.unit in _AFTER_BARE_AGE  # `17 and never had a period`
        ends = at.unit in _AFTER_APPOSITION
        introduces = self._words.follows(at, "adults_before") and (at.first <= _START or ends)
        is_opening = at.unit == "," or (at.unit == "." and len(at.after) > 1)  # `Thirty-six. Two months.`
        begins = begins or (at.first == 0 and is_opening and at.number >= _YOUNGEST_ALONE)
        least = _LEAST_BARE_AGE if at.unit in _EXCLAIMED and not _CLOCK & set(at.before[-4:]) else _PAST_CLOCK
        is_at = at.previous == "at" and at.number >= least and at.unit in _AFTER_AT
        if is_at and not union(self._words["not_age_before"], self._words["once_at"]) & set(at.before):
            return True
        is_now = at.unit == "now" and at.before[-1:] in ((), (".",), (",",)) and at.number >= _LEAST_BARE_AGE
        is_now = is_now or (at.before[-1:] == ("now",) and at.unit in _AFTER_NOW and at.number >= _LEAST_BARE_AGE)
        closes = self._words.leads(at, "adults_after") and (at.glued or at.first < _START)
        if beside or begins or introduces or closes or is_now:
            return at.number >= _ADULT
        return _LEAST_BARE_AGE <= at.number <= _MOST_BARE_AGE and self._stands_alone(at)

    def _is_sexed(self, at: At, after_years: str) -> bool:
        """Tell whether a sex follows the years (`76 yrs male`), and they are not how long (`for 30 years male`)."""
        is_age = _LEAST_BARE_AGE <= at.number <= _MOST_BARE_AGE and at.previous != "for"
        return is_age and after_years in self._words["adults_after"] | self._words["grown_after"]

    def _is_of_a_person(self, at: At) -> bool:
        """Tell whether it says what one is (`a widow of 62`, `47, female`), and not like whom (`as a man of 30`)."""
        if not _LEAST_BARE_AGE <= at.number <= _MOST_BARE_AGE:
            return False
        if at.before[-1:] == ("of",) and self._words["aged_people"] & set(at.before[-2:-1]):
            return not _LIKE & set(at.before[-6:-2]) and at.unit != "'s"
        is_sexed = at.unit == "," and self._words["adults_after"] & set(at.after[1:2])
        return bool(is_sexed) and (not at.before or at.previous in _COMMA_ENDS)

    def _is_apposition(self, at: At) -> bool:
        """Tell whether it stands beside a person between commas (`my son, 15, ...`, `my wife, 45:`)."""
        person = at.before[-1:] == (",",) and self._words["people"] & set(at.before[-2:-1])
        return bool(person) and at.unit in _AFTER_APPOSITION

    def _stands_alone(self, at: At) -> bool:
        """Tell whether a number stands between full stops or commas, as people add their age (`low back ache, 69`)."""
        before, after = at.before[-1:], at.after[:1]
        sexed = bool(self._words["adults_after"] & set(after))
        return before in ((",",), (".",)) and (after in ((), (",",), (".",)) or sexed)

    def _temperature(self, at: At, *, is_ill: bool) -> Iterator[Number]:
        near = {*at.before[-5:], *at.after[:4]} & self._words["temperature"]
        is_named = near or (at.unit == "f" and at.number >= _FAHRENHEIT) or (at.unit == "c" and at.glued)
        is_told = self._words.leads(at, "fever_after") or (is_ill and at.previous in _IT_IS)
        is_dated = at.number != int(at.number) and is_told  # `39.2 tonight`, `no fever i said, but it is 38.9`
        if (is_named or is_dated) and any(low <= at.number < high for low, high in _FEVERS):
            yield Number("fever", None, at.first, at.first + 1)
        elif near & {"temp", "temperature"} and any(low <= at.number < high for low, high in _NORMAL):
            yield Number("fever", None, at.first, at.first + 1, Status.NEGATED)

    def _pregnancy(self, numbers: Sequence[At], message: Message) -> Iterator[Number]:
        """Yield the weeks of the writer's pregnancy: what follows `i am`, failing that any."""
        is_pregnant = bool(self._words["pregnancy"] & set(message.texts))
        found = [(at, weeks) for at in numbers for weeks in self._weeks(at, is_pregnant=is_pregnant)]
        own = [(at, weeks) for at, weeks in found if at.before[-2:] == ("i", "am")] or found
        for at, weeks in own:
            yield Number("preg_weeks", weeks, at.first, at.first + 2)

    def _weeks(self, at: At, *, is_pregnant: bool) -> Iterator[float]:
        """Yield the weeks that a number says (`26 weeks`, `38 + 2`, `8 months pregnant`)."""
        if {
            "out",
            "away",
            "into",
            "ago",
            "old",
            "post",
            "after",
            "off",
            "late",
            "early",
            "of",
            "postpartum",
            "pp",
            "partum",
            "since",
        } & set(at.after[1:3]):
            return
        beside = bool(self._words["pregnancy_beside"] & {*at.before[-4:], *at.after[1:4]})
        is_plus = at.after[:1] == ("+",) and (at.after[1:2] in _PLUS_DAYS or beside or is_pregnant)
        if is_plus and _EARLIEST_PLUS <= at.number <= _LONGEST_PREGNANCY and at.glued:
            yield at.number
        elif at.unit in _MONTHS and beside and at.number <= _MONTHS_OF_PREGNANCY:
            yield float(round(at.number * _WEEKS_A_MONTH))
        elif (at.unit in _WEEKS or (at.unit == "with" and at.glued)) and at.number <= _LONGEST_PREGNANCY:
            is_me = at.before[-2:] == ("i", "am") and at.number >= _EARLIEST_PLUS and at.after[1:2] != ("in",)
            is_lasting = self._words["lasting"] & set(at.before[-2:]) or at.number < _LEAST_BARE_WEEKS
            if beside or is_me or (is_pregnant and not is_lasting):
                yield at.number

    def _pills(self, at: At) -> Iterator[Number]:
        """Read how many pills or milligrams were taken (`took 10 tylenol`, `5000 mg of acetaminophen`)."""
        amount, near = at.number, at.after[:_PILL_REACH]
        kinds = ("acetaminophen", "anti_inflammatory", "any_pill")
        if at.unit in _TIME_UNITS or (
            at.unit in _DOSE_ENDS and (amount >= _A_DOSE or any(at.previous in self._words[k] for k in kinds))
        ):
            return  # `for six years, on tablets for it`, `taking pregabalin 75 and tramadol`
        is_said_short = amount >= _NO_COUNT and at.unit in self._words["anti_inflammatory"]  # `800 advil`
        weighs = is_said_short or at.unit in self._words["milligrams"] | self._words["grams"]
        if at.unit in self._words["grams"]:
            amount *= 1000
        drugs = [w for w in near if any(w in self._words[g] for g in kinds)]
        was_taken = at.unit in drugs or bool(self._words["took"] & set(at.before[-_TOOK_REACH:]))
        if not drugs or not was_taken or (not weighs and self._words["milligrams"] & set(near[: near.index(drugs[0])])):
            return
        is_acetaminophen = any(w in self._words["acetaminophen"] for w in near)
        if is_acetaminophen and amount >= (_OVERDOSE_MG + 1 if weighs else _OVERDOSE_PILLS):
            yield Number("overdose", None, at.first, at.first + 1)
        elif amount >= (_MISUSE_MG + 1 if weighs else _MISUSE_PILLS):
            yield Number("meds_misuse", None, at.first, at.first + 1)


def as_judged(number: Number, found: Sequence[Found]) -> Number:
    """Return a number with the status of the phrase that holds it or stands right before it, unless that is of today.

    So `10 pills a day at uni` and `a fever of 39 last winter` are past with their words.
    """
    near = (f for f in found if f.name == number.finding)
    status = next((f.status for f in near if f.first <= number.first < f.last + _OF_IT), Status.PRESENT)
    return replace(number, status=status) if status in _NOT_TODAY and number.status is Status.PRESENT else number
