"""A yes or no right after what it is about: `groin? no`, `calf, negative`, `thigh yes, shin no`, `q: leg? a: no`.

What it means for a place, an activity or a kind of pain is decided by whoever asks (`places.py`, `activity_answers.py`,
`kinds.py`).
"""

from collections.abc import Sequence

from backstride.nlu.clauses import Message
from backstride.nlu.found import Found

MARKS = frozenset("?:=-,(\u2013\u2014\u2026")
_FEW_MARKS, _SHORT_LIST = 3, 8
_LABELS = frozenset({"a", "ans", "answer", "me"})
_FILLERS = frozenset(
    {"part", "bit", "side", "one", "area", "pain", "ache", "symptoms", "test", "itself", "wise"}
) | frozenset({"either", "now", "too", "yet", "lately", "today"})
_STRESS = frozenset(
    {"absolutely", "definitely", "certainly", "really", "oh", "well", "um", "erm", "thankfully"}
) | frozenset({"i", "have"})
_NONE, _ALL_OF_IT = frozenset({"none", "nothing"}), frozenset({"that", "it", "them", "those", "these", "this"})
"""`Sitting, stairs, none of that`."""
_TIES = frozenset({"when", "whenever", "if", "while"})
_NO = frozenset({"no", "nope", "nah", "negative", "neg", "nil", "none", "nothing", "nowt", "nada", "zero"}) | frozenset(
    {"zilch", "never"}
)
_YES = frozenset({"yes", "yeah", "yep", "yup", "yea", "aye", "affirmative", "positive", "definitely", "yh"})
_WITHOUT_A_MARK = frozenset({"no", "nope", "nah", "negative", "nil", "yes", "yeah", "yep", "yup", "yea", "affirmative"})
_GOES_ON = frozenset(
    {"at", "whatsoever", "either", "really", "thanks", "thank", "ever", "so", "but", "and", "just", "only"}
) | frozenset({"not", "sorry"})
_TAGS = frozenset({"lol", "haha", "tho", "though", "x", "xx", "thanks", "mate", "yet"})
_OF_TEN = frozenset({"/", "of", "on"})
"""What a score is out of (`walking: 0 / 10`, `stairs 0 out of 10`)."""
_GOES_ON_YES = frozenset({"left", "right", "both", "a", "mostly", "slightly", "sometimes", "on", "and", "but"})
_THEN = frozenset({"and", "but", "then", "though"})
_GONE_REACH, _OVER_REACH, _NORMAL_REACH = 5, 12, 8
_BACK_TO = frozenset(
    {"has", "have", "is", "are", "all", "now", "come", "came", "gone", "went", "back", "to", "returned"}
) | (frozenset({"pretty", "much", "completely", "feels", "feel", "feeling", "been", "almost", "fully", "also", "both"}))
_GONE = frozenset(
    {"gone", "stopped", "cleared", "vanished", "disappeared", "resolved", "settled", "went", "healed"}
) | frozenset({"ended"})
_SOON_GONE = frozenset({"within", "overnight", "completely", "entirely", "altogether", "!", ";", ")"})
_GONE_FOR_GOOD = frozenset({"so", "but", "now", "since", "totally", "thankfully", "too"})
_NOT_ALONE = frozenset({"went", "gone"})
_HAS = frozenset({"has", "have", "had", "is", "are", "'s", "all", "now", "since", "completely", "totally"}) | frozenset(
    {"mostly", "pain", "bit", "part", "was", "were", "basically", "actually", "still", "pretty", "much", "just"}
)
_LIST = frozenset({",", "?", "and", "or", "nor", "/", "&", "+", "the", "my", "left", "right", "both", "a", "of"})


def skip_label(texts: Sequence[str], at: int) -> int:
    """Return where an answer begins that has a label of its own (`q: night? a: no`)."""
    return at + 2 if texts[at : at + 1] and texts[at] in _LABELS and texts[at + 1 : at + 2] == (":",) else at


def is_over(message: Message, last: int) -> bool:
    """Tell whether what ends before a token is said to be over (`the tingling has gone`, `the calf went away`)."""
    if _is_normal_again(message.texts[last : last + _NORMAL_REACH]):
        return True
    for at in range(last, min(len(message.texts), last + _GONE_REACH)):
        text, follows = message.texts[at], message.texts[at + 1 : at + 2]
        if text in _GONE:
            if text not in _NOT_ALONE or follows in (("away",), (".",), (",",), ()) or follows[0] in _SOON_GONE:
                return True
            return text == "gone" and follows[0] in _GONE_FOR_GOOD
        if text not in _HAS:
            return False
    return False


def _is_normal_again(texts: Sequence[str]) -> bool:
    """Tell whether the words say that it is as it was (`have come back to normal`, `is normal again`)."""
    at = next((i for i, text in enumerate(texts) if text not in _BACK_TO), len(texts))
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


def is_score_of_none(texts: Sequence[str], at: int) -> bool:
    """Tell whether a score of nothing begins there (`0 / 10`, `zero out of ten`, `0`)."""
    if texts[at : at + 1] not in (("0",), ("zero",)):
        return False
    over = at + 1 + (texts[at + 1 : at + 2] == ("out",))
    if over < len(texts) and texts[over] in _OF_TEN:
        is_of_next = bool(_TIES & set(texts[over + 2 : over + 3]))  # `driving 7/10, 0/10 when i walk`
        return texts[over + 1 : over + 2] in (("10",), ("ten",)) and not is_of_next
    return over == at + 1 and (over >= len(texts) or not texts[over][0].isalnum())


def verdict(message: Message, last: int) -> bool | None:
    """Return the yes or no that follows the token before `last`, None if there is none or it begins a sentence."""
    texts = message.texts
    at = last + (last < len(texts) and texts[last] in _FILLERS)
    begin = at
    while at < len(texts) and at - begin < _FEW_MARKS and texts[at] in MARKS:
        at += 1
    is_marked = at > begin
    at = skip_label(texts, at)
    while is_marked and at < len(texts) and texts[at] in _STRESS and texts[at] not in _YES:
        at += 1
    said = texts[at] if at < len(texts) else ""
    follows = texts[at + 1] if at + 1 < len(texts) else "."
    if said == "definitely" and follows == "not":
        return False
    if is_score_of_none(texts, at):
        return False
    if said == "not":  # `absolutely not`, `not at all`
        is_no = is_marked and (not follows[0].isalnum() or follows in _GOES_ON)
        return False if is_no else None
    if not is_marked and said not in _WITHOUT_A_MARK:
        return None
    ends = not follows[0].isalnum() or follows in _TAGS
    ends = ends or (said in _NONE and follows == "of" and texts[at + 2 : at + 3] != () and texts[at + 2] in _ALL_OF_IT)
    is_elsewhere = said == "never" and follows == "at" and texts[at + 2 : at + 3] != ("all",)
    if said in _NO and (ends or (is_marked and follows in _GOES_ON and not is_elsewhere)):  # `.., never at home`
        return False
    return True if said in _YES and (ends or follows in _GOES_ON_YES) else None


def shared_verdict(message: Message, one: Found, others: Sequence[Found]) -> bool | None:
    """Return its verdict, or the one at the end of the list it stands in (`groin, hip or calf? no`).

    Args:
        message: The words.
        one: What is asked about.
        others: The phrases of the same kind, in order.
    """
    said, last = verdict(message, one.last), one.last
    for other in others:
        if said is not None or other.first >= len(message.texts):
            break
        if other.first < last:
            continue
        between = message.texts[last : other.first]
        if len(between) > _SHORT_LIST or not set(between) <= _LIST or not between:
            break
        said, last = verdict(message, other.last), other.last
    return said
