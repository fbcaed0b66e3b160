"""The conversation store. Everything here also runs on PostgreSQL (tests/scale/test_postgres.py)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from backstride.domain.errors import BackstrideError, ConflictError
from backstride.domain.findings import Evidence, Status
from backstride.knowledge.appointments import SqlAppointmentBook, add_openings
from backstride.knowledge.conversations import SqlConversationStore
from backstride.knowledge.database import reading
from backstride.knowledge.operational_tables import TABLES, AlertRow, DecisionRow
from backstride.services.ports import ChatMessage, Choice, ConversationRecord, Decision, Opening, TurnStart, TurnWork

NOW = datetime(2026, 3, 8, 14, 30, tzinfo=UTC)
LATER = NOW + timedelta(seconds=30)
RECORD = ConversationRecord("c1", "web", NOW, NOW)
SADDLE = Choice("x1", "Numb between the legs", "Q04.ces_saddle", 1)
PATIENT = ChatMessage("patient", "my back hurts 😖 <b>", NOW)
BOT = ChatMessage(
    "bot",
    "Do any of these apply?",
    LATER,
    kind="question",
    choices=(SADDLE, Choice("x2", "None of these", "Q04.none")),
    multiple=True,
    question="Q04",
    body_map={"view": "back"},
    sources=({"id": "finucane_2020", "at": "table 3"},),
)
EVIDENCE = (
    Evidence("location", Status.PRESENT, "low_back", quote="back hurts", turn=1),
    Evidence("pain_nrs", Status.PRESENT, 7.0, "Q10", "7", 2),
    Evidence("fever", Status.NEGATED, None, "Q07", "no", 3),
)
DECISION = Decision(
    at=NOW,
    level="L1",
    rules=("R02",),
    evidence={"R02": ("numb between the legs",)},
    gate=None,
    content_version="abc1234-5f",
    model_id="20260308-120000",
    origin="message",
)


@pytest.fixture
def store(engine: Engine) -> SqlConversationStore:
    store = SqlConversationStore(engine)
    store.create(RECORD, token_hash="t1")
    return store


def turn(**changes: Any) -> TurnWork:
    work = TurnWork("c1", LATER, messages=[PATIENT, BOT], tracker_events=[{"event": "user"}, {"event": "bot"}])
    return replace(work, **changes)


def rows(engine: Engine) -> dict[str, int]:
    """How many rows each table has, the empty ones left out."""
    with reading(engine) as connection:
        counts = {t.name: connection.scalar(select(func.count()).select_from(t)) or 0 for t in TABLES}
    return {name: count for name, count in counts.items() if count}


def test_a_conversation_is_found_by_id_and_by_token(store: SqlConversationStore) -> None:
    assert (store.get("c1"), store.by_token("t1")) == (RECORD, RECORD)
    assert (store.get("c2"), store.by_token("t2")) == (None, None)


def test_an_id_or_a_token_is_given_once(store: SqlConversationStore) -> None:
    with pytest.raises(BackstrideError, match="exists already"):
        store.create(RECORD, token_hash="t2")
    with pytest.raises(BackstrideError, match="exists already"):
        store.create(replace(RECORD, id="c2"), token_hash="t1")


def test_times_come_back_aware_and_in_utc(engine: Engine) -> None:
    store = SqlConversationStore(engine)
    there = datetime.fromisoformat("2026-03-08T09:30:00-05:00")
    store.create(ConversationRecord("c9", "sms", there, there), token_hash="t9")
    record = store.get("c9")
    assert record is not None
    assert (record.created_at, record.created_at.tzinfo) == (NOW, UTC)


@pytest.mark.parametrize("wrong", ["", "a\0b", "x" * 65, "\ud800"])
def test_an_impossible_id_is_refused_in_words(store: SqlConversationStore, wrong: str) -> None:
    calls: list[Callable[[str], object]] = [store.get, store.by_token, store.tracker_events, store.last_offer]
    calls += [store.messages, store.export]
    calls += [store.delete, lambda i: store.commit_turn(TurnWork(i, NOW)), lambda i: store.read_turn(i, "")]
    for call in calls:
        with pytest.raises(BackstrideError, match="1 to 64 characters"):
            call(wrong)
    if wrong:  # no key is none
        with pytest.raises(BackstrideError, match="1 to 64 characters"):
            store.read_turn("c1", wrong)


def test_a_turn_is_written_whole_and_read_back(store: SqlConversationStore) -> None:
    stored = store.commit_turn(turn(level="L1", state="paused", findings=EVIDENCE))
    expected = [replace(PATIENT, seq=1), replace(BOT, seq=2)]
    assert stored == expected
    assert store.messages("c1") == expected
    assert store.messages("c1", after=1) == expected[1:]
    assert store.tracker_events("c1") == [{"event": "user"}, {"event": "bot"}]
    assert store.get("c1") == ConversationRecord("c1", "web", NOW, LATER, "paused", "L1")


def test_events_of_many_turns_come_back_in_order(store: SqlConversationStore) -> None:
    events = [{"event": "user", "number": i, "nested": [None, {"a": 1.5}]} for i in range(30)]
    for start, end in ((0, 12), (12, 13), (13, 30)):
        store.commit_turn(TurnWork("c1", NOW, tracker_events=events[start:end], tracker_offset=start))
    assert store.tracker_events("c1") == events


def test_what_a_turn_does_not_mention_stays(store: SqlConversationStore) -> None:
    store.commit_turn(turn(level="L1", state="paused", findings=EVIDENCE))
    store.commit_turn(TurnWork("c1", LATER + timedelta(seconds=9), messages=[PATIENT]))
    assert store.get("c1") == ConversationRecord("c1", "web", NOW, LATER + timedelta(seconds=9), "paused", "L1")
    assert [m.seq for m in store.messages("c1")] == [1, 2, 3]
    assert len(store.export("c1")["findings"]) == 3


def test_findings_that_are_stored_already_are_not_written_again(store: SqlConversationStore) -> None:
    store.commit_turn(turn(findings=EVIDENCE))
    before = store.export("c1")["findings"]
    more = replace(EVIDENCE[0], turn=9)
    store.commit_turn(turn(tracker_offset=2, findings=[*EVIDENCE[:2], more], findings_kept=2))
    after = store.export("c1")["findings"]
    assert (after[:2], after[2]["turn"], len(after)) == (before[:2], 9, 3)
    store.commit_turn(turn(tracker_offset=4))
    assert store.export("c1")["findings"] == after


def test_findings_are_replaced(store: SqlConversationStore) -> None:
    store.commit_turn(turn(findings=EVIDENCE))
    store.commit_turn(turn(tracker_offset=2, findings=EVIDENCE[1:]))
    findings = store.export("c1")["findings"]
    assert [(f["finding"], f["value"]) for f in findings] == [("pain_nrs", 7.0), ("fever", None)]
    store.commit_turn(turn(tracker_offset=4, findings=[]))
    assert store.export("c1")["findings"] == []


def test_the_last_offer_is_the_latest_message_that_asks(store: SqlConversationStore) -> None:
    assert store.last_offer("c1") is None
    store.commit_turn(turn())
    store.commit_turn(TurnWork("c1", LATER, messages=[PATIENT, ChatMessage("bot", "Thanks.", LATER)]))
    assert store.last_offer("c1") == replace(BOT, seq=2)
    asked = ChatMessage("bot", "How old are you?", LATER, question="Q01")
    store.commit_turn(TurnWork("c1", LATER, messages=[asked]))
    assert store.last_offer("c1") == replace(asked, seq=5)


def answer(store: SqlConversationStore, key: str, conversation: str = "c1") -> list[ChatMessage] | None:
    start = store.read_turn(conversation, key)
    assert start is not None
    return start.answer


def test_a_turn_starts_from_all_that_was_kept(store: SqlConversationStore) -> None:
    assert store.read_turn("none", "") is None
    assert store.read_turn("c1", "k1") == TurnStart(RECORD)
    store.commit_turn(turn(client_message_id="k1"))
    record = store.get("c1")
    assert record is not None
    events = store.tracker_events("c1")
    assert len(events) == 2
    offer = replace(BOT, seq=2)
    assert store.read_turn("c1", "k2") == TurnStart(record, events, None, offer)
    assert store.read_turn("c1", "k1") == TurnStart(record, events, [offer], offer)
    assert store.read_turn("c1", "") == TurnStart(record, events, None, offer)


def test_a_repeated_key_finds_the_first_answer(store: SqlConversationStore) -> None:
    assert answer(store, "k1") is None
    store.commit_turn(turn(client_message_id="k1"))
    store.commit_turn(turn(client_message_id="k2", tracker_offset=2))
    assert answer(store, "k1") == [replace(BOT, seq=2)]
    assert answer(store, "k2") == [replace(BOT, seq=4)]
    with pytest.raises(ConflictError):
        store.commit_turn(turn(client_message_id="k1", tracker_offset=4))
    assert len(store.messages("c1")) == 4


def test_a_key_is_a_conversations_own(store: SqlConversationStore) -> None:
    store.create(replace(RECORD, id="c2"), token_hash="t2")
    store.commit_turn(turn(client_message_id="k1"))
    store.commit_turn(turn(client_message_id="k1", conversation_id="c2"))
    assert answer(store, "k1", "c2") == [replace(BOT, seq=2)]


def test_a_turn_that_was_answered_with_silence_counts_as_answered(store: SqlConversationStore) -> None:
    store.commit_turn(TurnWork("c1", LATER, client_message_id="k1", messages=[PATIENT]))
    assert answer(store, "k1") == []


@pytest.mark.parametrize("offset", [0, 1, 3])
def test_a_turn_that_missed_another_is_refused_whole(store: SqlConversationStore, engine: Engine, offset: int) -> None:
    store.commit_turn(turn())
    before = rows(engine)
    late = turn(tracker_offset=offset, level="L1", findings=EVIDENCE, decision=DECISION, alert="triage")
    with pytest.raises(ConflictError):
        store.commit_turn(late)
    assert rows(engine) == before
    assert store.get("c1") == replace(RECORD, last_at=LATER)


def test_a_turn_of_a_deleted_conversation_is_a_conflict(store: SqlConversationStore) -> None:
    store.delete("c1")
    with pytest.raises(ConflictError, match="deleted"):
        store.commit_turn(turn())


def test_text_that_no_database_takes_is_kept_with_a_mark(store: SqlConversationStore) -> None:
    odd = replace(PATIENT, text="numb\0 \ud83d leg 😖")
    told = {"text": odd.text}
    store.commit_turn(TurnWork("c1", NOW, messages=[odd], tracker_events=[told], trace=told))
    assert [m.text for m in store.messages("c1")] == ["numb� � leg 😖"]


def test_decision_and_alert_are_written_with_the_turn(store: SqlConversationStore, engine: Engine) -> None:
    store.commit_turn(turn(level="L1", decision=DECISION, alert="triage"))
    with reading(engine) as connection:
        decision = connection.execute(select(DecisionRow.__table__)).one()
        alert = connection.execute(select(AlertRow.__table__)).one()
    assert (decision.conversation_id, decision.at, decision.level, decision.rules, decision.evidence) == (
        "c1", NOW, "L1", ["R02"], {"R02": ["numb between the legs"]},
    )  # fmt: skip
    assert (decision.content_version, decision.model_id) == ("abc1234-5f", "20260308-120000")
    assert (alert.conversation_id, alert.level, alert.rules, alert.acknowledged_at) == ("c1", "L1", ["R02"], None)


def test_an_alert_that_waits_is_not_raised_again(store: SqlConversationStore, engine: Engine) -> None:
    store.commit_turn(turn(decision=DECISION, alert="triage"))
    store.commit_turn(turn(tracker_offset=2, decision=replace(DECISION, at=LATER), alert="triage"))
    other = replace(DECISION, at=LATER, rules=("R01", "R02"))
    store.commit_turn(turn(tracker_offset=4, decision=other, alert="triage"))
    assert (rows(engine)["alert"], rows(engine)["decision"]) == (2, 3)


def test_refused_consent_leaves_the_row_and_nothing_else(store: SqlConversationStore, engine: Engine) -> None:
    first = turn(findings=EVIDENCE, decision=DECISION, alert="triage", level="L1", client_message_id="k1")
    store.commit_turn(first)
    goodbye = ChatMessage("bot", "Nothing is kept. Call us.", LATER)
    said = store.commit_turn(
        turn(wipe=True, messages=[PATIENT, goodbye], findings=EVIDENCE, level="L1", alert="triage")
    )
    assert [m.seq for m in said] == [3, 4]
    assert store.get("c1") == replace(RECORD, state="declined", last_at=LATER)
    assert rows(engine) == {"conversation": 1, "decision": 1}  # the first turn's decision, without words:
    with reading(engine) as connection:
        kept = connection.execute(select(DecisionRow.conversation_id, DecisionRow.evidence)).one()
    assert tuple(kept) == (None, {})
    store.commit_turn(turn())
    assert [m.seq for m in store.messages("c1")] == [5, 6], "numbers go on, so that a browser sees what is new"


def test_deleting_takes_every_word_and_leaves_the_appointment(store: SqlConversationStore, engine: Engine) -> None:
    store.create(replace(RECORD, id="c2"), token_hash="t2")
    store.commit_turn(turn(findings=EVIDENCE, decision=DECISION, alert="triage", level="L1"))
    store.commit_turn(turn(conversation_id="c2"))
    add_openings(engine, [Opening(0, NOW + timedelta(days=1), 45)])
    book = SqlAppointmentBook(engine, clock=lambda: NOW)
    [opening] = book.openings(after=NOW, limit=1)
    book.book(opening_id=opening.id, conversation_id="c1", request_id="r1", name="Ann", contact="ann@example.org")
    book.request_callback(conversation_id="c1", request_id="r2", name="Ann", contact="ann@example.org", wish="after 5")
    store.delete("c1")
    store.delete("c1")
    assert store.get("c1") is None
    assert rows(engine) == {
        "conversation": 1, "turn": 1, "message": 2, "tracker_event": 1, "decision": 1, "opening": 1, "appointment": 1,
    }  # fmt: skip


def test_the_export_holds_everything_but_inner_values(store: SqlConversationStore) -> None:
    store.commit_turn(turn(findings=EVIDENCE[:1], decision=DECISION, alert="triage", level="L1", trace={"level": "L1"}))
    exported = store.export("c1")
    at, later = "2026-03-08T14:30:00+00:00", "2026-03-08T14:30:30+00:00"
    assert exported == {
        "conversation": {
            "id": "c1", "channel": "web", "created_at": at, "last_at": later, "state": "open", "level": "L1",
            "is_test": False,
        },
        "messages": [
            {"seq": 1, "from": "patient", "kind": "text", "text": "my back hurts 😖 <b>", "at": at, "choices": [],
             "sources": []},
            {"seq": 2, "from": "bot", "kind": "question", "text": "Do any of these apply?", "at": later,
             "choices": ["Numb between the legs", "None of these"],
             "sources": [{"id": "finucane_2020", "at": "table 3"}]},
        ],
        "findings": [
            {"finding": "location", "status": "present", "value": "low_back", "question": "", "quote": "back hurts",
             "turn": 1},
        ],
        "decisions": [
            {"at": at, "level": "L1", "rules": ["R02"], "evidence": {"R02": ["numb between the legs"]}, "gate": None,
             "content_version": "abc1234-5f", "model_id": "20260308-120000"},
        ],
        "turns": [{"at": later, "trace": {"level": "L1"}}],
        "alerts": [{"at": later, "level": "L1", "rules": ["R02"], "reason": "triage", "acknowledged_at": None}],
        "callbacks": [],
        "appointments": [],
    }  # fmt: skip


def test_the_export_of_nothing_says_so(store: SqlConversationStore) -> None:
    with pytest.raises(BackstrideError, match="no such conversation"):
        store.export("c2")
