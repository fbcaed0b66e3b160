from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from backstride.domain.scheduling import Wish
from backstride.domain.wishes import (
    asks_for_the_visit,
    is_only_a_wish,
    merged,
    read_wish,
    relaxed,
    wants_others,
    wants_sooner,
    wants_the_soonest,
)

FRIDAY = date(2026, 11, 20)


def days(*weekdays: int) -> frozenset[int]:
    return frozenset(weekdays)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("thursday afternoon?", {"weekdays": days(3), "parts": frozenset({"afternoon"})}),
        ("nine am", {"from_hour": 9, "until_hour": 10}),
        ("anything after four", {"from_hour": 16}),
        ("the later one", {}),
        (
            "do you have anything next week thursday",
            {"weekdays": days(3), "from_day": date(2026, 11, 23), "until_day": date(2026, 11, 29)},
        ),
        ("tomorrow is possible?", {"from_day": date(2026, 11, 21), "until_day": date(2026, 11, 21)}),
        ("the week after next", {"from_day": date(2026, 11, 30), "until_day": date(2026, 12, 6)}),
        ("what about the week after?", {"from_day": date(2026, 11, 23), "until_day": date(2026, 11, 29)}),
        ("not this week sorry", {"from_day": date(2026, 11, 23)}),
        ("next week is bad", {"from_day": date(2026, 11, 30)}),
        ("no i need this week", {"from_day": date(2026, 11, 20), "until_day": date(2026, 11, 22)}),
        ("can't come today", {"from_day": date(2026, 11, 21)}),
        ("do they always have to be in the morning", {"parts": frozenset({"afternoon", "evening"})}),
        ("it has to be in the morning", {"parts": frozenset({"morning"})}),
        ("in 2 weeks please", {"from_day": date(2026, 12, 4)}),
        ("december 3rd", {"from_day": date(2026, 12, 3), "until_day": date(2026, 12, 3)}),
        ("ok saturday 28th", {"from_day": date(2026, 11, 28), "until_day": date(2026, 11, 28)}),
        ("the 3rd works", {"from_day": date(2026, 12, 3), "until_day": date(2026, 12, 3)}),
        ("jan 8", {"from_day": date(2027, 1, 8), "until_day": date(2027, 1, 8)}),
        ("the 31st", {"from_day": date(2026, 12, 31), "until_day": date(2026, 12, 31)}),  # november has none
        ("february 30", {}),
        ("weekdays only", {"weekdays": days(0, 1, 2, 3, 4)}),
        ("not friday", {"not_weekdays": days(4)}),
        ("mondays are bad", {"not_weekdays": days(0)}),
        ("no not monday, tuesday", {"weekdays": days(1), "not_weekdays": days(0)}),
        ("any day but wednesday", {"not_weekdays": days(2)}),
        ("weekends?", {"weekdays": days(5, 6)}),
        ("i can't do mornings", {"parts": frozenset({"afternoon", "evening"})}),
        ("mornings work", {"parts": frozenset({"morning"})}),
        ("after 4", {"from_hour": 16}),
        ("tuesday at 10am", {"weekdays": days(1), "from_hour": 10, "until_hour": 11}),
        ("4:30 or later", {"from_hour": 16}),
        ("between 1 and 3", {"from_hour": 13, "until_hour": 15}),
        ("before 9", {"until_hour": 9}),
        ("i work until 4", {"from_hour": 16}),
        ("not before 10", {"from_hour": 10}),
        ("after work", {"from_hour": 16}),
        ("tues eve", {"weekdays": days(1), "parts": frozenset({"evening"})}),
        ("hurts since monday", {}),
        ("anything later?", {}),
    ],
)
def test_days_and_hours_are_read(text: str, wish: dict[str, Any]) -> None:
    assert read_wish(text, FRIDAY) == Wish(**wish)


@pytest.mark.parametrize(
    "text", ["anything later?", "other times", "none of these work", "later", "do you have other days", "what else"]
)
def test_other_times_are_asked_for(text: str) -> None:
    assert wants_others(text)
    assert is_only_a_wish(text)


@pytest.mark.parametrize(
    ("text", "sooner", "soonest"), [("anything sooner?", True, False), ("the earliest please", False, True)]
)
def test_sooner_is_not_soonest(text: str, *, sooner: bool, soonest: bool) -> None:
    assert (wants_sooner(text), wants_the_soonest(text)) == (sooner, soonest)


@pytest.mark.parametrize(
    "text",
    [
        "no", "nope", "no thanks", "not now", "maybe later", "i'll do it later", "call me instead", "i went numb today",
        "since monday it hurts more", "how much is it", "what are your hours on saturday", "can my wife come along",
        "3", "512-555-0142", "it is worse at night", "my leg gave way on thursday",
    ],
)  # fmt: skip
def test_what_says_anything_else_is_no_mere_wish(text: str) -> None:
    assert not is_only_a_wish(text)


def test_an_hour_completes_a_day_and_a_new_day_takes_its_place() -> None:
    thursday, afternoon = read_wish("thursday", FRIDAY), read_wish("afternoon?", FRIDAY)
    both = Wish(weekdays=days(3), parts=frozenset({"afternoon"}))
    assert merged(afternoon, thursday) == both
    assert merged(read_wish("friday", FRIDAY), both) == Wish(weekdays=days(4), parts=frozenset({"afternoon"}))


def test_where_nothing_suits_less_is_asked_for() -> None:
    wish = read_wish("thursday afternoon next week", FRIDAY)
    assert list(relaxed(wish)) == [
        wish,
        replace(wish, until_day=None),
        replace(wish, parts=frozenset()),
        replace(wish, parts=frozenset(), until_day=None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "what day was it again?",
        "whens my appt",
        "are we all set",
        "did it go through",
        "when do i come in",
        "when is it",
    ],
)
def test_a_booked_visit_is_asked_for(text: str) -> None:
    assert asks_for_the_visit(text)


@pytest.mark.parametrize(
    "text",
    ["when is it safe to run", "when are you open", "when should i worry", "when will it heal"],
)
def test_something_else_is_asked_for(text: str) -> None:
    assert not asks_for_the_visit(text)
