"""Activities that hurt once and no longer do: `could not sit, now it is ok`, `sneezing hurt, that has stopped`."""

from collections.abc import Sequence

from backstride.nlu.clauses import Message
from backstride.nlu.found import Found

_REACH = 12
"""In words."""


def is_told_of_before(message: Message, activity: Found, later: Found) -> bool:
    """Tell whether the words before it is named again are of the past (`could not sit last week ...`)."""
    first, last = message.sentence(activity.first)
    return bool(message.words["told_of_before"] & set(message.texts[first : min(last, later.first)]))


def is_over_now(message: Message, activity: Found, activities: Sequence[Found]) -> bool:
    """Tell whether the next words say that it no longer hurts (`sneezing was agony, that has stopped`)."""
    texts, words, here = message.texts, message.words, message.sentence_of[activity.first]
    _, end = message.sentences[min(here + 1, len(message.sentences) - 1)]
    stop = min((a.first for a in activities if a.first >= activity.last), default=end)
    for at in range(activity.last, min(end, stop, activity.last + _REACH)):
        if texts[at] not in words["over_pronouns"]:
            continue
        after = next((i for i in range(at + 1, min(end, stop)) if texts[i] not in words["over_glue"]), end)
        if after > at + 1 and after < end and texts[after] in words["over_verbs"]:
            follows = texts[after + 1] if after + 1 < len(texts) else "."
            return not follows[0].isalnum() or follows in words["over_ends"]
    return False
