"""Whatever breaks, at every step: words with a number to call, and nothing counts as answered that nobody answered.

The dialogue, its model and its actions are the real ones; one part of them is broken for one message, at every question
of an intake and at every step of a booking and a call back. The next message is then taken as if nothing had happened.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from actions.booking_form import ActionAskOpening, ActionBook, ValidateBookingForm
from actions.callback_form import ActionRequestCallback, ValidateCallbackForm
from actions.intake_form import ValidateIntakeForm
from actions.record import ActionValidateSlotMappings
from actions.triage import ActionTriage
from backstride.domain.errors import BackstrideError, ServiceUnavailableError, TurnNotKeptError
from backstride.knowledge.conversations import SqlConversationStore
from backstride.services.ports import ChatMessage
from backstride.wiring import Backstride
from tests.conversations.conftest import FRIDAY_MORNING
from tests.conversations.driver import LIMIT, Clock, Player

pytestmark = pytest.mark.conversation

DANGER = "i cant pee since this morning and im numb down there"
ACTIONS = (
    ActionValidateSlotMappings, ValidateIntakeForm, ActionTriage, ValidateBookingForm, ActionAskOpening, ActionBook,
    ValidateCallbackForm, ActionRequestCallback,
)  # fmt: skip
Break = Callable[[pytest.MonkeyPatch], None]


def raising(*_: Any, **__: Any) -> Any:
    raise RuntimeError("broken by a test")


async def raising_later(*_: Any, **__: Any) -> Any:
    raise RuntimeError("broken by a test")


async def hanging(*_: Any, **__: Any) -> Any:
    await asyncio.sleep(60)


def every_action(act: Any) -> Break:
    def broken(patch: pytest.MonkeyPatch) -> None:
        for action in ACTIONS:
            patch.setattr(action, "act", act)

    return broken


def part(name: str, instead: Any) -> Break:
    return lambda patch: patch.setattr(name, instead)


BREAKS: Mapping[str, Break] = {
    "an action raises": every_action(raising_later),
    "an action hangs": every_action(hanging),
    "no action can be run": part("backstride.engine.in_process.InProcessActions.request", raising_later),
    "an action answers nonsense": part(
        "backstride.engine.in_process.InProcessActions.request", lambda *_, **__: _nonsense()
    ),
    "the classifier raises": part("backstride.nlu.intent_model.IntentModel.rank", raising),
    "the reader in the pipeline raises": part("backstride.nlu.mention_extractor._entities", raising),
    "the screener in the pipeline raises": part("backstride.nlu.red_flag_screener.interrupts", raising),
    "the policy raises": part("rasa.core.policies.rule_policy.RulePolicy._predict", raising),
    "the tracker cannot be read": part("backstride.engine.tracker_store.TurnTrackerStore.retrieve", raising_later),
    "the tracker cannot be saved": part("backstride.engine.tracker_store.TurnTrackerStore.save", raising_later),
}


READING = {
    "the classifier raises",
    "the reader in the pipeline raises",
    "the screener in the pipeline raises",
}


async def _nonsense() -> Any:
    return {"events": "none", "responses": 7}


@pytest.fixture
def impatient(app: Backstride, monkeypatch: pytest.MonkeyPatch) -> None:
    """A turn may take two seconds, so that one that hangs does not hold up the tests."""
    monkeypatch.setattr(app.conversations, "_timeout_s", 2.0)


async def steps(player: Player) -> AsyncIterator[tuple[str, Callable[[Player], Any]]]:
    """Walk through an intake, a booking and a call back; yield each step with what answers it."""
    await player.open()
    words = {"Q00": "yes", "Q01": "38", "Q02": "my low back hurts"}
    for _ in range(LIMIT):
        if player.question is None:
            break
        said = words.get(player.question.question)
        answer = _say(said) if said else _plainest
        yield player.question.question, answer
        await answer(player)
    for name, answer in AFTERWARDS.items():
        yield name, answer
        await answer(player)


def _say(words: str) -> Callable[[Player], Any]:
    return lambda player: player.say(words)


def _plainest(player: Player) -> Any:
    return player.say(player.plainest or "not sure")  # typed, so that it has to be understood


def _pick(player: Player) -> Any:
    return player.choose(next(iter(player.offer)))


AFTERWARDS: Mapping[str, Callable[[Player], Any]] = {
    "wants to book": _say("id like to come in and book a visit please"),
    "a time": _pick,
    "a name": _say("Sam Example"),
    "a contact": _say("sam@example.com"),
    "wants a call": _say("please have someone call me"),
    "a name for the call": _say("Sam Example"),
    "a number for the call": _say("(555) 555-0123"),
}


def is_safe(app: Backstride, messages: tuple[ChatMessage, ...]) -> bool:
    """Whether the words name the clinic's phone and the emergency number, and nothing is claimed, asked or offered."""
    text = " ".join(message.text for message in messages)
    plain = all(not m.question and not m.choices and m.kind == "text" for m in messages)
    numbers = app.clinic.placeholders()
    return plain and numbers["clinic_phone"] in text and numbers["emergency_number"] in text


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("broken", BREAKS)
async def test_a_broken_turn_at_every_step(app: Backstride, clock: Clock, broken: str) -> None:
    clock.now = FRIDAY_MORNING
    offset = list(BREAKS).index(broken)
    channel = ("web", "sms")[offset % 2]
    walker = Player(app, channel)
    faults: dict[tuple[str, str], Any] = {}
    seen = []
    if "hangs" in broken:
        app.conversations._timeout_s = 0.3
    async for step, answer in steps(walker):
        seen.append(step)
        is_covered = step in UNREAD and broken in READING
        if is_covered or (broken != "an action raises" and (len(seen) + offset) % 3):
            continue
        twin, other, straight = await walker.fork(), await walker.fork(), await walker.fork()
        before = app.store.tracker_events(twin.conversation)
        with pytest.MonkeyPatch.context() as patch:
            BREAKS[broken](patch)
            quiet, loud = await answer(twin), await other.say(DANGER)
        if not is_safe(app, quiet.messages):
            faults[step, "words"] = [m.text for m in quiet.messages]
        if loud.messages[0].kind != "emergency" or loud.state["level"] != "L1":
            faults[step, "danger"] = [m.text for m in loud.messages]
        if [e for e in app.store.tracker_events(twin.conversation) if e.get("name") != "evidence"] != [
            e for e in before if e.get("name") != "evidence"
        ]:
            faults[step, "kept"] = app.store.tracker_events(twin.conversation)[len(before) :]
        if step not in COMPETING:
            twin.last, twin.offer = walker.last, dict(walker.offer)
            again = [m.text for m in (await answer(twin)).messages]
            if again != [m.text for m in (await answer(straight)).messages]:
                faults[step, "afterwards"] = again
    assert faults == {}
    assert {"Q00", "Q03", "Q04", "Q05", "Q06", "Q07", *AFTERWARDS} <= set(seen)


COMPETING = {"a contact"}
"""Steps at which twins would take the same time from each other."""
UNREAD = {"a time"}
"""Steps at which nothing is typed, so that nothing that reads can break."""


def kept(app: Backstride, player: Player) -> int:
    return len(app.store.tracker_events(player.conversation))


@pytest.mark.parametrize("channel", ["web", "sms"])
async def test_a_reply_that_was_lost_is_sent_again_and_nothing_moves(
    app: Backstride, clock: Clock, channel: Any
) -> None:
    clock.now = FRIDAY_MORNING
    walker = Player(app, channel)
    asked = []
    async for step, _ in steps(walker):
        if step not in GATES:
            continue
        asked.append(step)
        twin = await walker.fork()
        words = twin.plainest or "no"
        first = await twin.say(words, client_message_id=f"once-{step}")
        events = kept(app, twin)
        again = await twin.say(words, client_message_id=f"once-{step}")
        assert [m.text for m in again.messages] == [m.text for m in first.messages]
        assert (kept(app, twin), again.state["question"]) == (events, first.state["question"])
    assert asked == [*GATES, "Q07"][: len(asked)]
    assert len(asked) >= len(GATES)


GATES = ("Q03", "Q04", "Q05", "Q06", "Q07")
ODD = {
    "nothing": "",
    "blanks": " \n\t ",
    "NUL": "\x00",
    "half an emoji": "\ud83d",
    "words with NUL": "my ba\x00ck hur\x00ts",
    "emoji": "\N{FACE WITH HEAD-BANDAGE}" * 40,
    "right to left": "\u0638\u0647\u0631\u064a \u064a\u0624\u0644\u0645\u0646\u064a",
    "placeholders": "{clinic_phone} {0} %s %(x)s {{",
    "a payload": '/answer{"choice": ["Q03.none", "Q04.none"]}',
    "another payload": "/action_listen",
    "a query": "'); drop table conversation; --",
    "a megabyte": "x" * 1_000_000,
    "a megabyte of words": "no " * 333_000,
}


@pytest.mark.parametrize("odd", ODD)
async def test_odd_text_at_a_gate_is_answered_and_answers_nothing(app: Backstride, clock: Clock, odd: str) -> None:
    clock.now = FRIDAY_MORNING
    walker = Player(app, ("web", "sms")[list(ODD).index(odd) % 2])
    async for step, _ in steps(walker):
        if step == "Q04":
            break
    twin = await walker.fork()
    result = await twin.say(ODD[odd])
    assert [bool(m.text.strip()) for m in result.messages] == [True] * len(result.messages)
    assert len(result.messages) > 0
    assert result.state["level"] is None
    told = "".join(message.text for message in result.messages)
    assert "911" in told or result.state["question"]
    assert open_gate(app, twin) in {"Q03", "Q04"}
    assert (await twin.say(DANGER)).messages[0].kind == "emergency"


def open_gate(app: Backstride, player: Player) -> str:
    """Return the first gate that was not answered."""
    answered = {entry["question"] for entry in asked_so_far(app, player) if entry["outcome"] == "answered"}
    return next(gate for gate in GATES if gate not in answered)


def asked_so_far(app: Backstride, player: Player) -> list[Mapping[str, Any]]:
    events = app.store.tracker_events(player.conversation)
    return next(e["value"] for e in reversed(events) if e.get("event") == "slot" and e.get("name") == "asked")


@pytest.mark.parametrize("length", [300, 100_000])
async def test_ids_that_fit_no_column_are_refused_and_change_nothing(
    app: Backstride, clock: Clock, length: int
) -> None:
    clock.now = FRIDAY_MORNING
    player = Player(app, "web")
    await player.open()
    events = kept(app, player)
    with pytest.raises(BackstrideError):
        await app.conversations.say("x" * length, text=DANGER)
    with pytest.raises(BackstrideError):
        await app.conversations.say("a\x00b", text=DANGER)
    with pytest.raises(BackstrideError):
        await player.say("yes", client_message_id="x" * length)
    assert kept(app, player) == events
    assert (await player.say("yes")).state["question"] == "Q01"


@contextmanager
def locked(app: Backstride) -> Iterator[None]:
    """Hold the database's write lock."""
    held = sqlite3.connect(app.settings.database_url.removeprefix("sqlite:///"))
    held.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        held.rollback()
        held.close()


async def test_a_database_that_is_locked_in_the_middle_of_a_turn(app: Backstride, clock: Clock) -> None:
    clock.now = FRIDAY_MORNING
    walker = Player(app, "web")
    async for step, _ in steps(walker):
        if step == "Q04":
            break
    twin, events = await walker.fork(), kept(app, walker)
    with locked(app):
        with pytest.raises(TurnNotKeptError) as harmless:
            await twin.say("None of these", client_message_id="locked")
        with pytest.raises(TurnNotKeptError) as danger:
            await twin.say(DANGER)
    assert is_safe(app, spoken(harmless.value))
    assert spoken(danger.value)[0].kind == "emergency"
    again = await twin.say("None of these", client_message_id="locked")
    assert (again.messages[0].kind, again.state["question"]) == ("emergency", None)
    assert kept(app, twin) > events


async def test_a_database_that_is_locked_while_a_gate_is_answered(app: Backstride, clock: Clock) -> None:
    clock.now = FRIDAY_MORNING
    walker = Player(app, "web")
    async for step, _ in steps(walker):
        if step == "Q04":
            break
    twin, events = await walker.fork(), kept(app, walker)
    with locked(app), pytest.raises(TurnNotKeptError):
        await twin.say("None of these", client_message_id="locked")
    assert (kept(app, twin), open_gate(app, twin)) == (events, "Q04")
    again = await twin.say("None of these", client_message_id="locked")
    assert again.state["question"] == "Q05"


@pytest.mark.parametrize("lost", ["read_turn", "commit_turn"])
async def test_a_database_that_goes_away_at_any_point(
    app: Backstride, clock: Clock, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    clock.now = FRIDAY_MORNING
    walker = Player(app, "sms")
    async for step, _ in steps(walker):
        if step == "Q05":
            break
    twin, events = await walker.fork(), kept(app, walker)

    def gone(*_: Any, **__: Any) -> Any:
        raise ServiceUnavailableError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(SqlConversationStore, lost, gone)
        with pytest.raises(TurnNotKeptError) as harmless:
            await twin.say("no", client_message_id="gone")
        with pytest.raises(TurnNotKeptError) as danger:
            await twin.say(DANGER, client_message_id="gone-2")
    assert is_safe(app, spoken(harmless.value))
    assert spoken(danger.value)[0].kind == "emergency"
    assert (kept(app, twin), open_gate(app, twin)) == (events, "Q05")
    assert (await twin.say("no", client_message_id="gone")).state["question"] == "Q06"


def spoken(error: TurnNotKeptError) -> tuple[ChatMessage, ...]:
    return tuple(message for message in error.messages if isinstance(message, ChatMessage))


@pytest.mark.parametrize(("second", "asked"), [("None of these", "Q04"), ("my back", "Q04")])
async def test_two_messages_at_once_at_a_gate_answer_it_once(
    app: Backstride, clock: Clock, second: str, asked: str
) -> None:
    clock.now = FRIDAY_MORNING
    walker = Player(app, "web")
    async for step, _ in steps(walker):
        if step == "Q03":
            break
    twin = await walker.fork()
    both = await asyncio.gather(twin.say("None of these"), twin.say(second))
    assert [result.state["question"] for result in both] == ["Q04", asked]
    assert open_gate(app, twin) == "Q04"
