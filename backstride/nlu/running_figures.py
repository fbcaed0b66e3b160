"""What somebody runs: miles and days a week, and the longest run. Distances become miles.

Cue words are data (content/lexicon/quantities.yml).
"""

from collections.abc import Iterator, Sequence

from backstride.domain.reply_numbers import MILES_PER_KM
from backstride.nlu.number_words import At, Cues, Number, until

MILES, DAYS, LONGEST = "run_miles", "run_days", "longest_run_miles"
_DAYS_A_WEEK, _MOST_MILES = 7, 200
_NEAR, _OTHER_SPORT = 5, 4
_COMMA = frozenset({",", "."})
_A_WEEK_SO, _ENDS = (("a", "week", ","), ("per", "week", ",")), ((), (".",), (",",))
_CHANGED_TO = (("to", "down"), ("to", "up"), ("to", "dropped"), ("to", "increased"), ("to", "cut"), ("to", "went"))
_LONG_LEAD = frozenset({"of", "is", "was", "about", "around"})
_SENTENCE = frozenset({".", "!", "?", "\n"})


def read_running(numbers: Sequence[At], texts: Sequence[str], words: Cues) -> list[Number]:
    """Return the running figures of a message; of weekly distances that change, the last (`from 20 to 35 miles`)."""
    runs = bool(set(texts) & (words["run_words"] | words["miles"] | words["kilometres"]))
    found = [number for at in numbers for number in _Figures(at, words, runs=runs).read()]
    found += [n for n in (_once(texts, at, words) for at in range(len(texts))) if n is not None] if runs else []
    weekly = [n for n in found if n.finding == MILES]
    raised = [n for n in weekly if texts[max(0, n.first - 1) : n.first] != ("from",)]
    dropped = [n for n in weekly if raised and n != raised[-1]]
    return [n for n in found if n not in dropped]


def _once(texts: Sequence[str], at: int, words: Cues) -> Number | None:
    """Read `i run twice a week`."""
    days = {"once": 1.0, "twice": 2.0}.get(texts[at])
    if not days or not set(texts[at + 1 : at + 2]) & words["per"] or texts[at + 2 : at + 3] not in (("week",), ("wk",)):
        return None
    near = set(texts[max(0, at - _OTHER_SPORT) : at])
    return Number(DAYS, days, at, at + 1) if words["run_words"] & near and not words["other_sports"] & near else None


class _Figures:
    """Reads one number."""

    def __init__(self, at: At, words: Cues, *, runs: bool) -> None:
        self._at, self._words, self._runs = at, words, runs

    def read(self) -> Iterator[Number]:
        at, words = self._at, self._words
        is_km = at.unit in words["kilometres"]
        is_distance = is_km or at.unit in words["miles"]
        meant = at.before[-2] if at.previous == "not" and len(at.before) > 1 and at.before[-2].isdigit() else ""
        miles = round((float(meant) if meant else at.number) * (MILES_PER_KM if is_km else 1.0), 1)
        if miles <= _MOST_MILES and self._is_longest(is_distance=is_distance):
            yield self._number(LONGEST, miles, is_distance=is_distance)
        elif (
            miles <= _MOST_MILES
            and not self._is_of_each(is_distance=is_distance)
            and self._is_weekly(is_distance=is_distance)
        ):
            yield self._number(MILES, miles, is_distance=is_distance)
        elif at.number <= _DAYS_A_WEEK and at.number == int(at.number) and (self._is_counted_out() or self._is_days()):
            yield Number(DAYS, at.number, at.first, at.first + 1 + min(len(at.after), 1))

    def _number(self, finding: str, miles: float, *, is_distance: bool) -> Number:
        return Number(finding, miles, self._at.first, self._at.first + 1 + is_distance)

    def _is_longest(self, *, is_distance: bool) -> bool:
        at, words = self._at, self._words
        before = until(at.before[::-1], _SENTENCE)
        lead = until(before, frozenset(_COMMA | words["miles"] | words["kilometres"] | words["times"]))
        if is_distance and at.after[1:2] == ("er",):
            return True
        if at.unit in words["milers"]:
            return True
        follows = until(at.after[1:], _COMMA)[:_NEAR]
        if is_distance and at.after[1:4] == (",", "longest", "i"):  # `18 miles, longest i have ever run`
            return True
        if is_distance:
            is_more = lead[:2] == ("than", "longer") or lead[:2] == ("than", "further")
            return bool(words["long_run"] & {*lead[:_NEAR], *follows}) and not (is_more or self._per_week())
        ends = not at.after or at.unit in words["figure_after"] or (at.unit == "on" and at.previous in _LONG_LEAD)
        is_long_run = "longest" in lead[:_NEAR] or bool({"run", "runs"} & set(lead[:_NEAR]) and "long" in lead[:_NEAR])
        return ends and is_long_run and self._runs

    def _is_weekly(self, *, is_distance: bool) -> bool:
        at, words = self._at, self._words
        if at.unit in words["a_week"] or (is_distance and (self._per_week() or self._of_a_week())):
            return True
        near = at.before[-_NEAR:]
        if is_distance and "weekly" in near[-2:]:
            return True
        if is_distance and words["weekly_before"] & set(at.before) and "week" in at.before:
            return True
        bare = [word for word in near if word not in words["figure_filler"]]
        if is_distance and bare[-1:] == [","] and {"days", "times", "x", "week"} & set(at.before):
            return True
        return self._is_named()

    def _is_named(self) -> bool:
        """Tell whether a bare figure is said to be the mileage (`weekly mileage: 30`, `mileage was 22, down to 12`)."""
        at, words = self._at, self._words
        lead = until(at.before[::-1], _COMMA)[:_NEAR]
        if lead[:2] in _CHANGED_TO and words["mileage"] & set(at.before):  # `mileage was 22, down to 12`
            return not at.after or at.unit in words["figure_after"]
        named = [word for word in lead if word in words["mileage"]]
        ends = not at.after or at.unit in words["figure_after"]
        return ends and bool(named) and all(w in words["mileage"] | words["figure_filler"] for w in lead[:2])

    def _per_week(self) -> bool:
        """Tell whether `a week` or the like follows the unit."""
        after = self._at.after[1:4]
        if after[:1] in (("weekly",), ("week",), ("weeks",)):
            return True
        return bool(set(after[:1]) & self._words["per"]) and after[1:2] in (("week",), ("wk",))

    def _is_of_each(self, *, is_distance: bool) -> bool:
        """Tell whether it is the length of every run (`3 runs a week, 5 miles each`)."""
        return is_distance and bool(self._words["each_run"] & set(self._at.after[1:4]))

    def _of_a_week(self) -> bool:
        """Tell whether it is what was run in one week (`ran 80 km last week`)."""
        at = self._at
        is_run = bool(self._words["run_words"] & set(until(at.before[::-1], _SENTENCE)[:_NEAR]))
        return is_run and at.after[1:3] in (("last", "week"), ("this", "week"), ("total", "week"))

    def _is_days(self) -> bool:
        at, words = self._at, self._words
        if {"not", *words["other_sports"]} & set(at.before[-_OTHER_SPORT:]):
            return False
        is_over = at.previous in ("over", "across", "in") and at.unit in ("days", "runs", "sessions", "goes")
        if is_over and bool({"week", "weekly"} & set(at.before)) and self._runs:
            return True
        if at.unit in words["times"]:
            if self._per_week() or (at.after[1:2] in (("last",), ("this",)) and at.after[2:3] == ("week",)):
                return self._runs
            return at.previous in words["run_words"] and at.unit in ("days", "times", "x") and at.after[1:2] == (",",)
        if at.unit in ("runs",):
            return bool({"week", "weekly"} & set(at.after[1:3]))
        return at.before[-3:] in (("run", "days", ":"), ("running", "days", ":"))

    def _is_counted_out(self) -> bool:
        """Tell whether it reads `all 7 days`, `four days out of seven`, or stands behind a distance a week."""
        at = self._at
        if not self._runs or {"not", *self._words["other_sports"]} & set(at.before[-_OTHER_SPORT:]):
            return False
        if at.unit == "days" and (at.previous == "all" or at.after[1:3] == ("out", "of")):
            return True
        return at.unit in self._words["times"] and at.before[-3:] in _A_WEEK_SO and at.after[1:2] in _ENDS
