"""Same-day care that the dialogue overlooked is put first, like an emergency."""

import pytest

from backstride.services.ports import TurnWork
from tests.contracts.test_last_line import Agent, Bench, answers, asks, texts

TODAY = "my foot slaps the ground for three days now"
FIRST = "Please get checked today"


async def test_same_day_care_that_the_dialogue_missed_is_put_first(bench: Bench) -> None:
    conversation = await bench.started(answers)
    result = await bench.conversations.say(conversation, text=TODAY)
    assert [(m.kind, m.text.startswith(FIRST)) for m in result.messages] == [("result", True), ("text", False)]
    assert (result.state["level"], bench.alerts()) == ("L2", ["L2"])


async def test_a_dialogue_that_goes_on_asking_tells_it_itself(bench: Bench) -> None:
    conversation = await bench.started(asks)
    bench.agent = Agent(asks)
    assert texts((await bench.conversations.say(conversation, text=TODAY)).messages) == ["heard", "Yes or no?"]


async def test_it_is_told_while_staff_have_taken_over(bench: Bench) -> None:
    conversation = await bench.started(answers)
    await bench.conversations.set_state(conversation, "paused")
    result = await bench.conversations.say(conversation, text=TODAY)
    assert [m.text.startswith(FIRST) for m in result.messages] == [True]
    assert bench.alerts() == ["L2"]


@pytest.mark.parametrize("state", ["too long", "declined"])
async def test_it_is_told_where_the_dialogue_is_not_asked(bench: Bench, state: str) -> None:
    conversation = await bench.started(answers)
    if state == "declined":
        bench.store.commit_turn(TurnWork(conversation, bench.store.get(conversation).last_at, wipe=True))  # type: ignore[union-attr]
        bench.agent = None
    result = await bench.conversations.say(conversation, text=TODAY + " ." * (1500 if state == "too long" else 1))
    assert [m.text.startswith(FIRST) for m in result.messages] == [True, False]
    assert bench.alerts() == ["L2"]
    assert "slap" not in str(bench.decisions(conversation)) or state == "too long"
