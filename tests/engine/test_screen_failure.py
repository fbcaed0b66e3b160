"""A screen that breaks is an alarm of its own: words with numbers to call, and staff are alerted."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine

from backstride.knowledge.staff_queries import SqlConversationQueries
from backstride.services.ports import TurnWork
from backstride.services.screening import Screener
from backstride.wiring import Backstride
from tests.contracts.test_last_line import APOLOGY, HARMLESS, Bench, answers


class BrokenReader:
    def read(self, text: str, **_: Any) -> Any:
        raise ZeroDivisionError("a defect in the reader")


@pytest.fixture
def blind(bench: Bench, parts: Backstride) -> Bench:
    rules = parts.content.rules
    bench.conversations._screener = Screener(BrokenReader(), rules.triage, rules.vocabulary)  # type: ignore[arg-type]
    return bench


def reasons(engine: Engine) -> list[tuple[str | None, str]]:
    return [(alert.level, alert.reason) for alert in SqlConversationQueries(engine).open_alerts()]


async def test_the_turn_ends_in_words_with_numbers_and_the_dialogue_is_not_asked(
    blind: Bench, parts: Backstride
) -> None:
    blind.conversations._screener, broken = parts.screener, blind.conversations._screener
    conversation = await blind.started(answers)
    blind.conversations._screener = broken
    result = await blind.conversations.say(conversation, text=HARMLESS)
    assert [message.text.startswith(APOLOGY) for message in result.messages] == [True]
    assert all(number in result.messages[0].text for number in ("911", "(555) 555-0100"))
    assert (blind.agent and blind.agent.heard, reasons(blind.engine)) == ([], [(None, "screen_failed")])


async def _paused(bench: Bench, conversation: str) -> str:
    await bench.conversations.set_state(conversation, "paused")
    return HARMLESS


async def _opted_out(bench: Bench, conversation: str) -> str:
    await bench.conversations.set_state(conversation, "opted_out")
    return HARMLESS


async def _declined(bench: Bench, conversation: str) -> str:
    bench.store.commit_turn(TurnWork(conversation, bench.store.get(conversation).last_at, wipe=True))  # type: ignore[union-attr]
    bench.agent = None
    return HARMLESS


async def _too_long(_bench: Bench, _conversation: str) -> str:
    return "my back hurts. " * 400


@pytest.mark.parametrize("prepare", [_paused, _opted_out, _declined, _too_long])
async def test_in_every_state_there_are_words_and_an_alert(
    blind: Bench, parts: Backstride, prepare: Callable[..., Any]
) -> None:
    blind.conversations._screener, broken = parts.screener, blind.conversations._screener
    conversation = await blind.started(answers)
    text = await prepare(blind, conversation)
    blind.conversations._screener = broken
    result = await blind.conversations.say(conversation, text=text)
    assert len(result.messages) >= 1
    assert any("911" in message.text for message in result.messages)
    assert reasons(blind.engine) == [(None, "screen_failed")]
