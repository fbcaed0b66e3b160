"""The staff page on a fresh database, with an assistant that answers by rote and a clock that tests turn."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from sqlalchemy import Engine, insert

from backstride.console.app import make_console
from backstride.console.pages import Build
from backstride.domain.errors import ServiceUnavailableError, UnknownChoiceError
from backstride.knowledge import operational_tables
from backstride.knowledge.base import Base
from backstride.knowledge.conversations import SqlConversationStore
from backstride.knowledge.database import make_engine, writing
from backstride.knowledge.operational_tables import StaffRow
from backstride.knowledge.staff_queries import SqlConversationQueries
from backstride.knowledge.staff_store import SqlStaffStore
from backstride.services.ports import Channel, ChatMessage, Choice, ConversationRecord, TurnResult, TurnWork
from backstride.settings import Settings
from tests.console.browser import PASSWORD
from tests.services.summary_samples import summaries

NOW = datetime(2026, 3, 9, 15, 0, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **duration: float) -> None:
        self.now += timedelta(**duration)


@dataclass
class RoteConversations:
    """Answers every message with the same question, and keeps it all in the store."""

    store: SqlConversationStore
    clock: Clock
    said: list[dict[str, Any]] = field(default_factory=list)
    is_down: bool = False
    kept: set[str] = field(default_factory=set)

    async def open(self, channel: Channel, *, is_test: bool = False) -> tuple[str, str, TurnResult]:
        conversation_id = f"test-{len(self.said)}-{channel}"
        self.store.create(
            ConversationRecord(conversation_id, channel, self.clock(), self.clock(), is_test=is_test),
            token_hash=conversation_id,
        )
        return conversation_id, "token", self._keep(conversation_id, [], {})

    async def say(
        self, conversation_id: str, *, text: str = "", choices: Sequence[str] = (), client_message_id: str = ""
    ) -> TurnResult:
        if self.is_down:
            raise ServiceUnavailableError("down")
        if any(choice not in {"x1", "x2"} for choice in choices):
            raise UnknownChoiceError("not offered")
        self.said.append({"to": conversation_id, "text": text, "choices": list(choices), "key": client_message_id})
        shown = text or ", ".join(choices)
        start = shown.find("numb")
        mention = {"finding": "ces_saddle", "value": "new", "status": "present", "start": start, "end": start + 4}
        trace = {
            "intent": {"name": "report_symptoms", "confidence": 0.87},
            "mentions": [{**mention, "text": "numb"}] if start >= 0 else [],
            "slots": {"age": 41, "location": ["low_back"]},
            "rules": ["R02"],
            "level": "L1",
            "actions": [{"action": "action_triage", "policy": "RulePolicy", "confidence": 1.0}],
        }
        return self._keep(conversation_id, [ChatMessage("patient", shown, self.clock())], trace, client_message_id)

    async def delete(self, conversation_id: str) -> None:
        self.store.delete(conversation_id)

    async def release(self, conversation_id: str, *, login: str) -> bool:
        if conversation_id in self.kept:
            return False
        work = TurnWork(conversation_id, self.clock(), is_level_known=True, audit=(login, "emergency.released"))
        self.store.commit_turn(work)
        return True

    def _keep(
        self, conversation_id: str, messages: list[ChatMessage], trace: dict[str, Any], key: str = ""
    ) -> TurnResult:
        numbers = (1, 2) if "sms" in conversation_id else (None, None)
        choices = (Choice("x1", "Yes", "Q04.yes", numbers[0]), Choice("x2", "No", "Q04.no", numbers[1]))
        asked = ChatMessage("bot", "Any numbness?", self.clock(), kind="question", choices=choices, question="Q04")
        work = TurnWork(conversation_id, self.clock(), key, messages=[*messages, asked], trace=trace)
        stored = self.store.commit_turn(work)
        return TurnResult(tuple(stored), {"level": None, "state": "open", "question": "Q04", "done": False}, trace)


@dataclass(frozen=True)
class FakeClinic:
    name: str = "Sample Clinic"
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("America/Chicago"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path}/b.db")
    Base.metadata.create_all(engine, tables=operational_tables.TABLES)
    # A hash with the least effort: argon2's usual 64 MiB would be most of the time these tests take.
    hashed = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with writing(engine) as connection:
        connection.execute(insert(StaffRow), {"login": "kim", "password_hash": hashed, "created_at": NOW})
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: Engine) -> SqlConversationStore:
    return SqlConversationStore(engine)


@pytest.fixture
def conversations(store: SqlConversationStore, clock: Clock) -> RoteConversations:
    return RoteConversations(store, clock)


BUILD = Build(
    "abc1234-5f",
    "20260309-120000",
    levels={"L1": "Emergency care now"},
    findings={"ces_saddle": "Numb between the legs"},
)


@pytest.fixture
def make_client(engine: Engine, conversations: RoteConversations, clock: Clock) -> Callable[..., httpx.AsyncClient]:
    """Build a browser; `build` and settings can be changed."""

    def build_client(build: Build = BUILD, **settings: Any) -> httpx.AsyncClient:
        made = replace(Settings(secret_key="k" * 32, public_base_url="http://staff.test"), **settings)
        app = FastAPI()
        queries = SqlConversationQueries(engine)
        stores = (SqlStaffStore(engine), queries, conversations)
        app.include_router(
            make_console(made, *stores, FakeClinic(), summaries=summaries(), build=lambda: build, clock=clock)
        )
        return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=made.public_base_url)

    return build_client


@pytest.fixture
def client(make_client: Callable[..., httpx.AsyncClient]) -> httpx.AsyncClient:
    return make_client()
