"""Questions about activities: whether one does good or harm, what helps people in general, what others do."""

from itertools import pairwise

from backstride.domain.findings import Status
from backstride.nlu.activity_answers import Role
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.verdicts import verdict

_OBJECT_OF_TOPIC, _OPENING, _ADVICE, _IF_REACH = 2, 3, 4, 4
_OF_THEIRS = frozenset({"who", "his", "her", "their", "him", "them", "its"})
_OPEN = (Status.HYPOTHETICAL, Status.NEGATED)
_ASKS_HOW, _ASKED_SOON = (("when",), ("how",), ("what",), ("did",)), 6
_NO_PAIN = (("no", "pain"), ("no", "ache"), ("no", "pains"), ("no", "symptoms"), ("not", "hurt"), ("not", "sore"))


def is_asked_about(message: Message, activity: Found) -> bool:
    """Tell whether a question is whether it does good or harm (`is walking ok for this?`), not `... when i walk?`."""
    first, last = message.opening(activity.first), message.sentence(activity.first)[1]
    if verdict(message, activity.last) is not None:
        return False
    asks = message.texts[last : last + 1] == ("?",) and message.texts[first] in message.words["asks_of_it"]
    own = message.words["doers"] & set(message.texts[max(first, activity.first - _OBJECT_OF_TOPIC) : activity.first])
    return asks and not own and activity.status is Status.HYPOTHETICAL


def is_no_report(message: Message, activity: Found, role: Role) -> bool:
    """Tell whether it stands in a question that tells nothing of the writer."""
    first, last = message.opening(activity.first), message.sentence(activity.first)[1]
    opening = " ".join(message.texts[first : first + _ADVICE])
    is_advice = message.texts[last : last + 1] == ("?",) and (
        opening in message.words["asks_for_advice"] or message.texts[first : first + 2] == ("how", "long")
    )
    if is_advice or _is_asked_of_you(message, activity) or (role == "better" and _is_asked_of_all(message, activity)):
        return True
    if role == "better" and _is_wondered(message, activity):
        return True
    near = message.texts[activity.last : activity.last + _OBJECT_OF_TOPIC]
    if message.texts[last : last + 1] == ("?",) and message.words["asks_for_it"] & set(near) and "can" not in near:
        return True  # `surely with a disc running would be murder?`
    said = set(message.texts[first:last])
    is_which = message.texts[first] == "which" and message.texts[last : last + 1] == ("?",)  # `which is worse, ..?`
    return _is_asked_of_yours(message, activity) or (is_which and not message.words["own_words"] & said)


def _is_wondered(message: Message, activity: Found) -> bool:
    """Tell whether the part of a question that it stands in asks for it (`.., so would heat be better?`)."""
    first, last = message.opening(activity.first), message.sentence(activity.first)[1]
    texts, joins = message.texts, message.words["asks_next"]
    if texts[last : last + 1] != ("?",):
        return False
    begin = next(
        (i + 1 for i in range(activity.first - 1, first - 1, -1) if texts[i] in joins or not texts[i][0].isalnum()),
        first,
    )
    return texts[begin] in message.words["asks_for_it"]


def _is_asked_of_you(message: Message, activity: Found) -> bool:
    """Tell whether it is what readers are asked of their own (`when did you all get walking again?`)."""
    first, last = message.opening(activity.first), message.sentence(activity.first)[1]
    said = message.texts[first:last]
    is_asked = message.texts[last : last + 1] == ("?",) and said[:1] in _ASKS_HOW
    words = message.words
    return is_asked and bool(words["readers"] & set(said[1:_ASKED_SOON])) and not words["own_words"] & set(said)


def _is_asked_of_all(message: Message, activity: Found) -> bool:
    """Tell whether a question is about what helps in general (`is heat or ice better?`, `does lying help anyone?`)."""
    first, last = message.opening(activity.first), message.sentence(activity.first)[1]
    if message.texts[last : last + 1] != ("?",):
        return False
    if " ".join(message.texts[first : first + _OPENING]) in message.words["asks_of_a_fact"]:
        return False  # `is it normal that leaning back helps?`
    said = [text for text in message.texts[first:last] if text[0].isalnum() and text not in message.words["hails"]]
    asks = bool(said) and said[0] in message.words["opens_a_question"] | message.words["asks_if_it_helps"]
    return asks and not message.words["own_words"] & set(said)


def _is_asked_of_yours(message: Message, activity: Found) -> bool:
    """Tell whether a question is about who reads it (`is yours worse running?`) or supposes it (`safe if ..?`)."""
    first, last = message.opening(activity.first), message.sentence(activity.first)[1]
    said = set(message.texts[first:last])
    if message.texts[last : last + 1] != ("?",):
        return False
    if activity.status is Status.NEGATED and message.texts[first] in message.words["opens_a_question"]:
        return "if" in message.texts[first : activity.first]
    return "yours" in said and not message.words["own_words"] & said


def asks_others(message: Message, activity: Found) -> bool:
    """Tell whether it stands in a question to others (`has anyone run on a bulging disc?`)."""
    first, last = message.opening(activity.first), message.sentence(activity.first)[1]
    return message.texts[last : last + 1] == ("?",) and bool(
        message.words["asks_anybody"] & set(message.texts[first:last])
    )


def as_meant(message: Message, activity: Found, role: Role) -> Found:
    """Return it as present where help is told of (`if i walk about it goes off`), or `what hurts when i sit` asked."""
    first, last = message.opening(activity.first), message.sentence(activity.first)[1]
    said = message.texts[first:last]
    is_asked = (
        message.texts[last : last + 1] == ("?",)
        or said[0] in message.words["asks_of_it"]
        or message.words["only_asked"] & set(said)
    )
    is_eased = role == "better" and activity.status is Status.NEGATED
    is_named = message.texts[first : activity.first][-3:-1] in _NO_PAIN  # `no pain at rest`
    does = message.words["again"] & set(message.texts[activity.last : activity.last + 1])
    if is_eased and (does or is_named or verdict(message, activity.last)):
        return activity.with_status(Status.PRESENT)  # `heat no, ice yes`, `ice made no difference, heat does`
    is_yes = bool(message.words["answers_yes"] & set(message.texts[activity.last : activity.last + 1]))
    if role == "worse" and activity.status in _OPEN and (is_yes or verdict(message, activity.last)):
        return activity.with_status(Status.PRESENT)  # `does it hurt to cough? yes`
    is_if = ("if", "i") in pairwise(message.texts[max(first, activity.first - _IF_REACH) : activity.first])
    is_so = (role == "better" or (role == "worse" and is_if)) and activity.status is Status.HYPOTHETICAL
    is_so = is_so and not is_asked  # `i get it a bit if i have sat for long`
    is_mine = "my" in message.texts[first : activity.first] or "else" in said[:4]
    is_fact = is_mine and role == "worse" and activity.status is Status.HYPOTHETICAL
    is_fact = is_fact and any(" ".join(said).startswith(opening) for opening in message.words["asks_of_a_fact"])
    is_own = role == "worse" and activity.status is Status.OTHER_PERSON and _is_done_by_me(message, activity)
    return activity.with_status(Status.PRESENT) if is_so or is_fact or is_own else activity


def _is_done_by_me(message: Message, activity: Found) -> bool:
    """Tell whether the writer does it, with somebody (`what i can not do is sit with my kids or lean over the cot`)."""
    first, _ = message.sentence(activity.first)
    lead = message.texts[first : activity.first]
    at = max((i for i, word in enumerate(lead) if word == "i"), default=None)
    if at is None or (message.words["third_person"] | _OF_THEIRS) & set(lead[at:]):
        return False
    return "with" in lead[at:]
