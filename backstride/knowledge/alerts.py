"""Alerts as rows: raised with the turn that caused them, and due to be told until somebody was told.

Several processes may look for what is due: a row is claimed by one UPDATE, so one of them gets it. Whoever
dies with a claim loses it after a minute. `notified_at` is when word went out, `escalated_at` when it went out
again because nobody had looked; `attempts` counts since the last success. Does not know how staff are told.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, and_, insert, or_, select, update

from backstride.knowledge.database import reading, writing
from backstride.knowledge.operational_tables import AlertRow, ConversationRow
from backstride.services.ports import AlertReason
from backstride.services.ports_staff import DueAlert

CLAIM = timedelta(minutes=1)
_LONGEST_PAUSE_S = 300


def raise_alert(
    connection: Connection,
    conversation_id: str,
    at: datetime,
    *,
    reason: AlertReason,
    level: str | None,
    rules: Sequence[str],
) -> None:
    """Alert staff, unless an alert for the same reason is still waiting to be seen."""
    waiting = connection.execute(
        select(AlertRow.reason, AlertRow.level, AlertRow.rules).where(
            AlertRow.conversation_id == conversation_id, AlertRow.acknowledged_at.is_(None)
        )
    )
    if (reason, level, tuple(rules)) in {(row.reason, row.level, tuple(row.rules)) for row in waiting}:
        return
    row = {"conversation_id": conversation_id, "at": at, "level": level, "rules": list(rules), "reason": reason}
    connection.execute(insert(AlertRow), row)


class SqlAlertQueue:
    """The AlertQueue of `services.ports_staff`."""

    def __init__(self, engine: Engine) -> None:
        """Work on an engine of `database.make_engine`."""
        self._engine = engine

    def claim(self, now: datetime, *, unseen_since: datetime) -> list[DueAlert]:
        """Claim every alert that is due to be told, the oldest first; what another process has claimed is left out."""
        new = AlertRow.notified_at.is_(None)
        late = and_(AlertRow.notified_at.is_not(None), AlertRow.escalated_at.is_(None), AlertRow.at <= unseen_since)
        free = or_(AlertRow.claimed_until.is_(None), AlertRow.claimed_until <= now)
        due = (
            select(AlertRow.id, AlertRow.conversation_id, AlertRow.level, AlertRow.reason, AlertRow.notified_at)
            .join(ConversationRow, ConversationRow.id == AlertRow.conversation_id)
            .where(ConversationRow.is_test.is_(False), AlertRow.acknowledged_at.is_(None), or_(new, late), free)
            .order_by(AlertRow.id)
        )
        with reading(self._engine) as connection:
            found = connection.execute(due).all()
        if not found:
            return []
        take = update(AlertRow).values(claimed_until=now + CLAIM)
        with writing(self._engine) as connection:
            return [
                DueAlert(row.id, row.conversation_id, row.level, row.reason, is_escalation=row.notified_at is not None)
                for row in found
                if connection.execute(take.where(AlertRow.id == row.id, free, or_(new, late))).rowcount == 1
            ]

    def told(self, alert: DueAlert, at: datetime) -> None:
        """Mark a claimed alert as told."""
        column = "escalated_at" if alert.is_escalation else "notified_at"
        mark = update(AlertRow).where(AlertRow.id == alert.id)
        with writing(self._engine) as connection:
            connection.execute(mark.values({column: at, "claimed_until": None, "attempts": 0}))

    def not_told(self, alert: DueAlert, at: datetime) -> None:
        """Let a claimed alert be tried again, after a pause that doubles from 2 seconds to 5 minutes."""
        with writing(self._engine) as connection:
            tried = connection.scalar(select(AlertRow.attempts).where(AlertRow.id == alert.id)) or 0
            pause = timedelta(seconds=min(2 ** (tried + 1), _LONGEST_PAUSE_S))
            mark = update(AlertRow).where(AlertRow.id == alert.id)
            connection.execute(mark.values(claimed_until=at + pause, attempts=tried + 1))
