"""Every response is said somewhere, and everything that is said exists."""

import re
from fnmatch import fnmatchcase
from typing import Any

from tests.contracts.project import PACKAGES, dialogues, domain, python_files, read, responses, steps, strings

NAME = re.compile(r"utter_[a-z0-9_*]+")
# Prefixes that Python looks for in a name, and keys of Rasa's messages; not names of responses.
PARTS = {"utter_message", "utter_action", "utter_ask_"}


def _questions() -> set[str]:
    """Rasa asks for a slot with `utter_ask_<slot>`; a clarifying question has words of its own, by its id and part."""
    questions = read("content/questions.yml")["questions"]
    return {
        f"utter_clarify_{q['id'].lower()}" + (f"_{q['part']}" if "part" in q else "")
        if q["id"].startswith("RF")
        else f"utter_ask_{q['slot']}"
        for q in questions
    }


def _in_dialogues() -> set[str]:
    said = (step.get("action", "") for kind in ("rule", "story") for d in dialogues(kind) for step in steps(d))
    return {name for name in said if name.startswith("utter_")}


def _in_python() -> set[str]:
    """Names and, where an f-string makes them, patterns with `*`."""
    return {text for path in python_files(*PACKAGES) for text in strings(path) if NAME.fullmatch(text)} - PARTS


def _triage() -> set[str]:
    """What `Wording.triage_response` may choose: words for a rule's reason, the level's default, or the level's own."""
    rules = read("content/red_flags.yml")["rules"]
    reasons = {entry["reason"] for rule in rules for entry in (rule, *rule.get("told_as", ()))}
    tails = ["", "_default", *(f"_{reason}" for reason in reasons)]
    return {f"utter_triage_{level}{tail}" for level in ("l1", "l2", "l3", "l4", "l5", "none") for tail in tails}


def _slots_of_forms() -> set[str]:
    """Rasa looks for words of the form first, then for words of the slot alone."""
    slots, forms = domain()["slots"], domain()["forms"]
    return {f"utter_ask_{form}_{slot}" for form in forms for slot in slots} | {f"utter_ask_{slot}" for slot in slots}


def test_every_response_is_said_somewhere() -> None:
    python = {pattern for pattern in _in_python() if not pattern.startswith(("utter_triage_*", "utter_clarify_*"))}
    said = _questions() | _in_dialogues() | _triage() | _slots_of_forms()
    said |= {name for name in responses() if any(fnmatchcase(name, pattern) for pattern in python)}
    assert sorted(responses() - said) == []


def test_everything_that_is_said_exists() -> None:
    plain = {name for name in _in_python() if "*" not in name}
    assert sorted((plain | _in_dialogues() | _questions()) - responses() - {"utter_ask_clarification"}) == []


def test_every_pattern_has_a_response() -> None:
    patterns = [name for name in _in_python() if "*" in name]
    assert [p for p in patterns if not any(fnmatchcase(name, p) for name in responses())] == []


def test_every_level_that_a_rule_can_ask_for_has_words() -> None:
    rules = read("content/red_flags.yml")["rules"]
    asked = [(r["id"], level.lower(), r["reason"]) for r in rules for level in _levels(r)]
    assert len(asked) > 40
    assert [
        (rule, level)
        for rule, level, reason in asked
        if not {f"utter_triage_{level}{tail}" for tail in (f"_{reason}", "_default", "")} & responses()
    ] == []


def _levels(rule: dict[str, Any]) -> list[str]:
    return [level for level in (rule.get("level"), *(entry["level"] for entry in rule.get("raised", ()))) if level]
