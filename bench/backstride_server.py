"""Backstride under test: training, `understand`, and its server on a throw-away database."""

import json
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path

import aiohttp
import yaml

from backstride.commands.understand import AT_ONCE
from bench import processes
from bench.clients import BackstrideTalk
from bench.processes import Environment, Finished
from bench.sentences.load import read_sentences

ROOT = Path(__file__).resolve().parent.parent
COMMAND = Path(sys.executable).parent / "backstride"


def train(work: Path, log: Path) -> Finished:
    """Train the model with nothing cached; the model that is served is left alone.

    Raises:
        CommandError: Training failed.
    """
    env = {
        **_env("sqlite://"),
        "BACKSTRIDE_MODEL_DIR": str(work / "models"),
        "RASA_CACHE_DIRECTORY": str(work / "cache"),
    }
    return processes.run([COMMAND, "train", "--force"], env=env, cwd=ROOT, log=log)


def understood_per_second(messages: int, *, sentences: bool = False) -> float:
    """Return how many messages a second `backstride understand` reads, from its first answer on.

    Args:
        messages: More than the batch in which it reads them.
        sentences: Whole sentences, from the test file `dev`, and not the short ones that intents learn from.

    Raises:
        CommandError: It did not answer each line.
    """
    texts = [one.text for one in read_sentences("dev")] if sentences else _texts()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as lines:
        for number, text in zip(range(messages), cycle(texts), strict=False):
            lines.write(json.dumps({"id": number, "text": text}) + "\n")
        lines.seek(0)
        reading = [COMMAND, "understand"]
        with subprocess.Popen(
            reading, stdin=lines, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, env=_env("sqlite://")
        ) as running:
            answers = iter(running.stdout or ())
            heard = sum(1 for _ in islice(answers, 1))
            started = time.perf_counter()
            heard += sum(1 for _ in islice(answers, messages - 1))
            seconds = time.perf_counter() - started
    if heard != messages:
        raise processes.CommandError(f"understand answered {heard} of {messages} lines")
    return round((messages - AT_ONCE) / seconds, 1)


def _texts() -> list[str]:
    """Return the training examples, one of each intent in turn."""
    files = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "data" / "nlu").glob("*.yml")))
    intents = [block["examples"].splitlines() for file in files for block in file["nlu"] if "intent" in block]
    longest = max(map(len, intents))
    dealt = (examples[i].removeprefix("- ") for i in range(longest) for examples in intents if i < len(examples))
    return [text for text in dealt if not text.startswith("/")]


@dataclass
class Backstride:
    """One or more running servers on one database; conversations are dealt to them in turn, and stay there."""

    database_url: str
    log: Path
    without_limits: bool = False
    extra: Environment = field(default_factory=dict)
    running: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    opened: int = 0

    def start(self) -> "Backstride":
        """Start one more server and return."""
        port = processes.free_port()
        serve: Sequence[str | Path] = [COMMAND, "serve"]
        if self.without_limits:
            serve = [sys.executable, "-m", "bench.without_limits"]
        env = {**_env(self.database_url), **self.extra}
        self.running.append(processes.start([*serve, "--port", str(port)], env=env, cwd=ROOT, log=self.log))
        self.urls.append(f"http://127.0.0.1:{port}")
        return self

    async def open(self, http: aiohttp.ClientSession) -> BackstrideTalk:
        """Start a conversation at the next server."""
        self.opened += 1
        return await BackstrideTalk.open(http, self.urls[self.opened % len(self.urls)])

    async def open_newest(self, http: aiohttp.ClientSession) -> BackstrideTalk:
        """Start a conversation at the server that was started last."""
        return await BackstrideTalk.open(http, self.urls[-1])

    def memory(self) -> dict[str, float]:
        """Return the resident memory of each server, MB."""
        return {f"server {i}": processes.memory_mb(process.pid) for i, process in enumerate(self.running, 1)}

    def cpu_seconds(self) -> float:
        """Return the processor time that all of them have used."""
        return sum(processes.cpu_seconds(process.pid) for process in self.running)

    def check(self) -> None:
        """Raise CommandError if one of them has ended."""
        for process in self.running:
            processes.require_running(process, self.log)

    def stop(self) -> None:
        """End them."""
        for process in self.running:
            processes.stop(process)


def _env(database_url: str) -> Environment:
    return {
        **processes.clean_environment(),
        "BACKSTRIDE_DATABASE_URL": database_url,
        "BACKSTRIDE_ENVIRONMENT": "development",
        "BACKSTRIDE_SECRET_KEY": secrets.token_hex(32),
    }
