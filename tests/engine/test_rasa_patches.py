"""Each patch says what Rasa's own code says."""

from typing import Any

import pytest
from jsonschema import ValidationError

from backstride.engine import shim

shim.install()

import rasa  # noqa: E402
from rasa.core.actions.action import ActionExtractSlots, RemoteAction  # noqa: E402
from rasa.shared.core import events  # noqa: E402
from rasa.shared.core.domain import Domain  # noqa: E402
from rasa.shared.core.events import Event  # noqa: E402
from rasa.shared.core.trackers import DialogueStateTracker  # noqa: E402
from rasa.shared.utils.common import all_subclasses  # noqa: E402
from rasa.utils.endpoints import EndpointConfig  # noqa: E402

from backstride.engine import rasa_patches  # noqa: E402
from backstride.engine.rasa_patches import PATCHES, RasaVersionError, stock  # noqa: E402


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


MAPPINGS = [
    "{type: custom}",
    "{type: custom, action: action_fill}",
    "{type: from_text}",
    "{type: from_intent, intent: greet, value: hello}",
    "{type: from_entity, entity: side}",
]


class Extract(ActionExtractSlots):
    """Remembers which of the project's actions were asked; `action_fill` fills a slot."""

    def __init__(self) -> None:
        super().__init__(None)
        self.asked: list[tuple[str, dict[str, Any]]] = []

    async def _run_custom_action(self, action: str, channel: Any, nlg: Any, tracker: Any, domain: Any) -> list[Event]:
        self.asked.append((action, tracker.current_slot_values()))
        return [events.SlotSet("age", "34")] if action == "action_fill" else []


@pytest.mark.parametrize("age", MAPPINGS)
@pytest.mark.parametrize("loop", [None, "intake_form"])
async def test_a_message_fills_the_same_slots(age: str, loop: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    for patch in PATCHES:
        monkeypatch.setattr(patch.owner, patch.name, patch.stock)
    domain = Domain.from_yaml(f"""
version: "3.1"
intents: [greet]
entities: [side]
slots:
  side: {{type: text, mappings: [{{type: custom}}]}}
  age: {{type: text, mappings: [{age}]}}
forms: {{intake_form: {{required_slots: [age]}}}}
actions: [action_validate_slot_mappings, action_fill]
""")
    said = events.UserUttered("left", {"name": "greet"}, [{"entity": "side", "value": "left"}])
    tracker = DialogueStateTracker.from_events("somebody", [events.ActiveLoop(loop), said], domain.slots)
    original, ours, theirs = stock(ActionExtractSlots, "run"), Extract(), Extract()
    expected = await original(theirs, None, None, tracker, domain)
    assert await rasa_patches.unless_nothing_is_mapped(original)(ours, None, None, tracker, domain) == expected
    assert ours.asked == theirs.asked


async def test_no_slot_is_looked_at_where_none_is_mapped() -> None:
    domain = Domain.from_yaml("""
version: "3.1"
slots: {age: {type: text, mappings: [{type: custom}]}}
actions: [action_validate_slot_mappings]
""")
    tracker, extract = DialogueStateTracker.from_events("somebody", [], domain.slots), Extract()
    run = rasa_patches.unless_nothing_is_mapped(lambda *_: pytest.fail("looked"))
    assert await run(extract, None, None, tracker, domain) == []
    assert [action for action, _ in extract.asked] == ["action_validate_slot_mappings"]


@pytest.mark.parametrize("text", ["", "intents: [greet]", "actions: [action_x]", "session_config: {}"])
def test_the_same_domains_are_empty(text: str) -> None:
    domain = Domain.from_yaml(f'version: "3.1"\n{text}\n')
    assert rasa_patches.is_empty(domain) == stock(Domain, "is_empty")(domain)
    assert rasa_patches.is_empty(Domain.empty())


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
