"""After the result: what was put right stays right, nothing advised contradicts it, and there is a way on."""

from typing import Any

import pytest

from backstride.engine.evidence import latest_evidence
from backstride.wiring import Backstride
from tests.conversations.conftest import FRIDAY_MORNING
from tests.conversations.driver import Clock, Player, finish

pytestmark = pytest.mark.conversation

LEG = "my low back on the left hurts for 3 weeks, 3/10, it runs down the back of my left leg to the foot, \
i run 20 miles a week"
PLAIN = "my low back hurts for 8 weeks, 3/10, nothing in the legs, i run 20 miles a week"
STRONG = "dull ache on the left of my low back for 5 days after lifting, 4/10 now, worst 6, it is getting better, \
nothing in the legs, im male, i run 20 miles a week"
NO_RUNNER = "my low back hurts for 8 weeks, 3/10, nothing in the legs, i do not run"
CANCER = "low back pain for 3 weeks, i had lung cancer 2 years ago"
channels = pytest.mark.parametrize("channel", ["web", "sms"])


async def after_result(app: Backstride, clock: Clock, channel: Any, words: str) -> Player:
    """Return a conversation that stands at its result."""
    clock.now = FRIDAY_MORNING
    player = await Player.after(app, channel, "yes", "38", words)
    await finish(player, "no")
    return player


@channels
@pytest.mark.parametrize("words", ["actually it's the right side", "no wait. other side. right"])
async def test_another_side_is_noted_alone_and_the_old_one_is_not_quoted(
    app: Backstride, clock: Clock, channel: Any, words: str
) -> None:
    player = await after_result(app, clock, channel, LEG)
    await player.say(words)
    assert player.texts[0] == app.wording.say("utter_result_noted", channel, summary="side: right")
    kept = latest_evidence(app.store.tracker_events(player.conversation))
    told = {item["value"] for item in kept if item["finding"] == "prior_episode" and item["status"] == "present"}
    assert told <= {"first"}
    await player.say("why")
    assert "left" not in " ".join(player.texts)


@channels
@pytest.mark.parametrize(("words", "name"), [(LEG, "utter_come_back_l4_leg"), (PLAIN, "utter_come_back_l4")])
@pytest.mark.parametrize("asked", ["what if it gets worse", "and if it doesnt get better?", "is it serious"])
async def test_what_would_change_the_advice_is_said_to_who_asks(
    app: Backstride, clock: Clock, channel: Any, words: str, name: str, asked: str
) -> None:
    player = await after_result(app, clock, channel, words)
    assert name in player.responses
    await player.say(asked)
    assert player.responses == ["utter_faq_is_serious_answered", name]


@pytest.mark.parametrize(
    ("words", "wanted", "unwanted"),
    [
        (STRONG, "Do not run until", "running distance"),
        (LEG, "Do not run until", "running distance"),
        (PLAIN, "running distance", "Do not run until"),
        (NO_RUNNER, "half of what hurts", "running distance"),
    ],
)
async def test_self_care_says_of_running_what_the_question_about_it_gets(
    app: Backstride, clock: Clock, words: str, wanted: str, unwanted: str
) -> None:
    player = await after_result(app, clock, "web", words)
    await player.say("what can i do at home")
    told = " ".join(player.texts)
    assert (wanted in told, unwanted in told) == (True, False)
    await player.say("can i run saturday")
    assert ("utter_run_hold" in player.responses) is (wanted == "Do not run until")


@channels
@pytest.mark.parametrize(
    ("words", "responses"),
    [
        (PLAIN, ["utter_triage_l4", "utter_result_next"]),
        (CANCER, ["utter_triage_l3_cancer", "utter_booking_offer_priority"]),
        ("fever of 101 and low back pain", ["utter_triage_l2_infection", "utter_callback_offer"]),
    ],
)
async def test_who_asks_what_to_do_now_hears_the_advice_again(
    app: Backstride, clock: Clock, channel: Any, words: str, responses: list[str]
) -> None:
    player = await after_result(app, clock, channel, words)
    await player.say("so what do i do now")
    assert player.responses == responses


@channels
async def test_who_fears_to_die_is_answered_and_takes_no_leave_of_life(
    app: Backstride, clock: Clock, channel: Any
) -> None:
    player = await after_result(app, clock, channel, CANCER)
    await player.say("am i going to die")
    assert player.responses == ["utter_faq_is_serious_answered"]


@channels
async def test_what_is_not_known_here_is_not_answered_with_a_yes(app: Backstride, clock: Clock, channel: Any) -> None:
    player = await after_result(app, clock, channel, PLAIN)
    await player.say("is it arthritis")
    assert player.responses[0] == "utter_is_it_unknown"


@channels
async def test_better_is_noted(app: Backstride, clock: Clock, channel: Any) -> None:
    player = await after_result(app, clock, channel, PLAIN)
    await player.say("its better now")
    assert player.texts[0] == app.wording.say("utter_result_noted", channel, summary="course: getting better")


@pytest.mark.parametrize("words", ["stop", "never mind", "actually cancel that"])
@channels
async def test_who_leaves_the_booking_hears_that_nothing_is_booked(
    app: Backstride, clock: Clock, channel: Any, words: str
) -> None:
    player = await after_result(app, clock, channel, PLAIN)
    await player.say("book a visit")
    await player.say("the first one")
    await player.say(words)
    assert player.responses == ["utter_booking_left"]
    await player.say("book a visit")
    assert player.responses == ["utter_ask_opening"]
    await player.say("the first one")
    await player.say("Noah")
    assert player.responses == ["utter_ask_booking_form_contact"]
