"""The pages for people: forms, cookies, what may be sent from where, and what hostile words do to them."""

import re
from dataclasses import replace

import httpx
import pytest

from backstride.channels.front_desk import Limits
from backstride.channels.rate import TokenBuckets
from backstride.domain.errors import ServiceUnavailableError
from backstride.services.ports import ChatMessage, Choice
from backstride.settings import Settings
from tests.channels.fakes import EMERGENCY, KEY, NOW, Clinic, bot

pytestmark = pytest.mark.asyncio

HTML = {"Accept": "text/html,application/xhtml+xml"}


def fields(page: str) -> dict[str, str]:
    """Return the hidden fields of a page's forms."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))


def words(page: str) -> list[str]:
    """Return the texts of the transcript, as markup."""
    return re.findall(r'<p class="pre" dir="auto">(.*?)</p>', page, re.DOTALL)


async def start(client: httpx.AsyncClient) -> str:
    await client.post("/chat/start")
    return (await client.get("/chat")).text


async def send(client: httpx.AsyncClient, **more: object) -> httpx.Response:
    page = (await client.get("/chat")).text
    return await client.post("/chat", data={**fields(page), **more})


@pytest.mark.parametrize(
    ("base", "cookie"),
    [
        ("http://127.0.0.1:8000", "bs_chat=token-c1; HttpOnly; Path=/; SameSite=strict"),
        ("https://clinic.example", "__Host-bs_chat=token-c1; HttpOnly; Path=/; SameSite=strict; Secure"),
    ],
)
async def test_starting_sets_a_cookie_that_scripts_and_other_sites_cannot_use(base: str, cookie: str) -> None:
    clinic = Clinic(settings=Settings(secret_key=KEY, public_base_url=base))
    async with clinic.serving() as client:
        before = await client.get("/chat")
        started = await client.post("/chat/start")
        again = await client.post("/chat/start")
    assert "Start the chat" in before.text
    assert (started.status_code, started.headers["location"], started.headers["set-cookie"]) == (
        303,
        "/chat#newest",
        cookie,
    )
    assert (again.status_code, list(clinic.conversations.records)) == (303, ["c1"])


async def test_looking_opens_no_conversation() -> None:
    clinic = Clinic()
    async with clinic.serving(headers=HTML) as client:
        statuses = [(await client.get(path)).status_code for path in ("/", "/chat", "/chat/export")]
    assert (statuses, clinic.conversations.records) == ([200, 200, 303], {})


async def test_a_message_is_a_form_a_redirect_and_a_page() -> None:
    clinic = Clinic()
    async with clinic.serving() as client:
        await start(client)
        answer = await send(client, text="it hurts")
        page = (await client.get("/chat")).text
    assert (answer.status_code, answer.headers["location"]) == (303, "/chat#newest")
    assert words(page) == ["Hello. Shall we start?", "it hurts", "heard: it hurts"]
    assert re.findall(r'<li class="([^"]*)"[^>]* id="newest" tabindex="-1">', page) == ["message from-bot"]


async def test_the_page_has_what_must_always_be_there() -> None:
    async with Clinic().serving() as client:
        page = await start(client)
    assert [wanted for wanted in (
        '<html lang="en">',
        "<title>Chat \u2013 Test Clinic</title>",
        '<a class="skip" href="#newest">',
        '<ol class="log" role="log" aria-label="Conversation">',
        '<label for="text">',
        'href="tel:+15550100100"',
        "Not for emergencies.",
        'href="tel:911"',
        "Talk to a person",
        "Delete my conversation",
        "not yet been reviewed by a clinician",
    ) if wanted not in page] == []  # fmt: skip
    assert "<script" not in page
    assert " style=" not in page


async def test_choices_are_radio_buttons_or_checkboxes_until_they_are_answered() -> None:
    clinic = Clinic()
    several = (Choice("c-1", "Numb", "v.1"), Choice("c-2", "Weak", "v.2"))
    clinic.conversations.script = [(bot("Any of these?", kind="question", choices=several, multiple=True),)]
    async with clinic.serving() as client:
        first = await start(client)
        await send(client, choice="opaque-no")
        second = (await client.get("/chat")).text
        await send(client, choice=["c-1", "c-2"])
        third = (await client.get("/chat")).text
    boxes = r'<input type="(radio|checkbox)" name="choice" value="([^"]*)"'
    assert re.findall(boxes, first) == [("radio", "opaque-yes"), ("radio", "opaque-no")]
    assert re.findall(boxes, second) == [("checkbox", "c-1"), ("checkbox", "c-2")]
    assert re.findall(boxes, third) == []
    assert "Q04." not in first + second + third
    assert clinic.conversations.heard == [("c1", "", ("opaque-no",)), ("c1", "", ("c-1", "c-2"))]


async def test_an_emergency_is_announced_once_and_has_a_heading() -> None:
    clinic = Clinic()
    async with clinic.serving() as client:
        await start(client)
        await send(client, text="I cannot pee")
        now = (await client.get("/chat")).text
        await send(client, text="ok, going")
        later = (await client.get("/chat")).text
    assert "<title>Emergency advice \u2013 Chat \u2013 Test Clinic</title>" in now
    assert (now.count('role="alert"'), now.count("Get help now"), now.count("Call 911</a>")) == (1, 1, 1)
    assert (later.count('role="alert"'), later.count("Get help now")) == (0, 1)


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</p></li></ol><form action=https://evil.example>",
    "{{ 7*7 }}{% raw %}",
    "<!-- ",
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
]
ESCAPED = [
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#34;&gt;&lt;img src=x onerror=alert(1)&gt;",
    "&lt;/p&gt;&lt;/li&gt;&lt;/ol&gt;&lt;form action=https://evil.example&gt;",
    "{{ 7*7 }}{% raw %}",
    "&lt;!-- ",
    "&#39; onmouseover=&#39;alert(1)",
    "javascript:alert(1)",
]


@pytest.mark.parametrize(("typed", "shown"), list(zip(HOSTILE, ESCAPED, strict=True)))
async def test_hostile_words_stay_words(typed: str, shown: str) -> None:
    async with Clinic().serving() as client:
        await start(client)
        await send(client, text=typed)
        page = (await client.get("/chat")).text
    assert words(page) == ["Hello. Shall we start?", shown, f"heard: {shown}"]


async def test_hostile_labels_and_sources_stay_words() -> None:
    clinic = Clinic()
    source = {"id": "s1", "citation": "<b>1</b>", "url": "javascript:alert(1)"}
    good = {"id": "s2", "citation": "A study", "url": 'https://example.org/?a=1&b="2'}
    message = ChatMessage(
        sender="bot", text="Pick", at=NOW, choices=(Choice('"><b>', "<i>x</i>", "v"),), sources=(source, good)
    )
    clinic.conversations.greeting = (message,)
    async with clinic.serving() as client:
        page = await start(client)
    assert 'value="&#34;&gt;&lt;b&gt;"' in page
    assert "<span>&lt;i&gt;x&lt;/i&gt;</span>" in page
    assert "<li>&lt;b&gt;1&lt;/b&gt;</li>" in page
    assert '<a href="https://example.org/?a=1&amp;b=&#34;2" rel="noreferrer">A study</a>' in page
    assert "javascript:" not in page


@pytest.mark.parametrize("path", ["/chat", "/chat/delete"])
@pytest.mark.parametrize(
    ("changed", "headers"),
    [
        ({"csrf": ""}, {}),
        ({"csrf": "0" * 64}, {}),
        ({"csrf": "ü"}, {}),
        ({}, {"Sec-Fetch-Site": "cross-site"}),
        ({}, {"Sec-Fetch-Site": "same-site"}),
    ],
)
async def test_a_form_of_another_site_does_nothing(path: str, changed: dict[str, str], headers: dict[str, str]) -> None:
    clinic = Clinic()
    async with clinic.serving() as client:
        given = fields(await start(client))
        answer = await client.post(path, data={**given, "text": "hi", **changed}, headers=headers)
    assert answer.status_code == 403
    assert (clinic.conversations.heard, list(clinic.conversations.records)) == ([], ["c1"])


async def test_another_session_has_another_form_token() -> None:
    clinic = Clinic()
    app = clinic.app()
    pages = []
    for _ in range(2):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="https://clinic.example") as client:
            pages.append(fields(await start(client))["csrf"])
    assert len(set(pages)) == 2


async def test_a_second_press_counts_once_and_a_second_thought_is_new() -> None:
    clinic = Clinic()
    async with clinic.serving() as client:
        given = fields(await start(client))
        for text in ("one", "one", "two"):
            await client.post("/chat", data={**given, "text": text})
    assert clinic.conversations.heard == [("c1", "one", ()), ("c1", "two", ())]


@pytest.mark.parametrize("given", [{}, {"text": ""}, {"text": " \n"}, {"text": "\x00"}])
async def test_nothing_sent_is_said_kindly(given: dict[str, str]) -> None:
    clinic = Clinic()
    async with clinic.serving() as client:
        await start(client)
        answer = await send(client, **given)
    assert answer.status_code == 422
    assert '<p class="notice" role="status">Nothing was sent.' in answer.text
    assert clinic.conversations.heard == []


async def test_a_choice_that_is_no_longer_offered_shows_where_we_are() -> None:
    async with Clinic().serving() as client:
        await start(client)
        answer = await send(client, choice="x" * 300)
    assert answer.status_code == 422
    assert "That question was answered already." in answer.text


async def test_without_a_session_a_form_leads_to_the_start() -> None:
    async with Clinic().serving() as client:
        answer = await client.post("/chat", data={"text": "hi"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/chat")


async def test_a_copy_and_then_deletion() -> None:
    clinic = Clinic()
    async with clinic.serving() as client:
        given = fields(await start(client))
        copy = await client.get("/chat/export")
        deleted = await client.post("/chat/delete", data=given)
        after = await client.get("/chat")
    assert (copy.json(), copy.headers["content-disposition"]) == (
        {"conversation": "c1", "messages": 1},
        'attachment; filename="conversation.json"',
    )
    assert (deleted.status_code, clinic.conversations.records) == (200, {})
    assert '<p class="notice" role="status">words of utter_deleted on web</p>' in deleted.text
    assert "Max-Age=0" in deleted.headers["set-cookie"]
    assert "Start the chat" in after.text


async def test_a_person_can_be_asked_for() -> None:
    clinic = Clinic()
    async with clinic.serving() as client:
        page = await start(client)
        asked = re.findall(r'<button class="link" type="submit" name="text" value="([^"]*)">Talk to a person', page)
        await send(client, text=asked[0])
    assert (asked, clinic.conversations.heard) == (
        ["I want to talk to a person"],
        [("c1", "I want to talk to a person", ())],
    )


@pytest.mark.parametrize(("text", "status", "detail"), [
    ("two", 429, "words of utter_rate_limited on web"),
    ("I cannot pee", 303, ""),
])  # fmt: skip
async def test_over_the_limit_the_page_shows_the_numbers_and_lets_emergencies_pass(
    text: str, status: int, detail: str
) -> None:
    def one() -> TokenBuckets:
        return TokenBuckets(burst=1, per_minute=1, clock=lambda: 0.0)

    async with Clinic(limits=Limits(messages=one(), emergencies=one())).serving(headers=HTML) as client:
        await start(client)
        await send(client, text="one")
        answer = await send(client, text=text)
    assert answer.status_code == status
    assert detail in answer.text
    assert ("(555) 010-0100" in answer.text) is (status == 429)


@pytest.mark.parametrize("failure", [ServiceUnavailableError("gone"), RuntimeError("inner words")])
async def test_when_it_breaks_a_browser_gets_a_page_with_the_safe_words(failure: Exception) -> None:
    clinic = Clinic()
    async with clinic.serving(headers=HTML) as client:
        given = fields(await start(client))
        clinic.conversations.failure = failure
        answer = await client.post("/chat", data={**given, "text": "I cannot pee"})
    assert (answer.status_code, answer.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert "inner words" not in answer.text
    assert f'<p class="lead pre">{EMERGENCY}</p>' in answer.text
    assert 'href="tel:911"' in answer.text


async def test_the_demo_page_leads_everywhere() -> None:
    async with Clinic().serving() as client:
        page = await client.get("/")
        script = await client.get("/static/demo.js")
        style = await client.get("/static/page.css")
    assert [link for link in ('href="/chat"', 'href="/staff/"', 'src="/static/demo.js"') if link not in page.text] == []
    assert (script.headers["content-type"].split(";")[0], style.headers["content-type"].split(";")[0]) == (
        "text/javascript",
        "text/css",
    )
    assert [word for word in ("innerHTML", "insertAdjacentHTML", "eval(") if word in script.text] == []


async def test_a_talk_about_an_unsafe_home_can_be_left_fast() -> None:
    clinic = Clinic()
    clinic.conversations.script = [(replace(bot("Is anyone hurting you?"), question="Q39"),)]
    async with clinic.serving() as client:
        before = await start(client)
        await send(client, text="hm")
        page = (await client.get("/chat")).text
        left = await client.get("/chat/leave")
        after = (await client.get("/chat")).text
    assert ("/chat/leave" in before, "Leave this page now" in page) == (False, True)
    assert (left.status_code, left.headers["location"]) == (303, "https://www.weather.gov/")
    assert "Is anyone hurting you?" not in after


async def test_another_site_cannot_close_a_chat() -> None:
    async with Clinic().serving() as client:
        await start(client)
        await client.get("/chat/leave", headers={"sec-fetch-site": "cross-site"})
        assert "Hello. Shall we start?" in (await client.get("/chat")).text
