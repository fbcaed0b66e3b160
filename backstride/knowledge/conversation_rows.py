"""How a conversation's values become rows and back, and how its words are taken out again.

Knows the columns; opens no connection of its own. `conversations` and `purge` call it.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from backstride.domain.findings import Evidence, Status
from backstride.knowledge.operational_tables import (
    AlertRow,
    AppointmentRow,
    CallbackRow,
    ConversationRow,
    DecisionRow,
    FindingRow,
    MessageRow,
    OpeningRow,
    OutboxRow,
    SmsThreadRow,
    TrackerEventRow,
    TurnRow,
)
from backstride.knowledge.storable import storable
from backstride.services.ports import ChatMessage, Choice, ConversationRecord


def record_of(row: Row[Any]) -> ConversationRecord:
    """Return a row of `conversation` as a value."""
    return ConversationRecord(row.id, row.channel, row.created_at, row.last_at, row.state, row.level, row.is_test)


def message_row(message: ChatMessage) -> dict[str, Any]:
    """Return the columns of a message, but for the conversation and the turn it belongs to."""
    return {
        "seq": message.seq,
        "sender": message.sender,
        "kind": message.kind,
        "text": storable(message.text),
        "at": message.at,
        "choices": [asdict(choice) for choice in message.choices] or None,
        "multiple": message.multiple,
        "question": message.question,
        "body_map": dict(message.body_map) if message.body_map is not None else None,
        "sources": [dict(source) for source in message.sources] or None,
    }


def message_of(row: Row[Any]) -> ChatMessage:
    """Return a row of `message` as a value."""
    return ChatMessage(
        sender=row.sender,
        text=row.text,
        at=row.at,
        seq=row.seq,
        kind=row.kind,
        choices=tuple(Choice(**choice) for choice in row.choices or ()),
        multiple=row.multiple,
        question=row.question,
        body_map=row.body_map,
        sources=tuple(row.sources or ()),
    )


def evidence_row(evidence: Evidence, position: int) -> dict[str, Any]:
    """Return the columns of a piece of evidence, but for its conversation."""
    return {
        "position": position,
        "finding": evidence.finding,
        "status": str(evidence.status),
        "value": evidence.value,
        "question": evidence.question,
        "quote": storable(evidence.quote),
        "turn": evidence.turn,
    }


def evidence_of(row: Row[Any]) -> Evidence:
    """Return a row of `finding` as a value."""
    return Evidence(row.finding, Status(row.status), row.value, row.question, row.quote, row.turn)


def wipe_words(connection: Connection, conversation_id: str) -> None:
    """Take out everything that was said and concluded; the conversation's row and what was booked stay."""
    _erase_words(connection, [conversation_id])
    ours = update(DecisionRow).where(DecisionRow.conversation_id == conversation_id)
    connection.execute(ours.values(conversation_id=None, inputs=None))


def erase(connection: Connection, conversation_ids: Sequence[str]) -> None:
    """Delete conversations with all that hangs on them.

    Opt-outs and patients' appointments stay, without a conversation; what staff booked in a test is free again.
    """
    _erase_words(connection, conversation_ids)
    ours = update(DecisionRow).where(DecisionRow.conversation_id.in_(conversation_ids))
    connection.execute(ours.values(conversation_id=None))
    gone = ConversationRow.id.in_(conversation_ids)
    tests = select(ConversationRow.id).where(gone, ConversationRow.is_test.is_(True))
    connection.execute(delete(AppointmentRow).where(AppointmentRow.conversation_id.in_(tests)))
    for table in (CallbackRow, OutboxRow):
        connection.execute(delete(table).where(table.conversation_id.in_(conversation_ids)))
    threads = delete(SmsThreadRow).where(SmsThreadRow.conversation_id.in_(conversation_ids))
    connection.execute(threads.where(SmsThreadRow.opted_out.is_(False)))
    connection.execute(delete(ConversationRow).where(gone))


def _erase_words(connection: Connection, conversation_ids: Sequence[str]) -> None:
    for table in (MessageRow, TurnRow, TrackerEventRow, FindingRow, AlertRow):
        connection.execute(delete(table).where(table.conversation_id.in_(conversation_ids)))
    connection.execute(update(DecisionRow).where(DecisionRow.conversation_id.in_(conversation_ids)).values(evidence={}))


def export_of(connection: Connection, record: ConversationRecord) -> dict[str, Any]:
    """Return what is kept about a conversation, without the internal values of choices."""

    def rows(table: type[Any], *columns: str) -> list[dict[str, Any]]:
        query = select(*(getattr(table, column) for column in columns)).order_by(table.id)
        found = connection.execute(query.where(table.conversation_id == record.id)).mappings()
        return [{key: _plain(value) for key, value in row.items()} for row in found]

    messages = rows(MessageRow, "seq", "sender", "kind", "text", "at", "choices", "sources")
    for message in messages:
        message["from"] = message.pop("sender")
        message["choices"] = [choice["label"] for choice in message["choices"] or ()]
        message["sources"] = message["sources"] or []
    booked = connection.execute(
        select(OpeningRow.starts_at, OpeningRow.minutes, AppointmentRow.name, AppointmentRow.contact)
        .join(OpeningRow, OpeningRow.id == AppointmentRow.opening_id)
        .where(AppointmentRow.conversation_id == record.id)
        .order_by(OpeningRow.starts_at)
    ).mappings()
    return {
        "conversation": {key: _plain(value) for key, value in asdict(record).items()},
        "messages": messages,
        "findings": rows(FindingRow, "finding", "status", "value", "question", "quote", "turn"),
        "decisions": rows(DecisionRow, "at", "level", "rules", "evidence", "gate", "content_version", "model_id"),
        "turns": rows(TurnRow, "at", "trace"),
        "alerts": rows(AlertRow, "at", "level", "rules", "reason", "acknowledged_at"),
        "callbacks": rows(CallbackRow, "at", "name", "contact", "wish", "kind", "due_at", "done_at"),
        "appointments": [{key: _plain(value) for key, value in row.items()} for row in booked],
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
