"""Activities that hurt once and no longer do: `could not sit, now it is ok`, `sneezing hurt, that has stopped`."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from backstride.nlu.clauses import Message
from backstride.nlu.course import was_bad_until
from backstride.nlu.found import Found
from backstride.nlu.lexicon_entries import Activity
from backstride.nlu.verdicts import is_told_over

_COULD_REACH, _TAKEN_BACK_REACH = 6, 12
"""In words."""


def is_told_of_before(message: Message, activity: Found, later: Found) -> bool:
    """Tell whether the words before it is named again are of the past (`could not sit last week ...`)."""
    first, last = message.sentence(activity.first)
    said = set(message.texts[first : min(last, later.first)])
    return bool(message.words["told_of_before"] & said) and not message.words["begins"] & said


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


def of_before(
    message: Message, roles: Sequence[tuple[Found, str]], table: Mapping[str, Activity]
) -> AbstractSet[Found]:
    """Return what hurt before and is said later not to (`could not sit last week. sitting is ok now`)."""
    past: set[Found] = set()
    turn = was_bad_until(message)
    for activity, role in roles:
        if role != "worse":
            continue
        trigger = table[activity.name].trigger
        later = [a for a, its in roles if its == "harmless" and table[a.name].trigger == trigger]
        later = [a for a in later if a.first > activity.first]
        is_said = bool(later) and is_told_of_before(message, activity, later[0])
        is_said = is_said or (activity.first < turn and _could_not(message, activity))
        if is_said or is_over_now(message, activity, [a for a, _ in roles]):
            past.add(activity)
    return past


def _could_not(message: Message, activity: Found) -> bool:
    """Tell whether it is what somebody could not do then (`could not put my socks on for three days, now i can`)."""
    first, _ = message.sentence(activity.first)
    lead = message.texts[max(first, activity.first - _COULD_REACH) : activity.first + 1]
    return ("could", "not") in pairwise(lead)


def is_taken_back(message: Message, activity: Found) -> bool:
    """Tell whether it is what was said and is taken back (`i said the mornings were worst, that was wrong`)."""
    texts, words, here = message.texts, message.words, message.sentence_of[activity.first]
    lead = texts[message.sentence(activity.first)[0] : activity.first]
    verbs = words["said_first"]
    said = next((i for i, (a, b) in enumerate(pairwise(lead)) if a in words["one_who"] and b in verbs), None)
    if said is None:
        return False
    _, end = message.sentences[min(here + 1, len(message.sentences) - 1)]
    rest = f" {' '.join(texts[activity.last : min(end, activity.last + _TAKEN_BACK_REACH)])} "
    return any(f" {phrase} " in rest for phrase in words["takes_back"])
