"""After an emergency nothing else is said, whatever the dialogue does, until staff release it."""

from typing import Any

import pytest
from sqlalchemy import Engine, select

from backstride.engine.evidence import latest_evidence, latest_slot
from backstride.engine.turn import current_turn
from backstride.knowledge.database import reading
from backstride.knowledge.operational_tables import AuditRow, DecisionRow
from tests.contracts.test_last_line import DANGER, HARMLESS, Bench, answers, raises, texts

REMINDER = "Please get emergency care first."


async def chats(message: Any) -> None:
    """Answer with small talk and an offer, as a dialogue that forgot the emergency would."""
    await answers(message)
    offer = {"label": "Book a visit", "value": "intent:book_appointment"}
    current_turn.get().said.append({"text": "Book?", "utter_action": "utter_result_next", "choices": [offer]})


async def says_goodbye(message: Any) -> None:
    await answers(message)
    current_turn.get().said[-1] = {"text": "We stop.", "utter_action": "utter_stop"}


async def in_emergency(bench: Bench, text: str = DANGER) -> str:
    """A conversation whose turn broke while an emergency was told."""
    conversation = await bench.started(raises)
    await bench.conversations.say(conversation, text=text)
    return conversation


async def test_an_emergency_in_a_broken_turn_is_remembered(bench: Bench) -> None:
    conversation = await in_emergency(bench)
    events = bench.store.tracker_events(conversation)
    assert (latest_slot(events, "stage"), latest_slot(events, "triage_level")) == ("emergency", "L1")


async def test_a_dialogue_that_chats_on_is_silenced(bench: Bench) -> None:
    conversation = await in_emergency(bench)
    assert bench.agent is not None
    bench.agent.act = chats
    result = await bench.conversations.say(conversation, text="what are your hours?")
    assert [(m.kind, m.text.startswith(REMINDER), m.choices) for m in result.messages] == [("emergency", True, ())]


async def test_the_wish_to_be_left_alone_is_answered(bench: Bench) -> None:
    conversation = await in_emergency(bench)
    assert bench.agent is not None
    bench.agent.act = says_goodbye
    assert texts((await bench.conversations.say(conversation, text="stop texting me")).messages) == ["We stop."]


async def test_a_turn_that_breaks_after_an_emergency_reminds_of_it_first(bench: Bench) -> None:
    conversation = await in_emergency(bench)
    result = await bench.conversations.say(conversation, text=HARMLESS)
    assert [(m.kind, m.text.startswith(REMINDER)) for m in result.messages] == [("emergency", True), ("text", False)]


@pytest.mark.parametrize("state", ["paused", "opted_out"])
async def test_what_is_said_to_nobody_is_remembered_for_the_dialogue(bench: Bench, state: Any) -> None:
    conversation = await bench.started(answers)
    await bench.conversations.set_state(conversation, state)
    await bench.conversations.say(conversation, text=DANGER)
    events = bench.store.tracker_events(conversation)
    assert {item["finding"] for item in latest_evidence(events)} >= {"ces_bladder", "ces_saddle"}
    assert latest_slot(events, "stage") == "emergency"


async def test_staff_release_an_emergency_and_the_log_keeps_both(bench: Bench, database: Engine) -> None:
    conversation = await in_emergency(bench, "my back hurts and my groin is numb")
    assert await bench.conversations.release(conversation, login="kim") is True
    record = bench.store.get(conversation)
    assert record is not None
    assert record.level is None
    events = bench.store.tracker_events(conversation)
    assert [latest_slot(events, name) for name in ("stage", "triage_level")] == [None, None]
    denied = [(e["finding"], e["question"]) for e in latest_evidence(events) if e["status"] == "negated"]
    assert denied == [("ces_saddle", "RF02")]
    with reading(database) as connection:
        audit = connection.execute(select(AuditRow.login, AuditRow.action, AuditRow.subject)).all()
        logged = connection.execute(select(DecisionRow.level, DecisionRow.origin).order_by(DecisionRow.id)).all()
    assert [tuple(row) for row in audit] == [("kim", "emergency.released", conversation)]
    assert [tuple(row) for row in logged] == [("L1", "message"), (None, "staff")]
    assert "we can go on" in bench.store.messages(conversation)[-1].text


async def test_after_a_release_the_dialogue_is_heard_again(bench: Bench) -> None:
    conversation = await in_emergency(bench)
    await bench.conversations.release(conversation, login="kim")
    assert bench.agent is not None
    bench.agent.act = answers
    assert texts((await bench.conversations.say(conversation, text=HARMLESS)).messages) == ["heard"]


async def test_there_is_nothing_to_release_in_a_conversation_that_is_gone(bench: Bench) -> None:
    assert await bench.conversations.release("0" * 32, login="kim") is False
