"""Who texts in a hurry, in pieces and with thumbs, is understood as one who takes time."""

from typing import Any

import pytest

from backstride.engine.evidence import latest_evidence, subject_of
from backstride.wiring import Backstride
from tests.conversations.conftest import FRIDAY_MORNING
from tests.conversations.driver import Clock, Player, finish

pytestmark = pytest.mark.conversation

LISTS = ("hi, my low back hurts", "yes", "44")
"""What leads to the first list of emergencies."""


async def texts(app: Backstride, clock: Clock, *words: str) -> Player:
    """Return a conversation by text in these words."""
    clock.now = FRIDAY_MORNING
    return await Player.after(app, "sms", *words)


def state(player: Player) -> tuple[Any, Any]:
    """Return the open question and the level."""
    assert player.last is not None
    return player.last.state["question"], player.last.state["level"]


@pytest.mark.parametrize(
    "pieces", [["and i cant", "pee"], ["i cant", "feel", "my legs"], ["my back is out and i cannot", "feel", "my legs"]]
)
async def test_an_emergency_in_pieces_is_one(app: Backstride, clock: Clock, pieces: list[str]) -> None:
    player = await texts(app, clock, *LISTS, *pieces)
    assert (state(player)[1], player.responses) == ("L1", ["utter_triage_l1_ces"])


async def test_a_question_mark_leaves_no_sign_in_doubt(app: Backstride, clock: Clock) -> None:
    player = await texts(app, clock, *LISTS, "?", "??")
    assert (player.responses, state(player)) == (["utter_question_unclear", "utter_ask_gate_emergency"], ("Q03", None))


@pytest.mark.parametrize(
    ("said", "responses"),
    [
        ("0. hours on sat?", ["utter_faq_hours", "utter_ask_gate_ces"]),
        ("0 and i take eliquis", ["utter_ask_gate_ces"]),
        ("0, and no thinners either", ["utter_ask_gate_ces"]),
    ],
)
async def test_a_number_answers_whatever_follows(
    app: Backstride, clock: Clock, said: str, responses: list[str]
) -> None:
    player = await texts(app, clock, *LISTS, said)
    assert player.responses == responses


@pytest.mark.parametrize("said", ["0. something is odd down there", "0 and my chest is tight", "0 but not sure"])
async def test_a_none_is_no_answer_beside_what_may_be_a_sign(app: Backstride, clock: Clock, said: str) -> None:
    player = await texts(app, clock, *LISTS, said)
    assert state(player) != ("Q04", None)


async def test_what_follows_a_number_is_kept(app: Backstride, clock: Clock) -> None:
    player = await texts(app, clock, *LISTS, "0 and i take eliquis")
    kept = latest_evidence(app.store.tracker_events(player.conversation))
    assert {item["finding"] for item in kept if item["status"] == "present"} >= {"anticoag", "location"}


@pytest.mark.parametrize("said", ["monday", "last friday", "since monday"])
async def test_a_day_among_the_questions_is_no_wish_for_a_visit(app: Backstride, clock: Clock, said: str) -> None:
    player = await texts(app, clock, *LISTS, "0", "0", "5", "5", "0", "0", said)
    assert "utter_booking_after_questions" not in player.responses
    await player.say("can i come in on monday")
    assert "utter_booking_after_questions" in player.responses


@pytest.mark.parametrize(("letter", "subject"), [("c", "my_child"), ("A", "other_adult")])
async def test_the_letter_for_whom_may_come_behind_the_age(
    app: Backstride, clock: Clock, letter: str, subject: str
) -> None:
    player = await texts(app, clock, *LISTS[:2], "24", letter)
    assert subject_of(app.store.tracker_events(player.conversation)) == subject
    assert player.responses == ["utter_noted", "utter_ask_gate_emergency"]


@pytest.mark.parametrize("letter", ["f", "c", "x"])
async def test_a_letter_alone_is_no_insult_and_no_goodbye(app: Backstride, clock: Clock, letter: str) -> None:
    player = await texts(app, clock, *LISTS, "0", letter)
    assert player.responses == ["utter_unclear", "utter_ask_gate_ces"]


async def test_who_has_a_result_and_speaks_of_somebody_else_hears_how(app: Backstride, clock: Clock) -> None:
    player = await texts(app, clock, *LISTS)
    await finish(player, "no")
    await player.say("my husband has pain too can he use this")
    assert player.responses == ["utter_result_somebody_else"]
    await player.say("begin again")
    assert player.responses == ["utter_start_over", "utter_ask_age"]


async def test_who_asks_for_a_visit_that_was_not_booked_here_hears_so(app: Backstride, clock: Clock) -> None:
    player = await texts(app, clock, *LISTS)
    await finish(player, "no")
    await player.say("when is my visit?")
    assert player.responses == ["utter_booking_not_here"]


async def test_another_day_in_place_of_those_offered_moves_no_visit(app: Backstride, clock: Clock) -> None:
    player = await texts(app, clock, *LISTS)
    await finish(player, "no")
    await player.say("book a visit")
    await player.say("can i come monday instead")
    assert player.responses == ["utter_ask_opening"]
    assert all("Mon" in choice.label for choice in player.last.messages[-1].choices) if player.last else False


async def test_by_text_the_number_one_writes_from_is_offered_and_on_the_web_not(app: Backstride, clock: Clock) -> None:
    clock.now = FRIDAY_MORNING
    offers = {}
    for channel in ("sms", "web"):
        player = await Player.after(app, channel, "can someone call me", "Ann Lee")
        assert player.last is not None
        asked = player.last.messages[-1]
        offers[channel] = [(choice.number, choice.label, choice.value) for choice in asked.choices]
    assert offers == {"sms": [(1, "This number", "own_number")], "web": []}


@pytest.mark.parametrize("said", ["same number im texting from", "this number"])
async def test_who_names_the_own_number_does_not_opt_out(app: Backstride, clock: Clock, said: str) -> None:
    player = await texts(app, clock, *LISTS, said)
    assert player.last is not None
    assert player.last.state["state"] == "open"


@pytest.mark.parametrize("said", ["me 48", "48 me", "myself 48", "i have 48 year"])
async def test_an_age_behind_its_person_is_read(app: Backstride, clock: Clock, said: str) -> None:
    player = await texts(app, clock, *LISTS[:2], said)
    kept = latest_evidence(app.store.tracker_events(player.conversation))
    assert state(player) == ("Q03", None)
    assert "duration_days" not in {item["finding"] for item in kept}


async def test_an_age_puts_right_a_number_that_was_meant_for_a_list(app: Backstride, clock: Clock) -> None:
    player = await texts(app, clock, *LISTS[:2], "1", "61")
    assert (state(player), player.responses) == (("Q03", None), ["utter_ask_gate_emergency"])


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("wait about that pee thing", "utter_clarify_rf01"),
        ("about the leaking question", "utter_clarify_rf01"),
        ("ok but about that chest one", "utter_clarify_rf15"),
    ],
)
async def test_a_denied_sign_that_somebody_comes_back_to_is_asked_about(
    app: Backstride, clock: Clock, said: str, asks: str
) -> None:
    player = await texts(app, clock, *LISTS, "0", "0", "5", said)
    assert player.responses == [asks]
    await player.say("yes since yesterday")
    assert state(player)[1] == "L1"


async def test_who_turns_help_down_has_not_denied_the_sign(app: Backstride, clock: Clock) -> None:
    player = await texts(app, clock, *LISTS, "0", "0", "5", "about the leaking question", "no im not going to er")
    assert player.responses == ["utter_unclear", "utter_clarify_meanwhile", "utter_clarify_rf01"]
    await player.say("no hospital for me, i wont go to the er")
    assert state(player)[1] == "L1"


async def test_who_comes_back_after_a_result_reads_what_can_be_done_next(app: Backstride, clock: Clock) -> None:
    player = await texts(app, clock, *LISTS)
    await finish(player, "no")
    for said in ("hello again", "start"):
        await player.say(said)
        assert player.responses == ["utter_greet", "utter_result_next"]
    await player.say("1")
    assert player.responses == ["utter_ask_opening"]


@pytest.mark.parametrize("said", ["whats this", "?"])
async def test_who_asks_what_this_is_before_the_yes_is_told(app: Backstride, clock: Clock, said: str) -> None:
    player = await texts(app, clock, "hi", said)
    assert player.responses == ["utter_faq_bot", "utter_ask_consent"]


async def test_a_wish_to_come_is_no_complaint_and_no_goal(app: Backstride, clock: Clock) -> None:
    player = await texts(app, clock, "hi", "yes", "44", "can i come in on monday")
    assert (state(player)[0], player.responses[0]) == ("Q02", "utter_booking_after_questions")
    kept = latest_evidence(app.store.tracker_events(player.conversation))
    assert {item["finding"] for item in kept} <= {"age", "subject"}


@pytest.mark.parametrize("sign", ["\U0001f64f", "\U0001f44d\U0001f44d"])
async def test_a_sign_of_thanks_is_taken_for_thanks(app: Backstride, clock: Clock, sign: str) -> None:
    player = await texts(app, clock, *LISTS)
    await finish(player, "no")
    await player.say(sign)
    assert player.responses == ["utter_thank"]
