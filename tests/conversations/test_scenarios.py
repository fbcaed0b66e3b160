"""Every scenario of scenarios/, with the real model and the real actions."""

import pytest

from backstride.wiring import Backstride
from tests.conversations.conftest import FRIDAY_MORNING
from tests.conversations.driver import Clock, Player, Scenario, play, scenarios

pytestmark = pytest.mark.conversation


@pytest.mark.parametrize("scenario", scenarios(), ids=lambda scenario: scenario.name)
async def test_scenario(app: Backstride, clock: Clock, scenario: Scenario) -> None:
    clock.now = scenario.now or FRIDAY_MORNING
    await play(Player(app, scenario.channel), scenario.steps)
