from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstride.domain.scheduling import PartOfDay, Wish, part_of_day, propose

NOW = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)  # a Monday


@dataclass(frozen=True)
class Time:
    starts_at: datetime
    priority: bool = False


def at(day: int, hour: int, *, priority: bool = False) -> Time:
    return Time(NOW + timedelta(days=day, hours=hour - 8), priority)


MONDAY_9, MONDAY_10, TUESDAY_9, WEDNESDAY_9, FRIDAY_18 = at(0, 9), at(0, 10), at(1, 9), at(2, 9), at(4, 18)
KEPT_TUESDAY, KEPT_FRIDAY = at(1, 11, priority=True), at(4, 9, priority=True)
ALL = [FRIDAY_18, KEPT_FRIDAY, WEDNESDAY_9, KEPT_TUESDAY, TUESDAY_9, MONDAY_10, MONDAY_9]


@pytest.mark.parametrize("level", ["L1", "L2"])
def test_who_needs_other_care_is_offered_no_visit(level: str) -> None:
    assert propose(ALL, level=level, now=NOW) == ()


@pytest.mark.parametrize("level", ["L4", "L5", None])
def test_a_routine_visit_is_spread_over_days_and_takes_no_kept_opening(level: str | None) -> None:
    assert propose(ALL, level=level, now=NOW) == (MONDAY_9, TUESDAY_9, WEDNESDAY_9)
    assert propose(ALL, level=level, now=NOW, limit=9) == (MONDAY_9, MONDAY_10, TUESDAY_9, WEDNESDAY_9, FRIDAY_18)


def test_l3_gets_kept_openings_within_48_hours_first() -> None:
    assert propose(ALL, level="L3", now=NOW, limit=1) == (KEPT_TUESDAY,)
    assert propose(ALL, level="L3", now=NOW) == (MONDAY_9, MONDAY_10, KEPT_TUESDAY)


def test_l3_gets_later_openings_when_nothing_is_soon() -> None:
    assert propose([FRIDAY_18, KEPT_FRIDAY], level="L3", now=NOW, limit=1) == (KEPT_FRIDAY,)


def test_48_hours_are_soon_and_a_minute_more_is_not() -> None:
    edge, past_edge = Time(NOW + timedelta(hours=48)), Time(NOW + timedelta(hours=48, minutes=1), priority=True)
    assert propose([past_edge, edge], level="L3", now=NOW, limit=1) == (edge,)


@pytest.mark.parametrize("level", ["L3", "L4"])
def test_what_has_begun_is_not_offered(level: str) -> None:
    assert propose([Time(NOW), Time(NOW - timedelta(hours=1))], level=level, now=NOW) == ()


def test_a_wish_comes_first_and_others_fill_up() -> None:
    evening = Wish(parts=frozenset({"evening"}))
    assert propose(ALL, level="L4", now=NOW, limit=2, wish=evening) == (MONDAY_9, FRIDAY_18)
    assert propose(ALL, level="L4", now=NOW, limit=1, wish=evening) == (FRIDAY_18,)


def test_for_l3_a_wish_only_chooses_between_equals() -> None:
    friday = Wish(weekdays=frozenset({4}))
    assert propose(ALL, level="L3", now=NOW, limit=1, wish=friday) == (KEPT_TUESDAY,)
    from_ten = Wish(from_day=date(2026, 3, 10))
    assert propose([MONDAY_9, TUESDAY_9], level="L3", now=NOW, limit=1, wish=from_ten) == (TUESDAY_9,)


def test_no_limit_no_offer() -> None:
    assert propose(ALL, level="L4", now=NOW, limit=0) == ()
    assert propose(ALL, level="L4", now=NOW, limit=-1) == ()


def test_days_are_the_clinics() -> None:
    west = timezone(timedelta(hours=-8))
    late = [Time(datetime(2026, 3, 10, hour, tzinfo=UTC).astimezone(west)) for hour in (7, 9)]
    wish = Wish(from_day=date(2026, 3, 10))
    assert propose(late, level="L4", now=NOW, limit=1, wish=wish) == (late[1],), "07:00 UTC is still the 9th there"


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (Wish(), True),
        (Wish(weekdays=frozenset({0})), True),
        (Wish(weekdays=frozenset({1})), False),
        (Wish(parts=frozenset({"morning"})), True),
        (Wish(parts=frozenset({"evening"})), False),
        (Wish(from_day=date(2026, 3, 9)), True),
        (Wish(from_day=date(2026, 3, 10)), False),
        (Wish(not_weekdays=frozenset({0})), False),
        (Wish(until_day=date(2026, 3, 8)), False),
        (Wish(from_hour=8, until_hour=9), True),
        (Wish(from_hour=9), False),
        (Wish(until_hour=8), False),
    ],
)
def test_a_wish_suits(wish: Wish, expected: bool) -> None:
    assert wish.suits(NOW) is expected


@pytest.mark.parametrize(("hour", "part"), [(0, "morning"), (11, "morning"), (12, "afternoon"), (17, "evening")])
def test_parts_of_the_day(hour: int, part: PartOfDay) -> None:
    assert part_of_day(NOW.replace(hour=hour)) == part


times = st.builds(
    Time, st.integers(-600, 6000).map(lambda minutes: NOW + timedelta(minutes=minutes)), priority=st.booleans()
)


@given(
    openings=st.lists(times, max_size=30, unique=True),
    level=st.sampled_from(["L1", "L2", "L3", "L4", "L5", None]),
    limit=st.integers(0, 8),
    data=st.data(),
)
def test_laws(openings: list[Time], level: str | None, limit: int, data: st.DataObject) -> None:
    offer = propose(openings, level=level, now=NOW, limit=limit)
    assert [o.starts_at for o in offer] == sorted(o.starts_at for o in offer)
    assert len(set(offer)) == len(offer)
    assert len(offer) <= limit
    assert all(o.starts_at > NOW for o in offer)
    if level != "L3":
        assert not any(o.priority for o in offer)
    if len({(o.starts_at) for o in openings}) == len(openings):
        shuffled = data.draw(st.permutations(openings))
        assert propose(shuffled, level=level, now=NOW, limit=limit) == offer, "their order does not matter"
