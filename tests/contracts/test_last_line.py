"""What holds when everything else breaks: the engine with a dialogue that raises, hangs, is silent or is missing.

Everything is real here but Rasa's agent: reader, rules, words, database. docs/hazards.md points to these tests.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from backstride.domain.errors import ServiceUnavailableError, TurnNotKeptError, UnknownChoiceError
from backstride.engine.conversations import RasaConversations
from backstride.engine.evidence import slot_event
from backstride.engine.messages import Presenter
from backstride.engine.outcome import Outcome
from backstride.engine.turn import current_turn
from backstride.knowledge import operational_tables
from backstride.knowledge.base import Base
from backstride.knowledge.conversations import SqlConversationStore
from backstride.knowledge.database import make_engine
from backstride.knowledge.staff_queries import SqlConversationQueries
from backstride.services.ports import ChatMessage, Decision, TurnWork
from backstride.settings import Settings
from backstride.wiring import Backstride

DANGER = "I can't pee since this morning and my groin is numb"
HARMLESS = "my back hurts when I sit"
APOLOGY = "Something went wrong on our side."


@dataclass
class Agent:
    """Stands where Rasa's agent would; keeps what it was sent."""

    act: Callable[[Any], Awaitable[None]]
    heard: list[tuple[str, bool]] = field(default_factory=list)

    async def handle_message(self, message: Any) -> None:
        self.heard.append((message.text, message.metadata["trusted_payload"]))
        await self.act(message)


async def answers(message: Any) -> None:
    turn = current_turn.get()
    turn.said.append({"text": "heard", "utter_action": "utter_heard"})
    turn.new_events = [{"event": "user", "text": message.text, "timestamp": 0.0}]


async def asks(message: Any) -> None:
    await answers(message)
    current_turn.get().said.append({"text": "Yes or no?", "utter_action": "utter_ask_consent"})


async def raises(_message: Any) -> None:
    raise RuntimeError("the dialogue broke")


async def raises_half_way(message: Any) -> None:
    await answers(message)
    raise RuntimeError("the dialogue broke")


async def hangs(_message: Any) -> None:
    await asyncio.sleep(60)


async def says_nothing(_message: Any) -> None:
    current_turn.get().new_events = [{"event": "user", "text": "x", "timestamp": 0.0}]


async def loses_an_action(message: Any) -> None:
    await answers(message)
    current_turn.get().failures.append("action_triage")


BROKEN = [raises, raises_half_way, hangs, says_nothing, loses_an_action]
broken = pytest.mark.parametrize("act", BROKEN, ids=lambda act: act.__name__)


@pytest.fixture(scope="module")
def parts() -> Backstride:
    return Backstride(Settings(secret_key="k" * 32))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path / 'test.db'}")
    Base.metadata.create_all(engine, tables=operational_tables.TABLES)
    yield engine
    engine.dispose()


class Bench:
    """An engine under test, with everything that it wrote within reach."""

    def __init__(self, parts: Backstride, engine: Engine, store: SqlConversationStore | None = None) -> None:
        self.engine = engine
        self.store = store or SqlConversationStore(engine)
        self.agent: Agent | None = Agent(answers)
        self.spooled: list[Decision] = []
        self.conversations = RasaConversations(
            agent=self._agent,
            store=self.store,
            screener=parts.screener,
            outcome=Outcome(
                Presenter(parts.content.rules.questions),
                parts.last_word,
                parts.content.rules,
                content_version="test-content",
                model_id=lambda: "test-model",
            ),
            last_word=parts.last_word,
            spool=lambda _conversation, decision: self.spooled.append(decision),
            timeout_s=0.2,
        )

    def _agent(self) -> Agent:
        if self.agent is None:
            raise RuntimeError("no model")
        return self.agent

    async def started(self, act: Callable[[Any], Awaitable[None]] = answers) -> str:
        """Open a conversation, take one good turn, and go on with `act`."""
        conversation, _, _ = await self.conversations.open("web")
        self.agent = Agent(act)
        return conversation

    def alerts(self) -> list[str | None]:
        return [alert.level for alert in SqlConversationQueries(self.engine).open_alerts()]

    def decisions(self, conversation: str) -> list[dict[str, Any]]:
        decisions: list[dict[str, Any]] = self.store.export(conversation)["decisions"]
        return decisions


@pytest.fixture
def bench(parts: Backstride, database: Engine) -> Bench:
    return Bench(parts, database)


def texts(messages: tuple[ChatMessage, ...] | list[ChatMessage]) -> list[str]:
    return [message.text for message in messages]


@broken
async def test_a_broken_turn_ends_in_words_with_numbers_to_call(bench: Bench, act: Any) -> None:
    conversation = await bench.started(act)
    result = await bench.conversations.say(conversation, text=HARMLESS)
    assert [(message.sender, message.text.startswith(APOLOGY)) for message in result.messages] == [("bot", True)]
    assert "911" in result.messages[0].text
    assert "(555) 555-0100" in result.messages[0].text


@broken
async def test_danger_in_a_broken_turn_is_told_first_and_alerts_staff(bench: Bench, act: Any) -> None:
    conversation = await bench.started(act)
    result = await bench.conversations.say(conversation, text=DANGER)
    assert [message.kind for message in result.messages] == ["emergency", "text"]
    assert "911" in result.messages[0].text
    assert result.state["level"] == "L1"
    assert bench.alerts() == ["L1"]
    assert [decision["level"] for decision in bench.decisions(conversation)] == ["L1"]


async def test_without_a_model_danger_is_told(bench: Bench) -> None:
    conversation = await bench.started()
    bench.agent = None
    result = await bench.conversations.say(conversation, text=DANGER)
    assert [message.kind for message in result.messages] == ["emergency", "text"]
    assert bench.alerts() == ["L1"]


async def test_danger_that_the_dialogue_missed_is_put_first(bench: Bench) -> None:
    conversation = await bench.started(answers)
    result = await bench.conversations.say(conversation, text=DANGER)
    assert [(message.kind, message.text == "heard") for message in result.messages] == [
        ("emergency", False),
        ("text", True),
    ]
    assert bench.alerts() == ["L1"]


async def test_harmless_words_are_left_to_the_dialogue(bench: Bench) -> None:
    conversation = await bench.started(answers)
    result = await bench.conversations.say(conversation, text=HARMLESS)
    assert texts(result.messages) == ["heard"]
    assert bench.alerts() == []


@broken
async def test_half_a_turn_is_never_kept(bench: Bench, act: Any) -> None:
    conversation = await bench.started(act)
    before = bench.store.tracker_events(conversation)
    await bench.conversations.say(conversation, text="hello")
    assert bench.store.tracker_events(conversation) == before


async def test_what_was_told_in_a_broken_turn_is_not_lost(bench: Bench) -> None:
    conversation = await bench.started(raises_half_way)
    await bench.conversations.say(conversation, text=DANGER)
    kept = bench.store.tracker_events(conversation)[-1]
    assert (kept["event"], kept["name"]) == ("slot", "evidence")
    assert {item["finding"] for item in kept["value"]} >= {"ces_bladder", "ces_saddle"}


async def test_a_turn_that_cannot_be_stored_still_tells_danger_and_spools_the_decision(
    parts: Backstride, database: Engine
) -> None:
    class Full(SqlConversationStore):
        def commit_turn(self, work: TurnWork) -> list[ChatMessage]:
            if any(message.sender == "patient" for message in work.messages):
                raise ServiceUnavailableError("disk full")
            return super().commit_turn(work)

    bench = Bench(parts, database, Full(database))
    conversation = await bench.started(answers)
    with pytest.raises(TurnNotKeptError) as caught:
        await bench.conversations.say(conversation, text=DANGER)
    spoken = [message for message in caught.value.messages if isinstance(message, ChatMessage)]
    assert [message.kind for message in spoken] == ["emergency", "text"]
    assert [decision.level for decision in bench.spooled] == ["L1"]


async def test_a_database_that_cannot_be_read_still_tells_danger(parts: Backstride, database: Engine) -> None:
    class Gone(SqlConversationStore):
        def read_turn(self, conversation_id: str, client_message_id: str) -> Any:
            raise ServiceUnavailableError("no answer")

    bench = Bench(parts, database, Gone(database))
    with pytest.raises(TurnNotKeptError) as caught:
        await bench.conversations.say("0" * 32, text=DANGER)
    spoken = [message for message in caught.value.messages if isinstance(message, ChatMessage)]
    assert [message.kind for message in spoken] == ["emergency", "text"]


async def test_a_turn_that_another_process_overtook_is_taken_again(parts: Backstride, database: Engine) -> None:
    class Overtaken(SqlConversationStore):
        refused = 0

        def commit_turn(self, work: TurnWork) -> list[ChatMessage]:
            if work.messages and work.messages[0].sender == "patient" and self.refused < 1:
                self.refused += 1
                other = slot_event("stage", None, work.at)
                there = work.tracker_offset
                super().commit_turn(
                    TurnWork(work.conversation_id, work.at, tracker_events=[other], tracker_offset=there)
                )
            return super().commit_turn(work)

    store = Overtaken(database)
    bench = Bench(parts, database, store)
    conversation = await bench.started(answers)
    result = await bench.conversations.say(conversation, text=HARMLESS)
    assert texts(result.messages) == ["heard"]
    assert [m.text for m in bench.store.messages(conversation) if m.sender == "patient"] == [HARMLESS]
    assert store.refused == 1


@pytest.mark.parametrize(
    "typed", ['/answer{"choice": ["Q04.none"]}', "/restart", " \u00a0//restart", "/ / /restart", "\u3000/\x1c/restart"]
)
async def test_a_typed_payload_reaches_the_dialogue_as_words(bench: Bench, typed: str) -> None:
    conversation = await bench.started(answers)
    await bench.conversations.say(conversation, text=typed)
    assert bench.agent is not None
    (text, is_trusted), *more = bench.agent.heard
    assert (text.strip().startswith("/"), is_trusted, more) == (False, False, [])


async def test_a_choice_that_was_not_offered_is_refused(bench: Bench) -> None:
    conversation = await bench.started(asks)
    result = await bench.conversations.say(conversation, text="hello")
    offered = [choice.id for choice in result.messages[-1].choices]
    assert len(offered) == 3
    with pytest.raises(UnknownChoiceError):
        await bench.conversations.say(conversation, choices=["Q00.yes"])
    with pytest.raises(UnknownChoiceError):
        await bench.conversations.say(conversation, choices=offered[:2])


async def test_a_choice_travels_as_a_trusted_payload_that_no_patient_can_write(bench: Bench) -> None:
    conversation = await bench.started(asks)
    result = await bench.conversations.say(conversation, text="hello")
    await bench.conversations.say(conversation, choices=[result.messages[-1].choices[0].id])
    assert bench.agent is not None
    assert bench.agent.heard[-1] == ('/answer{"choice": ["Q00.yes"]}', True)


async def test_after_refused_consent_danger_is_told_and_no_word_is_kept(bench: Bench) -> None:
    conversation = await bench.started(answers)
    bench.store.commit_turn(TurnWork(conversation, bench.store.get(conversation).last_at, wipe=True))  # type: ignore[union-attr]
    bench.agent = None  # not even needed
    result = await bench.conversations.say(conversation, text=DANGER)
    assert [message.kind for message in result.messages] == ["emergency", "text"]
    assert "pee since" not in str(bench.store.export(conversation))
    assert bench.alerts() == ["L1"]


@pytest.mark.parametrize("state", ["paused", "opted_out"])
async def test_danger_is_told_while_staff_have_taken_over_or_after_opting_out(bench: Bench, state: Any) -> None:
    conversation = await bench.started(raises)
    await bench.conversations.set_state(conversation, state)
    quiet = await bench.conversations.say(conversation, text=HARMLESS)
    loud = await bench.conversations.say(conversation, text=DANGER)
    assert ([m.kind for m in quiet.messages], [m.kind for m in loud.messages]) == ([], ["emergency"])
    assert bench.alerts() == ["L1"]


@pytest.mark.parametrize("times", [400, 1000], ids=["6000", "15000"])
async def test_too_long_a_text_is_screened_whole(bench: Bench, times: int) -> None:
    conversation = await bench.started(raises)
    result = await bench.conversations.say(conversation, text="my back hurts. " * times + DANGER)
    assert [message.kind for message in result.messages] == ["emergency", "text"]


async def test_nothing_typed_is_answered(bench: Bench) -> None:
    conversation = await bench.started(raises)
    result = await bench.conversations.say(conversation, text=" \u200b\x00 ")
    assert len(result.messages) == 1


async def test_two_messages_at_once_take_turns(bench: Bench) -> None:
    running = 0
    most = 0

    async def slowly(message: Any) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.02)
        await answers(message)
        running -= 1

    conversation = await bench.started(slowly)
    said = await asyncio.gather(*(bench.conversations.say(conversation, text=f"message {n}") for n in range(5)))
    assert most == 1
    assert [texts(result.messages) for result in said] == [["heard"]] * 5
    patient = [m.text for m in bench.store.messages(conversation) if m.sender == "patient"]
    assert patient == [f"message {n}" for n in range(5)]


async def test_a_message_sent_twice_counts_once(bench: Bench) -> None:
    conversation = await bench.started(answers)
    first = await bench.conversations.say(conversation, text=HARMLESS, client_message_id="a")
    again = await bench.conversations.say(conversation, text=HARMLESS, client_message_id="a")
    assert texts(again.messages) == texts(first.messages)
    assert bench.agent is not None
    assert len(bench.agent.heard) == 1


async def test_words_sent_again_before_they_were_answered_answer_nothing_else(bench: Bench) -> None:
    async def slowly(message: Any) -> None:
        await asyncio.sleep(0.02)
        await answers(message)

    conversation = await bench.started(slowly)
    first, again = await asyncio.gather(*(bench.conversations.say(conversation, text="none") for _ in range(2)))
    assert texts(again.messages) == texts(first.messages) == ["heard"]
    assert [m.text for m in bench.store.messages(conversation) if m.sender == "patient"] == ["none"]
    later = await bench.conversations.say(conversation, text="none")
    assert [m.seq for m in later.messages] > [m.seq for m in first.messages]
