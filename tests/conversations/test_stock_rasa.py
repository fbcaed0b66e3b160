"""The patches change no word: the same patients are answered alike by stock Rasa and by ours."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backstride.services.ports import TurnResult
from backstride.wiring import Backstride
from tests.conversations.driver import Clock, Player

pytestmark = pytest.mark.conversation

INTAKE = (
    "hello", ["Yes"], "34", ["Me"],
    "my low back hurts on the right since I ran more miles two weeks ago, bending makes it worse",
    "can I keep running", "it does not go into my leg", "not sure", "what do you cost", "no", "no", "no", "start over",
    ["Yes"], "hi", "my crotch went numb this morning", "thanks",
)  # fmt: skip


class Heard(Player):
    """A player that goes on when the script's choice was not offered, and writes down all it is told."""

    async def take(self, step: str | Sequence[str]) -> dict[str, Any]:
        if isinstance(step, str):
            return told(await self.say(step))
        assert self.last is not None
        open_now = [choice.label for message in self.last.messages for choice in message.choices]
        offered = [label for label in step if label in open_now] or open_now[:1]
        return told(await self.choose(offered) if offered else await self.say(step[0]))


def told(result: TurnResult) -> dict[str, Any]:
    """Everything of a turn but the random ids of its choices."""
    messages = [(m.text, m.kind, m.question, tuple(c.label for c in m.choices)) for m in result.messages]
    return {"messages": messages, "state": result.state, "trace": result.trace}


async def conversation(app: Backstride, channel: str) -> list[dict[str, Any]]:
    patient = Heard(app, channel)
    return [told(await patient.open())] + [await patient.take(step) for step in INTAKE]


@pytest.mark.parametrize("channel", ["web", "sms"])
async def test_stock_rasa_says_the_same(
    app: Backstride, clock: Clock, channel: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from backstride.engine import rasa_patches

    ours = await conversation(app, channel)
    for patch in rasa_patches.PATCHES:
        monkeypatch.setattr(patch.owner, patch.name, patch.stock)
    monkeypatch.setattr(rasa_patches, "apply", lambda: None)
    settings = replace(app.settings, database_url=f"sqlite:///{tmp_path / 'stock.db'}")
    stock = Backstride(settings, model=app.model, clock=clock)
    stock.prepare_database()
    stock.load()
    try:
        assert await conversation(stock, channel) == ours
    finally:
        app.load()
        stock.engine.dispose()
