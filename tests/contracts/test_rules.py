"""Rules and stories: nothing clinical in them, nothing unknown, nothing twice, and one door to triage."""

import json
from collections import Counter, defaultdict
from itertools import pairwise
from typing import Any

from tests.contracts.project import RASA_ACTIONS, RASA_INTENTS, ROOT, dialogues, domain, intents, responses, steps

WINDOW = 5
BRANCHING = {"stage", "requested_slot"}  # what a dialogue may depend on; neither is a finding
STEP_KEYS = {"intent", "action", "active_loop", "slot_was_set", "or"}


def _all() -> list[dict[str, Any]]:
    return dialogues("rule") + dialogues("story")


def _where(dialogue: dict[str, Any]) -> str:
    return f"{dialogue['file']}: {dialogue.get('rule', dialogue.get('story'))}"


def test_there_are_rules_and_stories() -> None:
    assert len(dialogues("rule")) >= 20
    assert len(dialogues("story")) >= 3


def test_names_are_given_once() -> None:
    names = Counter(dialogue.get("rule", dialogue.get("story")) for dialogue in _all())
    assert [name for name, count in names.items() if count > 1] == []


def test_every_story_says_what_it_teaches() -> None:
    silent, told = [], 0
    for path in sorted((ROOT / "data" / "stories").glob("*.yml")):
        for line, following in pairwise(path.read_text(encoding="utf-8").splitlines()):
            if line.strip().startswith("- story:"):
                told += 1
                if not following.strip().startswith("# teaches "):
                    silent.append(line.strip())
    assert told == len(dialogues("story"))
    assert silent == []


def test_no_two_stories_share_five_steps() -> None:
    seen: dict[str, set[str]] = defaultdict(set)
    for story in dialogues("story"):
        line = [json.dumps(step, sort_keys=True) for step in story["steps"]]
        for start in range(len(line) - WINDOW + 1):
            seen["\n".join(line[start : start + WINDOW])].add(_where(story))
    assert [sorted(names) for names in seen.values() if len(names) > 1] == []


def test_nothing_clinical_decides_what_comes_next() -> None:
    found = [
        (_where(dialogue), name)
        for dialogue in _all()
        for step in steps(dialogue)
        for entry in step.get("slot_was_set", ())
        for name in (entry if isinstance(entry, dict) else [entry])
        if name not in BRANCHING
    ]
    assert found == []


def test_no_entity_stands_in_a_dialogue() -> None:
    stray = [(_where(d), sorted(set(step) - STEP_KEYS)) for d in _all() for step in steps(d) if set(step) - STEP_KEYS]
    assert stray == []


def test_stages_are_those_of_the_domain() -> None:
    known = {*domain()["slots"]["stage"]["values"], None}
    named = {
        entry["stage"]
        for d in _all()
        for step in steps(d)
        for entry in step.get("slot_was_set", ())
        if "stage" in entry
    }
    assert named <= known


def test_everything_that_is_named_exists() -> None:
    forms = set(domain()["forms"])
    known = {
        "intent": set(intents()) | RASA_INTENTS,
        "action": set(domain()["actions"]) | forms | responses() | RASA_ACTIONS,
        "active_loop": forms | {None},
    }
    unknown = [
        (_where(d), key, step[key])
        for d in _all()
        for step in steps(d)
        for key in known
        if key in step and step[key] not in known[key]
    ]
    assert unknown == []


def test_there_is_one_door_to_triage_and_one_to_each_write() -> None:
    doors = Counter(step["action"] for d in _all() for step in steps(d) if "action" in step)
    assert {name: doors[name] for name in ("action_triage", "action_book", "action_request_callback")} == {
        "action_triage": 1,
        "action_book": 1,
        "action_request_callback": 1,
    }


def test_every_form_ends_in_one_rule() -> None:
    ends: dict[str, list[str]] = defaultdict(list)
    for rule in dialogues("rule"):
        for step, following in pairwise(rule["steps"]):
            if step.get("action") in domain()["forms"] and following.get("active_loop", "") is None:
                ends[step["action"]].append(rule["rule"])
    assert {form: len(names) for form, names in ends.items()} == dict.fromkeys(domain()["forms"], 1)
