"""What a condition could still come to: every answer that can happen is among those named."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstride.domain.evaluation import Expression
from backstride.domain.expressions import AtLeast, Defined, Fired, In, Is, Not, Unless, Within, evaluate
from backstride.domain.findings import Answer, Evidence, FindingType, Kind, Status
from backstride.domain.gathering import gather
from backstride.domain.possible import Possible, Reach

VOCABULARY = {
    kind.id: kind
    for kind in (
        FindingType("limp", Kind.FLAG, "Limp"),
        FindingType("age", Kind.NUMBER, "Age", high=120),
        FindingType("place", Kind.SET, "Place", values=("back", "hip", "knee")),
    )
}
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
LIMP: Reach = {"limp": frozenset()}
HIP = In("place", frozenset({"hip"}))


def _possible(expression: Expression, reach: Reach, **said: str | float | bool) -> set[Answer]:
    return set(Possible(gather(_evidence(said), VOCABULARY), reach).answers(expression))


def _evidence(said: Mapping[str, str | float | bool]) -> list[Evidence]:
    return [
        Evidence(finding, Status.NEGATED if value is False else Status.PRESENT, None if value is True else value)
        for finding, value in said.items()
    ]


@pytest.mark.parametrize(
    ("expression", "reach", "expected"),
    [
        (Is("limp"), {}, {UNKNOWN}),
        (Is("limp"), LIMP, {YES, NO, UNKNOWN}),
        (Not(Is("limp")), LIMP, {YES, NO, UNKNOWN}),
        (Unless(Is("limp")), LIMP, {YES, NO}),
        (HIP, {"place": frozenset({"hip"})}, {YES, NO, UNKNOWN}),
        (HIP, {"place": frozenset({"knee"})}, {NO, UNKNOWN}),
        (HIP, {"place": None}, {YES, NO, UNKNOWN}),
        (Within("age", low=18), {"age": None}, {YES, NO, UNKNOWN}),
        (Defined("limping", Is("limp")), LIMP, {YES, NO, UNKNOWN}),
        (AtLeast(2, (Is("limp"), HIP)), LIMP, {NO, UNKNOWN}),
        (AtLeast(1, (Is("limp"), HIP)), LIMP, {YES, UNKNOWN}),
    ],
)
def test_each_kind_of_condition(expression: Expression, reach: Reach, expected: set[Answer]) -> None:
    assert _possible(expression, reach) == expected


def test_what_is_settled_elsewhere_stays_settled() -> None:
    assert _possible(AtLeast(1, (Is("limp"), HIP)), LIMP, place="hip") == {YES}


def test_a_rule_that_another_refers_to_may_move_it() -> None:
    findings = gather([], VOCABULARY)
    expression = AtLeast(1, (Fired(("R1",)), HIP))
    assert Possible(findings, LIMP, rules={"R1": Is("limp")}).answers(expression) == {YES, UNKNOWN}


LEAVES = st.sampled_from([Is("limp"), HIP, Within("age", low=18), In("place", frozenset({"back", "knee"}))])
TREES = st.recursive(
    LEAVES,
    lambda parts: st.one_of(
        st.builds(Not, parts),
        st.builds(Unless, parts),
        st.builds(AtLeast, st.integers(1, 2), st.lists(parts, min_size=1, max_size=3).map(tuple)),
    ),
    max_leaves=5,
)
SAID = st.fixed_dictionaries(
    {}, optional={"limp": st.booleans(), "age": st.integers(0, 99), "place": st.sampled_from(["back", "hip", "knee"])}
)


@given(TREES, SAID, SAID)
def test_what_does_happen_is_possible(
    expression: Expression, before: dict[str, str | float | bool], after: dict[str, str | float | bool]
) -> None:
    reach: dict[str, frozenset[str | float] | None] = dict.fromkeys(after)
    then = gather([*_evidence(before), *_evidence(after)], VOCABULARY)
    possible = Possible(gather(_evidence(before), VOCABULARY), reach).answers(expression)
    assert evaluate(expression, then) in possible
