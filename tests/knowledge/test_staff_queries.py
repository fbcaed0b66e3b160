from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TypedDict

import pytest
from sqlalchemy import Engine, select

from backstride.domain.errors import BackstrideError
from backstride.domain.findings import Evidence, Status
from backstride.knowledge.appointments import SqlAppointmentBook, add_openings
from backstride.knowledge.conversations import SqlConversationStore
from backstride.knowledge.database import reading
from backstride.knowledge.operational_tables import AuditRow
from backstride.knowledge.staff_queries import SqlConversationQueries
from backstride.knowledge.staff_store import SqlStaffStore, add_staff
from backstride.services.ports import Appointment, ChatMessage, ConversationRecord, Decision, Opening, TurnWork
from backstride.services.ports_staff import Alert, LoginFailures, StaffSession, Transcript, TurnView, Visit

NOW = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)


class Who(TypedDict):
    login: str
    at: datetime


WHO: Who = {"login": "kim", "at": LATER}


def minutes(number: int) -> datetime:
    return NOW + timedelta(minutes=number)


def decision(at: datetime, level: str) -> Decision:
    return Decision(at, level, ("R02",), {"R02": ("numb",)}, None, "v1", "m1", "message")


@pytest.fixture
def queries(engine: Engine) -> SqlConversationQueries:
    """Conversations `<level>-<minute of the last word>`; alert-1 has an open alert, test-9 is a test."""
    store = SqlConversationStore(engine)
    for name, level, minute in (("L4-2", "L4", 2), ("none-8", None, 8), ("L1-3", "L1", 3), ("L1-5", "L1", 5)):
        store.create(ConversationRecord(name, "web", NOW, minutes(minute), level=level), token_hash=name)
    for name, is_test in (("alert-1", False), ("test-9", True)):
        store.create(ConversationRecord(name, "sms", NOW, NOW, is_test=is_test), token_hash=name)
        at = minutes(int(name[-1]))
        said = [ChatMessage("patient", "numb", at)]
        store.commit_turn(TurnWork(name, at, messages=said, level="L2", decision=decision(at, "L2"), alert="triage"))
    return SqlConversationQueries(engine)


def audit(engine: Engine) -> list[tuple[str, str, str]]:
    columns = select(AuditRow.login, AuditRow.action, AuditRow.subject).order_by(AuditRow.id)
    with reading(engine) as connection:
        return [(row.login, row.action, row.subject) for row in connection.execute(columns)]


def test_who_needs_us_first_comes_first(queries: SqlConversationQueries) -> None:
    def ids(*, newest_first: bool, tests: bool = False, skip: int = 0, limit: int = 9) -> list[str]:
        found = queries.conversations(tests=tests, newest_first=newest_first, limit=limit, skip=skip)
        return [item.record.id for item in found]

    assert ids(newest_first=False) == ["alert-1", "L1-5", "L1-3", "L4-2", "none-8"]
    assert ids(newest_first=True) == ["none-8", "L1-5", "L1-3", "L4-2", "alert-1"]
    assert ids(newest_first=False, limit=2, skip=1) == ["L1-5", "L1-3"]
    assert ids(newest_first=True, tests=True) == ["test-9"]
    [first] = queries.conversations(tests=False, newest_first=False, limit=1)
    assert (first.alerts, first.messages, first.record.level) == (1, 1, "L2")


def test_an_alert_is_acknowledged_once_and_by_name(queries: SqlConversationQueries, engine: Engine) -> None:
    [alert] = queries.open_alerts()
    assert alert == Alert(alert.id, "alert-1", minutes(1), "L2", ("R02",))
    assert queries.acknowledge(alert.id, **WHO) is True
    assert queries.acknowledge(alert.id, login="lee", at=minutes(9)) is False
    assert queries.acknowledge(999, **WHO) is False
    assert queries.open_alerts() == []
    transcript = queries.transcript("alert-1", **WHO)
    assert transcript is not None
    assert transcript.alerts == (Alert(alert.id, "alert-1", minutes(1), "L2", ("R02",), LATER, "kim"),)
    assert audit(engine) == [
        ("kim", "alert.acknowledged", str(alert.id)),
        ("kim", "conversation.viewed", "alert-1"),
    ]


def test_a_transcript_is_whole_and_its_opening_recorded(queries: SqlConversationQueries, engine: Engine) -> None:
    evidence = Evidence("ces_saddle", Status.PRESENT, "new", "Q04", "numb", 1)
    said = [ChatMessage("patient", "numb", NOW), ChatMessage("bot", "Call 911.", NOW, kind="emergency")]
    decided = decision(NOW, "L1")
    work = TurnWork("L1-3", NOW, messages=said, findings=[evidence], decision=decided, trace={"level": "L1"})
    store = SqlConversationStore(engine)
    store.commit_turn(work)
    store.commit_turn(TurnWork("L1-3", LATER))
    first, second = store.messages("L1-3")
    assert queries.transcript("L1-3", **WHO) == Transcript(
        ConversationRecord("L1-3", "web", NOW, LATER, level="L1"),
        (TurnView(NOW, (first, second), {"level": "L1"}), TurnView(LATER, ())),
        (evidence,),
        (decided,),
        (),
    )
    assert audit(engine) == [("kim", "conversation.viewed", "L1-3")]


def test_opening_nothing_or_a_test_is_not_recorded(queries: SqlConversationQueries, engine: Engine) -> None:
    assert queries.transcript("none", **WHO) is None
    assert queries.transcript("test-9", **WHO) is not None
    assert audit(engine) == []
    with pytest.raises(BackstrideError):
        queries.transcript("x" * 65, **WHO)


def test_which_conversations_are_tests(queries: SqlConversationQueries) -> None:
    assert [queries.is_test(i) for i in ("test-9", "alert-1", "none")] == [True, False, False]


def test_call_backs_wait_by_urgency_and_are_done_once(queries: SqlConversationQueries, engine: Engine) -> None:
    for minute, conversation in enumerate(("none-8", "L4-2", "L1-3", "L1-5")):
        SqlAppointmentBook(engine, clock=partial(minutes, minute)).request_callback(
            conversation_id=conversation, request_id=conversation, name="Ann", contact="555", wish="noon"
        )
    waiting = queries.callbacks()
    assert [(item.conversation_id, item.level) for item in waiting] == [
        ("L1-3", "L1"), ("L1-5", "L1"), ("L4-2", "L4"), ("none-8", None),
    ]  # fmt: skip
    assert (waiting[0].name, waiting[0].contact, waiting[0].wish, waiting[0].done_at) == ("Ann", "555", "noon", None)
    assert queries.finish_callback(waiting[0].id, **WHO) is True
    assert queries.finish_callback(waiting[0].id, **WHO) is False
    last = queries.callbacks()[-1]
    assert (last.conversation_id, last.done_by, last.done_at) == ("L1-3", "kim", LATER)
    assert audit(engine) == [("kim", "callback.done", str(waiting[0].id))]


def test_check_ins_come_after_the_calls_by_due_date(queries: SqlConversationQueries, engine: Engine) -> None:
    book = SqlAppointmentBook(engine, clock=lambda: NOW)
    for conversation, due in (("L4-2", 9), ("none-8", 3), ("L1-3", None)):
        book.request_callback(
            conversation_id=conversation,
            request_id=conversation,
            name="Ann",
            contact="555",
            wish="",
            kind="check_in" if due else "call",
            due_at=minutes(due) if due else None,
        )
    waiting = [(item.conversation_id, item.kind, item.due_at) for item in queries.callbacks()]
    assert waiting == [
        ("L1-3", "call", None),
        ("none-8", "check_in", minutes(3)),
        ("L4-2", "check_in", minutes(9)),
    ]


def test_visits_come_soonest_first(queries: SqlConversationQueries, engine: Engine) -> None:
    add_openings(engine, [Opening(0, minutes(n), 45, priority=n == 60) for n in (90, 60, 30)])
    book = SqlAppointmentBook(engine, clock=lambda: NOW)
    for opening, conversation in zip(book.openings(after=NOW, limit=3), ("L4-2", "L1-3", "L4-2"), strict=True):
        who = {"conversation_id": conversation, "name": "A", "contact": "5"}
        book.book(opening_id=opening.id, request_id=str(opening.id), **who)
    SqlConversationStore(engine).delete("L1-3")
    found = queries.visits(after=minutes(30))
    first, second = (visit.appointment for visit in found)
    assert found == [
        Visit(Appointment(first.id, Opening(first.opening.id, minutes(60), 45, True), "", "A", "5"), None),
        Visit(Appointment(second.id, Opening(second.opening.id, minutes(90), 45), "L4-2", "A", "5"), "L4"),
    ]


def test_what_a_test_books_is_marked_and_free_again_when_it_is_deleted(
    queries: SqlConversationQueries, engine: Engine
) -> None:
    add_openings(engine, [Opening(0, minutes(60), 45)])
    book = SqlAppointmentBook(engine, clock=lambda: NOW)
    [opening] = book.openings(after=NOW, limit=1)
    who = {"conversation_id": "test-9", "name": "A", "contact": "5"}
    book.book(opening_id=opening.id, request_id="r1", **who)
    book.request_callback(request_id="r2", wish="", **who)
    assert [visit.is_test for visit in queries.visits(after=NOW)] == [True]
    assert queries.callbacks() == []
    SqlConversationStore(engine).delete("test-9")
    assert queries.visits(after=NOW) == []
    assert book.openings(after=NOW, limit=1) == [opening]


def test_sessions_and_failures_are_kept(engine: Engine) -> None:
    staff = SqlStaffStore(engine)
    assert add_staff(engine, " Kim ", "correct horse battery") is True
    staff.start_session("h1", login="kim", at=NOW)
    assert staff.session("h1") == StaffSession("kim", NOW, NOW)
    staff.touch_session("h1", LATER)
    assert staff.session("h1") == StaffSession("kim", NOW, LATER)
    staff.end_session("h1")
    assert staff.session("h1") is None
    assert audit(engine) == [("kim", "staff.signed_in", "kim")]
    assert staff.failures("k") == LoginFailures()
    staff.add_failure("k", NOW)
    staff.add_failure("k", LATER)
    assert staff.failures("k") == LoginFailures(2, LATER)
    staff.clear_failures("k")
    assert staff.failures("k") == LoginFailures()


def test_a_new_password_ends_the_sessions_of_the_old_one(engine: Engine) -> None:
    staff = SqlStaffStore(engine)
    add_staff(engine, "kim", "correct horse battery")
    old = staff.password_hash("kim")
    staff.start_session("h1", login="kim", at=NOW)
    assert add_staff(engine, "KIM", "another long password") is False
    assert staff.session("h1") is None
    assert staff.password_hash("kim") != old
    assert staff.password_hash("lee") is None


@pytest.mark.parametrize(
    ("login", "password"),
    [
        *((login, "x" * 12) for login in ("", "a b", "k\0m", "k" * 65)),
        *(("kim", "x" * length) for length in (11, 201)),
    ],
)
def test_a_login_or_password_of_another_form_is_refused(engine: Engine, login: str, password: str) -> None:
    with pytest.raises(BackstrideError, match="characters"):
        add_staff(engine, login, password)
