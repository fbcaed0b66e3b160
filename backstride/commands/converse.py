"""`backstride converse`: whole conversations from JSON lines, for audits; the contract is docs/contracts.md.

Runs the real model and the real actions in process, on a throw-away database and with the
conversation's own clock.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from backstride import logs
from backstride.commands.json_lines import Choose, Talk, read_lines, refusal, shaped
from backstride.commands.train import ensure_model
from backstride.domain.errors import BackstrideError
from backstride.domain.evidence import revive
from backstride.domain.gathering import gather
from backstride.domain.interview import Option, Question, QuestionKind
from backstride.domain.summary import as_plain
from backstride.engine.evidence import latest_evidence
from backstride.services.ports import ChatMessage, Choice, TurnResult
from backstride.settings import Settings
from backstride.wiring import Backstride

LIMIT = 60
"""Questions after which a conversation ends unfinished."""
UNSURE = "not sure"


def add(parsers: Any) -> None:
    """Add the verb."""
    parser = parsers.add_parser("converse", help="run conversations from JSON lines on standard input")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Answer every line; a bad line gives one error object and the rest goes on."""
    del args
    logs.configure("ERROR")
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_env(os.environ)
        model = ensure_model(settings)
        audit = Audit(Backstride(replace(settings, database_url=f"sqlite:///{Path(folder) / 'audit.db'}"), model=model))
        for answer in _answers(audit, sys.stdin):
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
            sys.stdout.flush()
    return 0


def _answers(audit: "Audit", lines: Iterator[str]) -> Iterator[dict[str, Any]]:
    for number, request in read_lines(lines):
        try:
            yield asyncio.run(audit.converse(shaped(request, Talk)))
        except (BackstrideError, ValueError) as error:
            yield refusal(request, error, line=number)


class Audit:
    """Holds conversations with one engine."""

    def __init__(self, app: Backstride) -> None:
        """Prepare the throw-away database and load the model once."""
        self._app = app
        self._now = datetime.now(UTC)
        app.clock = lambda: self._now
        app.prepare_database()
        app.load()
        app.agent()

    async def converse(self, talk: Talk) -> dict[str, Any]:
        """Hold one conversation and report it.

        Raises:
            ValueError: A turn picks what was not offered.
        """
        self._now = talk.now or self._now
        channel, turns, answers = talk.channel, talk.turns or [], talk.answers or {}
        conversation, _, result = await self._app.conversations.open(channel)
        told, results = False, [result]
        spoken, asked = 0, 0
        while True:
            question = self._open(results[-1], channel)
            opening = question is not None and question.opening and question.kind is not QuestionKind.TEXT
            if spoken < len(turns) and not opening:
                result = await self._say(conversation, results[-1], turns[spoken])
                spoken += 1
            elif (
                question is not None
                and asked < LIMIT
                and not (told and spoken >= len(turns) and result_told(results[-1]))
            ):
                asked += 1
                result = await self._answer(conversation, results[-1], question, answers, talk.default)
            else:
                break
            results.append(result)
            told = told or result_told(result)
        return await self._report(talk.id, conversation, results)

    def _open(self, result: TurnResult, channel: str) -> Question | None:
        message = next((m for m in reversed(result.messages) if m.question), None)
        if message is None:
            return None
        parts = [q for q in self._app.content.rules.questions if q.id == message.question and channel in q.channels]
        labels = {choice.value.partition(".")[2] for choice in message.choices}
        return next(
            (q for q in parts if {o.id for o in q.options} >= labels and (labels or not q.options)),
            parts[0] if parts else None,
        )

    async def _say(self, conversation: str, last: TurnResult, turn: str | float | Choose) -> TurnResult:
        if not isinstance(turn, Choose):
            return await self._app.conversations.say(conversation, text=str(turn))
        wanted = str(turn.choice).casefold()
        for choice in _choices(last):
            if wanted in (choice.label.casefold(), str(choice.number)):
                return await self._app.conversations.say(conversation, choices=[choice.id])
        offered = ", ".join(repr(choice.label) for choice in _choices(last)) or "nothing"
        raise ValueError(f"turns: no choice {turn.choice!r} was offered, but {offered}")

    async def _answer(
        self, conversation: str, last: TurnResult, question: Question, answers: dict[str, Any], default: str
    ) -> TurnResult:
        given = answers.get(question.id)
        if given is None:
            return await self._default(conversation, last, question, default)
        return await self._given(conversation, last, question, given)

    async def _given(self, conversation: str, last: TurnResult, question: Question, given: Any) -> TurnResult:
        say = self._app.conversations.say
        items = given if isinstance(given, list) else [given]
        offered = {choice.label.casefold(): choice for choice in _choices(last)}
        picked = [offered[str(item).casefold()].id for item in items if str(item).casefold() in offered]
        if picked:
            return await say(conversation, choices=picked)
        others = {
            o.label.casefold() for q in self._app.content.rules.questions if q.id == question.id for o in q.options
        }
        if items and all(str(item).casefold() in others for item in items):
            # The label exists, but belongs to the question's other part or is not offered on this channel.
            return await self._default(conversation, last, question, "no")
        return await say(conversation, text=" ".join(str(item) for item in items))

    async def _default(self, conversation: str, last: TurnResult, question: Question, default: str) -> TurnResult:
        option = _default_option(question, default)
        choice = next((c for c in _choices(last) if option and c.value == f"{question.id}.{option.id}"), None)
        if choice is not None:
            return await self._app.conversations.say(conversation, choices=[choice.id])
        words = {"no": "no", "unknown": UNSURE}.get(default, default)
        is_open = question.kind in {
            QuestionKind.NUMBER,
            QuestionKind.NUMBERS,
            QuestionKind.TEXT,
            QuestionKind.GOAL,
            QuestionKind.AGE_SUBJECT,
        }
        return await self._app.conversations.say(conversation, text=UNSURE if is_open and default == "no" else words)

    async def _report(self, request_id: Any, conversation: str, results: Sequence[TurnResult]) -> dict[str, Any]:
        messages = await self._app.conversations.messages(conversation)
        events = self._app.store.tracker_events(conversation)
        findings = gather(revive(latest_evidence(events)), self._app.content.rules.vocabulary)
        record = self._app.store.get(conversation)
        decided: dict[str, Any] = next(
            (r.trace["assessment"] for r in reversed(results) if r.trace.get("assessment")), {}
        )
        return {
            "id": request_id,
            "transcript": [_line(message) for message in messages],
            "findings": as_plain(findings),
            "level": decided.get("level") or (record.level if record else None),
            "rules": decided.get("rules", []),
            "gate": decided.get("gate"),
            "patterns": decided.get("patterns", []),
            "contributors": decided.get("contributors", []),
            "asked": [message.question for message in messages if message.question],
            "state": dict(results[-1].state),
        }


def result_told(result: TurnResult) -> bool:
    """Whether a turn gave a result or an emergency message."""
    return any(m.kind in ("result", "emergency") for m in result.messages)


def _choices(result: TurnResult) -> tuple[Choice, ...]:
    return next((m.choices for m in reversed(result.messages) if m.choices), ())


def _default_option(question: Question, default: str) -> Option | None:
    """Return the option for "none of these", "no" or "not sure"; consent is given, so that the audit goes on."""
    if question.kind is QuestionKind.CONSENT:
        return question.options[0]
    unsure = next((option for option in question.options if option.unsure), None)
    if default == "unknown":
        return unsure
    for wanted in ("none", "no", "nothing", "skip"):
        for option in question.options:
            if option.id == wanted or option.id.startswith(f"{wanted}_"):
                return option
    return unsure


def _line(message: ChatMessage) -> dict[str, Any]:
    sender = "patient" if message.sender == "patient" else "bot"
    choices = [choice.label for choice in message.choices]
    return {"from": sender, "text": message.text, "choices": choices, "question": message.question or None}
