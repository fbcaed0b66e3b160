"""How a scripted patient talks to each bot over HTTP: Backstride's chat API and Rasa's REST channel."""

import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import aiohttp

from bench.scripts import Intake, Turn

_MAX_TURNS = 60


class AnswerError(RuntimeError):
    """The bot answered with an error, with nothing, or did not offer what the script picks."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot said. `question`: the id of the open question; `done`: a result was given."""

    texts: tuple[str, ...]
    question: str = ""
    labels: tuple[str, ...] = ()
    done: bool = False


class Talk(Protocol):
    """One conversation."""

    async def say(self, turn: Turn) -> Reply:
        """Take one turn.

        Raises:
            AnswerError, aiohttp.ClientError: It failed.
        """
        ...


Opener = Callable[[aiohttp.ClientSession], Awaitable[Talk]]
"""Starts a conversation with one bot."""


@dataclass
class RasaTalk:
    """A conversation over Rasa's REST channel."""

    http: aiohttp.ClientSession
    url: str
    sender: str = field(default_factory=lambda: uuid.uuid4().hex)

    async def say(self, turn: Turn) -> Reply:
        """See `Talk`."""
        answer = await _post(
            self.http, f"{self.url}/webhooks/rest/webhook", {"sender": self.sender, "message": turn.text}
        )
        return Reply(_spoken([message.get("text", "") for message in answer]))


@dataclass
class BackstrideTalk:
    """A conversation over Backstride's chat API; remembers what was offered last, to turn labels into ids."""

    http: aiohttp.ClientSession
    url: str
    token: str
    greeting: Reply
    offered: dict[str, str]

    @classmethod
    async def open(cls, http: aiohttp.ClientSession, url: str) -> "BackstrideTalk":
        """Open a session."""
        answer = await _post(http, f"{url}/api/chat/sessions", {"channel": "web"}, status=201)
        reply, offered = _read(answer["messages"], {})
        return cls(http, url, answer["token"], reply, offered)

    async def say(self, turn: Turn) -> Reply:
        """See `Talk`."""
        missing = [label for label in turn.labels if label not in self.offered]
        if missing:
            raise AnswerError(f"{missing} was not offered; there was {list(self.offered)}")
        body = {"choice": [self.offered[label] for label in turn.labels]} if turn.labels else {"text": turn.text}
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = await _post(self.http, f"{self.url}/api/chat/messages", body, headers=headers)
        reply, self.offered = _read(answer["messages"], answer["state"])
        return reply


async def rehearse(talk: BackstrideTalk, patient: Intake) -> tuple[Turn, ...]:
    """Go through an intake once and return its turns, so that they can be repeated word for word.

    Raises:
        AnswerError: The intake did not come to a result within sixty turns.
    """
    turns: list[Turn] = []
    reply = talk.greeting
    while not reply.done:
        if len(turns) == _MAX_TURNS:
            raise AnswerError(f"no result after {_MAX_TURNS} turns; the last question was {reply.question!r}")
        turns.append(patient.answer(reply.question, reply.labels))
        reply = await talk.say(turns[-1])
    for turn in patient.after:
        turns.append(turn)
        await talk.say(turn)
    return tuple(turns)


def _read(messages: Sequence[Mapping[str, Any]], state: Mapping[str, Any]) -> tuple[Reply, dict[str, str]]:
    ours = [message for message in messages if message["from"] == "bot"]
    offered = {choice["label"]: choice["id"] for message in ours for choice in message["choices"]}
    question = state.get("question") or ("Q00" if offered and not state else "")
    texts = _spoken([message["text"] for message in ours])
    return Reply(texts, question, tuple(offered), bool(state.get("done"))), offered


def _spoken(texts: Sequence[str]) -> tuple[str, ...]:
    if not any(texts):
        raise AnswerError("the bot said nothing")
    return tuple(texts)


async def _post(
    http: aiohttp.ClientSession, url: str, body: Any, *, headers: Mapping[str, str] | None = None, status: int = 200
) -> Any:
    async with http.post(url, json=body, headers=headers) as response:
        if response.status != status:
            raise AnswerError(f"{response.status} for {url}: {(await response.text())[:300]}")
        return await response.json()
