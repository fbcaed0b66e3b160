"""Hand-written stand-ins for what the channels are given: an engine that echoes, words, a screen, storage."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import httpx
from fastapi import FastAPI

from backstride.channels.front_desk import ClinicFacts, Limits
from backstride.channels.providers import FakeProvider
from backstride.channels.rate import UNLIMITED
from backstride.channels.web import StreamLimits
from backstride.domain.errors import ServiceUnavailableError, UnknownChoiceError
from backstride.server import TextService, create_app
from backstride.services.ports import (
    Channel,
    ChatMessage,
    Choice,
    ConversationRecord,
    MessageKind,
    State,
    TurnResult,
)
from backstride.settings import Settings

NOW = datetime(2026, 1, 5, 15, 30, tzinfo=UTC)
KEY = "k" * 32
CLINIC = ClinicFacts(name="Test Clinic", phone="(555) 010-0100", dial="+15550100100")
EMERGENCY = "This can be an emergency. Call 911 now."
YES_NO = (Choice("opaque-yes", "Yes", "Q04.yes", 1), Choice("opaque-no", "No", "Q04.no", 2))


def screen(text: str, _channel: Channel) -> str:
    """Take one sentence for an emergency."""
    return EMERGENCY if "cannot pee" in text.casefold() else ""


def say(name: str, channel: Channel, /, **values: object) -> str:
    """Return the name itself as words."""
    return " ".join(["words of", name, "on", channel, *(f"{key}={value}" for key, value in values.items())])


def bot(
    text: str, *, kind: MessageKind = "text", choices: tuple[Choice, ...] = (), multiple: bool = False
) -> ChatMessage:
    """Make a message of the bot."""
    return ChatMessage(sender="bot", text=text, at=NOW, kind=kind, choices=choices, multiple=multiple)


@dataclass
class FakeConversations:
    """Answers "heard: …", with the emergency words where the screen fires; `script` answers come first."""

    script: list[tuple[ChatMessage, ...]] = field(default_factory=list)
    greeting: tuple[ChatMessage, ...] = (bot("Hello. Shall we start?", kind="question", choices=YES_NO),)
    state_after: dict[str, Any] = field(default_factory=dict)
    failure: Exception | None = None
    records: dict[str, ConversationRecord] = field(default_factory=dict)
    stored: dict[str, list[ChatMessage]] = field(default_factory=dict)
    answers: dict[tuple[str, str], TurnResult] = field(default_factory=dict)
    heard: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    delay_s: float = 0.0
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def _keep(self, conversation_id: str, messages: Sequence[ChatMessage]) -> tuple[ChatMessage, ...]:
        kept = self.stored.setdefault(conversation_id, [])
        new = [replace(message, seq=len(kept) + place) for place, message in enumerate(messages, start=1)]
        kept.extend(new)
        return tuple(new)

    async def open(
        self, channel: Channel, *, is_test: bool = False, locale: str = "en-US"
    ) -> tuple[str, str, TurnResult]:
        """Number conversations c1, c2, …; their tokens are token-c1, …"""
        del locale
        if self.failure:
            raise self.failure
        name = f"c{len(self.records) + 1}"
        self.records[name] = ConversationRecord(name, channel, NOW, NOW, is_test=is_test)
        return name, f"token-{name}", TurnResult(self._keep(name, self.greeting), {"state": "open"})

    async def resolve(self, token: str) -> ConversationRecord | None:
        if isinstance(self.failure, ServiceUnavailableError):
            raise self.failure
        return self.records.get(token.removeprefix("token-")) if token.startswith("token-") else None

    async def say(
        self, conversation_id: str, *, text: str = "", choices: Sequence[str] = (), client_message_id: str = ""
    ) -> TurnResult:
        async with self._lock:
            key = (conversation_id, client_message_id)
            if client_message_id and key in self.answers:
                return self.answers[key]
            if self.failure:
                raise self.failure
            await asyncio.sleep(self.delay_s)
            offer = await self.last_offer(conversation_id)
            labels = {choice.id: choice.label for choice in offer.choices} if offer else {}
            if any(choice not in labels for choice in choices):
                raise UnknownChoiceError(conversation_id)
            words = text or ", ".join(labels[choice] for choice in choices)
            self.heard.append((conversation_id, text, tuple(choices)))
            urgent = (bot(EMERGENCY, kind="emergency"),) if screen(text, "web") else ()
            answer = self.script.pop(0) if self.script else (bot(f"heard: {words}"),)
            self._keep(conversation_id, [ChatMessage(sender="patient", text=words, at=NOW)])
            state = {"level": "L1" if urgent else None, "state": "open", "question": "Q02", "done": False}
            result = TurnResult(self._keep(conversation_id, urgent or answer), {**state, **self.state_after})
            self.answers[key] = result
            return result

    async def messages(self, conversation_id: str, *, after: int = 0) -> list[ChatMessage]:
        return [message for message in self.stored.get(conversation_id, []) if message.seq > after]

    async def last_offer(self, conversation_id: str) -> ChatMessage | None:
        offers = [message for message in self.stored.get(conversation_id, []) if message.choices]
        return offers[-1] if offers else None

    async def set_state(self, conversation_id: str, state: State) -> None:
        self.records[conversation_id] = replace(self.records[conversation_id], state=state)

    async def export(self, conversation_id: str) -> dict[str, Any]:
        return {"conversation": conversation_id, "messages": len(self.stored[conversation_id])}

    async def delete(self, conversation_id: str) -> None:
        del self.records[conversation_id], self.stored[conversation_id]

    def staff_says(self, conversation_id: str, text: str) -> None:
        """Put in a message of staff."""
        self._keep(conversation_id, [ChatMessage(sender="staff", text=text, at=NOW)])


@dataclass
class FakeThreads:
    """Threads of texts in memory."""

    conversations: dict[str, str] = field(default_factory=dict)
    opted_out: set[str] = field(default_factory=set)
    failure: Exception | None = None

    def conversation_for(self, phone_hash: str) -> str | None:
        if self.failure:
            raise self.failure
        return self.conversations.get(phone_hash)

    def bind(self, phone_hash: str, conversation_id: str) -> None:
        self.conversations[phone_hash] = conversation_id

    def is_opted_out(self, phone_hash: str) -> bool:
        return phone_hash in self.opted_out

    def set_opted_out(self, phone_hash: str, opted_out: bool) -> None:
        (self.opted_out.add if opted_out else self.opted_out.discard)(phone_hash)


@dataclass
class FakeInbound:
    """Remembers texts in memory."""

    seen: set[tuple[str, str]] = field(default_factory=set)
    finished: list[str] = field(default_factory=list)
    failure: Exception | None = None

    def accept(self, provider: str, provider_id: str) -> bool:
        if self.failure:
            raise self.failure
        is_new = (provider, provider_id) not in self.seen
        self.seen.add((provider, provider_id))
        return is_new

    def done(self, provider: str, provider_id: str) -> None:
        del provider
        self.finished.append(provider_id)


@dataclass
class Clinic:
    """A whole app on fakes; change a field before `serving`."""

    conversations: FakeConversations = field(default_factory=FakeConversations)
    provider: FakeProvider = field(default_factory=lambda: FakeProvider(("primary-token", "secondary-token")))
    threads: FakeThreads = field(default_factory=FakeThreads)
    inbound: FakeInbound = field(default_factory=FakeInbound)
    ready: Mapping[str, Any] | Exception = field(default_factory=lambda: {"ready": True, "model": "m1"})
    limits: Limits = field(default_factory=lambda: Limits(UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED))
    settings: Settings = field(
        default_factory=lambda: Settings(secret_key=KEY, public_base_url="https://clinic.example")
    )
    with_texts: bool = True
    say: Any = say
    plan_of: Any = field(default=lambda _: None)

    def app(self) -> FastAPI:
        """Build the app."""

        async def readiness() -> Mapping[str, Any]:
            if isinstance(self.ready, Exception):
                raise self.ready
            return self.ready

        return create_app(
            self.settings,
            self.conversations,
            clinic=CLINIC,
            say=self.say,
            screen=screen,
            readiness=readiness,
            texts=TextService(self.provider, self.threads, self.inbound, lambda: NOW) if self.with_texts else None,
            limits=self.limits,
            plan_of=self.plan_of,
            streams=StreamLimits(length_s=0.05, poll_s=0.01, keep_alive_s=0.02),
        )

    @asynccontextmanager
    async def serving(self, *, headers: Mapping[str, str] | None = None) -> AsyncIterator[httpx.AsyncClient]:
        """Serve the app in process to a client that sends these headers."""
        transport = httpx.ASGITransport(self.app(), client=("203.0.113.9", 4242))
        async with httpx.AsyncClient(transport=transport, base_url="https://clinic.example", headers=headers) as client:
            yield client


async def open_session(client: httpx.AsyncClient) -> dict[str, str]:
    """Open a conversation and return the headers that carry its token."""
    answer = await client.post("/api/chat/sessions", json={"channel": "web"})
    return {"Authorization": f"Bearer {answer.json()['token']}"}


def problem(status: int, title: str, detail: str, **more: object) -> dict[str, Any]:
    """Return the problem details that the app answers with."""
    return {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "emergency_number": "911",
        "clinic_phone": "(555) 010-0100",
        **more,
    }
