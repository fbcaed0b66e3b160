"""Health, readiness, figures, the API document, and how errors look."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from fastapi import FastAPI
from jsonschema import Draft7Validator

from backstride.server import create_app
from backstride.settings import Settings
from tests.channels.fakes import CLINIC, KEY, Clinic, FakeConversations, open_session, problem, say, screen

pytestmark = pytest.mark.asyncio


async def test_alive() -> None:
    clinic = Clinic(ready=RuntimeError("no database"))
    async with clinic.serving() as client:
        answer = await client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize(
    ("ready", "status", "body"),
    [
        (
            {"ready": True, "model": "m1", "content_version": "c1", "database": "ok"},
            200,
            {"ready": True, "model": "m1", "content_version": "c1", "database": "ok"},
        ),
        ({"ready": False, "model": None, "database": "ok"}, 503, {"ready": False, "model": None, "database": "ok"}),
        (RuntimeError("inner words"), 503, {"ready": False}),
    ],
)
async def test_ready_tells_the_truth(
    ready: dict[str, object] | Exception, status: int, body: dict[str, object]
) -> None:
    async with Clinic(ready=ready).serving() as client:
        answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()) == (status, body)


async def test_figures_count_turns_and_hold_no_words() -> None:
    async with Clinic().serving() as client:
        headers = await open_session(client)
        for text in ("canary words", "I cannot pee"):
            await client.post("/api/chat/messages", headers=headers, json={"text": text})
        await client.get("/nowhere")
        answer = await client.get("/metrics")
    lines = [line for line in answer.text.splitlines() if not line.startswith("#") and "_created" not in line]
    assert [line for line in lines if "bucket" not in line and "_sum" not in line] == [
        'backstride_turns_total{channel="web",level="none"} 1.0',
        'backstride_turns_total{channel="web",level="L1"} 1.0',
        'backstride_turn_seconds_count{channel="web"} 2.0',
        'backstride_errors_total{status="404"} 1.0',
    ]
    assert [word for word in ("canary", "pee", "token", "c1") if word in answer.text] == []
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    ("method", "path", "wanted"),
    [
        ("GET", "/nowhere", problem(404, "Not Found", "There is nothing at this address.")),
        ("GET", "/api/chat/nowhere", problem(404, "Not Found", "There is nothing at this address.")),
        ("GET", "/static/../server.py", problem(404, "Not Found", "There is nothing at this address.")),
        ("PUT", "/api/chat/messages", problem(405, "Method Not Allowed", "This address does not take that method.")),
        ("GET", "/sms/twilio", problem(405, "Method Not Allowed", "This address does not take that method.")),
        ("GET", "/docs", problem(404, "Not Found", "There is nothing at this address.")),
    ],
)
async def test_errors_are_problem_details(method: str, path: str, wanted: dict[str, object]) -> None:
    async with Clinic().serving() as client:
        answer = await client.request(method, path)
    assert (answer.status_code, answer.json()) == (wanted["status"], wanted)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(("path", "kind"), [("/nowhere", "text/html"), ("/api/nowhere", "application/problem+json")])
async def test_a_browser_gets_a_page_and_a_program_gets_json(path: str, kind: str) -> None:
    async with Clinic().serving(headers={"Accept": "text/html"}) as client:
        answer = await client.get(path)
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (404, kind)


async def test_the_api_document_lists_what_there_is_and_what_it_answers_is_true() -> None:
    async with Clinic().serving() as client:
        document = (await client.get("/openapi.json")).json()
        headers = await open_session(client)
        answers = {
            ("/api/chat/sessions", "post"): await client.post("/api/chat/sessions", json={}),
            ("/api/chat/messages", "post"): await client.post(
                "/api/chat/messages", headers=headers, json={"text": "hi"}
            ),
            ("/api/chat/messages", "get"): await client.get("/api/chat/messages", headers=headers),
            ("/api/chat/export", "get"): await client.get("/api/chat/export"),
            ("/sms/twilio", "post"): await client.post("/sms/twilio"),
            ("/healthz", "get"): await client.get("/healthz"),
        }
    assert {path: sorted(methods) for path, methods in document["paths"].items()} == {
        "/api/chat/sessions": ["post"],
        "/api/chat/messages": ["get", "post"],
        "/api/chat/events": ["get"],
        "/api/chat/export": ["get"],
        "/api/chat/session": ["delete"],
        "/sms/twilio": ["post"],
        "/healthz": ["get"],
        "/readyz": ["get"],
        "/metrics": ["get"],
    }
    checked = []
    for (path, method), answer in answers.items():
        told = document["paths"][path][method]["responses"][str(answer.status_code)]
        schema = told["content"][answer.headers["content-type"]]["schema"]
        Draft7Validator({**schema, "components": document["components"]}).validate(answer.json())
        checked.append(answer.status_code)
    assert checked == [201, 200, 200, 401, 403, 200]


async def test_the_lifespan_given_runs_around_serving() -> None:
    seen: list[str] = []

    @asynccontextmanager
    async def engine(_app: FastAPI) -> AsyncIterator[None]:
        seen.append("started")
        yield
        seen.append("stopped")

    async def readiness() -> dict[str, bool]:
        return {"ready": True}

    app = create_app(
        Settings(secret_key=KEY),
        FakeConversations(),
        clinic=CLINIC,
        say=say,
        screen=screen,
        readiness=readiness,
        lifespan=engine,
    )
    async with app.router.lifespan_context(app):
        seen.append("serving")
    assert seen == ["started", "serving", "stopped"]
