"""Questions about activities: whether one does good or harm, what helps people in general, what others do."""

from backstride.domain.findings import Status
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.verdicts import verdict

_OBJECT_OF_TOPIC, _OPENING = 2, 3


def is_asked_about(message: Message, activity: Found) -> bool:
    """Tell whether a question is whether it does good or harm (`is walking ok for this?`), not `... when i walk?`."""
    first, last = message.sentence(activity.first)
    if verdict(message, activity.last) is not None:
        return False
    asks = message.texts[last : last + 1] == ("?",) and message.texts[first] in message.words["asks_of_it"]
    own = message.words["doers"] & set(message.texts[max(first, activity.first - _OBJECT_OF_TOPIC) : activity.first])
    return asks and not own and activity.status is Status.HYPOTHETICAL


def is_asked_of_all(message: Message, activity: Found) -> bool:
    """Tell whether a question is about what helps in general (`is heat or ice better?`, `does lying help anyone?`)."""
    first, last = message.sentence(activity.first)
    if message.texts[last : last + 1] != ("?",):
        return False
    if " ".join(message.texts[first : first + _OPENING]) in message.words["asks_of_a_fact"]:
        return False  # `is it normal that leaning back helps?`
    said = [text for text in message.texts[first:last] if text[0].isalnum() and text not in message.words["hails"]]
    asks = bool(said) and said[0] in message.words["opens_a_question"] | message.words["asks_if_it_helps"]
    return asks and not message.words["own_words"] & set(said)


def is_asked_of_yours(message: Message, activity: Found) -> bool:
    """Tell whether a question is about the trouble of who reads it (`is yours worse running or walking?`)."""
    first, last = message.sentence(activity.first)
    said = set(message.texts[first:last])
    return message.texts[last : last + 1] == ("?",) and "yours" in said and not message.words["own_words"] & said


def asks_others(message: Message, activity: Found) -> bool:
    """Tell whether it stands in a question to others (`has anyone run on a bulging disc?`)."""
    first, last = message.sentence(activity.first)
    return message.texts[last : last + 1] == ("?",) and bool(
        message.words["asks_anybody"] & set(message.texts[first:last])
    )
