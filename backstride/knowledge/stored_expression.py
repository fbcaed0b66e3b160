"""How a condition over findings is kept in a JSON column: the checked tree, with what definitions stand for.

Read back without the vocabulary, so the database explains itself. The grammar of the YAML files is in
`parse_expression`. Patterns and advice never depend on triage rules, so those parts cannot be kept.
"""

from collections.abc import Mapping
from typing import Any

from backstride.domain.errors import ContentError
from backstride.domain.evaluation import Expression
from backstride.domain.expressions import Aspect, AtLeast, Defined, In, Is, Not, Unless, Within


def to_json(expression: Expression) -> dict[str, Any]:  # noqa: PLR0911 - one return for each kind
    """Return a condition as JSON-ready data.

    Raises:
        ContentError: It refers to a triage rule or to an open gate.
    """
    match expression:
        case Is(finding, aspect):
            return {"finding": finding, "is": aspect.value}
        case In(finding, values):
            return {"finding": finding, "in": sorted(values)}
        case Within(finding, low, high, strictly):
            return {"finding": finding, "low": low, "high": high, "strictly": strictly}
        case AtLeast(count, parts):
            return {"at_least": count, "of": [to_json(part) for part in parts]}
        case Defined(name, part):
            return {"definition": name, "stands_for": to_json(part)}
        case Not(part):
            return {"not": to_json(part)}
        case Unless(part):
            return {"unless": to_json(part)}
    raise ContentError("a pattern or an advice depends on a triage rule; say it in findings")


def from_json(stored: Mapping[str, Any]) -> Expression:  # noqa: PLR0911 - one return for each kind
    """Return the condition that `to_json` kept."""
    match stored:
        case {"finding": finding, "is": aspect}:
            return Is(finding, Aspect(aspect))
        case {"finding": finding, "in": values}:
            return In(finding, frozenset(values))
        case {"finding": finding}:
            return Within(finding, stored["low"], stored["high"], stored["strictly"])
        case {"at_least": count, "of": parts}:
            return AtLeast(count, tuple(from_json(part) for part in parts))
        case {"definition": name, "stands_for": part}:
            return Defined(name, from_json(part))
        case {"not": part}:
            return Not(from_json(part))
    return Unless(from_json(stored["unless"]))
