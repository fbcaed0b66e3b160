"""Words the patterns: which fit, how sure that is, why, what speaks against it, what was not said, and on whose word.

Fragments come from data/responses/result.yml, reasons and statements from the knowledge base; here they are
only put in a row.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from actions.citing import cite, knowledge, say_statements, short_names
from actions.run_plan import plan_of
from actions.turn import Turn
from backstride.domain.conditions import Citation, Statement
from backstride.domain.ranking import OpenPoint, RankedCondition, Reason
from backstride.domain.replies import short_reply
from backstride.domain.run_plan import RunPlan
from backstride.services.assessment import Assessment

QUOTE_LENGTH = {"web": 60, "sms": 30}
WHY_LENGTH = 500
"""Septets for the reasons by text: with the offer below them they fit two texts of 320."""


def tell_patterns(turn: Turn, assessment: Assessment) -> None:
    """Say the patterns that fit, best first; that none fits well, if there are none."""
    if not assessment.patterns:
        turn.say("utter_result_no_pattern")
        return
    turn.say("utter_result_intro")
    names = ("utter_result_pattern_best", *["utter_result_pattern_also"] * len(assessment.patterns))
    for response, pattern in zip(names, assessment.patterns, strict=False):
        turn.say(
            response,
            pattern=pattern.name,
            certainty=certainty(turn, pattern),
            lines=_lines(turn, pattern),
            reasons=reasons_of(turn, pattern.reasons_for[:1]) or certainty(turn, pattern),
            kind="result",
            **_cited(turn, pattern),
        )
    for contributor in assessment.contributors:
        beside = _plain(turn, contributor.condition_id, "beside")
        turn.say(
            "utter_result_contributors",
            pattern=contributor.name,
            reasons=reasons_of(turn, contributor.reasons_for),
            statement=" ".join(one.on(turn.channel) for one in beside),
            content=[contributor.condition_id, *(one.id for one in beside)],
            sources=cite(turn, _citations(*contributor.reasons_for, *beside)),
        )
    turn.say("utter_result_after")


def tell_why(turn: Turn, assessment: Assessment) -> None:
    """Say for each pattern what speaks for it, what against it and what was not said; by text in two texts at most."""
    if turn.channel == "sms":
        parts = _sms_parts(turn, assessment.patterns)
        cited_by_pattern = [_cited(turn, pattern) for pattern in assessment.patterns]
        all_cited = {key: [item for one in cited_by_pattern for item in one[key]] for key in ("content", "sources")}
        turn.say("utter_why_all", reasons=fitting(parts, WHY_LENGTH), kind="text", **all_cited)
        return
    for pattern in assessment.patterns:
        cited = _cited(turn, pattern)
        turn.say(
            "utter_why_pattern",
            pattern=pattern.name,
            certainty=certainty(turn, pattern),
            lines=_lines(turn, pattern),
            names=short_names(cited["sources"]),
            kind="text",
            **cited,
        )


def certainty(turn: Turn, pattern: RankedCondition) -> str:
    """Return how sure a pattern is, in words."""
    known = knowledge(turn)
    bands = known[0].ranking.certainty if known else ()
    return next((b.sms if turn.channel == "sms" else b.text for b in bands if b.id == pattern.certainty), "")


def fitting(parts: Iterable[str], limit: int) -> str:
    """Return as many whole parts as fit into `limit` characters, from the first on."""
    kept: list[str] = []
    for part in parts:
        if len(" ".join([*kept, part])) > limit:
            break
        kept.append(part)
    return " ".join(kept)


def _sms_parts(turn: Turn, patterns: Sequence[RankedCondition]) -> list[str]:
    """Return what fits and why, a pattern a part, and last what was not said of the first."""
    parts = []
    for pattern in patterns:
        head = turn.words(
            "utter_why_pattern", pattern=pattern.name, certainty=certainty(turn, pattern), lines="", names=""
        )
        lines = {"utter_result_for": pattern.reasons_for, "utter_result_against": pattern.reasons_against}
        said = [turn.words(name, reasons=reasons_of(turn, reasons)) for name, reasons in lines.items() if reasons]
        parts.append(" ".join([head, *said]))
    if patterns[0].open:
        parts.append(turn.words("utter_result_open", points=_points(turn, patterns[0])))
    return parts


def _lines(turn: Turn, pattern: RankedCondition) -> str:
    """Return what speaks for a pattern, what against it, what was not said, and what may add load; a line each."""
    lines = []
    if pattern.reasons_for:
        lines.append(turn.words("utter_result_for", reasons=reasons_of(turn, pattern.reasons_for)))
    if pattern.reasons_against:
        lines.append(turn.words("utter_result_against", reasons=reasons_of(turn, pattern.reasons_against)))
    if pattern.open:
        lines.append(turn.words("utter_result_open", points=_points(turn, pattern)))
    lines += [statement.on(turn.channel) for statement in _plain(turn, pattern.condition_id, "beside")]
    return "\n".join(lines)


def _points(turn: Turn, pattern: RankedCondition) -> str:
    return turn.words("utter_result_or").join(point.text for point in pattern.open)


def _cited(turn: Turn, pattern: RankedCondition) -> dict[str, list[Any]]:
    """Return what a message about a pattern rests on: ids of content, and sources."""
    beside = _plain(turn, pattern.condition_id, "beside")
    reasons = (*pattern.reasons_for, *pattern.reasons_against)
    features = [one.feature_id for one in reasons] + [one.feature_id for one in pattern.open]
    citations = _citations(*reasons, *pattern.open, *beside)
    return {
        "content": [
            pattern.condition_id,
            *(f"{pattern.condition_id}.{feature}" for feature in features),
            *(one.id for one in beside),
        ],
        "sources": cite(turn, citations or _condition_citations(turn, pattern.condition_id)),
    }


def _citations(*said: Reason | OpenPoint | Statement) -> list[Citation]:
    return [citation for one in said for citation in one.citations]


def _condition_citations(turn: Turn, condition_id: str) -> tuple[Citation, ...]:
    known = knowledge(turn)
    return known[0].condition(condition_id).citations if known else ()


def _plain(turn: Turn, condition_id: str, key: str) -> tuple[Statement, ...]:
    known = knowledge(turn)
    statement = known[0].condition(condition_id).plain.get(key) if known else None
    return () if statement is None else (statement,)


def reasons_of(turn: Turn, reasons: Sequence[Reason]) -> str:
    """Return the reasons as one phrase: what it is, and the words that said so."""
    return "; ".join(_reason(turn, reason) for reason in reasons)


def _reason(turn: Turn, reason: Reason) -> str:
    """Return one reason with what was said or answered; a bare yes or no adds nothing to it."""
    answered = {item.quote for item in turn.evidence if item.question}
    longest = QUOTE_LENGTH[turn.channel]
    quotes = [_short(quote, longest) for quote in _distinct(reason.quotes) if short_reply(quote) is None][:2]
    if not quotes:
        return reason.text
    if answered.issuperset(reason.quotes):
        return f"{reason.text} ({turn.words('utter_result_reason_answered', answer=', '.join(quotes))})"
    return f"{reason.text} ({turn.words('utter_result_reason_said', quote=', '.join(quotes))})"


def _distinct(quotes: Sequence[str]) -> list[str]:
    """Return the quotes that do not stand in another one."""
    return [quote for quote in quotes if not any(quote != other and quote in other for other in quotes)]


def _short(quote: str, longest: int) -> str:
    return quote if len(quote) <= longest else quote[: longest - 3].rsplit(" ", 1)[0] + "..."


def tell_self_care(turn: Turn, assessment: Assessment) -> None:
    """Say what may be done at home: the card, what fits the first pattern, runs, and exercises if allowed."""
    known = knowledge(turn)
    offer = turn.services.assessment.self_care(turn.findings, assessment)
    if known is None or not offer.card:
        turn.say("utter_self_care_not_now")
        return
    tell_card(turn, assessment)
    for advice in offer.advice[:1]:
        turn.say(
            "utter_self_care_by_pattern",
            pattern=assessment.patterns[0].name if assessment.patterns else "",
            do=advice.do,
            avoid=advice.avoid,
            timeline=advice.timeline,
            content=[f"by_pattern.{advice.id}"],
            sources=cite(turn, advice.citations),
        )
    if isinstance(plan_of(turn, assessment), RunPlan):
        tell_tips(turn, known[1].tips(turn.findings)[:2])
    tell_exercises(turn, assessment)


def tell_exercises(turn: Turn, assessment: Assessment) -> bool:
    """Say the starter exercises if they are allowed; return whether they are."""
    known = knowledge(turn)
    offer = turn.services.assessment.self_care(turn.findings, assessment)
    if known is None or not offer.exercises:
        return False
    exercises = known[1].exercises
    turn.say(
        "utter_self_care_exercises",
        rules=exercises.rules_sms if turn.channel == "sms" else exercises.rules,
        exercises=". ".join(f"{one.name}: {one.dose}" for one in offer.exercises),
        content=["exercises"],
        sources=cite(turn, exercises.citations),
    )
    return True


def tell_card(turn: Turn, assessment: Assessment) -> None:
    """Say the self-care card of a level, numbered on the web; nothing if it cannot be read."""
    card = turn.services.assessment.self_care(turn.findings, assessment).card
    if turn.channel == "sms":
        lines = [entry.sms for entry in card if entry.sms]
    else:
        lines = [f"{number}. {entry.title} {entry.text}" for number, entry in enumerate(card, start=1)]
    if lines:
        turn.say(
            "utter_self_care_card",
            card=(" " if turn.channel == "sms" else "\n").join(lines),
            kind="result",
            content=[f"card.{entry.id}" for entry in card],
            sources=cite(turn, [citation for entry in card for citation in entry.citations]),
        )


def tell_tips(turn: Turn, tips: Sequence[Statement]) -> None:
    """Say what is for people who run; nothing if there is nothing."""
    if tips:
        say_statements(turn, "utter_running_tip", tips)
