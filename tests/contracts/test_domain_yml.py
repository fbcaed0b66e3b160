"""domain.yml and the code agree: actions, forms, slots, entities, session."""

from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from backstride.engine import shim
from tests.contracts.project import domain, python_files, read, relative

SLOT_TYPES = {"text", "float", "list", "bool", "categorical"}
FORM_KEYS = {"required_slots", "ignored_intents"}  # rasa 3.6.21 shared/core/domain.py reads these two
SLOT_KEYS = {"type", "influence_conversation", "mappings", "initial_value", "values", "min_value", "max_value"}
INFLUENCING = {"stage"}


def _action_classes() -> list[type[Any]]:
    shim.install()
    for path in python_files("actions"):
        import_module(relative(path).removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    from actions.base import BackstrideAction

    return list(_below(BackstrideAction))


def _below(parent: type[Any]) -> Iterator[type[Any]]:
    for child in parent.__subclasses__():
        yield child
        yield from _below(child)


def test_every_action_has_exactly_one_class_and_back() -> None:
    classes = Counter(made().name() for made in _action_classes())
    assert dict(classes) == dict.fromkeys(domain()["actions"], 1)


def test_every_form_has_its_validator() -> None:
    validators = {name for name in domain()["actions"] if name.startswith("validate_")}
    assert {f"validate_{form}" for form in domain()["forms"]} == validators


def test_form_blocks_hold_only_what_rasa_reads() -> None:
    assert [(name, key) for name, form in domain()["forms"].items() for key in form if key not in FORM_KEYS] == []


def test_no_form_lists_slots_because_the_core_asks() -> None:
    assert [form["required_slots"] for form in domain()["forms"].values()] == [[], [], []]


def test_slots_are_typed_and_none_holds_anything() -> None:
    types = {name: slot["type"] for name, slot in domain()["slots"].items()}
    assert {name: kind for name, kind in types.items() if kind not in SLOT_TYPES} == {}


def test_slots_have_only_keys_that_rasa_reads() -> None:
    assert [(name, key) for name, slot in domain()["slots"].items() for key in slot if key not in SLOT_KEYS] == []


def test_slots_are_filled_by_our_code_alone() -> None:
    mappings = {name: slot["mappings"] for name, slot in domain()["slots"].items()}
    assert {name: found for name, found in mappings.items() if found != [{"type": "custom"}]} == {}


def test_only_the_stage_influences_the_dialogue() -> None:
    assert {name for name, slot in domain()["slots"].items() if slot.get("influence_conversation", True)} == INFLUENCING


def test_every_question_has_its_slot() -> None:
    asked = {question["slot"] for question in read("content/questions.yml")["questions"]}
    assert sorted(asked - domain()["slots"].keys()) == []


def test_entities_are_the_findings_and_the_chosen_option() -> None:
    findings = [entry["id"] for entry in read("content/vocabulary.yml")["findings"]]
    assert Counter(domain()["entities"]) == Counter([*findings, "choice"])


def test_no_entity_influences_the_dialogue() -> None:
    assert [entry for entry in domain()["intents"] if list(entry.values()) != [{"use_entities": []}]] == []


def test_nothing_is_carried_over_to_the_next_session() -> None:
    session = domain()["session_config"]
    assert session["carry_over_slots_to_new_session"] is False
    assert session["session_expiration_time"] > 0


def test_no_copy_stands_in_the_domain_file() -> None:
    assert set(domain()) == {"version", "session_config", "intents", "entities", "slots", "forms", "actions"}
