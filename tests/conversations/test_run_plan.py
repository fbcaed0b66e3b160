"""The plan to run again that a real conversation has come to: there after the result, gone after a red flag."""

import pytest

from backstride.services.assessment import PrintedPlan
from backstride.wiring import Backstride
from tests.conversations.conftest import FRIDAY_MORNING
from tests.conversations.driver import Clock, Player, Scenario, play, scenarios

pytestmark = pytest.mark.conversation


def _plan_scenario() -> Scenario:
    return next(one for one in scenarios() if "the way back to running" in one.name and one.channel == "web")


async def test_the_plan_follows_the_conversation(app: Backstride, clock: Clock) -> None:
    clock.now = FRIDAY_MORNING
    player = Player(app, "web")
    await play(player, _plan_scenario().steps)
    printed = app.run_plan(player.conversation)
    assert isinstance(printed, PrintedPlan)
    assert printed.plan.first_stage == 3
    assert "frandsen_2025" in [source.id for source, _ in printed.sources]
    await player.say("since this morning i cant pee")
    assert app.run_plan(player.conversation) is None


async def test_there_is_none_before_a_result(app: Backstride, clock: Clock) -> None:
    clock.now = FRIDAY_MORNING
    player = Player(app, "web")
    await player.open()
    assert app.run_plan(player.conversation) is None
