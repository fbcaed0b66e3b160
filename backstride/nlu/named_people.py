"""People who are named, and whom a question is asked for: `dave from work had cancer`, `asking for my dad`.

A name that is a word, too (`will`, `mark`, `may`), counts only with a place behind it (`mark from work`).
"""

from collections.abc import Sequence
from itertools import pairwise

from backstride.nlu.clauses import Message, union
from backstride.nlu.found import Found

_ME = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our"})
_PLACING, _PLACE_REACH = frozenset({"from", "at", "in", "next", "down", "over", "across"}), 4
_LEADING = frozenset({"and", "because", "but", "so", "when", "mate", "like"})
_FOR, _FOR_REACH, _WHO = frozenset({"for", "about"}), 6, frozenset({"who", "that"})


def is_of_a_named(message: Message, mention: Found) -> bool:
    """Tell whether a sign is told of somebody with a name and nothing of the writer stands between the two."""
    texts, words = message.texts, message.words
    first, names = message.opening(mention.first), union(words["first_names"], words["names_and_words"])
    at = next((i for i in range(mention.first - 1, first - 1, -1) if texts[i] in names), None)
    return at is not None and _opens(texts, at, first) and _is_told_of(message, at, mention)


def _opens(texts: Sequence[str], at: int, first: int) -> bool:
    """Tell whether a name opens the sentence or a part of it."""
    return at == first or not texts[at - 1][0].isalnum() or texts[at - 1] in _LEADING


def _is_told_of(message: Message, at: int, mention: Found) -> bool:
    """Tell whether a name goes on with a verb (`had`, `lost`), not with what he said or did to the writer."""
    words = message.words
    after = message.texts[at + 1 : mention.first]
    is_placed = bool(_PLACING & set(after[:1])) or after[:1] == ("who",)
    if message.texts[at] in words["names_and_words"] and not is_placed:
        return False
    mine = [i for i, text in enumerate(after) if text in _ME]
    if any(not set(after[i + 1 : i + 3]) & words["my_things"] for i in mine):
        return False
    near = after[: _PLACE_REACH + 1] if is_placed else after[:2]
    return bool(words["name_does"] & set(near))


def is_asked_for_another(message: Message, mention: Found) -> bool:
    """Tell whether the next sentence says for whom it is asked (`... on blood thinners? asking for my dad`)."""
    texts, words = message.texts, message.words
    end = message.sentence(mention.first)[1]
    if texts[end : end + 1] != ("?",) or not words["asks_for_them"] & set(texts[end + 1 : end + 5]):
        return False
    if _ME & set(texts[mention.first : mention.last]):
        return False
    said = texts[end + 1 : end + 1 + _FOR_REACH]
    kin = words["kin_adult"] | words["kin_child"]
    if any(one in kin and after in _WHO for one, after in pairwise(said)):
        return True  # `it's my husband who takes them`
    at = next((i for i, text in enumerate(said) if text in _FOR), None)
    return at is not None and bool(kin & set(said[at + 2 : at + 4]))


def is_of_a_pet(message: Message, mention: Found) -> bool:
    """Tell whether an animal that opens the sentence is what has it (`the dog has been vomiting`)."""
    texts, words = message.texts, message.words
    first, at = message.opening(mention.first), mention.first - 1
    while at >= first and texts[at] in words["has_of_a_pet"]:
        at -= 1
    return at >= first and texts[at] in words["pets"] and set(texts[first:at]) <= words["before_a_pet"]
