"""An emergency waits neither for a slow database nor for a lost one; its decision is never in memory only."""

import asyncio
import time
from typing import Any

import pytest
from sqlalchemy import Engine

from backstride.domain.errors import TurnNotKeptError
from backstride.engine import keeping
from backstride.knowledge.conversations import SqlConversationStore
from backstride.services.ports import ChatMessage, TurnWork
from backstride.wiring import Backstride
from tests.contracts.test_last_line import DANGER, HARMLESS, Bench, answers, texts


class Slow(SqlConversationStore):
    """A store that takes its time over whatever a patient says."""

    wait_s = 0.0

    def commit_turn(self, work: TurnWork) -> list[ChatMessage]:
        if any(message.sender == "patient" for message in work.messages):
            time.sleep(self.wait_s)
        return super().commit_turn(work)


@pytest.fixture
def slow(parts: Backstride, database: Engine) -> Bench:
    return Bench(parts, database, Slow(database))


def _wait(bench: Bench, seconds: float) -> None:
    bench.store.wait_s = seconds  # type: ignore[attr-defined]


async def test_a_commit_that_takes_long_leaves_the_decision_on_disk_and_the_turn_is_kept(slow: Bench) -> None:
    conversation = await slow.started(answers)
    _wait(slow, keeping.BUDGET_S + 0.1)
    result = await slow.conversations.say(conversation, text=DANGER)
    assert [message.kind for message in result.messages] == ["emergency", "text"]
    assert [decision.level for decision in slow.spooled] == ["L1"]
    assert [decision["level"] for decision in slow.decisions(conversation)] == ["L1"]


async def test_the_words_of_an_emergency_go_out_while_the_database_hangs(
    slow: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "PATIENCE_S", 0.3)
    conversation = await slow.started(answers)
    _wait(slow, 1.5)
    started = time.monotonic()
    with pytest.raises(TurnNotKeptError) as caught:
        await slow.conversations.say(conversation, text=DANGER)
    assert time.monotonic() - started < 1.4
    assert [m.kind for m in caught.value.messages if isinstance(m, ChatMessage)] == ["emergency", "text"]
    assert [decision.level for decision in slow.spooled] == ["L1"]
    await asyncio.gather(*slow.conversations._keeper._late.values())  # what comes late is kept, too
    assert slow.alerts() == ["L1"]


async def test_other_turns_wait_for_the_database(slow: Bench) -> None:
    conversation = await slow.started(answers)
    _wait(slow, keeping.BUDGET_S + 0.1)
    assert texts((await slow.conversations.say(conversation, text=HARMLESS)).messages) == ["heard"]
    assert slow.spooled == []


async def test_a_full_disk_on_top_of_it_does_not_keep_the_words_back(slow: Bench, parts: Backstride) -> None:
    def full(*_: Any) -> None:
        raise OSError("no space left")

    slow.conversations._keeper._spool = full
    conversation = await slow.started(answers)
    _wait(slow, keeping.BUDGET_S + 0.1)
    assert len((await slow.conversations.say(conversation, text=DANGER)).messages) == 2


async def test_the_next_turn_waits_for_an_emergency_that_is_still_being_written(
    slow: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = await slow.started(answers)
    with monkeypatch.context() as patch:
        patch.setattr(keeping, "PATIENCE_S", 0.3)
        _wait(slow, 0.8)
        with pytest.raises(TurnNotKeptError):
            await slow.conversations.say(conversation, text=DANGER)
    _wait(slow, 0.0)
    await slow.conversations.say(conversation, text=HARMLESS)
    stored = await slow.conversations.messages(conversation)
    assert [message.text for message in stored if message.sender == "patient"] == [DANGER, HARMLESS]
    assert slow.alerts() == ["L1"]
