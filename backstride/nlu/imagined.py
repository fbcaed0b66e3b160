"""What is only thought of, feared, asked or read (`if i lose control ...`), and what of it is likely there already."""

from collections.abc import Sequence

from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.provisos import is_not_yet_so, is_proposed
from backstride.nlu.sayings import sayings

_REACH = 40
"""Words before a mention in which an `if` can still be about it."""
_IF_I = ("if", "i")
_TURNS = frozenset({"but", "now", "then"})
_WOULD_I = (("would", "i"), ("would", "we"))
_I_WOULD = (("i", "would"), ("we", "would"))
_NEAR, _PAIR_REACH = 5, 12
_CLAIM_REACH = 8
"""Words of the next sentence in which the writer claims what was asked (`can it ...? asking as it is happening`)."""
_WOULD, _YOU_OR_THEY = frozenset({"would", "should"}), frozenset({"you", "they"})
_POINTING = frozenset({"this", "these"})
_IT = frozenset({"it", "they", "which", "that"})
_PAPER_REACH = 6
_OF = (("of",), ("about",))
_MEASURED = 4
_ANYONE = frozenset({"anyone", "anybody"})
_OPENS, _CALL_REACH, _NOW_REACH = 8, 9, 3
_STILL, _REASONS = frozenset({"now", "today", "again"}), frozenset({"but", "now", "because", "as", "so", "when"})
_AS_SOON = frozenset({"when", "once", "if", "until", "unless"})
_YOU, _DO = frozenset({"you", "your", "youre"}), frozenset({"do", "should", "can", "would", "will", "could", "must"})
_SOON, _ONLY = 8, frozenset({"only", "just"})
_COMES_OF = (("due", "to"), ("down", "to"), ("related", "to"), ("caused", "by"), ("because", "of"), ("sign", "of"))
_COMES = frozenset({"comes", "means", "goes", "gets", "stays", "came", "has"})
_BE, _CAUSE_REACH = frozenset({"be", "is", "are"}), 4
_MODAL = (("could",), ("might",), ("may",), ("would",))
_MAY, _CAUSE_OPENS = frozenset({"could", "can", "might", "may", "is", "are"}), 3
_LASTED = (("it", "is", "been"), ("it", "has", "been"))


def is_supposed(message: Message, mention: Found) -> bool:
    """Tell whether a finding is only supposed: by an `if`, by a sentence that opens with `say i ...`, or on paper."""
    if mention.role != "finding":
        return mention.name == "night" and is_not_yet_so(message, mention)
    texts, start = message.texts, mention.first + (message.texts[mention.first] == "i")
    first, end = message.opening(mention.first), message.sentence(mention.first)[1]
    if texts[max(0, start - 2) : start] == _IF_I or _is_or_else(message, first, start):
        return True
    if start == first + 1 and texts[first] in message.words["would_it"] and texts[start].endswith("ing"):
        return True  # `would losing control of my bladder be the next thing`
    if mention.name not in message.words["of_the_complaint"] and (
        _is_dreaded(message, mention)
        or _is_carried_on(message, mention)
        or _is_own_verdict(message, mention)
        or _is_told_to_call(message, mention, end)
        or _is_of_you(message, mention, end)
        or is_not_yet_so(message, mention)
    ):
        return True
    if texts[first] in message.words["lets_say"] and _WOULD & set(texts[mention.last : end]):
        return True
    return (
        _is_asked_as_cause(message, mention, end)
        or _is_read_out(message, mention)
        or _is_looked_for(message, mention, end)
        or any(
            texts[i] == "if" and _is_unreal(message, i, mention, end)
            for i in range(max(first, mention.first - _REACH), mention.first)
            if not _TURNS & set(texts[i : mention.first])
        )
    )


def is_asked_of_now(message: Message, mention: Found, *, is_own: bool) -> bool:
    """Tell whether what is asked or feared is likely there (`is it bad if i can not pee`), to be asked back.

    Args:
        message: The words.
        mention: What is asked about.
        is_own: It says itself that it is the writer's (`numbness in my groin`).
    """
    if mention.role != "finding" or is_proposed(message, mention):
        return False
    texts, words = message.texts, message.words
    first, end = message.opening(mention.first), message.sentence(mention.first)[1]
    opens = " ".join(texts[first : first + 2]) in words["is_it_bad"] or "worry" in texts[first : first + 3]
    said = texts[first : mention.first + 1]
    starts = [i for i, word in enumerate(said[:-1]) if word in words["that_i"] and said[i + 1] in words["first_person"]]
    unreal = words["supposing"] if starts and said[starts[0]] == "that" else words["supposing"] | words["past_verbs"]
    if opens and starts and not unreal & set(said[starts[0] :]):
        return True
    if opens and texts[mention.first - 1] == "that":  # `is it bad that both legs are numb`
        return True
    is_now = bool((_STILL | words["there_now"]) & set(texts[mention.last : min(end, mention.last + _NOW_REACH)]))
    is_now = is_now or _is_condition(message, first, mention) or _has_lasted(texts, end) or _is_given(message, mention)
    is_now = is_now or any(texts[i] in _ANYONE and texts[i + 1] == "else" for i in range(first, mention.first - 1))
    if is_now or _is_claimed(message, mention.last, min(len(texts), end + _CLAIM_REACH)):
        return True  # `when I have chest pain like now`, `does anyone else get numb there`
    # `i worry that one day i will not walk`, `that i could lose it`
    is_to_come = ("will" in said[-_SOON:] or said[-2:-1] in _MODAL) and words["worries"] & set(said)
    if words["unreal"] & set(said) or texts[first] in words["lets_say"] or is_to_come:
        return False
    last = min(end, mention.last + _MEASURED) if texts[mention.last : mention.last + 1] in _OF else mention.last
    is_counted = any(message.tokens[i].number is not None for i in range(mention.first, last))
    is_pointed = bool(_POINTING & set(texts[max(first, mention.first - 1) : mention.last]))
    is_own = is_own or texts[max(first, mention.first - 1) : mention.first] == ("my",)
    return is_own or is_pointed or is_counted or bool(words["there_now"] & set(texts[first:end]))


def is_why(message: Message, mention: Found) -> bool:
    """Tell whether it is what somebody asks the reason or a remedy of, so it is there (`what causes my numb foot?`)."""
    texts, words = message.texts, message.words
    first, end = message.opening(mention.first), message.sentence(mention.first)[1]
    said = texts[first : mention.first]
    is_of_others = words["people_in_general"] & set(texts[first:end])
    if is_of_others or words["asks_signs"].intersection(said):
        return False
    is_why = any(word == "why" and (at == 0 or said[at - 1] in words["to_know"]) for at, word in enumerate(said))
    return is_why or (texts[first] in words["asks_why"] and not words["of_cause"].isdisjoint(said))


def _is_condition(message: Message, first: int, mention: Found) -> bool:
    """Tell whether what may be done is asked `with` it, which somebody has (`is swimming ok with a broken hip?`)."""
    texts, words = message.texts, message.words
    at = mention.first
    while at > first and texts[at - 1] in words["some_kind_of"]:
        at -= 1
    return texts[at - 1 : at] == ("with",) and bool(words["may_i"] & set(texts[first : at - 1]))


def _is_given(message: Message, mention: Found) -> bool:
    """Tell whether something else is asked of what is there (`how do i know if the numbness is from it`)."""
    texts, end = message.texts, message.sentence(mention.first)[1]
    is_named = texts[max(0, mention.first - 1) : mention.first] in (("the",), ("my",), ("this",))
    return is_named and mention.last < end and texts[mention.last] in _BE | _COMES


def _has_lasted(texts: Sequence[str], end: int) -> bool:
    """Tell whether the answer to a question is how long it lasts (`is it normal to be numb? it's been a week`)."""
    return texts[end + 1 : end + 4] in _LASTED


def _is_or_else(message: Message, first: int, at: int) -> bool:
    """Tell whether an `or` carries on an `if i` (`if i go numb down there or can not pee i must ring`)."""
    texts = message.texts
    if texts[at - 1 : at] != ("or",):
        return False
    starts = range(max(first, at - _PAIR_REACH), at - 2)
    begun = next((i for i in starts if texts[i : i + 2] == _IF_I), None)
    return begun is not None and not (message.words["parts_supposing"] | _TURNS | {"and"}) & set(texts[begun + 2 : at])


def _is_claimed(message: Message, first: int, last: int) -> bool:
    """Tell whether the sentence goes on with the writer's own (`your site says it is bad and i have it`)."""
    texts, words = message.texts, message.words
    return any(
        " ".join(texts[i : i + size]) in words["that_is_me"]
        and not (_ONLY | words["well_now"]) & set(texts[i + size : i + size + 1])  # `mine is only the left`
        for i in range(first, last)
        for size in (2, 3)
    )


def _is_dreaded(message: Message, mention: Found) -> bool:
    """Tell whether it is what somebody fears to do (`frightened of fainting`), and not `again`."""
    texts, at = message.texts, mention.first
    if not texts[at].endswith("ing") or texts[mention.last : mention.last + 1] == ("again",):
        return False
    return texts[max(0, at - 1) : at] in _OF and bool(message.words["fears"] & set(texts[max(0, at - 2) : at - 1]))


def _is_carried_on(message: Message, mention: Found) -> bool:
    """Tell whether an `and` carries on what is supposed (`what if i wake up and can not move`, `one day i ...`)."""
    texts, words = message.texts, message.words
    first = message.opening(mention.first)
    starts = range(first, min(first + _OPENS, mention.first))
    said = next((i for i in starts if " ".join(texts[i : i + 2]) in words["supposes_on"]), None)
    if said is None:
        return False
    between = texts[said + 2 : mention.first]
    if (words["past_verbs"] | words["past_forms"]) & set(between):
        return False  # `one day i woke up and could not move`
    return not (words["parts_supposing"] | words["already"] | _TURNS) & set(between)


def _is_own_verdict(message: Message, mention: Found) -> bool:
    """Tell whether it is only what the writer made of it in a fright (`read it all and decided i had lymphoma`)."""
    texts, words = message.texts, message.words
    first, verdicts = message.opening(mention.first), sayings(words["own_verdict"])
    for i in range(first, mention.first - 1):
        if any(True for _ in verdicts.sizes_at(texts, i)):
            return not (_REASONS | words["already"] | words["there_now"]) & set(texts[i + 2 : mention.first])
    return False


def _is_told_to_call(message: Message, mention: Found, end: int) -> bool:
    """Tell whether it is when to call (`ring you when my calf gets hot`), and nothing of it is said to be so."""
    texts, words = message.texts, message.words
    first = message.sentence(mention.first)[0]
    near = range(mention.first - 1, max(first, mention.first - _CALL_REACH) - 1, -1)
    at = next((i for i in near if texts[i] in _AS_SOON), None)
    if at is None or (words["there_now"] | _STILL) & set(texts[first:end]):
        return False
    between, before = set(texts[at + 1 : mention.first]), texts[max(first, at - _CALL_REACH) : at]
    if words["breaks"] & between or (words["past_verbs"] | {"and", ","}) & between:
        return False
    calls = [i for i, word in enumerate(before) if {word, " ".join(before[i : i + 2])} & words["calling"]]
    return bool(calls) and not {",", "because"} & set(before[calls[-1] :])


def _is_of_you(message: Message, mention: Found, end: int) -> bool:
    """Tell whether people in general are asked about (`when your waters break do you lie down?`)."""
    texts, first = message.texts, message.opening(mention.first)
    if texts[first] not in ("when", "if", "once") or not texts[first + 1 : first + 2] or texts[first + 1] not in _YOU:
        return False
    if message.words["first_person"] & set(texts[first : mention.last]):
        return False
    return any(texts[i] in _DO and texts[i + 1] in ("you", "i", "we") for i in range(mention.last, end - 1))


def _is_asked_as_cause(message: Message, mention: Found, end: int) -> bool:
    """Tell whether a question is whether it is what the complaint comes from (`could it be due to weak bones?`).

    What may be so (`the gp says it could be due to weak bones`) is told and stays in doubt.
    """
    texts, clause = message.texts, message.clause(mention.first)
    if texts[end : end + 1] != ("?",):
        return False
    near = range(mention.first - 1, max(clause.first, mention.first - _CAUSE_REACH), -1)
    at = next((i for i in near if texts[i - 1 : i + 1] in _COMES_OF), None)
    if at is None or message.words["first_person"] & set(texts[at : mention.first]):
        return False
    opening = [text for text in texts[clause.first : clause.first + _CAUSE_OPENS] if text[0].isalnum()]
    return bool(_MAY & set(opening)) and bool(_BE & set(texts[clause.first : at]))


def _is_read_out(message: Message, mention: Found) -> bool:
    """Tell whether a leaflet says it (`the sheet lists numbness`, `I read the sheet. It mentions numbness`)."""
    texts, words = message.texts, message.words
    first, _ = message.sentence(mention.first)
    if not words["listing"] & set(texts[first : mention.first]):
        return False
    verb = next(i for i in range(mention.first - 1, first - 1, -1) if texts[i] in words["listing"])
    if (words["first_person"] | words["breaks"]) & set(texts[verb : mention.first]):
        return False
    if words["papers"] & set(texts[max(first, verb - _PAPER_REACH) : verb]):
        return True
    if first == 0 or not _IT & set(texts[max(first, verb - 2) : verb]):
        return False
    before, last = message.sentences[message.sentence_of[first] - 1]
    return bool(words["papers"] & set(texts[before:last]))


def _is_looked_for(message: Message, mention: Found, end: int) -> bool:
    """Tell whether somebody examined the writer for it and nothing says that it was found (`scanned me for a clot`)."""
    texts, words = message.texts, message.words
    first = message.clause(mention.first).first
    near = range(max(first, mention.first - 2), mention.first)
    at = next((i for i in near if texts[i] == "for"), None)
    if at is None or not words["looking_for"] & set(texts[max(first, at - 4) : at]):
        return False
    said = texts[mention.last : end]
    counted = any(message.tokens[i].number is not None for i in range(mention.last, end))
    return not (words["was_found"] & set(said) or counted) or bool(words["not_found"] & set(said))


def _is_unreal(message: Message, at: int, mention: Found, end: int) -> bool:
    """Tell whether an `if` opens what is not so (`if it ever gets worse`, `if my foot went floppy would i ring`)."""
    texts, words = message.texts, message.words
    if words["supposing"] & set(texts[at + 1 : min(at + _NEAR, mention.last)]):
        return True
    first, _ = message.sentence(at)
    asks = any(texts[i : i + 2] in _WOULD_I for i in range(mention.last, end - 1))
    asks = asks or "would" in texts[first:at] or _would_do(message, at, end) or _would_be_known(message, at, end)
    return asks and bool((words["past_verbs"] | words["if_past"]) & set(texts[at + 1 : at + _NEAR]))


def _would_be_known(message: Message, first: int, last: int) -> bool:
    """Tell whether it is said what would be seen of it (`if it was that you would look ill`)."""
    texts = message.texts
    return any(texts[i] in _YOU_OR_THEY and texts[i + 1] == "would" for i in range(first + 2, last - 2))


def _would_do(message: Message, first: int, last: int) -> bool:
    """Tell whether the writer says what he would do (`i would ring`), not what he used to (`i would have to stand`)."""
    texts = message.texts
    return any(
        texts[i : i + 2] in _I_WOULD and texts[i + 2] not in message.words["habit"] for i in range(first + 2, last - 2)
    )
