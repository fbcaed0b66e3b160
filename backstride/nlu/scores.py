"""Pain scores from 0 to 10 in a message: the pain now, and the worst.

`7/10` is one wherever it stands; a bare number is one where the words around it say so (`pain about 5`,
`6 now, 8 this morning`, `spikes to 8`). Cue words are data (content/lexicon/quantities.yml).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from backstride.nlu.number_words import At, Cues, Number, until

NOW, WORST = "pain_nrs", "pain_nrs_worst"
_HIGHEST, _PERSON_REACH, _SKIPPED = 10, 6, 5
_STOPS = frozenset({",", ".", ";", "\n", "and", "then", "but", "now"})
_WORST_BEFORE, _WORST_AFTER = 4, 6
_PAIR = 2
_I_AM_A = (("i", "am", "a"), ("i", "am", "an"), ("am", "at", "a"), ("am", "at", "an"))
_SENTENCE, _AFTER_WORST = frozenset({".", "\n"}), frozenset({"", ",", ".", "and", "but", ";", ")", "!", "when"})
_THIS = (("this",), ("last",), ("past",))
_AVERAGE = frozenset({"average", "avg", "averages", "averaging"})
_RECENTLY = frozenset({"overnight", "yesterday"})
_CLAUSE_ENDS = frozenset({",", ".", ";", "\n", "and", "but", "then"})
_TODAY = frozenset({"now", "today", "currently"})
OUT_OF = frozenset({"/", "10", "out", "of", "ten"})
_THEN_REACH, _AT_FIRST = 4, ("at", "first")


def read_scores(numbers: Sequence[At], words: Cues) -> list[Number]:
    """Return the pain scores among the numbers of a message, in order.

    Of two, the higher is the worst if nothing else says which; what was (`was a 7, is a 2 today`) is left out.
    """
    small = [at for at in numbers if 0 <= at.number <= _HIGHEST]
    ats = [at for at in small if _is_score(at, words)]
    if ats:
        ats = [at for at in small if at in ats or _is_second(at, words)]
        ats = [at for at in ats if not _AVERAGE & {*at.before[-2:]}] or ats
    of_now = [at for at in ats if not was_then(at, words)]
    todays = [at for at in of_now if not _is_past(at, words) or _is_of_last_night(at)] or of_now
    if not todays:
        return [Number(WORST, at.number, at.first, at.first + 1) for at in ats]
    scores = [Number(_kind(at, words), at.number, at.first, at.first + 1) for at in todays]
    if len(scores) == _PAIR and {s.finding for s in scores} == {NOW}:
        low, high = sorted(scores, key=lambda score: score.value or 0)
        return [replace(s, finding=WORST) if s is high and s is not low else s for s in scores]
    return scores


def _is_score(at: At, words: Cues) -> bool:
    if words.follows(at, "not_score") and not (at.before[-2:-1] in _THIS and _is_called_worst(at, words)):
        return False
    if words.leads(at, "of_ten") or _is_between(at):
        return True
    if _is_called_worst(at, words):
        return True
    if words["people"] & set(at.before[-_PERSON_REACH:]):
        return False
    lead = tuple(_filler(at.before[::-1], words))
    head = at.before[-1 - len(lead)] if len(at.before) > len(lead) else ""
    return _is_said_to_be_now(at, lead, head, words) or _ends_a_thought(at, lead, head, words)


def _is_between(at: At) -> bool:
    """Tell whether it bounds a range (`between a 5 and a 7`)."""
    return at.before[-2:] == ("between", "a") and at.after[:2] == ("and", "a")


def _is_called_worst(at: At, words: Cues) -> bool:
    """Tell whether it ends a thought that says what the worst was (`worst in the last 24 hours was 6`)."""
    since = until(at.before[::-1], _SENTENCE)
    named = next((i for i, word in enumerate(since) if word in words["score_worst"]), None)
    return named is not None and set(since[:named]) <= words["worst_glue"] and at.unit in _AFTER_WORST


def _is_of_last_night(at: At) -> bool:
    said = until(at.before[::-1], _CLAUSE_ENDS)
    is_named = ("night", "last") in pairwise(said) or bool(_RECENTLY & set(said))  # `last night it was an 8`
    return is_named or at.after[:2] == ("last", "night") or at.unit in _RECENTLY


def _is_said_to_be_now(at: At, lead: Sequence[str], head: str, words: Cues) -> bool:
    """Tell whether it begins a thought before a word of today (`6 now`, `a dull 3 in my back`)."""
    if head not in words["score_starts"]:
        return False
    has_article = bool(words["score_articles"] & set(lead))
    return at.unit == "in" if has_article else words.leads(at, "score_now")


def _ends_a_thought(at: At, lead: Sequence[str], head: str, words: Cues) -> bool:
    """Tell whether it ends a thought that is about a score (`pain about 5`, `i would say 7`, `spikes to 8`)."""
    if at.unit and at.unit not in words["score_after"]:
        return False
    is_start = head in words["score_starts"]
    is_said = "say" in lead or (is_start and bool(_TODAY & set(lead)))
    if is_said or head in words["score_heads"] or _rises(at, words) or at.before[-3:] in _I_AM_A:
        return True
    if words["score_articles"] & set(lead[:2]):
        return is_start or bool(words["score_lead"] & {head, *lead})
    return at.previous == "," and not at.after  # `lower back, left side, 7`


def _is_second(at: At, words: Cues) -> bool:
    """Tell whether a number that begins a thought is a score where another one stands (`a 4, 8 when i bend`)."""
    lead = [word for word in at.before if word not in words["score_articles"]]
    if lead[-1:] == ["was"] and _is_of_last_night(at):
        return True
    return at.previous in words["score_starts"] and at.unit in words["score_weak_after"] and at.previous != ""


def _filler(backwards: Sequence[str], words: Cues) -> Iterator[str]:
    """Yield the small words right before a number, the nearest first (`is maybe about a`)."""
    for word in backwards[:_SKIPPED]:
        if word not in words["score_filler"]:
            return
        yield word


def _rises(at: At, words: Cues) -> bool:
    near = until(at.before[::-1], words["score_ends"])[:_WORST_BEFORE]
    return bool(words["score_rise"] & set(near)) and at.previous in words["score_filler"] | words["score_rise"]


def _kind(at: At, words: Cues) -> str:
    before, after = until(at.before[::-1], _STOPS)[:_WORST_BEFORE], list(at.after[:_WORST_AFTER])
    if after[:1] == ["/"] or after[:2] == ["out", "of"]:
        after = after[2 + (after[0] == "out") :]
    if _is_called_worst(at, words):
        return WORST
    follows = until(after, _STOPS)
    named_next = follows[1:2] != () and follows[1][0].isdigit()  # `now 3 worst 8`
    is_worst = words["score_worst"] & {*before, *(() if named_next else follows)}
    if not is_worst and _TODAY & set(until(at.before[::-1], _CLAUSE_ENDS)):
        return NOW  # `now it is up to 7`
    return WORST if is_worst or _rises(at, words) else NOW


def was_then(at: At, words: Cues) -> bool:
    """Tell whether a date right behind it says when it was (`9/10 in january`, `an 8 when it started`)."""
    said = until(tuple(word for word in at.after if word not in OUT_OF), _CLAUSE_ENDS)[:_THEN_REACH]
    is_then = words["score_then"] & set(said) or _AT_FIRST in pairwise(said)
    return bool(is_then) and "since" not in said


def _is_past(at: At, words: Cues) -> bool:
    near = set(until(at.before[::-1], _STOPS)[:_WORST_BEFORE])
    return bool(words["score_past"] & near) and not words["score_worst"] & near
