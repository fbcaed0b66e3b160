import threading
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, select

from backstride.domain.errors import BackstrideError, BookingRefusedError
from backstride.knowledge.appointments import SqlAppointmentBook, add_openings, generate_openings
from backstride.knowledge.conversations import SqlConversationStore
from backstride.knowledge.database import reading
from backstride.knowledge.operational_tables import CallbackRow, OpeningRow
from backstride.services.ports import Appointment, ConversationRecord, Opening

NOW = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
CLIENT = {"conversation_id": "c1", "name": "Ann", "contact": "ann@example.org"}


@pytest.fixture
def book(engine: Engine) -> SqlAppointmentBook:
    SqlConversationStore(engine).create(ConversationRecord("c1", "web", NOW, NOW), token_hash="t1")
    add_openings(engine, [Opening(0, NOW + timedelta(hours=h), 45, priority=h == 2) for h in (3, 1, 2)])
    return SqlAppointmentBook(engine, clock=lambda: NOW)


def test_free_openings_come_soonest_first(book: SqlAppointmentBook) -> None:
    first, second, third = book.openings(after=NOW, limit=9)
    assert [o.starts_at for o in (first, second, third)] == [NOW + timedelta(hours=h) for h in (1, 2, 3)]
    assert [o.priority for o in (first, second, third)] == [False, True, False]
    assert book.openings(after=first.starts_at, limit=1) == [second]
    book.book(opening_id=second.id, request_id="r1", **CLIENT)
    assert book.openings(after=NOW, limit=9) == [first, third]


def test_a_request_books_once_however_often_it_comes(book: SqlAppointmentBook) -> None:
    opening, other = book.openings(after=NOW, limit=2)
    booked = book.book(opening_id=opening.id, request_id="r1", **CLIENT)
    assert booked == Appointment(booked.id, opening, "c1", "Ann", "ann@example.org")
    assert book.book(opening_id=opening.id, request_id="r1", **CLIENT) == booked
    assert book.book(opening_id=other.id, request_id="r1", **CLIENT) == booked
    assert other in book.openings(after=NOW, limit=9)


def test_refusals_say_why(book: SqlAppointmentBook) -> None:
    opening = book.openings(after=NOW, limit=1)[0]
    with pytest.raises(BookingRefusedError, match=r"^unknown$"):
        book.book(opening_id=999, request_id="r1", **CLIENT)
    book.book(opening_id=opening.id, request_id="r2", **CLIENT)
    with pytest.raises(BookingRefusedError, match=r"^taken$"):
        book.book(opening_id=opening.id, request_id="r3", **CLIENT)


def test_what_has_begun_cannot_be_booked(book: SqlAppointmentBook, engine: Engine) -> None:
    opening = book.openings(after=NOW, limit=1)[0]
    later = SqlAppointmentBook(engine, clock=lambda: opening.starts_at)
    with pytest.raises(BookingRefusedError, match=r"^past$"):
        later.book(opening_id=opening.id, request_id="r1", **CLIENT)


def test_nobody_books_for_a_conversation_that_is_gone(book: SqlAppointmentBook) -> None:
    opening = book.openings(after=NOW, limit=1)[0]
    client = {**CLIENT, "conversation_id": "c2"}
    with pytest.raises(BackstrideError, match="does not exist"):
        book.book(opening_id=opening.id, request_id="r1", **client)
    with pytest.raises(BackstrideError, match="does not exist"):
        book.request_callback(request_id="r1", wish="", **client)


@pytest.mark.parametrize("same_request", [False, True])
def test_ten_bookings_at_once_make_one_appointment(book: SqlAppointmentBook, same_request: bool) -> None:
    opening = book.openings(after=NOW, limit=1)[0]
    results: list[object] = []
    start = threading.Barrier(10)

    def run(number: int) -> None:
        request_id = "r" if same_request else f"r{number}"
        start.wait()
        try:
            results.append(book.book(opening_id=opening.id, request_id=request_id, **CLIENT).id)
        except BookingRefusedError as error:
            results.append(str(error))

    threads = [threading.Thread(target=run, args=[n]) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    booked = [r for r in results if isinstance(r, int)]
    assert (len(booked), len(results)) == ((10, 10) if same_request else (1, 10))
    assert len(set(booked)) == 1
    assert set(results) - set(booked) == (set() if same_request else {"taken"})


def test_a_call_back_is_asked_for_once(book: SqlAppointmentBook, engine: Engine) -> None:
    for wish in ("after 5", "changed"):
        book.request_callback(request_id="r1", wish=wish, **CLIENT)
    with reading(engine) as connection:
        rows = [tuple(r) for r in connection.execute(select(CallbackRow.name, CallbackRow.wish, CallbackRow.at))]
    assert rows == [("Ann", "after 5", NOW)]


CHICAGO = ZoneInfo("America/Chicago")


@dataclass(frozen=True)
class FakeShift:
    opens: time
    closes: time


@dataclass(frozen=True)
class FakeClinic:
    hours: tuple[tuple[FakeShift, ...], ...]
    zone: ZoneInfo = CHICAGO
    closed: frozenset[date] = frozenset()


MONDAY = (FakeShift(time(8), time(10)), FakeShift(time(13), time(13, 50)))
CLINIC = FakeClinic((MONDAY, (), (), (), (), (FakeShift(time(8), time(12, 45)),), ()))


def test_openings_follow_the_clinics_hours_across_a_clock_change(engine: Engine) -> None:
    saturday = datetime(2026, 3, 7, 12, 0, tzinfo=CLINIC.zone)  # clocks go forward on the 8th
    added = generate_openings(engine, CLINIC, now=saturday, days=3, minutes=45)
    with reading(engine) as connection:
        rows = connection.execute(select(OpeningRow.starts_at, OpeningRow.priority).order_by(OpeningRow.starts_at))
        local = [(row.starts_at.astimezone(CLINIC.zone).isoformat(), row.priority) for row in rows]
    assert (added, local) == (
        3,
        [
            ("2026-03-09T08:00:00-05:00", True),
            ("2026-03-09T08:45:00-05:00", False),
            ("2026-03-09T13:00:00-05:00", False),
        ],
    )


def test_a_day_without_staff_has_no_openings(engine: Engine) -> None:
    closed = replace(CLINIC, closed=frozenset({date(2026, 3, 9)}))
    assert generate_openings(engine, closed, now=NOW, days=3) == 0


def test_generating_again_adds_only_what_is_missing(engine: Engine) -> None:
    assert generate_openings(engine, CLINIC, now=NOW, days=7) == 9
    assert generate_openings(engine, CLINIC, now=NOW, days=7) == 0
    assert generate_openings(engine, CLINIC, now=NOW, days=8) == 3
