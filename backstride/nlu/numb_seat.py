"""One buttock that goes numb of sitting on it, which is a pressed nerve of the leg and no numb saddle."""

from collections.abc import Sequence

from backstride.domain.findings import Status
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found

_SADDLE, _SEAT, _REACH, _BEHIND = "ces_saddle", "saddle", 5, 3
_ONE = frozenset({"left", "right", "l", "r", "one"})


def without_one_numb_cheek(message: Message, found: Sequence[Found]) -> list[Found]:
    """Return the phrases without the doubt of a numb saddle where it is one buttock, and its sentence tells of sitting.

    The safety question about the saddle is asked in the intake all the same.
    """
    doubts = [f for f in found if f.name == _SADDLE and f.status is Status.UNCERTAIN]
    if any(f.name == _SEAT or (f.name == _SADDLE and f not in doubts) for f in found):
        return list(found)  # `..., and between my legs`
    return [f for f in found if f not in doubts or not (_is_sat_on(message, f) and _is_one(message, f))]


def _is_sat_on(message: Message, doubt: Found) -> bool:
    return not message.words["sits_on_it"].isdisjoint(message.texts[slice(*message.sentence(doubt.first))])


def _is_one(message: Message, doubt: Found) -> bool:
    """Tell whether a doubt names one buttock with its side."""
    first, last = message.sentence(doubt.first)
    sentence = message.texts[first:last]
    near = set(message.texts[max(first, doubt.first - _REACH) : min(last, doubt.last + _BEHIND)])
    said = set(message.texts[doubt.first : doubt.last])
    words = message.words
    return bool(near & _ONE and said & words["one_of_a_seat"]) and words["both_cheeks"].isdisjoint(sentence)
