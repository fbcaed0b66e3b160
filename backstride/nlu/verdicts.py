"""A yes or no right after what it is about: `groin? no`, `calf, negative`, `thigh yes, shin no`, `q: leg? a: no`.

What it means for a place, an activity or a kind of pain is decided by whoever asks (`places.py`, `activity_answers.py`,
`kinds.py`).
"""

from collections.abc import Sequence

from backstride.nlu.clauses import Message, Words
from backstride.nlu.found import Found
from backstride.nlu.sayings import sayings

MARKS = frozenset("?:=-,(\u2013\u2014\u2026")
_LABELS = frozenset({"a", "ans", "answer", "me"})
_NONE, _ALL_OF_IT = frozenset({"none", "nothing"}), frozenset({"that", "it", "them", "those", "these", "this"})
"""`Sitting, stairs, none of that`."""
_TIES = frozenset({"when", "whenever", "if", "while"})
_OF_TEN = frozenset({"/", "of", "on"})
"""What a score is out of (`walking: 0 / 10`, `stairs 0 out of 10`)."""
_THEN = frozenset({"and", "but", "then", "though"})
_GONE_REACH, _OVER_REACH, _NORMAL_REACH = 5, 12, 8
_SOON_GONE = frozenset({"within", "overnight", "completely", "entirely", "altogether", "!", ";", ")"})
_GONE_FOR_GOOD = frozenset({"so", "but", "now", "since", "totally", "thankfully", "too"})
_NOT_ALONE = frozenset({"went", "gone"})


def skip_label(texts: Sequence[str], at: int) -> int:
    """Return where an answer begins that has a label of its own (`q: night? a: no`)."""
    return at + 2 if _LABELS & set(texts[at : at + 1]) and texts[at + 1 : at + 2] == (":",) else at


def is_over(message: Message, last: int) -> bool:
    """Tell whether what ends before a token is said to be over (`the tingling has gone`, `the calf went away`)."""
    if _is_normal_again(message.texts[last : last + _NORMAL_REACH], message.words["back_to"]):
        return True
    for at in range(last, min(len(message.texts), last + _GONE_REACH)):
        text, follows = message.texts[at], message.texts[at + 1 : at + 2]
        if text in message.words["is_gone"]:
            if text not in _NOT_ALONE or follows in (("away",), (".",), (",",), ()) or follows[0] in _SOON_GONE:
                return True
            return text == "gone" and follows[0] in _GONE_FOR_GOOD
        if text not in message.words["gone_glue"]:
            return False
    return False


def _is_normal_again(texts: Sequence[str], glue: frozenset[str]) -> bool:
    """Tell whether the words say that it is as it was (`have come back to normal`, `is normal again`)."""
    at = next((i for i, text in enumerate(texts) if text not in glue), len(texts))
    if texts[at : at + 1] != ("normal",) or not at:
        return False
    return bool({"back", "returned"} & set(texts[:at])) or texts[at + 1 : at + 2] in (("again",), ("now",))


def is_told_over(message: Message, last: int, stop: int, verbs: frozenset[str]) -> bool:
    """Tell whether a pronoun soon after says that it is over (`my foot tingled in may but that went`)."""
    texts, words = message.texts, message.words
    for at in range(last, min(stop, last + _OVER_REACH)):
        if texts[at] not in words["over_pronouns"] or (texts[at - 1][0].isalnum() and texts[at - 1] not in _THEN):
            continue  # `it is the left that is gone`
        after = next((i for i in range(at + 1, stop) if texts[i] not in words["over_glue"]), stop)
        is_verb = after < stop and texts[after] in verbs
        if is_verb and (after > at + 1 or texts[after] in words["went"]):
            follows = texts[after + 1] if after + 1 < len(texts) else "."
            return not follows[0].isalnum() or follows in words["over_ends"]
    return False


def says_no(words: Words, texts: Sequence[str]) -> bool:
    """Tell whether a text begins with a refusal in a saying (`not a chance`, `a definite no`), and does not go on.

    After it the text ends or has a mark.
    """
    size = max(sayings(words["no_said"]).sizes_at(texts, 0), default=0) if texts else 0
    after = texts[size : size + 1]
    return size > 0 and (not after or not after[0][0].isalnum())


def is_score_of_none(texts: Sequence[str], at: int) -> bool:
    """Tell whether a score of nothing begins there (`0 / 10`, `zero out of ten`, `0`)."""
    if texts[at : at + 1] not in (("0",), ("zero",)):
        return False
    over = at + 1 + (texts[at + 1 : at + 2] == ("out",))
    if over < len(texts) and texts[over] in _OF_TEN:
        is_of_next = bool(_TIES & set(texts[over + 2 : over + 3]))  # `driving 7/10, 0/10 when i walk`
        return texts[over + 1 : over + 2] in (("10",), ("ten",)) and not is_of_next
    return over == at + 1 and over >= len(texts)


def verdict(message: Message, last: int) -> bool | None:
    """Return the yes or no that follows the token before `last`, None if there is none or it begins a sentence."""
    texts, words = message.texts, message.words
    at = last + (last < len(texts) and texts[last] in words["after_what_is_asked"])
    begin = at
    while at < len(texts) and texts[at] in MARKS:
        at += 1
    is_marked = at > begin
    at = skip_label(texts, at)
    while (
        is_marked and at < len(texts) and texts[at] in words["before_an_answer"] and texts[at] not in words["yes_to_it"]
    ):
        at += 1
    said = texts[at] if at < len(texts) else ""
    follows = texts[at + 1] if at + 1 < len(texts) else "."
    if is_score_of_none(texts, at):
        return False
    if said == "not":  # `absolutely not`, `not at all`
        is_no = is_marked and (not follows[0].isalnum() or follows in words["goes_on_no"])
        return False if is_no else None
    if not is_marked and said not in words["answers_unmarked"]:
        return None
    ends = not follows[0].isalnum() or follows in words["reply_tags"]
    ends = ends or (said in _NONE and follows == "of" and texts[at + 2 : at + 3] != () and texts[at + 2] in _ALL_OF_IT)
    is_elsewhere = said == "never" and follows == "at" and texts[at + 2 : at + 3] != ("all",)
    goes_on = is_marked and follows in words["goes_on_no"] and not is_elsewhere  # `.., never at home`
    if said in words["no_words"] and (ends or goes_on):
        return False
    return True if said in words["yes_to_it"] and ends else None


def shared_verdict(message: Message, one: Found, others: Sequence[Found]) -> bool | None:
    """Return its verdict, or the one at the end of the list it stands in (`groin, hip or calf? no`).

    Args:
        message: The words.
        one: What is asked about.
        others: The phrases of the same kind, in order.
    """
    said, last = verdict(message, one.last), one.last
    for other in others:
        if other.first < last:
            continue
        between = message.texts[last : other.first]
        if other.first >= len(message.texts) or not set(between) <= message.words["shared_list"]:
            break
        said, last = verdict(message, other.last), other.last
    return said
