"""What comes of an activity is told behind it: `when i walk it is ok`, `i lie on the floor. that helps`."""

from collections.abc import Sequence

from backstride.domain.findings import Status
from backstride.nlu.activity_resorts import RUNS
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.lexicon_entries import Activity
from backstride.nlu.place_cues import NAMED_FOR_PAIN

_OF_THE_OUTCOME, _SHORT, _WHEN_REACH = 4, 8, 3
"""In words."""
_WHO, _IT_IS = 2, ("it", "is")
_HURTS = frozenset({"worse", "pain", "trouble"})
_POINTERS = frozenset({"that", "this", "which", "it"})


def is_followed_by_relief(
    message: Message, activity: Found, kind: Activity, cues: Sequence[Found], activities: Sequence[Found]
) -> bool:
    """Tell whether the pain is told to end by it; nobody ends it by a run."""
    if not kind.reliever or kind.trigger in RUNS or activity.status is not Status.PRESENT:
        return False
    return _is_praised_next(message, activity, cues, activities)


def told_with_when(message: Message, activity: Found, cues: Sequence[Found]) -> str | None:
    """Return what `when i sit it is sore, when i walk it is ok` says of each, None if it is not told so."""
    texts, ties = message.texts, message.words["ties"]
    tie = activity.first - _WHO
    if tie < 0 or texts[tie] not in ties or texts[tie + 1] not in message.words["doers"]:
        return None
    opens = tie == message.opening(activity.first)
    led_to = [c.first for c in cues if c.last == tie]  # with or without `it is`
    opens = opens or any(_IT_IS in (texts[at - _WHO : at], texts[at : at + _WHO]) for at in led_to)
    at = next((i for i in range(activity.last, activity.last + _WHO + 1) if texts[i : i + _WHO] == _IT_IS), None)
    if not opens or at is None:
        return None
    told = next((c for c in cues if at <= c.first <= at + _WHO and c.status is Status.PRESENT), None)
    if told is None:
        return None
    return "worse" if told.role in _HURTS else told.role


def is_timed(message: Message, activity: Found) -> bool:
    """Tell whether a word like `when` ties it to something (`when i have been | standing`, `time i try to run`)."""
    texts, (first, _) = message.texts, message.sentence(activity.first)
    begin = activity.first - _WHEN_REACH - (texts[activity.first - 1] == "been")
    if message.words["when"] & {*texts[max(0, begin) : activity.first + 1]}:
        return True
    at = activity.first - 1
    while at > first and texts[at] in message.words["doing_glue"]:
        at -= 1
    return texts[at] in message.words["tied_times"] or texts[activity.first] in message.words["ties_to_time"]


def is_rest_from_pain(message: Message, activity: Found, cue: Found) -> bool:
    """Tell whether lying is told as where there is no pain (`flat on my back i do not feel it`, `ok laid down`)."""
    low, high = sorted((activity, cue), key=lambda f: f.first)
    said = set(message.texts[low.first : high.last])
    is_named = activity.last <= cue.first and bool(message.words["place_leads"] & {message.texts[activity.first]})
    is_only = cue.last == activity.first and cue.last - cue.first == 1 and message.opening(cue.first) == cue.first
    return (is_named and bool(message.words["free_of_it"] & said) and "can" not in said) or is_only


def _is_praised_next(message: Message, activity: Found, cues: Sequence[Found], activities: Sequence[Found]) -> bool:
    """Tell whether the next sentence says of it, and of nothing else, that it helps (`... that is lovely`)."""
    here = message.sentence_of[activity.first]
    if here + 1 >= len(message.sentences):
        return False
    end = message.sentences[here][1]
    begin, last = message.opening(end), message.sentences[here + 1][1]
    texts = message.texts
    if last - begin > _SHORT or texts[begin] not in _POINTERS or texts[last : last + 1] == ("?",):
        return False
    own = [c for c in cues if c.name not in NAMED_FOR_PAIN]
    if any(activity.last <= a.first < last for a in activities) or any(activity.last <= c.first < end for c in own):
        return False
    reach = 1 if texts[begin] == "it" else _OF_THE_OUTCOME
    said = [c for c in own if begin < c.first <= begin + reach]
    return bool(said) and all(c.role == "better" and c.status is Status.PRESENT for c in said)
