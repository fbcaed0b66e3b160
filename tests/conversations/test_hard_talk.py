"""Who refuses, leaves, refers to a file, plays it down or asks for one therapist gets an answer, and loses nothing."""

from typing import Any

import pytest

from backstride.engine.evidence import latest_evidence
from backstride.wiring import Backstride
from tests.conversations.conftest import FRIDAY_MORNING
from tests.conversations.driver import Clock, Player, finish

pytestmark = pytest.mark.conversation

channels = pytest.mark.parametrize("channel", ["web", "sms"])


async def begun(app: Backstride, clock: Clock, channel: Any, *words: str) -> Player:
    """Return a conversation after consent, an age of 71 and these words."""
    clock.now = FRIDAY_MORNING
    return await Player.after(app, channel, "yes", "71", *words)


@channels
@pytest.mark.parametrize(
    "said", ["mind your own business", "you can't ask me that kind of thing", "excuse me? not your business"]
)
async def test_who_refuses_a_safety_question_hears_why_it_is_needed(
    app: Backstride, clock: Clock, channel: Any, said: str
) -> None:
    player = await begun(app, clock, channel, "low back pain on the left for 2 weeks")
    asked = player.last.state["question"] if player.last else None
    await player.say(said)
    assert player.responses[0] == "utter_gate_needed"
    assert player.last is not None
    assert player.last.state["question"] == asked


@channels
@pytest.mark.parametrize("said", ["bye for now", "gotta run, bye"])
async def test_who_leaves_is_told_what_is_open_and_goes_on_later(
    app: Backstride, clock: Clock, channel: Any, said: str
) -> None:
    player = await begun(app, clock, channel, "low back pain on the left for 2 weeks", "none of these")
    asked = player.last.state["question"] if player.last else None
    await player.say(said)
    assert player.responses == ["utter_goodbye_open"]
    await player.say("hello again")
    assert player.last is not None
    assert player.last.state["question"] == asked


@channels
async def test_who_leaves_a_doubt_about_an_emergency_hears_what_to_do(
    app: Backstride, clock: Clock, channel: Any
) -> None:
    player = await begun(app, clock, channel, "my low back hurts and i might have some trouble starting to pee")
    assert player.question is not None
    await player.say("bye")
    assert player.responses == ["utter_goodbye_open", "utter_clarify_meanwhile"]


@channels
@pytest.mark.parametrize("said", ["same as my last visit", "same as last time", "you guys already have all of this"])
async def test_the_bot_says_that_it_sees_no_file(app: Backstride, clock: Clock, channel: Any, said: str) -> None:
    player = await begun(app, clock, channel, "low back pain on the left for 2 weeks")
    asked = player.last.state["question"] if player.last else None
    await player.say(said)
    assert player.responses[0] == "utter_no_records"
    assert player.last is not None
    assert player.last.state["question"] == asked


@channels
@pytest.mark.parametrize("said", ["it does not even hurt that much", "i'll sit it out at home", "honestly i feel fine"])
async def test_who_plays_it_down_is_told_again_to_be_checked(
    app: Backstride, clock: Clock, channel: Any, said: str
) -> None:
    player = await begun(app, clock, channel, "fell off a ladder yesterday and my low back hurts, i take warfarin")
    await finish(player, "no")
    assert player.last is not None
    assert player.last.state["level"] in {"L1", "L2"}
    if player.last.state["level"] == "L2":
        await player.say(said)
        assert player.responses[0] in {"utter_urgent_reminder", "utter_triage_l2_bone"}, player.texts
        assert player.last.state["level"] == "L2"


@channels
@pytest.mark.parametrize("said", ["can i see the same pt as last time", "book me with a female therapist"])
async def test_one_therapist_is_asked_for(app: Backstride, clock: Clock, channel: Any, said: str) -> None:
    player = await begun(
        app, clock, channel, "dull ache on the left of my low back for 8 weeks, 3/10, nothing in the legs"
    )
    await finish(player, "no")
    await player.say(said)
    assert player.responses[0] == "utter_booking_who"


@channels
async def test_a_time_that_comes_with_the_back_is_the_backs(app: Backstride, clock: Clock, channel: Any) -> None:
    player = await begun(app, clock, channel, "my right knee is sore since last winter")
    await player.say("sorry, its really my lower back that hurts, for 3 weeks now")
    events = app.store.tracker_events(player.conversation)
    told = [item["value"] for item in latest_evidence(events) if item["finding"] == "duration_days"]
    assert told[-1] == pytest.approx(21)
    await player.say("no, but the low back is sorer since yesterday")
    events = app.store.tracker_events(player.conversation)
    told = [item["value"] for item in latest_evidence(events) if item["finding"] == "duration_days"]
    assert told[-1] == pytest.approx(21)


@channels
@pytest.mark.parametrize("said", ["do i ring 111 or 999 for this?", "im in scotland, is it 999"])
async def test_who_writes_from_abroad_hears_of_other_numbers(
    app: Backstride, clock: Clock, channel: Any, said: str
) -> None:
    player = await begun(app, clock, channel, "low back pain on the left for 2 weeks")
    await player.say(said)
    assert "utter_emergency_abroad" in player.responses
    assert player.question is not None
    await player.say("actually i cant pee since this morning and im numb down there")
    assert player.last is not None
    assert player.last.state["level"] == "L1"
    assert "utter_emergency_abroad" in player.responses
    assert {message.kind for message in player.last.messages} == {"emergency"}
    await player.say("thanks")
    assert player.responses[0] == "utter_emergency_reminder"


@pytest.mark.parametrize(
    ("said", "is_answered"),
    [
        ("0, and no to the bladder stuff as well", True),
        ("0 and no blood thinner either", True),
        ("0 but my foot is numb", False),
        ("0 and no feeling between my legs", False),
        ("0, not sure about the calf", False),
    ],
)
async def test_a_number_with_more_denials_behind_it(
    app: Backstride, clock: Clock, said: str, *, is_answered: bool
) -> None:
    player = await begun(app, clock, "sms", "low back pain on the left for 2 weeks")
    assert player.last is not None
    assert player.last.state["question"] == "Q03"
    await player.say(said)
    assert (player.last.state["question"] == "Q04") is is_answered


@channels
async def test_whom_a_goal_names_makes_no_child_of_the_patient(app: Backstride, clock: Clock, channel: Any) -> None:
    clock.now = FRIDAY_MORNING
    story = "my left hamstring feels tight on every run, back is achy too, since mid october"
    player = await Player.after(app, channel, "yes", "38", story)
    while player.last is not None and player.last.state["question"] not in {None, "Q27"}:
        await player.answer("2, 6")
    assert player.last is not None
    assert player.last.state["question"] == "Q27"
    await player.say("walk round the lake with my wife, 4")
    kept = latest_evidence(app.store.tracker_events(player.conversation))
    told = [(item["finding"], item.get("value")) for item in kept if item["finding"] in {"age", "minor", "subject"}]
    assert told == [("age", 38.0)]
    assert player.last.state["question"] != "Q01"


@pytest.mark.parametrize("words", ["no, just tired and achy when walking, not numb", "came on next morning"])
async def test_the_same_words_again_are_answered_otherwise(words: str, app: Backstride) -> None:
    player = await Player.after(app, "web", "yes", "45", "low back pain, right side, for 3 weeks")
    for _ in range(4):
        await player.choose(player.plainest or "")
    asked = []
    for _ in range(4):
        result = await player.say(words)
        asked.append([message.text for message in result.messages])
    assert asked[1] != asked[2], "not understood twice is said, and the next question comes"
