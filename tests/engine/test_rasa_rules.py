"""The same rules fit as in Rasa's own code, and the same policy wins."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstride.engine import shim

shim.install()

from rasa.core.policies.ensemble import DefaultPolicyPredictionEnsemble  # noqa: E402
from rasa.core.policies.policy import PolicyPrediction  # noqa: E402
from rasa.core.policies.rule_policy import RulePolicy  # noqa: E402
from rasa.shared.core import events  # noqa: E402
from rasa.shared.core.constants import SHOULD_NOT_BE_SET  # noqa: E402
from rasa.shared.core.domain import Domain  # noqa: E402
from rasa.shared.core.events import Event  # noqa: E402
from rasa.shared.core.trackers import DialogueStateTracker  # noqa: E402

from backstride.engine import rasa_rules  # noqa: E402
from backstride.engine.rasa_patches import stock  # noqa: E402
from backstride.engine.rasa_rules import get_possible_keys  # noqa: E402

ACTIONS = ["action_listen", "utter_greet"]


def a_state(none: list[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A state of a conversation, or of a rule with `none` among its values for what must not be set."""
    return st.fixed_dictionaries(
        {},
        optional={
            "prev_action": st.fixed_dictionaries({}, optional={"action_name": st.sampled_from([*ACTIONS, *none])}),
            "user": st.fixed_dictionaries({}, optional={"intent": st.sampled_from(["greet", "bye", *none])}),
            "active_loop": st.fixed_dictionaries({"name": st.sampled_from(["intake_form", *none])}),
            "slots": st.dictionaries(
                st.sampled_from(["side", "stage"]), st.sampled_from([(1.0,), (0.0, 1.0), *none]), max_size=2
            ),
        },
    )


RULES = st.lists(st.lists(a_state([SHOULD_NOT_BE_SET]), min_size=1, max_size=4), max_size=8)


@given(RULES, st.lists(a_state([]), max_size=6))
def test_the_same_rules_fit(rules: list[list[dict[str, Any]]], states: list[dict[str, Any]]) -> None:
    lookup = {json.dumps(rule): "action_listen" for rule in rules}
    policy = RulePolicy.__new__(RulePolicy)
    assert get_possible_keys(policy, lookup, states) == stock(RulePolicy, "_get_possible_keys")(policy, lookup, states)


def policy_of(rules: list[list[dict[str, Any]]], unhappy: list[list[dict[str, Any]]], states: Any) -> Any:
    """A rule policy that has learnt rules and sees these states."""
    policy: Any = RulePolicy.__new__(RulePolicy)
    policy.lookup = {
        "rules": {json.dumps(rule): "utter_greet" for rule in rules},
        "rules_for_loop_unhappy_path": {json.dumps(rule): "loop_was_interrupted" for rule in unhappy},
    }
    policy._prediction_states = lambda *_, **__: states
    return policy


@given(RULES, RULES, st.lists(a_state([]), max_size=4), st.sampled_from([None, "intake_form"]))
def test_a_message_without_its_intent_fits_the_same_rules(
    rules: list[list[dict[str, Any]]], unhappy: list[list[dict[str, Any]]], states: list[dict[str, Any]], loop: str
) -> None:
    said = [*states, {"prev_action": {"action_name": "action_listen"}, "user": {"text": "hi"}}]
    policy, tracker = policy_of(rules, unhappy, said), DialogueStateTracker("somebody", [])
    tracker.update(events.ActiveLoop(loop))
    tracker.update(events.ActionExecuted("action_listen"))
    original = stock(RulePolicy, "_find_action_from_rules")
    action, _, is_returning = rasa_rules.without_end_to_end_rules(original)(policy, tracker, None, True)
    expected, _, was_returning = original(policy, tracker, None, True)
    assert (action, is_returning) == (expected, was_returning)  # the rule's name counts where there is an action


def test_no_states_are_worked_out_where_every_rule_names_an_intent() -> None:
    rule = [{"prev_action": {"action_name": "action_listen"}, "user": {"intent": "greet"}}]
    policy, tracker = policy_of([rule], [rule], None), DialogueStateTracker("somebody", [])
    policy._prediction_states = pytest.fail
    find = rasa_rules.without_end_to_end_rules(stock(RulePolicy, "_find_action_from_rules"))
    assert find(policy, tracker, None, True) == (None, None, False)


DOMAIN = Domain.from_yaml("""
version: "3.1"
actions: [utter_greet, utter_bye]
forms: {intake_form: {required_slots: []}}
""")
PLACES = [DOMAIN.index_for_action(name) for name in ("utter_greet", "utter_bye", "intake_form")]
BEFORE: st.SearchStrategy[list[Event]] = st.lists(
    st.sampled_from(
        [
            events.ActionExecuted("action_listen"),
            events.UserUttered("hi"),
            events.ActionExecuted("intake_form"),
            events.ActionExecutionRejected("intake_form"),
            events.ActionExecutionRejected("utter_greet"),
        ]
    ),
    max_size=4,
)


def says(place: int, confidence: float, name: str, priority: int, **more: Any) -> PolicyPrediction:
    probabilities = [0.0] * DOMAIN.num_actions
    probabilities[place] = confidence
    return PolicyPrediction(probabilities, name, priority, **more)


def voter(name: str, priority: int, prediction: PolicyPrediction) -> Any:
    """A policy that predicts this when asked."""
    nothing = [0.0] * DOMAIN.num_actions
    return SimpleNamespace(
        priority=priority,
        asked=lambda *_, **__: prediction,
        _default_predictions=lambda _: list(nothing),
        _prediction=lambda probabilities: PolicyPrediction(probabilities, name, priority),
    )


@given(
    BEFORE, BEFORE, st.sampled_from(PLACES), st.sampled_from(PLACES), st.sampled_from([0.0, 0.3, 1.0]),
    st.sampled_from([0.0, 0.9, 1.0]), st.sampled_from([2, 6, 9]), st.booleans(),
)  # fmt: skip
def test_the_same_policy_wins_whether_the_loser_was_asked_or_not(
    said: list[Event],
    since: list[Event],
    rules_say: int,
    stories_say: int,
    sure: float,
    as_sure: float,
    priority: int,
    no_user: bool,
) -> None:
    tracker = DialogueStateTracker.from_events("somebody", said, DOMAIN.slots)

    def outcome(ask: Any, note: Any) -> tuple[Any, ...]:
        rules = voter("rules", 6, says(rules_say, sure, "rules", 6, is_no_user_prediction=no_user))
        stories = voter("stories", priority, says(stories_say, as_sure, "stories", priority))
        predictions = [note(rules, tracker, DOMAIN), ask(stories, tracker, DOMAIN)]
        won = DefaultPolicyPredictionEnsemble().combine_predictions(predictions, tracker, DOMAIN)
        return won.max_confidence_index, won.max_confidence, won.policy_name, won.is_no_user_prediction, won.events

    def plainly(policy: Any, *_: Any) -> PolicyPrediction:
        prediction: PolicyPrediction = policy.asked()
        return prediction

    ask, note = rasa_rules.unless_settled(plainly), rasa_rules.noting_what_is_settled(plainly)
    assert outcome(ask, note) == outcome(plainly, plainly)
    for event in since:  # what was settled is not settled after anything else happened
        tracker.update(event)
    assert outcome(ask, plainly) == outcome(plainly, plainly)


def test_who_cannot_win_is_not_asked() -> None:
    tracker = DialogueStateTracker.from_events("somebody", [events.ActionExecuted("action_listen")], DOMAIN.slots)
    rules = voter("rules", 6, says(PLACES[0], 1.0, "rules", 6))
    rasa_rules.noting_what_is_settled(lambda policy, *_: policy.asked())(rules, tracker, DOMAIN)
    asked = rasa_rules.unless_settled(lambda *_: pytest.fail("asked"))
    assert asked(voter("stories", 3, None), tracker, DOMAIN).max_confidence == 0.0
