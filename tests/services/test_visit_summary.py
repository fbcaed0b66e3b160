"""What a therapist reads before the visit: facts with their words, and what is not known as not known."""

from dataclasses import replace

import pytest

from backstride.domain.errors import ServiceUnavailableError
from backstride.domain.findings import Evidence, Status
from backstride.domain.visit_summary import SECTIONS, Knowledge
from backstride.services.ports import ChatMessage
from backstride.services.ports_staff import TurnView
from backstride.services.visit_summary import VisitSummaries
from tests.content.given import RULES
from tests.knowledge.content_copy import product_content
from tests.services.summary_samples import (
    AT,
    OPEN_QUESTION,
    decision,
    leg_pain,
    nothing_known,
    summaries,
    transcript,
)


def _facts(summary: object) -> dict[str, object]:
    return {fact.finding: fact for facts in summary.sections.values() for fact in facts}  # type: ignore[attr-defined]


def test_every_section_is_there_and_names_findings_of_the_vocabulary() -> None:
    assert [name for names in SECTIONS.values() for name in names if name not in RULES.vocabulary] == []
    assert list(nothing_known().sections) == list(SECTIONS)


def test_facts_come_with_values_numbers_and_words() -> None:
    facts = _facts(leg_pain())
    assert (facts["radiation"].text, facts["radiation"].values) == ("calf, foot or toes", (  # type: ignore[attr-defined]
        "leg", "calf", "below_knee", "foot_toes",
    ))  # fmt: skip
    assert facts["duration_days"].text == "21 days"  # type: ignore[attr-defined]
    assert facts["function_goal"].text == "run 5 miles"  # type: ignore[attr-defined]
    assert facts["constant"].knowledge is Knowledge.ABSENT  # type: ignore[attr-defined]
    assert facts["goal_score"].knowledge is Knowledge.UNKNOWN  # type: ignore[attr-defined]
    assert leg_pain().complaint == ("right calf tingles",)


def test_roots_patterns_and_codes_follow_the_side() -> None:
    summary = leg_pain()
    assert [(hint.dermatome.id, hint.from_numbness) for hint in summary.dermatomes] == [("S1", True), ("L5", False)]
    first = summary.patterns[0]
    assert first.condition_id == "lumbar_radiculopathy_sciatica"
    assert [code.id for code in first.codes] == ["M54.16", "M54.17", "M54.31", "M54.41"], "those of the left are out"
    assert first.reasons_for != ()
    assert [pattern.place for pattern in summary.patterns] == list(range(1, len(summary.patterns) + 1))


def test_a_red_flag_is_denied_only_if_all_of_it_was() -> None:
    flags = {flag.id: flag.knowledge for flag in leg_pain().red_flags}
    assert len(flags) == 30
    assert flags["RF02"] is Knowledge.ABSENT
    assert flags["RF13"] is Knowledge.IN_DOUBT, "fever was mentioned in doubt"
    assert flags["RF11"] is Knowledge.UNKNOWN
    partly = summaries().of(transcript({"wtloss": False}))
    assert {flag.id: flag.knowledge for flag in partly.red_flags}["RF12"] is Knowledge.UNKNOWN
    present = summaries().of(transcript({"ces_saddle": "new"}))
    assert {flag.id: flag.knowledge for flag in present.red_flags}["RF02"] is Knowledge.PRESENT


def test_nothing_known_is_unknown_everywhere() -> None:
    summary = nothing_known()
    facts = [*_facts(summary).values(), *(fact for flag in summary.red_flags for fact in flag.facts)]
    assert len(facts) > 60
    assert {fact.knowledge for fact in facts} == {Knowledge.UNKNOWN}  # type: ignore[attr-defined]
    assert {flag.knowledge for flag in summary.red_flags} == {Knowledge.UNKNOWN}
    assert (summary.complaint, summary.dermatomes, summary.patterns, summary.contributors) == ((), (), (), ())
    assert summary.urgency.level is None


@pytest.mark.parametrize(
    ("level", "more", "is_ranked"),
    [
        ("L4", {}, True),
        ("L5", {}, True),
        ("L3", {}, False),
        ("L1", {}, False),
        ("L4", {"gate": "guardian"}, False),
        ("L4", {"origin": "message"}, False),
    ],
)
def test_patterns_are_ranked_only_where_patients_may_be_shown_some(level: str, more: dict, is_ranked: bool) -> None:
    summary = summaries().of(transcript(decisions=[decision(level, **more)], level=level))
    assert bool(summary.patterns) is is_ranked


def test_the_last_decision_counts_with_its_rules_and_words() -> None:
    told = [decision("L1", rules=("R02",), evidence={"R02": ("numb",)}, origin="message"), decision()]
    urgency = summaries().of(transcript(decisions=told, level="L4")).urgency
    assert (urgency.level, urgency.rules, urgency.words, urgency.content_version, urgency.is_whole) == (
        "L4", ("R49",), {"R49": ("calf",)}, "abc123", True,
    )  # fmt: skip
    assert urgency.meaning == RULES.dispositions[3].meaning


def test_the_first_message_that_told_something_stands_in_for_a_complaint_that_was_never_asked() -> None:
    said = [
        Evidence("age", Status.PRESENT, 40.0, "Q01", "40", 1),
        Evidence("triggers", Status.PRESENT, "running", "", "when i run", 2),
        Evidence("location", Status.PRESENT, "groin", "", "my groin", 3),
    ]
    texts = ("40", "it only hurts when i run", "in my groin")
    turns = tuple(TurnView(AT, (ChatMessage("patient", text, AT), ChatMessage("bot", "?", AT))) for text in texts)
    told = replace(transcript({}, said=said), turns=turns)
    assert summaries().of(told).complaint == ("it only hurts when i run",)
    opened = TurnView(AT, (ChatMessage("bot", "hello", AT),))  # counted like the others, though nobody wrote
    late = tuple(replace(item, turn=item.turn + 1) for item in said)
    assert summaries().of(replace(told, turns=(opened, *turns), findings=late)).complaint == (texts[1],)
    assert summaries().of(replace(told, turns=())).complaint == (), "its words are gone"
    assert summaries().of(replace(told, findings=(OPEN_QUESTION,))).complaint == ("right calf tingles",)


def test_words_of_an_older_vocabulary_are_left_out() -> None:
    said = [
        Evidence("no_such_finding", Status.PRESENT, None, "", "old", 1),
        Evidence("weak", Status.PRESENT, "no_such_value", "", "older", 1),
    ]
    summary = summaries().of(transcript({"fever": True}, said=said))
    flags = {flag.id: flag.knowledge for flag in summary.red_flags}
    assert (flags["RF13"], flags["RF06"]) == (Knowledge.PRESENT, Knowledge.UNKNOWN)


def test_without_the_knowledge_base_the_rest_stands() -> None:
    class Away:
        def knowledge(self) -> None:
            raise ServiceUnavailableError("down")

        self_care = knowledge

    made = VisitSummaries(RULES, Away(), product_content().dermatomes)  # type: ignore[arg-type]
    summary = made.of(transcript(decisions=[decision()], level="L4"))
    assert summary == replace(leg_pain(), patterns=(), contributors=())
