"""The stock Rasa bot: its TensorFlow environment, training, and its two processes (`rasa run`, `rasa run actions`)."""

import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bench import processes
from bench.clients import RasaTalk
from bench.processes import Environment, Finished

ROOT = Path(__file__).resolve().parent.parent
PROJECT = ROOT / "bench" / "formbot"
REQUIREMENTS = ROOT / "bench" / "requirements-formbot.txt"
VENV = ROOT / ".venv-bench"


class NotMeasuredError(RuntimeError):
    """Something cannot be measured on this machine; the message says why."""


def ensure_environment(log: Path) -> None:
    """Make `.venv-bench/` if it is not there or the requirements changed: about 3 GB, some minutes.

    Raises:
        NotMeasuredError: It cannot be made.
    """
    mark = VENV / f".made-{_digest([REQUIREMENTS, ROOT / 'pyproject.toml'])}"
    if mark.is_file():
        return
    own = ROOT / "var" / "uv" / "bin" / "uv"
    uv = str(own) if own.is_file() else shutil.which("uv")
    if uv is None:
        raise NotMeasuredError("no uv to make .venv-bench with (`make bench` fetches it)")
    print("• making .venv-bench with TensorFlow (some minutes, once) …", flush=True)
    # The root's pyproject.toml restates Rasa's requirements for Python 3.11; uv reads it from the folder it runs in.
    python = VENV / "bin" / "python"
    install: list[str | Path] = [
        uv,
        "pip",
        "install",
        "-q",
        "--compile-bytecode",
        "--python",
        python,
        "-r",
        REQUIREMENTS,
    ]
    try:
        processes.run([uv, "venv", "-q", "--allow-existing", "--python", "3.11", VENV], env=_env(), cwd=ROOT, log=log)
        processes.run(install, env=_env(), cwd=ROOT, log=log)
        processes.run([python, "-c", "import tensorflow"], env=_env(), cwd=ROOT, log=log)
    except processes.CommandError as error:
        raise NotMeasuredError(f".venv-bench could not be made: {error}") from error
    mark.touch()


def train(work: Path, log: Path) -> Finished:
    """Train the bot in `work/project`, with nothing cached.

    Raises:
        CommandError: Training failed.
    """
    return processes.run([_rasa(), "train", "--out", work / "models"], env=_env(), cwd=work / "project", log=log)


def prepare(work: Path) -> None:
    """Copy the bot's project: Rasa keeps its cache beside it."""
    shutil.copytree(PROJECT, work / "project")


def project_digest() -> str:
    """Return a hash of everything the trained bot depends on."""
    return _digest(sorted(path for path in PROJECT.rglob("*.yml") if path.is_file()))


@dataclass
class Formbot:
    """The two running processes."""

    server: "subprocess.Popen[bytes]"
    actions: "subprocess.Popen[bytes]"
    url: str
    log: Path

    @classmethod
    def start(cls, work: Path, model: Path, log: Path, extra: Environment | None = None) -> "Formbot":
        """Start both; `extra` joins their environment."""
        ports = processes.free_port(), processes.free_port()
        env = {**_env(), "FORMBOT_ACTION_PORT": str(ports[1]), **(extra or {})}
        serve = ["run", "--interface", "127.0.0.1", "--port", str(ports[0]), "--model", str(model)]
        act = ["run", "actions", "--actions", "actions", "--port", str(ports[1])]
        project = work / "project"
        return cls(
            processes.start([_rasa(), *serve], env=env, cwd=project, log=log),
            processes.start([_rasa(), *act], env=env, cwd=project, log=log),
            f"http://127.0.0.1:{ports[0]}",
            log,
        )

    async def open(self, http: aiohttp.ClientSession) -> RasaTalk:
        """Start a conversation."""
        return RasaTalk(http, self.url)

    def memory(self) -> dict[str, float]:
        """Return the resident memory of each process, MB."""
        return {"server": processes.memory_mb(self.server.pid), "actions": processes.memory_mb(self.actions.pid)}

    def cpu_seconds(self) -> float:
        """Return the processor time that both have used."""
        return processes.cpu_seconds(self.server.pid) + processes.cpu_seconds(self.actions.pid)

    def check(self) -> None:
        """Raise CommandError if one of them has ended."""
        for process in (self.server, self.actions):
            processes.require_running(process, self.log)

    def stop(self) -> None:
        """End both."""
        processes.stop(self.server)
        processes.stop(self.actions)


def _rasa() -> Path:
    return VENV / "bin" / "rasa"


def _env() -> Environment:
    return {
        **processes.clean_environment(),
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}",
    }


def _digest(paths: list[Path]) -> str:
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()[:12]
