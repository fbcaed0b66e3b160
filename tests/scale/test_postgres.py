"""What the stores promise on SQLite they keep on PostgreSQL: the same tests, and what only a server can show."""

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text

from backstride.domain.errors import ConflictError, ServiceUnavailableError
from backstride.knowledge import knowledge_tables, operational_tables
from backstride.knowledge.base import Base
from backstride.knowledge.conversations import SqlConversationStore
from backstride.knowledge.database import make_engine, reading, writing
from backstride.services.ports import ChatMessage, ConversationRecord, TurnWork

# These tests and their fixtures find this folder's `engine`, which is PostgreSQL.
from tests.knowledge.test_alerts import *  # noqa: F403
from tests.knowledge.test_appointments import *  # noqa: F403
from tests.knowledge.test_conversations import *  # noqa: F403
from tests.knowledge.test_sms_threads import *  # noqa: F403
from tests.knowledge.test_staff_queries import *  # noqa: F403

pytestmark = pytest.mark.server
NOW = datetime(2026, 3, 8, 14, 30, tzinfo=UTC)
RECORD = ConversationRecord("c1", "web", NOW, NOW)
TABLES = (knowledge_tables, operational_tables)


def one_turn(**changes: Any) -> TurnWork:
    said = ChatMessage("patient", "my back hurts", NOW)
    return TurnWork("c1", NOW, messages=[said], tracker_events=[{"event": "user"}], **changes)


def test_migrations_make_the_tables_of_the_code_in_two_processes_at_once(postgresql_url: str) -> None:
    with writing(make_engine(postgresql_url)) as connection:
        connection.execute(text("CREATE SCHEMA migrated"))
    engine = make_engine(f"{postgresql_url}&options=-csearch_path=migrated")
    code = "import sys; from backstride.knowledge.database import *; migrate(make_engine(sys.argv[1]))"
    command = [sys.executable, "-c", code, engine.url.render_as_string(hide_password=False)]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    processes = [subprocess.Popen(command, env=env, stderr=subprocess.PIPE) for _ in range(2)]
    assert [process.communicate(timeout=60)[1] for process in processes] == [b"", b""]
    assert [process.returncode for process in processes] == [0, 0]
    with reading(engine) as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_of_many_processes_that_answer_at_once_one_does(engine: Engine, postgresql_url: str) -> None:
    SqlConversationStore(engine).create(RECORD, token_hash="t1")
    results: list[str] = []
    start = threading.Barrier(4)

    def answer() -> None:
        store = SqlConversationStore(make_engine(postgresql_url))
        start.wait()
        try:
            store.commit_turn(one_turn())
            results.append("answered")
        except ConflictError:
            results.append("conflict")

    threads = [threading.Thread(target=answer) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["answered", "conflict", "conflict", "conflict"]
    assert [m.seq for m in SqlConversationStore(engine).messages("c1")] == [1]


def test_a_locked_row_is_reported_in_time(engine: Engine) -> None:
    store = SqlConversationStore(engine)
    store.create(RECORD, token_hash="t1")
    with engine.begin() as blocker:
        blocker.execute(text("SELECT * FROM conversation FOR UPDATE"))
        with pytest.raises(ServiceUnavailableError):
            store.commit_turn(one_turn())
    store.commit_turn(one_turn())
