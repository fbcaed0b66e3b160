"""What is told to be over later in the message: `that's long behind me`, `works fine nowadays`, `antibiotics, gone`."""

from collections.abc import Sequence

from backstride.nlu.clauses import Message, union
from backstride.nlu.found import Found
from backstride.nlu.sayings import Sayings

_SENTENCES, _BEFORE_SINCE = 2, 7
_NOT_BEFORE, _REACH = 3, 6
_NOW = frozenset({"now", "nowadays", "today", "since"})
_ALONE = frozenset(",.;!-\u2013\u2014\n()")
_COMPLAINTS = ("site", "pain", "finding")
_SINCE_THEN = ("since", "then")
_IT = frozenset({"it", "again"})
_ANOTHER = frozenset({"my", "the", "lower", "low"})
_OF_EITHER = frozenset({"still", "worse", "worsening"})
_COMES, _NOT_AGAIN = frozenset({"is", "come", "came", "coming", "comes"}), 4


def is_closed(
    message: Message, mention: Found, found: Sequence[Found], closers: Sayings, *, is_dated: bool = False
) -> bool:
    """Tell whether the message goes on to say that the thing is over.

    It is looked for in the rest of the sentence and in the next two, up to where another complaint is named.

    Args:
        message: The words.
        mention: A finding.
        found: All phrases of the message, in order.
        closers: What says that a thing is over.
        is_dated: The sentence tells of a time that is over, so all signs in it are closed together.
    """
    _, end = message.sentence(mention.first)
    last = message.sentences[min(message.sentence_of[mention.first] + _SENTENCES, len(message.sentences) - 1)][1]
    rest = message.texts[mention.last : last]
    if closers.are_absent(rest) and union(message.words["over_alone"], _NOW).isdisjoint(rest):
        return False
    others = [f.first for f in found if f.first >= mention.last and _is_other(message, f, mention)]
    if _is_back(message, mention.last, end, min(others, default=last)):
        return False
    stop = min((at for at in others if not is_dated or at >= end), default=last)
    return any(
        _says_over(message, i, closers) or _stands_alone(message, i) or is_well_now(message, i, stop)
        for i in range(mention.last, min(last, stop))
    )


def is_said_beside(message: Message, mention: Found, sayings: Sayings) -> bool:
    """Tell whether a saying stands in the sentence (`a fever last month but that is gone`)."""
    first, end = message.sentence(mention.first)
    texts = message.texts
    return any(True for i in range(first, end) for _ in sayings.sizes_at(texts, i))


def _is_other(message: Message, one: Found, mention: Found) -> bool:
    """Tell whether another complaint begins; what is listed beside the mention is none."""
    if (
        one.role not in _COMPLAINTS
        or one.name == mention.name
        or one.name in ("onset", "age", "sex", "runner", "course", "subject", "minor")
    ):
        return False
    return message.clause_of[one.first] != message.clause_of[mention.first] and not one.overlaps(mention)


def is_told_of_another(message: Message, at: int, mention: Found, found: Sequence[Found]) -> bool:
    """Tell whether a word is said of another complaint (`a fever last year, now my back hurts and never stops`).

    Another danger beside it, or an `it`, leaves the word to the mention (`my groin is numb and it never left`).
    """
    taken = (f for f in found if f.name != mention.name and f.name in message.words["taken_since"])
    if message.texts[at] == "since" and any(at - 1 <= f.last <= at for f in taken):
        return True  # `a clot last year, on apixaban ever since`
    clause = message.clause(at + (message.texts[at : at + 2] == _SINCE_THEN))
    if _says_it(message.texts, clause.first, clause.last):
        return False
    others = [f for f in found if clause.first <= f.first < clause.last and _is_other(message, f, mention)]
    dangers = [f for f in others if f.role == "finding" and f.name not in message.words["of_the_complaint"]]
    return bool(others) and not dangers


def _says_it(texts: Sequence[str], first: int, last: int) -> bool:
    """Tell whether an `it` may be the mention, and is not told to be another thing (`now it is my low back`)."""
    return any(
        texts[i] in _IT and not (texts[i + 1 : i + 2] == ("is",) and set(texts[i + 2 : i + 4]) & _ANOTHER)
        for i in range(first, last)
    )


def _is_back(message: Message, first: int, end: int, stop: int) -> bool:
    """Tell whether the sentence says that it came again; `still` behind the next complaint is said of that one."""
    said = message.words["back_again"] & set(message.texts[first:end])
    return bool(said - _OF_EITHER or said & set(message.texts[first : min(stop, end)]))


def _says_over(message: Message, at: int, closers: Sayings) -> bool:
    texts = message.texts
    for size in closers.sizes_at(texts, at):
        before = texts[max(message.clause(at).first, at - _NOT_BEFORE) : at]
        after = texts[at + size : at + size + 1]
        if texts[at + size - 1] in message.words["over_alone"] and set(after) & message.words["while_only"]:
            continue  # `take the pack off and it is gone in a minute`, `it is over my left hip`
        return not message.words["denials"] & set(before)
    return False


def _stands_alone(message: Message, at: int) -> bool:
    """Tell whether one word between two marks says so (`uti in april, antibiotics, gone.`)."""
    texts = message.texts
    if texts[at] not in message.words["over_alone"]:
        return False
    before, after = texts[at - 1 : at], texts[at + 1 : at + 2]
    return before[0] in _ALONE and (not after or after[0] in _ALONE)


def is_well_now(message: Message, at: int, stop: int) -> bool:
    """Tell whether a word of now stands beside one of health (`now i sleep dry`, `regular ever since`)."""
    texts = message.texts
    if texts[at] not in _NOW:
        return False
    if texts[at] == "since" and texts[at + 1 : at + 2] and texts[at + 1][0].isalnum():
        return False  # `regular since lunch`
    anew = [
        i + 1 for i in range(max(0, at - _REACH), at) if texts[i] == "but"
    ]  # `horrible, but the skin is clear today`
    first, last = max([0, at - _REACH, *anew]), min(stop, at + _REACH + 1)
    sentence = message.sentence(at)
    said = texts[max(first, sentence[0]) : min(last, sentence[1])]
    well, bad = message.words["well_now"], message.words["denials"] | message.words["not_well"]
    return bool(well & set(said)) and not bad & set(said)


def is_back_now(message: Message, mention: Found, found: Sequence[Found]) -> bool:
    """Tell whether the sentence goes on that a past thing came back (`had cystitis last year and now it is back`)."""
    _, end = message.sentence(mention.first)
    texts, words = message.texts, message.words
    return mention.name not in words["counts_when_over"] and any(
        (texts[i] in words["came_again"] or (texts[i] == "back" and texts[i - 1] in _COMES))
        and not words["denials"] & set(texts[max(mention.last, i - _NOT_AGAIN) : i])
        and not is_told_of_another(message, i, mention, found)
        for i in range(mention.last, end)
    )


def is_free_since(message: Message, mention: Found) -> bool:
    """Tell whether the sentence ends free of it (`heart attack in 2014 and not a twinge since`)."""
    _, end = message.sentence(mention.first)
    texts = message.texts
    at = next((i for i in range(mention.last, end) if texts[i] == "since"), None)
    if at is None or (at + 1 < end and texts[at + 1][0].isalnum()):
        return False
    before = set(texts[max(mention.last, at - _BEFORE_SINCE) : at])
    return bool(before & message.words["free_words"]) and not before & message.words["unchanged"]
