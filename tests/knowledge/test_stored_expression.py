"""A condition that went through JSON is the same condition."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstride.domain.errors import ContentError
from backstride.domain.evaluation import Expression
from backstride.domain.expressions import Aspect, AtLeast, Defined, Fired, In, Is, Not, OpenGate, Unless, Within
from backstride.knowledge.stored_expression import from_json, to_json

_NAMES = st.sampled_from(["fever", "age", "triggers"])
_LEAVES = st.one_of(
    st.builds(Is, _NAMES, st.sampled_from(Aspect)),
    st.builds(In, _NAMES, st.lists(st.sampled_from("abc"), min_size=1).map(frozenset)),
    st.builds(Within, _NAMES, st.none() | st.floats(0, 9), st.none() | st.floats(0, 9), st.booleans()),
)
_EXPRESSIONS = st.recursive(
    _LEAVES,
    lambda parts: st.one_of(
        st.builds(AtLeast, st.integers(1, 3), st.lists(parts, min_size=1, max_size=3).map(tuple)),
        st.builds(Defined, _NAMES, parts),
        st.builds(Not, parts),
        st.builds(Unless, parts),
    ),
    max_leaves=6,
)


@given(_EXPRESSIONS)
def test_it_comes_back_as_it_was(expression: Expression) -> None:
    assert from_json(json.loads(json.dumps(to_json(expression)))) == expression


@pytest.mark.parametrize("part", [Fired(("R01",)), OpenGate()])
def test_what_depends_on_triage_is_refused(part: Expression) -> None:
    with pytest.raises(ContentError, match="triage rule"):
        to_json(Not(part))
