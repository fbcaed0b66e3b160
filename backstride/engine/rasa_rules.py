"""Rasa's policies, with the same rules found sooner; put in place by `rasa_patches.py`.

All files named here are of rasa 3.6.21.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RULES, RULES_FOR_LOOP_UNHAPPY_PATH
from rasa.shared.core import events
from rasa.shared.core.constants import ACTION_LISTEN_NAME, PREVIOUS_ACTION, SHOULD_NOT_BE_SET, USER
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ACTION_NAME, INTENT

State = Mapping[str, Mapping[str, Any]]


class _Rule(NamedTuple):
    key: str
    states: tuple[State, ...]  # the last first


class _Index:
    """The rules of a lookup by what their last state wants: previous action and intent, None where it wants none."""

    def __init__(self, lookup: Mapping[str, str]) -> None:
        """Read the rules; a model's rules do not change once it is loaded."""
        self.lookup = lookup  # kept alive, so that its id stays its own
        self._rules: dict[tuple[str | None, str | None], list[_Rule]] = defaultdict(list)
        for key in lookup:
            rule = _Rule(key, tuple(reversed(json.loads(key))))
            self._rules[_wanted(rule.states[0])].append(rule)
        self.longest = max((len(rule.states) for rules in self._rules.values() for rule in rules), default=0)

    def of(self, state: State) -> list[_Rule]:
        """Return the rules whose last state may fit this one."""
        action, intent = state.get(PREVIOUS_ACTION, {}).get(ACTION_NAME), state.get(USER, {}).get(INTENT)
        wanted = {(a, i) for a in (action, None) for i in (intent, None)}
        return [rule for key in wanted for rule in self._rules.get(key, ())]

    def has_any_without_intent(self) -> bool:
        """Whether a rule may fit the state after a message whose intent is not looked at."""
        return any(key in self._rules for key in ((ACTION_LISTEN_NAME, None), (None, None)))


def _wanted(last: State) -> tuple[str | None, str | None]:
    action = _value(last, PREVIOUS_ACTION, ACTION_NAME)
    # The beginning of a conversation fits a rule that begins there, whatever else that says.
    return (action, _value(last, USER, INTENT)) if last.get(PREVIOUS_ACTION) else (None, None)


def _value(state: State, part: str, name: str) -> str | None:
    value = state.get(part, {}).get(name)
    return None if value == SHOULD_NOT_BE_SET else value or None


def _index(policy: Any, lookup: Mapping[str, str]) -> _Index:
    known: dict[int, _Index] = policy.__dict__.setdefault("_backstride_rules", {})
    if id(lookup) not in known:
        known[id(lookup)] = _Index(lookup)
    return known[id(lookup)]


def get_possible_keys(self: Any, lookup: Mapping[str, str], states: Sequence[State]) -> set[str]:
    """Return the rules that fit the last states.

    core/policies/rule_policy.py, `RulePolicy._get_possible_keys`: compares all of some 600 rules with every state of
    the conversation, and goes on when no rule is left that is as long. Here the few that fit the last action and
    intent are compared, and the states before the longest rule are left out: there the original lets every rule pass.
    """
    if not states:
        return set(lookup)
    index = _index(self, lookup)
    possible = index.of(states[-1])
    for turn, state in zip(range(index.longest), reversed(states), strict=False):
        possible = [rule for rule in possible if len(rule.states) <= turn or _fits(self, rule.states[turn], state)]
    return {rule.key for rule in possible}


def _fits(policy: Any, rule: State, state: State) -> bool:
    theirs, ours = rule.get(PREVIOUS_ACTION), state.get(PREVIOUS_ACTION)
    if not theirs or not ours:
        return not theirs and not ours
    wanted = theirs.get(ACTION_NAME)
    if wanted and wanted not in (SHOULD_NOT_BE_SET, ours.get(ACTION_NAME)):
        return False
    return bool(policy._does_rule_match_state(rule, state))


def without_end_to_end_rules(original: Callable[..., Any]) -> Callable[..., Any]:
    """Return `RulePolicy._find_action_from_rules` that looks for rules about a message's text only if there are any.

    core/policies/rule_policy.py: after each message it works all states out and matches all rules once without the
    intent, for rules that quote what is said ("end to end"). Where every rule that may follow a message names an
    intent, none can fit then, and what it would return is known.
    """

    def find_action_from_rules(
        self: Any, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
    ) -> tuple[str | None, str | None, bool]:
        if use_text_for_last_user_input:
            rules = (_index(self, self.lookup[name]) for name in (RULES, RULES_FOR_LOOP_UNHAPPY_PATH))
            if not any(index.has_any_without_intent() for index in rules):
                return None, None, False
        found: tuple[str | None, str | None, bool] = original(self, tracker, domain, use_text_for_last_user_input)
        return found

    return find_action_from_rules


class _Settled(NamedTuple):
    """The rule policy's certain prediction, and for what: a tracker with so many events, the last of them this one."""

    length: int
    last: Event
    priority: int


_SETTLED = "_backstride_settled"


def noting_what_is_settled(original: Callable[..., PolicyPrediction]) -> Callable[..., PolicyPrediction]:
    """Return `RulePolicy.predict_action_probabilities` that notes a prediction which no other policy can outvote."""

    def predict(self: Any, tracker: DialogueStateTracker, *args: Any, **kwargs: Any) -> PolicyPrediction:
        prediction = original(self, tracker, *args, **kwargs)
        if prediction.max_confidence == 1 and tracker.events:
            settled = _Settled(len(tracker.events), tracker.events[-1], prediction.policy_priority)
            tracker.__dict__[_SETTLED] = settled
        return prediction

    return predict


def unless_settled(original: Callable[..., PolicyPrediction]) -> Callable[..., PolicyPrediction]:
    """Return `MemoizationPolicy.predict_action_probabilities` that says nothing where the rules are certain.

    core/policies/memoization.py: works all states out for every prediction, which core/policies/ensemble.py then
    drops, since at most it is as confident and of lower priority. Only after a form was rejected may the ensemble
    take a certain prediction back.
    """

    def predict(self: Any, tracker: DialogueStateTracker, domain: Domain, *args: Any, **kwargs: Any) -> Any:
        settled: _Settled | None = tracker.__dict__.get(_SETTLED)
        if (
            settled is not None
            and settled.length == len(tracker.events)
            and settled.last is tracker.events[-1]
            and settled.priority > self.priority
            and not _was_rejected(tracker)
        ):
            return self._prediction(self._default_predictions(domain))
        return original(self, tracker, domain, *args, **kwargs)

    return predict


def _was_rejected(tracker: DialogueStateTracker) -> bool:
    did = (events.ActionExecuted, events.ActionExecutionRejected)
    last = next((event for event in reversed(tracker.events) if isinstance(event, did)), None)
    return isinstance(last, events.ActionExecutionRejected)
