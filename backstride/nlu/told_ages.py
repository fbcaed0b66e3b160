"""Ages that are told in passing: `grandad (84)`, `now 49 and`, `am 25 from Leeds`, `81 next birthday`.

The plain ways to say an age are read in `numbers.py`; word lists are data (content/lexicon/quantities.yml).
"""

from backstride.nlu.number_words import At, Cues

_YOUNGEST, _OLDEST, _WHO_REACH, _GROWN = 12, 99, 6, 18
_CLOSES, _OPENS = (
    frozenset({")", ","}),
    frozenset({"", ".", ",", "!", "?", "\n", "-", "and", "now", "(", "hi", "hello"}),
)
_TO_COME = frozenset({"next", "in", "soon"})
_WHEN = frozenset({"birthday", "month", "week", "year", "time"})
_MONTHS = frozenset(
    {"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november"}
) | frozenset({"december"})
_AS_IT_IS = (("it", "is"), ("you", "expect"), ("i", "suppose"), ("i", "expect"), ("one", "expects"))
_HOW = frozenset({"how", "many", "long", "much", "far", "often", "bad", "scale", "ten", "10", "weeks", "time", "pace"})


def is_told_age(at: At, words: Cues) -> bool:
    """Tell whether a number that stands in none of the plain ways is somebody's age.

    Args:
        at: The number.
        words: The words of content/lexicon/quantities.yml.
    """
    if not _YOUNGEST <= at.number <= _OLDEST:
        return False
    if at.previous == "(" and at.unit in _CLOSES:
        people = words["people"] | words["aged_people"] | words["adults_before"] | words["in_laws"]
        return bool(people & set(at.before[-1 - _WHO_REACH : -1]))
    if at.number < _GROWN or (at.unit in words["not_age"] and at.unit not in _TO_COME):
        return False
    is_opening = at.before[-1:] in ((), (".",), ("\n",), ("!",))
    is_asked = at.previous == "?" and at.unit == "," and not _HOW & set(at.before)
    return _is_led_to(at, words) or is_asked or (is_opening and is_next(at))


def _is_led_to(at: At, words: Cues) -> bool:
    """Tell whether `now`, `am` or `at` leads to it (`now 49 and`, `am 25 from Leeds`, `at seventy it is wear`)."""
    lead = at.before[-2:-1]
    if at.previous == "now":
        return lead in ((), (",",), (".",), ("am",), ("i",))
    if at.previous == "am" and (lead == () or lead[0] in _OPENS):
        return at.unit not in words["no_age_of_mine"]
    is_told_of = at.previous == "at" and lead in ((), (".",), (",",))
    return is_told_of and at.after[:2] in _AS_IT_IS


def is_next(at: At) -> bool:
    """Tell whether it is an age that somebody will only have (`81 next birthday`, `i am sixteen in june`)."""
    follows, then = at.unit, at.after[1:2]
    if follows == "next":
        return bool(_WHEN & set(then))
    is_told = at.before[-2:] == ("i", "am") or at.previous in ("turning", "be")
    return follows == "in" and is_told and bool(_MONTHS & set(then))
