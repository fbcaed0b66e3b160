"""The safety report finds what it is made to find."""

import yaml

from backstride.domain.expressions import AtLeast, Defined, In, Is, Not, Unless
from backstride.domain.findings import FindingType, Kind
from backstride.domain.triage import Level, Rule
from backstride.engine import shim
from bench.mutants import rule_mutants
from bench.safety import EQUIVALENTS, Case, noticed_by
from tests.content.given import RULES, findings

FEVER, WEAK, NUMB = Is("fever"), Is("weak"), Is("numb")
VOCABULARY = {
    "fever": FindingType("fever", Kind.FLAG, "Fever"),
    "weak": FindingType("weak", Kind.CHOICE, "Weak", ("rapid", "new"), red_flag="RF06"),
}


def rule(when: object, **more: object) -> Rule:
    return Rule("R1", when, Level.L1, "reason", **more)  # type: ignore[arg-type]


def taken_out(*rules: Rule) -> dict[str, object]:
    return {m.id: m.rules[0].when for m in rule_mutants(rules, VOCABULARY)}  # type: ignore[arg-type]


def test_every_part_of_a_condition_is_taken_out() -> None:
    both, either = AtLeast(2, (FEVER, WEAK)), AtLeast(1, (FEVER, WEAK))
    assert taken_out(rule(both)) == {
        "R1:rule": AtLeast(1, ()),
        "R1:when/1.fever": AtLeast(1, (WEAK,)),
        "R1:when/2.weak": AtLeast(1, (FEVER,)),
    }
    assert taken_out(rule(either))["R1:when/1.fever"] == AtLeast(1, (WEAK,))
    three = AtLeast(2, (FEVER, WEAK, NUMB))
    assert taken_out(rule(three))["R1:when/3.numb"] == AtLeast(2, (FEVER, WEAK))


def test_it_goes_into_negations_and_values_of_red_flags() -> None:
    weak = In("weak", frozenset({"rapid", "new"}))
    when = AtLeast(2, (Not(AtLeast(1, (FEVER, NUMB))), Unless(weak)))
    found = taken_out(rule(when))
    assert found["R1:when/1/not/2.numb"] == AtLeast(2, (Not(AtLeast(1, (FEVER,))), Unless(weak)))
    assert found["R1:when/2.weak/not=new"] == AtLeast(2, (when.parts[0], Unless(In("weak", frozenset({"rapid"})))))


def test_a_named_condition_is_taken_apart_wherever_it_is_used() -> None:
    ill = Defined("ill", AtLeast(1, (FEVER, WEAK)))
    mutants = [m for m in rule_mutants((rule(ill), rule(Not(ill))), VOCABULARY) if m.id == "definition:ill/1.fever"]
    less = Defined("ill", AtLeast(1, (WEAK,)))
    assert [[r.when for r in m.rules] for m in mutants] == [[less, Not(less)]]


def test_what_a_rule_does_beside_its_level_is_taken_out() -> None:
    whole = rule(FEVER, raised=((Level.L1, WEAK),), gates=(("parent", FEVER),), no_running=True, needs_intake=True)
    assert set(taken_out(whole)) == {"R1:rule", "R1:raised.L1", "R1:gates.parent", "R1:no_running", "R1:needs_intake"}


def test_a_mutant_that_a_case_notices_is_named_with_it_and_another_is_not() -> None:
    body = {"findings": {"ces_saddle": True}, "fires": ["R02"], "silent": []}
    case = Case("R02/numb", body, findings(body["findings"]), {"level": Level.L1, "fires": ["R02"], "silent": []})
    mutants = {m.id: m for m in rule_mutants(RULES.triage, RULES.vocabulary)}
    assert noticed_by(mutants["R02:rule"], {"R02": [case]}) == "R02/numb"
    assert noticed_by(mutants["R03:rule"], {"R02": [case]}) == ""


def test_every_argued_mutant_exists_and_is_argued() -> None:
    argued = yaml.safe_load(EQUIVALENTS.read_text(encoding="utf-8"))["equivalents"]
    known = {mutant.id for mutant in rule_mutants(RULES.triage, RULES.vocabulary)}
    assert [name for name in argued if name not in known] == []
    assert [name for name, why in argued.items() if len(why) < 20] == []


def test_every_screening_call_is_on_the_list() -> None:
    shim.install()
    from bench.screening_calls import CALLS, PROBES

    assert len(CALLS) >= 13
    assert len(PROBES) >= len(CALLS)


async def test_every_screening_call_that_is_taken_out_is_noticed_and_every_probe_holds_as_it_is() -> None:
    shim.install()
    from bench.screening_calls import CALLS, screening_mutants

    noticed = {name: probe async for name, probe in screening_mutants()}
    assert sorted(noticed) == sorted(f"call:{name}" for name in CALLS)
    assert [name for name, probe in noticed.items() if not probe] == []
