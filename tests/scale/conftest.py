"""A throw-away PostgreSQL cluster on a Unix socket, where the server's programs are installed."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from backstride.knowledge import operational_tables
from backstride.knowledge.base import Base
from backstride.knowledge.database import make_engine, writing


def _programs() -> Path | None:
    """The folder with initdb and pg_ctl, the newest version's where there are several."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda folder: int(folder.parent.name.split(".")[0]))
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def _owner() -> str | None:
    """Whom to run the server as: PostgreSQL refuses root. None stands for whoever runs the tests."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    pytest.importorskip("psycopg2", reason="PostgreSQL's driver is not installed")
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL server on this machine (no initdb under /usr/lib/postgresql or on the PATH)")
    owner = _owner()
    folder = Path(tempfile.mkdtemp(prefix="backstride-pg-"))
    if owner is not None:
        shutil.chown(folder, user=owner)
    data = folder / "data"
    server = f"-k {folder} -c listen_addresses= -c fsync=off"
    _run(owner, programs / "initdb", "-D", data, "-U", "backstride", "-A", "trust", "-E", "UTF8")
    _run(owner, programs / "pg_ctl", "-D", data, "-l", folder / "log", "-o", server, "-w", "start")
    try:
        yield f"postgresql://backstride@/postgres?host={folder}"
    finally:
        _run(owner, programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _run(owner: str | None, *command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True, cwd="/", user=owner, timeout=120)


@pytest.fixture
def engine(postgresql_url: str) -> Iterator[Engine]:
    """Our tables, empty."""
    engine = make_engine(postgresql_url)
    Base.metadata.create_all(engine, tables=operational_tables.TABLES)
    yield engine
    with writing(engine) as connection:
        names = ", ".join(table.name for table in operational_tables.TABLES)
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
    engine.dispose()
