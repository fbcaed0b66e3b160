"""Takes the triage rules apart: each mutant lacks one rule, or one clause of one.

A clause is a part of a condition: of `all`, `any` and `at least`, however deep, of the values of a red flag,
of what raises a level, and of what a rule does beside its level. Named conditions are taken apart once,
wherever they are used. Knows nothing of the cases that must notice.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from backstride.domain.evaluation import Expression
from backstride.domain.expressions import AtLeast, Defined, In, Not, Unless
from backstride.domain.findings import Vocabulary
from backstride.domain.triage import Rule

NEVER = AtLeast(1, ())


@dataclass(frozen=True)
class Mutant:
    """Rules with something missing. `rule` is whose cases are asked first, "" if it is no rule's own."""

    id: str
    rule: str
    rules: tuple[Rule, ...]


def rule_mutants(rules: Sequence[Rule], vocabulary: Vocabulary) -> Iterator[Mutant]:
    """Yield every mutant; ids are stable as long as the conditions are."""
    for rule in rules:
        yield _with(rules, rule, replace(rule, when=NEVER), "rule")
        for path, mutated in _without_a_clause(rule.when, vocabulary, "when"):
            yield _with(rules, rule, replace(rule, when=mutated), path)
        yield from _of_parts(rules, rule, vocabulary)
    for name, part in sorted(_definitions(rules).items()):
        for path, mutated in _without_a_clause(part, vocabulary, name):
            swapped = tuple(_redefined(rule, name, mutated) for rule in rules)
            yield Mutant(f"definition:{path}", "", swapped)


def _with(rules: Sequence[Rule], old: Rule, new: Rule, what: str) -> Mutant:
    return Mutant(f"{old.id}:{what}", old.id, tuple(new if rule is old else rule for rule in rules))


def _of_parts(rules: Sequence[Rule], rule: Rule, vocabulary: Vocabulary) -> Iterator[Mutant]:
    for index, (level, when) in enumerate(rule.raised):
        others = rule.raised[:index] + rule.raised[index + 1 :]
        yield _with(rules, rule, replace(rule, raised=others), f"raised.{level}")
        for path, mutated in _without_a_clause(when, vocabulary, f"raised.{level}"):
            kept = (*rule.raised[:index], (level, mutated), *rule.raised[index + 1 :])
            yield _with(rules, rule, replace(rule, raised=kept), path)
    for index, (gate, when) in enumerate(rule.gates):
        others_of_gate = rule.gates[:index] + rule.gates[index + 1 :]
        yield _with(rules, rule, replace(rule, gates=others_of_gate), f"gates.{gate}")
        for path, mutated in _without_a_clause(when, vocabulary, f"gates.{gate}"):
            gates = (*rule.gates[:index], (gate, mutated), *rule.gates[index + 1 :])
            yield _with(rules, rule, replace(rule, gates=gates), path)
    for mark in ("needs_intake", "no_running", "withholds_result"):
        if getattr(rule, mark):
            changes: dict[str, Any] = {mark: False}
            yield _with(rules, rule, replace(rule, **changes), mark)


def _without_a_clause(when: Expression, vocabulary: Vocabulary, path: str) -> Iterator[tuple[str, Expression]]:
    """Yield the condition without each of its clauses, and where the clause stood."""
    match when:
        case AtLeast(count, parts):
            for index, part in enumerate(parts):
                others = parts[:index] + parts[index + 1 :]
                at = f"{path}/{_said(part, index)}"
                if len(parts) > 1:
                    yield at, AtLeast(count - 1 if count == len(parts) else count, others)
                for deeper, mutated in _without_a_clause(part, vocabulary, at):
                    yield deeper, AtLeast(count, (*parts[:index], mutated, *parts[index + 1 :]))
        case Not(part) | Unless(part):
            for deeper, mutated in _without_a_clause(part, vocabulary, f"{path}/not"):
                yield deeper, type(when)(mutated)
        case In(finding, values) if vocabulary[finding].red_flag and len(values) > 1:
            for value in sorted(values):
                yield f"{path}={value}", In(finding, values - {value})


def _said(part: Expression, index: int) -> str:
    named = part.part if isinstance(part, Not | Unless) else part
    name = getattr(named, "name", None) or getattr(named, "finding", None)
    return f"{index + 1}.{name}" if name else str(index + 1)


def _definitions(rules: Sequence[Rule]) -> dict[str, Expression]:
    found: dict[str, Expression] = {}

    def look(expression: Expression) -> Expression:
        if isinstance(expression, Defined):
            found[expression.name] = expression.part
        return expression

    for rule in rules:
        for when in (rule.when, *(w for _, w in (*rule.raised, *rule.gates, *rule.told_as))):
            _mapped(when, look)
    return found


def _redefined(rule: Rule, name: str, part: Expression) -> Rule:
    def swap(expression: Expression) -> Expression:
        return Defined(name, part) if isinstance(expression, Defined) and expression.name == name else expression

    def all_of(pairs: tuple[tuple[Any, Expression], ...]) -> tuple[tuple[Any, Expression], ...]:
        return tuple((key, _mapped(when, swap)) for key, when in pairs)

    return replace(
        rule,
        when=_mapped(rule.when, swap),
        raised=all_of(rule.raised),
        gates=all_of(rule.gates),
        told_as=all_of(rule.told_as),
    )


def _mapped(expression: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """Return the condition with `change` applied to every part, the whole first."""
    changed = change(expression)
    match changed:
        case AtLeast(count, parts):
            return AtLeast(count, tuple(_mapped(part, change) for part in parts))
        case Defined(name, part):
            return Defined(name, _mapped(part, change))
        case Not(part) | Unless(part):
            return type(changed)(_mapped(part, change))
    return changed
