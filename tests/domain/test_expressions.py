"""Conditions: three-valued, total, and honest about what made them hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstride.domain.errors import UnknownFindingError
from backstride.domain.evaluation import Context, Expression
from backstride.domain.expressions import (
    Aspect,
    AtLeast,
    Defined,
    Fired,
    In,
    Is,
    Not,
    OpenGate,
    Unless,
    Within,
    evaluate,
    findings_in,
    rules_in,
    support,
)
from backstride.domain.findings import Answer, Evidence, Findings, FindingType, Kind, Status
from backstride.domain.gathering import gather

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
VOCABULARY = {
    kind.id: kind
    for kind in (
        FindingType("age", Kind.NUMBER, "Age"),
        FindingType("smoker", Kind.FLAG, "Smoker"),
        FindingType("fever", Kind.FLAG, "Fever", red_flag="RF13"),
        FindingType("trend", Kind.CHOICE, "Course", ("better", "same", "worse")),
        FindingType("radiation", Kind.SET, "Spread", ("none", "buttock", "leg")),
        FindingType("relievers", Kind.SET, "Helps", ("rest", "nothing")),
        FindingType("ces", Kind.CHOICE, "Saddle", ("new", "old"), red_flag="RF02"),
    )
}
NOTHING_SAID = gather([], VOCABULARY)


def known(*items: Evidence) -> Findings:
    return gather(items, VOCABULARY)


def present(finding: str, value: str | float | None = None) -> Evidence:
    return Evidence(finding, Status.PRESENT, value, quote=f"{finding} {value}")


def denied(finding: str, value: str | None = None) -> Evidence:
    return Evidence(finding, Status.NEGATED, value)


@pytest.mark.parametrize(
    ("findings", "expected"),
    [(NOTHING_SAID, UNKNOWN), (known(present("fever")), YES), (known(denied("fever")), NO)],
)
def test_is(findings: Findings, expected: Answer) -> None:
    opposite = {YES: NO, NO: YES, UNKNOWN: UNKNOWN}[expected]
    assert evaluate(Is("fever"), findings) is expected
    assert evaluate(Is("fever", Aspect.NO), findings) is opposite
    assert evaluate(Not(Is("fever")), findings) is opposite
    assert evaluate(Unless(Is("fever")), findings) is (NO if expected is YES else YES)
    assert evaluate(Is("fever", Aspect.KNOWN), findings) is (UNKNOWN if expected is UNKNOWN else YES)


@pytest.mark.parametrize(("finding", "value"), [("radiation", "none"), ("relievers", "nothing")])
def test_a_set_that_is_none_is_no_but_known(finding: str, value: str) -> None:
    findings = known(present(finding, value))
    assert evaluate(Is(finding), findings) is NO
    assert evaluate(Is(finding, Aspect.NO), findings) is YES
    assert evaluate(Is(finding, Aspect.KNOWN), findings) is YES


def test_doubts() -> None:
    in_doubt = known(Evidence("ces", Status.UNCERTAIN))
    settled = known(
        Evidence("ces", Status.UNCERTAIN, question="Q04"), Evidence("ces", Status.UNCERTAIN, question="RF02")
    )
    contradicted = known(Evidence("ces", Status.NEGATED, question="Q04"), present("ces"))
    for findings, aspect in (
        (in_doubt, Aspect.UNCERTAIN),
        (settled, Aspect.STILL_UNSURE),
        (contradicted, Aspect.CONTRADICTED),
    ):
        assert evaluate(Is("ces", aspect), findings) is YES
        assert evaluate(Is("ces", aspect), NOTHING_SAID) is NO


def test_in() -> None:
    worse = In("trend", frozenset({"worse", "same"}))
    assert evaluate(worse, NOTHING_SAID) is UNKNOWN
    assert evaluate(worse, known(present("trend", "worse"))) is YES
    assert evaluate(worse, known(present("trend", "better"))) is NO
    assert evaluate(worse, known(denied("trend"))) is NO
    assert evaluate(worse, known(denied("trend", "worse"))) is UNKNOWN
    assert evaluate(worse, known(denied("trend", "worse"), denied("trend", "same"))) is NO


def test_in_of_a_set() -> None:
    leg = In("radiation", frozenset({"leg"}))
    assert evaluate(leg, known(present("radiation", "buttock"))) is UNKNOWN
    assert evaluate(leg, known(present("radiation", "buttock"), denied("radiation"))) is NO
    assert evaluate(leg, known(present("radiation", "none"))) is NO


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (Within("age", low=50), (NO, YES, YES)),
        (Within("age", high=50), (YES, YES, NO)),
        (Within("age", low=50, strictly=True), (NO, NO, YES)),
        (Within("age", high=50, strictly=True), (YES, NO, NO)),
    ],
)
def test_within(expression: Within, expected: tuple[Answer, Answer, Answer]) -> None:
    assert tuple(evaluate(expression, known(present("age", age))) for age in (49.0, 50.0, 51.0)) == expected
    assert evaluate(expression, NOTHING_SAID) is UNKNOWN


@pytest.mark.parametrize(
    ("count", "parts", "expected"),
    [
        (2, (YES, YES), YES),
        (2, (YES, NO), NO),
        (2, (YES, UNKNOWN), UNKNOWN),
        (2, (NO, UNKNOWN), NO),
        (1, (NO, NO), NO),
        (1, (NO, UNKNOWN), UNKNOWN),
        (1, (UNKNOWN, YES), YES),
        (2, (YES, UNKNOWN, UNKNOWN), UNKNOWN),
        (2, (YES, NO, NO), NO),
        (1, (), NO),
        (0, (), YES),
    ],
)
def test_at_least(count: int, parts: tuple[Answer, ...], expected: Answer) -> None:
    fever = {YES: Is("fever"), NO: Not(Is("fever")), UNKNOWN: Is("smoker")}
    assert evaluate(AtLeast(count, tuple(fever[part] for part in parts)), known(present("fever"))) is expected


def test_rules_and_gates() -> None:
    context = Context({"R01": Is("fever"), "R02": Fired(("R01",))}, gate_open=True)
    findings = known(present("fever"))
    assert evaluate(Fired(("R02",)), findings, context) is YES
    assert context.answers == {"R01": YES, "R02": YES}
    assert evaluate(OpenGate(), findings, context) is YES
    assert evaluate(OpenGate(), findings) is NO
    with pytest.raises(KeyError):
        evaluate(Fired(("R99",)), findings, context)


def test_a_definition_is_worked_out_once() -> None:
    context = Context()
    findings = known(present("fever"))
    defined = Defined("feverish", Is("fever"))
    assert evaluate(AtLeast(2, (defined, defined)), findings, context) is YES
    assert context.answers == {"feverish": YES}
    assert support(defined, findings) == findings["fever"].evidence
    assert findings_in(defined) == {"fever"}


def test_names_are_checked() -> None:
    with pytest.raises(UnknownFindingError):
        evaluate(Is("fewer"), NOTHING_SAID)


def test_what_a_condition_names() -> None:
    expression = AtLeast(
        1,
        (
            Is("fever"),
            Not(Within("age", 50)),
            Unless(In("trend", frozenset({"worse"}))),
            OpenGate(),
            Fired(("R01", "R02")),
        ),
    )
    assert findings_in(expression) == {"fever", "age", "trend"}
    assert rules_in(expression) == {"R01", "R02"}


def test_support_is_what_was_said_for_it() -> None:
    fever, age, rest = present("fever"), present("age", 60.0), denied("radiation")
    findings = known(fever, age, rest, Evidence("smoker", Status.HISTORICAL))
    context = Context({"R01": Is("fever")}, gate_open=True)
    expression = AtLeast(
        1, (Is("fever"), Within("age", 50), Is("smoker"), Fired(("R01",)), Unless(Is("smoker")), OpenGate())
    )
    assert support(expression, findings, context) == (fever, age)
    assert support(Is("smoker"), findings) == ()
    assert support(Not(Is("radiation")), findings) == ()


LEAVES = st.sampled_from([Is("fever"), Is("smoker"), In("trend", frozenset({"worse"})), Within("age", low=50)])
EXPRESSIONS: st.SearchStrategy[Expression] = st.recursive(
    LEAVES,
    lambda parts: st.one_of(
        st.builds(Not, parts),
        st.builds(lambda many: AtLeast(len(many), tuple(many)), st.lists(parts, min_size=1, max_size=3)),
        st.builds(lambda many: AtLeast(1, tuple(many)), st.lists(parts, min_size=1, max_size=3)),
    ),
    max_leaves=8,
)
FACTS = [
    [],
    [present("fever")],
    [denied("fever")],
    [present("smoker")],
    [denied("smoker")],
    [present("trend", "worse")],
    [present("age", 60.0)],
    [present("age", 40.0)],
]


@given(EXPRESSIONS, st.lists(st.sampled_from(FACTS), max_size=3), st.sampled_from(FACTS))
def test_more_knowledge_never_changes_a_known_answer(
    expression: Expression, facts: list[list[Evidence]], more: list[Evidence]
) -> None:
    evidence = [item for fact in facts for item in fact]
    fresh = [item for item in more if item.finding not in {e.finding for e in evidence}]
    before, after = evaluate(expression, known(*evidence)), evaluate(expression, known(*evidence, *fresh))
    assert before is UNKNOWN or after is before


@given(st.permutations([Is("fever"), Is("smoker"), Within("age", low=50)]), st.integers(1, 3), st.sampled_from(FACTS))
def test_the_order_of_parts_does_not_matter(parts: list[Expression], count: int, facts: list[Evidence]) -> None:
    straight = AtLeast(count, (Is("fever"), Is("smoker"), Within("age", low=50)))
    assert evaluate(AtLeast(count, tuple(parts)), known(*facts)) is evaluate(straight, known(*facts))


def as_if_asked(expression: Expression, findings: Findings) -> Answer:
    """The answer by definition: every part is looked at."""
    match expression:
        case Not(part):
            return {YES: NO, NO: YES, UNKNOWN: UNKNOWN}[as_if_asked(part, findings)]
        case AtLeast(count, parts):
            answers = [as_if_asked(part, findings) for part in parts]
            if answers.count(YES) >= count:
                return YES
            return UNKNOWN if len(answers) - answers.count(NO) >= count else NO
    return evaluate(expression, findings)


@given(EXPRESSIONS, st.lists(st.sampled_from(FACTS), max_size=3))
def test_parts_that_nobody_spoke_of_are_answered_as_if_they_were_looked_at(
    expression: Expression, facts: list[list[Evidence]]
) -> None:
    findings = known(*(item for fact in facts for item in fact))
    assert evaluate(expression, findings) is as_if_asked(expression, findings)


def test_what_depends_on_rules_is_never_settled_by_silence() -> None:
    fired = AtLeast(1, (Is("fever"), Fired(("R01",))))
    assert fired.at_rest is None
    assert evaluate(fired, known(present("smoker")), Context({"R01": Is("smoker")})) is YES
    assert evaluate(AtLeast(2, (Is("fever"), Is("smoker"))), NOTHING_SAID) is UNKNOWN
    assert AtLeast(1, (Is("fever"), Unless(Is("smoker")))).at_rest is YES
