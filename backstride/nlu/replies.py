"""What a question inside a message is answered with: `Fever? No.`, `he asked if I was numb there and I said yes`."""

from collections.abc import Sequence

from backstride.domain.findings import Status
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.verdicts import says_no

_ASKING, _STEPS = (
    frozenset("?:-\u2013\u2014"),
    frozenset(
        {".", ",", "\n", "i", "well", "we", "it", "is", "and", "oh", "um", "a", "all", "both", "of", "to", "them"}
    )
    | {"her", "him", "me", "actually", "honestly", "so"},
)
_SAY = frozenset({"say", "said", "answer", "answered", "tell", "told", "report", "reported"})
_SAID, _REACH = frozenset({"said", "answered", "told", "replied"}), 4
_LONGEST = 8
_LOOK = 6
_FOLLOWING, _ROW = 40, 2
_WHOLE = 3
_NEITHER = frozenset({"neither", "none", "no", "never", "nothing"})
_NO_SORRY = (("no", "sorry"), ("sorry", "no"), ("no", "wait"), ("sorry", "not"))
_TURNS, _TURNING = 2, frozenset("(,-\u2013\u2014") | {"but"}
_IT_OR_I = (("i",), ("it",), ("there",), ("they",))
_NOT_SO = tuple((verb, "not") for verb in ("am", "is", "was", "are", "do", "does", "did", "have", "has"))
_OPEN = (("i", "do", "not", "know"), ("do", "not", "know"), ("not", "sure"), ("maybe",), ("perhaps",))
_REALLY = frozenset({"really", "honestly", "though", "actually"})
_AFTER_NOT = frozenset({"that", "really", "at", "me", "any", "yet", "now"})


def replied(message: Message, mention: Found, *, is_asked: bool) -> Status | None:
    """Return what the writer answers to a question that names the mention, None if there is none or no answer.

    Args:
        message: The words.
        mention: What is asked about.
        is_asked: Somebody asked (`the doctor asked if ...`); without it only a bare question of a few words counts.
    """
    first, end = message.sentence(mention.first)
    texts = message.texts
    said = next((i for i in range(mention.last, min(end, mention.last + _FOLLOWING)) if texts[i] in _SAID), None)
    told = texts[said + 1 : min(end, said + _LOOK)] if said is not None and texts[said - 1] == "i" else ()
    beside = texts[mention.last + 1 : end][:_LOOK] if texts[mention.last : mention.last + 1] == (",",) else ()
    if is_asked and (answer := _first_answer(message, told) or _first_answer(message, beside)):
        return answer
    if _is_taken_back(message, mention) or (is_asked and _is_refused(message, mention.last, end)):
        return Status.NEGATED
    mark = next(
        (i for i in range(mention.last, min(len(texts), end + 1, mention.last + _FOLLOWING)) if texts[i] in _ASKING),
        None,
    )
    if _no_to_the_row(message, mention):
        return Status.NEGATED
    if not is_asked and (mark is None or mark - mention.last > 1 or not _is_bare(message, first, mark)):
        return None
    return _first_answer(message, texts[end if mark is None or is_asked else mark + 1 :][:_LOOK])


def is_left_open(texts: Sequence[str]) -> bool:
    """Tell whether words are a no and at once a doubt of it (`no idk`, `no, not sure`)."""
    said = tuple(word for word in texts[1:] if word != ",")
    doubt = next((doubt for doubt in _OPEN if said[: len(doubt)] == doubt), None)
    if texts[:1] not in (("no",), ["no"]) or doubt is None:
        return False
    after = said[len(doubt) : len(doubt) + 1]
    return not after or not after[0][0].isalnum() or after[0] in _REALLY  # `no, not sure why you ask` is a no


def _no_to_the_row(message: Message, mention: Found) -> bool:
    """Tell whether a row of questions is answered with one no (`'any chest pain? passed out at all?' No Kev.`)."""
    texts, words, index = message.texts, message.words, message.sentence_of[mention.first]
    row = int(texts[message.sentences[index][0]] == "?")
    while index + 1 < len(message.sentences) and texts[message.sentences[index][1]] == "?":
        first, last = message.sentences[index]
        if not words["first_person"].isdisjoint(texts[max(first, mention.first) : last]):
            return False
        row, index = row + 1, index + 1
    if row < _ROW or index == message.sentence_of[mention.first]:
        return False
    for first, last in message.sentences[index : index + _ROW]:  # `... any clots?' over the roast. No`
        said = [text for text in texts[first:last] if text[0].isalnum()]
        if said and said[0] in words["answers_no"] | words["answers_no_alone"]:
            return not said[1:] or said[1] in words["first_names"] | words["after_none"] | words["answers_no_alone"]
        if len(said) > _LONGEST or not words["first_person"].isdisjoint(said):
            return False
    return False


def _is_refused(message: Message, first: int, end: int) -> bool:
    """Tell whether the sentence goes on with the writer's no to what was asked."""
    refusals = (_is_refused_at_once, _could_say_fine, _has_none)
    return any(is_no(message, first, end) for is_no in refusals)


def _is_taken_back(message: Message, mention: Found) -> bool:
    """Tell whether a few words behind it say that it is not so (`keep checking if i am numb there (i am not)`)."""
    texts, at = message.texts, mention.last
    for i in range(at, min(len(texts), at + _TURNS)):  # `on chemo tablets no sorry methotrexate`
        if texts[i : i + 2] in _NO_SORRY:
            return i + 2 < len(texts) and texts[i + 2][0].isalnum() and texts[i + 2] not in message.words["after_sorry"]
    while at < len(texts) and texts[at] in _TURNING:
        at += 1
    at += texts[at : at + 1] == (".",)  # `my first thought was that i had wet myself. i had not, it was tea`
    goes_on = at + 3 < len(texts) and texts[at + 3][0].isalnum()
    is_not = texts[at : at + 1] in _IT_OR_I and texts[at + 1 : at + 3] in _NOT_SO
    return at > mention.last and is_not and not goes_on


def _is_refused_at_once(message: Message, first: int, end: int) -> bool:
    """Tell whether the sentence ends with the writer's no (`then she asked about my bladder, also no`)."""
    texts, words = message.texts, message.words
    comma = next((i for i in range(end - 1, max(first, end - _REACH) - 1, -1) if texts[i] == ","), None)
    said = set(texts[comma + 1 : end]) if comma is not None else set()
    refusals = words["answers_no"] | words["answers_no_alone"]
    return bool(said & refusals) and said <= refusals | words["also_no"]


def _could_say_fine(message: Message, first: int, last: int) -> bool:
    """Tell whether the writer answers that all is well (`asked about my bladder and I could say all fine`)."""
    texts, words = message.texts, message.words
    for i in range(first, min(last, first + _FOLLOWING)):
        if texts[i] in _SAY and "i" in texts[max(first, i - _REACH) : i]:
            said = set(texts[i + 1 : min(last, i + 1 + _LOOK)])
            return bool(said & words["well_now"]) and not said & (words["denials"] | words["not_well"])
    return False


def _has_none(message: Message, first: int, end: int) -> bool:
    """Tell whether the sentence goes on with the writer's no (`asked about a fever but i do not have any`)."""
    texts = message.texts
    at = next((i for i in range(first, min(end, first + _REACH)) if texts[i] == "i"), None)
    if at is None:
        return False
    said = texts[at + 1 : min(end, at + _LOOK)]
    is_not = said[:1] and said[0] in message.words["answering"] and said[1:2] == ("not",)
    return said[:2] == ("have", "none") or bool(is_not and (len(said) < _WHOLE or said[2] in message.words["not_have"]))


def _is_bare(message: Message, first: int, mark: int) -> bool:
    """Tell whether the words before a mark are a topic and no sentence (`Fever?`, `numbness down there -`)."""
    opening = max((i for i in range(first, mark) if message.texts[i] in {",", *_ASKING}), default=first - 1) + 1
    verbs = message.words["first_person"] | message.words["present_verbs"]
    return not verbs & set(message.texts[opening:mark])


def _first_answer(message: Message, texts: Sequence[str]) -> Status | None:
    steps = 0
    for i, word in enumerate(texts):
        is_no = _is_no(texts[i : i + 2], message) and "i" not in texts[:i]  # `i never had to do this before`
        if is_no or _is_short_no(texts[i : i + 3], message) or says_no(message.words, texts[i:]):
            return Status.UNCERTAIN if is_left_open(texts[i : i + _LOOK]) else Status.NEGATED
        is_mine = word in ("have", "do", "am", "did") and i and texts[i - 1] == "i"
        if word in message.words["answers_yes"] or (is_mine and _NEITHER.isdisjoint(texts[i + 1 : i + 3])):
            return Status.PRESENT
        if word not in _STEPS or (steps := steps + 1) > _REACH:
            return None
    return None


def _is_no(texts: Sequence[str], message: Message) -> bool:
    """Tell whether an answer begins with a no of its own; the one of `no fever` belongs to the fever."""
    if texts[0] in message.words["answers_no"]:
        return True
    ending = message.words["starters"] | message.words["no_what"] | message.words["answers_no_alone"]
    is_alone = len(texts) == 1 or not texts[1][0].isalnum() or texts[1] in ending
    return texts[0] in message.words["answers_no_alone"] and is_alone


def _is_short_no(texts: Sequence[str], message: Message) -> bool:
    """Tell whether an answer begins that is a no as it stands (`I haven't.`, `not that I know of`)."""
    if texts[0] == "not":
        return bool(_AFTER_NOT & set(texts[1:2]))
    is_not = texts[0] in message.words["answering"] and tuple(texts[1:2]) == ("not",)
    return is_not and (len(texts) < _WHOLE or not texts[2][0].isalnum())
