"""Activities told by what stands around them: `same at my desk`, `put me in a car and it aches`, `none of them did`."""

from collections.abc import Sequence
from itertools import pairwise

from backstride.domain.findings import Status
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.lexicon_entries import Activity
from backstride.nlu.place_cues import NAMED_FOR_PAIN

_HURTS, _TOLD = frozenset({"worse", "pain", "trouble"}), frozenset({"worse", "harmless"})
_SPELL, _PUT_REACH, _OUTCOME, _LIST_REACH, _LEAD = 3, 7, 9, 2, 24
"""In words, and in sentences for the list."""
_OF, _MARKS, _GOOD = (
    (("of",), ("bother",), ("hurt",)),
    frozenset({",", ":", "-", "="}),
    frozenset({"better", "useless"}),
)


def of_the_same(message: Message, before: Sequence[tuple[Found, str]], activity: Found) -> str:
    """Return the role of the last one told where the same is said of it (`same thing at my desk`), "" if it is not."""
    first, here = message.opening(activity.first), message.sentence_of[activity.first]
    if message.texts[first] != "same":
        return ""
    told = [role for a, role in before if role in _TOLD and here - message.sentence_of[a.first] == 1]
    return told[-1] if told else ""


def of_being_put_to_it(message: Message, activity: Found, cues: Sequence[Found]) -> str | None:
    """Return what comes of it (`give me a three mile jog and it aches`, `sit me in a car and ...`)."""
    texts, (first, end) = message.texts, message.sentence(activity.first)
    lead = texts[max(first, activity.first - _PUT_REACH) : activity.first + 1]
    is_put = any(a in message.words["puts_to_it"] and b in message.words["put_to_it"] for a, b in pairwise(lead))
    if not is_put and not message.words["spells"] & set(lead[-_SPELL:]):
        return None
    and_at = next((i for i in range(activity.last, end) if texts[i] == "and"), end)
    said = [c for c in cues if and_at < c.first <= and_at + _OUTCOME and c.name not in NAMED_FOR_PAIN]
    told = min(said, key=lambda c: c.first, default=None)
    if told is None or told.status is not Status.PRESENT or any(activity.last <= c.first < and_at for c in cues):
        return None
    return "worse" if told.role in _HURTS else told.role


def of_none(message: Message, activity: Found, kind: Activity, cues: Sequence[Found]) -> str | None:
    """Return its role where nothing of a list is said to hurt or to help (`sitting, stairs, none of it bothers me`)."""
    if _is_tried_in_vain(message, activity, kind):
        return ""
    texts, (_, end) = message.texts, message.sentence(activity.first)
    at = next((i for i in range(activity.last, end) if texts[i] in message.words["none_of_it"]), end)
    if at == end or texts[at - 1] not in _MARKS or texts[at + 1 : at + 2] not in _OF:
        return None
    helps = any(c.role in _GOOD and c.first > at for c in cues)
    return "harmless" if kind.trigger and not helps else ""


def _is_tried_in_vain(message: Message, activity: Found, kind: Activity) -> bool:
    """Tell whether the next words say that nothing of a list of remedies helped (`i tried ... not one of them did`)."""
    if not kind.reliever:
        return False
    here, (begin, end) = message.sentence_of[activity.first], message.sentence(activity.first)
    if not message.words["tries"] & set(message.texts[max(begin, activity.first - _LEAD) : activity.first]):
        return False
    told = [message.texts[begin:end]]
    told += [message.texts[a:b] for a, b in message.sentences[here + 1 : here + 1 + _LIST_REACH]]
    opens = [f" {p} " for p in message.words["in_vain"]]
    for at, words in enumerate(told):
        said = f" {' '.join(word for word in words if word[0].isalnum())} "
        if any(p in said if at == 0 else said.startswith(p) for p in opens):
            return True
    return False
