"""Rasa's rule policy, with the same rules found sooner; put in place by `rasa_patches.py`."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from rasa.shared.core.constants import PREVIOUS_ACTION, SHOULD_NOT_BE_SET
from rasa.shared.nlu.constants import ACTION_NAME

State = Mapping[str, Mapping[str, Any]]


@cache
def _backwards(rule_key: str) -> tuple[State, ...]:
    """Return the states of a rule, the last first."""
    return tuple(reversed(json.loads(rule_key)))


def get_possible_keys(self: Any, lookup: Mapping[str, str], states: Sequence[State]) -> set[str]:
    """Return the rules that fit the last states.

    rasa 3.6.21 core/policies/rule_policy.py, `RulePolicy._get_possible_keys`: compares every rule with every state of
    the conversation, some hundreds of comparisons before the last action alone is looked at, and goes on when no rule
    is left that is as long. Here the last action is compared first, which most rules do not survive, and the states
    before the longest rule are left out: there the original lets every rule pass.
    """
    possible = [(key, _backwards(key)) for key in lookup]
    longest = max((len(rule) for _, rule in possible), default=0)
    for turn, state in zip(range(longest), reversed(states), strict=False):
        possible = [(key, rule) for key, rule in possible if len(rule) <= turn or _fits(self, rule[turn], state)]
    return {key for key, _ in possible}


def _fits(policy: Any, rule: State, state: State) -> bool:
    theirs, ours = rule.get(PREVIOUS_ACTION), state.get(PREVIOUS_ACTION)
    if not theirs or not ours:
        return not theirs and not ours
    wanted = theirs.get(ACTION_NAME)
    if wanted and wanted not in (SHOULD_NOT_BE_SET, ours.get(ACTION_NAME)):
        return False
    return bool(policy._does_rule_match_state(rule, state))
