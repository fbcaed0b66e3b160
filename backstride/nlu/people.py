"""People in a message: the nearest one before a word, of whom it may be told.

What a message makes of that is asked in `whose.py` (whose complaint it is), `onlookers.py` and `bystanders.py`.
"""

from collections.abc import Sequence

from backstride.nlu.clauses import Message, Words, union

_OBJECTS, _WHO, _MINE, _WHO_REACH = frozenset({"me", "us"}), frozenset({"who", "that"}), frozenset({"mine"}), 4
_PLACING = frozenset({"in", "at", "on", "from", "down", "near"})
_SOMEBODY = frozenset({"someone", "somebody"})
_CHILD, _TO_COME = frozenset({"child", "kid"}), frozenset({"first", "second", "third", "fourth", "fifth", "expecting"})
_PARENT_OF = (("of", "a"), ("of", "an"), ("to", "a"), ("to", "an"))
_BORN, _BEARING, _BEARING_REACH = (
    frozenset({"baby", "babies", "twins"}),
    frozenset({"had", "having", "delivered", "birthed"}),
    3,
)
_OWNERS, _HANDLED = frozenset({"my", "our", "his", "her"}), frozenset({"him", "her", "them"})
_NEARBY = 120
_SELF_REACH, _A_YEAR = 6, frozenset({"a", "an", "the", "year", "years", "yr"})


def person_before(message: Message, at: int) -> str:
    """Return the nearest person named before a token of whom it may be told, "" if nobody is.

    "me" is the writer, anybody else the word for a relative, friend or stranger. Whoever is only held, counted or
    quoted is passed over. Any `i` or `my` is the writer; whether he has it or only looks on is for `onlookers.py`.
    """
    words = message.words
    first = max(message.sentence(at)[0], at - _NEARBY)
    kin = union(words["kin_adult"], words["kin_child"])
    telling = union(
        kin, words["kin_if_owned"], words["third_person"], words["strangers"], words["first_person"], _OBJECTS, _MINE
    )
    for index in range(at - 1, first - 1, -1):
        word = message.texts[index]
        is_pair = word in words["pair_ends"] and _is_pair(message.texts, max(first, index - 3), index, words)
        if not (is_pair or word in telling):
            continue
        after = message.texts[index + 1] if index + 1 < len(message.texts) else ""
        is_writer = word in kin and (is_counted_kin(message, index) or _is_the_writer(message.texts, index))
        if is_writer or _is_to_come(message.texts, index) or _is_handled(message.texts, first, index, words):
            continue
        if (word in kin or is_pair) or (
            word in words["kin_if_owned"] and _OWNERS & set(message.texts[max(first, index - 2) : index])
        ):
            if after not in words["reporting"]:
                return "me" if _is_with_me(message.texts, index) else word
        elif word in words["third_person"]:
            named = _named_before(message, index, kin)
            if named or after not in words["reporting"]:
                return named or word  # `she thinks it is a disc` names who said it
        elif word in words["strangers"] and _is_stranger(message, index, at):
            return word
        elif word in words["first_person"] and _is_of_the_writer(message, first, index, kin):
            return "me"
    return ""


def is_of_a_thing(texts: Sequence[str], at: int, words: Words) -> bool:
    """Tell whether a `my` or `our` only places somebody (`somebody in my office`, `a lad from our running club`)."""
    return texts[at - 1] in _PLACING and not words["my_things"].isdisjoint(texts[at + 1 : at + 3])


def _is_of_the_writer(message: Message, first: int, at: int, kin: frozenset[str]) -> bool:
    """Tell whether `i`, `me` or `my` speaks of the writer, not of somebody beside him (`my sister`, `in my office`)."""
    texts = message.texts
    if texts[at] in _OBJECTS and _WHO & set(texts[max(first, at - _WHO_REACH) : at]):
        return False  # `the woman who trained me broke her hip`
    if texts[at] in _MINE and texts[at - 1 : at] == ("of",):
        return False  # `a mate of mine`
    return not is_of_a_thing(texts, at, message.words) and not _owns_kin(texts, at, kin)


def _is_pair(texts: Sequence[str], first: int, at: int, words: Words) -> bool:
    """Tell whether two words are somebody of the writer's (`my little one`, `our eldest boy`)."""
    return f"{texts[at - 1]} {texts[at]}" in words["kin_pairs"] and bool(_OWNERS & set(texts[first:at]))


def is_counted_kin(message: Message, at: int) -> bool:
    """Tell whether children are only counted (`3 kids, back pain since july`), and nothing is told of them."""
    after = message.texts[at + 1] if at + 1 < len(message.texts) else ""
    is_told = after[:1].isalnum() and after not in ("and", "so", "but", "at")
    return at > 0 and message.tokens[at - 1].number is not None and not is_told


def _is_handled(texts: Sequence[str], first: int, at: int, words: Words) -> bool:
    """Tell whether somebody is only lifted or carried (`carrying my son hurts`, `picking him up`)."""
    if texts[at] in _HANDLED:
        return bool(words["handling"] & set(texts[max(first, at - 1) : at]))
    if texts[max(first, at - 2) : at - 1] == ("with",) and words["alongside"] & set(texts[max(first, at - 3) : at - 2]):
        return True  # `in bed with my husband it feels numb`
    is_kin = texts[at] in words["kin_adult"] | words["kin_child"] | words["kin_if_owned"]
    return is_kin and bool(words["handling"] & set(texts[max(first, at - 2) : at]))


def _is_stranger(message: Message, index: int, at: int) -> bool:
    """Tell whether somebody is the subject (`the dog was sick`), not an object (`i fed the dog and`) or who found it.

    `Someone` is one only with a place or a verb (`someone at work has it`), and a baby where something is said of it.
    """
    texts, words = message.texts, message.words
    first, _ = message.sentence(index)
    before, after = texts[max(first, index - 2) : index], texts[index + 1 : index + 2]
    told = union(words["reporting"], words["examining"], words["lady_things"])
    if message.clause_of[index] != message.clause_of[at] or not told.isdisjoint(after):
        return False
    if texts[index] in _SOMEBODY:
        return bool(set(after) & words["somebody_is"])
    if texts[index] in words["babies"]:
        said = texts[index + 1 : index + 3]
        return (
            before[-1:] == ("the",) and bool(set(said[:1]) & words["baby_is"]) and not set(said) & words["baby_comes"]
        )
    return bool(words["one_of_many"] & set(before[-1:])) and set(before[:-1]) <= words["before_a_subject"]


def _is_with_me(texts: Sequence[str], at: int) -> bool:
    """Tell whether the writer shares it with a relative (`me and my sister both have`, `my sister and i`)."""
    is_joined = texts[at + 1 : at + 2] == ("and",) and texts[at + 2 : at + 3] in (("i",), ("me",), ("myself",))
    return is_joined or texts[max(0, at - 3) : at] in (("me", "and", "my"), ("i", "and", "my"))


def _owns_kin(texts: Sequence[str], at: int, kin: frozenset[str]) -> bool:
    """Tell whether `my` or `our` belongs to a relative who is named right after it."""
    return texts[at] in {"my", "our"} and any(text in kin for text in texts[at + 1 : at + 4])


def _named_before(message: Message, at: int, kin: frozenset[str]) -> str:
    texts = message.texts
    return next(
        (
            texts[i]
            for i in range(at - 1, -1, -1)
            if texts[i] in kin and not (_is_to_come(texts, i) or _is_the_writer(texts, i))
        ),
        "",
    )


def _is_the_writer(texts: Sequence[str], at: int) -> bool:
    """Tell whether a word for a relative is what the writer is (`i am a mother of two`)."""
    before = texts[max(0, at - _SELF_REACH) : at]
    if texts[at + 1 : at + 3] in _PARENT_OF:
        return True  # `hi, mum of a 14 year old who runs`
    if any(before[i : i + 2] == ("i", "am") and {before[i + 2], before[-1]} & _A_YEAR for i in range(len(before) - 2)):
        return True  # `i am a miner's wife`, `i am 20 year boy`
    if before[-2:-1] == ("as",):
        return True
    return at < _SELF_REACH and before[-1:] == ("'s",) and texts[at + 1 : at + 2] == (",",)


def _is_to_come(texts: Sequence[str], at: int) -> bool:
    """Tell whether a child is not born yet and so nobody who is told of (`my wife is expecting her first child`)."""
    if texts[at] in _BORN and _BEARING & set(texts[max(0, at - _BEARING_REACH) : at]):
        return True  # `had my second baby five weeks ago`
    return texts[at] in _CHILD and bool(_TO_COME & set(texts[max(0, at - 1) : at]))
