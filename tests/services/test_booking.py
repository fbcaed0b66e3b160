from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from backstride.domain.errors import BookingRefusedError
from backstride.services.booking import Booking
from backstride.services.ports import Appointment, Opening

NOW = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
ZONE = ZoneInfo("America/Los_Angeles")
OPENING = Opening(7, NOW + timedelta(hours=10), 45)
CLIENT: dict[str, Any] = {"conversation_id": "c1", "request_id": "r1", "name": "Ann", "contact": "ann@example.org"}


class FakeBook:
    def __init__(self) -> None:
        self.callbacks: list[dict[str, object]] = []

    def openings(self, *, after: datetime, limit: int) -> list[Opening]:
        return [OPENING] if after < OPENING.starts_at and limit else []

    def book(self, *, opening_id: int, conversation_id: str, name: str, contact: str, **_: str) -> Appointment:
        if opening_id != OPENING.id:
            raise BookingRefusedError("unknown")
        return Appointment(1, OPENING, conversation_id, name, contact)

    def request_callback(self, **request: object) -> None:
        self.callbacks.append(request)


@pytest.fixture
def book() -> FakeBook:
    return FakeBook()


@pytest.fixture
def booking(book: FakeBook) -> Booking:
    return Booking(book, zone=ZONE, clock=lambda: NOW)


def test_times_are_offered_in_the_clinics_zone(booking: Booking) -> None:
    [offered] = booking.offer(level="L4").openings
    assert offered == OPENING
    assert offered.starts_at.isoformat() == "2026-03-09T11:00:00-07:00"
    assert booking.offer(level="L1").openings == ()
    assert booking.offer(level="L1", wishes=["later"]).openings == ()


def test_booking_returns_the_appointment_in_the_clinics_zone(booking: Booking) -> None:
    booked = booking.book(7, **CLIENT)
    assert booked == Appointment(1, OPENING, "c1", "Ann", "ann@example.org")
    assert booked.opening.starts_at.tzinfo is ZONE


def test_a_refusal_passes_through(booking: Booking) -> None:
    with pytest.raises(BookingRefusedError, match="unknown"):
        booking.book(8, **CLIENT)


def test_a_call_back_is_queued(booking: Booking, book: FakeBook) -> None:
    booking.request_callback(**CLIENT, wish="after 5")
    booking.request_callback(**CLIENT, kind="check_in", due_at=NOW + timedelta(days=14))
    assert book.callbacks == [
        {**CLIENT, "wish": "after 5", "kind": "call", "due_at": None},
        {**CLIENT, "wish": "", "kind": "check_in", "due_at": NOW + timedelta(days=14)},
    ]


class BusyBook(FakeBook):
    """Two weeks of mornings at nine and afternoons at two, Monday to Friday, none kept."""

    def openings(self, *, after: datetime, limit: int) -> list[Opening]:
        starts = [
            datetime(2026, 3, day, hour, tzinfo=ZONE)
            for day in range(9, 21)
            for hour in (9, 14)
            if datetime(2026, 3, day, tzinfo=ZONE).weekday() < 5
        ]
        return [Opening(i, start.astimezone(UTC), 45) for i, start in enumerate(starts) if start > after][:limit]


@pytest.mark.parametrize(
    ("level", "wishes", "answers", "times"),
    [
        ("L4", [], "wish", ["09 09", "10 09", "11 09"]),
        ("L4", ["later times"], "wish", ["11 14", "12 09", "13 09"]),
        ("L4", ["later times", "later times"], "wish", ["13 14", "16 09", "17 09"]),
        ("L4", ["later times", "anything sooner?"], "first", ["09 09", "10 09", "11 09"]),
        ("L4", ["thursday"], "wish", ["12 09", "12 14", "19 09"]),
        ("L4", ["thursday", "afternoon?"], "wish", ["12 14", "19 14"]),
        ("L4", ["thursday", "afternoon?", "later"], "last", ["09 09", "10 09", "11 09"]),
        ("L4", ["sunday"], "others", ["09 09", "10 09", "11 09"]),
        ("L4", ["thursday evening"], "others", ["12 09", "12 14", "19 09"]),
        ("L4", ["evening", "friday"], "wish", ["13 09", "13 14", "20 09"]),
        ("L3", ["friday"], "others", ["09 09", "09 14", "10 09"]),
        ("L3", ["none of these work"], "wish", ["10 14", "11 09", "11 14"]),
    ],
)
def test_other_times_are_offered_as_they_are_asked_for(
    level: str, wishes: list[str], answers: str, times: list[str]
) -> None:
    offered = Booking(BusyBook(), zone=ZONE, clock=lambda: NOW).offer(level=level, wishes=wishes)
    assert (offered.answers, [f"{o.starts_at:%d %H}" for o in offered.openings]) == (answers, times)
