from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from backstride.domain.errors import BackstrideError
from backstride.knowledge.conversations import SqlConversationStore
from backstride.knowledge.sms_threads import SqlInboundLog, SqlSmsThreads
from backstride.services.ports import ConversationRecord

NOW = datetime(2026, 3, 8, 14, 30, tzinfo=UTC)


def test_a_text_is_taken_in_once_per_provider(engine: Engine) -> None:
    log = SqlInboundLog(engine)
    assert [log.accept("twilio", "SM1"), log.accept("twilio", "SM1"), log.accept("fake", "SM1")] == [True, False, True]
    log.done("twilio", "SM1")
    assert log.accept("twilio", "SM1") is False


def test_a_number_is_in_its_latest_conversation(engine: Engine) -> None:
    store, threads = SqlConversationStore(engine), SqlSmsThreads(engine)
    for i in ("c1", "c2"):
        store.create(ConversationRecord(i, "sms", NOW, NOW), token_hash=i)
    assert threads.conversation_for("p1") is None
    threads.bind("p1", "c1")
    threads.bind("p1", "c2")
    assert threads.conversation_for("p1") == "c2"
    store.delete("c2")
    assert threads.conversation_for("p1") is None


def test_an_opt_out_is_the_numbers_own(engine: Engine) -> None:
    threads = SqlSmsThreads(engine)
    assert threads.is_opted_out("p1") is False
    threads.set_opted_out("p1", True)
    assert (threads.is_opted_out("p1"), threads.is_opted_out("p2")) == (True, False)
    store = SqlConversationStore(engine)
    store.create(ConversationRecord("c1", "sms", NOW, NOW), token_hash="t")
    threads.bind("p1", "c1")
    assert threads.is_opted_out("p1") is True
    threads.set_opted_out("p1", False)
    assert (threads.is_opted_out("p1"), threads.conversation_for("p1")) == (False, "c1")


def test_an_impossible_hash_is_refused(engine: Engine) -> None:
    with pytest.raises(BackstrideError):
        SqlSmsThreads(engine).bind("x" * 65, "c1")
