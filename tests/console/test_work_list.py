import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import httpx
import pytest
from sqlalchemy import Engine, delete, select

from backstride.domain.findings import Evidence, Status
from backstride.knowledge import operational_tables
from backstride.knowledge.alerts import SqlAlertQueue
from backstride.knowledge.appointments import SqlAppointmentBook, add_openings
from backstride.knowledge.conversations import SqlConversationStore
from backstride.knowledge.database import reading, writing
from backstride.knowledge.operational_tables import AuditRow
from backstride.services.ports import ChatMessage, Choice, ConversationRecord, Decision, Opening, TurnWork
from tests.console.browser import send, sign_in
from tests.console.conftest import BUILD, NOW, Clock, RoteConversations

DECISION = Decision(NOW, "L1", ("R02",), {"R02": ("numb between the legs",)}, None, "v7", "m9", "message")


@pytest.fixture
async def staff(client: httpx.AsyncClient) -> httpx.AsyncClient:
    await sign_in(client)
    return client


@pytest.fixture
def patient(store: SqlConversationStore) -> SqlConversationStore:
    """One conversation with an emergency in it, three minutes old."""
    at = NOW - timedelta(minutes=3)
    store.create(ConversationRecord("c1", "sms", at, at), token_hash="t1")
    store.commit_turn(
        TurnWork(
            "c1",
            at,
            messages=[ChatMessage("patient", "it is numb", at), ChatMessage("bot", "Call 911.", at, kind="emergency")],
            findings=[Evidence("ces_saddle", Status.PRESENT, "new", "Q04", "numb between the legs", 1)],
            decision=DECISION,
            level="L1",
            alert="triage",
            trace={"intent": {"name": "report_red_flag", "confidence": 1.0}},
        )
    )
    return store


def texts(page: httpx.Response) -> str:
    """What a person reads of a page, in one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


async def test_an_empty_list_says_so(staff: httpx.AsyncClient) -> None:
    assert "No conversations yet." in (await staff.get("/staff/")).text


@pytest.mark.usefixtures("patient")
async def test_the_list_shows_level_and_age(staff: httpx.AsyncClient) -> None:
    page = texts(await staff.get("/staff/"))
    assert "1 alert needs your eyes" in page
    assert "L1 Emergency care now 3 min R02 c1" in page
    assert "L1 3 min c1 SMS open 2 open" in page


@pytest.mark.usefixtures("patient")
async def test_an_alert_is_acknowledged_by_name(staff: httpx.AsyncClient) -> None:
    answer = await send(staff, "/staff/", "/staff/alerts/1/acknowledge", next="/staff/conversations/c1")
    assert answer.headers["location"] == "/staff/conversations/c1"
    page = texts(await staff.get("/staff/conversations/c1"))
    assert "Acknowledged by kim, Mon Mar 9, 10:00 AM" in page
    assert "needs your eyes" not in texts(await staff.get("/staff/"))


@pytest.mark.usefixtures("patient")
async def test_the_open_alerts_are_a_part_of_a_page_that_does_not_keep_the_session(
    staff: httpx.AsyncClient, clock: Clock
) -> None:
    page = await staff.get("/staff/alerts")
    assert "<html" not in page.text
    assert "1 alert needs your eyes" in texts(page)
    clock.forward(minutes=10)
    assert (await staff.get("/staff/alerts")).status_code == 200
    clock.forward(minutes=6)
    assert (await staff.get("/staff/alerts")).status_code == 303


async def test_an_alert_that_nobody_looked_at_is_marked(
    staff: httpx.AsyncClient, patient: SqlConversationStore, engine: Engine
) -> None:
    del patient
    queue = SqlAlertQueue(engine)
    for _ in range(2):
        [due] = queue.claim(NOW, unseen_since=NOW)
        queue.told(due, NOW)
    assert "3 min overdue" in texts(await staff.get("/staff/"))
    assert "Overdue since Mon Mar 9, 10:00 AM" in texts(await staff.get("/staff/conversations/c1"))


@pytest.mark.usefixtures("patient")
async def test_an_emergency_is_released_by_name(staff: httpx.AsyncClient, engine: Engine) -> None:
    answer = await send(staff, "/staff/conversations/c1", "/staff/conversations/c1/release")
    assert answer.headers["location"] == "/staff/conversations/c1"
    assert "Release: no emergency" not in texts(await staff.get("/staff/conversations/c1"))
    with reading(engine) as connection:
        actions = connection.execute(select(AuditRow.login, AuditRow.action, AuditRow.subject)).all()
    assert ("kim", "emergency.released", "c1") in [tuple(row) for row in actions]


@pytest.mark.usefixtures("patient")
async def test_what_is_still_an_emergency_is_not_released(
    staff: httpx.AsyncClient, conversations: RoteConversations
) -> None:
    conversations.kept.add("c1")
    answer = await send(staff, "/staff/conversations/c1", "/staff/conversations/c1/release")
    assert (answer.status_code, "still an emergency" in answer.text) == (409, True)


async def test_decisions_on_disk_show_on_every_page(make_client: Callable[..., httpx.AsyncClient]) -> None:
    client = make_client(build=replace(BUILD, decisions_on_disk=2))
    await sign_in(client)
    for path in ("/staff/", "/staff/callbacks"):
        assert "2 decisions wait on disk" in texts(await client.get(path))


@pytest.mark.usefixtures("patient")
async def test_a_transcript_shows_words_findings_decisions_and_why(staff: httpx.AsyncClient) -> None:
    page = texts(await staff.get("/staff/conversations/c1"))
    assert "Patient 9:57 AM it is numb Assistant 9:57 AM Call 911." in page
    assert "Numb between the legs ces_saddle new present Q04 numb between the legs" in page
    assert "R02 numb between the legs" in page
    assert "Content v7 · Model m9" in page
    assert "report_red_flag 100%" in page


async def test_opening_a_transcript_is_recorded(
    staff: httpx.AsyncClient, patient: SqlConversationStore, engine: Engine
) -> None:
    del patient
    await staff.get("/staff/conversations/c1")
    with reading(engine) as connection:
        rows = connection.execute(select(AuditRow.login, AuditRow.action, AuditRow.subject, AuditRow.at))
        assert [tuple(row) for row in rows] == [
            ("kim", "staff.signed_in", "kim", NOW),
            ("kim", "conversation.viewed", "c1", NOW),
        ]


@pytest.mark.parametrize("missing", ["none", "x" * 65, "%00", "a%2Fb"])
async def test_what_is_not_there_is_not_shown(staff: httpx.AsyncClient, missing: str) -> None:
    assert (await staff.get(f"/staff/conversations/{missing}")).status_code in {400, 404}


@pytest.mark.parametrize("number", ["999", "9" * 30])
async def test_marking_what_is_not_there_changes_nothing(staff: httpx.AsyncClient, number: str) -> None:
    assert (await send(staff, "/staff/", f"/staff/alerts/{number}/acknowledge")).status_code == 303
    assert (await send(staff, "/staff/", f"/staff/callbacks/{number}/done")).status_code == 303
    assert (await send(staff, "/staff/", "/staff/alerts/-1/acknowledge")).status_code == 404


async def test_the_list_is_paged(staff: httpx.AsyncClient, store: SqlConversationStore) -> None:
    for number in range(51):
        at = NOW - timedelta(minutes=number)
        store.create(ConversationRecord(f"conv-{number:02}", "web", at, at), token_hash=str(number))
    first, second = await staff.get("/staff/?order=newest"), await staff.get("/staff/?order=newest&page=2")
    assert ("conv-00" in first.text, "conv-50" in first.text) == (True, False)
    assert 'href="?order=newest&amp;page=2"' in first.text or 'href="?order=newest&page=2"' in first.text
    assert ("conv-49" in second.text, "conv-50" in second.text) == (False, True)
    for odd in ("0", "-1", "x", "9" * 40):
        assert (await staff.get(f"/staff/?page={odd}")).status_code == 200


@pytest.mark.usefixtures("patient")
async def test_call_backs_wait_until_they_are_done(staff: httpx.AsyncClient, engine: Engine, clock: Clock) -> None:
    assert "Nobody waits for a call." in (await staff.get("/staff/callbacks")).text
    SqlAppointmentBook(engine, clock).request_callback(
        conversation_id="c1", request_id="r1", name="Ann", contact="555-0100", wish="after 5"
    )
    clock.forward(hours=2)
    await sign_in(staff)
    assert "L1 2 h Ann 555-0100 after 5 c1" in texts(await staff.get("/staff/callbacks"))
    await send(staff, "/staff/callbacks", "/staff/callbacks/1/done")
    page = texts(await staff.get("/staff/callbacks"))
    assert "Nobody waits for a call." in page
    assert "Mon Mar 9, 12:00 PM kim Ann" in page


@pytest.mark.usefixtures("patient")
async def test_check_ins_stand_apart_until_they_are_made(
    staff: httpx.AsyncClient, engine: Engine, clock: Clock
) -> None:
    SqlAppointmentBook(engine, clock).request_callback(
        conversation_id="c1",
        request_id="r1",
        name="Ann",
        contact="555-0100",
        wish="",
        kind="check_in",
        due_at=clock() + timedelta(days=14),
    )
    early = texts(await staff.get("/staff/callbacks"))
    assert "Nobody waits for a call." in early
    assert "Mon Mar 23, 10:00 AM L1 Ann 555-0100 c1" in early
    clock.forward(days=15)
    await sign_in(staff)
    assert "Mon Mar 23, 10:00 AM due L1 Ann" in texts(await staff.get("/staff/callbacks"))
    await send(staff, "/staff/callbacks", "/staff/callbacks/1/done")
    assert "Check-ins" not in texts(await staff.get("/staff/callbacks"))


@pytest.mark.usefixtures("patient")
async def test_visits_are_shown_in_the_clinics_time(staff: httpx.AsyncClient, engine: Engine, clock: Clock) -> None:
    assert "No visits are booked." in (await staff.get("/staff/visits")).text
    add_openings(engine, [Opening(0, NOW + timedelta(days=1), 45)])
    book = SqlAppointmentBook(engine, clock)
    [opening] = book.openings(after=NOW, limit=1)
    who = {"conversation_id": "c1", "request_id": "r1", "name": "Ann", "contact": "555-0100"}
    book.book(opening_id=opening.id, visit="running_video", **who)
    assert "Tue Mar 10, 10:00 AM 45 Running video check Ann 555-0100 L1 c1" in texts(await staff.get("/staff/visits"))


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "</title></style></textarea><script>alert(1)</script>",
    '<a href="javascript:alert(1)">x</a>',
    "&lt;script&gt;&#60;b>",
    "\u202e<b>\u2028<i>\ufeff<u>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
]


class Marks(HTMLParser):
    """Collects a page's tags with the names of their attributes, and every address in it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src", "action"}]


def write_everywhere(store: SqlConversationStore, engine: Engine, word: str) -> None:
    """Leave a word in every column that a page shows."""
    store.create(ConversationRecord("c1", "web", NOW, NOW, is_test=True), token_hash="t1")
    mention = {"finding": word, "value": word, "status": "present", "start": 0, "end": len(word), "text": word}
    trace = {
        "intent": {"name": word, "confidence": 0.5},
        "mentions": [mention],
        "slots": {word: word},
        "rules": [word],
        "level": "L1",
        "actions": [{"action": word, "policy": word, "confidence": None}],
    }
    offer = ChatMessage("bot", word, NOW, choices=(Choice("x", word, word),))
    store.commit_turn(
        TurnWork(
            "c1",
            NOW,
            messages=[ChatMessage("patient", word, NOW), offer],
            findings=[Evidence(word, Status.PRESENT, word, "Q04", word, 1)],
            decision=Decision(NOW, "L1", ("R02",), {"R02": (word,)}, None, word, word, "message"),
            trace=trace,
        )
    )
    told = {"conversation_id": "c1", "name": word, "contact": word}
    add_openings(engine, [Opening(0, NOW + timedelta(days=1), 45)])
    book = SqlAppointmentBook(engine, lambda: NOW)
    book.request_callback(request_id="r1", wish=word, **told)
    book.book(opening_id=1, request_id="r1", **told)


async def marks_of(client: httpx.AsyncClient) -> list[Marks]:
    await sign_in(client)
    found = []
    for page in ("/staff/conversations/c1", "/staff/test/c1", "/staff/callbacks", "/staff/visits"):
        answer = await client.get(page)
        assert answer.status_code == 200
        marks = Marks()
        marks.feed(answer.text)
        found.append(marks)
    return found


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_a_patients_words_stay_words(
    client: httpx.AsyncClient, store: SqlConversationStore, engine: Engine, hostile: str
) -> None:
    """Whatever a patient writes, a page has the same tags, attributes and addresses as for a harmless word."""
    write_everywhere(store, engine, "harmless")
    expected = await marks_of(client)
    with writing(engine) as connection:
        for table in reversed(operational_tables.TABLES):
            if table.name not in {"staff", "staff_session"}:
                connection.execute(delete(table))
    write_everywhere(store, engine, hostile)
    found = await marks_of(client)
    assert [marks.tags for marks in found] == [marks.tags for marks in expected]
    assert [marks.addresses for marks in found] == [marks.addresses for marks in expected]


async def test_the_draft_banner_stands_until_clinicians_have_reviewed(
    make_client: Callable[..., httpx.AsyncClient],
) -> None:
    for reviewed in (False, True):
        client = make_client(build=replace(BUILD, is_reviewed=reviewed))
        await sign_in(client)
        page = await client.get("/staff/")
        assert ("Not yet reviewed by a clinician." in page.text) is not reviewed
        assert "Content abc1234-5f · Model 20260309-120000" in texts(page).replace("  ", " ").replace(" · ", " · ")
