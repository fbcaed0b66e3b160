"""A tracker of ours is the tracker that Rasa's own code makes of the same events."""

from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstride.engine import shim

shim.install()

from rasa.core.actions.action import ActionExtractSlots  # noqa: E402
from rasa.core.actions.forms import FormAction  # noqa: E402
from rasa.shared.core import events, trackers  # noqa: E402
from rasa.shared.core.domain import Domain  # noqa: E402
from rasa.shared.core.events import Event  # noqa: E402
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity  # noqa: E402

from backstride.engine import rasa_trackers  # noqa: E402
from backstride.engine.rasa_patches import PATCHES, stock  # noqa: E402

FORM, OTHER_FORM = "intake_form", "booking_form"
DOMAIN = Domain.from_yaml(f"""
version: "3.1"
slots:
  age: {{type: any, mappings: [{{type: custom}}]}}
  side: {{type: text, initial_value: left, influence_conversation: true, mappings: [{{type: custom}}]}}
  seen: {{type: list, mappings: [{{type: custom}}]}}
forms:
  {FORM}: {{required_slots: [age]}}
  {OTHER_FORM}: {{required_slots: [side]}}
actions: [action_validate_slot_mappings, utter_greet]
""")
ANY_EVENT = st.one_of(
    st.sampled_from([FORM, OTHER_FORM, "utter_greet", "action_listen"]).map(events.ActionExecuted),
    st.sampled_from([FORM, OTHER_FORM, None]).map(events.ActiveLoop),
    st.sampled_from([FORM, OTHER_FORM]).map(events.ActionExecutionRejected),
    st.sampled_from(["hi", "no"]).map(events.UserUttered),
    st.tuples(st.sampled_from(["age", "side", "no_such_slot"]), st.sampled_from(["a", None])).map(
        lambda pair: events.SlotSet(*pair)
    ),
    st.sampled_from(["hello", "age?"]).map(events.BotUttered),
    st.sampled_from(
        [
            events.SessionStarted, events.Restarted, events.ActionReverted, events.UserUtteranceReverted,
            events.AllSlotsReset, events.ConversationPaused,
        ]
    ).map(lambda cls: cls()),
    st.sampled_from([FORM, "utter_greet"]).map(events.FollowupAction),
    st.booleans().map(events.LoopInterrupted),
)  # fmt: skip
LONG_FORM = st.lists(st.lists(ANY_EVENT, max_size=3), max_size=10).map(
    # Mostly turns of one form, with anything between them.
    lambda turns: [
        event
        for between in turns
        for event in [
            events.ActionExecuted("action_listen"),
            events.UserUttered("hi"),
            *between,
            events.ActionExecuted(FORM),
            events.ActiveLoop(FORM),
        ]
    ]
)
TALK = st.one_of(st.lists(ANY_EVENT, max_size=30), LONG_FORM)


@pytest.fixture(autouse=True)
def _originals(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the originals call is original too, whatever another test has loaded."""
    for patch in PATCHES:
        monkeypatch.setattr(patch.owner, patch.name, patch.stock)


def tracker_of(said: list[Event]) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("somebody", said, DOMAIN.slots)


def everything(tracker: DialogueStateTracker) -> dict[str, Any]:
    """All that a tracker holds, the events by identity."""
    return {
        **tracker.current_state(EventVerbosity.NONE),
        "events": [id(event) for event in tracker.events],
        "slots": {name: (type(slot), vars(slot)) for name, slot in tracker.slots.items()},
        "loop": asdict(tracker.active_loop) if tracker.active_loop else None,
        "message": tracker.latest_message,
        "utterance": tracker.latest_bot_utterance,
        "ids": (tracker.model_id, tracker.assistant_id, tracker.sender_source, tracker.is_rule_tracker),
    }


@given(TALK)
def test_the_same_events_count(said: list[Event]) -> None:
    tracker = tracker_of(said)
    expected = stock(DialogueStateTracker, "applied_events")(tracker)
    assert [id(event) for event in rasa_trackers.applied_events(tracker)] == [id(event) for event in expected]


@given(TALK, TALK)
def test_the_same_events_count_as_the_talk_goes_on(said: list[Event], more: list[Event]) -> None:
    tracker = tracker_of(said)
    for event in more:
        before = rasa_trackers.applied_events(tracker)
        before.clear()  # it is the caller's
        tracker.update(event)
        expected = stock(DialogueStateTracker, "applied_events")(tracker)
        assert [id(each) for each in rasa_trackers.applied_events(tracker)] == [id(each) for each in expected]


@given(TALK, st.booleans())
def test_a_copy_is_the_replay(said: list[Event], has_predicted: bool) -> None:
    tracker = tracker_of(said)
    tracker.model_id, tracker.assistant_id = "a model", "an assistant"
    if has_predicted:
        tracker.clear_followup_action()
    expected = everything(stock(DialogueStateTracker, "copy")(tracker))
    assert everything(rasa_trackers.copy(tracker)) == expected


@given(TALK, ANY_EVENT)
def test_what_a_copy_is_told_the_original_does_not_hear(said: list[Event], more: Event) -> None:
    tracker = tracker_of(said)
    before = everything(tracker)
    rasa_trackers.copy(tracker).update(more)
    assert everything(tracker) == before


@given(TALK)
def test_the_same_trackers_were_there_before_each_action(said: list[Event]) -> None:
    tracker = tracker_of(said)
    original = stock(DialogueStateTracker, "generate_all_prior_trackers")(tracker)
    expected = [(everything(earlier), is_hidden) for earlier, is_hidden in original]
    ours = rasa_trackers.generate_all_prior_trackers(tracker)
    assert [(everything(earlier), is_hidden) for earlier, is_hidden in ours] == expected


@given(TALK)
def test_a_form_validates_on_the_same_tracker(said: list[Event]) -> None:
    form, tracker, extracted = FormAction(FORM, None), tracker_of(said), [events.SlotSet("age", "34")]
    expected = stock(FormAction, "_temporary_tracker")(form, tracker, extracted, DOMAIN)
    ours = rasa_trackers.temporary_tracker(form, tracker, extracted, DOMAIN)
    assert ([e.as_dict() | {"timestamp": 0} for e in ours.events], ours.current_slot_values(), ours.active_loop) == (
        [e.as_dict() | {"timestamp": 0} for e in expected.events],
        expected.current_slot_values(),
        expected.active_loop,
    )


class Extract(ActionExtractSlots):
    """Lets a validation that remembers its tracker say what it likes."""

    def __init__(self, says: list[Event]) -> None:
        super().__init__(None)
        self.says, self.heard = says, {}

    async def _run_custom_action(self, action: str, channel: Any, nlg: Any, tracker: Any, domain: Any) -> list[Event]:
        self.heard = everything(tracker) | {"action": action}
        return self.says


@pytest.mark.parametrize("says", [[], [events.SlotSet("age", None)], [events.SlotSet("seen", [1])]])
@pytest.mark.parametrize("restarted", [[], [events.Restarted(), events.UserUttered("again")]])
async def test_extracted_slots_are_validated_alike(says: list[Event], restarted: list[Event]) -> None:
    tracker = tracker_of([events.SlotSet("side", "right"), events.UserUttered("hi"), *restarted])
    extracted = [events.SlotSet("age", "34"), events.BotUttered("no slot"), events.SlotSet("side", "left")]
    theirs, ours = Extract(says), Extract(says)
    original = stock(ActionExtractSlots, "_execute_validation_action")
    expected = await original(theirs, extracted, None, None, tracker, DOMAIN)
    assert await rasa_trackers.execute_validation_action(ours, extracted, None, None, tracker, DOMAIN) == expected
    assert ours.heard == theirs.heard


def test_slots_are_all_that_rasa_copies_there() -> None:
    for slot in DOMAIN.slots:
        ours, theirs = rasa_trackers.SlotCopies.copy(slot), stock(trackers, "copy").copy(slot)
        assert (type(ours), vars(ours), ours is slot) == (type(theirs), vars(theirs), False)
