"""Each rule is held by a case: without the rule, at least one case fails."""

from dataclasses import replace

import pytest

from backstride.domain.expressions import AtLeast
from backstride.domain.triage import Rule
from tests.content.given import RULES
from tests.content.test_cases import CASES, expected, outcome, read

NEVER = AtLeast(1, ())


@pytest.mark.parametrize("rule", RULES.triage, ids=lambda rule: rule.id)
def test_a_case_fails_without_the_rule(rule: Rule) -> None:
    without = tuple(replace(each, when=NEVER) if each is rule else each for each in RULES.triage)
    own = [read(path) for path in CASES if path.parent.name == rule.id]
    assert any(outcome(case, without) != expected(case) for case in own)
