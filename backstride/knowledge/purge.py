"""Deletes what is older than the clinic keeps it, so that no word of it stays in the database's files."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, select

from backstride.knowledge.conversation_rows import erase
from backstride.knowledge.database import forget_deleted, reading, writing
from backstride.knowledge.operational_tables import (
    AppointmentRow,
    ConversationRow,
    InboundSmsRow,
    LoginFailureRow,
    OpeningRow,
    StaffSessionRow,
)

_BATCH = 200  # conversations per transaction, so that patients' turns get in between


@dataclass(frozen=True, slots=True)
class Purged:
    """How much a purge deleted."""

    conversations: int
    appointments: int


def purge(engine: Engine, older_than: datetime) -> Purged:
    """Delete conversations that nobody wrote in since, and visits that lay before.

    Decisions stay without conversation and words, opt-outs stay as they are. PostgreSQL gives the
    space back when it vacuums; SQLite's files hold nothing of it when this returns.

    Raises:
        ServiceUnavailableError: The database does not answer; what was deleted so far is deleted.
    """
    conversations = 0
    while batch := _old_conversations(engine, older_than):
        with writing(engine) as connection:
            erase(connection, batch)
        conversations += len(batch)
    with writing(engine) as connection:
        appointments = _purge_openings(connection, older_than)
        connection.execute(delete(InboundSmsRow).where(InboundSmsRow.received_at < older_than))
        connection.execute(delete(StaffSessionRow).where(StaffSessionRow.last_seen_at < older_than))
        connection.execute(delete(LoginFailureRow).where(LoginFailureRow.last_at < older_than))
    forget_deleted(engine)
    return Purged(conversations, appointments)


def _old_conversations(engine: Engine, older_than: datetime) -> list[str]:
    query = select(ConversationRow.id).where(ConversationRow.last_at < older_than).limit(_BATCH)
    with reading(engine) as connection:
        return list(connection.scalars(query))


def _purge_openings(connection: Connection, older_than: datetime) -> int:
    old = select(OpeningRow.id).where(OpeningRow.starts_at < older_than)
    gone = connection.execute(delete(AppointmentRow).where(AppointmentRow.opening_id.in_(old))).rowcount
    connection.execute(delete(OpeningRow).where(OpeningRow.starts_at < older_than))
    return gone
