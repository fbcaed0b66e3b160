"""The use cases of booking: offer times, book one, ask for a call back.

Knows the order of things and the clinic's time zone; which times suit is `domain.scheduling`, where they
are kept is behind `AppointmentBook`. Blocking, as the book is.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, tzinfo

import structlog

from backstride.domain.errors import BookingRefusedError
from backstride.domain.scheduling import Wish, propose
from backstride.services.ports import Appointment, AppointmentBook, CallbackKind, Opening

_HORIZON = 400  # free openings looked at: some weeks of a busy clinic
log = structlog.get_logger(__name__)


class Booking:
    """Offers and books for one clinic. Every method may raise ServiceUnavailableError."""

    def __init__(self, book: AppointmentBook, *, zone: tzinfo, clock: Callable[[], datetime]) -> None:
        """Use an appointment book; `clock` returns aware datetimes."""
        self._book = book
        self._zone = zone
        self._clock = clock

    def offer(self, *, level: str | None, limit: int = 3, wish: Wish | None = None) -> tuple[Opening, ...]:
        """Return openings to choose from, soonest first, in the clinic's time zone; empty if a call back is the way."""
        now = self._clock()
        free = self._book.openings(after=now, limit=_HORIZON)
        local = [replace(opening, starts_at=opening.starts_at.astimezone(self._zone)) for opening in free]
        return propose(local, level=level, now=now, limit=limit, wish=wish)

    def book(
        self, opening_id: int, *, conversation_id: str, request_id: str, name: str, contact: str, visit: str = ""
    ) -> Appointment:
        """Book an opening; repeating a `request_id` returns the appointment that it made. `visit` is which kind.

        Raises:
            BookingRefusedError: "taken", "past" or "unknown"; offer again.
        """
        try:
            booked = self._book.book(
                opening_id=opening_id,
                conversation_id=conversation_id,
                request_id=request_id,
                name=name,
                contact=contact,
                visit=visit,
            )
        except BookingRefusedError as error:
            log.info("booking.refused", conversation=conversation_id, opening=opening_id, reason=str(error))
            raise
        log.info("booking.made", conversation=conversation_id, opening=opening_id, appointment=booked.id)
        local = booked.opening.starts_at.astimezone(self._zone)
        return replace(booked, opening=replace(booked.opening, starts_at=local))

    def request_callback(
        self,
        *,
        conversation_id: str,
        request_id: str,
        name: str,
        contact: str,
        wish: str = "",
        kind: CallbackKind = "call",
        due_at: datetime | None = None,
    ) -> None:
        """Ask staff to call; repeating a `request_id` changes nothing. `wish` is when, in the patient's words."""
        self._book.request_callback(
            conversation_id=conversation_id,
            request_id=request_id,
            name=name,
            contact=contact,
            wish=wish,
            kind=kind,
            due_at=due_at,
        )
        log.info("callback.requested", conversation=conversation_id, kind=kind)
