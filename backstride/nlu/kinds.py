"""Which words for the kind of pain are taken back: `tingling? none`, `i would not call it sharp`, `neither of those`.

Whether a word stands in the reach of a `no` is judged in `context.py`; here is what other sentences and answers say.
"""

from collections.abc import Sequence

from backstride.domain.findings import Status
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.verdicts import is_over, is_told_over, shared_verdict

_CALL = frozenset({"call", "say", "describe", "class", "describing", "calling", "term", "label"})
_NOT, _BEFORE_CALL = frozenset({"not", "never", "hardly"}), 3
_REACH, _ANSWER = 8, 3
_ASKED = frozenset({"asked", "asks", "quizzed", "checked", "enquired", "inquired", "questioned"})
_OWN = frozenset({"my", "mine", "i", "me", "myself"})
_BEING = frozenset({"is", "are", "was", "were"})
_ARTICLES = frozenset({"a", "an", "the", "it", "is", "this", "so", "much"})
_NOT_ONE, _NOT_TWO = 3, 5
"""Words before it: `not`, what it is not, and the comma."""
"""After what it is not they lead to what it is."""
_TURNS = frozenset({"but", "more", "rather", "just", "though", "although", ";"})
_OF_THESE = frozenset({"those", "these", "them", "that", "the"})
_NONE = frozenset({"neither", "none"})
_GROWING = frozenset({"getting", "been", "and", "become", "becoming", "has", "have"})
_TO_PLACE = 4
_ANYTHING = frozenset({"anything", "nothing", "anywhere"})
_BACK = 2
"""Sentences before `it is neither of those` in which the words stand."""
_ADDED = frozenset({"also", "too", "even", "still", "and", "plus", "worse"})
_WAS, _WAS_REACH = frozenset({"was", "were", "used", "began", "started"}), 6
_NOW = frozenset({"now", "today", "nowadays", "currently", "lately"})


def taken_back(message: Message, found: Sequence[Found]) -> list[Found]:
    """Return the phrases with the kinds of pain negated that the message takes back.

    Args:
        message: The words.
        found: All phrases of the message with their status, in order.
    """
    found = [f.with_status(Status.PRESENT) if _is_what_it_is_instead(message, f) else f for f in found]
    found = [f for f in found if f.name != "trend" or not (_is_of_a_deed(message, f, found) or _is_no_name(message, f))]
    if "yours" in message.texts:
        found = [f.with_status(Status.OTHER_PERSON) if _is_told_to_another(message, f) else f for f in found]
    kinds = [f for f in found if f.name == "quality"]
    gone = {k for k in kinds if k.status is Status.PRESENT and _is_taken_back(message, k, kinds, found)}
    return [f.with_status(Status.NEGATED) if f in gone else f for f in found] if gone else list(found)


def _is_what_it_is_instead(message: Message, kind: Found) -> bool:
    """Tell whether it ends a sentence after what it is not (`not pain, fizzing`).

    A `no` denies a list (`no numbness, tingling`), and so does `not` with a third member.
    """
    if kind.name != "quality" or kind.status is not Status.NEGATED:
        return False
    first, last = message.sentence(kind.first)
    lead = [text for text in message.texts[first : kind.first] if text not in _ARTICLES]
    is_pair = _NOT_ONE <= len(lead) <= _NOT_TWO and lead[-1] == "," and lead.count(",") == 1
    return kind.last >= last and is_pair and "not" in lead[:-2]


def _is_of_a_deed(message: Message, trend: Found, found: Sequence[Found]) -> bool:
    """Tell whether it is no course of the complaint but what a deed does (`the pain is better when i run`)."""
    if "i" in message.texts[max(0, trend.first - 2) : trend.first] and message.texts[trend.last - 1] == "lifting":
        return True  # `if i have been lifting`
    if _GROWING & set(message.texts[trend.first : trend.last]):
        return False  # `getting tighter and tighter when i run`
    follows = message.texts[trend.last : trend.last + 1]
    if (follows and follows[0] in message.words["times_of"]) or follows == ("if",):
        return True
    if follows in (("my",), ("mileage",), ("distance",), ("weekly",)) and message.texts[trend.last - 1][:6] == "increa":
        return True  # `after increasing my mileage`
    return any(f.role == "activity" and f.first == trend.last for f in found)


def _is_taken_back(message: Message, kind: Found, kinds: Sequence[Found], found: Sequence[Found]) -> bool:
    return (
        shared_verdict(message, kind, kinds) is False
        or _is_no_name(message, kind)
        or is_over(message, kind.last)
        or _is_over_in_its_place(message, kind, found)
        or _is_told_over(message, kind, found)
        or _is_neither(message, kind)
        or _is_less_than(message, kind)
        or _is_asked_and_denied(message, kind)
        or _is_not_there(message, kind)
        or _is_of_before(message, kind, kinds)
        or _is_denied_later(message, kind, kinds, found)
    )


def _is_over_in_its_place(message: Message, kind: Found, found: Sequence[Found]) -> bool:
    """Tell whether it is over where it was (`the tingling in my toes has stopped`, `numb foot back to normal`)."""
    sites = [f for f in found if f.role == "site" and 0 <= f.first - kind.last <= _TO_PLACE]
    place = next((s for s in sites if set(message.texts[kind.last : s.first]) <= message.words["in_its_place"]), None)
    return place is not None and is_over(message, place.last)


def _is_no_name(message: Message, kind: Found) -> bool:
    """Tell whether it is a name that the writer would not give it (`would not describe it as numb or tingly`)."""
    first, _ = message.sentence(kind.first)
    texts = message.texts
    for at in range(max(first, kind.first - _REACH), kind.first):
        if texts[at] in _CALL and _NOT & set(texts[max(first, at - _BEFORE_CALL) : at]):
            between = texts[at : kind.first]
            return not _TURNS & set(between) and (kind.name == "quality" or "," not in between)
    return False


def _is_less_than(message: Message, kind: Found) -> bool:
    """Tell whether another word fits better (`tired more than sore`, `more of a burn than an ache`)."""
    texts = message.texts
    lead = texts[max(message.sentence(kind.first)[0], kind.first - _REACH) : kind.first]
    while lead and lead[-1] in message.words["of_a_kind"]:
        lead = lead[:-1]
    if lead[-1:] != ("than",) or "more" not in lead:
        return False
    at = len(lead) - 1 - lead[::-1].index("more")
    return at < len(lead) - 2 or bool(at and lead[at - 1] not in _BEING | message.words["compares_no_kind"])


def _is_asked_and_denied(message: Message, kind: Found) -> bool:
    """Tell whether somebody asked for it and the next words are no (`my gp asked about numbness. all no`)."""
    first, last = message.sentence(kind.first)
    follows = message.texts[last + 1 : last + 1 + _ANSWER]
    is_asked = not _ASKED.isdisjoint(message.texts[first : kind.first])
    return is_asked and not message.words["no_to_all_asked"].isdisjoint(follows)


def _is_told_to_another(message: Message, kind: Found) -> bool:
    """Tell whether it is what a reader of the same page has (`yours sounds like numbness`)."""
    if kind.name != "quality" or kind.status is not Status.PRESENT:
        return False
    first, _ = message.sentence(kind.first)
    lead = message.texts[first : kind.first]
    if _OWN & set(lead) or "yours" not in lead:
        return False
    at = lead.index("yours")
    return not at or lead[at - 1] not in ("like", "than")


def _is_told_over(message: Message, kind: Found, found: Sequence[Found]) -> bool:
    """Tell whether the next words say that it went (`it tingled in may but that went`)."""
    _, end = message.sentence(kind.first)
    named = [f.first for f in found if f.role in ("site", "activity", "finding") and f.first >= kind.last]
    return is_told_over(message, kind.last, min([end, *named]), message.words["went"])


def _is_neither(message: Message, kind: Found) -> bool:
    """Tell whether a sentence soon after says that it is none of what was named."""
    here = message.sentence_of[kind.first]
    for first, last in message.sentences[here + 1 : here + 1 + _BACK]:
        texts = message.texts[first:last]
        if any(
            texts[i] in _NONE and texts[i + 1 : i + 2] == ("of",) and set(texts[i + 2 : i + 3]) & _OF_THESE
            for i in range(min(len(texts), 4))
        ):
            return True
    return False


def _is_not_there(message: Message, kind: Found) -> bool:
    """Tell whether a list that it stands in is said not to be there (`any burning or tingling is not there`)."""
    _, end = message.sentence(kind.first)
    rest = message.texts[kind.last : end]
    at = next((i for i, text in enumerate(rest) if text in _BEING), len(rest))
    is_near = at <= _REACH and "," not in rest[:at] and not _TURNS & set(rest[:at])
    return is_near and rest[at + 1 : at + 2] == ("not",) and rest[at + 2 : at + 3] in (("there",), ("present",))


def _is_of_before(message: Message, kind: Found, kinds: Sequence[Found]) -> bool:
    """Tell whether it was so and another kind is what is left (`was stabbing last week, now it is just stiff`)."""
    first, _ = message.sentence(kind.first)
    texts, here = message.texts, message.sentence_of[kind.first]
    lead = texts[max(first, kind.first - _WAS_REACH) : kind.first]
    was = next((i for i, text in enumerate(lead) if text in _WAS), None)
    if was is None or _NOW & set(lead[was:]):
        return False
    for other in kinds:
        if other.value == kind.value or other.first < kind.last or message.sentence_of[other.first] > here + 1:
            continue
        between = texts[kind.last : other.first]
        since = next((i for i, text in enumerate(between) if text in _NOW), None)
        if since is None or _ADDED & set(between[since:]):
            continue
        if message.words["what_is_left"] & set(between[since + 1 :]):
            return other.status is Status.PRESENT
    return False


def _is_denied_later(message: Message, kind: Found, kinds: Sequence[Found], found: Sequence[Found]) -> bool:
    """Tell whether a later sentence says no more than that there is none (`... stiffness. There is no stiffness.`)."""
    here = message.sentence_of[kind.first]
    for other in kinds:
        if other.value == kind.value and other.first > kind.first and is_over(message, other.last):
            return True
        sentence = message.sentence_of[other.first]
        if other.value != kind.value or other.status is not Status.NEGATED or sentence <= here:
            continue
        if _ANYTHING & set(message.texts[message.sentences[sentence][0] : other.first]):
            continue  # `is there anything not tight`
        if message.words["only_then"] & set(message.texts[other.last : other.last + 1]):
            continue  # `it is not sore when i press it`
        beside = [f for f in found if message.sentence_of[f.first] == sentence and not f.overlaps(other)]
        if not any(f.role in ("site", "activity", "finding") for f in beside):
            return True
    return False
