"""What is said with a result: what would change the advice, when to come back, and nothing that could do harm."""

from typing import Any

import pytest

from backstride.services.ports import ChatMessage
from backstride.wiring import Backstride
from tests.conversations.conftest import FRIDAY_MORNING
from tests.conversations.driver import Clock, Player, finish

pytestmark = pytest.mark.conversation

LEVELS = {
    "L1": "i cant pee since this morning and im numb down there",
    "L2": "fever of 101 and low back pain",
    "L3": "low back pain 9/10 after lifting, nothing in the legs",
    "L4": "my low back hurts for 8 weeks, 3/10, nothing in the legs",
    "L5": "dull ache on the left of my low back for 5 days after lifting, 2/10 now, worst 3, it is getting better, "
    "nothing in the legs, im male",
}
channels = pytest.mark.parametrize("channel", ["web", "sms"])


async def told(app: Backstride, channel: Any, words: str) -> tuple[Player, list[ChatMessage]]:
    """Return a conversation and all that the bot says from these words on to the result."""
    player = await Player.after(app, channel, "yes", "38")
    before = len(app.store.messages(player.conversation))
    await player.say(words)
    await finish(player, "no")
    said = app.store.messages(player.conversation)[before:]
    return player, [message for message in said if message.sender == "bot"]


@channels
@pytest.mark.parametrize("level", LEVELS)
async def test_every_level_says_what_would_change_the_advice(
    app: Backstride, clock: Clock, channel: Any, level: str
) -> None:
    clock.now = FRIDAY_MORNING
    player, _ = await told(app, channel, LEVELS[level])
    assert player.last is not None
    assert player.last.state["level"] == level
    result = " ".join(message.text for message in player.last.messages)
    assert "911" in result or "ER" in result
    if level == "L1":
        assert [message.kind for message in player.last.messages] == ["emergency"]
    else:
        assert app.wording.say(f"utter_come_back_{level.lower()}", channel) in [m.text for m in player.last.messages]


@channels
async def test_violence_at_home_is_answered_at_once_and_never_echoed(
    app: Backstride, clock: Clock, channel: Any
) -> None:
    clock.now = FRIDAY_MORNING
    player, said = await told(app, channel, "my husband hits me and my low back hurts")
    assert said[0].text == app.wording.say("utter_triage_l2_abuse", channel)
    assert player.responses == ["utter_triage_l2_abuse"]
    texts = " ".join(message.text for message in said).lower()
    assert ("1-800-799-7233" in texts) == (channel == "web")
    if channel == "sms":
        assert [word for word in ("husband", "hits", "abuse", "violence", "hurting you") if word in texts] == []


@channels
async def test_a_crisis_is_answered_without_asking_how(app: Backstride, clock: Clock, channel: Any) -> None:
    clock.now = FRIDAY_MORNING
    player, said = await told(app, channel, "i have a plan to end it, the pain never stops")
    assert [message.text for message in said] == [app.wording.say("utter_triage_l1_self_harm", channel)]
    assert ("988" in said[0].text, "?" in said[0].text) == (True, False)
    later = await player.say("i dont know what to do")
    assert "?" not in " ".join(message.text for message in later.messages)


@channels
async def test_somebody_elses_emergency_does_not_mark_this_visitor(app: Backstride, clock: Clock, channel: Any) -> None:
    clock.now = FRIDAY_MORNING
    player = Player(app, channel)
    await player.open()
    await player.say("yes")
    await player.say("38")
    result = await player.say("my dad cant pee and his legs are numb, what do i do?")
    assert result.messages[0].text == app.wording.say("utter_triage_l1_other_person", channel)
    assert result.state["level"] is None
    await player.say("he is on his way now. my own low back hurts when i run, 3/10, for 8 weeks")
    last = await finish(player, "no")
    assert last.state["level"] == "L4"


@channels
async def test_at_night_no_call_is_promised_and_the_next_staffed_time_is_said(
    app: Backstride, clock: Clock, channel: Any
) -> None:
    clock.now = FRIDAY_MORNING.replace(day=21, hour=23, minute=30)
    for level in ("L1", "L2"):
        player, _ = await told(app, channel, LEVELS[level])
        assert player.last is not None
        texts = [message.text for message in player.last.messages]
        closed = app.clinic.spoken(app.clinic.next_staffed(clock.now))
        assert [closed in text for text in texts[:2]] == [False, True]
        assert "will call" not in " ".join(texts)
