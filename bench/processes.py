"""Child processes and what the kernel knows of them: memory, time, children, free ports. Linux only (/proc)."""

import os
import socket
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

Environment = dict[str, str]


@dataclass(frozen=True, slots=True)
class Finished:
    """A command that has ended. `peak_mb`: the most memory it held at once, in MB of 2**20 bytes."""

    seconds: float
    peak_mb: float


class CommandError(RuntimeError):
    """A command ended badly; the message holds the end of what it wrote."""


def free_port() -> int:
    """Return a TCP port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def clean_environment() -> Environment:
    """Return this process's environment without Backstride's settings, and with bytecode kept."""
    return {
        key: value
        for key, value in os.environ.items()
        if not key.startswith("BACKSTRIDE_") and key not in {"PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV"}
    }


def run(command: Sequence[str | Path], *, env: Environment, cwd: Path, log: Path) -> Finished:
    """Run a command to its end.

    Raises:
        CommandError: It ended with another status than 0.
    """
    started = time.perf_counter()
    process = start(command, env=env, cwd=cwd, log=log)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise CommandError(f"{Path(command[0]).name} {command[1]} ended with {process.returncode}:\n{tail(log)}")
    return Finished(round(time.perf_counter() - started, 1), round(usage.ru_maxrss / 1024, 1))


def start(command: Sequence[str | Path], *, env: Environment, cwd: Path, log: Path) -> subprocess.Popen[bytes]:
    """Start a command in a process group of its own; what it writes goes to `log`."""
    with log.open("ab") as out:
        return subprocess.Popen(
            [str(part) for part in command], env=env, cwd=cwd, stdout=out, stderr=out,
            stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip


def require_running(process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Do nothing if a process runs.

    Raises:
        CommandError: It has ended.
    """
    if process.poll() is not None:
        raise CommandError(f"the server ended with {process.returncode}:\n{tail(log)}")


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask a process and its children to end, and make them if they do not within ten seconds."""
    for signal_number in (15, 9):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal_number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
            return


def memory_mb(pid: int) -> float:
    """Return the resident memory of a process and its children, in MB of 2**20 bytes."""
    return round(sum(_resident_kb(each) for each in _family(pid)) / 1024, 1)


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process and its children have used, in user and kernel mode."""
    return sum(_cpu_ticks(each) for each in _family(pid)) / os.sysconf("SC_CLK_TCK")


def tail(log: Path, lines: int = 15) -> str:
    """Return the end of a log file."""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def _family(pid: int) -> list[int]:
    children = {int(path.parent.name): _parent(path) for path in Path("/proc").glob("[0-9]*/stat")}
    family = [pid]
    for member in family:
        family += [child for child, parent in children.items() if parent == member]
    return family


def _parent(stat: Path) -> int:
    try:
        return int(stat.read_text().rsplit(")", 1)[1].split()[1])
    except OSError:  # it ended meanwhile
        return 0


def _cpu_ticks(pid: int) -> int:
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])  # utime and stime, proc(5)
    return 0


def _resident_kb(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
    return 0
