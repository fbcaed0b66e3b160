"""SqlAppointmentBook: openings, appointments and call backs, and the making of openings from clinic hours.

The database decides races: an opening has at most one appointment, a request id counts once.
Which openings to propose is `domain.scheduling`.
"""

from collections.abc import Callable, Iterable, Sequence, Set
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, Row, insert, select
from sqlalchemy.exc import IntegrityError

from backstride.domain.errors import BackstrideError, BookingRefusedError
from backstride.knowledge.database import reading, writing
from backstride.knowledge.operational_tables import AppointmentRow, CallbackRow, OpeningRow
from backstride.knowledge.storable import checked_id, storable
from backstride.services.ports import Appointment, CallbackKind, Opening

Clock = Callable[[], datetime]


class Shift(Protocol):
    """A stretch of a day when staff are there, in local wall time."""

    @property
    def opens(self) -> time: ...  # noqa: D102
    @property
    def closes(self) -> time: ...  # noqa: D102


class OpeningHours(Protocol):
    """What is read of a clinic: seven days of shifts, Monday first, and the local dates without staff."""

    @property
    def zone(self) -> tzinfo: ...  # noqa: D102
    @property
    def hours(self) -> Sequence[Sequence[Shift]]: ...  # noqa: D102
    @property
    def closed(self) -> Set[date]: ...  # noqa: D102


def _now() -> datetime:
    return datetime.now(UTC)


class SqlAppointmentBook:
    """The AppointmentBook of `services.ports`. Blocking; safe to share between threads.

    Every method raises ServiceUnavailableError if the database does not answer.
    """

    def __init__(self, engine: Engine, clock: Clock = _now) -> None:
        """Work on an engine of `database.make_engine`; `clock` returns aware datetimes."""
        self._engine = engine
        self._clock = clock

    def openings(self, *, after: datetime, limit: int) -> list[Opening]:
        """Return free openings that start later than `after`, soonest first."""
        query = (
            select(OpeningRow.__table__)
            .outerjoin(AppointmentRow, AppointmentRow.opening_id == OpeningRow.id)
            .where(AppointmentRow.id.is_(None), OpeningRow.starts_at > after)
            .order_by(OpeningRow.starts_at)
            .limit(limit)
        )
        with reading(self._engine) as connection:
            return [_opening(row) for row in connection.execute(query)]

    def book(
        self, *, opening_id: int, conversation_id: str, request_id: str, name: str, contact: str, visit: str = ""
    ) -> Appointment:
        """Book an opening; the same `request_id` again returns the same appointment.

        Raises:
            BookingRefusedError: "taken", "past" or "unknown".
            BackstrideError: The conversation is not there any more.
        """
        row: dict[str, Any] = {
            "opening_id": opening_id,
            "request_id": checked_id(request_id),
            "conversation_id": checked_id(conversation_id),
            "name": storable(name),
            "contact": storable(contact),
            "booked_at": self._clock(),
            "visit": checked_id(visit) if visit else "",
        }
        try:
            with writing(self._engine) as connection:
                booked = _booked(connection, request_id)
                if booked is not None:
                    return booked
                opening = self._bookable(connection, opening_id)
                appointment_id: int = connection.execute(_ADD_APPOINTMENT, row).scalar_one()
        except IntegrityError as error:
            return self._lost_race(request_id, opening_id, error)
        return Appointment(appointment_id, opening, conversation_id, row["name"], row["contact"], visit)

    def _bookable(self, connection: Connection, opening_id: int) -> Opening:
        found = connection.execute(select(OpeningRow.__table__).where(OpeningRow.id == opening_id)).first()
        if found is None:
            raise BookingRefusedError("unknown")
        if found.starts_at <= self._clock():
            raise BookingRefusedError("past")
        return _opening(found)

    def _lost_race(self, request_id: str, opening_id: int, error: IntegrityError) -> Appointment:
        with reading(self._engine) as connection:
            booked = _booked(connection, request_id)
            taken = connection.scalar(select(AppointmentRow.id).where(AppointmentRow.opening_id == opening_id))
        if booked is not None:
            return booked
        if taken is not None:
            raise BookingRefusedError("taken") from error
        raise BackstrideError("the conversation that books does not exist") from error

    def request_callback(
        self,
        *,
        conversation_id: str,
        request_id: str,
        name: str,
        contact: str,
        wish: str,
        kind: CallbackKind = "call",
        due_at: datetime | None = None,
    ) -> None:
        """Put a call back in the staff's queue; the same `request_id` again changes nothing.

        Raises:
            BackstrideError: The conversation is not there any more.
        """
        row = {
            "conversation_id": checked_id(conversation_id),
            "request_id": checked_id(request_id),
            "at": self._clock(),
            "name": storable(name),
            "contact": storable(contact),
            "wish": storable(wish),
            "kind": kind,
            "due_at": due_at,
        }
        try:
            with writing(self._engine) as connection:
                connection.execute(insert(CallbackRow), row)
        except IntegrityError as error:
            with reading(self._engine) as connection:
                known = connection.scalar(select(CallbackRow.id).where(CallbackRow.request_id == request_id))
            if known is None:
                raise BackstrideError("the conversation that asks for a call does not exist") from error


_ADD_APPOINTMENT = insert(AppointmentRow).returning(AppointmentRow.id)


def _opening(row: Row[Any]) -> Opening:
    return Opening(row.id, row.starts_at, row.minutes, row.priority)


def _booked(connection: Connection, request_id: str) -> Appointment | None:
    row = connection.execute(select(AppointmentRow.__table__).where(AppointmentRow.request_id == request_id)).first()
    if row is None:
        return None
    opening = connection.execute(select(OpeningRow.__table__).where(OpeningRow.id == row.opening_id)).one()
    # A conversation that was deleted since leaves the appointment without its id.
    return Appointment(row.id, _opening(opening), row.conversation_id or "", row.name, row.contact, row.visit)


def add_openings(engine: Engine, openings: Iterable[Opening]) -> int:
    """Add openings (their ids are ignored) and return how many were new: one at the same time is left as it is."""
    rows = {o.starts_at: {"starts_at": o.starts_at, "minutes": o.minutes, "priority": o.priority} for o in openings}
    with writing(engine) as connection:
        known = set(connection.scalars(select(OpeningRow.starts_at)))
        new = [row for starts_at, row in rows.items() if starts_at not in known]
        if new:
            connection.execute(insert(OpeningRow), new)
    return len(new)


def generate_openings(engine: Engine, clinic: OpeningHours, *, now: datetime, days: int = 14, minutes: int = 45) -> int:
    """Add openings for the next days from the clinic's hours and return how many were new.

    Args:
        engine: Of `database.make_engine`.
        clinic: A day with a clock change keeps its local hours.
        now: Nothing before this moment is added.
        days: How many days from today's on, today included.
        minutes: Length of an opening. The first one of each day is kept for L3 (`priority`).
    """
    today = now.astimezone(clinic.zone).date()
    made = [
        opening
        for ahead in range(days)
        for opening in _openings_of(today + timedelta(days=ahead), clinic, minutes)
        if opening.starts_at > now
    ]
    return add_openings(engine, made)


def _openings_of(day: date, clinic: OpeningHours, minutes: int) -> list[Opening]:
    length = timedelta(minutes=minutes)
    starts: list[datetime] = []
    for shift in () if day in clinic.closed else clinic.hours[day.weekday()]:
        starts_at = datetime.combine(day, shift.opens)
        while starts_at + length <= datetime.combine(day, shift.closes):
            starts.append(starts_at)
            starts_at += length
    return [
        Opening(0, starts_at.replace(tzinfo=clinic.zone).astimezone(UTC), minutes, priority=index == 0)
        for index, starts_at in enumerate(starts)
    ]
