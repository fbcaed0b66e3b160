"""Side words that only their part of the sentence tells: a bare `middle`, and one the other is measured by."""

from collections.abc import Sequence

from backstride.domain.findings import Status
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found

_MIDDLES = frozenset({"middle", "midway"})
_COMPARES, _COMPARE_REACH = frozenset({"of", "than", "to", "with", "as", "unlike", "versus", "vs"}), 4
_SIDES, _SMALL = frozenset({"left", "right"}), frozenset({"on", "in", "the", "my"})
_COMPARED_WITH = frozenset({"compared", "unlike", "versus", "vs", "twice", "double"})


def middles(message: Message, found: Sequence[Found]) -> list[Found]:
    """Return each `middle` that has its part of the sentence to itself (`low back pain, middle`), as a side."""
    texts = message.texts
    if _MIDDLES.isdisjoint(texts):
        return []
    around = message.words["of_a_middle"]
    held = {i for f in found if f.role in ("site", "side", "mask") for i in range(f.first, f.last)}
    bare = (i for i, text in enumerate(texts) if text in _MIDDLES and i not in held)
    return [Found("side", "center", None, Status.PRESENT, i, i + 1) for i in bare if _part(texts, i) <= around]


def is_compared_with(message: Message, side: Found) -> bool:
    """Tell whether it is only what the other is measured by (`twice the size of the left`, `weaker than the left`).

    `Worse on the right than the left` says that both hurt.
    """
    if side.name not in _SIDES:
        return False
    texts, (first, _) = message.texts, message.sentence(side.first)
    at = side.first + next(i for i, text in enumerate(texts[side.first : side.last]) if text not in _SMALL) - 1
    while at > first and texts[at] in _SMALL:
        at -= 1
    if at <= first or texts[at] not in _COMPARES:
        return False
    before = set(texts[max(first, at - _COMPARE_REACH) : at + 1])
    if texts[at] == "than":
        return texts[at - 1] in message.words["measured_more"]
    return bool(before & (message.words["measures"] | _COMPARED_WITH))


def _part(texts: Sequence[str], at: int) -> set[str]:
    """Return the other words between the signs before and after a token."""
    first, last = at, at + 1
    while first > 0 and texts[first - 1][0].isalnum():
        first -= 1
    while last < len(texts) and texts[last][0].isalnum():
        last += 1
    return {*texts[first:at], *texts[at + 1 : last]}
