"""Who texts a thought in pieces, answers late, or hands the phone over, is understood as one who writes it at once."""

from typing import Any

import pytest

from backstride.engine.evidence import latest_evidence, subject_of
from backstride.wiring import Backstride
from tests.conversations.conftest import FRIDAY_MORNING
from tests.conversations.driver import Clock, Player, finish

pytestmark = pytest.mark.conversation

channels = pytest.mark.parametrize("channel", ["web", "sms"])


async def play(app: Backstride, clock: Clock, channel: Any, *words: str) -> Player:
    """Return a conversation in these words."""
    clock.now = FRIDAY_MORNING
    return await Player.after(app, channel, *words)


def told(app: Backstride, player: Player, finding: str) -> set[Any]:
    """Return what is kept of a finding."""
    kept = latest_evidence(app.store.tracker_events(player.conversation))
    return {item.get("value") for item in kept if item["finding"] == finding and item["status"] == "present"}


def question(player: Player) -> str | None:
    """Return the question that is open."""
    assert player.last is not None
    return player.last.state["question"]


@channels
@pytest.mark.parametrize(
    ("pieces", "days"),
    [
        (["since", "tuesday"], 3),
        (["its been", "like", "3 weeks"], 21),
        (["lower idk like 2 months"], 60),
        (["10 days, left side"], 10),
        (["in the middle of it, 2 weeks ago"], 14),
    ],
)
async def test_how_long_it_hurts_may_come_late_and_in_pieces(
    app: Backstride, clock: Clock, channel: Any, pieces: list[str], days: int
) -> None:
    player = await play(app, clock, channel, "hi, my low back hurts", "yes", "52")
    assert question(player) == "Q03"
    for said in pieces:
        await player.say(said)
        assert "utter_unclear" not in player.responses
        assert "utter_booking_after_questions" not in player.responses
    assert (question(player), told(app, player, "duration_days")) == ("Q03", {days})


@channels
@pytest.mark.parametrize("said", ["i think", "im", "i mean", "its"])
async def test_a_piece_that_says_nothing_is_no_failed_try(
    app: Backstride, clock: Clock, channel: Any, said: str
) -> None:
    player = await play(app, clock, channel, "hi, my low back hurts since may", "yes", "52", said, said, said)
    assert question(player) == "Q03"


@channels
async def test_how_old_a_sign_is_says_nothing_of_the_pain(app: Backstride, clock: Clock, channel: Any) -> None:
    player = await play(app, clock, channel, "hi, my low back hurts", "yes", "52", "a hot swollen calf since monday")
    assert told(app, player, "duration_days") == set()


@channels
async def test_a_number_is_no_complaint(app: Backstride, clock: Clock, channel: Any) -> None:
    player = await play(app, clock, channel, "hello", "yes", "34", "34")
    assert (question(player), told(app, player, "chief_complaint")) == ("Q02", set())


async def test_a_mother_who_takes_over_answers_for_her_child(app: Backstride, clock: Clock) -> None:
    player = await play(app, clock, "sms", "my back hurts", "yes", "15", "no", "hello this is his mum now, go ahead")
    assert subject_of(app.store.tracker_events(player.conversation)) == "my_child"


@channels
async def test_who_turns_out_to_be_the_patient_is_answered_so(app: Backstride, clock: Clock, channel: Any) -> None:
    player = await play(app, clock, channel, "my wife has back pain", "yes", "70", "no wait, it's for me, i am 68")
    assert subject_of(app.store.tracker_events(player.conversation)) == "me"
    await player.say("my low back, since easter")
    assert "utter_corrected" not in player.responses
    assert question(player) == "Q03"


@channels
async def test_a_name_and_a_number_told_at_first_are_not_asked_for(app: Backstride, clock: Clock, channel: Any) -> None:
    first = "my name is Ann Lee and my number is 512 555 0142, i want to come in"
    player = await play(app, clock, channel, first, "yes", "50", "low back sore on the left for 2 months, 3/10")
    await finish(player, "no")
    await player.say("book me in please")
    assert player.responses == ["utter_booking_known", "utter_ask_opening"]
    await player.say("sorry, my number is 512 555 0143")
    assert player.responses == ["utter_booking_known", "utter_ask_opening"]
    assert "0143" in player.texts[0]
    await player.say("the first one")
    assert player.responses == ["utter_booking_done"]


@channels
async def test_who_writes_after_deleting_hears_how_to_begin_again(app: Backstride, clock: Clock, channel: Any) -> None:
    player = await play(app, clock, channel, "hello", "yes", "30", "delete everything i wrote")
    await player.choose("Delete it")
    for said in ("hello?", "begin again", "yes", "34"):
        await player.say(said)
        assert "begin again" in " ".join(player.texts) or said != "hello?"
    assert question(player) == "Q02"


@channels
@pytest.mark.parametrize("said", ["none of those, sorry i misread", "no to all, i hit the wrong button"])
async def test_a_yes_by_mistake_is_taken_back_and_the_list_asked_again(
    app: Backstride, clock: Clock, channel: Any, said: str
) -> None:
    player = await play(app, clock, channel, "my low back hurts since may", "yes", "40", "yes", "yes")
    assert player.last is not None
    assert player.last.state["level"] == "L1"
    await player.say(said)
    assert player.responses == ["utter_emergency_reminder", "utter_clarify_rf15"]
    await player.say("no")
    assert player.responses == ["utter_taken_back", "utter_ask_gate_emergency"]


@channels
@pytest.mark.parametrize(
    "said", ["i saw Ann last year for my knee, can i get her again?", "is she still working there"]
)
async def test_who_asks_for_one_therapist_is_answered_before_the_result(
    app: Backstride, clock: Clock, channel: Any, said: str
) -> None:
    player = await play(app, clock, channel, "my low back hurts", "yes", "40", said)
    assert player.responses[0] == "utter_booking_who"
    assert told(app, player, "duration_days") == set()


@channels
async def test_what_is_told_beside_a_question_about_the_clinic_is_kept(
    app: Backstride, clock: Clock, channel: Any
) -> None:
    player = await play(app, clock, channel, "hello", "yes", "40", "left low back for 5 days, can i park at yours?")
    assert told(app, player, "duration_days") == {5}
    await player.say("can i park at yours for 9 days?")
    assert told(app, player, "duration_days") == {5}


@channels
@pytest.mark.parametrize("said", ["why would my back give me chest pain?", "how would i have my chest pain from it?"])
async def test_a_sign_that_is_only_asked_about_leaves_the_list_open(
    app: Backstride, clock: Clock, channel: Any, said: str
) -> None:
    player = await play(app, clock, channel, "my low back hurts since may", "yes", "40", said)
    assert player.last is not None
    assert player.last.state["level"] is None
    if question(player) != "Q03":
        await player.say("no, why?")
    assert question(player) == "Q03"


@channels
async def test_the_side_of_a_weak_leg_is_not_the_side_of_the_pain(app: Backstride, clock: Clock, channel: Any) -> None:
    player = await play(app, clock, channel, "my low back hurts on the right since may", "yes", "40", "no", "no")
    assert question(player) == "Q05"
    await player.say("a bit weak, the left one")
    assert told(app, player, "side") == {"right"}
