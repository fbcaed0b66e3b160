"""Sentences that only name activities, as people answer `what makes it worse` (`sitting, mostly`)."""

from collections.abc import Sequence

from backstride.nlu.clauses import Message
from backstride.nlu.found import Found

_FRAGMENT, _SHORT_END, _FEW_WORDS, _LIST_ANSWER = 3, 8, 6, 18
"""In words."""


def is_answer(
    message: Message,
    activity: Found,
    activities: Sequence[Found],
    found: Sequence[Found],
    *,
    weak: bool,
    is_timed: bool,
) -> bool:
    """Tell whether the sentence only names activities.

    Args:
        message: The words.
        activity: One of them.
        activities: All of the message.
        found: All phrases of the message.
        weak: Whether it is too common a word to answer with much else around it.
        is_timed: Whether a word like `when` ties it to something.
    """
    first, last = message.sentence(activity.first)
    texts = message.texts
    said = [text for text in texts[first:last] if text[:1].isalnum()]
    here = [f for f in activities if first <= f.first < last]
    covered = sum(text.isalnum() for f in here for text in texts[f.first : f.last])
    if len(said) - covered <= _FRAGMENT - 2 * weak:
        return not said or said[0] not in message.words["deeds_done"]
    if is_timed and _names_a_complaint(message, activity, found):
        return not weak or len(said) <= _FEW_WORDS
    is_list = texts[activity.first].endswith("ing") and not message.words["statement"] & set(texts[first:last])
    return is_list and last - first <= _LIST_ANSWER and not weak


def _names_a_complaint(message: Message, activity: Found, found: Sequence[Found]) -> bool:
    """Tell whether a place stands in the clause of the activity, or in the sentence before a `when` or `if`."""
    texts, sentence = message.texts, message.sentence_of[activity.first]
    clause = message.clause_of[activity.first]
    tied = message.words["ties"] & set(texts[max(0, activity.first - 3) : activity.first + 1])
    for told in found:
        is_here = told.role in ("site", "pain") and message.sentence_of[told.first] == sentence
        if is_here and (tied or message.clause_of[told.first] == clause):
            return True
    return bool(tied) and message.sentence(activity.first)[1] - activity.last <= _SHORT_END
