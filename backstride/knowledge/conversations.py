"""SqlConversationStore: conversations and all that a turn writes, in our tables.

Knows how values become rows and back. A turn is one transaction. Does not decide anything: what a
turn means was settled before it came here. Staff's views of the same rows are in `staff_queries`.
"""

from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Engine, Integer, bindparam, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.dml import ReturningUpdate

from backstride.domain.errors import BackstrideError, ConflictError
from backstride.knowledge.alerts import raise_alert
from backstride.knowledge.conversation_rows import (
    erase,
    evidence_row,
    export_of,
    message_of,
    message_row,
    record_of,
    wipe_words,
)
from backstride.knowledge.database import forget_deleted, reading, writing
from backstride.knowledge.decision_log import entry_of, insert_entry
from backstride.knowledge.operational_tables import (
    AuditRow,
    ConversationRow,
    FindingRow,
    MessageRow,
    TrackerEventRow,
    TurnRow,
)
from backstride.knowledge.storable import checked_id
from backstride.services.ports import ChatMessage, ConversationRecord, TurnStart, TurnWork


class SqlConversationStore:
    """The ConversationStore of `services.ports` on SQLite or PostgreSQL. Blocking; safe to share between threads.

    Every method raises ServiceUnavailableError if the database does not answer, and BackstrideError
    for an id that no conversation can have.
    """

    def __init__(self, engine: Engine) -> None:
        """Work on an engine of `database.make_engine`."""
        self._engine = engine

    def create(self, record: ConversationRecord, *, token_hash: str) -> None:
        """Add a conversation.

        Raises:
            BackstrideError: The id or the token hash is taken.
        """
        row = {
            "id": checked_id(record.id),
            "token_hash": checked_id(token_hash),
            "channel": record.channel,
            "created_at": record.created_at,
            "last_at": record.last_at,
            "state": record.state,
            "level": record.level,
            "is_test": record.is_test,
        }
        try:
            with writing(self._engine) as connection:
                connection.execute(insert(ConversationRow), row)
        except IntegrityError as error:
            raise BackstrideError("a conversation with this id or token exists already") from error

    def get(self, conversation_id: str) -> ConversationRecord | None:
        """Return a conversation, None if there is none."""
        with reading(self._engine) as connection:
            row = connection.execute(_CONVERSATION.where(ConversationRow.id == checked_id(conversation_id))).first()
        return record_of(row) if row else None

    def by_token(self, token_hash: str) -> ConversationRecord | None:
        """Return the conversation whose token has this hash, None if there is none."""
        with reading(self._engine) as connection:
            row = connection.execute(_CONVERSATION.where(ConversationRow.token_hash == checked_id(token_hash))).first()
        return record_of(row) if row else None

    def tracker_events(self, conversation_id: str) -> list[dict[str, Any]]:
        """Return all Rasa events, oldest first."""
        checked_id(conversation_id)
        with reading(self._engine) as connection:
            return _all_events(connection, conversation_id)

    def read_turn(self, conversation_id: str, client_message_id: str) -> TurnStart | None:
        """Return what a turn starts from, on one connection; None if there is no such conversation.

        The events come first: whoever commits while the rest is read makes this turn's commit a conflict.
        """
        checked_id(conversation_id)
        key = checked_id(client_message_id) if client_message_id else ""
        with reading(self._engine) as connection:
            events = _all_events(connection, conversation_id)
            row = connection.execute(_BY_ID, {"conversation": conversation_id}).first()
            if row is None:
                return None
            answer = _answer_to(connection, conversation_id, key) if key else None
            return TurnStart(record_of(row), events, answer, _last_offer(connection, conversation_id))

    def last_offer(self, conversation_id: str) -> ChatMessage | None:
        """Return the latest bot message with choices or a question."""
        checked_id(conversation_id)
        with reading(self._engine) as connection:
            return _last_offer(connection, conversation_id)

    def messages(self, conversation_id: str, *, after: int = 0) -> list[ChatMessage]:
        """Return the messages with a higher `seq` than `after`, oldest first."""
        query = _MESSAGE.where(MessageRow.conversation_id == checked_id(conversation_id), MessageRow.seq > after)
        with reading(self._engine) as connection:
            return [message_of(row) for row in connection.execute(query.order_by(MessageRow.seq))]

    def commit_turn(self, work: TurnWork) -> list[ChatMessage]:
        """Write a whole turn and return its messages with their `seq`.

        With `work.wipe` nothing that was said is kept, from this turn or an earlier one: only the row
        stays, with the state `declined` (or `work.state`) and no level.

        Raises:
            ConflictError: Another process answered, or deleted the conversation, meanwhile; nothing was written.
        """
        conversation_id = checked_id(work.conversation_id)
        try:
            with writing(self._engine) as connection:
                last_seq = _take_numbers(connection, work)
                messages = [replace(m, seq=last_seq + i) for i, m in enumerate(work.messages, start=1)]
                if work.wipe:
                    wipe_words(connection, conversation_id)
                else:
                    _write_turn(connection, work, messages)
        except IntegrityError as error:
            raise ConflictError("another process answered in this conversation; read it again") from error
        if work.wipe:
            forget_deleted(self._engine)
        return messages

    def export(self, conversation_id: str) -> dict[str, Any]:
        """Return everything kept about one conversation as JSON-ready data.

        Rasa's own events are left out: they say the same as messages and findings, in the engine's format.

        Raises:
            BackstrideError: There is no such conversation.
        """
        with reading(self._engine) as connection:
            row = connection.execute(_CONVERSATION.where(ConversationRow.id == checked_id(conversation_id))).first()
            if row is None:
                raise BackstrideError("there is no such conversation")
            return export_of(connection, record_of(row))

    def delete(self, conversation_id: str) -> None:
        """Delete a conversation and every word of it; deleting one that is not there changes nothing.

        What stays leads to nobody: which rules fired under which content. A booked appointment stays too,
        with the name and contact that were given for it.
        """
        with writing(self._engine) as connection:
            erase(connection, [checked_id(conversation_id)])
        forget_deleted(self._engine)

    def ping(self) -> None:
        """Read one row."""
        with reading(self._engine) as connection:
            connection.execute(select(ConversationRow.id).limit(1)).first()


# Built once: for a turn of a few milliseconds, building statements is a good part of it.
_ID: BindParameter[str] = bindparam("conversation")
_CONVERSATION = select(ConversationRow.__table__)
_MESSAGE = select(MessageRow.__table__)
_BY_ID = _CONVERSATION.where(ConversationRow.id == _ID)
_ALL_EVENTS = select(TrackerEventRow.data).where(TrackerEventRow.conversation_id == _ID).order_by(TrackerEventRow.seq)
_ANSWERED = select(TurnRow.id).where(TurnRow.conversation_id == _ID, TurnRow.client_message_id == bindparam("key"))
_ANSWER = _MESSAGE.where(MessageRow.turn_id == bindparam("turn"), MessageRow.sender == "bot").order_by(MessageRow.seq)
_OFFER = (
    _MESSAGE.where(
        MessageRow.conversation_id == _ID,
        MessageRow.sender == "bot",
        or_(MessageRow.choices.is_not(None), MessageRow.question != ""),
    )
    .order_by(MessageRow.seq.desc())
    .limit(1)
)


def _all_events(connection: Connection, conversation_id: str) -> list[dict[str, Any]]:
    turns = connection.scalars(_ALL_EVENTS, {"conversation": conversation_id})
    return [event for turn in turns for event in turn]


def _answer_to(connection: Connection, conversation_id: str, key: str) -> list[ChatMessage] | None:
    turn_id = connection.scalar(_ANSWERED, {"conversation": conversation_id, "key": key})
    if turn_id is None:
        return None
    return [message_of(row) for row in connection.execute(_ANSWER, {"turn": turn_id})]


def _last_offer(connection: Connection, conversation_id: str) -> ChatMessage | None:
    row = connection.execute(_OFFER, {"conversation": conversation_id}).first()
    return message_of(row) if row else None


@cache
def _taking_numbers(*changed: str) -> ReturningUpdate[tuple[int]]:
    """Return the statement that moves the counters on and sets these columns, too."""
    values: dict[str, Any] = {name: bindparam(name) for name in ("last_at", *changed)}
    values["last_seq"] = ConversationRow.last_seq + bindparam("messages", type_=Integer)
    statement = update(ConversationRow).where(ConversationRow.id == _ID).values(values)
    return statement.returning(ConversationRow.last_seq)


def _take_numbers(connection: Connection, work: TurnWork) -> int:
    """Lock the conversation's row, move its counters on, and return the `seq` of the message before this turn."""
    changed: dict[str, Any] = {}
    if work.wipe:
        changed = {"state": work.state or "declined", "level": None}
    else:
        changed |= {"state": work.state} if work.state else {}
        changed |= {"level": work.level} if work.level or work.is_level_known else {}
    count = {"conversation": work.conversation_id, "messages": len(work.messages), "last_at": work.at}
    last_seq = connection.scalar(_taking_numbers(*changed), count | changed)
    if last_seq is None:
        raise ConflictError("the conversation was deleted meanwhile")
    return last_seq - len(work.messages)


_EVENTS = (
    select(TrackerEventRow.seq, TrackerEventRow.events)
    .where(TrackerEventRow.conversation_id == _ID)
    .order_by(TrackerEventRow.seq.desc())
    .limit(1)
)
_ADD_EVENTS = insert(TrackerEventRow)
_ADD_TURN = insert(TurnRow).returning(TurnRow.id)
_ADD_MESSAGES = insert(MessageRow)
_FORGET_FINDINGS = delete(FindingRow).where(FindingRow.conversation_id == _ID, FindingRow.position >= bindparam("kept"))
_ADD_FINDINGS = insert(FindingRow)


def _write_turn(connection: Connection, work: TurnWork, messages: list[ChatMessage]) -> None:
    link = {"conversation_id": work.conversation_id}
    _write_events(connection, work)
    turn = {
        "at": work.at,
        "client_message_id": checked_id(work.client_message_id) if work.client_message_id else None,
        "trace": work.trace,
    }
    turn_id = connection.scalar(_ADD_TURN, turn | link)
    if messages:
        connection.execute(_ADD_MESSAGES, [message_row(message) | link | {"turn_id": turn_id} for message in messages])
    if work.findings is not None:
        kept = work.findings_kept
        connection.execute(_FORGET_FINDINGS, {"conversation": work.conversation_id, "kept": kept})
        rows = [evidence_row(evidence, i) | link for i, evidence in enumerate(work.findings[kept:], start=kept)]
        if rows:
            connection.execute(_ADD_FINDINGS, rows)
    if work.decision is not None:
        insert_entry(connection, entry_of(work.conversation_id, work.decision))
    if work.alert:
        level, rules = (work.decision.level, work.decision.rules) if work.decision else (work.level, ())
        raise_alert(connection, work.conversation_id, work.at, reason=work.alert, level=level, rules=rules)
    if work.audit:
        login, action = work.audit
        record = {"at": work.at, "login": login, "action": action, "subject": work.conversation_id}
        connection.execute(insert(AuditRow), record)


def _write_events(connection: Connection, work: TurnWork) -> None:
    if not work.tracker_events:
        return
    last = connection.execute(_EVENTS, {"conversation": work.conversation_id}).first()
    if (last.seq + last.events - 1 if last else 0) != work.tracker_offset:
        raise ConflictError("another process answered in this conversation; read it again")
    row = {
        "conversation_id": work.conversation_id,
        "seq": work.tracker_offset + 1,
        "events": len(work.tracker_events),
        "data": work.tracker_events,
    }
    connection.execute(_ADD_EVENTS, row)
