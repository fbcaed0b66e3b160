"""The same rules fit as in Rasa's own code."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from backstride.engine import shim

shim.install()

from rasa.core.policies.rule_policy import RulePolicy  # noqa: E402
from rasa.shared.core.constants import SHOULD_NOT_BE_SET  # noqa: E402

from backstride.engine.rasa_patches import stock  # noqa: E402
from backstride.engine.rasa_rules import get_possible_keys  # noqa: E402

ACTIONS = ["action_listen", "utter_greet"]


def a_state(none: list[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A state of a conversation, or of a rule with `none` among its values for what must not be set."""
    return st.fixed_dictionaries(
        {},
        optional={
            "prev_action": st.fixed_dictionaries({}, optional={"action_name": st.sampled_from(ACTIONS)}),
            "user": st.fixed_dictionaries({"intent": st.sampled_from(["greet", "bye"])}),
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
