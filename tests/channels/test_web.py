"""The chat API: every route, and everything a visitor or an attacker may send to it."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from backstride.channels.front_desk import Limits
from backstride.channels.rate import TokenBuckets
from backstride.domain.errors import ConflictError, ServiceUnavailableError, TurnNotKeptError
from backstride.services.ports import TurnResult
from backstride.settings import Settings
from tests.channels.fakes import EMERGENCY, KEY, Clinic, bot, open_session, problem

pytestmark = pytest.mark.asyncio

GREETING = {
    "seq": 1,
    "from": "bot",
    "at": "2026-01-05T15:30:00Z",
    "text": "Hello. Shall we start?",
    "kind": "question",
    "choices": [{"id": "opaque-yes", "label": "Yes"}, {"id": "opaque-no", "label": "No"}],
    "multiple": False,
    "body_map": None,
    "sources": [],
}
STATE = {"level": None, "state": "open", "question": "Q02", "done": False}
UNAUTHORIZED = problem(401, "Unauthorized", "The token is missing, wrong or expired. Start a new conversation.")


def plain(seq: int, text: str, sender: str = "bot", kind: str = "text") -> dict[str, Any]:
    return {**GREETING, "seq": seq, "from": sender, "text": text, "kind": kind, "choices": []}


async def say(client: httpx.AsyncClient, headers: dict[str, str], body: object) -> httpx.Response:
    return await client.post("/api/chat/messages", headers=headers, json=body)


async def test_a_session_is_a_token_an_id_and_a_greeting() -> None:
    async with Clinic().serving() as client:
        answer = await client.post("/api/chat/sessions", json={"channel": "web", "locale": "en-US", "site": "main"})
    assert (answer.status_code, answer.json()) == (
        201,
        {"token": "token-c1", "conversation": "c1", "messages": [GREETING]},
    )
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "body",
    [
        {"channel": "sms"},
        {"channel": "web", "sender": "someone else"},
        {"locale": "en_US; DROP"},
        {"site": "x" * 300},
        {"site": ["a"]},
        [1],
        "web",
        None,
        7,
    ],
)
async def test_a_session_of_the_wrong_shape_is_refused(body: object) -> None:
    async with Clinic().serving() as client:
        answer = await client.post("/api/chat/sessions", json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


async def test_text_is_answered() -> None:
    clinic = Clinic()
    async with clinic.serving() as client:
        answer = await say(client, await open_session(client), {"text": "it hurts"})
    assert (answer.status_code, answer.json()) == (200, {"messages": [plain(3, "heard: it hurts")], "state": STATE})


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ('/inform{"red_flag": false}', '/inform{"red_flag": false}'),
        ("/restart", "/restart"),
        ("", ""),
        ("😀 ouch 🦴", "😀 ouch 🦴"),
        ("ظهري يؤلمني", "ظهري يؤلمني"),
        ("\u202ehidden", "\u202ehidden"),
        ("a\x00b\x07c\nd\te", "abc\nd\te"),
        ("pain " * 2000, "pain " * 2000),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
async def test_words_reach_the_engine_as_typed_but_for_control_characters(typed: str, heard: str) -> None:
    clinic = Clinic()
    async with clinic.serving() as client:
        answer = await say(client, await open_session(client), {"text": typed})
    assert (answer.status_code, clinic.conversations.heard) == (200, [("c1", heard, ())])


async def test_half_an_emoji_is_mended() -> None:
    clinic = Clinic()
    async with clinic.serving() as client:
        headers = {**await open_session(client), "content-type": "application/json"}
        answer = await client.post("/api/chat/messages", headers=headers, content=rb'{"text": "ouch \ud83d"}')
    assert (answer.status_code, clinic.conversations.heard) == (200, [("c1", "ouch \ufffd", ())])


@pytest.mark.parametrize(("choice", "heard"), [("opaque-yes", ("opaque-yes",)), (["opaque-no"], ("opaque-no",))])
async def test_a_choice_is_passed_by_its_opaque_id(choice: object, heard: tuple[str, ...]) -> None:
    clinic = Clinic()
    async with clinic.serving() as client:
        answer = await say(client, await open_session(client), {"choice": choice})
    assert (answer.status_code, clinic.conversations.heard) == (200, [("c1", "", heard)])


async def test_a_choice_that_was_not_offered_is_refused() -> None:
    async with Clinic().serving() as client:
        answer = await say(client, await open_session(client), {"choice": "Q04.yes"})
    wanted = problem(422, "Unprocessable Entity", "That answer is not one of the choices offered last.")
    assert (answer.status_code, {**answer.json(), "title": wanted["title"]}) == (422, wanted)


WRONG = [
    {},
    {"text": None},
    {"text": 5},
    {"text": ["a"]},
    {"text": {"a": 1}},
    {"text": "a", "choice": "b"},
    {"choice": ""},
    {"choice": []},
    {"choice": [1]},
    {"choice": "c" * 300},
    {"choice": ["c"] * 31},
    {"choice": "a\x00b"},
    {"text": "a", "client_message_id": "i" * 300},
    {"text": "a", "client_message_id": "nul\x00"},
    {"text": "a", "client_message_id": 1},
    {"text": "a", "sender": "+15550100"},
    {"text": "a", "metadata": {"trusted_payload": True}},
    {"text": "a", "key \ud83d": 1},
    [1],
    "text",
    None,
    True,
]


@pytest.mark.parametrize("body", WRONG)
async def test_a_message_of_the_wrong_shape_is_refused_and_not_repeated(body: object) -> None:
    clinic = Clinic()
    async with clinic.serving() as client:
        headers = {**await open_session(client), "content-type": "application/json"}
        answer = await client.post("/api/chat/messages", headers=headers, content=json.dumps(body))
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert set(answer.json()) == {*problem(0, "", ""), "errors"}
    assert "sender" not in answer.text
    assert clinic.conversations.heard == []


async def test_a_problem_says_where_and_what() -> None:
    async with Clinic().serving() as client:
        answer = await say(client, await open_session(client), {"choice": "b", "text": "a", "junk": "my own words"})
    assert answer.json()["errors"] == [{"at": "body", "problem": "a field that is not known here"}]


@pytest.mark.parametrize(
    "content", [b"{", b"{'text': 'a'}", b"", b'{"text": "a"', b"\xff\xfe{}", b"[" * 30_000, b"hello"]
)
async def test_malformed_json_is_400(content: bytes) -> None:
    async with Clinic().serving() as client:
        headers = {**await open_session(client), "content-type": "application/json"}
        answer = await client.post("/api/chat/messages", headers=headers, content=content)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.status_code == (422 if content == b"" else 400)


@pytest.mark.parametrize("declared", [True, False])
async def test_a_body_over_64_kib_is_413(declared: bool) -> None:
    body = json.dumps({"text": "x" * 1_000_000}).encode()

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 4096):
            yield body[start : start + 4096]

    clinic = Clinic()
    async with clinic.serving() as client:
        headers = {**await open_session(client), "content-type": "application/json"}
        answer = await client.post("/api/chat/messages", headers=headers, content=body if declared else pieces())
    wanted = problem(413, "Content Too Large", "The message is too large. Please send it in shorter parts.")
    assert (answer.status_code, {**answer.json(), "title": wanted["title"]}) == (413, wanted)
    assert clinic.conversations.heard == []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/chat/messages"),
        ("GET", "/api/chat/messages"),
        ("GET", "/api/chat/events"),
        ("GET", "/api/chat/export"),
        ("DELETE", "/api/chat/session"),
    ],
)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Bearer " + "t" * 100_0},
        {"Authorization": "Basic dG9rZW4tYzE6"},
        {"Authorization": "token-c1"},
        {"Authorization": "Bearer c1"},
        {"Cookie": "bs_chat=token-c1; __Host-bs_chat=token-c1"},
    ],
)
async def test_without_the_token_there_is_nothing(method: str, path: str, headers: dict[str, str]) -> None:
    clinic = Clinic()
    async with clinic.serving() as client:
        await open_session(client)
        body = {"text": "a"} if method == "POST" else None
        answer = await client.request(method, path, headers=headers, json=body)
    assert (answer.status_code, answer.json()) == (401, UNAUTHORIZED)
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_a_repeated_id_gets_the_first_answer_and_changes_nothing() -> None:
    clinic = Clinic()
    async with clinic.serving() as client:
        headers = await open_session(client)
        first = await say(client, headers, {"text": "one", "client_message_id": "m-1"})
        again = await say(client, headers, {"text": "one", "client_message_id": "m-1"})
    assert again.json() == first.json()
    assert clinic.conversations.heard == [("c1", "one", ())]


async def test_two_messages_at_once_are_both_answered() -> None:
    clinic = Clinic()
    clinic.conversations.delay_s = 0.01
    async with clinic.serving() as client:
        headers = await open_session(client)
        answers = await asyncio.gather(*(say(client, headers, {"text": text}) for text in ("one", "two")))
        stored = await client.get("/api/chat/messages", headers=headers)
    assert [answer.json()["messages"] for answer in answers] == [[plain(3, "heard: one")], [plain(5, "heard: two")]]
    assert [message["text"] for message in stored.json()["messages"][1:]] == ["one", "heard: one", "two", "heard: two"]


async def test_replay_gives_what_came_after() -> None:
    async with Clinic().serving() as client:
        headers = await open_session(client)
        await say(client, headers, {"text": "hi"})
        answer = await client.get("/api/chat/messages?after=1", headers=headers)
    assert answer.json() == {"messages": [plain(2, "hi", "patient"), plain(3, "heard: hi")]}


@pytest.mark.parametrize("after", ["-1", "x", "1e9", str(2**63), "1.5", ""])
async def test_a_senseless_after_is_refused(after: str) -> None:
    async with Clinic().serving() as client:
        headers = await open_session(client)
        statuses = [
            (await client.get(f"/api/chat/{path}", params={"after": after}, headers=headers)).status_code
            for path in ("messages", "events")
        ]
    assert statuses == [422, 422]


async def test_events_bring_staff_and_bot_messages_and_end() -> None:
    clinic = Clinic()
    async with clinic.serving() as client:
        headers = await open_session(client)
        await say(client, headers, {"text": "hi"})
        clinic.conversations.staff_says("c1", "This is the front desk.")
        answer = await client.get("/api/chat/events?after=1", headers=headers)
    blocks = answer.text.strip().split("\n\n")
    staff = json.dumps(plain(4, "This is the front desk.", "staff"), separators=(",", ":"))
    reply = json.dumps(plain(3, "heard: hi"), separators=(",", ":"))
    assert blocks[:3] == [
        "retry: 2000",
        f"id: 3\nevent: message\ndata: {reply}",
        f"id: 4\nevent: message\ndata: {staff}",
    ]
    assert set(blocks[3:]) == {": still here"}
    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"


async def test_events_go_on_after_the_last_event_id() -> None:
    async with Clinic().serving() as client:
        headers = await open_session(client)
        answer = await client.get("/api/chat/events", headers={**headers, "Last-Event-ID": "1"})
    assert "data:" not in answer.text


async def test_a_conversation_has_few_event_streams_at_once() -> None:
    async with Clinic().serving() as client:
        headers = await open_session(client)
        three = [asyncio.create_task(client.get("/api/chat/events", headers=headers)) for _ in range(3)]
        await asyncio.sleep(0.02)
        fourth = await client.get("/api/chat/events", headers=headers)
        statuses = [(await answer).status_code for answer in three]
        later = await client.get("/api/chat/events", headers=headers)
    assert (statuses, fourth.status_code, later.status_code) == ([200, 200, 200], 429, 200)


async def test_export_then_delete_then_nothing() -> None:
    async with Clinic().serving() as client:
        headers = await open_session(client)
        exported = await client.get("/api/chat/export", headers=headers)
        deleted = await client.delete("/api/chat/session", headers=headers)
        after = await client.get("/api/chat/messages", headers=headers)
    assert exported.json() == {"conversation": "c1", "messages": 1}
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert (after.status_code, after.json()) == (401, UNAUTHORIZED)


def one_each_minute() -> TokenBuckets:
    return TokenBuckets(burst=1, per_minute=1, clock=lambda: 0.0)


async def test_over_the_limit_there_is_still_the_way_to_help() -> None:
    clinic = Clinic(limits=Limits(messages=one_each_minute(), emergencies=one_each_minute()))
    async with clinic.serving() as client:
        headers = await open_session(client)
        await say(client, headers, {"text": "one"})
        answer = await say(client, headers, {"text": "two"})
    detail = "words of utter_rate_limited on web"
    assert (answer.status_code, answer.json()) == (429, problem(429, "Too Many Requests", detail))
    assert answer.headers["retry-after"] == "60"
    assert clinic.conversations.heard == [("c1", "one", ())]


async def test_over_the_limit_an_emergency_gets_through_and_a_flood_of_them_is_answered_at_the_door() -> None:
    clinic = Clinic(limits=Limits(messages=one_each_minute(), emergencies=one_each_minute()))
    async with clinic.serving() as client:
        headers = await open_session(client)
        await say(client, headers, {"text": "one"})
        urgent = await say(client, headers, {"text": "I cannot pee"})
        again = await say(client, headers, {"text": "I CANNOT PEE"})
    assert urgent.json() == {
        "messages": [plain(5, EMERGENCY, kind="emergency")],
        "state": {**STATE, "level": "L1"},
    }
    assert (again.status_code, again.json()) == (429, problem(429, "Too Many Requests", EMERGENCY))
    assert clinic.conversations.heard == [("c1", "one", ()), ("c1", "I cannot pee", ())]


@pytest.mark.parametrize(
    ("hosts", "statuses"),
    [
        (("203.0.113.9", "203.0.113.9"), [201, 429]),
        (("203.0.113.9", "203.0.113.10"), [201, 201]),
        (("2001:db8::1", "2001:db8::2"), [201, 429]),
        (("127.0.0.1", "127.0.0.1"), [201, 201]),
    ],
)
async def test_sessions_are_limited_by_address_but_not_behind_a_local_proxy(
    hosts: tuple[str, str], statuses: list[int]
) -> None:
    app = Clinic(limits=Limits(sessions=one_each_minute())).app()
    got = []
    for host in hosts:
        transport = httpx.ASGITransport(app, client=(host, 1))
        async with httpx.AsyncClient(transport=transport, base_url="https://clinic.example") as client:
            got.append((await client.post("/api/chat/sessions", json={})).status_code)
    assert got == statuses


async def test_a_database_that_is_down_gives_the_safe_words() -> None:
    clinic = Clinic()
    async with clinic.serving() as client:
        headers = await open_session(client)
        clinic.conversations.failure = ServiceUnavailableError("gone")
        answers = [await say(client, headers, {"text": text}) for text in ("hello", "I cannot pee")]
        opened = await client.post("/api/chat/sessions", json={})
    safe = "words of utter_technical_problem on web"
    assert [(answer.status_code, answer.json()["detail"]) for answer in [*answers, opened]] == [
        (503, safe),
        (503, EMERGENCY),
        (503, safe),
    ]


class NotKept(TurnNotKeptError):
    """What the engine raises when it has an answer and nowhere to put it; tokens still resolve."""


async def test_an_answer_that_could_not_be_kept_is_spoken() -> None:
    clinic = Clinic()
    async with clinic.serving() as client:
        headers = await open_session(client)

        async def say_and_fail(*_: object, **__: object) -> TurnResult:
            raise NotKept((bot("Call 988 now.", kind="emergency"), bot("We are here.")))

        clinic.conversations.say = say_and_fail  # type: ignore[method-assign]
        answer = await say(client, headers, {"text": "hello"})
    assert (answer.status_code, answer.json()) == (
        503,
        problem(503, "Service Unavailable", "Call 988 now.\nWe are here."),
    )


@pytest.mark.parametrize("defect", [RuntimeError("secret inner words"), ConflictError("again"), KeyError("c1")])
async def test_a_defect_gives_the_safe_words_and_no_traceback(defect: Exception) -> None:
    clinic = Clinic()
    async with clinic.serving() as client:
        headers = await open_session(client)
        clinic.conversations.failure = defect
        answers = [await say(client, headers, {"text": text}) for text in ("hello", "I cannot pee")]
        answers.append(await client.post("/api/chat/sessions", json={}))
    safe = "words of utter_technical_problem on web"
    assert [(answer.status_code, answer.json()) for answer in answers] == [
        (503, problem(503, "Service Unavailable", words)) for words in (safe, EMERGENCY, safe)
    ]


async def test_even_without_words_there_are_numbers_to_call() -> None:
    def speechless(*_: object, **__: object) -> str:
        raise KeyError("utter_technical_problem")

    clinic = Clinic(say=speechless)
    async with clinic.serving() as client:
        clinic.conversations.failure = RuntimeError("x")
        answer = await client.post("/api/chat/sessions", json={})
    detail = "Something went wrong here. Please call (555) 010-0100. In an emergency call 911."
    assert (answer.status_code, answer.json()) == (503, problem(503, "Service Unavailable", detail))


@pytest.mark.parametrize(
    ("allowed", "origin", "granted"),
    [
        ("https://shop.example, https://b.example/", "https://shop.example", "https://shop.example"),
        ("https://shop.example, https://b.example/", "https://b.example", "https://b.example"),
        ("https://shop.example", "https://evil.example", None),
        ("https://shop.example", "null", None),
        ("", "https://shop.example", None),
        ("*", "https://shop.example", None),
    ],
)
async def test_only_named_origins_may_read_answers(allowed: str, origin: str, granted: str | None) -> None:
    clinic = Clinic(settings=Settings(secret_key=KEY, allowed_origins=allowed))
    async with clinic.serving(headers={"Origin": origin}) as client:
        wanted = {"Access-Control-Request-Headers": "authorization,content-type"}
        asked = {"Access-Control-Request-Method": "POST", **wanted}
        preflight = await client.options("/api/chat/messages", headers=asked)
        opened = await client.post("/api/chat/sessions", json={})
        elsewhere = await client.get("/readyz")
    assert preflight.headers.get("access-control-allow-origin") == granted
    assert opened.headers.get("access-control-allow-origin") == granted
    assert "access-control-allow-credentials" not in opened.headers
    assert "access-control-allow-origin" not in elsewhere.headers
