"""`backstride chat`: a conversation in the terminal, with the model and the actions of the server."""

import argparse
import asyncio
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from backstride import logs
from backstride.commands.train import ensure_model
from backstride.services.ports import Choice, TurnResult
from backstride.settings import Settings
from backstride.wiring import Backstride

_LEAVE = {"/quit", "/exit", "quit", "exit"}


def add(parsers: Any) -> None:
    """Add the verb."""
    parser = parsers.add_parser("chat", help="talk to the bot in the terminal")
    parser.add_argument("--channel", choices=("web", "sms"), default="web", help="whose wording to show")
    parser.add_argument(
        "--explain", action="store_true", help="show intent, mentions, slots, rules and actions of each turn"
    )
    parser.add_argument("--prepare", action="store_true", help="train first if something changed")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Talk until the input ends; nothing is kept afterwards."""
    logs.configure("ERROR")
    settings = Settings.from_env(os.environ)
    model = ensure_model(settings) if args.prepare else None
    with tempfile.TemporaryDirectory() as folder:
        app = Backstride(replace(settings, database_url=f"sqlite:///{Path(folder) / 'chat.db'}"), model=model)
        app.prepare_database()
        _demo_openings(app)
        app.load()
        app.agent()
        asyncio.run(_talk(app, args.channel, explain=args.explain))
    return 0


def _demo_openings(app: Backstride) -> None:
    from backstride.knowledge.appointments import generate_openings

    generate_openings(app.engine, app.clinic, now=app.clock())


async def _talk(app: Backstride, channel: Any, *, explain: bool) -> None:
    print_line("Type an answer or the number of a choice (several: 1,3). Leave with /quit. Nothing is kept.\n")
    conversation, _, result = await app.conversations.open(channel, is_test=True)
    while True:
        choices = show(result, explain=explain)
        text = await asyncio.to_thread(_ask)
        if text is None or text.strip().lower() in _LEAVE:
            return
        picked = _picked(text, choices)
        result = (
            await app.conversations.say(conversation, choices=picked)
            if picked
            else await app.conversations.say(conversation, text=text)
        )


def _ask() -> str | None:
    try:
        return input("\nyou> ")
    except EOFError:
        return None


def show(result: TurnResult, *, explain: bool) -> tuple[Choice, ...]:
    """Print a turn; return the choices that numbers refer to."""
    if explain and result.trace:
        print_line(explained(result.trace))
    offered: tuple[Choice, ...] = ()
    for message in result.messages:
        mark = {"emergency": "‼ ", "result": "★ "}.get(message.kind, "")
        print_line(f"\nbot> {mark}{message.text}")
        for source in message.sources:
            print_line(f"     source: {source['citation']}")
        if message.choices:
            offered = message.choices
            for number, choice in enumerate(offered, start=1):
                print_line(f"     {number} {choice.label}")
    return offered


def explained(trace: Any) -> str:
    """Return the inside of a turn as indented lines."""
    intent = trace["intent"]
    lines = [f"intent    {intent['name']} ({(intent['confidence'] or 0):.2f})"]
    lines += [f"mention   {m['finding']}={m['value']} {m['status']}: {m['text']!r}" for m in trace["mentions"]]
    lines += [f"slot      {name} = {value}" for name, value in trace["slots"].items()]
    if trace["rules"]:
        lines.append(f"rules     {', '.join(trace['rules'])} -> {trace['level']}")
    lines += [f"action    {a['action']} ({a['policy']})" for a in trace["actions"]]
    return "\n".join(f"    · {line}" for line in lines)


def _picked(text: str, choices: tuple[Choice, ...]) -> list[str]:
    words = text.replace(",", " ").split()
    if not words or not all(word.isdigit() and 1 <= int(word) <= len(choices) for word in words):
        return []
    return [choices[int(word) - 1].id for word in words]


def print_line(text: str) -> None:
    """Write one line to standard output at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
