"""A throw-away PostgreSQL cluster on a Unix socket, where the server's programs are installed."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.formbot_server import NotMeasuredError


@contextmanager
def cluster() -> Iterator[str]:
    """Yield a database URL; fsync stays on, as in service.

    Raises:
        NotMeasuredError: PostgreSQL is not installed here, or would not start.
    """
    on_path = shutil.which("initdb")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found and on_path is None:
        raise NotMeasuredError("no PostgreSQL server on this machine (no initdb)")
    programs = found[-1].parent if found else Path(str(on_path)).resolve().parent
    folder = Path(tempfile.mkdtemp(prefix="backstride-bench-"))
    owner = _owner()
    if owner is not None:
        shutil.chown(folder, user=owner)
    data = folder / "data"
    try:
        _run(owner, programs / "initdb", "-D", data, "-U", "backstride", "-A", "trust", "-E", "UTF8")
        options = f"-k {folder} -c listen_addresses="
        _run(owner, programs / "pg_ctl", "-D", data, "-l", folder / "log", "-o", options, "-w", "start")
    except subprocess.SubprocessError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise NotMeasuredError(f"PostgreSQL did not start: {error}") from error
    try:
        yield f"postgresql://backstride@/postgres?host={folder}"
    finally:
        _run(owner, programs / "pg_ctl", "-D", data, "-m", "fast", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _owner() -> str | None:
    """Return whom to run the server as: PostgreSQL refuses root. None stands for whoever runs this."""
    if os.getuid() != 0:
        return None
    return "postgres" if "postgres" in {entry.pw_name for entry in pwd.getpwall()} else "nobody"


def _run(owner: str | None, *command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True, cwd="/", user=owner, timeout=120)
