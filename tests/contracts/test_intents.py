"""Every intent leads somewhere, in every state a conversation can be in."""

import pytest

from tests.contracts.project import constant, dialogues, domain, intents, python_files, responses, steps, strings

ANSWERS: dict[str, str] = constant("actions/side_questions.py", "ANSWERS")
INTERRUPTING: set[str] = constant("actions/slots.py", "INTERRUPTING")
FORMS = sorted(domain()["forms"])
# In a form, these leave the form to ask again or end it inside its validator; no rule has to.
READ_BY_THE_VALIDATOR = {"booking_form": {"deny", "stop"}, "callback_form": {"deny", "stop"}, "intake_form": set()}


def _heard() -> set[str]:
    every = dialogues("rule") + dialogues("story")
    return {step["intent"] for dialogue in every for step in steps(dialogue) if "intent" in step}


def _first_intents(*, loop: str | None, stage: str | None) -> set[str]:
    """Return the intents that a rule acts on in this state; a rule without a condition counts for every state."""
    found: set[str] = set()
    for rule in dialogues("rule"):
        held = {key: value for condition in rule.get("condition", ()) for key, value in condition.items()}
        stages = held.get("slot_was_set", [])
        if "active_loop" in held and held["active_loop"] != loop:
            continue
        if any(entry.get("stage", stage) != stage for entry in stages):
            continue
        first = rule["steps"][0]
        found |= {step["intent"] for step in first.get("or", [first]) if "intent" in step}
    return found


def test_every_intent_is_handled() -> None:
    in_actions = {text for path in python_files("actions") for text in strings(path)}
    assert sorted(set(intents()) - _heard() - ANSWERS.keys() - in_actions) == []


def test_answers_are_of_known_intents_and_exist() -> None:
    assert sorted(set(ANSWERS) - set(intents())) == []
    assert sorted(set(ANSWERS.values()) - responses()) == []


def test_interruptions_are_known_intents() -> None:
    assert sorted(INTERRUPTING - set(intents())) == []


@pytest.mark.parametrize("form", FORMS)
def test_every_interruption_is_answered_inside_every_form(form: str) -> None:
    """An interruption that no rule answers makes Rasa reject the form and fall back."""
    handled = _first_intents(loop=form, stage="result") | READ_BY_THE_VALIDATOR[form]
    assert sorted(INTERRUPTING - handled) == []


@pytest.mark.parametrize("form", FORMS)
def test_what_a_rule_answers_inside_a_form_the_form_leaves_to_it(form: str) -> None:
    handled = _first_intents(loop=form, stage="result") - {"report_red_flag"}
    left_alone = INTERRUPTING | READ_BY_THE_VALIDATOR[form]
    # While a visit or a call is arranged, a symptom that is no red flag is answered on the side.
    assert sorted(handled - left_alone - {"report_symptoms"}) == []


@pytest.mark.parametrize("form", FORMS)
def test_a_red_flag_is_heard_inside_every_form(form: str) -> None:
    """The intake form reads it itself; every other form is closed for it."""
    assert form == "intake_form" or "report_red_flag" in _first_intents(loop=form, stage="result")


def test_after_an_emergency_nothing_falls_back() -> None:
    """Who was told to call the emergency number must never read "I did not understand"."""
    assert sorted(set(intents()) - _first_intents(loop=None, stage="emergency")) == []


def test_before_the_first_answer_nothing_falls_back() -> None:
    assert sorted(set(intents()) - _first_intents(loop=None, stage=None)) == []
