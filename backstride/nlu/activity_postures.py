"""Postures that are held for long beside a complaint: `eleven hours a day in the seat. low back stiff`.

Nothing says that they hurt, but nothing else is said to, and nobody tells a clinic of them for another reason.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from backstride.domain.findings import Status
from backstride.nlu.activity_answers import Role
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.lexicon_entries import Activity

_HELD = frozenset({"sitting_long", "standing_long", "driving", "bend_forward", "lifting"})
_COMPLAINS, _WELL = frozenset({"pain", "site", "hurts"}), frozenset({"better", "harmless", "useless", "wish"})
_REACH, _LEAST_MINUTES = 6, 10
"""In words, and in minutes."""
_HOURS, _MINUTES = frozenset({"hours", "hour", "hrs", "hr"}), frozenset({"minutes", "mins", "min"})
_LONG = frozenset(
    {("all", "day"), ("day", "long"), ("every", "day"), ("for", "hours"), ("whole", "day"), ("long", "hours")}
)


def with_long_postures(
    message: Message,
    found: Sequence[Found],
    roles: Iterable[tuple[Found, Role]],
    table: Mapping[str, Activity],
) -> Iterator[tuple[Found, Role]]:
    """Yield the activities, a posture that is held for long as what hurts if nothing else is.

    Args:
        message: The words.
        found: All phrases of the message.
        roles: Its activities with what is said of them, in order.
        table: What each activity can become.
    """
    told = list(roles)
    is_open = not any(role == "worse" for _, role in told) and any(
        f.role in _COMPLAINS and f.status is Status.PRESENT for f in found
    )
    for activity, role in told:
        is_held = is_open and not role and table[activity.name].trigger in _HELD
        yield activity, "worse" if is_held and _is_for_long(message, found, activity) else role


def _is_for_long(message: Message, found: Sequence[Found], activity: Found) -> bool:
    """Tell whether the words around it say that it is done for hours, and none that it may be done."""
    texts, tokens, (first, last) = message.texts, message.tokens, message.sentence(activity.first)
    begin, end = max(first, activity.first - _REACH), min(last, activity.last + _REACH)
    not_so = message.words["not_for_long"] & set(texts[first:end])
    if activity.status is not Status.PRESENT or texts[last : last + 1] == ("?",) or not_so:
        return False
    if any(f.role in _WELL and first <= f.first < last for f in found):
        return False
    for at in range(begin, end - 1):
        number, unit = tokens[at].number, texts[at + 1]
        if number is not None and (unit in _HOURS or (unit in _MINUTES and number >= _LEAST_MINUTES)):
            return True
    return any(pair in _LONG for pair in pairwise(texts[begin:end]))
