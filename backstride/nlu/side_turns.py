"""Sides that take turns (`one day left, the next right`), and the other of two (`left in 2016, now the other leg`)."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from backstride.nlu.clauses import Message
from backstride.nlu.found import Found

_TAKEN_BACK, _NEAR, _SIDE_TOO = 4, 4, 3
"""In words."""
_SIDES = frozenset({"left", "right"})
NOW_WORDS = frozenset({"now", "present", "currently", "today", "nowadays"})
_ALSO = frozenset({"also", "too", "both", "and"})


def is_of_this_time(texts: Sequence[str], side: Found) -> bool:
    """Tell whether a side is told of now (`it is right now, was left`, `the first were left, this one is right`)."""
    return (
        bool(NOW_WORDS & set(texts[side.last : side.last + 2])) or "this" in texts[max(0, side.first - 4) : side.first]
    )


def has_gone_over(texts: Sequence[str], one: Found, other: Found) -> bool:
    """Tell whether the pain has left one side for the other (`... but it has moved across to the right`)."""
    lead = texts[max(one.last, other.first - _NEAR) : other.last]
    return one.name != other.name and "to" in lead and not {"also", "too"} & set(lead)


def turned_across(texts: Sequence[str], meant: Sequence[Found], word: Found, named: Sequence[Found]) -> list[Found]:
    """Return the sides with the one across from the last that was named in its place.

    Args:
        texts: The words.
        meant: The sides so far.
        word: What says `the other leg`.
        named: All words for left and right, those of another time too.
    """
    before = next((w for w in reversed(named) if w.first < word.first), None)
    if before is None:
        return list(meant)
    across = replace(word, name=next(iter(_SIDES - {before.name})))
    is_added = bool(_ALSO & set(texts[word.last : word.last + _SIDE_TOO]))
    return [*meant, across] if is_added else [*(w for w in meant if w.name != before.name), across]


def take_turns(message: Message, words: Sequence[Found]) -> bool:
    """Tell whether two sides take turns (`some days left, others right`, `left then right then left`)."""
    texts, said = message.texts, message.words
    sides = [w for w in words if w.name in _SIDES]
    changes = [(a, b) for a, b in pairwise(sides) if a.name != b.name]
    if len(changes) > 1 and all("then" in texts[a.last : b.first] for a, b in changes[:2]):
        return True
    if any(_has_moved(message, one, other) for one, other in changes):
        return True
    for one, other in changes:
        between = set(texts[one.last : other.first])
        behind = () if texts[one.last : one.last + 1] == (",",) else texts[one.last : one.last + 2]
        start = {*texts[max(0, one.first - _NEAR) : one.first], *behind}
        rest = between | set(texts[other.last : other.last + 3])
        first = (said["by_turns"] & start) | (said["by_days"] & between)
        if first and (said["in_turn"] & rest) - (first & {"today"}) and not said["not_by_turns"] & rest:
            return other.first - one.last <= 2 * _TAKEN_BACK + 2
    return False


def _has_moved(message: Message, one: Found, other: Found) -> bool:
    """Tell whether the pain has gone over from one side (`moved from my left buttock to my right`)."""
    texts = message.texts
    before, between = texts[max(0, one.first - _NEAR) : one.first + 1], texts[one.last : other.first + 1]
    is_from = "from" in before and bool(message.words["changed_sides"] & set(before))
    return is_from and "to" in between and len(between) <= _TAKEN_BACK
