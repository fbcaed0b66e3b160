"""`backstride understand`: what single messages say, from JSON lines; the contract is docs/contracts.md."""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from backstride import logs
from backstride.commands.json_lines import Message, read_lines, refusal, shaped
from backstride.commands.train import ensure_model
from backstride.domain.errors import BackstrideError
from backstride.domain.mentions import with_doubts
from backstride.engine.inbound import clean, neutral
from backstride.engine.parsing import parse_messages
from backstride.nlu.findings_view import ask_first, red_flags, view
from backstride.nlu.reading_once import reading_once
from backstride.services.screening import Screen
from backstride.settings import Settings
from backstride.wiring import Backstride

AT_ONCE = 64
_EXAMPLE = '{"id": 1, "text": "my low back hurts"}'


def add(parsers: Any) -> None:
    """Add the verb."""
    parser = parsers.add_parser(
        "understand",
        help="read messages as JSON lines from standard input",
        description="Say what single messages say: one JSON object a line in, one answer a line out.",
        epilog=f"example: echo '{_EXAMPLE}' | backstride understand; the fields are in docs/contracts.md, section 2",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Answer every line; a bad line gives one error object and the rest goes on."""
    del args
    logs.configure("ERROR")
    settings = Settings.from_env(os.environ)
    app = Backstride(settings, model=ensure_model(settings))
    app.load()
    app.agent()
    if sys.stdin.isatty():
        sys.stderr.write(f"• write a message a line, such as {_EXAMPLE}; end with Ctrl-D\n")
    for answer in _answers(app, sys.stdin):
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    return 0


def _answers(app: Backstride, lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    said = read_lines(lines)
    while batch := list(islice(said, AT_ONCE)):
        for (number, _), answer in zip(batch, understand(app, [request for _, request in batch]), strict=True):
            yield answer | {"error": f"line {number}: {answer['error']}"} if "error" in answer else answer


def understand(app: Backstride, requests: Sequence[Any], *, second_look: bool = True) -> list[dict[str, Any]]:
    """Read messages, each on its own, in one run of the pipeline.

    Args:
        requests: `{"id", "text"}`; `now` (ISO, aware) may say when it was written. An exception is one that
            could not be read.
        second_look: Whether its doubts are listed; without them the answer is that of the rules.

    Returns:
        One answer each, in their order; `{"id", "error"}` for what is no request.
    """
    with reading_once():
        heard = [_hear(app, request) for request in requests]
        whole = [each for each in heard if isinstance(each, _Heard)]
        parsed = iter(parse_messages(app.agent(), [(neutral(clean(each.text)) or " ", each.now) for each in whole]))
        return [
            _answer(app, each, next(parsed), second_look=second_look) if isinstance(each, _Heard) else each
            for each in heard
        ]


@dataclass(frozen=True, slots=True)
class _Heard:
    id: Any
    text: str
    now: datetime
    screen: Screen


def _hear(app: Backstride, request: Any) -> _Heard | dict[str, Any]:
    try:
        message = shaped(request, Message)
        now = message.now or datetime.now(UTC)
        return _Heard(message.id, message.text, now, app.screener.screen(message.text, now=now))
    except (BackstrideError, ValueError) as error:
        return refusal(request, error)


def _answer(app: Backstride, heard: _Heard, parsed: Mapping[str, Any], *, second_look: bool) -> dict[str, Any]:
    screen = heard.screen
    vocabulary = app.content.rules.vocabulary
    reading = with_doubts(screen.reading, (parsed.get("entities") or ()) if second_look else (), about=vocabulary)
    intent = parsed.get("intent") or {}
    return {
        "id": heard.id,
        "intent": {"name": intent.get("name"), "confidence": round(float(intent.get("confidence") or 0.0), 4)},
        "in_scope": screen.reading.in_scope,
        "mentions": [mention.as_plain() for mention in reading.mentions],
        "findings": view(reading, vocabulary),
        "red_flags": red_flags(reading, vocabulary),
        "ask_first": ask_first(reading, vocabulary),
        "rules": list(screen.decision.rules),
        "level": screen.decision.level.value if screen.decision.level else None,
        "gate": screen.decision.gate,
    }
