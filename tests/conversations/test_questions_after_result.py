"""What is asked once a routine result stands is answered alone, and not with all there is to say."""

from typing import Any

import pytest

from backstride.engine.evidence import latest_evidence
from backstride.wiring import Backstride
from tests.conversations.conftest import FRIDAY_MORNING
from tests.conversations.driver import Clock, Player, finish

pytestmark = pytest.mark.conversation

STORY = "dull ache on the left of my low back for 5 days after lifting, 2/10 now, worst 3, it is getting better, "
ANSWERED = {
    "would an mri help": "need no scan at first",
    "shouldn't they x-ray it": "need no scan at first",
    "will they have to operate, surgery i mean": "sends you on if you need more",
    "wouldn't a ct scan be better": "need no scan at first",
    "should i put ice on it": "with a cloth in between",
    "is a heating pad fine": "15",
    "do i need a firmer mattress": "No one mattress",
    "how do i lie when i sleep": "pillow between",
    "is it ok to swim": "do not hurt",
    "can i do squats at the gym": "do not hurt",
    "is naproxen good for this": "pharmacist",
    "any stretches for it": "Pelvic tilt",
    "is my posture to blame": "not proven",
    "could it be a herniated disc": "I cannot tell",
    "is it a pulled muscle": "I cannot tell",
    "is my 10k race on saturday ok": "A race is not the run",
}
channels = pytest.mark.parametrize("channel", ["web", "sms"])


async def told(app: Backstride, channel: Any) -> Player:
    """Return a conversation that stands at a routine result."""
    story = f"{STORY}nothing in the legs, im male and i run 3 days 12 miles a week"
    player = await Player.after(app, channel, "yes", "38", story)
    await finish(player, "no")
    assert player.last is not None
    assert player.last.state["level"] == "L5"
    return player


@channels
async def test_a_question_about_one_thing_gets_that_answer(app: Backstride, clock: Clock, channel: Any) -> None:
    clock.now = FRIDAY_MORNING
    player = await told(app, channel)
    for asked, words in ANSWERED.items():
        one = await player.fork()
        await one.say(asked)
        assert words in " ".join(one.texts), (asked, one.texts)
        assert len(one.texts) <= 2, (asked, one.texts)


@channels
@pytest.mark.parametrize("asked", ["what can i do at home", "tips for home please"])
async def test_a_question_about_all_gets_the_whole_card(
    app: Backstride, clock: Clock, channel: Any, asked: str
) -> None:
    clock.now = FRIDAY_MORNING
    player = await told(app, channel)
    await player.say(asked)
    assert "utter_self_care_card" in player.responses


@channels
async def test_a_question_about_pain_pills_is_answered_before_it_is_asked_back_about(
    app: Backstride, clock: Clock, channel: Any
) -> None:
    clock.now = FRIDAY_MORNING
    player = await told(app, channel)
    await player.say("can i take motrin with my water pill")
    assert "pharmacist" in player.texts[0]
    assert player.question is not None
    await player.say("ok thanks")
    assert player.question is not None, "thanks is no answer to a question about danger"
    await player.say("no, none")
    assert player.last is not None
    assert player.last.state["level"] == "L5"


@channels
@pytest.mark.parametrize(
    "asked",
    [
        "which pillow is best for lying on my side",
        "is it a herniated disc",
        "would other shoes help",
        "have you got a female pt",
    ],
)
async def test_what_is_only_asked_about_is_no_answer(app: Backstride, clock: Clock, channel: Any, asked: str) -> None:
    clock.now = FRIDAY_MORNING
    player = await told(app, channel)
    before = kept(app, player)
    await player.say(asked)
    assert kept(app, player) == before


@channels
async def test_news_in_a_question_is_kept(app: Backstride, clock: Clock, channel: Any) -> None:
    clock.now = FRIDAY_MORNING
    player = await told(app, channel)
    before = kept(app, player)
    await player.say("is it ok that it runs down to my foot now")
    assert ("radiation", "foot_toes") in kept(app, player) - before


def kept(app: Backstride, player: Player) -> set[tuple[str, object]]:
    """Return what is kept as told."""
    events = app.store.tracker_events(player.conversation)
    return {(item["finding"], item.get("value")) for item in latest_evidence(events) if item["status"] == "present"}
