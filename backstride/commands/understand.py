"""`backstride understand`: what single messages say, from JSON lines; the contract is docs/contracts.md."""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from backstride import logs
from backstride.commands.train import ensure_model
from backstride.domain.errors import BackstrideError
from backstride.domain.mentions import with_doubts
from backstride.engine.inbound import clean, neutral
from backstride.nlu.findings_view import ask_first, red_flags, view
from backstride.settings import Settings
from backstride.wiring import Backstride


def add(parsers: Any) -> None:
    """Add the verb."""
    parser = parsers.add_parser("understand", help="read messages as JSON lines from standard input")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Answer every line; a bad line gives one error object and the rest goes on."""
    del args
    logs.configure("ERROR")
    settings = Settings.from_env(os.environ)
    app = Backstride(settings, model=ensure_model(settings))
    app.load()
    app.agent()
    with asyncio.Runner() as runner:
        for answer in _answers(app, runner, sys.stdin):
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    return 0


def _answers(app: Backstride, runner: asyncio.Runner, lines: Iterator[str]) -> Iterator[dict[str, Any]]:
    for line in lines:
        if not line.strip():
            continue
        request: Any = None
        try:
            request = json.loads(line)
            yield runner.run(understand(app, request))
        except (BackstrideError, ValueError, KeyError, TypeError, AttributeError) as error:
            known = request.get("id") if isinstance(request, dict) else None
            yield {"id": known, "error": f"{type(error).__name__}: {error}"}


async def understand(app: Backstride, request: dict[str, Any], *, second_look: bool = True) -> dict[str, Any]:
    """Read one message on its own.

    Args:
        request: `{"id", "text"}`; `now` (ISO, aware) may say when it was written.
        second_look: Whether its doubts are listed; without them the answer is that of the rules.

    Raises:
        KeyError, TypeError: There is no text, or it is not a string.
    """
    text = request["text"]
    if not isinstance(text, str):
        raise TypeError("text must be a string")
    now = datetime.fromisoformat(request["now"]) if request.get("now") else datetime.now(UTC)
    screen = app.screener.screen(text, now=now)
    parsed = await app.agent().parse_message(neutral(clean(text)) or " ")
    intent = parsed.get("intent") or {}
    vocabulary = app.content.rules.vocabulary
    reading = with_doubts(screen.reading, (parsed.get("entities") or ()) if second_look else (), about=vocabulary)
    return {
        "id": request.get("id"),
        "intent": {"name": intent.get("name"), "confidence": round(float(intent.get("confidence") or 0.0), 4)},
        "in_scope": screen.reading.in_scope,
        "mentions": [
            {
                "finding": m.finding,
                "value": m.value,
                "status": m.status.value,
                "start": m.start,
                "end": m.end,
                "text": m.text,
            }
            for m in reading.mentions
        ],
        "findings": view(reading, vocabulary),
        "red_flags": red_flags(reading, vocabulary),
        "ask_first": ask_first(reading, vocabulary),
        "rules": list(screen.decision.rules),
        "level": screen.decision.level.value if screen.decision.level else None,
        "gate": screen.decision.gate,
    }
