"""The summary that a therapist wants before the visit, from a stored conversation.

The level and the rules are those that were decided and told at the time. Patterns are ranked from what was
said, where that level allows it; if the knowledge base cannot be read, they are missing and the rest stands.
"""

from collections.abc import Iterable, Mapping

import structlog

from backstride.domain.conditions import Condition
from backstride.domain.dermatomes import Dermatome
from backstride.domain.errors import BackstrideError
from backstride.domain.findings import Evidence, Findings, Vocabulary
from backstride.domain.gathering import gather
from backstride.domain.ranking import Contributor, RankedCondition, find_contributors, rank
from backstride.domain.rules import Rules
from backstride.domain.visit_summary import Urgency, VisitSummary, summarise
from backstride.services.assessment import RANKED_LEVELS, ConditionRepository
from backstride.services.ports_staff import Transcript

log = structlog.get_logger(__name__)


class VisitSummaries:
    """Summarises transcripts. Blocking: the knowledge base may be read."""

    def __init__(self, rules: Rules, conditions: ConditionRepository, dermatomes: Iterable[Dermatome]) -> None:
        """Keep what clinicians agreed on: rules and dermatomes in memory, conditions where they are read."""
        self._rules = rules
        self._conditions = conditions
        self._dermatomes = tuple(dermatomes)

    def of(self, transcript: Transcript) -> VisitSummary:
        """Return the summary of a conversation; what it does not tell is unknown."""
        record = transcript.record
        findings = gather(_still_known(transcript.findings, self._rules.vocabulary), self._rules.vocabulary)
        urgency = self._urgency(transcript)
        conditions, patterns, contributors = self._patterns(findings, urgency)
        return summarise(
            findings,
            conversation_id=record.id,
            channel=record.channel,
            started_at=record.created_at,
            last_at=record.last_at,
            complaint=_first_telling(transcript),
            urgency=urgency,
            red_flags=self._rules.red_flags,
            dermatomes=self._dermatomes,
            conditions=conditions,
            patterns=patterns,
            contributors=contributors,
        )

    def _urgency(self, transcript: Transcript) -> Urgency:
        decided = transcript.decisions[-1] if transcript.decisions else None
        level = transcript.record.level or (decided.level if decided else None)
        meanings = {item.level.value: item.meaning for item in self._rules.dispositions}
        if decided is None:
            return Urgency(level, meanings.get(level or "", ""))
        return Urgency(
            level=level,
            meaning=meanings.get(level or "", ""),
            rules=decided.rules,
            words=decided.evidence,
            gate=decided.gate,
            content_version=decided.content_version,
            is_whole=decided.origin == "intake",
        )

    def _patterns(
        self, findings: Findings, urgency: Urgency
    ) -> tuple[Mapping[str, Condition], tuple[RankedCondition, ...], tuple[Contributor, ...]]:
        if urgency.level not in RANKED_LEVELS or urgency.gate or not urgency.is_whole:
            return {}, (), ()
        try:
            known = self._conditions.knowledge()
        except BackstrideError as error:
            log.error("summary.without_patterns", error=type(error).__name__)
            return {}, (), ()
        return (
            {condition.id: condition for condition in known.conditions},
            rank(findings, known.conditions, known.ranking),
            find_contributors(findings, known.conditions, known.ranking),
        )


def _first_telling(transcript: Transcript) -> str:
    """Return the patient's first message that told something unasked; "" if there is none, or if its words are gone."""
    volunteered = [item for item in transcript.findings if item.quote and not item.question]
    first = min((item.turn for item in volunteered), default=0)
    quotes = {item.quote for item in volunteered if item.turn == first}
    messages = [message.text for turn in transcript.turns for message in turn.messages if message.sender == "patient"]
    held = [sum(quote in text for quote in quotes) for text in messages]  # not by number: a turn may have no words
    return messages[held.index(max(held))] if any(held) else ""


def _still_known(evidence: Iterable[Evidence], vocabulary: Vocabulary) -> list[Evidence]:
    """Leave out what an older vocabulary had and today's has not: its meaning is gone with it."""
    return [
        item
        for item in evidence
        if item.finding in vocabulary
        and (not (values := vocabulary[item.finding].values) or item.value is None or item.value in values)
    ]
