"""The clinic file: what is refused and how it is said, when staff are there, and the values of the placeholders."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from backstride.services.clinic import (
    WEEKDAYS,
    Clinic,
    ClinicError,
    Helpline,
    Shift,
    load_clinic,
)

DEMO = Path(__file__).parents[2] / "clinic.yml"
NEW_YORK = ZoneInfo("America/New_York")
MOMENTS = st.integers(0, 3 * 365 * 24 * 3600).map(lambda s: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=s))
CHECKED = Helpline("911", date(2026, 11, 22))


def clinic(hours: dict[int, list[tuple[str, str]]], *, closed: frozenset[date] = frozenset()) -> Clinic:
    """A clinic in New York with these shifts by weekday, 0 for Monday."""
    shifts = tuple(
        tuple(Shift(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in hours.get(weekday, []))
        for weekday in range(7)
    )
    return Clinic(
        "Name",
        "(555) 555-0100",
        "+15555550100",
        "Street",
        NEW_YORK,
        shifts,
        closed,
        {},
        {"emergency": CHECKED},
    )


def new_york(text: str, *, fold: int = 0) -> datetime:
    """A moment by its wall time in New York; `fold=1` is the second pass of a repeated hour."""
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK, fold=fold)


WEEK = clinic(
    {0: [("08:00", "12:00"), ("13:00", "18:00")], 4: [("08:00", "16:00")]},
    closed=frozenset({date(2026, 11, 27)}),
)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-23T07:59:59", False),
        (
            "2026-11-23T08:00:00",
            True,
        ),  # the beginning belongs to a shift, its end does not
        ("2026-11-23T12:00:00", False),
        ("2026-11-23T13:00:00", True),
        ("2026-11-23T18:00:00", False),
        ("2026-11-24T10:00:00", False),
        ("2026-11-20T10:00:00", True),
        ("2026-11-27T10:00:00", False),  # a closed Friday
    ],
)
def test_is_staffed(now: str, expected: bool) -> None:
    assert WEEK.is_staffed(new_york(now)) is expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-23T09:15:00", "2026-11-23T09:15:00"),
        ("2026-11-23T12:30:00", "2026-11-23T13:00:00"),
        ("2026-11-23T18:00:00", "2026-11-30T08:00:00"),  # the Friday between is closed
        ("2026-11-17T00:00:00", "2026-11-20T08:00:00"),
    ],
)
def test_next_staffed(now: str, expected: str) -> None:
    assert WEEK.next_staffed(new_york(now)) == new_york(expected).astimezone(UTC)


def test_next_staffed_passes_over_many_closed_weeks() -> None:
    closed = frozenset(date(2026, 11, 23) + timedelta(weeks=week) for week in range(60))
    assert clinic({0: [("08:00", "09:00")]}, closed=closed).next_staffed(new_york("2026-11-23T08:30")) == new_york(
        "2028-01-17T08:00"
    ).astimezone(UTC)


NIGHT = clinic({6: [("00:30", "02:30"), ("03:00", "06:00")]})


@pytest.mark.parametrize(
    ("now", "fold", "expected"),
    [
        ("2026-11-01T00:29", 0, False),
        ("2026-11-01T01:30", 0, True),
        ("2026-11-01T01:30", 1, True),  # the hour that comes twice is staffed twice
        ("2026-11-01T02:30", 0, False),
        ("2027-03-14T01:59", 0, True),
        ("2027-03-14T03:29", 0, True),
        ("2027-03-14T06:00", 0, False),
    ],
)
def test_staff_hours_follow_the_clocks(now: str, fold: int, expected: bool) -> None:
    assert NIGHT.is_staffed(new_york(now, fold=fold)) is expected


def test_hours_keep_their_wall_time_across_a_change_of_clocks() -> None:
    early = clinic({0: [("08:00", "09:00")]})
    before, after = (early.next_staffed(new_york(day)) for day in ("2026-10-26T00:00", "2026-11-02T00:00"))
    assert (before, after) == (
        datetime(2026, 10, 26, 12, tzinfo=UTC),
        datetime(2026, 11, 2, 13, tzinfo=UTC),
    )


def test_a_shift_that_the_clocks_skip_is_left_out() -> None:
    skipped = clinic({6: [("02:30", "03:15")]})
    assert skipped.next_staffed(new_york("2027-03-14T00:00")) == new_york("2027-03-21T02:30").astimezone(UTC)


@given(MOMENTS)
def test_the_next_staffed_moment_is_staffed_and_not_past(now: datetime) -> None:
    for place in (WEEK, NIGHT):
        coming = place.next_staffed(now)
        assert coming >= now
        assert place.is_staffed(coming)
        assert place.is_staffed(now) is (coming == now)


@given(MOMENTS, st.floats(min_value=0, max_value=0.999))
def test_nobody_is_there_before_the_next_staffed_moment(now: datetime, share: float) -> None:
    coming = WEEK.next_staffed(now)
    between = now + (coming - now) * share
    assert between >= coming or not WEEK.is_staffed(between)


@given(MOMENTS, st.sampled_from(["UTC", "Asia/Tokyo", "America/Los_Angeles"]))
def test_the_zone_of_the_question_does_not_matter(now: datetime, zone: str) -> None:
    assert WEEK.next_staffed(now.astimezone(ZoneInfo(zone))) == WEEK.next_staffed(now)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 11, 23, 13, tzinfo=UTC), "Mon, Nov 23 at 8:00 AM"),
        (datetime(2026, 11, 23, 17, 5, tzinfo=UTC), "Mon, Nov 23 at 12:05 PM"),
        (datetime(2026, 7, 4, 4, 0, tzinfo=UTC), "Sat, Jul 4 at 12:00 AM"),
    ],
)
def test_spoken(at: datetime, expected: str) -> None:
    assert WEEK.spoken(at) == expected


def test_the_demo_clinic() -> None:
    demo = load_clinic(DEMO)
    assert (demo.name, demo.phone, demo.phone_e164) == (
        "Backstride Demo Clinic",
        "(555) 555-0100",
        "+15555550100",
    )
    assert (demo.zone, demo.hours[4], demo.hours[6]) == (
        NEW_YORK,
        (Shift(time(8), time(16)),),
        (),
    )
    assert {line: helpline.number for line, helpline in demo.helplines.items()} == {
        "emergency": "911",
        "crisis": "988",
        "poison": "1-800-222-1222",
        "abuse": "1-800-799-7233",
    }
    assert {helpline.checked for helpline in demo.helplines.values()} == {date(2026, 11, 22)}


def test_placeholders() -> None:
    values = load_clinic(DEMO).placeholders()
    assert sorted(values) == [
        "abuse_number",
        "clinic_address",
        "clinic_bring",
        "clinic_hours",
        "clinic_insurance",
        "clinic_name",
        "clinic_parking",
        "clinic_phone",
        "clinic_price",
        "clinic_referral",
        "clinic_telehealth",
        "crisis_number",
        "emergency_number",
        "poison_number",
    ]
    assert values["clinic_hours"] == (
        "Mon to Thu 8:00 AM to 6:00 PM, Fri 8:00 AM to 4:00 PM, Sat 9:00 AM to 12:00 PM, Sun closed"
    )
    assert values["crisis_number"] == "988"


def change(key: str, value: object) -> Callable[[dict[str, Any]], None]:
    """Set an entry; `a.b` is entry b of a."""

    def apply(raw: dict[str, Any]) -> None:
        *path, last = key.split(".")
        for part in path:
            raw = raw[part]
        raw[last] = value

    return apply


def drop(key: str) -> Callable[[dict[str, Any]], None]:
    """Take a top entry out."""
    return lambda raw: raw.pop(key) and None


@pytest.mark.parametrize(
    ("mistake", "message"),
    [
        (drop("phone"), "the file: phone is missing"),
        (change("fax", "1"), "the file: fax is unknown"),
        (change("name", " "), "name: must be a text; put it in quotes"),
        (change("name", "x" * 27), "name: must fit a text message: at most 26 characters, plain letters and quotes"),
        (
            change("answers.bring", "your “papers”"),
            "answers.bring: must fit a text message: at most 160 characters, plain letters and quotes",
        ),
        (
            change("phone_e164", 15555550100),
            "phone_e164: must be a text; put it in quotes",
        ),
        (
            change("time_zone", "Mars/Base"),
            "time_zone: 'Mars/Base' is not an IANA name like America/New_York",
        ),
        (
            change("time_zone", "../etc"),
            "time_zone: '../etc' is not an IANA name like America/New_York",
        ),
        (change("hours", []), "hours: must be a mapping"),
        (change("hours.monday", "08:00-12:00"), "hours.monday: must be a list"),
        (
            change("hours.monday", ["8-12"]),
            "hours.monday: '8-12' is not like 08:00-17:30",
        ),
        (
            change("hours.monday", ["12:00-08:00"]),
            "hours.monday: '12:00-08:00' ends before it begins",
        ),
        (
            change("hours.monday", ["08:00-12:00", "11:00-13:00"]),
            "hours.monday: times must be in order and must not overlap",
        ),
        (
            change(
                "hours",
                {day: [] for day in WEEKDAYS},
            ),
            "hours: at least one day must be open",
        ),
        (
            change("closed", ["Christmas"]),
            "closed: 'Christmas' is not a date like 2026-11-22",
        ),
        (
            change("closed", [20261225]),
            "closed: must be a text; put it in quotes",
        ),
        (
            change("answers.price", ""),
            "answers.price: must be a text; put it in quotes",
        ),
        (
            change("helplines.crisis", {"number": "988"}),
            "helplines.crisis: checked is missing",
        ),
        (
            change("helplines.crisis.number", 988),
            "helplines.crisis.number: must be a text; put it in quotes",
        ),
        (
            change("helplines.crisis.checked", "soon"),
            "helplines.crisis.checked: 'soon' is not a date like 2026-11-22",
        ),
    ],
)
def test_a_mistake_is_named(mistake: Callable[[dict[str, Any]], None], message: str, tmp_path: Path) -> None:
    raw = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
    mistake(raw)
    path = tmp_path / "clinic.yml"
    path.write_text(yaml.safe_dump(raw), encoding="utf-8")
    with pytest.raises(ClinicError) as raised:
        load_clinic(path)
    assert str(raised.value) == f"{path}: {message}"


@pytest.mark.parametrize("text", [None, "{", "just words"])
def test_a_file_that_is_none(text: str | None, tmp_path: Path) -> None:
    path = tmp_path / "clinic.yml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(
        ClinicError,
        match=r"clinic\.yml: (cannot be read as YAML|the file: must be a mapping)",
    ):
        load_clinic(path)
