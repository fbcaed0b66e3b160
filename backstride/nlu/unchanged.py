"""Signs that are told to have been the same for long: `waterworks slow, but they have been slow since 2010`."""

from collections.abc import Sequence

from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.times import Time

_THEY = frozenset({"it", "they", "that", "this", "which", "them"})
_JOINING = frozenset({",", "but", "and", "although", "though", "-", "(", ".", "!", ";", "mind", "you", "as"})
_BEEN = frozenset({"been", "was", "were"})
_NEXT, _FAR = 1, 3


def is_long_so(message: Message, sign: Found, time: Time, others: Sequence[Found]) -> bool:
    """Tell whether a length of time behind a sign is its own: a pronoun has `been so` for it, and it is not worse now.

    Args:
        message: The words.
        sign: The sign of a nerve.
        time: A length of time, or since when.
        others: All phrases of the message.
    """
    texts, words = message.texts, message.words
    if time.first < sign.last:
        return False
    start, (first, last) = message.clause(time.first).first, message.sentence(time.first)
    while start < time.first and texts[start] in _JOINING:
        start += 1
    said = texts[start : time.first]
    if not said or said[0] not in _THEY or not _BEEN & set(said):
        return False
    if (words["newer"] | {"worse"}) & set(texts[first:last]):
        return False
    away = message.sentence_of[time.first] - message.sentence_of[sign.first]
    if "like" in said:
        return away <= _FAR
    named = any(f.role in ("site", "finding") and sign.last <= f.first < start for f in others)
    return away <= _NEXT and not named
