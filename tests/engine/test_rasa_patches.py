"""Each patch says what Rasa's own code says."""

from typing import Any

import pytest
from jsonschema import ValidationError

from backstride.engine import shim

shim.install()

import rasa  # noqa: E402
from rasa.core.actions.action import RemoteAction  # noqa: E402
from rasa.shared.core import events  # noqa: E402
from rasa.shared.core.events import Event  # noqa: E402
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
