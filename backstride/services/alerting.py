"""Tells staff of alerts, and tells others when nobody looks.

Driven from the database, so that nothing is forgotten over a restart: what is due is claimed, told by every
way there is, and marked. One way that works is enough; if none does, it is tried again. Without any way the
staff page is all there is, and an alert that waits too long is marked there.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog

from backstride.domain.errors import ServiceUnavailableError
from backstride.services.ports_staff import AlertQueue, DueAlert, StaffNotifier

log = structlog.get_logger(__name__)


class Alerting:
    """Tells what is due."""

    def __init__(
        self,
        queue: AlertQueue,
        *,
        first: Sequence[StaffNotifier] = (),
        escalation: Sequence[StaffNotifier] = (),
        escalate_after: timedelta,
        clock: Callable[[], datetime],
    ) -> None:
        """Keep the ways to reach staff: `first` at once, `escalation` when nobody acknowledged in time."""
        self._queue = queue
        self._first = tuple(first)
        self._escalation = tuple(escalation)
        self._escalate_after = escalate_after
        self._clock = clock

    async def tick(self) -> int:
        """Tell everything that is due now; return how many alerts it was.

        Raises:
            ServiceUnavailableError: The database does not answer; what was claimed comes up again.
        """
        now = self._clock()
        due = await asyncio.to_thread(self._queue.claim, now, unseen_since=now - self._escalate_after)
        for alert in due:
            ways = self._escalation if alert.is_escalation else self._first
            if alert.is_escalation:
                log.warning("alert.escalated", alert=alert.id, triage_level=alert.level)
            sent = [await _told(way, alert) for way in ways]
            settle = self._queue.told if any(sent) or not ways else self._queue.not_told
            await asyncio.to_thread(settle, alert, self._clock())
        return len(due)


async def _told(way: StaffNotifier, alert: DueAlert) -> bool:
    try:
        await way.notify(alert)
    except ServiceUnavailableError:
        log.error("alert.not_told", alert=alert.id, triage_level=alert.level, kind=type(way).__name__)
        return False
    return True
