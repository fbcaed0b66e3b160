"""Which words for a place are meant: `low` only beside a side or the back; `my back at work` is no `back at work`."""

from collections.abc import Sequence
from itertools import islice, pairwise

from backstride.domain.findings import Status
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found

_LOW, _BESIDE, _TURN, _FAR_TURN = "low_down", 2, 6, 12
_OPENING, _NONE_REACH = 6, 7
_TAG_REACH = 5
_IN_OR_ONLY = frozenset({"in", "only", "just", "mainly", "mostly", "purely"})
_ADDED, _SAID_OF_IT = 8, frozenset({"pain", "ache", "backache"})
_TO = frozenset({"to", "into"})
_NO_OWNERS = frozenset({"'s", "left", "right", "both"})
_OTHER_SIDES, _PART = frozenset({"right", "both", "sides"}), frozenset({"low", "lower", "upper", "my"})

_IT, _DENIALS = frozenset({"it", "which", "that", "pain"}), frozenset({"not", "no", "never"})


def is_no_mask(message: Message, mask: Found) -> bool:
    """Tell whether a mask would hide a place that is meant (`my back when i sit`, `mine is left low back`)."""
    if mask.role != "mask":
        return False
    texts = message.texts
    if texts[mask.first] == "back" and mask.first > 0:
        return texts[mask.first - 1] in message.words["owners"] - _NO_OWNERS
    too = texts[mask.first : mask.last + 1] == ("right", "as", "well")  # `since monday the right as well`
    if too or (texts[mask.first] in ("left", "right") and set(texts[mask.first - 1 : mask.first]) & _PART):
        return True
    if texts[mask.first] == "right" and texts[mask.last - 1] in ("then", "now"):
        later, is_now = texts[mask.last : mask.last + _TURN], texts[mask.last - 1] == "now"
        is_one = not is_now or (texts[mask.first - 1 : mask.first] == ("is",) and "was" in later)
        return is_one and "left" in (*later, *(() if is_now else texts[max(0, mask.first - _TURN) : mask.first]))
    if texts[mask.last - 1] != "left":
        return False
    is_side = bool(set(texts[mask.last : mask.last + 1]) & message.words["after_left"])
    return is_side or bool(_OTHER_SIDES & set(texts[max(0, mask.first - _FAR_TURN) : mask.last + _TURN]))


def without_stray(places: Sequence[Found], message: Message) -> list[Found]:
    """Drop `low` and `lower` where they stand beside no side and no back (`low mood`, `lower the seat`)."""
    others = [f for f in places if f.name != _LOW and (f.role == "side" or f.name in ("back", "si_dimple"))]
    return [
        f for f in places if (f.name != _LOW or _is_beside(f, others, message)) and not _is_a_tag(message, f, places)
    ]


def _is_a_tag(message: Message, side: Found, places: Sequence[Found]) -> bool:
    """Tell whether `right` only asks for consent (`it is stress, right?`), and no place stands before it."""
    texts, at = message.texts, side.first
    if side.name != "right" or texts[max(0, at - 1) : at] != (",",) or texts[at + 1 : at + 2] != ("?",):
        return False
    return not any(f.role == "site" and at - _TAG_REACH <= f.first < at for f in places)


def _is_beside(low: Found, others: Sequence[Found], message: Message) -> bool:
    """Tell whether `low` stands beside one of the others, or alone."""
    if low.last - low.first > 1 and message.texts[low.first] != "at":
        return True
    first, last = message.sentence(low.first)
    if len(list(islice((text for text in message.texts[first:last] if text[0].isalnum()), 2))) == 1:
        return True
    if _is_added(low, others, message):
        return True
    for other in others:
        first, last = (low.last, other.first) if low.last <= other.first else (other.last, low.first)
        if 0 <= last - first <= _BESIDE and set(message.texts[first:last]) <= message.words["low_glue"]:
            return True
    return False


def _is_added(low: Found, others: Sequence[Found], message: Message) -> bool:
    """Tell whether `low` is added to a back that was named just before (`my back aches, low, all across`)."""
    texts, (first, end) = message.texts, message.sentence(low.first)
    named = any(f.name == "back" and 0 < low.first - f.last <= _ADDED for f in others)
    if not named or message.words["of_mood"] & set(texts[first:end]):
        return False
    begin = low.first
    while begin > first and texts[begin - 1] in message.words["low_is"]:
        begin -= 1
    is_part = begin == first or not texts[begin - 1][0].isalnum() or texts[begin - 1] in _SAID_OF_IT
    return is_part and (low.last >= end or not texts[low.last][0].isalnum())


def is_of_before(message: Message, place: Found) -> bool:
    """Tell whether a place belongs to a sentence about the past, and later ones tell how it is now.

    `Last year it was the right leg. This is different: ...`, `it used to be my foot, that went away`.
    """
    texts, words, (first, last) = message.texts, message.words, message.sentence(place.first)
    said = texts[first : place.first]
    used_to = "used" in said and ("used", "to") in pairwise(said)
    since = next((i + 1 for i in range(len(said) - 1, -1, -1) if said[i] == ","), 0)
    if used_to and said[since : since + 2] == ("used", "to") and words["since_then"] & set(said[:since]):
        return True  # `it is in the calf these days, used to go to the ankle`
    was = any(a in words["place_subjects"] and b in words["place_was"] for a, b in pairwise(said))
    begin = message.opening(place.first)
    opens = was and bool(words["place_then"] & set(texts[begin : begin + _OPENING]))
    if not (used_to or opens) or words["place_is"] & set(said):
        return False
    return bool(words["place_gone"] & set(texts[place.last :])) and bool(used_to or last < len(texts))


def is_where(message: Message, place: Found) -> bool:
    """Tell whether the sentence only says where it is (`it is in my calf`, `it is only the thigh`)."""
    texts, words, at = message.texts, message.words, place.first
    if texts[place.last : place.last + 1] == ("level",):
        return True  # `left sided, calf level`
    first = message.opening(at)
    while at > first and texts[at - 1] in words["part_words"] | words["where_glue"]:
        at -= 1
    return (
        at > first
        and texts[at - 1] in words["place_subjects"] | {"mine"}
        and bool(_IN_OR_ONLY & set(texts[at : place.first]))
    )


def is_backside(message: Message, place: Found, places: Sequence[Found]) -> bool:
    """Tell whether `at the back` only says on which side of another place it is."""
    at, here = place.first, message.sentence_of[place.first]
    others = any(p is not place and message.sentence_of[p.first] == here for p in places)
    return others and message.texts[max(0, at - 2) : at] == ("at", "the")


def is_another_thought(message: Message, place: Found, others: Sequence[Found]) -> bool:
    """Tell whether a `no` before it has found its end (`it is not an ache it goes from my low back ...`)."""
    if place.status is not Status.NEGATED:
        return False
    texts, (first, _) = message.texts, message.sentence(place.first)
    goes = message.words["pain_goes"]
    at = next((i for i in range(place.first - 1, first, -1) if texts[i - 1] in _IT and texts[i] in goes), first)
    no = next((i for i in range(at, first - 1, -1) if texts[i] in _DENIALS), None)
    if at == first or no is None or _DENIALS & set(texts[at : place.first]):
        return False
    return any(no < f.last and f.first >= no - 1 and f.last <= at for f in others)


def is_supposed_place(message: Message, place: Found) -> bool:
    """Tell whether pain is only supposed to reach the place (`sciatica should go to the foot`)."""
    first, _ = message.sentence(place.first)
    return bool(message.words["supposed"] & set(message.texts[first : place.first]))


def is_in_none(message: Message, place: Found) -> bool:
    """Tell whether the sentence opens with a no that holds for it (`no weight of pain in the back at all`)."""
    texts, (_, last) = message.texts, message.sentence(place.first)
    said = texts[message.opening(place.first) : place.first]
    if texts[place.last : place.last + 1] == ("included",):  # `no pain anywhere else, back included`
        return bool(message.words["none_in"] & set(said))
    starts = bool(said) and said[0] in message.words["none_in"] and len(said) <= _NONE_REACH
    if not starts or message.words["ends_none_in"] & set(said) or "," in said:
        return False
    rest = [text for text in texts[place.last : last] if text[0].isalnum()]
    return rest[:2] in ([], ["at", "all"], ["whatsoever"], ["itself"], ["proper"])


def is_short_of(message: Message, place: Found) -> bool:
    """Tell whether the pain stops before it gets there (`stops just above the knee`, `ends short of the ankle`)."""
    texts, words, at = message.texts, message.words, place.first
    first, _ = message.sentence(at)
    while at > first and texts[at - 1] in words["short_of_glue"]:
        at -= 1
    if at == first or texts[at - 1] not in words["short_of"]:
        return False
    if texts[at - 1] == "from":  # `has gone from my foot`
        goes_on = words["towards"] & set(texts[place.last : place.last + _TURN])
        return not goes_on and texts[max(first, at - 2) : at - 1] != ("went",) and _is_gone(message, first, at)
    return bool(words["stops_at"] & set(texts[max(first, at - 1 - _BESIDE) : at - 1]))


def _is_gone(message: Message, first: int, at: int) -> bool:
    return bool(message.words["went"] & set(message.texts[max(first, at - 2) : at - 1]))


def answers_how_far(message: Message, place: Found) -> bool:
    """Tell whether the message opens with it as people answer how far it goes (`to the calf, and it feels tight`)."""
    said = message.texts[: place.first]
    if said[-2:] in (("is", "all"), ("'s", "all")):
        return True  # `it is all leg`
    return bool(_TO & set(said)) and set(said) <= message.words["how_far"] | {","}
