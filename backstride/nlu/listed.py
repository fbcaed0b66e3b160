"""What a list or an item of a form is answered with: `fever, chills: none of those`, `fever no, cancer yes`."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from backstride.domain.findings import Status
from backstride.nlu.boundaries import Cue
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.verdicts import says_no

_BRACKETS, _MARKS = frozenset("[("), frozenset(":=-\u2013\u2014?/")
_CLOSING, _ENDS = frozenset("])"), frozenset(".;!\n,")
_LONGEST, _STEPS, _FOLLOWING = 6, 3, 60
_HEADINGS = (("not", "have"), ("not", "got"), ("not", "had"), ("never", "had"), ("negative", "for"), ("not", "present"))
_ASIDE, _ANOTHER = 7, frozenset({"left", "right", "both", "other", "wait", "sorry", "mean"})
_NO = frozenset({"no", "nope"})
_NAME_ENDS = frozenset(",:-(\u2013\u2014")
_PARTS, _PUT, _BEFORE_PUT = frozenset({",", "/", ";", "-"}), 4, frozenset({"and", "or", "like", "so"})
_OF_ME = frozenset({"i", "my", "it", "the", "there", "you", "your", "both"})
_MY = frozenset({"my", "our"})
_AND, _NONE_WORDS = "and", frozenset({"☒", "✗", "✘", "❌", "✖", "x"})
_TICKS = frozenset({"✓", "✔", "☑", "✅"})


def listed(message: Message, mention: Found, found: Sequence[Found]) -> Status | None:
    """Return what is said of an item of a list by the list, None if it is in none.

    Args:
        message: The words.
        mention: The item.
        found: All phrases of the message.
    """
    status = _own_answer(message, mention)
    if status is None and (_is_listed_off(message, mention, found) or _is_under_a_denial(message, mention, found)):
        return Status.NEGATED
    return status


def answers_another(message: Message, cue: Cue, mention: Found, found: Sequence[Found]) -> bool:
    """Tell whether a `no` is the answer to what stands before it (`fever no, numb groin`)."""
    texts = message.texts
    following = texts[cue.last : cue.last + 1]
    if cue.last > mention.first or cue.last - cue.first > 1 or not following or following[0][0].isalnum():
        return False
    if texts[cue.last + 1 : cue.last + 2] == ("any",):
        return True  # `any fever, no, any numbness, yes`
    before = cue.first - (texts[max(0, cue.first - 1)] == ",")
    return any(f.last in (before, cue.first) and _is_bare(message, f) for f in found)


def _own_answer(message: Message, mention: Found) -> Status | None:
    """Return the answer right behind an item (`Fever [N]`, `cancer yes`), None if there is none."""
    texts, at = message.texts, mention.last
    if not _is_bare(message, mention):
        return None
    if _is_topic(message, mention):
        return Status.NEGATED
    if _is_anothers(message, mention):
        return Status.OTHER_PERSON
    while at < len(texts) and texts[at] in _BRACKETS | _MARKS:
        at += 1
    if at >= len(texts) or (at + 1 < len(texts) and texts[at + 1][0].isalnum()):
        return None
    return _of_a_word(message, at)


def _of_a_word(message: Message, at: int) -> Status | None:
    texts, word = message.texts, message.texts[at]
    if (word == _AND or word in _NONE_WORDS) and _CLOSING & set(texts[at + 1 : at + 2]):
        return Status.NEGATED if word == _AND else None  # `[N]` is spelled out as `and`; `[x]` may be a tick
    if word in message.words["item_no"]:
        return Status.NEGATED
    return Status.PRESENT if word in message.words["item_yes"] | _TICKS else None


def _is_topic(message: Message, mention: Found) -> bool:
    """Tell whether a sentence is nothing but an item and its no (`Fevers, no.`)."""
    texts, at = message.texts, mention.last
    if not _opens(message, mention.first) or texts[at : at + 1] != (",",):
        return False
    if says_no(message.words, texts[at + 1 : at + 1 + _FOLLOWING]):
        return True
    while at + 1 < len(texts) and texts[at + 1] in message.words["wrote_of_it"]:
        at += 1  # `numbness, i put none`
    answers = message.words["item_no"] | message.words["item_yes"]
    if not answers & set(texts[at + 1 : at + 2]):  # `osteoporosis, they scanned me, no.`
        comma = next((i for i in range(at + 1, min(len(texts), at + _ASIDE)) if not texts[i][0].isalnum()), at)
        at = comma if texts[comma] == "," else at
    following = texts[at + 2 : at + 3]
    is_over = not following or (following[0] in _ENDS and not _ANOTHER & set(texts[at + 3 : at + 5]))
    return bool(message.words["item_no"] & set(texts[at + 1 : at + 2])) and is_over


def _is_anothers(message: Message, mention: Found) -> bool:
    """Tell whether an item is answered with whose it is (`Cancer, my mum, not me.`, `cancer: only my nan`)."""
    texts, words, at = message.texts, message.words, mention.last
    if message.opening(mention.first) != mention.first or not set(texts[at : at + 1]) & (_MARKS | {","}):
        return False
    end = next((i for i in range(at + 1, len(texts)) if not texts[i][0].isalnum()), len(texts))
    said = [text for text in texts[at + 1 : end] if text not in words["answers_whose"]]
    kin = words["kin_adult"] | words["kin_child"]
    return bool(said) and set(said) <= kin | {"and", "or"} and bool(_MY & set(texts[at:end]))


def _opens(message: Message, at: int) -> bool:
    """Tell whether an item opens its sentence or, with an `any`, a part of it, or follows an answer."""
    texts, first = message.texts, message.opening(at)
    is_any = at > first and texts[at - 1] == "any"
    if at - is_any == first or (is_any and not texts[at - 2][0].isalnum()):
        return True
    answers = message.words["item_no"] | message.words["item_yes"]
    return at - first > 1 and texts[at - 1] == "," and texts[at - 2] in answers


def _is_bare(message: Message, mention: Found) -> bool:
    """Tell whether a mention is an item and no part of a sentence: a sign, `any` or an answer stands before it."""
    if mention.first == 0:
        return True
    before = message.texts[mention.first - 1]
    return not before[0].isalnum() or before in message.words["item_no"] | message.words["item_yes"] or before == "any"


def _is_listed_off(message: Message, mention: Found, found: Sequence[Found]) -> bool:
    """Tell whether the list is denied as a whole behind it (`fever, chills, night sweats: none of those`)."""
    first, end = message.sentence(mention.first)
    if "i" in message.texts[mention.first : mention.last]:
        return False
    stop = min(end + 1 + _STEPS, len(message.texts), mention.last + _FOLLOWING)
    openings = _first_words(message.words["none_of_them"])
    near = range(mention.last, stop)
    at = next((i for i in near if message.texts[i] in openings and _denies_all(message, i)), None)
    if at is None:
        return False
    texts = message.texts
    while at > mention.last and texts[at - 1] in message.words["before_none_of_them"]:
        at -= 1  # `... and i said no to all of it`
    colon = next((i for i in range(mention.last, min(at, end)) if texts[i] == ":"), min(at, end))
    opening = max((i + 1 for i in range(first, mention.first) if texts[i] in (":", "☐")), default=first)
    asked = [i + 1 for i in range(opening, mention.first) if texts[i] in message.words["asked"]]
    if asked:
        glue = message.words["asked_if_i"]
        opening = next((i for i in range(asked[-1], mention.first) if texts[i] not in glue), mention.first)
    return _is_nominal(message, _after_its_name(message, opening, mention.first), colon, found)


def _after_its_name(message: Message, first: int, last: int) -> int:
    """Return where a list begins that is called so (`went through the red flags with my gp, fever, numbness ...`)."""
    texts = message.texts
    named = next((i for i in range(last - 1, first - 1, -1) if texts[i] in message.words["lists"]), None)
    if named is None:
        return first
    return next((i + 1 for i in range(named, min(last, named + _LONGEST)) if texts[i] in _NAME_ENDS), first)


def _denies_all(message: Message, at: int) -> bool:
    """Tell whether `none of these` begins at a token, and does not go on with what they do."""
    texts = message.texts
    for size in range(_LONGEST, 0, -1):
        if " ".join(texts[at : at + size]) in message.words["none_of_them"]:
            following = texts[at + size : at + size + 1]
            return not following or not following[0][0].isalnum() or following[0] in message.words["after_none"]
    return False


@cache
def _first_words(phrases: frozenset[str]) -> frozenset[str]:
    """Return what phrases begin with, which saves comparing them all at every word."""
    return frozenset(phrase.split()[0] for phrase in phrases)


def _is_under_a_denial(message: Message, mention: Found, found: Sequence[Found]) -> bool:
    """Tell whether a heading denies the list (`Things I do not have: fever, chills`)."""
    first, _ = message.sentence(mention.first)
    texts = message.texts
    if (said := _no_to_all(message, first, mention.first)) is not None:
        return _is_nominal(message, said, mention.first, found)
    colon = next((i for i in range(mention.first - 1, first, -1) if texts[i] == ":"), None)
    headings = message.words["denying_headings"]
    if colon is None or not (texts[colon - 2 : colon] in _HEADINGS or texts[colon - 1] in headings):
        return False
    return _is_nominal(message, colon + 1, mention.first, found)


def _no_to_all(message: Message, first: int, last: int) -> int | None:
    """Return where a list begins that is denied before it (`no to all of those, the bladder and the numbness`)."""
    texts = message.texts
    at = next((i for i in range(first, last - 2) if texts[i] in _NO and texts[i + 1] == "to"), None)
    return None if at is None or texts[at + 2] not in message.words["all_of_these"] else at + 3


def _is_nominal(message: Message, first: int, last: int, found: Sequence[Found]) -> bool:
    """Tell whether tokens [first:last] are a list: outside of what was found no verb and no first person stands."""
    words = message.words
    covered = {i for f in found if f.role == "finding" and f.first >= first for i in range(f.first, min(f.last, last))}
    covered |= _put_as_questions(message, first, last)
    said = {message.texts[i] for i in range(first, last) if i not in covered}
    return not said & (words["first_person"] | words["present_verbs"] | words["past_verbs"] | words["breaks"])


def _put_as_questions(message: Message, first: int, last: int) -> set[int]:
    """Return the tokens of those members that are questions (`can i feel when i wipe, is my foot weak, any fever`)."""
    texts, verbs = message.texts, message.words["puts_a_question"]
    marks = [first - 1, *(i for i in range(first, last) if texts[i] in _PARTS), last]
    parts = [(low + 1, high) for low, high in pairwise(marks)]
    return {i for low, high in parts if _is_put(texts[low : min(high, low + _PUT)], verbs) for i in range(low, high)}


def _is_put(texts: Sequence[str], verbs: frozenset[str]) -> bool:
    said = [text for text in texts if text not in _BEFORE_PUT]
    return bool(said[:1]) and said[0] in verbs and bool(_OF_ME & set(said[1:2]))
