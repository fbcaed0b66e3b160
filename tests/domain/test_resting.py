"""Rules at rest answer what they would if each were worked out anew."""

from hypothesis import given
from hypothesis import strategies as st

from backstride.domain.evaluation import Context
from backstride.domain.findings import UNKNOWN, YES, Evidence, Findings, Status
from backstride.domain.gathering import gather
from backstride.domain.resting import RestingRules
from tests.content.given import RULES

CONDITIONS = {rule.id: rule.when for rule in RULES.triage}
RESTING = {gate_open: RestingRules(CONDITIONS, gate_open=gate_open) for gate_open in (False, True)}
SAID = st.builds(Evidence, st.sampled_from(sorted(RULES.vocabulary)), st.sampled_from(list(Status)))


@given(st.lists(SAID, max_size=6), st.booleans())
def test_every_rule_is_answered_as_if_it_were_worked_out_anew(said: list[Evidence], gate_open: bool) -> None:
    findings = gather(said, RULES.vocabulary)
    anew = Context(CONDITIONS, gate_open)
    answers = RESTING[gate_open].answered(findings).answers
    assert {rule: answers[rule] for rule in CONDITIONS} == {rule: anew.answer(rule, findings) for rule in CONDITIONS}


def test_a_rule_that_is_at_rest_is_not_worked_out() -> None:
    assert set(RESTING[False].answered(Findings({}, RULES.vocabulary)).answers) == set(CONDITIONS)
    answers = RESTING[False].answered(gather([Evidence("paralysis", Status.PRESENT)], RULES.vocabulary)).answers
    assert {YES, UNKNOWN} <= set(answers.values())
