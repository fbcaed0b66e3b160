"""What is told to be over later in the message: `that's long behind me`, `works fine nowadays`, `antibiotics, gone`."""

from collections.abc import Mapping, Sequence

from backstride.nlu.clauses import Message, union
from backstride.nlu.found import Found

_SENTENCES = 2
_NOT_BEFORE, _REACH = 3, 6
_THESE_DAYS, _THESE = (("these", "days"), ("by", "now")), frozenset({"these", "by"})
_NOW = frozenset({"now", "nowadays", "today", "since"})
_ALONE = frozenset(",.;!-\u2013\u2014\n()")
_COMPLAINTS = ("site", "pain", "finding")
Phrases = Mapping[str, Sequence[tuple[str, ...]]]


def is_closed(message: Message, mention: Found, found: Sequence[Found], closers: Phrases) -> bool:
    """Tell whether the message goes on to say that the thing is over.

    It is looked for in the rest of the sentence and in the next two, up to where another complaint is named.

    Args:
        message: The words.
        mention: A finding.
        found: All phrases of the message.
        closers: Phrases that say that a thing is over, by their first word.
    """
    _, end = message.sentence(mention.first)
    last = message.sentences[min(message.sentence_of[mention.first] + _SENTENCES, len(message.sentences) - 1)][1]
    rest = message.texts[mention.last : last]
    if closers.keys().isdisjoint(rest) and union(message.words["over_alone"], _NOW, _THESE).isdisjoint(rest):
        return False
    stop = min((f.first for f in found if f.first >= mention.last and _is_other(message, f, mention)), default=last)
    if _is_back(message, mention.last, end):
        return False
    return any(
        _says_over(message, i, closers) or _stands_alone(message, i) or _is_well_now(message, i, stop)
        for i in range(mention.last, min(last, stop))
    )


def _is_other(message: Message, one: Found, mention: Found) -> bool:
    """Tell whether another complaint begins; what is listed beside the mention is none."""
    if one.role not in _COMPLAINTS or one.name in ("onset", "age", "sex", "runner", "course", "subject"):
        return False
    return message.clause_of[one.first] != message.clause_of[mention.first] and not one.overlaps(mention)


def _is_back(message: Message, first: int, end: int) -> bool:
    """Tell whether the sentence says that it came again."""
    return bool(message.words["back_again"] & set(message.texts[first:end]))


def _says_over(message: Message, at: int, closers: Phrases) -> bool:
    texts = message.texts
    for said in closers.get(texts[at], ()):
        if texts[at : at + len(said)] == said:
            before = texts[max(message.clause(at).first, at - _NOT_BEFORE) : at]
            return not message.words["denials"] & set(before)
    return False


def _stands_alone(message: Message, at: int) -> bool:
    """Tell whether one word between two marks says so (`uti in april, antibiotics, gone.`)."""
    texts = message.texts
    if texts[at] not in message.words["over_alone"]:
        return False
    before, after = texts[at - 1 : at], texts[at + 1 : at + 2]
    return before[0] in _ALONE and (not after or after[0] in _ALONE)


def _is_well_now(message: Message, at: int, stop: int) -> bool:
    """Tell whether a word of now stands beside one of health (`these days i sleep dry`, `regular ever since`)."""
    texts = message.texts
    if texts[at] not in _NOW and texts[at : at + 2] not in _THESE_DAYS:
        return False
    if texts[at] == "since" and texts[at + 1 : at + 2] and texts[at + 1][0].isalnum():
        return False  # `regular since lunch`
    first, last = max(0, at - _REACH), min(stop, at + _REACH + 1)
    sentence = message.sentence(at)
    said = texts[max(first, sentence[0]) : min(last, sentence[1])]
    well, bad = message.words["well_now"], message.words["denials"] | message.words["not_well"]
    return bool(well & set(said)) and not bad & set(said)
