"""Numbers in a message that are findings: age, pain 0-10, temperature, running figures, weeks of pregnancy.

Distances become miles; a temperature is Fahrenheit or Celsius by its size. Cue words are data
(content/lexicon/quantities.yml).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from backstride.domain.findings import Status
from backstride.nlu.clauses import Message

_OVERDOSE_PILLS, _OVERDOSE_MG, _MISUSE_PILLS, _MISUSE_MG = 8, 4000, 5, 3200
"""Pills or milligrams in one message. Source: red flag rules R20 and R33 (content/red_flags.yml); 3,200 mg is the most
ibuprofen a day that is ever prescribed."""
_PILL_REACH, _TOOK_REACH = 4, 5
_FEVERS = ((100.4, 110.0), (38.0, 43.0))
_NORMAL = ((95.0, 100.4), (35.0, 38.0))
_FAHRENHEIT = _FEVERS[0][0]
_OLDEST, _ADULT, _HIGHEST_SCORE, _DAYS_A_WEEK, _LONGEST_PREGNANCY, _MILES_PER_KM = 115, 10, 10, 7, 45, 0.621
_AROUND, _START = 8, 2
_YEARS = frozenset({"year", "years"})
_LEAST_BARE_AGE, _MOST_BARE_AGE = 16, 99
_AFTER_BARE_AGE = frozenset({"and", "here"})
_YEARS_END = frozenset({"", "now", ".", ","})


@dataclass(frozen=True, slots=True)
class Number:
    """A finding of kind number, or the flag `fever` (value None), at tokens[first:last]."""

    finding: str
    value: float | None
    first: int
    last: int
    status: Status = Status.PRESENT


@dataclass(frozen=True, slots=True)
class _At:
    """A number with the words around it; `glued` if the next word follows without a space (`34f`)."""

    number: float
    first: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    glued: bool

    @property
    def unit(self) -> str:
        return self.after[0] if self.after else ""


class Numbers:
    """Reads numbers."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        """Keep the words of content/lexicon/quantities.yml."""
        groups = {name: said for name, said in words.items() if isinstance(said, list)}
        self._words = {name: frozenset(said) for name, said in groups.items()}
        self._phrases = {name: tuple(tuple(str(phrase).split()) for phrase in said) for name, said in groups.items()}

    def read(self, message: Message) -> Iterator[Number]:
        """Yield what the numbers say, in order."""
        texts, tokens = message.texts, message.tokens
        for first, token in enumerate(tokens):
            if token.number is not None:
                before, after = texts[max(0, first - _AROUND) : first], texts[first + 1 : first + 1 + _AROUND]
                at = _At(token.number, first, before, after, bool(after) and tokens[first + 1].start == token.end)
                yield from self._age(at)
                yield from self._temperature(at)
                yield from self._score(at)
                yield from self._running(at)
                yield from self._pregnancy(at)
                yield from self._pills(at)

    def _follows(self, at: _At, group: str) -> bool:
        return any(at.before[len(at.before) - len(said) :] == said for said in self._phrases[group])

    def _leads(self, at: _At, group: str) -> bool:
        return any(at.after[: len(said)] == said for said in self._phrases[group])

    def _age(self, at: _At) -> Iterator[Number]:
        if not 1 <= at.number <= _OLDEST or at.number != int(at.number) or {"was", "were"} & set(at.before[-3:]):
            return
        if self._leads(at, "age_after") or self._is_bare_age(at):
            yield Number("age", at.number, at.first, at.first + 1)

    def _is_bare_age(self, at: _At) -> bool:
        """Tell whether a number without `years old` is an age (`i am 72`, `F 24`, `my kid is 10`)."""
        after_years = at.after[1] if at.unit in _YEARS and len(at.after) > 1 else ""
        if at.unit in self._words["not_age"] or set(at.before[-1:]) & {"/", "mile"} or after_years not in _YEARS_END:
            return False
        told = at.before[-1:] in (("is",), ("'s",)) and self._words["people"] & set(at.before[-4:])
        bracketed = at.before[-1:] == ("(",) and self._words["people"] & set(at.before[-2:-1])  # `my daughter (11)`
        if self._follows(at, "age_before") or told or bracketed:
            return True
        beside = self._words["people"] & set(at.before[-1:])
        begins = not at.before and at.unit in _AFTER_BARE_AGE  # `17 and never had a period`
        introduces = self._follows(at, "adults_before") and at.first <= _START
        closes = self._leads(at, "adults_after") and (at.glued or at.first < _START)
        if beside or begins or introduces or closes:
            return at.number >= _ADULT
        return _LEAST_BARE_AGE <= at.number <= _MOST_BARE_AGE and self._stands_alone(at)

    def _stands_alone(self, at: _At) -> bool:
        """Tell whether a number stands between full stops or commas, as people add their age (`low back ache, 69`)."""
        before, after = at.before[-1:], at.after[:1]
        sexed = self._words["adults_after"] & set(after)
        return before in ((",",), (".",)) and (after in ((), (",",), (".",)) or bool(sexed))

    def _temperature(self, at: _At) -> Iterator[Number]:
        near = {*at.before[-5:], *at.after[:4]} & self._words["temperature"]
        is_named = near or (at.unit == "f" and at.number >= _FAHRENHEIT) or (at.unit == "c" and at.glued)
        is_dated = at.number != int(at.number) and self._leads(at, "fever_after")  # `39.2 tonight`
        if (is_named or is_dated) and any(low <= at.number < high for low, high in _FEVERS):
            yield Number("fever", None, at.first, at.first + 1)
        elif near & {"temp", "temperature"} and any(low <= at.number < high for low, high in _NORMAL):
            yield Number("fever", None, at.first, at.first + 1, Status.NEGATED)

    def _score(self, at: _At) -> Iterator[Number]:
        if not 0 <= at.number <= _HIGHEST_SCORE or self._follows(at, "not_score"):
            return
        ends = not at.after or at.unit in self._words["score_after"]
        article = at.before[-1:] in (("a",), ("an",), ("constant",), ("dull",), ("steady",)) and (
            len(at.before) == 1 or at.before[-2] in self._words["score_lead"]
        )
        if self._leads(at, "of_ten") or (ends and (article or self._follows(at, "score_before"))):
            worst = "worst" in (*_until_comma(at.before[::-1])[:4], *_until_comma(at.after)[:6])
            yield Number("pain_nrs_worst" if worst else "pain_nrs", at.number, at.first, at.first + 1)

    def _running(self, at: _At) -> Iterator[Number]:
        distances = self._words["miles"] | self._words["kilometres"]
        miles = round(at.number * (_MILES_PER_KM if at.unit in self._words["kilometres"] else 1.0), 1)
        per = at.after[1:2] == ("weekly",) or (at.after[2:3] == ("week",) and set(at.after[1:2]) & self._words["per"])
        if at.unit == "mpw" or (at.unit in distances and per):
            yield Number("run_miles", miles, at.first, at.first + 2)
        elif at.unit in self._words["times"] and per and at.number <= _DAYS_A_WEEK:
            if {*at.before, *at.after} & self._words["run_words"]:
                yield Number("run_days", at.number, at.first, at.first + 4)
        elif at.unit in distances and {*at.before[-4:], *_until_comma(at.after)[:4]} & self._words["long_run"]:
            yield Number("longest_run_miles", miles, at.first, at.first + 2)
        elif at.unit in distances and ("a", "week") in pairwise(at.before):  # `4 days a week, about 25 miles`
            yield Number("run_miles", miles, at.first, at.first + 2)

    def _pregnancy(self, at: _At) -> Iterator[Number]:
        near = {*at.before[-6:], *at.after} & self._words["pregnancy"]
        is_past = "ago" in at.after[:3]
        if at.unit in {"week", "weeks"} and near and at.number <= _LONGEST_PREGNANCY and not is_past:
            yield Number("preg_weeks", at.number, at.first, at.first + 2)

    def _pills(self, at: _At) -> Iterator[Number]:
        """Read how many pills or milligrams were taken (`took 10 tylenol`, `5000 mg of acetaminophen`)."""
        amount, near = at.number, at.after[:_PILL_REACH]
        weighs = at.unit in self._words["milligrams"] | self._words["grams"]
        if at.unit in self._words["grams"]:
            amount *= 1000
        drugs = [
            w for w in near if any(w in self._words[g] for g in ("acetaminophen", "anti_inflammatory", "any_pill"))
        ]
        was_taken = at.unit in drugs or bool(self._words["took"] & set(at.before[-_TOOK_REACH:]))
        if not drugs or not was_taken or (not weighs and self._words["milligrams"] & set(near[: near.index(drugs[0])])):
            return
        is_acetaminophen = any(w in self._words["acetaminophen"] for w in near)
        if is_acetaminophen and amount >= (_OVERDOSE_MG + 1 if weighs else _OVERDOSE_PILLS):
            yield Number("overdose", None, at.first, at.first + 1)
        elif amount >= (_MISUSE_MG + 1 if weighs else _MISUSE_PILLS):
            yield Number("meds_misuse", None, at.first, at.first + 1)


def _until_comma(texts: tuple[str, ...]) -> tuple[str, ...]:
    return texts[: texts.index(",")] if "," in texts else texts
