"""Which words tell a decision: of several emergencies the one that was just said, and the one that loses no time."""

from pathlib import Path

import pytest

from backstride.domain.triage import TriageDecision, decide
from backstride.knowledge.wording import Wording
from tests.content.given import CONTENT, RULES, findings

WORDING = Wording(Path(CONTENT).parent / "data" / "responses", {})


def decision(**facts: object) -> TriageDecision:
    return decide(findings(facts), RULES.triage, complete=False)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"ces_saddle": "new"}, "utter_triage_l1_ces"),
        ({"ces_saddle": "new", "chest": True}, "utter_triage_l1_cardiac"),
        ({"ces_saddle": "new", "stroke": True}, "utter_triage_l1_stroke"),
        ({"weak": "rapid", "ces_bladder": "new"}, "utter_triage_l1_ces"),
        ({"trauma": "recent", "location": ["midline"], "bilat_leg": "new"}, "utter_triage_l1_trauma"),
        ({"overdose": True}, "utter_triage_l1_overdose"),
        ({"overdose": True, "si": True}, "utter_triage_l1_meant_overdose"),
        ({"weak": "new"}, "utter_triage_l2_weakness"),
        ({"wtloss": True, "night_unrelieved": True}, "utter_triage_l2_default"),
        ({"location": ["low_back"]}, "utter_triage_none"),
    ],
    ids=str,
)
def test_the_words_of_a_decision(facts: dict[str, object], told: str) -> None:
    assert WORDING.triage_response(decision(**facts)) == told


def test_what_was_said_just_now_is_told_first() -> None:
    both = decision(chest=True, si=True)
    assert WORDING.triage_response(both) == "utter_triage_l1_cardiac"
    assert WORDING.triage_response(both, said_now={"si"}) == "utter_triage_l1_self_harm"
    assert WORDING.triage_response(decision(chest=True, ces_bladder="new"), said_now={"ces_bladder"}) == (
        "utter_triage_l1_ces"
    )


def test_the_crisis_line_is_named_beside_another_emergency() -> None:
    assert WORDING.crisis_responses(decision(chest=True, si=True)) == ("utter_triage_l1_self_harm",)
    assert WORDING.crisis_responses(decision(chest=True)) == ()
    assert WORDING.crisis_responses(decision(ces_saddle="new", abuse=True)) == ("utter_triage_l2_abuse",)
