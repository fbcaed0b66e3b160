"""A question that is called worthless is so, whatever the answer; and asking whether it is costs next to nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from backstride.domain.answers import parse_choices
from backstride.domain.conditions import Condition, ConditionKind, Feature
from backstride.domain.expressions import In, Is
from backstride.domain.findings import Evidence
from backstride.domain.gathering import gather
from backstride.domain.interview import InterviewState, Option, Question, QuestionKind, next_question
from backstride.domain.question_value import Stakes, matters, reach_of
from backstride.domain.ranking import rank
from backstride.domain.triage import decide
from tests.content.given import RULES, evidence, findings
from tests.domain.test_ranking_vignettes import CASES
from tests.knowledge.content_copy import product_content

CONTENT = product_content()
ASKABLE = [q for q in RULES.questions if not (q.gate or q.clarifies or q.booking) and q.options and q.part == 1]
RANKED = [condition for condition in CONTENT.conditions if condition.kind is ConditionKind.RANKED]


def _stakes(questions: Iterable[Question] = (), **changed: object) -> Stakes:
    stakes = Stakes(
        RULES.vocabulary, RULES.triage, CONTENT.conditions, CONTENT.ranking, tuple(questions),
        CONTENT.self_care.conditions(),
    )  # fmt: skip
    return replace(stakes, **changed)  # type: ignore[arg-type]


def _outcome(said: Sequence[Evidence]) -> tuple[object, list[str]]:
    known = gather(said, RULES.vocabulary)
    decision = decide(known, RULES.triage, complete=True)
    return decision.level, [p.condition_id for p in rank(known, CONTENT.conditions, CONTENT.ranking)]


@pytest.mark.parametrize("facts", [case.facts for case in CASES], ids=[case.name for case in CASES])
def test_whatever_is_answered_to_a_worthless_question_changes_nothing(facts: dict[str, object]) -> None:
    said = [*evidence(facts), *_gates()]
    known = gather(said, RULES.vocabulary)
    before = _outcome(said)
    for question in ASKABLE:
        if not matters(question, known, _stakes()):
            for option in question.options:
                answered = parse_choices(question, [option.id], "web").evidence
                assert _outcome([*said, *answered]) == before, (question.id, option.id)


@settings(max_examples=150)
@given(st.sampled_from(CASES), st.sampled_from(ASKABLE), st.data())
def test_nor_do_several_answers_at_once(case: object, question: Question, data: st.DataObject) -> None:
    dropped = data.draw(st.sets(st.sampled_from(sorted(case.facts))))  # type: ignore[attr-defined]
    facts = {name: fact for name, fact in case.facts.items() if name not in dropped}  # type: ignore[attr-defined]
    said = [*evidence(facts), *_gates()]
    known = gather(said, RULES.vocabulary)
    assume(not matters(question, known, _stakes()))
    several = question.kind is QuestionKind.MULTI
    picked = data.draw(
        st.sets(st.sampled_from([o.id for o in question.options]), min_size=1, max_size=4 if several else 1)
    )
    assert _outcome([*said, *parse_choices(question, picked, "web").evidence]) == _outcome(said)


def _gates() -> list[Evidence]:
    return [
        item for q in RULES.questions if q.gate and "web" in q.channels
        for item in parse_choices(q, ["none", "no"], "web").evidence
    ]  # fmt: skip


TWIST = Question(
    "Q90", "twist", QuestionKind.YES_NO, asks=("limp",), options=(Option("yes", "Yes", sets=(("limp", None),)),)
)


def _condition(condition_id: str, prior: float, *features: Feature) -> Condition:
    bands = {band.id: prior for band in CONTENT.ranking.age_bands}
    return Condition(condition_id, condition_id, ConditionKind.RANKED, priors=bands, features=features)


def _limp(ratio: float) -> Feature:
    return Feature("limp", "limp", "you limp", "J", when=Is("limp"), lr_pos=ratio, lr_neg=1 / ratio)


@pytest.mark.parametrize(("ratio", "is_worth_asking"), [(1.1, False), (4.0, True)])
def test_a_question_is_worth_asking_only_if_the_order_may_change(ratio: float, is_worth_asking: bool) -> None:
    conditions = [_condition("plain", 0.3), _condition("hip", 0.2, _limp(ratio))]
    stakes = _stakes(rules=(), advice=(), conditions=conditions)
    assert matters(TWIST, findings({}), stakes) is is_worth_asking


def test_what_lets_another_question_be_asked_is_worth_asking() -> None:
    after = Question("Q91", "after", QuestionKind.YES_NO, asks=("past_bsi",), ask_when=Is("limp"))
    stakes = _stakes(rules=(), advice=(), conditions=[_condition("plain", 0.3)])
    assert not matters(TWIST, findings({}), stakes)
    assert matters(TWIST, findings({}), replace(stakes, questions=(after,)))


def test_what_advice_depends_on_is_worth_asking() -> None:
    stakes = _stakes(rules=(), advice=(Is("limp"),), conditions=[_condition("plain", 0.3)])
    assert matters(TWIST, findings({}), stakes)


def test_what_may_raise_the_level_is_worth_asking() -> None:
    question = RULES.question("Q31")
    assert matters(question, findings({"duration_days": 63}, clear=True), _stakes())


def test_a_question_about_nothing_is_not_worth_asking() -> None:
    assert not matters(RULES.question("Q00"), findings({}), _stakes())


def test_reach_names_what_each_answer_may_set() -> None:
    assert reach_of(RULES.question("Q05"), RULES.vocabulary) == {
        "weak": frozenset({"rapid", "new", "old"}), "cord": frozenset(), "paralysis": frozenset(),
    }  # fmt: skip
    assert reach_of(RULES.question("Q13"), RULES.vocabulary) == {"pain_nrs": None, "pain_nrs_worst": None}
    radiation = reach_of(RULES.question("Q10"), RULES.vocabulary)["radiation"]
    assert radiation is not None
    assert {"foot_toes", "below_knee", "leg"} <= radiation  # the coarser values come with the finer one


def test_the_interview_leaves_out_what_does_not_matter_but_never_a_gate() -> None:
    known = findings({"age": 34, "subject": "me", "chief_complaint": "x", "location": ["midline"]})
    state = InterviewState(answered=frozenset({"Q00"}))
    first = next_question(known, state, RULES.questions, "web", matters=lambda _: False)
    assert first is not None
    assert first.id == "Q03"
    clear = findings({"age": 34, "subject": "me", "chief_complaint": "x", "location": ["midline"]}, clear=True)
    rest = next_question(clear, state, RULES.questions, "web", matters=lambda _: False)
    assert rest is not None
    assert rest.for_visit


def test_the_feature_of_a_set_moves_by_the_values_on_offer_only() -> None:
    sitting = Feature(
        "sit", "trigger", "sitting hurts", "V", when=In("triggers", frozenset({"socks_shoes"})), lr_pos=8.0
    )
    conditions = [_condition("plain", 0.3), _condition("hip", 0.2, sitting)]
    stakes = _stakes(rules=(), advice=(), conditions=conditions)
    assert not matters(RULES.question("Q16"), findings({}), stakes)  # no option of it says socks and shoes
