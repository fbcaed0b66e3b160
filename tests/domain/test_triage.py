"""The most urgent rule wins; what is unknown fires nothing; nothing said makes it less urgent."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstride.domain.expressions import Fired, Is, OpenGate, Unless
from backstride.domain.findings import Evidence, FindingType, Kind, Status
from backstride.domain.gathering import gather
from backstride.domain.triage import FiredRule, Level, Rule, TriageDecision, decide
from tests.content.given import RULES, evidence, findings

PRESENT, NEGATED, UNCERTAIN = Status.PRESENT, Status.NEGATED, Status.UNCERTAIN
VOCABULARY = {i: FindingType(i, Kind.FLAG, i, red_flag="RF99") for i in ("fever", "cancer", "weak", "minor")}


def known(*items: Evidence):
    return gather(items, VOCABULARY)


def rule(rule_id: str, when, level: Level | None, **more) -> Rule:
    return Rule(rule_id, when, level, reason=f"reason_{rule_id}", **more)


def test_nothing_known_decides_nothing_and_lists_what_is_open() -> None:
    rules = [rule("R01", Is("fever"), Level.L1), rule("R02", Is("cancer"), Level.L3)]
    assert decide(known(), rules, complete=True) == TriageDecision(unanswered=("cancer", "fever"))


def test_the_most_urgent_rule_gives_level_and_reasons() -> None:
    rules = [
        rule("R03", Is("cancer"), None),
        rule("R02", Is("cancer"), Level.L3),
        rule("R01", Is("fever"), Level.L2, no_running=True),
    ]
    said = (Evidence("cancer", PRESENT, quote="had cancer"), Evidence("fever", PRESENT, quote="temp of 102"))
    decision = decide(known(*said), rules, complete=False)
    assert decision == TriageDecision(
        level=Level.L2,
        fired=(
            FiredRule("R01", Level.L2, "reason_R01", ("fever",), ("temp of 102",)),
            FiredRule("R02", Level.L3, "reason_R02", ("cancer",), ("had cancer",)),
            FiredRule("R03", None, "reason_R03", ("cancer",), ("had cancer",)),
        ),
        no_running=True,
    )
    assert decision.rules == ("R01", "R02", "R03")
    assert decision.reasons == ("reason_R01",)


def test_a_note_has_no_level() -> None:
    decision = decide(known(Evidence("cancer", PRESENT)), [rule("R48", Is("cancer"), None)], complete=True)
    assert (decision.level, decision.rules, decision.reasons) == (None, ("R48",), ())


def test_a_rule_is_raised() -> None:
    shingles = rule("R43", Is("cancer"), Level.L3, raised=((Level.L1, Is("weak")), (Level.L2, Is("fever"))))
    cancer, fever = Evidence("cancer", PRESENT), Evidence("fever", PRESENT)
    assert decide(known(cancer), [shingles], complete=False).level is Level.L3
    raised = decide(known(cancer, fever), [shingles], complete=False)
    assert (raised.level, raised.fired[0].facts) == (Level.L2, ("cancer", "fever"))


def test_rules_that_need_an_intake_stay_out_of_a_single_message() -> None:
    rules = [rule("R52", Is("fever"), Level.L4, needs_intake=True), rule("R57", Unless(Fired(("R52",))), Level.L3)]
    fever = known(Evidence("fever", PRESENT))
    assert decide(fever, rules, complete=False).rules == ("R57",)
    assert decide(fever, rules, complete=True).rules == ("R52",)


def test_an_open_gate_withholds_a_routine_result_only() -> None:
    rules = [
        rule("R54", OpenGate(), None, withholds_result=True),
        rule("R57", Unless(Is("weak")), Level.L4),
        rule("R22", Is("weak"), Level.L2),
    ]
    routine = decide(known(), rules, complete=True, gates_open=["Q04"])
    assert (routine.level, routine.withheld, routine.rules) == (None, True, ("R57", "R54"))
    urgent = decide(known(Evidence("weak", PRESENT)), rules, complete=True, gates_open=["Q04"])
    assert (urgent.level, urgent.withheld) == (Level.L2, False)
    assert decide(known(), rules, complete=True).level is Level.L4


def test_the_first_gate_that_fits() -> None:
    minor = rule("R55", Is("minor"), None, gates=(("parent", Is("weak")), ("guardian", Is("minor"))))
    assert decide(known(Evidence("minor", PRESENT)), [minor], complete=False).gate == "guardian"
    both = known(Evidence("minor", PRESENT), Evidence("weak", PRESENT))
    assert decide(both, [minor], complete=False).gate == "parent"
    assert decide(known(Evidence("weak", PRESENT)), [minor], complete=False).gate is None


@pytest.mark.parametrize("asked", ["Q32", ""])
def test_no_self_care_while_a_fact_of_an_urgent_rule_is_in_doubt(asked: str) -> None:
    rules = [
        rule("R01", Is("fever"), Level.L1),
        rule("R53", Unless(Is("cancer")), Level.L5),
        rule("R40", Is("weak"), Level.L3),
    ]
    assert decide(known(), rules, complete=True).level is Level.L5
    assert decide(known(Evidence("fever", UNCERTAIN, question=asked)), rules, complete=True).level is None
    assert decide(known(Evidence("weak", UNCERTAIN, question=asked)), rules, complete=True).level is Level.L5


# --- the rules as they are ---

RED_FLAGS = sorted(i for i, kind in RULES.vocabulary.items() if kind.red_flag)
FLAGS = sorted(i for i, kind in RULES.vocabulary.items() if kind.kind is Kind.FLAG)
URGENCY = [*Level, None]


@st.composite
def situations(draw: st.DrawFn) -> dict[str, object]:
    facts: dict[str, object] = {
        i: draw(st.sampled_from([True, False, "uncertain", "not_sure"]))
        for i in draw(st.sets(st.sampled_from(FLAGS), max_size=6))
    }
    for finding in draw(
        st.sets(st.sampled_from([i for i, k in RULES.vocabulary.items() if k.kind is Kind.CHOICE]), max_size=4)
    ):
        facts[finding] = draw(st.sampled_from(RULES.vocabulary[finding].values))
    for finding in draw(
        st.sets(st.sampled_from([i for i, k in RULES.vocabulary.items() if k.kind is Kind.SET]), max_size=3)
    ):
        facts[finding] = [draw(st.sampled_from(RULES.vocabulary[finding].values))]
    for finding, high in (("age", 95), ("pain_nrs", 10), ("duration_days", 400)):
        if draw(st.booleans()):
            facts[finding] = draw(st.integers(1, high))
    return facts


@given(situations(), st.sampled_from([i for i in RED_FLAGS if i != "preg"]), st.booleans(), st.booleans())
@settings(max_examples=200)
def test_one_more_red_flag_never_makes_it_less_urgent(
    facts: dict[str, object], flag: str, complete: bool, clear: bool
) -> None:
    # `preg` is left out: pregnancy is the stated exclusion of periods that stopped (R37, R42).
    before = decide(findings(facts, clear=clear), RULES.triage, complete=complete).level
    values = RULES.vocabulary[flag].values
    facts_with = [*evidence(facts), Evidence(flag, PRESENT, values[0] if values else None)]
    gates = [Evidence(f, NEGATED, None, q.id) for q in RULES.questions if clear and q.gate for f in q.asks]
    after = decide(gather([*gates, *facts_with], RULES.vocabulary), RULES.triage, complete=complete).level
    assert URGENCY.index(after) <= URGENCY.index(before)


@given(situations(), st.integers())
@settings(max_examples=60)
def test_the_order_of_rules_and_of_findings_does_not_matter(facts: dict[str, object], seed: int) -> None:
    shuffled, turned = list(RULES.triage), list(facts.items())
    random.Random(seed).shuffle(shuffled)
    random.Random(seed).shuffle(turned)
    straight = decide(findings(facts), RULES.triage, complete=True)
    assert decide(findings(dict(turned)), shuffled, complete=True) == straight


def test_a_finished_intake_always_has_a_level() -> None:
    assert decide(findings({}, clear=True), RULES.triage, complete=True).level is Level.L4
