"""Hours of the day that tell of pain by themselves: `up at 4 am`, `by lunch i am loose`."""

from collections.abc import Sequence

from backstride.domain.findings import Status
from backstride.nlu.activity_answers import Role
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found

NEITHER = "neither"
"""Says nothing, and no list shares the role of another activity with it."""
_WELL, _HURTS = frozenset({"better", "harmless"}), frozenset({"worse", "pain", "trouble"})
_LATER, _BACK, _NEAR = "time_after", 2, 9
_MORNING_OVER, _UP_AT_NIGHT = "late_morning", "awake_at_night"
_WELL_REACH, _LEAD = 4, 2
"""In words."""


def of_its_hour(message: Message, activity: Found, cues: Sequence[Found]) -> Role | None:
    """Return the role of an hour of the night, of a morning's end or after sport, None if it is none of them.

    Args:
        message: The words.
        activity: What is read.
        cues: The cues of its sentence.
    """
    if activity.name == _UP_AT_NIGHT:
        return "worse" if activity.status is Status.PRESENT else NEITHER
    if activity.name == _LATER:
        return "worse" if _hurts_after_sport(message, activity, cues) else NEITHER
    if activity.name != _MORNING_OVER:
        return None
    later = [c for c in cues if 0 <= c.first - activity.last <= _WELL_REACH]
    before = [c for c in cues if -1 <= activity.first - c.last <= _LEAD and c.role in _WELL]
    told = min(later, key=lambda c: c.first, default=None) or next(iter(before), None)
    is_well = told is not None and told.role in _WELL and told.status is Status.PRESENT
    return "worse" if is_well else NEITHER


def _hurts_after_sport(message: Message, later: Found, cues: Sequence[Found]) -> bool:
    """Tell whether sport is told before it and pain beside it (`no bother on the run. that evening it throbs`)."""
    here, (_, end) = message.sentence_of[later.first], message.sentence(later.first)
    before = message.texts[message.sentences[max(0, here - _BACK)][0] : end]
    if not message.words["sports"] & set(before):
        return False
    said = [c for c in cues if c.role != "useless" and later.first - c.last <= _NEAR >= c.first - later.last]
    clause = message.clause_of[later.first]
    after = [c for c in said if c.first >= later.last and message.clause_of[c.first] == clause]
    told = min(after or said, key=lambda c: abs(c.first - later.first), default=None)
    return told is not None and told.role in _HURTS and told.status is Status.PRESENT
