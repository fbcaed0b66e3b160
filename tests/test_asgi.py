"""The served app with everything real but the model, which is not there: an alert reaches staff all the same."""

import asyncio
import time
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from backstride import wiring
from backstride.asgi import build_app
from backstride.channels.providers import FakeProvider
from backstride.knowledge.staff_queries import SqlConversationQueries
from backstride.settings import Settings
from backstride.wiring import Backstride

STAFF, NEXT = "+15555550101", "+15555550102"


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Backstride:
    monkeypatch.setattr(wiring, "SPOOL", tmp_path / "spool.jsonl")
    return Backstride(
        Settings(
            secret_key="k" * 32,
            database_url=f"sqlite:///{tmp_path}/b.db",
            model_dir=tmp_path,
            sms_provider="fake",
            alert_sms_to=STAFF,
            escalation_sms_to=NEXT,
            escalate_after_minutes=0.0,
        )
    )


async def _say(app: FastAPI, text: str) -> httpx.Response:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        opened = await client.post("/api/chat/sessions", json={"channel": "web"})
        headers = {"Authorization": f"Bearer {opened.json()['token']}"}
        return await client.post("/api/chat/messages", headers=headers, json={"text": text})


async def test_staff_are_told_within_two_seconds_and_the_next_when_nobody_looks(installation: Backstride) -> None:
    app = build_app(installation)
    async with app.router.lifespan_context(app):
        answer = await _say(app, "I can't pee since this morning and my groin is numb")
        said = time.monotonic()
        assert answer.json()["state"]["level"] == "L1"
        assert [a.level for a in SqlConversationQueries(installation.engine).open_alerts()] == ["L1"]  # in the page
        provider = app.state.sms.provider
        assert isinstance(provider, FakeProvider)
        while not provider.sent and time.monotonic() - said < 5:
            await asyncio.sleep(0.02)
        took = time.monotonic() - said
        while len(provider.sent) < 2 and time.monotonic() - said < 10:
            await asyncio.sleep(0.02)
    # What was sent is marked, although the app was stopped at that moment.
    assert took < 2
    assert [text.to for text in provider.sent] == [STAFF, NEXT]
    assert not any(word in text.text for text in provider.sent for word in ("pee", "groin"))
    [alert] = SqlConversationQueries(installation.engine).open_alerts()
    assert alert.escalated_at is not None


async def test_readiness_says_that_decisions_wait_on_disk(installation: Backstride) -> None:
    installation.prepare_database()
    assert installation.readiness()["decisions_on_disk"] == 0
    (wiring.SPOOL).write_text("{}\n")
    assert installation.readiness()["decisions_on_disk"] == 1
