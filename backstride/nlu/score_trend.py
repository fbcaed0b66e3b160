"""Whether pain is getting better or worse, told by two scores: `was a 7, now a 3`, `went from 8/10 to 2/10`.

A score that goes up and down (`4 now, 8 last night`, `goes from 3 to 8 when i bend`) tells no course. Cue words are
data (content/lexicon/quantities.yml).
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from backstride.nlu.found import Found
from backstride.nlu.number_words import At, Cues, Number, until
from backstride.nlu.scores import NOW, OUT_OF, WORST, was_then

_SEVERE, _TREND, _STILL_SEVERE = "severe_pain", "trend", 8
_HIGHEST, _WORDS_BETWEEN, _FROM_REACH, _NEAR, _PAIRS = 10, 16, 3, 5, 4
_CLAUSE_ENDS = frozenset({",", ".", ";", "\n", "but", "and", "then", "so", "-"})
_ARTICLES = frozenset({"a", "an"})
_THIS = frozenset({"week", "month", "days"})
_BEGAN_AT = (("started", "at"), ("began", "at"), ("started", "as"), ("was", "at"), ("from", "a"), ("started", "off"))
_RANGE = frozenset({"-", "to"})
_OF_LATE = (("these", "days"), ("this", "week"), ("this", "month"), ("right", "now"), ("at", "present"))
_USED_TO_BE = ("used", "to", "be")


def read_trend(numbers: Sequence[At], words: Cues) -> list[Number]:
    """Return the course that two scores of a message tell, as one number with the score of now, or none."""
    small = [at for at in numbers if 0 <= at.number <= _HIGHEST and at.previous not in ("/", "of")]
    near = ((a, b) for i, a in enumerate(small) for b in small[i + 1 : i + _PAIRS] if b.number != a.number)
    for one, other in near:
        if other.first - one.first > _WORDS_BETWEEN:
            continue
        if _goes_from_to(one, other, words) or (_was(one, words) and _is_now(other, words)):
            return [_course(one, other, one, other)]
        if words.leads(one, "of_ten") and not _was(one, words) and other.before[-2:] in _BEGAN_AT:
            return [_course(other, one, one, other)]  # `it is 3/10, it started at 8`
        if _is_now(one, words) and _was(other, words):
            return [_course(other, one, one, other)]
    return []


def with_score_of_now(scores: Sequence[Number], trends: Sequence[Number]) -> list[Number]:
    """Return the scores with the one of now that a course tells, if it is none (`a 10 last month, down to 4`)."""
    now = next((t for t in trends if t.value is not None and t.value not in {s.value for s in scores}), None)
    if now is None:
        return list(scores)
    before = [replace(s, finding=WORST) for s in scores]
    return [*before, Number(NOW, now.value, now.last - 1, now.last)]


def is_of_before(found: Found, numbers: Sequence[Number]) -> bool:
    """Tell whether a pain that was severe is said in scores to be less now (`9/10 in january, 3 now`)."""
    if found.name != _SEVERE:
        return False
    told = [n for n in numbers if n.finding == _TREND and n.first < found.last and found.first < n.last]
    return any(n.value is not None and n.value < _STILL_SEVERE for n in told)


def _course(before: At, after: At, first: At, last: At) -> Number:
    said = "better" if after.number < before.number else "worse"
    return Number(_TREND, after.number, first.first, last.first + 1, said=said)


def _goes_from_to(one: At, other: At, words: Cues) -> bool:
    """Tell whether a score went from one to the other (`dropped from an 8 to a 3`), once and not each time."""
    lead = one.before[-_FROM_REACH:]
    if "from" not in lead or not words["score_went"] & set(one.before[-2 * _FROM_REACH :]):
        return False
    between = [word for word in one.after[: other.first - one.first - 1] if word not in OUT_OF]
    is_to = "to" in between and set(between) <= words["score_to"]
    return is_to and (_has_scale(one, words) or _has_scale(other, words)) and not words["score_habit"] & {*other.after}


def _has_scale(at: At, words: Cues) -> bool:
    """Tell whether it is a score by itself: `7/10`, `a 7`."""
    if words.leads(at, "of_ten"):
        return True
    return at.previous in _ARTICLES and (at.unit == "" or not at.unit[0].isalnum() or at.unit in words["score_after"])


def _was(at: At, words: Cues) -> bool:
    """Tell whether the words around say that it was so at first or some time ago (`it was an 8 in june`)."""
    said = until(at.before[::-1], _CLAUSE_ENDS)[:_NEAR]
    after = until(tuple(word for word in at.after if word not in OUT_OF), _CLAUSE_ENDS)[:_NEAR]
    if words["score_up_and_down"] & {*said, *after}:
        return False
    is_past = words["score_past"] & set(said) or words["score_long_ago"] & {*said, *after} or was_then(at, words)
    is_scale = _has_scale(at, words) or (at.previous in _ARTICLES and at.unit in words["score_when"])
    is_scale = is_scale or (at.previous == "was" and not at.unit[:1].isalnum() and "now" in at.before)
    return bool(is_past) and (is_scale or at.before[-3:] == _USED_TO_BE)


def _is_now(at: At, words: Cues) -> bool:
    """Tell whether the words around say that it is so today (`now a 3`, `down to 2/10 this week`)."""
    said = until(at.before[::-1], _CLAUSE_ENDS)[:_NEAR]
    after = tuple(word for word in at.after if word not in OUT_OF and word not in _RANGE and not word.isdigit())[:2]
    is_down = bool(said) and words["score_down"] & set(said) and "to" in said
    is_this = any(a in _THIS and b in ("this", "these") for a, b in pairwise(said))  # `this week more like a 5`
    is_now = is_this or words["score_today"] & set(said) or after[:1] in (("now",), ("today",)) or is_down
    is_late = after in _OF_LATE
    is_scale = _has_scale(at, words) or is_late or at.unit == "" or at.unit in words["score_after"]
    return bool(is_now or is_late) and is_scale
