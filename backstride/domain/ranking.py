"""Which pain patterns fit best with what is known, and why.

Deliberately small, so that a clinician can redo it with a pocket calculator: odds times likelihood ratios.
It never raises or lowers a triage level, never names a serious condition, and is asked at L4 and L5 only
(who asks decides that). Figures: content/conditions and content/ranking.yml.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from backstride.domain.conditions import Citation, Condition, ConditionKind, Feature, RankingParameters, Recognition
from backstride.domain.evaluation import Expression
from backstride.domain.expressions import In, evaluate, findings_in, support
from backstride.domain.findings import NOTHING, Answer, Evidence, Findings, Kind, Status


@dataclass(frozen=True, slots=True)
class Reason:
    """One feature that moved the odds, or that points the way of one of its slot that did.

    Attributes:
        holds: Whether the feature is present; False means known to be absent.
        text: Half a sentence in the patient's terms.
        likelihood_ratio: As used, so clipped. For staff; never shown to patients as a statistic.
        quotes: The patient's words or chosen labels that it rests on, in order of the conversation.
    """

    feature_id: str
    slot: str
    holds: bool
    text: str
    likelihood_ratio: float
    tag: str
    quotes: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """Something that was not said and would have counted: half a sentence in the patient's terms, and its sources."""

    feature_id: str
    text: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class RankedCondition:
    """A pattern with its posterior probability (0 to 1, each pattern against all else, so they need not sum to 1).

    Attributes:
        recognised: Several answers make up its picture (content/ranking.yml).
        certainty: How sure that is: the id of a band of content/ranking.yml; "" until its place is known.
        open: What was not said and would have counted, what could count most first.
    """

    condition_id: str
    name: str
    probability: float
    certainty: str = ""
    recognised: bool = False
    reasons_for: tuple[Reason, ...] = ()
    reasons_against: tuple[Reason, ...] = ()
    open: tuple[OpenPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Contributor:
    """Something that may add to the pain, shown beside the patterns and never instead of one."""

    condition_id: str
    name: str
    reasons_for: tuple[Reason, ...]


def rank(
    findings: Findings, conditions: Iterable[Condition], parameters: RankingParameters
) -> tuple[RankedCondition, ...]:
    """Rank the patterns that may be shown.

    For each ranked condition: ln(prior / (1 - prior)) plus the sum of ln(likelihood ratio) over its known
    features. The prior is that of the age band. Each ratio is first clipped to the range of its tag. Of
    the features of one slot only the one with the largest |ln ratio| counts, the first of equals. A
    feature whose answer is UNKNOWN, or that has no ratio for its answer, changes nothing.

    Args:
        findings: What is known.
        conditions: In any order; contributors and serious conditions are passed over.
        parameters: Whose `always` is among the ranked conditions.

    Returns:
        At most `shown` patterns of at least `suppress_below`: the recognised ones first, and in each group the
        most likely first, ties by id; then the `always` pattern if it is not among them. Never empty. Reasons
        come strongest first. None is surer in words than one before it.

    Source: clinical notes, section 3, as cited in content/ranking.yml.
    """
    ranked_conditions = [condition for condition in conditions if condition.kind is ConditionKind.RANKED]
    priors = priors_of(findings, ranked_conditions, parameters)
    ranked = sorted(
        (_ranked(findings, condition, priors[condition.id], parameters) for condition in ranked_conditions),
        key=lambda pattern: (not pattern.recognised, -pattern.probability, pattern.condition_id),
    )
    shown = [pattern for pattern in ranked if pattern.probability >= parameters.suppress_below][: parameters.shown]
    always = [pattern for pattern in ranked if pattern.condition_id == parameters.always]
    told = (*shown, *(pattern for pattern in always if pattern not in shown))
    # "fits best, in part" before "fits well" reads odd
    least = accumulate((pattern.probability for pattern in told), min)
    return tuple(replace(one, certainty=parameters.how_sure(p).id) for one, p in zip(told, least, strict=True))


def find_contributors(
    findings: Findings, conditions: Iterable[Condition], parameters: RankingParameters
) -> tuple[Contributor, ...]:
    """Return what may add to the pain, by id: known features speak for it, and more than they speak against it.

    Absence alone never names a contributor: at least one feature with a ratio above 1 must hold.
    """
    found = []
    for condition in sorted(conditions, key=lambda condition: condition.id):
        if condition.kind is not ConditionKind.CONTRIBUTOR:
            continue
        reasons = _reasons(findings, condition, parameters)
        is_named = any(reason.holds and reason.likelihood_ratio > 1 for reason in reasons)
        if is_named and sum(math.log(reason.likelihood_ratio) for reason in reasons) > 0:
            reasons_for = [reason for reason in reasons if reason.likelihood_ratio > 1]
            found.append(Contributor(condition.id, condition.name, tuple(reasons_for[: parameters.reasons])))
    return tuple(found)


def _ranked(findings: Findings, condition: Condition, prior: float, parameters: RankingParameters) -> RankedCondition:
    reasons = _reasons(findings, condition, parameters)
    log_odds = math.log(prior / (1 - prior)) + sum(math.log(reason.likelihood_ratio) for reason in reasons)
    probability = 1 / (1 + math.exp(-log_odds))
    return RankedCondition(
        condition_id=condition.id,
        name=condition.name,
        probability=probability,
        recognised=_is_recognised(findings, condition, reasons, parameters.recognised),
        reasons_for=_told(findings, condition, [r for r in reasons if r.likelihood_ratio > 1], parameters),
        reasons_against=_told(findings, condition, [r for r in reasons if r.likelihood_ratio < 1], parameters),
        open=_open_points(findings, condition, reasons, parameters),
    )


def _told(
    findings: Findings, condition: Condition, counted: Sequence[Reason], parameters: RankingParameters
) -> tuple[Reason, ...]:
    """Return the reasons to give: those that counted, then others of their slots that point the same way."""
    if not counted:
        return ()
    speaks_for = counted[0].likelihood_ratio > 1
    others = [
        reason
        for feature in condition.features
        if (reason := _reason(findings, feature, parameters)) is not None
        and reason not in counted
        and reason.holds == speaks_for
        and (reason.likelihood_ratio > 1) == speaks_for
        and reason.slot in {one.slot for one in counted}
    ]
    return (*counted, *others)[: parameters.reasons]


def _is_recognised(
    findings: Findings, condition: Condition, reasons: Iterable[Reason], recognised: Recognition
) -> bool:
    lift = math.prod(reason.likelihood_ratio for reason in reasons if reason.slot not in recognised.aside)
    holding = {  # one answer that two features rest on is one piece of the picture
        feature.when
        for feature in condition.features
        if feature.slot not in recognised.aside
        and feature.when is not None
        and (feature.lr_pos or 0) > 1
        and evaluate(feature.when, findings) is Answer.YES
    }
    return len(holding) >= recognised.features and lift >= recognised.lift


def _open_points(
    findings: Findings, condition: Condition, reasons: Iterable[Reason], parameters: RankingParameters
) -> tuple[OpenPoint, ...]:
    """Return what is unknown and would have outweighed what is known of its slot, one a slot."""
    known = {reason.slot: _strength(reason) for reason in reasons}
    strongest: dict[str, tuple[float, Feature]] = {}
    for feature in condition.features:
        if feature.when is None or evaluate(feature.when, findings) is not Answer.UNKNOWN:
            continue
        strength = max(abs(math.log(ratio)) for ratio in ratios(feature, parameters).values())
        if strength > max(known.get(feature.slot, 0.0), strongest.get(feature.slot, (0.0, feature))[0]):
            strongest[feature.slot] = strength, feature
    ordered = sorted(strongest.values(), key=lambda pair: -pair[0])[: parameters.reasons]
    return tuple(OpenPoint(feature.id, feature.label, feature.citations) for _, feature in ordered)


def ratios(feature: Feature, parameters: RankingParameters) -> Mapping[Answer, float]:
    """Return the likelihood ratio of each answer, clipped to the range of the feature's tag; 1 where there is none."""
    clip = parameters.clip[feature.tag]
    published = {Answer.YES: feature.lr_pos, Answer.NO: feature.lr_neg, Answer.UNKNOWN: None}
    return {
        answer: 1.0 if ratio is None else min(max(ratio, clip.low), clip.high) for answer, ratio in published.items()
    }


def _reasons(findings: Findings, condition: Condition, parameters: RankingParameters) -> list[Reason]:
    """Return the features that count, one a slot, strongest first."""
    strongest: dict[str, Reason] = {}
    for feature in condition.features:
        reason = _reason(findings, feature, parameters)
        if reason is None:
            continue
        rival = strongest.get(reason.slot)
        if rival is None or _strength(reason) > _strength(rival):
            strongest[reason.slot] = reason
    return sorted(strongest.values(), key=_strength, reverse=True)


def _strength(reason: Reason) -> float:
    return abs(math.log(reason.likelihood_ratio))


def _reason(findings: Findings, feature: Feature, parameters: RankingParameters) -> Reason | None:
    """Return what a feature says, None if it is not known or has no ratio for its answer."""
    if feature.when is None:
        return None
    answer = evaluate(feature.when, findings)
    said = {Answer.YES: (feature.lr_pos, feature.label), Answer.NO: (feature.lr_neg, feature.label_no)}
    published, text = said.get(answer, (None, ""))
    if published is None:
        return None
    return Reason(
        feature_id=feature.id,
        slot=feature.slot,
        holds=answer is Answer.YES,
        text=text,
        likelihood_ratio=ratios(feature, parameters)[answer],
        tag=feature.tag,
        quotes=_quotes(feature.when, findings, answer),
        citations=feature.citations,
    )


def _quotes(expression: Expression, findings: Findings, answer: Answer) -> tuple[str, ...]:
    """Return the words behind an answer, in the order they were said, each once; none that were put right since."""
    values = {value for leaf in expression.leaves() if isinstance(leaf, In) for value in leaf.values}
    said = support(expression, findings) if answer is Answer.YES else ()
    said = tuple(item for item in said if item.value not in NOTHING or item.value in findings[item.finding].values)
    if said:
        telling = [item for item in said if item.value in values] or list(said)
    else:
        names = sorted(findings_in(expression))
        telling = [item for name in names for item in findings[name].evidence if _denies(item, values)] or [
            item
            for name in names
            if findings.vocabulary[name].kind is not Kind.SET  # another trigger does not rule this one out
            for item in findings[name].evidence
            if item.status is Status.PRESENT
            and (item.value not in NOTHING or item.value in findings[name].values)  # it did stay put, and spreads now
        ]
    telling.sort(key=lambda item: item.turn)
    wrong = findings.put_right()
    quotes = dict.fromkeys(item.quote for item in telling if item.quote)
    return tuple(quote for quote in quotes if not any(f" {one} " in f" {quote.casefold()} " for one in wrong))


def _denies(item: Evidence, values: set[str]) -> bool:
    if item.status is Status.NEGATED:
        return item.value is None or item.value in values
    return item.status is Status.PRESENT and item.value in NOTHING


def priors_of(
    findings: Findings, conditions: Iterable[Condition], parameters: RankingParameters
) -> Mapping[str, float]:
    """Return condition id -> prior for the patient's age and habits."""
    bands = _age_bands(findings, parameters)
    priors = {condition.id: sum(condition.priors[band] for band in bands) / len(bands) for condition in conditions}
    for adjustment in parameters.adjustments:
        if evaluate(adjustment.when, findings) is not Answer.YES:
            continue
        for condition_id in adjustment.conditions:
            lost = priors[condition_id] * (1 - adjustment.factor)
            priors[condition_id] -= lost
            priors[adjustment.moves_to] += lost
    return priors


def _age_bands(findings: Findings, parameters: RankingParameters) -> tuple[str, ...]:
    age = findings["age"].number
    if age is None:
        return parameters.if_age_unknown
    return tuple(band.id for band in parameters.age_bands if band.low <= int(age) <= band.high)
