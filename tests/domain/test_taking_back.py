"""What an emergency rests on, what may count after it, and how it ends."""

from collections.abc import Sequence

import pytest

from backstride.domain.findings import Answer, Doubt, Evidence, Status
from backstride.domain.gathering import gather
from backstride.domain.interview import InterviewState, next_question
from backstride.domain.taking_back import confirmable, held, is_emergency, released
from backstride.domain.triage import Level
from tests.content.given import RULES

PRESENT, NEGATED, UNCERTAIN = Status.PRESENT, Status.NEGATED, Status.UNCERTAIN


def said(*facts: tuple[str, Status] | tuple[str, Status, str], turn: int = 1, question: str = "") -> list[Evidence]:
    return [Evidence(f[0], f[1], f[2] if len(f) > 2 else None, question, f[0], turn) for f in facts]


def emergency(evidence: Sequence[Evidence]) -> bool:
    return is_emergency(gather(evidence, RULES.vocabulary), RULES)


NUMB = said(("ces_saddle", PRESENT, "new"))
ILL = said(("urinary", PRESENT), ("fever", PRESENT), ("vomiting", PRESENT))
PAST_CANCER = said(("cancer", PRESENT), ("bilat_leg", PRESENT, "new"))


@pytest.mark.parametrize(
    ("evidence", "named"),
    [
        (NUMB, ("ces_saddle",)),
        (PAST_CANCER, ("bilat_leg",)),  # a cancer of years ago is not taken back with the legs
        (ILL, ("fever", "urinary")),  # none is an emergency by itself
        (said(("fever", PRESENT)), ()),  # no emergency
    ],
)
def test_what_an_emergency_rests_on(evidence: list[Evidence], named: tuple[str, ...]) -> None:
    assert confirmable(gather(evidence, RULES.vocabulary), RULES) == named


def test_what_would_end_it_unconfirmed_does_not_count() -> None:
    assert held(ILL, said(("vomiting", NEGATED), turn=2), RULES) == []


def test_a_denied_red_flag_counts_as_a_question_to_ask() -> None:
    denial = said(("ces_saddle", NEGATED), turn=2)
    assert held(NUMB, denial, RULES) == denial
    assert emergency([*NUMB, *denial])
    assert gather([*NUMB, *denial], RULES.vocabulary)["ces_saddle"].doubt is Doubt.OPEN


def test_whatever_else_is_told_counts() -> None:
    more = said(("fever", PRESENT), ("location", PRESENT, "low_back"), turn=2)
    assert held(NUMB, more, RULES) == more


def test_the_answer_to_a_confirming_question_counts() -> None:
    answer = said(("ces_saddle", NEGATED), turn=3, question="RF02")
    assert held(NUMB, answer, RULES) == answer
    assert not emergency([*NUMB, *answer])


def question_after(*evidence: Evidence) -> tuple[str, tuple[str, ...], bool] | None:
    state = InterviewState(level=Level.L1)
    question = next_question(gather(evidence, RULES.vocabulary), state, RULES.questions, "web")
    return (question.key, question.asks, question.again) if question else None


def test_at_an_emergency_nothing_is_asked_but_whether_it_is_taken_back() -> None:
    doubt = said(("ces_bowel", UNCERTAIN))
    denial = said(("ces_saddle", NEGATED), turn=2)
    assert question_after(*NUMB, *doubt) is None
    assert question_after(*NUMB, *doubt, *denial) == ("RF02:ces_saddle:again", ("ces_saddle",), True)


def test_it_is_asked_once() -> None:
    findings = gather([*NUMB, *said(("ces_saddle", NEGATED), turn=2)], RULES.vocabulary)
    state = InterviewState(level=Level.L1, answered=frozenset({"RF02:ces_saddle:again"}))
    assert next_question(findings, state, RULES.questions, "web") is None


@pytest.mark.parametrize(
    ("status", "answer", "doubt"),
    [(PRESENT, Answer.YES, Doubt.NONE), (UNCERTAIN, Answer.YES, Doubt.NONE), (NEGATED, Answer.NO, Doubt.NONE)],
)
def test_only_a_clear_no_takes_it_back(status: Status, answer: Answer, doubt: Doubt) -> None:
    evidence = [*NUMB, *said(("ces_saddle", NEGATED), turn=2), *said(("ces_saddle", status), turn=3, question="RF02")]
    finding = gather(evidence, RULES.vocabulary)["ces_saddle"]
    assert (finding.answer, finding.doubt) == (answer, doubt)


def test_a_denial_in_the_same_message_takes_nothing_back() -> None:
    both = [*NUMB, *said(("ces_saddle", NEGATED), turn=1)]
    assert gather(both, RULES.vocabulary)["ces_saddle"].doubt is Doubt.NONE


@pytest.mark.parametrize("evidence", [NUMB, ILL, PAST_CANCER, said(("breathless", PRESENT))])
def test_staff_can_end_any_emergency(evidence: list[Evidence]) -> None:
    added = released(evidence, RULES, turn=9)
    assert emergency(evidence)
    assert not emergency([*evidence, *added])
    assert {(item.status, item.turn, item.question[:2]) for item in added} == {(NEGATED, 9, "RF")}


def test_staff_settle_only_what_makes_the_emergency() -> None:
    assert [item.finding for item in released(PAST_CANCER, RULES, turn=9)] == ["bilat_leg"]


def test_there_is_nothing_to_release_where_there_is_no_emergency() -> None:
    assert released(said(("fever", PRESENT)), RULES, turn=9) == []
