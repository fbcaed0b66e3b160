"""Which words for a place are meant: `low` only beside a side or the back; `my back at work` is no `back at work`."""

from collections.abc import Sequence

from backstride.nlu.clauses import Message
from backstride.nlu.found import Found

_LOW, _BESIDE, _TURN = "low_down", 2, 6
_NO_OWNERS = frozenset({"'s", "left", "right", "both"})
_PART = frozenset({"low", "lower", "upper", "my"})


def is_no_mask(message: Message, mask: Found) -> bool:
    """Tell whether a mask would hide a place that is meant (`my back when i sit`, `mine is left low back`)."""
    if mask.role != "mask":
        return False
    texts = message.texts
    if texts[mask.first] == "back" and mask.first > 0:
        return texts[mask.first - 1] in message.words["owners"] - _NO_OWNERS
    if texts[mask.first] in ("left", "right") and set(texts[mask.first - 1 : mask.first]) & _PART:
        return True
    if texts[mask.first : mask.last] == ("right", "then"):
        return "left" in texts[max(0, mask.first - _TURN) : mask.last + _TURN]
    if texts[mask.last - 1] != "left":
        return False
    is_side = bool(set(texts[mask.last : mask.last + 1]) & message.words["after_left"])
    return is_side or "right" in texts[max(0, mask.first - _TURN) : mask.last + _TURN]


def without_stray(places: Sequence[Found], message: Message) -> list[Found]:
    """Drop `low` and `lower` where they stand beside no side and no back (`low mood`, `lower the seat`)."""
    return [f for f in places if f.name != _LOW or _is_beside(f, places, message)]


def _is_beside(low: Found, places: Sequence[Found], message: Message) -> bool:
    if low.last - low.first > 1 and message.texts[low.first] != "at":
        return True
    first, last = message.sentence(low.first)
    if sum(text[0].isalnum() for text in message.texts[first:last]) == 1:
        return True
    for other in places:
        if (
            other.name == _LOW
            or other.overlaps(low)
            or not (other.role == "side" or other.name in ("back", "si_dimple"))
        ):
            continue
        first, last = (low.last, other.first) if low.last <= other.first else (other.last, low.first)
        between = message.texts[first:last]
        if len(between) <= _BESIDE and set(between) <= message.words["low_glue"]:
            return True
    return False
