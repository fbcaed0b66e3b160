"""Other people and animals that a message tells of without saying whose sign it is: `saw a bloke collapse`.

Where the writer may be meant all the same (`the cow is down and can not walk`) the sign is in doubt, not gone.
"""

from collections.abc import Sequence, Set
from functools import cache
from itertools import pairwise

from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.named_people import is_asked_for_another, is_of_a_named, is_of_a_pet
from backstride.nlu.people import is_of_a_thing

_REACH = 24
_ARTICLES_BEFORE = 3
_AM = frozenset({"am", "as", "being", "i", "me", "work", "become", "became", "was"})
_WHO = frozenset({"who", "whose"})
_WHO_HAVE, _ANYBODY = frozenset({"who", "that", "with", "whose"}), frozenset({"anyone", "someone", "somebody"})
_ONLINE = frozenset({"online", "on", "in", "here", "out", "there", "everywhere"})
_QUIET, _HE_OR_SHE = "less_movement", frozenset({"he", "she"})
_TWINS = frozenset({"twins"})
_SELVES = frozenset({"himself", "herself", "themselves", "itself"})
_HIS = frozenset({"his", "her", "their"})
_ME = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our"})
_WRITER, _VERB_REACH = frozenset({"i", "me", "myself", "mine", "mines"}), 6
_REPLIES = (("reply", "to"), ("replying", "to"), ("in", "reply"), ("response", "to"), ("responding", "to"))
_TO_REACH = 6


def says_of_another(message: Message, mention: Found, body: Set[str]) -> bool:
    """Tell whether a sign is said to be somebody else's (`wet himself`, `numb between her legs`, `to the lady ...`)."""
    said = message.texts[mention.first : mention.last]
    if _is_told_to_another(message, mention) or _is_of_people_who(message, mention):
        return True
    if is_of_a_named(message, mention) or is_asked_for_another(message, mention) or is_of_a_pet(message, mention):
        return True
    if _ME & set(said):
        return False
    return bool(_SELVES & set(said)) or any(a in _HIS and b in body for a, b in pairwise(said))


def _is_told_to_another(message: Message, mention: Found) -> bool:
    """Tell whether somebody who wrote before is spoken to (`to the lady with numb legs: go`, `reply to ...`)."""
    texts, words = message.texts, message.words
    first = message.opening(mention.first)
    said = texts[first : mention.first]
    if _ME & set(texts[first : mention.last]):
        return False
    if any(said[i : i + 2] in _REPLIES for i in range(min(2, len(said)))):
        return not words["answered_letters"] & set(said[:_TO_REACH])
    if said[:1] == ("to",) and words["posters"] & set(said[1:_TO_REACH]):
        return True
    is_yours = "your" in texts[max(first, mention.first - 1) : mention.last]
    end = message.sentence(mention.first)[1]
    return is_yours and any(t == "mine" for t in texts[mention.last : end])  # `your foot going floppy ..., mine never`


def _is_of_people_who(message: Message, mention: Found) -> bool:
    """Tell whether it is told of people whom nobody knows (`stories of people who ended up incontinent`)."""
    texts, words = message.texts, message.words
    first = message.opening(mention.first)
    if message.clause(mention.first).asks:
        return False  # `can you help patients who are incontinent?`
    for i in range(mention.first - 1, max(first, mention.first - _REACH) - 1, -1):
        if texts[i] in _ME or texts[i] in _ANYBODY:
            return False
        here = [text for text in texts[i + 1 : i + 4] if text not in _ONLINE]
        if texts[i] in words["people_in_general"] and set(here[:1]) & _WHO_HAVE:
            return "one" not in texts[max(first, i - _ARTICLES_BEFORE) : i] and not _ME & set(
                texts[mention.first : mention.last]
            )
    return False


def may_be_of_another(message: Message, mention: Found) -> bool:
    """Tell whether the nearest person before a sign is a bystander, with no word of the writer between the two."""
    texts, words = message.texts, message.words
    first = message.opening(mention.first)
    if _ME & set(texts[mention.first : mention.last]):
        return False
    others = _others(words["strangers"], words["groups"], words["babies"])
    for i in range(mention.first - 1, max(first, mention.first - _REACH) - 1, -1):
        if texts[i] in _ME:
            if is_of_a_thing(texts, i, words):
                continue
            if texts[i] != "i" or not _sees(message, i, mention.first):
                return False
        elif texts[i] in others:
            return _is_told_of(message, i, first, mention)
    return False


@cache
def _others(strangers: frozenset[str], groups: frozenset[str], babies: frozenset[str]) -> frozenset[str]:
    return (strangers | groups) - (babies - _TWINS)


def _sees(message: Message, at: int, end: int) -> bool:
    """Tell whether the writer only sees or looks after somebody (`the man i care for who ...`)."""
    after = message.texts[at + 1 : min(end, at + 3)]
    return bool(message.words["seeing"] & set(after))


def _is_told_of(message: Message, at: int, first: int, mention: Found) -> bool:
    """Tell whether something is told of a bystander, not what he did to the writer or found in him."""
    texts, words = message.texts, message.words
    before, after = texts[max(first, at - _ARTICLES_BEFORE) : at], texts[at + 1 : mention.first]
    is_who = bool(_WHO & set(after[:1]))
    next_word = set(after[is_who : is_who + 1])
    if (words["examining"] | words["reporting"]) & next_word or _AM & set(before):
        return False
    if at != first and not words["one_of_them"] & set(before):
        return False
    if words["to_others"] & set(before[:-1]) and not is_who:
        return False
    return _acts(message, after) and _opens(message, at, first)


def _acts(message: Message, after: Sequence[str]) -> bool:
    """Tell whether a verb follows somebody, or at once the sign itself."""
    words, near = message.words, after[:_VERB_REACH]
    verbs = words["present_verbs"] | words["past_verbs"] | words["past_forms"] | words["bare_verbs"]
    return not near or bool(verbs & set(near))


def _opens(message: Message, at: int, first: int) -> bool:
    """Tell whether a bystander is among the first words of the sentence or of its clause (`the old cow is`)."""
    start = max(first, message.clause(at).first)
    return at - start <= _ARTICLES_BEFORE


def is_done_to_me(message: Message, one: Found) -> bool:
    """Tell whether it is what somebody did to the writer, or whose medicine was taken (`had my mums oxy`)."""
    words = message.words
    if one.name not in words["done_to_me"] | words["taken_from"]:
        return False
    is_borrowed = "my" in message.texts[max(0, one.first - 1) : one.first]
    if one.name in words["done_to_me"]:
        return not _is_done_to_another(message, one)
    return is_borrowed and words["third_person"].isdisjoint(message.texts)


def _is_done_to_another(message: Message, one: Found) -> bool:
    """Tell whether a relative is who suffered it (`my dad hits her`), not the writer."""
    words, texts = message.words, message.texts
    if any(text in _WRITER and not words["asks_what"] & set(texts[max(0, i - 1) : i]) for i, text in enumerate(texts)):
        return False
    others = words["kin_adult"] | words["kin_child"] | {"him", "her"}
    return bool(others & set(texts[one.first + 1 : one.last])) and "me" not in texts


def without_unborn(message: Message, found: Sequence[Found]) -> list[Found]:
    """Return the phrases without a quiet baby where a grown relative is told of and nobody expects one."""
    words = message.words
    if words["kin_adult"].isdisjoint(message.texts) or not words["expecting"].isdisjoint(message.texts):
        return list(found)
    return [f for f in found if f.name != _QUIET or _HE_OR_SHE.isdisjoint(message.texts[f.first : f.last])]
