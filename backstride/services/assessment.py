"""Assess one conversation: decide how urgent it is, then, where that is allowed, which patterns fit.

The level comes from rules held in memory and is decided first. Patterns are read from the knowledge
base afterwards, at L4 and L5 only; if that fails, the explanation is lost and the level stands.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import structlog

from backstride.domain.conditions import Condition, ConditionKnowledge, Source
from backstride.domain.errors import BackstrideError
from backstride.domain.findings import Findings
from backstride.domain.interview import Question
from backstride.domain.question_value import Stakes
from backstride.domain.ranking import Contributor, RankedCondition, find_contributors, rank
from backstride.domain.rules import Rules
from backstride.domain.run_plan import RunPlan, fit
from backstride.domain.self_care import SelfCare, SelfCareOffer, offer
from backstride.domain.triage import Level, Rule, TriageDecision, decide

log = structlog.get_logger(__name__)

RANKED_LEVELS = frozenset({Level.L4, Level.L5})


class ConditionRepository(Protocol):
    """The condition knowledge base. Blocking; raises ServiceUnavailableError if it cannot be read."""

    def knowledge(self) -> ConditionKnowledge: ...

    def self_care(self) -> SelfCare: ...


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a conversation comes to. `patterns` is empty where none may be shown or none could be read.

    `is_complete`: the rules that need a whole intake were asked, too.
    """

    decision: TriageDecision
    patterns: tuple[RankedCondition, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    sources: tuple[Source, ...] = ()
    is_complete: bool = True


@dataclass(frozen=True, slots=True)
class PrintedPlan:
    """A plan to run again with its sources, each with the place in it."""

    plan: RunPlan
    sources: tuple[tuple[Source, str], ...]


class AssessmentService:
    """Decides and explains."""

    def __init__(self, rules: Sequence[Rule], conditions: ConditionRepository) -> None:
        """Keep the rules (in memory since the start) and the knowledge base."""
        self._rules = rules
        self._conditions = conditions

    def assess(self, findings: Findings, *, gates_open: Iterable[str] = ()) -> Assessment:
        """Assess a finished intake.

        Args:
            findings: Everything known; what was never asked is unknown.
            gates_open: Safety questions that were asked twice and not answered (rule R54).
        """
        unfinished = decide(findings, self._rules, complete=False, gates_open=gates_open)
        if unfinished.gate == "parent":
            return Assessment(unfinished, is_complete=False)  # the safety questions were not put to a child alone
        decision = decide(findings, self._rules, complete=True, gates_open=gates_open)
        if decision.level not in RANKED_LEVELS or decision.gate:
            return Assessment(decision)
        try:
            return self._explained(findings, decision)
        except BackstrideError as error:
            log.error("ranking.failed", error=type(error).__name__)
            return Assessment(decision)

    def _explained(self, findings: Findings, decision: TriageDecision) -> Assessment:
        known = self._conditions.knowledge()
        patterns = rank(findings, known.conditions, known.ranking)
        cited = {
            citation.source_id
            for pattern in patterns
            for reason in (*pattern.reasons_for, *pattern.reasons_against)
            for citation in reason.citations
        }
        return Assessment(
            decision,
            patterns,
            find_contributors(findings, known.conditions, known.ranking),
            tuple(known.sources[source_id] for source_id in sorted(cited)),
        )

    def known(self) -> tuple[ConditionKnowledge, SelfCare]:
        """Return all that may be said about patterns and advice.

        Raises:
            ServiceUnavailableError: The knowledge base cannot be read.
        """
        return self._conditions.knowledge(), self._conditions.self_care()

    def run_plan(self, findings: Findings, told: str | None) -> PrintedPlan | None:
        """Return the plan to run again for who was told L4 or L5 and would be told so now; None where there is none."""
        assessment = self.assess(findings)
        level = assessment.decision.level
        if told not in RANKED_LEVELS or level not in RANKED_LEVELS:
            return None
        try:
            known, care = self.known()
        except BackstrideError as error:
            log.error("run_plan.failed", error=type(error).__name__)
            return None
        shown = [pattern.condition_id for pattern in assessment.patterns]
        plan = fit(care.ladder, findings, level=str(level), shown=shown)
        return PrintedPlan(plan, known.cite(care.ladder.citations)) if isinstance(plan, RunPlan) else None

    def self_care(self, findings: Findings, assessment: Assessment) -> SelfCareOffer:
        """Return what may be advised without a visit; empty above L4, and where the knowledge base cannot be read."""
        level = assessment.decision.level
        if level not in RANKED_LEVELS or assessment.decision.gate:
            return SelfCareOffer()
        try:
            known = self._conditions.self_care()
        except BackstrideError as error:
            log.error("self_care.failed", error=type(error).__name__)
            return SelfCareOffer()
        return offer(known, findings, level=str(level), patterns=[p.condition_id for p in assessment.patterns[:1]])

    def stakes(self, rules: Rules, questions: Sequence[Question]) -> Stakes | None:
        """Return what an answer could change; None, so that everything is asked, if the patterns cannot be read.

        Args:
            rules: All that triage decides with.
            questions: Those that were not asked yet.
        """
        try:
            known, care = self._conditions.knowledge(), self._conditions.self_care()
        except BackstrideError as error:
            log.error("stakes.failed", error=type(error).__name__)
            return None
        return Stakes(rules.vocabulary, rules.triage, known.conditions, known.ranking, questions, care.conditions())

    def named_conditions(self, text: str) -> tuple[Condition, ...]:
        """Return the patterns that a question names, longest name first; empty if none, or if they cannot be read."""
        try:
            return self._conditions.knowledge().named_in(text)
        except BackstrideError as error:
            log.error("explanation.failed", error=type(error).__name__)
            return ()
