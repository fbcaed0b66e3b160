"""Provisos, what would have to happen first: `if it wakes me i will ring`, `should a fever develop, i ...`.

Each is a shape of a sentence about what is not so yet (`if they put me on it`). `imagined.py` asks them for what it
does not know itself.
"""

from collections.abc import Sequence

from backstride.nlu.clauses import Message
from backstride.nlu.found import Found

_REACH = 24
_NEAR = 3
_IF = frozenset({"if", "unless", "once", "should"})
_I = frozenset({"i", "we"})
_WILL = frozenset({"will", "would", "shall", "am", "might", "should"})
_TO_COME = frozenset({"will", "would", "might", "could", "may", "going", "gonna"})
_STILL = frozenset({"now", "today", "again", "already", "tonight"})
_WOULD_IT = frozenset({"that", "it", "this"})
_TURNS = frozenset({"but", "because", "and"})


def is_not_yet_so(message: Message, mention: Found) -> bool:
    """Tell whether a finding would only come about under a condition, or is feared for a day to come."""
    texts, words = message.texts, message.words
    first, end = message.opening(mention.first), message.sentence(mention.first)[1]
    if _is_feared_to_come(texts, first, mention, words["fears_to_come"]):
        return True
    if is_proposed(message, mention):
        return True
    at = next((i for i in range(mention.first, max(first, mention.first - _REACH) - 1, -1) if texts[i] in _IF), None)
    if at is None or _STILL & set(texts[at:end]) or _TURNS & set(texts[at : mention.first]) - {"and"}:
        return False
    if texts[at] == "should":
        return at == first and _comes(message, mention, end)
    is_theirs = words["who_prescribes"] & set(texts[at + 1 : at + 1 + _NEAR])
    if is_theirs and words["gives_medicine"] & set(texts[at + 1 : mention.first]):
        return True
    is_direct = mention.first - at <= _NEAR and not words["present_verbs"] & set(texts[at + 1 : mention.first])
    return (is_direct and _is_to_call(message, mention.last, end)) or _would_it_be(
        texts, at, mention, end, words["past_verbs"]
    )


def _is_feared_to_come(texts: Sequence[str], first: int, mention: Found, fears: frozenset[str]) -> bool:
    """Tell whether a fear stands before what only will be (`worried that one of these days my leg will go`)."""
    told = range(max(first, mention.first - 1), mention.last)
    if not any(texts[i] in _TO_COME and texts[i : i + 2] != ("could", "not") for i in told):
        return False  # `one day i woke up and could not move my legs`
    before = texts[first : mention.first]
    return any(" ".join(before[i : i + size]) in fears for i in range(len(before)) for size in (1, 2, 4))


def _comes(message: Message, mention: Found, end: int) -> bool:
    """Tell whether it is said to come, up to the comma (`should a fever develop, ought i ...`)."""
    texts = message.texts
    comma = next((i for i in range(mention.last, end) if texts[i] == ","), None)
    return bool(message.words["comes_about"] & set(texts[mention.first : comma]))


def _is_to_call(message: Message, first: int, end: int) -> bool:
    """Tell whether the sentence ends with whom the writer will ask then (`... i will ring`)."""
    texts, calling = message.texts, message.words["calls_then"]
    return any(
        texts[i] in _I and texts[i + 1] in _WILL and calling & set(texts[i + 2 : i + 4]) for i in range(first, end - 2)
    )


def _would_it_be(texts: Sequence[str], at: int, mention: Found, end: int, past: frozenset[str]) -> bool:
    """Tell whether it is asked how bad it would be (`if i took two more would that be bad`)."""
    if not past & set(texts[at + 1 : mention.last]):
        return False
    return any(texts[i] == "would" and texts[i + 1] in _WOULD_IT for i in range(mention.last, end - 2))


def is_proposed(message: Message, mention: Found) -> bool:
    """Tell whether a question is about a medicine that is only thought of (`doctor is thinking of starting it`)."""
    words = message.words
    if mention.name not in words["may_be_proposed"]:
        return False
    texts, first, end = message.texts, message.opening(mention.first), message.sentence(mention.first)[1]
    if texts[first] not in words["asks_of_a_plan"] or end + 1 >= len(texts):
        return False
    start, last = message.sentence(end + (texts[end] in "?.!"))
    said = texts[start:last]
    return any(words["proposing"] & set(said[:i]) for i, text in enumerate(said) if text in words["starting"])
