"""SqlConversationQueries: what staff see of conversations and bookings, and the marks they leave.

Every opened transcript and every mark is written to `audit` in the same transaction: what cannot be
recorded is not shown.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, case, func, insert, select, update

from backstride.knowledge.conversation_rows import evidence_of, message_of, record_of
from backstride.knowledge.database import reading, writing
from backstride.knowledge.decision_log import decision_of
from backstride.knowledge.operational_tables import (
    AlertRow,
    AppointmentRow,
    AuditRow,
    CallbackRow,
    ConversationRow,
    DecisionRow,
    FindingRow,
    MessageRow,
    OpeningRow,
    TurnRow,
)
from backstride.knowledge.storable import checked_id
from backstride.services.ports import Appointment, ChatMessage, Opening
from backstride.services.ports_staff import Alert, Callback, Summary, Transcript, TurnView, Visit

_DONE_SHOWN = 50


class SqlConversationQueries:
    """The ConversationQueries of `services.ports_staff`."""

    def __init__(self, engine: Engine) -> None:
        """Work on an engine of `database.make_engine`."""
        self._engine = engine

    def conversations(self, *, tests: bool, newest_first: bool, limit: int, skip: int = 0) -> list[Summary]:
        """Return patients' conversations, or staff's tests."""
        alerts = (
            select(func.count(AlertRow.id))
            .where(AlertRow.conversation_id == ConversationRow.id, AlertRow.acknowledged_at.is_(None))
            .scalar_subquery()
        )
        order = [] if newest_first else [case((alerts > 0, 0), else_=1), _urgency(ConversationRow.level)]
        query = (
            select(ConversationRow.__table__, alerts.label("alerts"))
            .where(ConversationRow.is_test.is_(tests))
            .order_by(*order, ConversationRow.last_at.desc(), ConversationRow.id)
            .limit(limit)
            .offset(skip)
        )
        with reading(self._engine) as connection:
            return [Summary(record_of(row), row.alerts, row.last_seq) for row in connection.execute(query)]

    def open_alerts(self) -> list[Alert]:
        """Return the alerts that nobody has acknowledged, most urgent first, then the oldest."""
        query = (
            select(AlertRow.__table__)
            .join(ConversationRow, ConversationRow.id == AlertRow.conversation_id)
            .where(AlertRow.acknowledged_at.is_(None), ConversationRow.is_test.is_(False))
            .order_by(_urgency(AlertRow.level), AlertRow.at, AlertRow.id)
        )
        with reading(self._engine) as connection:
            return [_alert(row) for row in connection.execute(query)]

    def acknowledge(self, alert_id: int, *, login: str, at: datetime) -> bool:
        """Acknowledge an alert; False if it is not there or was acknowledged before."""
        mark = (
            update(AlertRow)
            .where(AlertRow.id == alert_id, AlertRow.acknowledged_at.is_(None))
            .values(acknowledged_at=at, acknowledged_by=login)
        )
        with writing(self._engine) as connection:
            is_new = connection.execute(mark).rowcount == 1
            if is_new:
                _record(connection, login, "alert.acknowledged", str(alert_id), at)
        return is_new

    def is_test(self, conversation_id: str) -> bool:
        """Whether there is such a conversation and it is staff's own trying out."""
        query = select(ConversationRow.is_test).where(ConversationRow.id == checked_id(conversation_id))
        with reading(self._engine) as connection:
            return bool(connection.scalar(query))

    def transcript(
        self, conversation_id: str, *, login: str, at: datetime, action: str = "conversation.viewed"
    ) -> Transcript | None:
        """Return a conversation and record who did what with it; None if there is none."""
        query = select(ConversationRow.__table__).where(ConversationRow.id == checked_id(conversation_id))
        with writing(self._engine) as connection:
            row = connection.execute(query).first()
            if row is None:
                return None
            if not row.is_test:
                _record(connection, login, action, conversation_id, at)

            def all_of(table: type[Any], order: Any) -> list[Row[Any]]:
                found = select(table.__table__).where(table.conversation_id == conversation_id)
                return list(connection.execute(found.order_by(order)))

            return Transcript(
                record_of(row),
                _turns(all_of(TurnRow, TurnRow.id), all_of(MessageRow, MessageRow.seq)),
                tuple(evidence_of(finding) for finding in all_of(FindingRow, FindingRow.position)),
                tuple(decision_of(decision) for decision in all_of(DecisionRow, DecisionRow.id)),
                tuple(_alert(alert) for alert in all_of(AlertRow, AlertRow.id)),
            )

    def callbacks(self) -> list[Callback]:
        """Return open calls, most urgent first, then the oldest; then check-ins by due date; then the latest done."""
        query = select(CallbackRow.__table__, ConversationRow.level).join(
            ConversationRow, ConversationRow.id == CallbackRow.conversation_id
        )
        query = query.where(ConversationRow.is_test.is_(False))
        waiting = query.where(CallbackRow.done_at.is_(None))
        calls = waiting.where(CallbackRow.due_at.is_(None))
        calls = calls.order_by(_urgency(ConversationRow.level), CallbackRow.at, CallbackRow.id)
        later = waiting.where(CallbackRow.due_at.is_not(None)).order_by(CallbackRow.due_at, CallbackRow.id)
        done = query.where(CallbackRow.done_at.is_not(None))
        done = done.order_by(CallbackRow.done_at.desc(), CallbackRow.id.desc()).limit(_DONE_SHOWN)
        with reading(self._engine) as connection:
            return [_callback(row) for part in (calls, later, done) for row in connection.execute(part)]

    def finish_callback(self, callback_id: int, *, login: str, at: datetime) -> bool:
        """Mark a request as done; False if it is not there or was done before."""
        mark = (
            update(CallbackRow)
            .where(CallbackRow.id == callback_id, CallbackRow.done_at.is_(None))
            .values(done_at=at, done_by=login)
        )
        with writing(self._engine) as connection:
            is_new = connection.execute(mark).rowcount == 1
            if is_new:
                _record(connection, login, "callback.done", str(callback_id), at)
        return is_new

    def visits(self, *, after: datetime) -> list[Visit]:
        """Return booked visits that start after a moment, soonest first."""
        query = (
            select(AppointmentRow.__table__, OpeningRow.starts_at, OpeningRow.minutes, OpeningRow.priority)
            .add_columns(ConversationRow.level, ConversationRow.is_test)
            .join(OpeningRow, OpeningRow.id == AppointmentRow.opening_id)
            .outerjoin(ConversationRow, ConversationRow.id == AppointmentRow.conversation_id)
            .where(OpeningRow.starts_at > after)
            .order_by(OpeningRow.starts_at)
        )
        with reading(self._engine) as connection:
            return [_visit(row) for row in connection.execute(query)]


def _urgency(level: Any) -> Any:
    """Order L1 to L5, then those without a level (databases differ in where they put NULL)."""
    return func.coalesce(level, "L9")


def _record(connection: Connection, login: str, action: str, subject: str, at: datetime) -> None:
    connection.execute(insert(AuditRow), {"at": at, "login": login, "action": action, "subject": subject})


def _turns(turns: list[Row[Any]], messages: list[Row[Any]]) -> tuple[TurnView, ...]:
    of_turn: dict[int, list[ChatMessage]] = defaultdict(list)
    for message in messages:
        of_turn[message.turn_id].append(message_of(message))
    return tuple(TurnView(turn.at, tuple(of_turn[turn.id]), turn.trace) for turn in turns)


def _alert(row: Row[Any]) -> Alert:
    seen = (row.acknowledged_at, row.acknowledged_by, row.reason, row.escalated_at)
    return Alert(row.id, row.conversation_id, row.at, row.level, tuple(row.rules), *seen)


def _callback(row: Row[Any]) -> Callback:
    told = (row.name, row.contact, row.wish)
    return Callback(
        row.id, row.conversation_id, row.level, row.at, *told, row.done_at, row.done_by, row.kind, row.due_at
    )


def _visit(row: Row[Any]) -> Visit:
    opening = Opening(row.opening_id, row.starts_at, row.minutes, row.priority)
    appointment = Appointment(row.id, opening, row.conversation_id or "", row.name, row.contact, row.visit)
    return Visit(appointment, row.level, bool(row.is_test))
