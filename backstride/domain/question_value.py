"""Whether the answer to a question could still change anything that a patient is told.

A question is worth asking if some answer to it could change the triage level, the patterns shown or their
order, or which questions follow. The test errs on the side of asking: it bounds what an answer could do
instead of trying every answer, so what it calls worthless is so, whatever the answer; not all that it keeps
has worth. Pure and fast: no answer is simulated.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from backstride.domain.conditions import Condition, ConditionKind, RankingParameters
from backstride.domain.evaluation import Expression
from backstride.domain.expressions import findings_in
from backstride.domain.findings import Answer, Findings, Vocabulary
from backstride.domain.interview import Question, QuestionKind
from backstride.domain.possible import Possible, Reach
from backstride.domain.ranking import priors_of, rank, ratios
from backstride.domain.triage import URGENT, Level, Rule, decide

_TAKES_NUMBERS = frozenset({QuestionKind.NUMBER, QuestionKind.NUMBERS, QuestionKind.AGE_SUBJECT, QuestionKind.RUNNING})


@dataclass(frozen=True, slots=True)
class Stakes:
    """All that an answer could change something by.

    Attributes:
        questions: Those that may still be asked; what lets one of them be asked counts.
        advice: Conditions that advice depends on, such as whom an exercise is not for.
    """

    vocabulary: Vocabulary
    rules: Sequence[Rule]
    conditions: Sequence[Condition]
    parameters: RankingParameters
    questions: Sequence[Question] = ()
    advice: Sequence[Expression] = ()


def matters(question: Question, findings: Findings, stakes: Stakes, *, gates_open: Iterable[str] = ()) -> bool:
    """Return whether some answer to a question could change level, patterns, their order, advice or what is asked.

    Args:
        question: Any question about findings; one that is about none never matters.
        findings: What is known now.
        stakes: What it is weighed against.
        gates_open: Safety questions that were asked twice and not answered.
    """
    reach = reach_of(question, stakes.vocabulary)
    if not reach:
        return False
    return (
        _opens_something(question, findings, stakes, reach)
        or _level_may_change(findings, stakes.rules, reach, tuple(gates_open))
        or _order_may_change(findings, stakes, reach)
    )


def reach_of(question: Question, vocabulary: Vocabulary) -> Reach:
    """Return the findings that answers may touch -> the values they may set; None where any value may be set."""
    values: dict[str, set[str | float] | None] = {finding: set() for finding in question.asks}
    for option in question.options:
        for finding, value in option.sets:
            known = values.setdefault(finding, set())
            if known is not None and value is not None:
                known |= {value, *(_implied(vocabulary, finding, value))}
        for finding in option.denies:
            values.setdefault(finding, set())
    for finding in question.asks:
        if not question.options or question.kind in _TAKES_NUMBERS:
            values[finding] = None
    return {finding: None if known is None else frozenset(known) for finding, known in values.items()}


def _implied(vocabulary: Vocabulary, finding: str, value: str | float) -> tuple[str, ...]:
    return vocabulary[finding].implies.get(value, ()) if isinstance(value, str) else ()


def _opens_something(question: Question, findings: Findings, stakes: Stakes, reach: Reach) -> bool:
    """Return whether the answer may decide what else is asked or advised."""
    conditions = [
        when
        for other in stakes.questions
        if other.key != question.key
        for when in (other.ask_when, other.skip_when, other.urgent_when, other.settles_when)
    ]
    possible = Possible(findings, reach)
    return any(when is not None and len(possible.answers(when)) > 1 for when in (*conditions, *stakes.advice))


def _level_may_change(findings: Findings, rules: Sequence[Rule], reach: Reach, gates_open: tuple[str, ...]) -> bool:
    decision = decide(findings, rules, complete=True, gates_open=gates_open)
    now = {fired.id: fired.level for fired in decision.fired}
    possible = Possible(findings, reach, rules={rule.id: rule.when for rule in rules}, gate_open=bool(gates_open))
    is_held = False  # whether a rule that no answer can move asks for the level
    movable = []
    for rule in rules:
        is_moved = _may_move(rule, possible, reach)
        if is_moved and Answer.YES in possible.rule(rule.id):
            movable.append(rule)
        is_held = is_held or (not is_moved and rule.id in now and now[rule.id] is decision.level)
    if decision.level is Level.L5 and any(reach.keys() & rule.facts for rule in rules if rule.level in URGENT):
        return True  # a doubt about an urgent rule's fact ends self-care
    return any(
        (rule.id in now and now[rule.id] is decision.level and not is_held)
        or any(_outranks(level, decision.level) for level in (rule.level, *(level for level, _ in rule.raised)))
        or bool(rule.gates)
        or (rule.no_running and not decision.no_running)
        for rule in movable
    )


def _may_move(rule: Rule, possible: Possible, reach: Reach) -> bool:
    parts = [when for _, when in (*rule.raised, *rule.gates)]
    is_touched = rule.refers or rule.facts & reach.keys()
    return bool(is_touched and len(possible.rule(rule.id)) > 1) or any(len(possible.answers(p)) > 1 for p in parts)


def _outranks(level: Level | None, other: Level | None) -> bool:
    """Return whether a rule of one level would change the other; L1 is the most urgent."""
    return level is not None and (other is None or level < other)


def _order_may_change(findings: Findings, stakes: Stakes, reach: Reach) -> bool:
    """Return whether the shown patterns or their order may change, from the bounds of each pattern's log odds."""
    parameters = stakes.parameters
    if "age" in reach or any(findings_in(one.when) & reach.keys() for one in parameters.adjustments):
        return True
    ranked = [condition for condition in stakes.conditions if condition.kind is ConditionKind.RANKED]
    priors = priors_of(findings, ranked, parameters)
    least = math.log(parameters.suppress_below / (1 - parameters.suppress_below))
    possible = Possible(findings, reach)
    bounds = {c.id: _bounds(c, priors[c.id], parameters, possible) for c in ranked}
    if any(len(one.recognised) > 1 for one in bounds.values() if one.high >= least):
        return True
    order = [p.condition_id for p in rank(findings, ranked, parameters)]
    first = [one for one in order[: parameters.shown] if bounds[one].high >= least]
    hidden = [one for one in bounds if one not in first and bounds[one].high >= least]
    pairs = [*pairwise(first), *((first[-1], one) for one in hidden if first and len(first) == parameters.shown)]
    return (
        any(_may_swap(bounds[above], bounds[below]) for above, below in pairs)
        or any(bounds[one].low < least for one in first)
        or (len(first) < parameters.shown and bool(hidden))
    )


@dataclass(frozen=True, slots=True)
class _Bounds:
    """The least and the greatest log odds that a pattern can come to, and whether it can be recognised or not."""

    low: float
    high: float
    recognised: frozenset[bool]


def _may_swap(above: _Bounds, below: _Bounds) -> bool:
    if above.recognised != below.recognised:
        return False  # each is settled, and the recognised one stands first
    are_fixed = above.low == above.high and below.low == below.high
    return not are_fixed and above.low <= below.high


def _bounds(condition: Condition, prior: float, parameters: RankingParameters, possible: Possible) -> _Bounds:
    weights: dict[str, set[float]] = {}
    known: dict[str, float] = {}
    fewest: set[Expression] = set()
    most: set[Expression] = set()
    for feature in condition.features:
        if feature.when is None:
            continue
        by_answer = ratios(feature, parameters)
        can = possible.answers(feature.when)
        weights.setdefault(feature.slot, set()).update(math.log(by_answer[answer]) for answer in can)
        if len(can) == 1:
            known[feature.slot] = max(known.get(feature.slot, 0.0), abs(math.log(by_answer[next(iter(can))])))
        if feature.slot not in parameters.recognised.aside and by_answer[Answer.YES] > 1:
            fewest |= {feature.when} if can == {Answer.YES} else set()
            most |= {feature.when} if Answer.YES in can else set()
    spans = {
        slot: (min(strong), max(strong))
        for slot, found in weights.items()
        if (strong := [weight for weight in found if abs(weight) >= known.get(slot, 0.0)])
    }
    base = math.log(prior / (1 - prior))
    counted = [span for slot, span in spans.items() if slot not in parameters.recognised.aside]
    lift, needed = math.log(parameters.recognised.lift), parameters.recognised.features
    always = len(fewest) >= needed and sum(low for low, _ in counted) >= lift
    ever = len(most) >= needed and sum(high for _, high in counted) >= lift
    return _Bounds(
        base + sum(low for low, _ in spans.values()),
        base + sum(high for _, high in spans.values()),
        frozenset({always, ever}),
    )
