"""Each patch says what Rasa's own code says."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import ValidationError

from backstride.engine import shim

shim.install()

import rasa  # noqa: E402
from rasa.core.actions.action import RemoteAction  # noqa: E402
from rasa.shared.core import events  # noqa: E402
from rasa.shared.core.events import Event  # noqa: E402
from rasa.shared.core.trackers import DialogueStateTracker  # noqa: E402
from rasa.shared.utils.common import all_subclasses  # noqa: E402
from rasa.utils.endpoints import EndpointConfig  # noqa: E402

from backstride.engine import rasa_patches  # noqa: E402
from backstride.engine.rasa_patches import PATCHES, RasaVersionError, stock  # noqa: E402

FORM, OTHER_FORM = "intake_form", "booking_form"
ANY_EVENT = st.one_of(
    st.sampled_from([FORM, OTHER_FORM, "utter_greet", "action_listen"]).map(events.ActionExecuted),
    st.sampled_from([FORM, OTHER_FORM, None]).map(events.ActiveLoop),
    st.sampled_from([FORM, OTHER_FORM]).map(events.ActionExecutionRejected),
    st.sampled_from(["hi", "no"]).map(events.UserUttered),
    st.tuples(st.sampled_from(["age", "side"]), st.integers(0, 3)).map(lambda pair: events.SlotSet(*pair)),
    st.sampled_from(
        [
            events.BotUttered, events.SessionStarted, events.Restarted, events.ActionReverted,
            events.UserUtteranceReverted, events.AllSlotsReset,
        ]
    ).map(lambda cls: cls()),
    st.booleans().map(events.DefinePrevUserUtteredFeaturization),
    st.booleans().map(events.LoopInterrupted),
)  # fmt: skip
LONG_FORM = st.lists(st.lists(ANY_EVENT, max_size=4), max_size=12).map(
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


@given(st.one_of(st.lists(ANY_EVENT, max_size=30), LONG_FORM))
def test_the_same_events_count(said: list[Event]) -> None:
    tracker = DialogueStateTracker("somebody", None)
    tracker.events.extend(said)
    counted = rasa_patches.applied_events(tracker)
    expected = stock(DialogueStateTracker, "applied_events")(tracker)
    assert [id(event) for event in counted] == [id(event) for event in expected]


@pytest.mark.parametrize("name", sorted({cls.type_name for cls in all_subclasses(Event)}))
def test_an_event_is_of_the_same_class(name: str) -> None:
    assert rasa_patches.resolve_by_type(name) is stock(Event, "resolve_by_type")(name)


def test_the_name_of_no_event_is_refused_as_ever() -> None:
    assert rasa_patches.resolve_by_type("topic") is None
    assert rasa_patches.resolve_by_type("nothing", events.SlotSet) is events.SlotSet
    with pytest.raises(ValueError, match="nothing"):
        rasa_patches.resolve_by_type("nothing")


@pytest.mark.parametrize("result", [{"events": [{"event": "slot"}]}, {"events": "none"}, {"responses": [1]}])
def test_what_an_action_server_answers_is_checked(result: dict[str, Any]) -> None:
    action = RemoteAction("action_x", EndpointConfig("http://127.0.0.1:1"))
    with pytest.raises(ValidationError):
        rasa_patches.validate_action_result(action, result)
    assert rasa_patches.validate_action_result(action, {"events": [], "responses": []})


def test_another_version_of_rasa_is_refused_before_anything_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    for patch in PATCHES:
        monkeypatch.setattr(patch.owner, patch.name, patch.stock)
    monkeypatch.setattr(rasa, "__version__", "3.7.0")
    with pytest.raises(RasaVersionError, match=r"3\.7\.0.*3\.6\.21"):
        rasa_patches.apply()
    assert all(vars(patch.owner)[patch.name] is patch.stock for patch in PATCHES)


def test_patching_twice_keeps_the_originals(monkeypatch: pytest.MonkeyPatch) -> None:
    for patch in PATCHES:
        monkeypatch.setattr(patch.owner, patch.name, patch.stock)
    rasa_patches.apply()
    rasa_patches.apply()
    assert all(vars(patch.owner)[patch.name] is patch.replacement for patch in PATCHES)
    assert all(patch.stock is not patch.replacement for patch in PATCHES)
