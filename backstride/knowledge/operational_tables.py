"""The tables that change while the product runs: conversations, bookings, staff.

Patients' words stand in `message`, `turn`, `tracker_event`, `finding`, `decision.evidence`, `callback`, `outbox` only.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backstride.knowledge.base import Base
from backstride.knowledge.utc_datetime import UtcDateTime

ID_LENGTH = 64

# SQLite counts rows only in a column that is exactly INTEGER.
_RowId = BigInteger().with_variant(Integer, "sqlite")
_Json = JSON(none_as_null=True)


def _conversation(*, on_delete: str = "CASCADE", **options: Any) -> Any:
    return mapped_column(String(ID_LENGTH), ForeignKey("conversation.id", ondelete=on_delete), **options)


class ConversationRow(Base):
    """One conversation. `last_seq` is the number of its newest message and never falls, even when words are wiped."""

    __tablename__ = "conversation"
    __table_args__ = (Index("ix_conversation_last_at", "last_at"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    token_hash: Mapped[str | None] = mapped_column(String(ID_LENGTH), unique=True)
    channel: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(16))
    level: Mapped[str | None] = mapped_column(String(2))
    is_test: Mapped[bool]
    last_seq: Mapped[int] = mapped_column(default=0)


class TurnRow(Base):
    """One turn: what came in, what went out, and why. A repeated `client_message_id` collides here."""

    __tablename__ = "turn"
    __table_args__ = (UniqueConstraint("conversation_id", "client_message_id"),)

    id: Mapped[int] = mapped_column(_RowId, primary_key=True)
    conversation_id: Mapped[str] = _conversation()
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    client_message_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    trace: Mapped[dict[str, Any]] = mapped_column(JSON)


class MessageRow(Base):
    """One message. `choices` holds what each option stands for, so it never leaves the server as it is."""

    __tablename__ = "message"
    __table_args__ = (UniqueConstraint("conversation_id", "seq"), Index("ix_message_turn_id", "turn_id"))

    id: Mapped[int] = mapped_column(_RowId, primary_key=True)
    conversation_id: Mapped[str] = _conversation()
    turn_id: Mapped[int] = mapped_column(ForeignKey("turn.id", ondelete="CASCADE"))
    seq: Mapped[int]
    sender: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    choices: Mapped[list[dict[str, Any]] | None] = mapped_column(_Json)
    multiple: Mapped[bool]
    question: Mapped[str] = mapped_column(String(ID_LENGTH))
    body_map: Mapped[dict[str, Any] | None] = mapped_column(_Json)
    sources: Mapped[list[dict[str, str]] | None] = mapped_column(_Json)


class TrackerEventRow(Base):
    """The events that one turn added to Rasa's tracker, in order; `seq` is the number of the first, from 1.

    Two processes that answer at once collide on `seq` instead of interleaving.
    """

    __tablename__ = "tracker_event"
    __table_args__ = (UniqueConstraint("conversation_id", "seq"),)

    id: Mapped[int] = mapped_column(_RowId, primary_key=True)
    conversation_id: Mapped[str] = _conversation()
    seq: Mapped[int]
    events: Mapped[int]
    data: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class FindingRow(Base):
    """One piece of evidence, in the order it was said."""

    __tablename__ = "finding"
    __table_args__ = (UniqueConstraint("conversation_id", "position"),)

    id: Mapped[int] = mapped_column(_RowId, primary_key=True)
    conversation_id: Mapped[str] = _conversation()
    position: Mapped[int]
    finding: Mapped[str] = mapped_column(String(ID_LENGTH))
    status: Mapped[str] = mapped_column(String(16))
    value: Mapped[str | float | None] = mapped_column(_Json)
    question: Mapped[str] = mapped_column(String(ID_LENGTH))
    quote: Mapped[str] = mapped_column(Text)
    turn: Mapped[int]


class DecisionRow(Base):
    """One triage decision, never changed; when its conversation is deleted it stays without conversation and words.

    `key` is the same for the same decision, so that one written twice (turn and spool) is kept once. `inputs`
    is what it was made from, without words; it goes only where consent was refused.
    """

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_conversation_id", "conversation_id"),)

    id: Mapped[int] = mapped_column(_RowId, primary_key=True)
    key: Mapped[str] = mapped_column(String(ID_LENGTH), unique=True)
    conversation_id: Mapped[str | None] = _conversation(on_delete="SET NULL")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    level: Mapped[str | None] = mapped_column(String(2))
    rules: Mapped[list[str]] = mapped_column(JSON)
    evidence: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    gate: Mapped[str | None] = mapped_column(String(16))
    content_version: Mapped[str] = mapped_column(String(128))
    model_id: Mapped[str] = mapped_column(String(128))
    origin: Mapped[str] = mapped_column(String(16))
    inputs: Mapped[dict[str, Any] | None] = mapped_column(_Json)


class ContentArchiveRow(Base):
    """The rules of one content version, packed by `content_archive`; kept for ever, to replay decisions with."""

    __tablename__ = "content_archive"

    version: Mapped[str] = mapped_column(String(128), primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class AlertRow(Base):
    """Staff must look at a conversation; who did, and when; `alerts` says what becomes of it until then."""

    __tablename__ = "alert"
    __table_args__ = (Index("ix_alert_conversation_id", "conversation_id"),)

    id: Mapped[int] = mapped_column(_RowId, primary_key=True)
    conversation_id: Mapped[str] = _conversation()
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    level: Mapped[str | None] = mapped_column(String(2))
    rules: Mapped[list[str]] = mapped_column(JSON)
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    acknowledged_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    reason: Mapped[str] = mapped_column(String(16), default="triage")
    notified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    escalated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)


class CallbackRow(Base):
    """Somebody asked to be called; `due_at` is when, NULL for as soon as somebody can."""

    __tablename__ = "callback"
    __table_args__ = (Index("ix_callback_conversation_id", "conversation_id"),)

    id: Mapped[int] = mapped_column(_RowId, primary_key=True)
    conversation_id: Mapped[str] = _conversation()
    request_id: Mapped[str] = mapped_column(String(ID_LENGTH), unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    name: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(Text)
    wish: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(16), server_default="call")
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))


class OpeningRow(Base):
    """A time that can be booked."""

    __tablename__ = "opening"

    id: Mapped[int] = mapped_column(_RowId, primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime, unique=True)
    minutes: Mapped[int]
    priority: Mapped[bool]


class AppointmentRow(Base):
    """A booked opening. The database lets an opening be booked once and a request count once. `visit`: which kind."""

    __tablename__ = "appointment"
    __table_args__ = (Index("ix_appointment_conversation_id", "conversation_id"),)

    id: Mapped[int] = mapped_column(_RowId, primary_key=True)
    opening_id: Mapped[int] = mapped_column(ForeignKey("opening.id"), unique=True)
    request_id: Mapped[str] = mapped_column(String(ID_LENGTH), unique=True)
    conversation_id: Mapped[str | None] = _conversation(on_delete="SET NULL")
    name: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(Text)
    booked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    visit: Mapped[str] = mapped_column(String(32), default="")


class StaffRow(Base):
    """Someone who may see the staff page."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(_RowId, primary_key=True)
    login: Mapped[str] = mapped_column(String(ID_LENGTH), unique=True)
    password_hash: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class StaffSessionRow(Base):
    """A signed-in browser; the token itself is only in its cookie."""

    __tablename__ = "staff_session"

    token_hash: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    login: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("staff.login", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LoginFailureRow(Base):
    """Failed logins since the last good one, per keyed hash of a login name or an address."""

    __tablename__ = "login_failure"

    key: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)


class InboundSmsRow(Base):
    """A text that was taken in, so that the carrier's repeats are known. No words, no number."""

    __tablename__ = "inbound_sms"
    __table_args__ = (UniqueConstraint("provider", "provider_id"),)

    id: Mapped[int] = mapped_column(_RowId, primary_key=True)
    provider: Mapped[str] = mapped_column(String(32))
    provider_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SmsThreadRow(Base):
    """Which conversation a phone number (keyed hash) is in. An opt-out outlives the conversation."""

    __tablename__ = "sms_thread"
    __table_args__ = (Index("ix_sms_thread_conversation_id", "conversation_id"),)

    phone_hash: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    conversation_id: Mapped[str | None] = _conversation(on_delete="SET NULL")
    opted_out: Mapped[bool] = mapped_column(default=False)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OutboxRow(Base):
    """A text to be sent; `dedupe_key` keeps a retried turn from texting twice."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_due_at", "due_at"), Index("ix_outbox_conversation_id", "conversation_id"))

    id: Mapped[int] = mapped_column(_RowId, primary_key=True)
    dedupe_key: Mapped[str] = mapped_column(String(128), unique=True)
    conversation_id: Mapped[str] = _conversation()
    recipient: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    provider_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    error_code: Mapped[str | None] = mapped_column(String(32))


class AuditRow(Base):
    """Which staff member saw or did what; ids only, no words."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_subject", "subject"),)

    id: Mapped[int] = mapped_column(_RowId, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    login: Mapped[str] = mapped_column(String(ID_LENGTH))
    action: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(ID_LENGTH))


_OWN = {mapper.local_table for mapper in Base.registry.mappers if mapper.class_.__module__ == __name__}
TABLES = [table for table in Base.metadata.sorted_tables if table in _OWN]
"""All of this module, each after those that it refers to."""
