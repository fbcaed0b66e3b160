"""A runner with leg pain as a stored conversation, and its summary."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from backstride.domain.conditions import ConditionKnowledge
from backstride.domain.findings import Evidence, Status
from backstride.domain.self_care import SelfCare
from backstride.domain.visit_summary import VisitSummary
from backstride.services.ports import ConversationRecord, Decision
from backstride.services.ports_staff import Transcript
from backstride.services.visit_summary import VisitSummaries
from tests.content.given import RULES, evidence
from tests.knowledge.content_copy import product_content

AT = datetime(2026, 3, 9, 15, 0, tzinfo=UTC)
LEG_PAIN: dict[str, Any] = {
    "age": 38,
    "sex": "male",
    "subject": "me",
    "runner": "runner",
    "run_miles": 25,
    "location": ["one_side_low_back"],
    "side": "right",
    "radiation": ["calf", "foot_toes"],
    "numb_area": ["foot_outer"],
    "quality": ["tingling_numb"],
    "triggers": ["sitting_long", "cough_sneeze"],
    "relievers": ["walking_moving"],
    "duration_days": 21,
    "pain_nrs": 6,
    "constant": False,
    "weak": False,
    "fever": "uncertain",
    "ces_saddle": False,
    "ces_bladder": False,
}
OPEN_QUESTION = Evidence("chief_complaint", Status.PRESENT, "right calf tingles", "Q02", "right calf tingles", 2)
GOAL = Evidence("function_goal", Status.PRESENT, "run 5 miles", "Q27", "run 5 miles", 9)


class Knowledge:
    """The product's own content, without a database."""

    def knowledge(self) -> ConditionKnowledge:
        content = product_content()
        return ConditionKnowledge(content.version, content.conditions, content.ranking, content.sources)

    def self_care(self) -> SelfCare:
        return product_content().self_care


def decision(level: str = "L4", **more: Any) -> Decision:
    given = {"rules": ("R49",), "evidence": {"R49": ("calf",)}, "gate": None, "origin": "intake", **more}
    return Decision(AT, level, content_version="abc123", model_id="m1", **given)


def transcript(
    facts: dict[str, Any] | None = None,
    *,
    said: Sequence[Evidence] = (OPEN_QUESTION, GOAL),
    decisions: Sequence[Decision] = (),
    level: str | None = None,
) -> Transcript:
    record = ConversationRecord("c-42", "web", AT, AT, level=level)
    told = [*evidence(LEG_PAIN if facts is None else facts), *said]
    return Transcript(record, (), tuple(told), tuple(decisions), ())


def summaries() -> VisitSummaries:
    return VisitSummaries(RULES, Knowledge(), product_content().dermatomes)


def leg_pain() -> VisitSummary:
    """A finished intake at L4."""
    return summaries().of(transcript(decisions=[decision()], level="L4"))


def nothing_known() -> VisitSummary:
    """Somebody who said hello and left."""
    return summaries().of(transcript({}, said=()))
