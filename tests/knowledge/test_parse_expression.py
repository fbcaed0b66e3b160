"""Every operator of the grammar, as YAML says it."""

import pytest
import yaml

from backstride.domain.evaluation import Expression
from backstride.domain.expressions import Aspect, AtLeast, Defined, Fired, In, Is, Not, OpenGate, Unless, Within
from backstride.domain.findings import FindingType, Kind
from backstride.knowledge.parse_expression import Names, parse_expression

FEVER = Is("fever")
NAMES = Names(
    {
        "fever": FindingType("fever", Kind.FLAG, "Fever"),
        "age": FindingType("age", Kind.NUMBER, "Age"),
        "weak": FindingType("weak", Kind.CHOICE, "Weak", ("rapid", "new")),
    },
    {"ill": {"finding": "fever"}, "old": {"all": [{"definition": "ill"}]}},
    frozenset({"R01", "R02", "R05", "R10"}),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{finding: fever}", FEVER),
        ("{finding: fever, is: yes}", FEVER),
        ("{finding: fever, is: no}", Is("fever", Aspect.NO)),
        ("{finding: fever, is: known}", Is("fever", Aspect.KNOWN)),
        ("{finding: fever, is: uncertain}", Is("fever", Aspect.UNCERTAIN)),
        ("{finding: weak, in: [rapid, new]}", In("weak", frozenset({"rapid", "new"}))),
        ("{finding: age, at_least: 50}", Within("age", low=50)),
        ("{finding: age, at_most: 50}", Within("age", high=50)),
        ("{finding: age, above: 50}", Within("age", low=50, strictly=True)),
        ("{finding: age, below: 50}", Within("age", high=50, strictly=True)),
        ("{all: [{finding: fever}, {finding: fever}]}", AtLeast(2, (FEVER, FEVER))),
        ("{any: [{finding: fever}, {finding: fever}]}", AtLeast(1, (FEVER, FEVER))),
        (
            "{at_least: 2, of: [{finding: fever}, {finding: fever}, {finding: fever}]}",
            AtLeast(2, (FEVER, FEVER, FEVER)),
        ),
        ("{not: {finding: fever}}", Not(FEVER)),
        ("{unless: {finding: fever}}", Unless(FEVER)),
        ("{definition: old}", Defined("old", AtLeast(1, (Defined("ill", FEVER),)))),
        ("{rule: R02}", Fired(("R02",))),
        ("{rules: [R01-R05, R10, R02]}", Fired(("R01", "R02", "R05", "R10"))),
        ("{gate: open}", OpenGate()),
    ],
)
def test_operator(text: str, expected: Expression) -> None:
    assert parse_expression(yaml.safe_load(text), NAMES, where="here") == expected
