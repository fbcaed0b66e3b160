"""Where one thought ends and the next begins, with or without a full stop: what a cue may reach over."""

from collections.abc import Iterator
from dataclasses import dataclass

from backstride.nlu.clauses import Message
from backstride.nlu.found import Found

HISTORICAL = "HISTORICAL"
_STRETCH = 100
"""Tokens that ConText sees at once; a longer clause is cut, which no sentence of a patient was seen to need."""
_WHEN_I_WAS = ("when", "i", "was")
_SHORT_SENTENCE = 4
_VERBS = frozenset({"is", "are", "am", "was", "were", "have", "has", "feel", "feels", "keeps", "keep"})
_FEW = 2
_REFERRING = frozenset({"that", "this", "it", "which"})
_FOLLOWING = 40
_OPENING, _LONGEST_CUE = 3, 5
_YEARS = (1900, 2099)
_BEFORE_SINCE = 7
_HAD_OPENING, _HAD = 7, (("had",), ("i", "had"))
_NOW = frozenset({"have", "am", "can", "feel", "keep"})


_NO = (("no",), ("nope",), ("nah",))


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue of ConText at tokens[first:last]; `category` as in the rules of `context.py`."""

    category: str
    first: int
    last: int


def next_sentence(message: Message, mention: Found) -> tuple[str, ...]:
    """Return the first words of the sentence after the mention's (`had a fever in march. fine now.`)."""
    following = message.sentence_of[mention.first] + 1
    if following == len(message.sentences):
        return ()
    first, last = message.sentences[following]
    return tuple(text for text in message.texts[first:last] if text != ".")[:_SHORT_SENTENCE]


def in_youth(message: Message, first: int, last: int) -> bool:
    """Tell whether a sentence speaks of an age long past (`when i was 19`, `as a kid`)."""
    for i in range(first, last):
        if message.texts[i : i + 2] == ("as", "a") and set(message.texts[i + 2 : i + 3]) & message.words["kin_child"]:
            return True
        if message.texts[i : i + 3] == _WHEN_I_WAS and i + 3 < last and message.tokens[i + 3].number is not None:
            return message.texts[i + 4 : i + 5] != ("weeks",)
    return False


def opens_in_the_past(message: Message, mention: Found, openings: frozenset[tuple[str, ...]]) -> bool:
    """Tell whether the sentence opens with a time long past that its later clauses share.

    `In 2019 I had a fever and could not walk` stays in 2019; `last year I hurt my back and my foot is dropping`
    does not.
    """
    first, _ = message.sentence(mention.first)
    texts, now, then = message.texts, message.words["present_verbs"], message.words["past_verbs"]
    tells = texts[first : first + 1] in _HAD or texts[first : first + 2] in _HAD  # `had rhabdo in 2021: brown pee, ...`
    starts = range(first, min(first + (_HAD_OPENING if tells else _OPENING), mention.first))
    if not any(_is_date(message, i, openings) and texts[max(0, i - 1)] != "since" for i in starts):
        return False
    clause = message.clause(mention.first)
    last = max(clause.last, mention.last)
    if tells and message.words["recent"] & set(texts[clause.first : last]):
        return False
    return bool(then & set(texts[clause.first : last])) and not now & {
        *texts[first : mention.first],
        *texts[mention.first : last],
    }


def that_was_then(message: Message, mention: Found, dates: frozenset[tuple[str, ...]]) -> bool:
    """Tell whether a date long past follows in a clause of its own (`could not move them for hours, that was 2019`)."""
    _, end = message.sentence(mention.first)
    texts = message.texts
    return any(
        texts[i] == "was"
        and texts[i - 1] in _REFERRING
        and any(_is_date(message, j, dates) for j in range(i + 1, min(i + 4, end)))
        for i in range(mention.last + 1, min(end, mention.last + _FOLLOWING))
    )


def is_free_since(message: Message, mention: Found) -> bool:
    """Tell whether the sentence ends free of it (`heart attack in 2014 and not a twinge since`)."""
    _, end = message.sentence(mention.first)
    texts = message.texts
    at = next((i for i in range(mention.last, end) if texts[i] == "since"), None)
    if at is None or (at + 1 < end and texts[at + 1][0].isalnum() and texts[at + 1] != "then"):
        return False
    before = set(texts[max(mention.last, at - _BEFORE_SINCE) : at])
    return bool(before & message.words["free_words"]) and not before & message.words["unchanged"]


def _is_date(message: Message, at: int, dates: frozenset[tuple[str, ...]]) -> bool:
    """Tell whether a cue of the past or a year stands at a token."""
    number = message.tokens[at].number
    if number is not None and _YEARS[0] <= number <= _YEARS[1]:
        return True
    return any(message.texts[at : at + length] in dates for length in range(1, _LONGEST_CUE))


def stretches(message: Message) -> Iterator[tuple[int, int]]:
    """Yield token ranges that end with a clause, if one ends in time: ConText compares every cue with every other."""
    first = 0
    for clause in message.clauses:
        if clause.last - first > _STRETCH and clause.first > first:
            yield first, clause.first
            first = clause.first
        while clause.last - first > _STRETCH:
            yield first, first + _STRETCH
            first += _STRETCH
    if first < len(message.texts):
        yield first, len(message.texts)


def is_parted(message: Message, cue: Cue, mention: Found) -> bool:
    """Tell whether a new thought begins between the two, though people left out the full stop.

    After a comma it is a mention with a verb of its own (`i do not smoke, both legs are numb`); without one, the
    writer speaks of now (`it rained last year i have chest pain`).
    """
    first, last = (cue.last, mention.last) if cue.last <= mention.first else (mention.first, cue.first)
    texts = message.texts
    if _is_answer(message, cue):
        return True
    if "," in texts[first:last]:
        said = texts[mention.first + 1 : mention.last]
        if mention.role == "finding" and _VERBS & set(said):
            return True
        first = next(i for i in range(first, last) if texts[i] == ",")
    elif cue.first >= mention.last:
        return False
    elif cue.category == HISTORICAL:  # `used to be a teacher my foot is dropping`
        if (
            mention.role == "finding"
            and mention.first - cue.last > _FEW
            and _VERBS & set(texts[mention.first : mention.last])
        ):
            return True
    else:
        first += _FEW  # `maybe i have`, `what if i can not`
    return any(texts[i] == "i" and texts[i + 1] in _NOW for i in range(first, min(last, len(texts) - 1)))


def _is_answer(message: Message, cue: Cue) -> bool:
    """Tell whether a `no` answers a question and a sentence follows it (`no i can not pee`)."""
    texts, words = message.texts, message.words
    if texts[cue.first : cue.last] not in _NO or cue.first != message.sentence(cue.first)[0]:
        return False
    return bool((words["first_person"] | words["third_person"]) & set(texts[cue.last : cue.last + 1]))
