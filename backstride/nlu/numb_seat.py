"""One buttock that goes numb of sitting on it, which is a pressed nerve of the leg and no numb saddle."""

from collections.abc import Sequence

from backstride.domain.findings import Status
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found

_SADDLE, _REACH, _BEHIND = "ces_saddle", 5, 3
_ONE = frozenset({"left", "right", "l", "r", "one"})
_BOTH = frozenset(
    {"both", "other", "cheeks", "buttocks", "bums", "glutes", "between", "all", "whole", "groin", "too", "also"}
)


def without_one_numb_cheek(message: Message, found: Sequence[Found]) -> list[Found]:
    """Return the phrases without the doubt of a numb saddle where it is one buttock, and somebody sits or drives."""
    words = message.words
    doubts = [f for f in found if f.name == _SADDLE and f.status is Status.UNCERTAIN]
    if not doubts or words["sits_on_it"].isdisjoint(message.texts):
        return list(found)
    return [f for f in found if f not in doubts or not _is_one(message, f)]


def _is_one(message: Message, doubt: Found) -> bool:
    """Tell whether a doubt names one buttock with its side."""
    first, last = message.sentence(doubt.first)
    near = set(message.texts[max(first, doubt.first - _REACH) : min(last, doubt.last + _BEHIND)])
    said = set(message.texts[doubt.first : doubt.last])
    return bool(near & _ONE and said & message.words["one_of_a_seat"]) and not near & _BOTH
