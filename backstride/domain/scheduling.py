"""Which openings to propose: pure choice, no calendar and no clock.

Knows what a level asks for (L3: a clinician within 24 to 48 hours; L4 and L5: a routine visit; L1 and L2
are sent to other care and get no visit offered). How openings are stored and booked is not known here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, Protocol, TypeVar

SOON = timedelta(hours=48)
PartOfDay = Literal["morning", "afternoon", "evening"]
_NOON, _EVENING = 12, 17


class Bookable(Protocol):
    """What is read of an opening. `starts_at` is aware, in the clinic's own time zone; `priority` means kept for L3."""

    @property
    def starts_at(self) -> datetime: ...  # noqa: D102
    @property
    def priority(self) -> bool: ...  # noqa: D102


_Opening = TypeVar("_Opening", bound=Bookable)


@dataclass(frozen=True, slots=True)
class Wish:
    """When somebody would like to come; what is empty does not matter to them.

    Attributes:
        weekdays: 0 is Monday; `not_weekdays` are those that do not suit.
        parts: Morning is before 12:00, evening from 17:00.
        from_day: The first day that suits; `until_day` is the last.
        from_hour: The first hour that suits, 0 to 23; `until_hour` is the first that no longer does.
    """

    weekdays: frozenset[int] = frozenset()
    parts: frozenset[PartOfDay] = frozenset()
    from_day: date | None = None
    not_weekdays: frozenset[int] = frozenset()
    until_day: date | None = None
    from_hour: int | None = None
    until_hour: int | None = None

    def suits(self, starts_at: datetime) -> bool:
        """Whether a time (in the clinic's zone) is one of those wished for."""
        return (
            (not self.weekdays or starts_at.weekday() in self.weekdays)
            and (not self.parts or part_of_day(starts_at) in self.parts)
            and starts_at.weekday() not in self.not_weekdays
            and (self.from_day is None or starts_at.date() >= self.from_day)
            and (self.until_day is None or starts_at.date() <= self.until_day)
            and (self.from_hour is None or starts_at.hour >= self.from_hour)
            and (self.until_hour is None or starts_at.hour < self.until_hour)
        )


def part_of_day(starts_at: datetime) -> PartOfDay:
    """Return the part of the day that a local time falls in."""
    if starts_at.hour < _NOON:
        return "morning"
    return "afternoon" if starts_at.hour < _EVENING else "evening"


def propose(
    openings: Sequence[_Opening], *, level: str | None, now: datetime, limit: int = 3, wish: Wish | None = None
) -> tuple[_Opening, ...]:
    """Choose the openings to offer.

    Args:
        openings: In any order. The days meant below are those of their own time zone.
        level: L1 to L5, or None when nothing was assessed, which is treated like L4.
        now: Openings at or before this moment are left out.
        limit: How many to offer at most.
        wish: Openings that suit it come first; when too few do, others fill up.

    Returns:
        Soonest first. For L3: those within 48 hours (48 included) before all later
        ones, and among them the kept ones first; a wish only chooses between equals. For L4, L5 and None: never
        a kept one, spread over days. Empty for L1 and L2.
    """
    if level in {"L1", "L2"}:
        return ()
    future = sorted((o for o in openings if o.starts_at > now), key=lambda o: o.starts_at)
    suits = (wish or Wish()).suits
    if level == "L3":
        ranked = sorted(future, key=lambda o: _urgency(o, now, suits(o.starts_at)))
    else:
        ordinary = [o for o in future if not o.priority]
        ranked = [
            *_spread([o for o in ordinary if suits(o.starts_at)]),
            *_spread([o for o in ordinary if not suits(o.starts_at)]),
        ]
    return tuple(sorted(ranked[: max(limit, 0)], key=lambda o: o.starts_at))


def _urgency(opening: Bookable, now: datetime, suits: bool) -> tuple[bool, bool, bool]:
    """Order key for L3; `sorted` keeps the earlier of two equals first."""
    is_late = opening.starts_at - now > SOON
    return is_late, not is_late and not opening.priority, not suits


def _spread(openings: Sequence[_Opening]) -> list[_Opening]:
    """Order so that every day's first opening comes before any day's second; soonest first within each round."""
    per_day: dict[date, int] = {}
    rounds: list[tuple[int, _Opening]] = []
    for opening in openings:
        day = opening.starts_at.date()
        rounds.append((per_day.get(day, 0), opening))
        per_day[day] = per_day.get(day, 0) + 1
    return [opening for _, opening in sorted(rounds, key=lambda entry: entry[0])]
