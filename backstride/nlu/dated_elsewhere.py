"""Dates that stand apart from what they date: where the sentence opens, before brackets, in the next sentence.

Whether a thing of then is over is for `past.py`; which words are a date, for `eras.py`.
"""

from backstride.nlu.boundaries import TAKES
from backstride.nlu.clauses import Message, union
from backstride.nlu.eras import goes_on_from_then, is_date, is_heading
from backstride.nlu.found import Found

_REFERRING, _WAS = frozenset({"that", "this", "it", "which"}), frozenset({"was", "happened", "were"})
_BEFORE_DATE = frozenset({"in", "back", "about", "around", "only", "the", "two", "few", "a"})
_OPENING, _FOLLOWING = 3, 40
_HAD_OPENING, _HAD_FIRST = 7, (("had",), ("i", "had"))
_LONG_OPENING, _BARE, _ANSWER = 12, 8, 4
Dates = frozenset[tuple[str, ...]]


def is_dated_elsewhere(message: Message, mention: Found, dates: Dates) -> bool:
    """Tell whether a date that stands in another clause or sentence is the mention's."""
    return (
        _opens_in_the_past(message, mention, dates)
        or goes_on_from_then(message, mention, dates) is True
        or _that_was_then(message, mention, dates)
        or _is_bracketed(message, mention, dates)
        or _is_answered_with_a_date(message, mention, dates)
    )


def _is_bracketed(message: Message, mention: Found, dates: Dates) -> bool:
    """Tell whether it stands in brackets after a date (`kidney stones 2016 (red wee, hospital)`)."""
    clause = message.clause(mention.first)
    if message.texts[clause.first] != "(" or message.words["present_verbs"] & set(
        message.texts[clause.first : clause.last]
    ):
        return False
    return any(is_date(message, i, dates) for i in range(max(0, clause.first - 4), clause.first))


def _is_answered_with_a_date(message: Message, mention: Found, dates: Dates) -> bool:
    """Tell whether a bare question is answered with a date long past (`shingles? yes, two summers ago`)."""
    first, end = message.sentence(mention.first)
    if end - first > _BARE or message.texts[end : end + 1] != ("?",) or end + 1 >= len(message.texts):
        return False
    texts, start, mine = message.texts, end + 1, message.words["first_person"]
    last = message.sentence(start)[1]
    if message.words["present_verbs"] & set(texts[start:last]) or mine & {*texts[first:end]}:
        return False
    near = range(start, min(start + _ANSWER, last))
    return any(
        is_date(message, i, dates)
        and not mine & set(texts[start : i + 1])
        and (not _WAS & set(texts[start:i]) or texts[i - 1] in _WAS | _BEFORE_DATE)  # not `it was raining last year`
        for i in near
    )


def _opens_in_the_past(message: Message, mention: Found, openings: Dates) -> bool:
    """Tell whether the sentence opens with a time long past that its later clauses share.

    `In 2019 I had a fever and could not walk` stays in 2019; `last year I hurt my back and my foot is dropping`
    does not. A sentence that begins with `when` or `after` may come to its date later (`after my crash in 2011 ...`).
    """
    first = message.opening(mention.first)
    words = message.words
    texts, now, then = message.texts, words["present_verbs"], union(words["past_verbs"], words["past_forms"])
    tells = texts[first : first + 1] in _HAD_FIRST or texts[first : first + 2] in _HAD_FIRST
    reach = _HAD_OPENING if tells else _OPENING  # `had rhabdo in 2021: brown pee, ...`
    is_when = texts[first] in words["then_openers"] or "time" in texts[first + 2 : first + 3]
    starts = range(first, min(first + (_LONG_OPENING if is_when else reach), mention.first))
    if not any(is_date(message, i, openings) and texts[max(0, i - 1)] != "since" for i in starts):
        return False
    if is_heading(message, first, mention):
        return True
    clause, last = message.clause(mention.first), max(message.clause(mention.first).last, mention.last)
    if not TAKES.isdisjoint(texts[first + 1 : mention.first]) or (
        tells and message.words["recent"] & set(texts[clause.first : last])
    ):
        return False  # `had a stent in 2018 and take clopidogrel`
    if "never" in texts[clause.first : last]:  # `after the crash in 2011 my foot was never right`
        return False
    return bool(then & set(texts[clause.first : last])) and not now & {
        *texts[first : mention.first],
        *texts[mention.first : last],
    }


def _that_was_then(message: Message, mention: Found, dates: Dates) -> bool:
    """Tell whether a date follows in a clause or sentence of its own (`could not move them. that was in 2019`)."""
    _, end = message.sentence(mention.first)
    texts = message.texts
    starts = [i for i in range(mention.last + 1, min(end, mention.last + _FOLLOWING)) if texts[i - 1] in _REFERRING]
    if any(texts[i] in _WAS and any(is_date(message, j, dates) for j in range(i + 1, min(i + 4, end))) for i in starts):
        return True
    is_said = texts[end + 1 : end + 2] == ("that",) and set(texts[end + 2 : end + 3]) & _WAS
    return bool(is_said) and any(is_date(message, j, dates) for j in range(end + 3, min(end + 5, len(texts))))
