"""Opens the database and brings its tables up to date.

Knows SQLite and PostgreSQL: the limits on waiting, the settings per connection, and that a database in
trouble is a ServiceUnavailableError. Does not know any table.
"""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, StaticPool, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DataError, IntegrityError, InterfaceError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from backstride.domain.errors import BackstrideError, ServiceUnavailableError

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
WAIT_S = 2  # for a lock, a free connection or a server that does not answer
_migrating = threading.Lock()
log = structlog.get_logger(__name__)
_MIGRATION_WAIT_S = 30  # another process may be in the middle of one
_MIGRATION_LOCK = 7_262_431  # any fixed number; PostgreSQL's advisory lock of this product


def make_engine(url: str) -> Engine:
    """Open the database of an SQLAlchemy URL. Nothing is created but, for SQLite, the file's folder.

    Raises:
        BackstrideError: The URL is not one of SQLite or PostgreSQL, or its driver is not installed.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise BackstrideError("BACKSTRIDE_DATABASE_URL is no database URL; try sqlite:///var/backstride.db") from error
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return _sqlite(parsed)
    if backend == "postgresql":
        return _postgresql(parsed)
    raise BackstrideError(f"BACKSTRIDE_DATABASE_URL names '{backend}'; only sqlite and postgresql are supported")


def _sqlite(url: URL) -> Engine:
    is_memory = url.database in {None, "", ":memory:"}
    pool: dict[str, Any] = {"poolclass": StaticPool} if is_memory else {"pool_timeout": WAIT_S}
    if not is_memory:
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url, hide_parameters=True, connect_args={"timeout": WAIT_S, "check_same_thread": False}, **pool
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    engine.update_execution_options(turn_to_write=threading.Lock())
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transactions start late and never cover DDL; _begin_sqlite starts them instead.
    connection.isolation_level = None
    for pragma in (f"busy_timeout = {WAIT_S * 1000}", "foreign_keys = ON", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}").close()
    _use_write_ahead_log(connection)


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    # The file remembers this. While two processes make it so at once, one is turned away without
    # waiting: SQLite does not apply busy_timeout here.
    deadline = time.monotonic() + WAIT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
            return
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later fails at once when another one wrote in between;
    # one that takes the write lock at its start waits for it.
    options = connection.get_execution_options()
    wait_s = options.get("busy_timeout_s")
    if wait_s:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {wait_s * 1000}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("is_write") else "BEGIN")
    if wait_s:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {WAIT_S * 1000}")


def _postgresql(url: URL) -> Engine:
    own = url.query.get("options", "")
    limits = f"{own} -c lock_timeout={WAIT_S}s -c statement_timeout={WAIT_S * 5}s -c timezone=UTC".strip()
    try:
        return create_engine(
            url,
            hide_parameters=True,
            pool_pre_ping=True,
            pool_timeout=WAIT_S,
            connect_args={"connect_timeout": WAIT_S, "options": limits},
        )
    except ModuleNotFoundError as error:
        raise BackstrideError("PostgreSQL needs its driver: pip install 'backstride[postgres]'") from error


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open a connection to read from.

    Raises:
        ServiceUnavailableError: The database does not answer in time.
    """
    with _translated(), engine.begin() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that holds the write lock from its start (SQLite); committed at the end, or not at all.

    Raises:
        ServiceUnavailableError: The database is locked or does not answer in time; nothing was written.
        IntegrityError: A constraint refused a row; nothing was written. The caller knows what it means.
    """
    with (
        _translated(),
        _turn_to_write(engine),
        engine.connect() as connection,
        connection.execution_options(is_write=True).begin(),
    ):
        yield connection


@contextmanager
def _turn_to_write(engine: Engine) -> Iterator[None]:
    # While SQLite waits for its write lock it polls ever more seldom, so whoever comes last gets in first and,
    # in a busy process, some do not get in for two seconds. Threads that wait here are let in as they came.
    turn: threading.Lock | None = engine.get_execution_options().get("turn_to_write")
    if turn is None:
        yield
        return
    if not turn.acquire(timeout=WAIT_S):
        raise TimeoutError
    try:
        yield
    finally:
        turn.release()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (IntegrityError, ProgrammingError, DataError):
        raise  # a meaning for the caller, or a bug of ours: not a matter of waiting
    except (DatabaseError, InterfaceError, PoolTimeoutError, TimeoutError) as error:
        log.warning("database.unavailable", error=type(error).__name__, reason=_reason(error))
        raise ServiceUnavailableError("the database did not answer in time; see docs/operations.md") from error


def _reason(error: Exception) -> str:
    """Return the database's own name of what went wrong: SQLite's error name, PostgreSQL's SQLSTATE; "" if none."""
    cause = getattr(error, "orig", None)
    return str(getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or "")


def migrate(engine: Engine) -> None:
    """Bring the tables up to date, in one transaction; several processes may do so at once.

    Raises:
        ServiceUnavailableError: The database does not answer, or another process holds it too long.
    """
    # Alembic keeps the migration that runs in module globals: one thread at a time.
    with _migrating, _translated(), engine.connect() as connection:
        connection.execution_options(is_write=True, busy_timeout_s=_MIGRATION_WAIT_S)
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"SET LOCAL lock_timeout = '{_MIGRATION_WAIT_S}s'"))
                connection.execute(text("SET LOCAL statement_timeout = 0"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
            command.upgrade(alembic_config(connection), "head")


def alembic_config(connection: Connection) -> Config:
    """Return the configuration that lets Alembic work on an open connection, whatever the current folder."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def forget_deleted(engine: Engine) -> None:
    """Empty SQLite's write-ahead log, which still holds what was just deleted; PostgreSQL needs nothing of the kind.

    Never raises: what was deleted is deleted. If someone reads or writes all the while, a warning is
    logged, and SQLite overwrites that log later on its own.
    """
    if engine.dialect.name != "sqlite":
        return
    raw = engine.raw_connection()  # outside any transaction, in which a checkpoint is refused
    try:
        is_busy = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.Error:
        is_busy = True
    finally:
        raw.close()
    if is_busy:
        log.warning("database.log_kept")
