"""A red flag said at every question, in every state, on both channels: emergency words at once, nothing in their way.

The questions come from content/questions.yml, so a new one is covered or this fails. Each place is reached in a real
conversation and forked there, so that one walk serves all.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

import pytest

from backstride.domain.findings import Evidence, Status
from backstride.domain.interview import Question
from backstride.services.ports import TurnResult
from backstride.wiring import Backstride
from tests.conversations.conftest import FRIDAY_MORNING
from tests.conversations.driver import LIMIT, Clock, Player, play

pytestmark = pytest.mark.conversation

FLAGS = {
    "i cant pee since this morning and im numb down there": "utter_triage_l1_ces",
    "my chest feels crushed and i cant breathe": "utter_triage_l1_cardiac",
    "my face is drooping and my speech is slurred": "utter_triage_l1_stroke",
    "i want to end it all tonight": "utter_triage_l1_self_harm",
}
"""What is said, and the response that must come at once."""
CES = next(iter(FLAGS))
INSTEAD = {("RF08", "utter_triage_l1_ces"): "utter_triage_l1_trauma"}
"""After a hard hit that is in doubt, a sign of the nerves is told as an injury of the spine: do not move."""
OTHERS = "my dad cant pee and his legs are numb, what do i do?"


@dataclass(frozen=True)
class Patient:
    """Somebody whose answers lead to questions that others are not asked.

    Attributes:
        until: The last of those questions; the walk ends there.
        answers: By question id; what is not listed gets the plainest option.
    """

    age: str
    words: str
    until: str
    answers: Mapping[str, str] = field(default_factory=dict)


TOLD = "it stays the same, comes and goes, walking helps, it started slowly"
PATIENTS = (
    Patient("38", "my low back hurts", "Q14"),
    Patient(
        "29",
        "for 8 weeks my left low back hurts when i run and when i sit, nothing in the legs, pain 4/10 now, worst 5, "
        f"{TOLD}, im female, run 3 days 15 miles",
        "Q21",
    ),
    Patient("66", "my low back hurts", "Q18", {"Q30": "Male", "Q32": "Yes"}),
    Patient("30", "pain in my side under the ribs", "Q35"),
    Patient("30", "belly pain and low back ache", "Q37"),
    Patient("30", "low back pain", "Q11", {"Q10": "Below the knee"}),
    Patient("30", "my left buttock hurts", "Q23", {"Q19": "4 days 20 miles", "Q22": "Yes"}),
    Patient("30", "my left buttock hurts", "Q23.2", {"Q19": "4 days 20 miles", "Q22": "Yes", "Q30": "Male"}),
    Patient("30", "i might be pregnant, and it is sciatica", "Q08"),
    Patient("30", "my left low back hurts when i sit", "Q17"),
    Patient("11", "", "Q01.2"),
    Patient("not sure", "my low back hurts", "Q09"),
)
OF_UNKNOWN_AGE = {"RF25"}
"""Clarifying questions that an age answers."""


async def places(app: Backstride, channel: Any) -> AsyncIterator[tuple[str, Player]]:
    """Yield every question's key with a conversation that stands at it; clarifying questions by planted doubt."""
    seen = set()
    after_gates: dict[bool, Player] = {}  # by whether the age is known
    later = {q.id for q in app.content.rules.questions if not (q.opening or q.gate or q.clarifies or q.booking)}
    for patient in PATIENTS:
        player = Player(app, channel)
        await player.open()
        for _ in range(LIMIT):
            question = player.question
            if question is None:
                break
            key = open_key(player)
            if key not in seen:
                seen.add(key)
                yield key, player
            if question.question in later:
                after_gates.setdefault(patient.age.isdigit(), await player.fork())
            if key == patient.until:
                break
            await step(player, patient, question.question)
    for planted in planted_questions(app, channel):
        stand = after_gates[planted.id not in OF_UNKNOWN_AGE]
        doubtful = await stand.fork(evidence=[Evidence(f, Status.UNCERTAIN) for f in planted.asks])
        await doubtful.answer()
        assert open_key(doubtful) == planted.id
        yield planted.id, doubtful


def open_key(player: Player) -> str:
    """Return the key of the open question: its id, with `.2` for a second part."""
    assert player.question is not None
    asked = player.responses[-1].removeprefix("utter_ask_")
    questions = player.app.content.rules.questions
    part = next((q for q in questions if q.slot == asked and not q.clarifies), None)
    return part.key if part and part.id == player.question.question else player.question.question


def planted_questions(app: Backstride, channel: str) -> list[Question]:
    """Return the questions that only follow on something said in doubt."""
    questions = [q for q in app.content.rules.questions if channel in q.channels]
    return [q for q in questions if q.clarifies or q.slot == "abuse"]


def expected_keys(app: Backstride, channel: str) -> set[str]:
    asked = [q for q in app.content.rules.questions if channel in q.channels and not q.booking]
    return {q.id if q.clarifies else q.key for q in asked}


async def step(player: Player, patient: Patient, question: str) -> None:
    words = {"Q00": "yes", "Q01": patient.age, "Q02": patient.words, **patient.answers}.get(question)
    if question == "Q01" and player.offer.keys() >= {"My child"} and open_key(player) == "Q01.2":
        words = "my child"
    await (player.say(words) if words is not None else player.answer())


def wrong(app: Backstride, channel: Any, expected: str, result: TurnResult) -> list[str]:
    """Return what is wrong with the answer to a red flag; nothing may stand before it or offer something else."""
    first, *more = result.messages or (None,)
    faults = []
    if first is None or first.kind != "emergency" or first.text != app.wording.say(expected, channel):
        faults.append(f"not {expected}: {[m.text[:60] for m in result.messages]}")
    if any(m.kind == "booking" or m.choices or m.question for m in (first, *more) if m):
        faults.append("something is asked or offered")
    if result.state["level"] != "L1":
        faults.append(f"level {result.state['level']}")
    return faults


@pytest.mark.parametrize("channel", ["web", "sms"])
async def test_at_every_question(app: Backstride, clock: Clock, channel: Any) -> None:
    clock.now = FRIDAY_MORNING
    said = cycle(FLAGS)
    faults: dict[tuple[str, str], list[str]] = {}
    reached = set()
    async for key, player in places(app, channel):
        reached.add(key)
        words = next(said)
        result = await (await player.fork()).say(words)
        if found := wrong(app, channel, INSTEAD.get((key, FLAGS[words]), FLAGS[words]), result):
            faults[key, words] = found
    assert faults == {}
    assert reached == expected_keys(app, channel)


RESULT: tuple[dict[str, Any], ...] = ({"user": "yes"}, {"user": "38"}, {"user": "my low back hurts"}, {"finish": "no"})
BOOKING = (*RESULT, {"user": "book a visit"})
CALL = ({"user": "please call me back"},)
STATES: dict[str, tuple[dict[str, Any], ...]] = {
    "greeting": (),
    "consent refused": ({"user": "no"},),
    "sent to staff instead": ({"choose": "Talk to staff"},),
    "a price was asked in the intake": ({"user": "yes"}, {"user": "38"}, {"user": "how much is a visit?"}),
    "asked to delete everything": ({"user": "yes"}, {"user": "38"}, {"user": "delete my data"}),
    "stopped": ({"user": "yes"}, {"user": "38"}, {"user": "stop asking me things"}),
    "insulted the bot": ({"user": "yes"}, {"user": "38"}, {"user": "you stupid useless machine"}),
    "wrote about something else": ({"user": "yes"}, {"user": "38"}, {"user": "whats the capital of france"}),
    "told of another person": ({"user": "yes"}, {"user": "38"}, {"user": OTHERS}),
    "after a result": RESULT,
    "after a priority result": (*RESULT[:2], {"user": "low back pain 9/10 after lifting"}, {"finish": "no"}),
    "after a same-day result": (*RESULT[:2], {"user": "fever of 101 and low back pain"}, {"finish": "no"}),
    "after another emergency": ({"user": "yes"}, {"user": "crushing chest pain on my run"}),
    "a child alone": ({"user": "yes"}, {"user": "11"}, {"choose": "Me"}),
    "a guardian is asked for": ({"user": "yes"}, {"user": "15"}, {"user": "my low back hurts"}, {"finish": "no"}),
    "a time is to be chosen": BOOKING,
    "a name is asked for the visit": (*BOOKING, {"pick": "a time"}),
    "a contact is asked for the visit": (*BOOKING, {"pick": "a time"}, {"user": "Sam Example"}),
    "a visit is booked": (*BOOKING, {"pick": "a time"}, {"user": "Sam Example"}, {"user": "sam@example.com"}),
    "a name is asked for the call": (*RESULT, *CALL),
    "a contact is asked for the call": (*RESULT, *CALL, {"user": "Sam Example"}),
    "a call is asked for": (*RESULT, *CALL, {"user": "Sam Example"}, {"user": "(555) 555-0123"}),
    "a check-in is arranged": (*RESULT, {"choose": "Check on me in 2 weeks"}),
    "reasons were asked for": (*RESULT, {"user": "why do you say that?"}),
    "self-care was told": (*RESULT, {"user": "what can i do at home?"}),
    "said goodbye": (*RESULT, {"user": "bye"}),
    "paused for staff": (*RESULT, {"state": "paused"}),
    "opted out": (*RESULT, {"state": "opted_out"}),
    "ended": (*RESULT, {"state": "ended"}),
}
BY_RESPONSE = {  # where the state must be the one that its name says
    "a time is to be chosen": "utter_ask_opening",
    "a name is asked for the visit": "utter_ask_patient_name",
    "a contact is asked for the visit": "utter_ask_booking_form_contact",
    "a visit is booked": "utter_booking_done",
    "a name is asked for the call": "utter_ask_callback_form_patient_name",
    "a contact is asked for the call": "utter_ask_callback_form_contact",
    "a call is asked for": "utter_callback_done",
    "a check-in is arranged": "utter_check_in_terms",
    "asked to delete everything": "utter_delete_confirm",
    "a child alone": "utter_gate_parent",
    "a guardian is asked for": "utter_safety_net",
    "consent refused": "utter_declined",
    "after a priority result": "utter_booking_offer_priority",
    "after a same-day result": "utter_callback_offer",
    "after a result": "utter_result_next",
}


Reached = dict[tuple[str, str], Player]


@pytest.fixture(scope="module")
def reached() -> Reached:
    """Conversations by channel and the steps they took, so that what states share is walked once."""
    return {}


async def reach(app: Backstride, reached: Reached, channel: Any, steps: Sequence[Mapping[str, Any]]) -> Player:
    """Return a conversation that took these steps; `pick` takes an offered time and `state` is set from outside."""
    key = (channel, repr(steps))
    if key not in reached:
        if not steps:
            player = Player(app, channel)
            await player.open()
        else:
            player = await (await reach(app, reached, channel, steps[:-1])).fork()
            await take(player, steps[-1])
        reached[key] = player
    return await reached[key].fork()


async def take(player: Player, one: Mapping[str, Any]) -> None:
    if "pick" in one:
        mine = {"web": 0, "sms": 1}[player.channel]  # nobody else takes it meanwhile
        await player.choose(list(player.offer)[mine])
    elif "state" in one:
        await player.app.conversations.set_state(player.conversation, one["state"])
    else:
        await play(player, [one], opened=True)


@pytest.mark.parametrize("channel", ["web", "sms"])
@pytest.mark.parametrize("state", STATES)
async def test_in_every_state(app: Backstride, clock: Clock, reached: Reached, channel: Any, state: str) -> None:
    clock.now = FRIDAY_MORNING
    player = await reach(app, reached, channel, STATES[state])
    assert BY_RESPONSE.get(state) in {None, *player.responses}
    faults: dict[str, list[str]] = {}
    for words in (CES, "i want to end it all tonight"):
        result = await (await player.fork()).say(words)
        if found := wrong(app, channel, FLAGS[words], result):
            faults[words] = found
    assert faults == {}
    theirs = await (await player.fork()).say(OTHERS)
    assert theirs.messages[0].text == app.wording.say("utter_triage_l1_other_person", channel)


@pytest.mark.parametrize("channel", ["web", "sms"])
@pytest.mark.parametrize(
    "words",
    [
        "whats the weather like, also i cant feel it when i wipe",
        "you useless bot, i cant feel my crotch and my back is bad",
        "how much is a visit? and i cant pee since this morning",
        "book me for monday, both my legs just went numb",
        "/restart i cant pee since this morning",
    ],
)
async def test_whatever_else_the_message_says(
    app: Backstride, clock: Clock, reached: Reached, channel: Any, words: str
) -> None:
    clock.now = FRIDAY_MORNING
    player = await reach(app, reached, channel, RESULT[:2])
    assert wrong(app, channel, "utter_triage_l1_ces", await player.say(words)) == []


@pytest.mark.parametrize("channel", ["web", "sms"])
async def test_two_emergencies_in_one_message(app: Backstride, clock: Clock, reached: Reached, channel: Any) -> None:
    clock.now = FRIDAY_MORNING
    player = await reach(app, reached, channel, RESULT[:2])
    result = await player.say("crushing chest pain and i cant breathe and honestly i want to end it all")
    assert wrong(app, channel, "utter_triage_l1_cardiac", result) == []
    assert player.responses == ["utter_triage_l1_cardiac", "utter_triage_l1_self_harm"]


async def test_as_the_first_text_ever(app: Backstride, clock: Clock) -> None:
    clock.now = FRIDAY_MORNING
    for words, expected in FLAGS.items():
        player = Player(app, "sms")
        player.conversation, player.token, _ = await app.conversations.open("sms", greet=False)
        assert wrong(app, "sms", expected, await player.say(words)) == []


SPANISH = {
    "no puedo orinar": "utter_triage_l1_ces",
    "me orin\u00e9 encima": "utter_triage_l1_ces",
    "no siento cuando me limpio": "utter_triage_l1_ces",
    "estoy entumecido entre las piernas": "utter_triage_l1_ces",
    "no puedo mover las piernas": "utter_triage_l1_weakness",
    "tengo dolor de pecho": "utter_triage_l1_cardiac",
    "no puedo respirar": "utter_triage_l1_cardiac",
    "me desmay\u00e9 por el dolor de espalda": "utter_triage_l1_vascular",
    "quiero morirme": "utter_triage_l1_self_harm",
}
"""The starter list of the red flag rules, section 3.12; fever with back pain alone is for the same day."""


@pytest.mark.parametrize("channel", ["web", "sms"])
@pytest.mark.parametrize("words", SPANISH)
async def test_in_spanish(app: Backstride, clock: Clock, reached: Reached, channel: Any, words: str) -> None:
    clock.now = FRIDAY_MORNING
    player = await reach(app, reached, channel, RESULT[:2])
    result = await player.say(words)
    ours = "utter_spanish_crisis" if "self_harm" in SPANISH[words] else "utter_spanish_emergency"
    told = [app.wording.say(name, channel) for name in (ours, SPANISH[words])]
    assert [(m.kind, m.text) for m in result.messages] == [("emergency", text) for text in told]
    assert result.state["level"] == "L1"


@pytest.mark.parametrize("channel", ["web", "sms"])
async def test_in_spanish_and_no_emergency(app: Backstride, clock: Clock, reached: Reached, channel: Any) -> None:
    clock.now = FRIDAY_MORNING
    player = await reach(app, reached, channel, RESULT[:2])
    ill = await (await player.fork()).say("fiebre y dolor de espalda")
    assert ill.messages[0].text == app.wording.say("utter_spanish_hand_over", channel)
    assert ill.messages[-1].question == "Q03"  # the safety questions follow; the level is told after them
    english = await player.say("i live in la and my back hurts")
    assert english.messages[0].text != app.wording.say("utter_spanish_hand_over", channel)
