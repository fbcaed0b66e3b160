"""That the back went with something somebody did: `bent for the soap. and it locked`, `lifted one, twang`.

The two stand in one sentence or in two that follow each other; whose body it is and when is judged afterwards
(`context.py`). What is done inside the span sets it off (`activities.py`).
"""

from collections.abc import Iterator, Sequence

from backstride.domain.findings import Status
from backstride.nlu.clauses import Message, Words
from backstride.nlu.found import Found

_REACH, _WHO_REACH, _FELT_REACH, _OPENS = 16, 4, 7, 2
"""In words."""
_SUDDEN = "sudden_event"
_ENDS = frozenset({".", "!", ";"})


def sudden_onsets(message: Message, found: Sequence[Found]) -> Iterator[Found]:
    """Yield a sudden beginning that a deed and what the back did then tell together.

    Args:
        message: The words.
        found: All phrases of the message; where one of them tells of another beginning, nothing is added.
    """
    words = message.words
    if any(f.name == "onset" and f.value != _SUDDEN for f in found):
        return
    for at, word in enumerate(message.texts):
        if word in words["deeds_of_onset"] and _is_told_of_one(message, at):
            last = _gave_way(message, at)
            if last:
                yield Found("finding", "onset", _SUDDEN, Status.PRESENT, at, last)
                return


def _is_told_of_one(message: Message, at: int) -> bool:
    """Tell whether it is a thing done once, by nobody else: it opens the thought, or `i` or `was` leads to it."""
    texts, words = message.texts, message.words
    first = message.opening(at)
    lead = texts[max(first, at - _WHO_REACH) : at]
    if words["onset_not_once"] & set(texts[first:at]) or (words["third_person"] & set(lead) and "i" not in lead):
        return False
    if texts[at].endswith("ing"):
        return bool({"was", "were"} & set(lead))
    return not lead or bool(words["onset_doers"] & set(lead)) or not lead[-1][0].isalnum()


def _gave_way(message: Message, at: int) -> int:
    """Return the end of what tells that the back gave way after the deed, 0 if nothing does."""
    texts, words = message.texts, message.words
    _, end = message.sentence(at)
    stop = min(len(texts), at + _REACH)
    for i in range(at + 1, stop):
        if texts[i] in words["onset_parts"]:
            return 0
        if i >= end and not _goes_on(texts, end, i, words):
            return 0
        if texts[i] in words["gives_way_alone"] and not texts[i - 1][0].isalnum():
            return i + 1  # `lifted a case, twang`
        if texts[i] in words["gives_way"] and words["what_gives_way"] & set(texts[max(at, i - _WHO_REACH) : i]):
            follows = texts[i + 1] if i + 1 < len(texts) else "."
            if texts[i] != "went" or not follows[0].isalnum() or follows in words["went_how"]:
                return i + 1  # `... and my back went`
        if texts[i] == "felt":
            near = texts[i + 1 : min(stop + _FELT_REACH, i + 1 + _FELT_REACH)]
            it = next((n for n, text in enumerate(near) if text in words["felt_then"]), None)
            if it is not None and not _ENDS & set(near[:it]):
                return i + 2 + it  # `... and felt a sort of grab`
    return 0


def _goes_on(texts: Sequence[str], end: int, at: int, words: Words) -> bool:
    """Tell whether the next sentence goes on with it (`. and it locked`, `. bang`), and no further one is read."""
    opens = [text for text in texts[end : end + 1 + _OPENS] if text[0].isalnum()]
    return bool(opens) and opens[0] in words["onset_goes_on"] and not _ENDS & set(texts[end + 1 : at])
