"""What was before an operation or a time that is over: `before the op i could not pee`, `in 2014. before that yes`."""

from backstride.domain.findings import Status
from backstride.nlu.clauses import Message, union
from backstride.nlu.eras import year_at
from backstride.nlu.found import Found

_BEFORE, _OPENS, _REACH = "before", 3, 5
_THE, _THEN = frozenset({"the", "my", "that", "this", "his", "her"}), frozenset({"that", "then", "it"})
_HAVE = frozenset({"have", "has", "still", "again", "now", "lately"})
_TO_COME = frozenset({"next", "tomorrow", "coming", "upcoming", "will", "booked", "waiting", "due", "soon", "planned"})
_YEARS = frozenset({"years", "decade", "decades"})


def was_before_then(message: Message, mention: Found) -> Status | None:
    """Return the status of what was before an operation or date: past if that is years ago, else in doubt.

    Args:
        message: The words.
        mention: A finding in a sentence that opens with `before`, and that has no word of now.
    """
    texts, words = message.texts, message.words
    if _BEFORE not in texts[: mention.first]:
        return None
    index = message.sentence_of[mention.first]
    last, opening = message.sentences[index][1], message.opening(mention.first)
    at = next((i for i in range(opening, min(opening + _OPENS, mention.first)) if texts[i] == _BEFORE), None)
    if at is None or not _is_over(message, at):
        return None
    clause = message.clause(mention.first)
    said = {*texts[opening : mention.last], *texts[clause.first : clause.last]}
    is_now = not _HAVE.isdisjoint(texts[mention.last : last])
    if is_now or not said.isdisjoint(union(_HAVE, _TO_COME, words["recent"] - words["lasting"])):
        return None
    start = message.sentences[max(0, index - 1)][0]
    is_long_ago = not _YEARS.isdisjoint(texts[start:last]) or any(year_at(message, i) for i in range(start, last))
    if is_long_ago:
        return Status.HISTORICAL
    return None if mention.name in words["nearly_had"] else Status.UNCERTAIN  # `a week of pain. before that i fell`


def _is_over(message: Message, at: int) -> bool:
    """Tell whether a `before` stands before an operation that was done or refers to what was said."""
    texts, words = message.texts, message.words
    after = texts[at + 1 : at + _REACH]
    if after[:1] and after[0] in _THEN and after[1:2] and not (after[0] == "that" and after[1] in words["operations"]):
        return after[0] != "it" or not after[1][0].isalnum()
    near = [i for i, text in enumerate(after) if text in words["operations"]]
    is_named = bool(near) and set(after[: near[0]]) <= _THE | {"first", "last", "second", "back", "spinal"}
    return is_named and _TO_COME.isdisjoint(after)
