"""The use cases of booking: offer times, book one, ask for a call back.

Knows the order of things and the clinic's time zone; which times suit is `domain.scheduling`, where they
are kept is behind `AppointmentBook`. Blocking, as the book is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from functools import partial
from typing import Literal

import structlog

from backstride.domain.errors import BookingRefusedError
from backstride.domain.scheduling import Wish, propose
from backstride.domain.wishes import merged, read_wish, relaxed, wants_sooner, wants_the_soonest
from backstride.services.ports import Appointment, AppointmentBook, CallbackKind, Opening

_HORIZON = 400  # free openings looked at: some weeks of a busy clinic
log = structlog.get_logger(__name__)


Answers = Literal["wish", "others", "first", "last"]


@dataclass(frozen=True, slots=True)
class Offered:
    """Openings to choose from, and how they answer what was wished for.

    Attributes:
        openings: Soonest first, in the clinic's time zone; empty if a call back is the way.
        answers: "wish": they suit it, or nothing was wished for. "others": nothing free suits it. "first": there
            is nothing sooner. "last": there is nothing later.
    """

    openings: tuple[Opening, ...]
    answers: Answers = "wish"


class Booking:
    """Offers and books for one clinic. Every method may raise ServiceUnavailableError."""

    def __init__(self, book: AppointmentBook, *, zone: tzinfo, clock: Callable[[], datetime]) -> None:
        """Use an appointment book; `clock` returns aware datetimes."""
        self._book = book
        self._zone = zone
        self._clock = clock

    def offer(self, *, level: str | None, limit: int = 3, wishes: Sequence[str] = ()) -> Offered:
        """Return openings to choose from.

        Args:
            wishes: What was said about when to come, in order; what completes an earlier wish is read with it.
        """
        now = self._clock()
        free = self._book.openings(after=now, limit=_HORIZON)
        local = [replace(opening, starts_at=opening.starts_at.astimezone(self._zone)) for opening in free]
        propose_from = partial(propose, level=level, now=now, limit=limit)
        offered, wish, left = Offered(propose_from(local)), Wish(), local
        for said in wishes if offered.openings else ():
            answers: Answers = "wish"
            new = read_wish(said, now.astimezone(self._zone).date())
            if new != Wish():
                (wish, answers), left = _met(new, wish, local), local
            elif wants_sooner(said) or wants_the_soonest(said):
                wish, answers, left = Wish(), "first", local
            else:
                left = [opening for opening in left if opening.starts_at > offered.openings[-1].starts_at]
            suiting = [opening for opening in left if wish.suits(opening.starts_at)]
            # At L3 soon counts for more than a wish.
            found = propose_from(left if level == "L3" else suiting, wish=wish)
            if not found:
                answers = "last" if len(left) < len(local) else "others"
            elif not any(wish.suits(opening.starts_at) for opening in found):
                answers = "others"
            offered = Offered(found or propose_from(local), answers)
        return offered

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


def _met(new: Wish, old: Wish, openings: Sequence[Opening]) -> tuple[Wish, Answers]:
    """Return the wish that openings suit, completed by the earlier one, and whether it is all that was wished."""
    both = merged(new, old)
    wished = both if any(both.suits(opening.starts_at) for opening in openings) else new
    for wish in relaxed(wished):
        if any(wish.suits(opening.starts_at) for opening in openings):
            return wish, "wish" if wish == wished else "others"
    return wished, "others"
