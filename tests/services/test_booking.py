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
    [offered] = booking.offer(level="L4")
    assert offered == OPENING
    assert offered.starts_at.isoformat() == "2026-03-09T11:00:00-07:00"
    assert booking.offer(level="L1") == ()


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
