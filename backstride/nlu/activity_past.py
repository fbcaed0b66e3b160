"""Activities that hurt once and no longer do: `could not sit, now it is ok`, `sneezing hurt, that has stopped`."""

from collections.abc import Sequence

from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.verdicts import is_told_over


def is_told_of_before(message: Message, activity: Found, later: Found) -> bool:
    """Tell whether the words before it is named again are of the past (`could not sit last week ...`)."""
    first, last = message.sentence(activity.first)
    return bool(message.words["told_of_before"] & set(message.texts[first : min(last, later.first)]))


def is_over_now(message: Message, activity: Found, activities: Sequence[Found]) -> bool:
    """Tell whether the next words say that it no longer hurts (`sneezing was agony, that has stopped`)."""
    _, end = message.sentences[min(message.sentence_of[activity.first] + 1, len(message.sentences) - 1)]
    stop = min((a.first for a in activities if a.first >= activity.last), default=end)
    return is_told_over(message, activity.last, min(end, stop), message.words["over_verbs"])


def is_no_more(message: Message, activity: Found) -> bool:
    """Tell whether it used to hurt and does not now (`coughing used to hurt but not any more`)."""
    _, end = message.sentence(activity.first)
    rest = message.texts[activity.last : end]
    if rest[:2] != ("used", "to"):
        return False
    said = " ".join(rest)
    return any(phrase in said for phrase in message.words["no_more"])
