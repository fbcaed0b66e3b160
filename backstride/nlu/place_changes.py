"""Places that hurt before and are named again as fine, and places that are left where another is denied."""

from collections.abc import Sequence

from backstride.domain.findings import Status
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.verdicts import is_over

_SIDES, _LIMITS = (
    frozenset({"left", "right", "both"}),
    frozenset({"past", "beyond", "below", "further", "than", "as"}),
)
_NEAR, _BEGINS, _RELATIVE = 3, 2, 9
_ANSWERS_NO = frozenset({"no", "nope", "nah"})
_PRONOUNS = frozenset({"it", "that", "they", "this", "i", "neither", "pain"})
_WELL = frozenset({"fine", "ok", "okay", "normally", "well", "normal", "perfectly", "and", "but", "both"})
_TO = frozenset({"to"})


def is_fine_now(message: Message, site: Found, free: Found) -> bool:
    """Tell whether a place is named again as free of pain (`it went to the calf. these days the calf is fine`).

    Args:
        message: The words.
        site: A place that pain has spread to.
        free: A place that is said to be free of it.
    """
    texts = message.texts
    if site.name != free.name or site.first >= free.first:
        return False
    ours, theirs = (_SIDES & set(texts[max(0, s.first - 1) : s.first]) for s in (site, free))
    first, last = message.sentence(free.first)
    is_now = bool(message.words["since_then"] & set(texts[first:last])) or is_over(message, free.last)
    is_limit = bool(_LIMITS & set(texts[max(first, free.first - _NEAR) : free.first]))
    return is_now and not is_limit and (not theirs or ours == theirs)


def is_left_over(message: Message, site: Found, sites: Sequence[Found]) -> bool:
    """Tell whether it is the rest of what another place was taken from (`not my foot, just the thigh`)."""
    free = [s for s in sites if s.status is Status.NEGATED and s.last <= site.first]
    if not free and _is_rather(message, site, sites):
        return True
    if not free or message.sentence_of[free[-1].first] != message.sentence_of[site.first]:
        return False
    others = [s for s in sites if free[-1].last <= s.first < site.first]
    rest = [i for i in range(free[-1].last, site.first) if not any(s.first <= i < s.last for s in others)]
    said = [message.texts[i] for i in rest if message.texts[i] != ","]
    return bool(message.words["left_over_begins"] & set(said[:_BEGINS])) and set(said) <= message.words["left_over"]


def _is_rather(message: Message, site: Found, sites: Sequence[Found]) -> bool:
    """Tell whether the sentence begins with it and denies another (`more in my hip and thigh, not the back`)."""
    first, end = message.sentence(site.first)
    if not any(site.last <= s.first < end and s.status is Status.NEGATED for s in sites):
        return False
    said = [i for i in range(first, site.first) if not any(s.first <= i < s.last for s in sites)]
    begins = [message.texts[i] for i in said if message.texts[i] != ","]
    is_open = bool(message.words["left_over_begins"] & set(begins[:_BEGINS]))
    return is_open and set(begins) <= message.words["left_over"]


def is_no_with_a_pronoun(lead: Sequence[str]) -> bool:
    """Tell whether the words before a denial are an answer of its own (`and no it | does not spread`)."""
    said = [word for word in lead if word not in _PRONOUNS and word != ","]
    return bool(lead) and said[-1:] != [] and said[-1] in _ANSWERS_NO


def is_at_work(message: Message, site: Found) -> bool:
    """Tell whether a limb is only said to work (`it went on monday. legs work.`)."""
    texts = message.texts
    follows = texts[site.last + 1] if site.last + 1 < len(texts) else "."
    works = texts[site.last : site.last + 1] in (("work",), ("works",), ("working",))
    return works and (not follows[0].isalnum() or follows in _WELL)


def is_way_to(message: Message, site: Found, reached: Sequence[Found]) -> bool:
    """Tell whether only a `to` parts it from a place that pain has arrived at (`front thigh to below the knee`)."""
    follows = next((s for s in reached if 0 < s.first - site.last <= _RELATIVE), None)
    if follows is None or message.sentence_of[follows.first] != message.sentence_of[site.first]:
        return False
    between = message.texts[site.last : follows.first]
    return "to" in between and set(between) <= message.words["part_words"] | _TO | {"down", "right", "over"}
