"""Hours of the day that tell of pain by themselves: `up at 4 am`, `by lunch i am loose`."""

from collections.abc import Sequence

from backstride.domain.findings import Status
from backstride.nlu.activity_answers import Role
from backstride.nlu.found import Found

NEITHER = "neither"
"""Says nothing, and no list shares the role of another activity with it."""
_WELL = frozenset({"better", "harmless"})
_MORNING_OVER, _UP_AT_NIGHT = "late_morning", "awake_at_night"
_WELL_REACH, _LEAD = 4, 2
"""In words."""


def of_its_hour(activity: Found, cues: Sequence[Found]) -> Role | None:
    """Return the role of an hour of the night or of a morning's end, None if it is neither.

    Args:
        activity: What is read.
        cues: The cues of its sentence.
    """
    if activity.name == _UP_AT_NIGHT:
        return "worse" if activity.status is Status.PRESENT else NEITHER
    if activity.name != _MORNING_OVER:
        return None
    later = [c for c in cues if 0 <= c.first - activity.last <= _WELL_REACH or activity.holds(c)]
    before = [c for c in cues if -1 <= activity.first - c.last <= _LEAD and c.role in _WELL]
    told = min(later, key=lambda c: c.first, default=None) or next(iter(before), None)
    is_well = told is not None and told.role in _WELL and told.status is Status.PRESENT
    return "worse" if is_well else NEITHER
