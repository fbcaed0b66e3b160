"""Evidence becomes findings: later beats earlier, and a red flag stays until it is asked about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstride.domain.errors import UnknownFindingError
from backstride.domain.findings import Answer, Doubt, Evidence, Finding, FindingType, Kind, Status
from backstride.domain.gathering import gather

PRESENT, NEGATED, UNCERTAIN = Status.PRESENT, Status.NEGATED, Status.UNCERTAIN
VOCABULARY = {
    kind.id: kind
    for kind in (
        FindingType("age", Kind.NUMBER, "Age", unit="years", high=120),
        FindingType("goal", Kind.TEXT, "Goal"),
        FindingType("smoker", Kind.FLAG, "Smoker"),
        FindingType("trend", Kind.CHOICE, "Course", ("better", "same", "worse")),
        FindingType(
            "radiation",
            Kind.SET,
            "Spread",
            ("none", "buttock", "leg", "calf", "below_knee"),
            implies={"calf": ("leg", "below_knee"), "below_knee": ("leg",)},
        ),
        FindingType("fever", Kind.FLAG, "Fever", red_flag="RF13"),
        FindingType("weak", Kind.CHOICE, "Weak", ("rapid", "new", "old"), red_flag="RF06", unstated="new"),
        FindingType("ces_bladder", Kind.CHOICE, "Bladder", ("new", "old", "stress_leak"), red_flag="RF01"),
    )
}


def said(finding: str, *items: tuple[Status, object] | tuple[Status, object, str]) -> Finding:
    evidence = [Evidence(finding, i[0], i[1], i[2] if len(i) > 2 else "") for i in items]  # type: ignore[arg-type]
    return gather(evidence, VOCABULARY)[finding]


def state(finding: Finding) -> tuple[Answer, set[str], Doubt]:
    return finding.answer, set(finding.values), finding.doubt


def test_evidence_of_unknown_findings_is_refused() -> None:
    with pytest.raises(UnknownFindingError, match="no finding 'fewer'"):
        gather([Evidence("fewer", PRESENT)], VOCABULARY)


@pytest.mark.parametrize("status", [Status.HISTORICAL, Status.HYPOTHETICAL, Status.OTHER_PERSON])
@pytest.mark.parametrize("finding", list(VOCABULARY))
def test_past_possible_and_other_people_change_nothing_but_stay_as_evidence(finding: str, status: Status) -> None:
    evidence = Evidence(finding, status, question="Q99")
    assert gather([evidence], VOCABULARY)[finding] == Finding(evidence=(evidence,))


def test_the_latest_number_counts() -> None:
    assert said("age", (PRESENT, 40.0), (PRESENT, 41.0)).number == 41
    assert said("age", (UNCERTAIN, None, "Q01")).doubt is Doubt.UNSURE
    assert said("age", (UNCERTAIN, None)).doubt is Doubt.NONE
    assert said("age", (PRESENT, 40.0), (UNCERTAIN, None, "Q01"), (NEGATED, None)).number == 40


def test_words_are_kept_as_evidence() -> None:
    assert state(said("goal", (PRESENT, "run a 5k"))) == (Answer.YES, set(), Doubt.NONE)


def test_a_set_unites_values_with_what_they_imply() -> None:
    finding = said("radiation", (PRESENT, "buttock"), (PRESENT, "calf"))
    assert state(finding) == (Answer.YES, {"buttock", "calf", "leg", "below_knee"}, Doubt.NONE)
    assert finding.denied == {"none"}


def test_none_of_a_set_denies_the_rest_until_something_is_said() -> None:
    finding = said("radiation", (PRESENT, "buttock"), (PRESENT, "none"))
    assert (finding.values, finding.denied) == ({"none"}, {"buttock", "leg", "calf", "below_knee"})
    finding = said("radiation", (PRESENT, "none"), (PRESENT, "leg"))
    assert (finding.values, finding.denied) == ({"leg"}, {"none", "buttock", "calf", "below_knee"})


def test_a_set_answered_in_full_denies_what_was_not_named() -> None:
    finding = said("radiation", (PRESENT, "buttock", "Q10"), (NEGATED, None, "Q10"))
    assert (finding.values, finding.denied) == ({"buttock"}, {"none", "leg", "calf", "below_knee"})
    finding = said("radiation", (NEGATED, None, "Q10"))
    assert (finding.answer, finding.denied) == (Answer.NO, {"none", "buttock", "leg", "calf", "below_knee"})


def test_a_denied_value_denies_the_finer_ones() -> None:
    finding = said("radiation", (NEGATED, "leg"))
    assert (finding.answer, finding.denied) == (Answer.UNKNOWN, {"leg", "calf", "below_knee"})
    finding = said("radiation", (PRESENT, "calf"), (NEGATED, "calf"))
    assert finding.values == {"leg", "below_knee"}


def test_a_value_left_unticked_does_not_undo_what_was_said() -> None:
    finding = said("radiation", (PRESENT, "calf"), (PRESENT, "buttock", "Q10"), (NEGATED, "leg", "Q10"))
    assert finding.values == {"calf", "leg", "below_knee", "buttock"}


def test_not_sure_of_a_set_is_kept_only_as_an_answer() -> None:
    assert said("radiation", (UNCERTAIN, None, "Q10")).doubt is Doubt.UNSURE
    assert said("radiation", (UNCERTAIN, "leg")).doubt is Doubt.NONE


def test_later_beats_earlier_where_it_is_no_red_flag() -> None:
    assert said("smoker", (PRESENT, None), (NEGATED, None)).answer is Answer.NO
    assert said("smoker", (NEGATED, None), (PRESENT, None)).answer is Answer.YES
    assert said("trend", (PRESENT, "worse"), (PRESENT, "better")).values == {"better"}
    assert state(said("trend", (PRESENT, "worse"), (NEGATED, "worse"))) == (Answer.UNKNOWN, set(), Doubt.NONE)
    assert said("trend", (PRESENT, "better"), (NEGATED, "worse")).values == {"better"}
    assert said("trend", (PRESENT, None)).values == {"better"}


def test_not_sure_of_a_plain_question_leaves_it_unknown() -> None:
    assert state(said("smoker", (UNCERTAIN, None, "Q34"))) == (Answer.UNKNOWN, set(), Doubt.UNSURE)
    assert said("smoker", (PRESENT, None), (UNCERTAIN, None, "Q34")).answer is Answer.YES
    assert said("smoker", (UNCERTAIN, None)).doubt is Doubt.NONE


def test_a_red_flag_is_not_undone_by_a_later_no() -> None:
    assert said("fever", (PRESENT, None), (NEGATED, None)).answer is Answer.YES
    assert said("fever", (NEGATED, None), (PRESENT, None)).answer is Answer.YES
    assert said("fever", (PRESENT, None), (NEGATED, None, "Q07")).answer is Answer.YES


def test_only_its_own_question_takes_a_red_flag_back() -> None:
    assert state(said("fever", (PRESENT, None), (NEGATED, None, "RF13"))) == (Answer.NO, set(), Doubt.NONE)
    assert said("fever", (PRESENT, None), (UNCERTAIN, None, "RF13")).answer is Answer.YES


def test_a_red_flag_said_and_denied_at_a_button_is_contradicted() -> None:
    assert said("fever", (NEGATED, None, "Q07"), (PRESENT, None)).contradicted
    assert not said("fever", (NEGATED, None), (PRESENT, None)).contradicted
    assert not said("fever", (NEGATED, None, "Q07"), (PRESENT, None, "Q35")).contradicted
    assert not said("fever", (NEGATED, None, "Q07"), (PRESENT, None), (NEGATED, None, "RF13")).contradicted


def test_a_red_flag_keeps_its_most_urgent_value() -> None:
    assert said("weak", (PRESENT, "new"), (PRESENT, "old")).values == {"new"}
    assert said("weak", (PRESENT, "old"), (PRESENT, "rapid")).values == {"rapid"}


def test_a_value_that_was_not_said() -> None:
    assert said("weak", (PRESENT, None)).values == {"new"}
    assert said("ces_bladder", (PRESENT, None)).values == {"new"}
    assert said("weak", (PRESENT, "old"), (PRESENT, None)).values == {"old"}


def test_confirming_replaces_the_value() -> None:
    assert said("ces_bladder", (PRESENT, "new"), (PRESENT, "old", "RF01")).values == {"old"}
    assert said("ces_bladder", (UNCERTAIN, "stress_leak"), (PRESENT, None, "RF01")).values == {"new"}
    assert said("weak", (UNCERTAIN, "rapid"), (PRESENT, None, "RF06")).values == {"rapid"}


def test_a_mention_in_doubt_waits_for_its_question() -> None:
    assert state(said("fever", (UNCERTAIN, None))) == (Answer.UNKNOWN, set(), Doubt.OPEN)
    assert said("fever", (UNCERTAIN, None), (UNCERTAIN, None, "RF13")).answer is Answer.YES
    assert said("weak", (UNCERTAIN, None), (UNCERTAIN, None, "RF06")).values == {"new"}
    assert state(said("fever", (UNCERTAIN, None), (NEGATED, None, "RF13"))) == (Answer.NO, set(), Doubt.NONE)
    assert said("fever", (PRESENT, None), (UNCERTAIN, None)).answer is Answer.YES


def test_a_doubt_after_a_no_is_asked_about_once() -> None:
    assert state(said("fever", (NEGATED, None, "Q07"), (UNCERTAIN, None))) == (Answer.UNKNOWN, set(), Doubt.OPEN)
    confirmed = said("fever", (UNCERTAIN, None), (NEGATED, None, "RF13"), (UNCERTAIN, None))
    assert state(confirmed) == (Answer.NO, set(), Doubt.NONE)


def test_a_no_leaves_the_lesser_value_that_was_in_doubt() -> None:
    assert said("ces_bladder", (UNCERTAIN, "stress_leak"), (NEGATED, None, "RF01")).values == {"stress_leak"}
    assert said("ces_bladder", (UNCERTAIN, "stress_leak"), (NEGATED, None, "Q04")).values == {"stress_leak"}
    assert said("ces_bladder", (UNCERTAIN, "new"), (NEGATED, None, "RF01")).answer is Answer.NO
    assert said("ces_bladder", (UNCERTAIN, "stress_leak"), (NEGATED, None)).answer is Answer.NO


def test_not_sure_at_a_gate() -> None:
    assert said("ces_bladder", (UNCERTAIN, None, "Q04")).doubt is Doubt.OPEN
    assert said("weak", (UNCERTAIN, None, "Q05")).doubt is Doubt.UNSURE
    assert said("weak", (NEGATED, None), (UNCERTAIN, None, "Q05")).answer is Answer.NO


def test_still_not_sure_after_the_follow_up() -> None:
    twice = [(UNCERTAIN, None, "Q04"), (UNCERTAIN, None, "RF01")]
    assert state(said("ces_bladder", *twice)) == (Answer.UNKNOWN, set(), Doubt.SETTLED)
    assert said("ces_bladder", *twice, (UNCERTAIN, None)).doubt is Doubt.SETTLED
    assert said("ces_bladder", (UNCERTAIN, None), *twice).answer is Answer.YES


def test_one_choice_rules_out_the_others() -> None:
    assert said("trend", (PRESENT, "worse")).denied == {"better", "same"}
    assert said("weak", (PRESENT, "new")).denied == {"rapid", "old"}


def test_evidence_stays_with_its_finding() -> None:
    items = [Evidence("fever", NEGATED, turn=1), Evidence("age", PRESENT, 40.0), Evidence("fever", PRESENT, turn=2)]
    assert gather(items, VOCABULARY)["fever"].evidence == (items[0], items[2])


EVIDENCE = st.builds(
    Evidence,
    finding=st.sampled_from(["fever", "weak", "smoker", "ces_bladder"]),
    status=st.sampled_from(Status),
    value=st.none(),
    question=st.sampled_from(["", "Q04", "Q05", "RF01"]),
)


@given(st.lists(EVIDENCE, max_size=12), st.randoms(use_true_random=False))
def test_the_order_between_findings_does_not_matter(evidence: list[Evidence], random: object) -> None:
    by_finding = sorted(evidence, key=lambda item: item.finding)  # stable: order within a finding is kept
    one, other = gather(evidence, VOCABULARY), gather(by_finding, VOCABULARY)
    assert [one[finding] for finding in VOCABULARY] == [other[finding] for finding in VOCABULARY]


@given(st.lists(EVIDENCE, max_size=12))
def test_present_makes_it_yes(evidence: list[Evidence]) -> None:
    for finding in ("fever", "weak", "smoker", "ces_bladder"):
        assert gather([*evidence, Evidence(finding, PRESENT)], VOCABULARY)[finding].answer is Answer.YES


def test_a_doubt_with_its_reason_stays_open_where_not_sure_is_settled() -> None:
    """ "Maybe, hard to push off" at the gate is asked about; "not sure" there is not."""
    volunteered, answered = (
        Evidence("weak", UNCERTAIN, "new", turn=4),
        Evidence("weak", UNCERTAIN, "new", "Q05", turn=4),
    )
    assert gather([volunteered, answered], VOCABULARY)["weak"].doubt is Doubt.OPEN
    assert gather([answered], VOCABULARY)["weak"].doubt is Doubt.UNSURE
    later = Evidence("weak", UNCERTAIN, None, "Q05", turn=5)
    assert gather([volunteered, later], VOCABULARY)["weak"].doubt is Doubt.UNSURE
