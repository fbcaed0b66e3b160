"""Where one thought ends and the next begins, with or without a full stop: what a cue may reach over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backstride.nlu.clauses import Message, union
from backstride.nlu.found import Found

HISTORICAL = "HISTORICAL"
_HYPOTHETICAL, _LASTS = "HYPOTHETICAL", frozenset({"for", "since", "all"})
_STRETCH = 100
"""Tokens that ConText sees at once; a longer clause is cut, which no sentence of a patient was seen to need."""
_SHORT_SENTENCE = 4
_VERBS = frozenset({"is", "are", "am", "was", "were", "have", "has", "feel", "feels", "keeps", "keep"})
_WILL = frozenset({"did", "does", "will", "would", "could"})
_FEW = 2
_NOW = frozenset({"have", "am", "can", "feel", "keep"})
TAKES = frozenset({"take", "use", "need", "get", "wear", "still", "now"})
_OF_NOW = frozenset({"new", "now", "currently", "presently", "today"})


_OWNERS = (("my",), ("the",), ("his",), ("her",))
_NOT, _THINKING = ("not",), frozenset({"think", "believe", "reckon", "suppose", "consider"})
_DEGREE_REACH, _PARTING = 8, frozenset({",", "but", "just", "only", "although", "though"})
_SUBJECTS = frozenset({"i", "my", "he", "she", "the"})
_INVERTS, _INVERTED_REACH = frozenset({"nor", "never", "neither"}), 14
_PERSONS = frozenset({"we", "they", "it", "there", "any", "his", "her"})
_ENDS_INVERTED = _PARTING | {"until", "except", "and"}
_IT_IS, _TURNING = (("it", "is"), ("is", "just")), frozenset({"but", "just", "instead"})
_SMALL = frozenset({"a", "an", "any", "the", "my", "his", "her", "real"})
_ADDING, _DENYING = frozenset({"and", ","}), frozenset({"not", "never", "nothing"})
_TELLS = frozenset({"is", "are", "makes", "kills", "feels", "seems", "sets"})
_LONGEST_ITEM, _LISTING = 2, frozenset({",", "/", "&", "or", "nor", "and"})
_EITHER_ONE = (("or",), ("nor",))
_LIKE = frozenset({"like", "of", "a", "an"})
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


def ends_list(message: Message, cue: Cue, mention: Found) -> bool:
    """Tell whether a mention ends a list of things that are not there (`no kidney or bladder problems`).

    What things they are does not matter: the lexicon need not know them.
    """
    texts = message.texts
    between = texts[cue.last : mention.first]
    if message.words["denies_things"].isdisjoint(texts[cue.last - 1 : cue.last + 1]) or between[-1:] not in _EITHER_ONE:
        return False
    items = " ".join("|" if text in _LISTING else text for text in between).split("|")
    return all(len(item.split()) <= _LONGEST_ITEM for item in items)


def is_parted(message: Message, cue: Cue, mention: Found) -> bool:
    """Tell whether a new thought begins between the two, though people left out the full stop.

    After a comma it is a mention with a verb of its own (`i do not smoke, both legs are numb`); without one, the
    writer speaks of now (`it rained last year i have chest pain`).
    """
    first, last = (cue.last, mention.last) if cue.last <= mention.first else (mention.first, cue.first)
    texts = message.texts
    if _is_answer(message, cue) or _is_elliptic(message, cue):
        return True
    if "," in texts[first:last]:
        said = texts[mention.first + 1 : mention.last]
        is_lasting = cue.category == _HYPOTHETICAL and set(texts[mention.last : mention.last + 1]) & _LASTS
        if mention.role == "finding" and ((_VERBS | _WILL) & set(said) or is_lasting):
            return True  # `scared it is my heart, chest pain for an hour`
        first = next(i for i in range(first, last) if texts[i] == ",")
        if cue.category == HISTORICAL and _OF_NOW & set(texts[first : mention.first]):
            return True  # `history of heroin, new back pain with fever`
    elif cue.first >= mention.last:
        return False
    elif cue.category == HISTORICAL:
        if _is_of_today(message, cue, mention):
            return True
    else:
        first += _FEW  # `maybe i have`, `what if i can not`
    return any(texts[i] == "i" and texts[i + 1] in _NOW for i in range(first, min(last, len(texts) - 1)))


def _is_of_today(message: Message, cue: Cue, mention: Found) -> bool:
    """Tell whether a verb of today begins between a date and a mention, or the mention has one of its own."""
    texts = message.texts
    is_own = mention.role == "finding" and mention.first - cue.last > _FEW
    if is_own and _VERBS & set(texts[mention.first : mention.last]):
        return True  # `used to be a teacher my foot is dropping`
    told = range(cue.last, mention.first - 1)
    return any(texts[i] == "and" and texts[i + 1] in _NOW | TAKES for i in told)  # `a clot years ago and take edoxaban`


def _is_answer(message: Message, cue: Cue) -> bool:
    """Tell whether a `no` answers a question and a sentence follows it (`no i can not pee`)."""
    texts, words = message.texts, message.words
    if texts[cue.first : cue.last] not in _NO or cue.first != message.sentence(cue.first)[0]:
        return False
    return bool((words["first_person"] | words["third_person"]) & set(texts[cue.last : cue.last + 1]))


def _is_elliptic(message: Message, cue: Cue) -> bool:
    """Tell whether a `not` ends what it denies (`heat helps, cold does not, tablets do`)."""
    texts = message.texts
    if texts[cue.last : cue.last + 1] != (",",):
        return False
    if texts[cue.first : cue.last] == ("nothing",):  # `side to side nothing, bending is worst`
        return cue.first > 0
    return texts[cue.last - 1] == "not"


def turns_to_itself(message: Message, cue: Cue, mention: Found) -> bool:
    """Tell whether a finding of parts says anew what is so (`no pain there it is numb`), whatever is denied before.

    Where the denial stands right by its first part that is missing (`no rash, it just burns`).
    """
    texts = message.texts
    lead = range(cue.last + 1, mention.first)
    if any(texts[i] == "more" and texts[i + 1] in _LIKE for i in lead):
        return True  # `not really pain, more like a weakness`
    inside = range(mention.first + 1, mention.last - 1)
    if any(texts[i : i + 2] in _IT_IS or texts[i] in _TURNING for i in inside):
        return not set(texts[cue.last : mention.first]) <= _SMALL
    after_and = [i + 1 for i in inside if texts[i] in _ADDING]
    return any(_DENYING & set(texts[i : i + 2]) or _VERBS & set(texts[i + 2 : i + 4]) for i in after_and)


def is_told_anew(message: Message, comma: int, mention: Found) -> bool:
    """Tell whether the list of a `no` ended at the comma, for a verb follows (`no leg pain, coughing is agony`)."""
    texts = message.texts
    first = mention.first + (mention.role == "finding") if mention.role in ("finding", "worse") else mention.last - 1
    near = (mention.first - 1, *range(first, mention.last + 1))
    return any(i > comma and set(texts[i : i + 1]) & _TELLS for i in near)


def is_denied_as_a_whole(message: Message, mention: Found) -> bool:
    """Tell whether a statement is denied (`i do not think my foot is weak`, `not so bad that i can not walk`)."""
    if _neither(message, mention) or _is_inverted(message, mention):
        return True
    texts, start = message.texts, mention.first
    start -= texts[max(0, start - 1) : start] in _OWNERS
    if texts[max(0, start - 2) : start - 1] == _NOT and texts[start - 1] in _THINKING:
        return bool(_VERBS & set(texts[mention.first : mention.last]))
    for i in range(max(message.sentence(start)[0], start - _DEGREE_REACH), start):
        if texts[i : i + 1] != _NOT or _PARTING & set(texts[i : mention.first]):
            continue
        is_degree = texts[i + 1 : i + 2] == ("so",) and "that" in texts[i + 2 : i + 5]
        is_frame = texts[i + 1 : i + 2] == ("that",) and set(texts[i + 2 : i + 3]) & _SUBJECTS
        if (is_degree or is_frame) and "that" in texts[i : mention.last]:
            return True
    return False


def _is_inverted(message: Message, mention: Found) -> bool:
    """Tell whether a denial that puts its verb first reaches it (`nor have i ever been told my bones are thin`)."""
    texts, first = message.texts, message.opening(mention.first)
    if texts[max(0, mention.first - 1)] == "and":
        return False
    for i in range(mention.first - 2, max(first, mention.first - _INVERTED_REACH) - 1, -1):
        if texts[i] in _ENDS_INVERTED:
            return False
        opens = i == first or not texts[i - 1][0].isalnum()
        is_turned = texts[i] in _INVERTS and texts[i + 1] in message.words["inverted_verbs"]
        if opens and is_turned and texts[i + 2] in _SUBJECTS | _PERSONS:
            return True
    return False


def _neither(message: Message, mention: Found) -> bool:
    """Tell whether nobody who is named has it (`neither my wife nor i feel unsafe`)."""
    texts, words = message.texts, message.words
    first = message.opening(mention.first)
    at = next((i for i in range(mention.first, first - 1, -1) if texts[i] == "neither"), None)
    if at is None:
        return False
    people = ("first_person", "third_person", "kin_adult", "kin_child", "strangers", "none_of_us")
    us = union(*(words[group] for group in people))
    said = set(texts[at + 1 : mention.first])
    return bool(us & said) and said <= us | words["negation_glue"]


def is_inside(span: tuple[int, int], mention: Found, category: str) -> bool:
    """Tell whether a cue begins within the mention and so belongs to it (`can not feel`).

    A date in its middle or over its end is none of it (`an infection years ago in my tooth`).
    """
    if category == HISTORICAL and mention.first < span[0]:
        return False
    return mention.first <= span[0] < mention.last


def is_a_pain(mention: Found, found: Sequence[Found]) -> bool:
    """Tell whether it is the complaint itself (`back ache`, `sharp pain`) and no member of a list of signs."""
    return mention.name == "quality" and any(f.role == "pain" and f.overlaps(mention) for f in found)
