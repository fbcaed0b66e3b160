"""Lengths that the words around a time tell: `aches after runs for a month`, `back pain, a week`, `third day of it`.

`times.py` asks here what its general rules leave open. Word lists are data (content/lexicon/quantities.yml).
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from backstride.nlu.clauses import Message
from backstride.nlu.number_words import Cues

_A_DAY, _A_WEEK = 1, 7
_REACH, _SINCE_REACH, _NO_REACH, _TRIP_REACH = 8, 24, 8, 3
"""In words."""
_ENDS = frozenset({"", ".", ",", "!", "?", ";", ")", "\n", "and", "but", "now", "or"})
_SINCE_THEN = (("since", "then"), ("ever", "since"), ("and", "now"), ("since", ","))
_TIED = frozenset({"when", "whenever", "if", "while", "after", "with", "on", "during", "by"})
_A = frozenset({"a", "an", "one"})
_TO = frozenset({"over", "here", "from", "to", "into", "home", "out"})
_PERSONS = frozenset({"i", "we", "he", "she", "they"})


def is_of_the_complaint(said: Sequence[str], days: float, cues: Cues) -> bool:
    """Tell whether a time behind a deed is how long the complaint has lasted (`hurts when i sit for 3 weeks`).

    Args:
        said: The words of the sentence before the time.
        days: Its length.
        cues: The words of content/lexicon/quantities.yml.
    """
    if days < _A_DAY or cues["of_a_cause"] & set(said[-_REACH:]):
        return False
    hurts = max((i for i, word in enumerate(said) if word in cues["hurting"]), default=None)
    if hurts is None:
        return False
    rest = said[hurts + 1 :]
    return bool(_TIED & set(rest)) and (days >= _A_WEEK or "i" in rest)


def stands_for_length(message: Message, first: int, last: int, cues: Cues) -> bool:
    """Tell whether `a week` or `a month` is added to a complaint (`back pain a month`)."""
    texts = message.texts
    follows = texts[last] if last < len(texts) else ""
    if texts[first] not in _A or follows not in _ENDS:
        return False
    start = message.sentence(first)[0]
    before = texts[first - 1] if first > start else "."
    if before in cues["hurting"]:
        return True
    is_apart = before in (",", ".", "\n", "(")
    said = texts[start:first]
    is_alone = first - start <= 1 and any(word in cues["hurting"] for word in texts[:start])
    return is_apart and (is_alone or bool(cues["hurting"] & set(said)))


def ordinal_days(message: Message, at: int, units: Mapping[str, float], ordinals: Mapping[str, int]) -> float:
    """Return the days of `third day of a sore back`, 0 if it is no such thing (`second week of the plan`)."""
    texts = message.texts
    if texts[at] not in ordinals or texts[at + 1 : at + 2] == () or texts[at + 1] not in units:
        return 0
    if texts[at + 2 : at + 3] != ("of",) and texts[at + 2 : at + 3] != ("with",):
        return 0
    of = set(texts[at + 3 : at + 3 + _TRIP_REACH])
    return float(ordinals[texts[at]] * units[texts[at + 1]]) if of & _OF_IT else 0


_OF_IT = frozenset({"this", "it", "back", "pain", "sciatica", "sore", "agony", "ache", "low", "lower", "hell", "spasm"})


def is_since_nothing_helped(said: Sequence[str], cues: Cues) -> bool:
    """Tell whether `in eight months` is how long nothing has helped."""
    near = said[-_NO_REACH:]
    return near[-1:] == ("in",) and bool(cues["nothing_yet"] & set(near)) and bool({"has", "have", "had"} & set(near))


def is_begun_then(message: Message, last: int) -> bool:
    """Tell whether the sentence goes on that it is so since (`six weeks back i changed shoes, and since then ...`)."""
    _, end = message.sentence(last - 1)
    rest = message.texts[last : min(end, last + _SINCE_REACH)]
    return any(pair in _SINCE_THEN for pair in pairwise(rest))


def has_come_over(before: Sequence[str]) -> bool:
    """Tell whether somebody came from somewhere then (`i came over two years ago`), which is no beginning of pain.

    Args:
        before: The words before the time, the last one first.
    """
    said = before[::-1]
    return any(
        who in _PERSONS and came in ("came", "moved", "arrived") and to in _TO
        for who, came, to in zip(said, said[1:], said[2:], strict=False)
    )
