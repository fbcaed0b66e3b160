"""Words the patterns: which fit, why, in the patient's own words, and on whose word.

Fragments come from data/responses/result.yml and are only put in a row here.
"""

from collections.abc import Sequence

from actions.turn import Turn
from backstride.domain.conditions import Source
from backstride.domain.ranking import RankedCondition, Reason
from backstride.domain.replies import short_reply
from backstride.services.assessment import Assessment

QUOTE_LENGTH = 60


def tell_patterns(turn: Turn, assessment: Assessment) -> None:
    """Say the patterns that fit, best first; that none fits well, if there are none."""
    if not assessment.patterns:
        turn.say("utter_result_no_pattern")
        return
    turn.say("utter_result_intro")
    names = ("utter_result_pattern_best", *["utter_result_pattern_also"] * len(assessment.patterns))
    for response, pattern in zip(names, assessment.patterns, strict=False):
        _tell_pattern(turn, response, pattern, assessment.sources)
    for contributor in assessment.contributors:
        turn.say(
            "utter_result_contributors", pattern=contributor.name, reasons=reasons_of(turn, contributor.reasons_for)
        )
    turn.say("utter_result_after")


def _tell_pattern(turn: Turn, response: str, pattern: RankedCondition, sources: Sequence[Source]) -> None:
    if not pattern.reasons_for:
        turn.say("utter_result_also_possible", pattern=pattern.name, kind="result")
        return
    cited = {c.source_id for reason in pattern.reasons_for for c in reason.citations}
    shown = [{"id": s.id, "citation": s.citation, "url": s.url} for s in sources if s.id in cited]
    turn.say(
        response,
        pattern=pattern.name,
        reasons=reasons_of(turn, pattern.reasons_for),
        against=reasons_of(turn, pattern.reasons_against),
        kind="result",
        sources=shown,
    )


def reasons_of(turn: Turn, reasons: Sequence[Reason]) -> str:
    """Return the reasons as one phrase: what it is, and the words that said so."""
    return "; ".join(_reason(turn, reason) for reason in reasons)


def _reason(turn: Turn, reason: Reason) -> str:
    """Return one reason with what was said or answered; a bare yes or no adds nothing to it."""
    answered = {item.quote for item in turn.evidence if item.question}
    quotes = [_short(quote) for quote in reason.quotes if short_reply(quote) is None][:2]
    if not quotes:
        return reason.text
    if answered.issuperset(reason.quotes):
        return f"{reason.text} ({turn.words('utter_result_reason_answered', answer=', '.join(quotes))})"
    return f"{reason.text} ({turn.words('utter_result_reason_said', quote=', '.join(quotes))})"


def _short(quote: str) -> str:
    return quote if len(quote) <= QUOTE_LENGTH else quote[: QUOTE_LENGTH - 3].rsplit(" ", 1)[0] + "..."


def tell_self_care(turn: Turn, assessment: Assessment) -> None:
    """Say what may be done at home: the card, what fits the first pattern, and exercises where they are allowed."""
    offer = turn.services.assessment.self_care(turn.findings, assessment)
    if not offer.card:
        turn.say("utter_self_care_not_now")
        return
    turn.say("utter_self_care_card", kind="result")
    for advice in offer.advice[:1]:
        pattern = assessment.patterns[0].name if assessment.patterns else ""
        turn.say(
            "utter_self_care_by_pattern", pattern=pattern, do=advice.do, avoid=advice.avoid, timeline=advice.timeline
        )
    if offer.exercises:
        turn.say("utter_self_care_exercises")
    turn.say("utter_self_care_medicine")
