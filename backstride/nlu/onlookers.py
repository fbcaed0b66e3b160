"""Messages whose writer only looks on: a relative's complaint told by who noticed it, with nothing of the writer's own.

An `i` that notices, tells, drives or worries owns no pain; one that has or feels it does (`claiming` in context.yml).
"""

from collections.abc import Sequence

from backstride.domain.findings import Status
from backstride.nlu.clauses import Message, union
from backstride.nlu.found import Found

_OPENS, _BEFORE_KIN = 40, 3
_OWNERS = frozenset({"my", "our"})
_HE_SHE = frozenset({"he", "she"})
_HIMSELF, _FOR_WHOM = frozenset({"himself", "herself"}), frozenset({"for", "about"})
_FEWEST = 2
_MY, _ME_TOO = frozenset({"my", "me", "mine", "myself"}), frozenset({("for", "me"), ("with", "me"), ("me", "too")})
_NEAR_ME = 2
_I, _ADVERBS = frozenset({"i"}), frozenset({"just", "also", "really", "still", "now", "then", "only"})
_AM_NOT = ["am", "not"]
_HAD_ONCE = (("had",), ("died",), ("got",), ("has",))
_IT_ONCE, _HAD_REACH = (("it",), ("that",), ("one",), ("the",), ("of",), ("from",), ("this",)), 5
_AT, _OF = frozenset({"at"}), frozenset({"of", "to", "from", "with", "like", "as", "and"})
_BODY = frozenset({"pain", "site", "finding", "side"})


def looked_on(message: Message, found: Sequence[Found], asked_for: str) -> str:
    """Return the relative whom a message tells of (`my husband ... i noticed his foot drops`), "" if there is none.

    Args:
        message: The words.
        found: All phrases of the message.
        asked_for: The relative for whom somebody says to write, "" if nobody does.
    """
    texts, words = message.texts, message.words
    person = asked_for or _named_first(message) or _spoken_of_as_himself(message)
    told_of = [i for i, text in enumerate(texts) if text in words["third_person"]]
    if not person or len(told_of) < _FEWEST or not _is_now(message) or _is_own(message):
        return ""
    body = [f for f in found if f.role in _BODY and f.name not in words["of_no_body"]]
    whose = [_claimed_by(message, f) for f in body]
    if "me" in whose or not whose or whose[0] != "them" or whose.count("") > whose.count("them"):
        return ""
    return person


def _claimed_by(message: Message, mention: Found) -> str:
    """Return whose a pain, place or sign is in a message that may be an onlooker's: `me`, `them`, "" if it is open.

    Stricter than `people.person_before`: an `i` has it only where it goes on with a verb of `claiming` (`i have had an
    ache`), and one who says or sees it leaves it open.
    """
    texts, words = message.texts, message.words
    kin = union(words["kin_adult"], words["kin_child"], words["kin_if_owned"])
    others = union(kin, words["third_person"])
    near = texts[max(0, mention.first - _NEAR_ME) : mention.last]
    if _MY & set(near) and not kin & {*near, *texts[mention.last : mention.last + 1]}:
        return "me"
    if others & set(texts[mention.first : mention.last]):
        return "them"
    first = message.sentence(mention.first)[0]
    for i in range(mention.first - 1, first - 1, -1):
        after = [text for text in texts[i + 1 : i + 5] if text not in _ADVERBS]
        if texts[i] in others and not words["reporting"] & set(after[:1]):
            return "them"
        if texts[i] in _I:
            is_seen = after[:2] == _AM_NOT or words["learning"] & set(after[1:2])
            is_claimed = after and after[0] in words["claiming"] and not is_seen
            return "me" if is_claimed or i + 1 == mention.first else ""
    return ""


def _named_first(message: Message) -> str:
    """Return the relative whom the opening of the message names as its subject (`not me, my partner`), "" if none."""
    texts, words = message.texts, message.words
    kin = union(words["kin_adult"], words["kin_child"])
    pairs = words["kin_pairs"]
    for i, text in enumerate(texts[:_OPENS]):
        is_pair = i > 0 and f"{texts[i - 1]} {text}" in pairs
        if not (is_pair or text in kin or text in words["kin_if_owned"]):
            continue
        before = texts[max(0, i - _BEFORE_KIN) : i]
        owned = _OWNERS & set(before) or before[-1:] == ("the",)
        owned = owned or (text in words["kin_names"] and message.opening(i) == i)  # `grandad's speech is gone`
        if owned and not _OF & set(before):
            return text if not is_pair else _child_or_not(message, i)
    return ""


def _child_or_not(message: Message, at: int) -> str:
    """Return a word for the second of a pair (`little girl`, `other half`) that says whether it is a child."""
    pair = f"{message.texts[at - 1]} {message.texts[at]}"
    return message.texts[at] if pair in message.words["grown_pairs"] else "child"


def _spoken_of_as_himself(message: Message) -> str:
    """Return `himself` where it is about him that somebody writes, as the Irish do of a husband."""
    texts = message.texts
    return next(
        (t for i, t in enumerate(texts[:_OPENS]) if t in _HIMSELF and _FOR_WHOM & set(texts[max(0, i - 1) : i])), ""
    )


def _is_now(message: Message) -> bool:
    """Tell whether something is told of him or her as it is today (`he is`, `she can not`, `he says`)."""
    texts, words = message.texts, message.words
    present, past = union(words["present_verbs"], words["reporting"]), words["past_verbs"]
    said = {texts[i + 1] for i, text in enumerate(texts[:-1]) if text in _HE_SHE}
    return any(verb in present or (verb.endswith("s") and verb not in past) for verb in said)  # `she leans`


def _is_own(message: Message) -> bool:
    """Tell whether the message turns to the writer (`same for me`, `mine is only the left`), not `at mine`."""
    texts = message.texts
    pairs = any(texts[i : i + 2] in _ME_TOO for i in range(len(texts)))
    return pairs or any(t in ("mine", "mines") and not _AT & set(texts[i - 1 : i]) for i, t in enumerate(texts))


def only_had_it(message: Message, found: Sequence[Found]) -> bool:
    """Tell whether the one relative only had the like (`worried it is cancer because my nan had it`, `had cancer`)."""
    words, texts = message.words, message.texts
    kin = words["kin_adult"] | words["kin_child"]
    named = [i for i, text in enumerate(texts) if text in kin]
    is_ill = any(f.role == "finding" and f.name in words["acute"] and f.status is Status.PRESENT for f in found)
    if not named or is_ill or words["third_person"] & set(texts):
        return False  # `mum has bone mets and her legs are weak`
    inherited = {f.first for f in found if f.role == "finding" and f.name in words["inherited"]}
    return all(
        texts[i + 1 : i + 2] in _HAD_ONCE
        and (texts[i + 2 : i + 3] in _IT_ONCE or not inherited.isdisjoint(range(i + 2, i + _HAD_REACH)))
        for i in named
    )


def turns_to_the_writer(message: Message, pains: Sequence[Found]) -> bool:
    """Tell whether a relative is told of and the writer goes on with himself (`could i be getting one? back hurts`).

    The last pain stands behind that in a sentence in which nobody else is named.
    """
    texts, words = message.texts, message.words
    if not pains or "i" not in texts:
        return False
    turn = next((i for i in range(len(texts) - 2) if " ".join(texts[i : i + 3]) in words["turns_to_me"]), None)
    if turn is None or pains[-1].first < turn or set(texts[turn + 3 : turn + 4]) & words["writing"]:
        return False
    if set(texts[turn + 3 : turn + 4]) & words["worries"] and words["present_verbs"] & set(texts[:turn]):
        return False  # `his back is bad, so i am worried`
    first, last = message.sentence(pains[-1].first)
    others = union(words["kin_adult"], words["kin_child"], words["third_person"])
    return others.isdisjoint(texts[max(first, turn) : last])
