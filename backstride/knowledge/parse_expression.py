"""Turns a condition as YAML says it into the tree that `domain/expressions.py` evaluates.

Checks every name on the way: findings and their values, definitions, rules. A definition is carried
with what it stands for, so the domain needs no list of them. The grammar is told in docs/content-guide.md.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from backstride.domain.errors import ContentError
from backstride.domain.evaluation import Expression
from backstride.domain.expressions import Aspect, AtLeast, Defined, Fired, In, Is, Not, OpenGate, Unless, Within
from backstride.domain.findings import FindingType, Kind, Vocabulary

_BOUNDS: Mapping[str, Callable[[float], tuple[float | None, float | None, bool]]] = {
    "at_least": lambda bound: (bound, None, False),
    "at_most": lambda bound: (None, bound, False),
    "above": lambda bound: (bound, None, True),
    "below": lambda bound: (None, bound, True),
}
_RULE_RANGE = re.compile(r"R(\d\d)-R(\d\d)")


@dataclass(frozen=True, slots=True)
class Names:
    """The names that a condition may use.

    Attributes:
        definitions: Name -> the condition as YAML says it.
        rules: Ids of the rules that may be referred to.
    """

    vocabulary: Vocabulary
    definitions: Mapping[str, Any] = field(default_factory=dict)
    rules: Collection[str] = ()


def parse_expression(tree: Any, names: Names, *, where: str) -> Expression:
    """Return the condition that a YAML tree says. `where` is file and entry, for messages.

    Raises:
        ContentError: An unknown operator, finding, value, definition or rule, or definitions that go in a circle.
    """
    return _parse(tree, names, where, ())


def check_finding(finding: Any, vocabulary: Vocabulary, *, where: str) -> FindingType:
    """Return the type of a finding.

    Raises:
        ContentError: The vocabulary does not list it.
    """
    if finding not in vocabulary:
        raise ContentError(f"{where}: unknown finding '{finding}'; add it to vocabulary.yml or mend its name")
    return vocabulary[finding]


def check_value(value: Any, kind: FindingType, *, where: str) -> None:
    """Check that a choice or set has a value.

    Raises:
        ContentError: It has not.
    """
    if value not in kind.values:
        has = ", ".join(kind.values) or "none"
        raise ContentError(f"{where}: unknown value '{value}' of '{kind.id}'; it has {has}")


def _parse(tree: Any, names: Names, where: str, inside: tuple[str, ...]) -> Expression:
    read = _OPERATORS.get(frozenset(tree)) if isinstance(tree, dict) else None
    if isinstance(tree, dict) and "finding" in tree:
        return _about(check_finding(tree["finding"], names.vocabulary, where=where), tree, where)
    expression = read(tree, names, where, inside) if read else None
    if expression is None:
        raise ContentError(f"{where}: '{tree}' is no condition; see the grammar in docs/content-guide.md")
    return expression


def _counted(tree: Mapping[str, Any], names: Names, where: str, inside: tuple[str, ...]) -> Expression | None:
    """Return all, any or at least so many of a list; None if the list or the number is none."""
    parts = tree.get("all") or tree.get("any") or tree.get("of")
    if not isinstance(parts, list):
        return None
    count = tree.get("at_least", 1 if "any" in tree else len(parts))
    if not isinstance(count, int) or not 0 < count <= len(parts):
        return None
    return AtLeast(count, tuple(_parse(part, names, where, inside) for part in parts))


def _about(kind: FindingType, tree: Mapping[str, Any], where: str) -> Expression:
    """Return a condition about one finding; YAML reads a bare yes or no as a truth value."""
    operators = tree.keys() - {"finding"}
    if not operators:
        return Is(kind.id)
    operator = next(iter(operators)) if len(operators) == 1 else ""
    operand: Any = tree.get(operator)
    if operator == "is":
        operand = {True: "yes", False: "no"}[operand] if isinstance(operand, bool) else operand
        if operand in set(Aspect):
            return Is(kind.id, Aspect(operand))
    if operator == "in" and isinstance(operand, list) and kind.kind in {Kind.CHOICE, Kind.SET}:
        for value in operand:
            check_value(value, kind, where=where)
        return In(kind.id, frozenset(operand))
    if operator in _BOUNDS and isinstance(operand, int | float) and kind.kind is Kind.NUMBER:
        low, high, strictly = _BOUNDS[operator](float(operand))
        return Within(kind.id, low, high, strictly)
    raise ContentError(f"{where}: '{tree}' cannot be asked of '{kind.id}', a {kind.kind}; see docs/content-guide.md")


def _definition(name: str, names: Names, where: str, inside: tuple[str, ...]) -> Expression:
    if name in inside:
        raise ContentError(f"{where}: the definitions {' > '.join((*inside, name))} go in a circle; take one out")
    if name not in names.definitions:
        raise ContentError(f"{where}: unknown definition '{name}'; add it to red_flags.yml or mend its name")
    return Defined(name, _parse(names.definitions[name], names, where, (*inside, name)))


def _fired(tree: Mapping[str, Any], names: Names, where: str, inside: tuple[str, ...]) -> Expression | None:  # noqa: ARG001
    given = [tree["rule"]] if "rule" in tree else tree["rules"]
    return Fired(_rules(given, names, where)) if isinstance(given, list) else None


def _rules(given: list[Any], names: Names, where: str) -> tuple[str, ...]:
    """Return rule ids, with each range such as R01-R46 written out."""
    rules: list[str] = []
    for item in given:
        ends = _RULE_RANGE.fullmatch(str(item))
        if ends:
            rules += [rule for rule in sorted(names.rules) if f"R{ends[1]}" <= rule <= f"R{ends[2]}"]
        elif item in names.rules:
            rules.append(item)
        else:
            raise ContentError(f"{where}: unknown rule '{item}'; mend its id")
    return tuple(dict.fromkeys(rules))


_Reader = Callable[[Mapping[str, Any], Names, str, tuple[str, ...]], Expression | None]
_OPERATORS: Mapping[frozenset[str], _Reader] = {
    frozenset({"all"}): _counted,
    frozenset({"any"}): _counted,
    frozenset({"at_least", "of"}): _counted,
    frozenset({"not"}): lambda tree, *rest: Not(_parse(tree["not"], *rest)),
    frozenset({"unless"}): lambda tree, *rest: Unless(_parse(tree["unless"], *rest)),
    frozenset({"definition"}): lambda tree, *rest: _definition(str(tree["definition"]), *rest),
    frozenset({"rule"}): _fired,
    frozenset({"rules"}): _fired,
    frozenset({"gate"}): lambda tree, *_: OpenGate() if tree["gate"] == "open" else None,
}
