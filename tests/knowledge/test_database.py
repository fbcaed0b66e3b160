import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import StatementError
from structlog.testing import capture_logs

from backstride.domain.errors import BackstrideError, ConflictError, ServiceUnavailableError
from backstride.knowledge import knowledge_tables, operational_tables
from backstride.knowledge.appointments import SqlAppointmentBook
from backstride.knowledge.base import Base
from backstride.knowledge.conversations import SqlConversationStore
from backstride.knowledge.database import make_engine, migrate, reading, writing
from backstride.services.ports import ChatMessage, ConversationRecord, TurnWork

NOW = datetime(2026, 3, 8, 14, 30, tzinfo=UTC)
RECORD = ConversationRecord("c1", "web", NOW, NOW)
TABLES = (knowledge_tables, operational_tables)


def turn() -> TurnWork:
    said = ChatMessage("patient", "my back hurts", NOW)
    return TurnWork("c1", NOW, messages=[said], tracker_events=[{"event": "user"}])


@pytest.mark.parametrize("url", ["", "backstride.db", "mysql://localhost/db", "oracle://x"])
def test_a_url_we_cannot_use_is_refused_in_words(url: str) -> None:
    with pytest.raises(BackstrideError, match="BACKSTRIDE_DATABASE_URL"):
        make_engine(url)


def test_every_sqlite_connection_is_set_up(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/made/on/the/way/b.db")
    with reading(engine) as connection:
        names = ("journal_mode", "foreign_keys", "secure_delete", "busy_timeout")
        values = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]
    assert values == ["wal", 1, 1, 2000]


def test_memory_is_one_database_for_all_threads() -> None:
    engine = make_engine("sqlite://")
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE t (x INTEGER)"))
    seen: list[object] = []

    def look() -> None:
        with reading(engine) as connection:
            seen.append(connection.execute(text("SELECT count(*) FROM t")).scalar())

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [0]


def test_migrations_make_the_tables_of_the_code(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/b.db")
    migrate(engine)
    with reading(engine) as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    migrate(engine)  # a second time changes nothing
    names = set(inspect(engine).get_table_names())
    assert names == {*Base.metadata.tables, "alembic_version"}


def test_two_processes_migrate_at_once_from_any_folder(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    code = "from backstride.knowledge.database import *; migrate(make_engine('sqlite:///b.db'))"
    command = [sys.executable, "-c", code]
    env = {**os.environ, "PYTHONPATH": str(root)}
    processes = [subprocess.Popen(command, cwd=tmp_path, env=env, stderr=subprocess.PIPE) for _ in range(2)]
    assert [process.communicate(timeout=60)[1] for process in processes] == [b"", b""]
    assert [process.returncode for process in processes] == [0, 0]
    assert inspect(make_engine(f"sqlite:///{tmp_path}/b.db")).has_table("conversation")


def test_two_threads_migrate_at_once(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/b.db")
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(migrate, [engine, engine])) == [None, None]


def test_two_processes_in_one_conversation_collide(engine: Engine, database_file: Path) -> None:
    """Two engines on one file share nothing but the file, as two processes do."""
    here, there = SqlConversationStore(engine), SqlConversationStore(make_engine(f"sqlite:///{database_file}"))
    here.create(RECORD, token_hash="t1")
    assert here.tracker_events("c1") == there.tracker_events("c1") == []
    here.commit_turn(turn())
    with pytest.raises(ConflictError):
        there.commit_turn(turn())
    assert [m.seq for m in there.messages("c1")] == [1]


def test_many_writers_at_once_lose_no_turn(engine: Engine) -> None:
    store = SqlConversationStore(engine)
    ids = [f"c{i}" for i in range(8)]
    for i in ids:
        store.create(ConversationRecord(i, "web", NOW, NOW), token_hash=i)

    def talk(conversation_id: str) -> None:
        for offset in range(10):
            said = [ChatMessage("patient", "x", NOW)]
            store.commit_turn(TurnWork(conversation_id, NOW, messages=said, tracker_events=[{}], tracker_offset=offset))

    threads = [threading.Thread(target=talk, args=[i]) for i in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [[m.seq for m in store.messages(i)] for i in ids] == [list(range(1, 11))] * 8


WRITES: list[Callable[[Engine], object]] = [
    lambda engine: SqlConversationStore(engine).commit_turn(turn()),
    lambda engine: SqlConversationStore(engine).delete("c1"),
    lambda engine: SqlAppointmentBook(engine).request_callback(
        conversation_id="c1", request_id="r1", name="", contact="", wish=""
    ),
]


def test_who_waits_longest_to_write_is_next(engine: Engine) -> None:
    # SQLite's own waiting polls ever more seldom: who came last would get in first, and who came first not in time.
    order: list[int] = []

    def write(number: int) -> None:
        with writing(engine):
            order.append(number)
            time.sleep(0.03)

    with ThreadPoolExecutor() as threads:
        with writing(engine):
            waiting = []
            for number in range(6):
                waiting.append(threads.submit(write, number))
                time.sleep(0.1)
        for done in waiting:
            done.result()
    assert order == [0, 1, 2, 3, 4, 5]


def test_who_cannot_write_in_time_is_told_and_staff_can_see_why(engine: Engine) -> None:
    with ThreadPoolExecutor() as threads, writing(engine), capture_logs() as logs:
        waiting = threads.submit(lambda: writing(engine).__enter__())
        assert isinstance(waiting.exception(), ServiceUnavailableError)
    assert logs == [{"event": "database.unavailable", "log_level": "warning", "error": "TimeoutError", "reason": ""}]


@pytest.mark.parametrize("write", WRITES)
def test_a_locked_database_is_reported_in_time(
    engine: Engine, database_file: Path, write: Callable[[Engine], object]
) -> None:
    SqlConversationStore(engine).create(RECORD, token_hash="t1")
    blocker = sqlite3.connect(database_file, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    started = time.monotonic()
    with pytest.raises(ServiceUnavailableError):
        write(engine)
    assert time.monotonic() - started < 3.5
    assert SqlConversationStore(engine).messages("c1") == [], "reading goes on while another writes"
    blocker.execute("ROLLBACK")
    write(engine)
    blocker.close()


def test_a_broken_file_is_a_service_that_does_not_answer(tmp_path: Path) -> None:
    (tmp_path / "b.db").write_bytes(b"this is no database" * 100)
    with pytest.raises(ServiceUnavailableError):
        SqlConversationStore(make_engine(f"sqlite:///{tmp_path}/b.db")).ping()


def test_a_server_that_is_not_there_is_reported_in_time() -> None:
    pytest.importorskip("psycopg2")
    started = time.monotonic()
    with pytest.raises(ServiceUnavailableError):
        SqlConversationStore(make_engine("postgresql://nobody@127.0.0.1:9/none")).ping()
    assert time.monotonic() - started < 3.5


def test_a_log_that_is_read_all_the_while_is_kept_with_a_warning(engine: Engine, database_file: Path) -> None:
    store = SqlConversationStore(engine)
    store.create(RECORD, token_hash="t1")
    reader = sqlite3.connect(database_file, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM conversation").fetchall()
    with capture_logs() as logs:
        store.delete("c1")
    assert [event["event"] for event in logs] == ["database.log_kept"]
    assert store.get("c1") is None
    reader.close()


def test_a_time_without_a_zone_is_refused(engine: Engine) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(StatementError, match="without a time zone"):
        SqlConversationStore(engine).create(replace(RECORD, created_at=naive), token_hash="t1")


def test_ping_of_a_good_database_is_silent(engine: Engine) -> None:
    SqlConversationStore(engine).ping()
