"""After a purge or a deletion not a word is left, not even in the bytes of the files."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert

from backstride.domain.findings import Evidence, Status
from backstride.knowledge.appointments import SqlAppointmentBook, add_openings
from backstride.knowledge.conversations import SqlConversationStore
from backstride.knowledge.database import writing
from backstride.knowledge.operational_tables import OutboxRow
from backstride.knowledge.purge import Purged, purge
from backstride.knowledge.sms_threads import SqlInboundLog, SqlSmsThreads
from backstride.services.ports import ChatMessage, Choice, ConversationRecord, Decision, Opening, TurnWork

NOW = datetime(2026, 3, 8, 14, 30, tzinfo=UTC)
CUTOFF = NOW + timedelta(days=1)
CANARY = "canary-7f3a"


def speak(store: SqlConversationStore, conversation_id: str, at: datetime, word: str = CANARY) -> None:
    """One turn that leaves the word in every column that can hold one."""
    store.create(ConversationRecord(conversation_id, "sms", at, at), token_hash=conversation_id)
    long = word * 3000  # long enough for pages of its own
    said = ChatMessage(
        "bot", long, at, choices=(Choice("x", word, word),), body_map={"x": word}, sources=({"id": word},)
    )
    store.commit_turn(
        TurnWork(
            conversation_id,
            at,
            messages=[said, replace(said, text=word, choices=())],
            tracker_events=[{"text": long}],
            findings=[Evidence("fever", Status.PRESENT, word, quote=long)],
            decision=Decision(at, "L1", ("R01",), {"R01": (word, long)}, None, "v1", "m1", "message"),
            level="L1",
            alert="triage",
            trace={"text": long},
        )
    )


def leave_requests(engine: Engine, conversation_id: str, word: str = CANARY) -> None:
    book = SqlAppointmentBook(engine, clock=lambda: NOW)
    words = {"name": word, "contact": word, "wish": word}
    book.request_callback(conversation_id=conversation_id, request_id=conversation_id, **words)
    text = {"dedupe_key": conversation_id, "conversation_id": conversation_id, "recipient": word, "text": word}
    with writing(engine) as connection:
        connection.execute(insert(OutboxRow), {**text, "created_at": NOW})


def bytes_on_disk(database_file: Path) -> bytes:
    return b"".join(path.read_bytes() for path in database_file.parent.glob(database_file.name + "*"))


@pytest.fixture
def store(engine: Engine) -> SqlConversationStore:
    return SqlConversationStore(engine)


def test_purge_leaves_no_word_in_the_files(store: SqlConversationStore, engine: Engine, database_file: Path) -> None:
    for i in range(5):
        speak(store, f"old{i}", NOW)
        leave_requests(engine, f"old{i}")
    speak(store, "new", CUTOFF, word="stays-41c0")
    assert CANARY.encode() in bytes_on_disk(database_file)
    assert purge(engine, CUTOFF) == Purged(conversations=5, appointments=0)
    left = bytes_on_disk(database_file)
    assert (CANARY.encode() in left, b"stays-41c0" in left) == (False, True)
    assert (store.get("old0"), store.get("new") is None) == (None, False)
    assert purge(engine, CUTOFF) == Purged(0, 0)


def test_delete_leaves_no_word_in_the_files(store: SqlConversationStore, engine: Engine, database_file: Path) -> None:
    speak(store, "c1", NOW)
    leave_requests(engine, "c1")
    store.delete("c1")
    assert CANARY.encode() not in bytes_on_disk(database_file)


def test_refused_consent_leaves_no_word_in_the_files(store: SqlConversationStore, database_file: Path) -> None:
    speak(store, "c1", NOW)
    store.commit_turn(TurnWork("c1", NOW, messages=[ChatMessage("patient", CANARY, NOW)], wipe=True))
    assert CANARY.encode() not in bytes_on_disk(database_file)


def test_many_conversations_are_purged_in_batches(store: SqlConversationStore, engine: Engine) -> None:
    for i in range(201):
        store.create(ConversationRecord(f"c{i}", "web", NOW, NOW), token_hash=f"c{i}")
    assert purge(engine, CUTOFF) == Purged(conversations=201, appointments=0)


def test_past_visits_go_and_coming_ones_stay(store: SqlConversationStore, engine: Engine, database_file: Path) -> None:
    speak(store, "c1", NOW)
    add_openings(engine, [Opening(0, NOW + timedelta(hours=h), 45) for h in (1, 48)])
    book = SqlAppointmentBook(engine, clock=lambda: NOW)
    past, coming = book.openings(after=NOW, limit=2)
    for opening, name in ((past, CANARY), (coming, "Ann")):
        book.book(opening_id=opening.id, conversation_id="c1", request_id=name, name=name, contact=name)
    assert purge(engine, CUTOFF) == Purged(conversations=1, appointments=1)
    assert CANARY.encode() not in bytes_on_disk(database_file)
    again = book.book(opening_id=coming.id, conversation_id="c2", request_id="Ann", name="", contact="")
    assert (again.name, again.conversation_id) == ("Ann", "")


def test_an_opt_out_outlives_the_purge(store: SqlConversationStore, engine: Engine) -> None:
    threads = SqlSmsThreads(engine, clock=lambda: NOW)
    for i, phone in (("c1", "stay-away"), ("c2", "no-wish")):
        store.create(ConversationRecord(i, "sms", NOW, NOW), token_hash=i)
        threads.bind(phone, i)
    threads.set_opted_out("stay-away", True)
    SqlInboundLog(engine, clock=lambda: NOW).accept("twilio", "SM1")
    purge(engine, CUTOFF)
    assert (threads.is_opted_out("stay-away"), threads.conversation_for("stay-away")) == (True, None)
    assert SqlInboundLog(engine).accept("twilio", "SM1") is True, "the log of texts taken in was purged"
