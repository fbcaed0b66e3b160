"""Ranking by hand-made conditions whose sums fit on a slip of paper."""

import math
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstride.domain.conditions import (
    AgeBand,
    CertaintyBand,
    Citation,
    Clip,
    Condition,
    ConditionKind,
    Feature,
    PriorAdjustment,
    RankingParameters,
    Recognition,
)
from backstride.domain.expressions import AtLeast, In, Is, Not, Unless, Within
from backstride.domain.findings import Evidence, Findings, FindingType, Kind, Status
from backstride.domain.gathering import gather
from backstride.domain.ranking import Contributor, OpenPoint, RankedCondition, Reason, find_contributors, rank

VOCABULARY = {
    kind.id: kind
    for kind in (
        FindingType("age", Kind.NUMBER, "Age", high=120),
        FindingType("runner", Kind.CHOICE, "Running", values=("runner", "not_runner")),
        FindingType("triggers", Kind.SET, "Triggers", values=("sitting", "bending", "none")),
        FindingType("limp", Kind.FLAG, "Limp"),
        FindingType("side", Kind.CHOICE, "Side", ("left", "right"), {"left": "left", "right": "right"}),
        FindingType("sore", Kind.FLAG, "Sore to touch"),
    )
}
PARAMETERS = RankingParameters(
    age_bands=(AgeBand("young", 0, 39), AgeBand("old", 40, 120)),
    if_age_unknown=("young", "old"),
    clip={"V": Clip(0.1, 8), "M": Clip(0.25, 4), "J": Clip(0.25, 4)},
    shown=3,
    suppress_below=0.05,
    always="plain",
    reasons=2,
    adjustments=(PriorAdjustment(In("runner", frozenset({"not_runner"})), 0.5, ("bone",), "plain"),),
)
CITATION = (Citation("someone_2020", "table 1"),)


def _feature(
    feature_id: str, when: object, pos: float | None, neg: float | None, *, slot: str = "", tag: str = "J"
) -> Feature:
    return Feature(
        id=feature_id, slot=slot or feature_id, label=f"{feature_id} yes", label_no=f"{feature_id} no",
        tag=tag, when=when, lr_pos=pos, lr_neg=neg, citations=CITATION,  # type: ignore[arg-type]
    )  # fmt: skip


def _condition(condition_id: str, prior: float, *features: Feature, old: float | None = None) -> Condition:
    priors = {"young": prior, "old": prior if old is None else old}
    return Condition(condition_id, condition_id.title(), ConditionKind.RANKED, priors=priors, features=features)


SITTING = _feature("sitting", In("triggers", frozenset({"sitting"})), 2.0, 0.5)
BENDING = _feature("bending", In("triggers", frozenset({"bending"})), 3.0, 0.5)
LIMP = _feature("limp", Is("limp"), 2.0, 0.5)
PLAIN = _condition("plain", 0.2)


def _said(
    finding: str, value: str | float | None = None, *, status: Status = Status.PRESENT, quote: str = ""
) -> Evidence:
    return Evidence(finding, status, value, quote=quote)


def _findings(*evidence: Evidence) -> Findings:
    return gather(evidence, VOCABULARY)


def _probabilities(findings: Findings, *conditions: Condition) -> dict[str, float]:
    return {ranked.condition_id: round(ranked.probability, 4) for ranked in rank(findings, conditions, PARAMETERS)}


def test_nothing_known_leaves_the_priors() -> None:
    disc = _condition("disc", 0.1, SITTING)
    assert _probabilities(_findings(), PLAIN, disc) == {"plain": 0.2, "disc": 0.1}


def test_odds_are_multiplied_by_the_ratio_of_each_known_feature() -> None:
    disc = _condition("disc", 0.2, SITTING, LIMP)
    findings = _findings(_said("triggers", "sitting"), _said("limp", status=Status.NEGATED))
    # 0.25 x 2 x 0.5 = 0.25
    assert _probabilities(findings, PLAIN, disc) == {"disc": 0.2, "plain": 0.2}


def test_a_pattern_says_why_with_the_patients_words() -> None:
    disc = _condition("disc", 0.2, SITTING, LIMP)
    findings = _findings(
        _said("triggers", "sitting", quote="sitting kills me"),
        _said("triggers", "bending", quote="bending"),
        _said("limp", status=Status.NEGATED, quote="no limp"),
    )
    [first, _] = rank(findings, [disc, PLAIN], PARAMETERS)
    assert first == RankedCondition(
        condition_id="disc",
        name="Disc",
        probability=first.probability,
        certainty="any",
        reasons_for=(Reason("sitting", "sitting", True, "sitting yes", 2.0, "J", ("sitting kills me",), CITATION),),
        reasons_against=(Reason("limp", "limp", False, "limp no", 0.5, "J", ("no limp",), CITATION),),
    )


def test_only_the_strongest_known_feature_of_a_slot_counts() -> None:
    weak = _feature("sitting", SITTING.when, 2.0, 0.5, slot="trigger")
    strong = _feature("bending", BENDING.when, 3.0, 0.5, slot="trigger")
    disc = _condition("disc", 0.2, weak, strong)
    findings = _findings(_said("triggers", "sitting"), _said("triggers", "bending"))
    [first, _] = rank(findings, [disc, PLAIN], PARAMETERS)
    assert first.probability == pytest.approx(0.75 / 1.75)
    # The other one of the slot is told, too: it points the same way, and the patient said it.
    assert [reason.feature_id for reason in first.reasons_for] == ["bending", "sitting"]


def test_of_equally_strong_features_the_first_counts() -> None:
    first = _feature("sitting", SITTING.when, 2.0, None, slot="trigger")
    second = _feature("bending", BENDING.when, 0.5, None, slot="trigger")
    findings = _findings(_said("triggers", "sitting"), _said("triggers", "bending"))
    assert _probabilities(findings, _condition("plain", 0.2, first, second)) == {"plain": round(0.5 / 1.5, 4)}


@pytest.mark.parametrize(
    ("tag", "published", "used"),
    [
        ("V", 12.4, 8),
        ("V", 0.04, 0.1),
        ("M", 12.4, 4),
        ("M", 0.04, 0.25),
        ("J", 20, 4),
        ("J", 0.2, 0.25),
        ("J", 1.5, 1.5),
    ],
)
def test_ratios_are_cut_to_the_range_of_their_tag(tag: str, published: float, used: float) -> None:
    plain = _condition("plain", 0.5, _feature("limp", Is("limp"), published, None, tag=tag))
    assert _probabilities(_findings(_said("limp")), plain) == {"plain": round(used / (1 + used), 4)}


def test_a_no_without_a_ratio_and_an_unaskable_feature_change_nothing() -> None:
    plain = _condition("plain", 0.2, _feature("limp", Is("limp"), 4.0, None), _feature("scan", None, 4.0, 0.25))
    assert _probabilities(_findings(_said("limp", status=Status.NEGATED)), plain) == {"plain": 0.2}


def test_a_ratio_of_one_is_no_reason() -> None:
    plain = _condition("plain", 0.2, _feature("limp", Is("limp"), 1.0, None))
    [only] = rank(_findings(_said("limp")), [plain], PARAMETERS)
    assert (only.reasons_for, only.reasons_against) == ((), ())


def test_three_patterns_and_the_plain_one_are_shown_and_rare_ones_are_not() -> None:
    many = [
        _condition(name, prior) for name, prior in (("b", 0.3), ("a", 0.3), ("c", 0.25), ("d", 0.24), ("rare", 0.04))
    ]
    assert list(_probabilities(_findings(), *many, PLAIN)) == ["a", "b", "c", "plain"]


def test_the_plain_pattern_stays_even_when_it_is_unlikely() -> None:
    assert _probabilities(_findings(), _condition("plain", 0.01), _condition("rare", 0.02)) == {"plain": 0.01}


def test_serious_conditions_and_contributors_are_never_ranked() -> None:
    serious = Condition("cauda", "Cauda", ConditionKind.SERIOUS, priors={"young": 0.9, "old": 0.9})
    core = Condition("core", "Core", ConditionKind.CONTRIBUTOR)
    assert _probabilities(_findings(), PLAIN, serious, core) == {"plain": 0.2}


@pytest.mark.parametrize(("age", "expected"), [(39, 0.1), (39.5, 0.1), (40, 0.3), (None, 0.2)])
def test_the_prior_is_that_of_the_age_band(age: float | None, expected: float) -> None:
    findings = _findings() if age is None else _findings(_said("age", age))
    assert _probabilities(findings, _condition("plain", 0.1, old=0.3)) == {"plain": expected}


def test_who_does_not_run_has_half_the_bone_prior_and_the_rest_is_plain() -> None:
    conditions = [PLAIN, _condition("bone", 0.2)]
    assert _probabilities(_findings(_said("runner", "not_runner")), *conditions) == {"plain": 0.3, "bone": 0.1}
    assert _probabilities(_findings(_said("runner", "runner")), *conditions) == {"bone": 0.2, "plain": 0.2}


def test_a_denial_is_quoted_from_the_answer_that_ruled_it_out() -> None:
    plain = _condition("plain", 0.2, SITTING, _feature("still", Not(Is("triggers")), 2.0, 0.5))
    findings = _findings(_said("triggers", "none", quote="nothing makes it worse"))
    [only] = rank(findings, [plain], PARAMETERS)
    assert [(r.feature_id, r.quotes) for r in only.reasons_for] == [("still", ("nothing makes it worse",))]
    assert [(r.feature_id, r.quotes) for r in only.reasons_against] == [("sitting", ("nothing makes it worse",))]


def test_what_hurts_besides_is_no_denial() -> None:
    quiet = _feature("quiet", AtLeast(1, (Is("limp"), Not(Unless(In("triggers", frozenset({"bending"})))))), 0.5, 2.0)
    said = [_said("limp", status=Status.NEGATED), _said("triggers", "sitting", quote="when I sit")]
    [only] = rank(_findings(*said), [_condition("plain", 0.2, quiet)], PARAMETERS)
    assert [(r.feature_id, r.holds, r.quotes) for r in only.reasons_for] == [("quiet", False, ())]


def test_a_none_that_was_outlived_is_not_quoted() -> None:
    plain = _condition("plain", 0.2, _feature("some", Is("triggers"), 2.0, 0.5))
    said = [_said("triggers", "none", quote="nothing"), _said("triggers", "sitting", quote="sitting after all")]
    [only] = rank(_findings(*said), [plain], PARAMETERS)
    assert [reason.quotes for reason in only.reasons_for] == [("sitting after all",)]


def test_words_that_were_put_right_are_quoted_no_more() -> None:
    plain = _condition("plain", 0.2, _feature("some", Is("triggers"), 2.0, 0.5))
    said = [
        _said("triggers", "sitting", quote="back of my left leg"), _said("triggers", "bending", quote="my foot"),
        _said("side", "left", quote="on the left"),
    ]  # fmt: skip
    [before] = rank(_findings(*said), [plain], PARAMETERS)
    [after] = rank(_findings(*said, _said("side", "right", quote="the right side")), [plain], PARAMETERS)
    assert [reason.quotes for reason in before.reasons_for] == [("back of my left leg", "my foot")]
    assert [reason.quotes for reason in after.reasons_for] == [("my foot",)]


def test_none_is_surer_in_words_than_one_before_it() -> None:
    bands = (CertaintyBand("well", 0.5, "", ""), CertaintyBand("partly", 0.0, "", ""))
    parameters = replace(PARAMETERS, certainty=bands, recognised=Recognition(1, 1.5, frozenset()))
    conditions = [_condition("plain", 0.6), _condition("sits", 0.2, SITTING)]
    told = rank(_findings(_said("triggers", "sitting")), conditions, parameters)
    assert [(one.condition_id, one.certainty) for one in told] == [("sits", "partly"), ("plain", "partly")]


def test_a_number_out_of_range_is_quoted() -> None:
    plain = _condition("plain", 0.2, _feature("over_50", Within("age", low=50, strictly=True), 1.6, 0.6))
    [only] = rank(_findings(_said("age", 40, quote="im 40")), [plain], PARAMETERS)
    assert [reason.quotes for reason in only.reasons_against] == [("im 40",)]


CORE = Condition(
    "core", "Core", ConditionKind.CONTRIBUTOR, features=(LIMP, SITTING, _feature("sore", Is("sore"), 0.25, 1.5))
)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([_said("limp")], ["limp"]),
        ([_said("limp"), _said("triggers", "sitting")], ["limp", "sitting"]),
        ([_said("limp"), _said("sore")], None),  # 2 x 0.25 speaks against it
        ([_said("sore", status=Status.NEGATED)], None),  # absence alone names nothing
        ([], None),
    ],
)
def test_contributors_need_something_that_speaks_for_them(said: list[Evidence], expected: list[str] | None) -> None:
    found = find_contributors(_findings(*said), [PLAIN, CORE], PARAMETERS)
    assert [[reason.feature_id for reason in one.reasons_for] for one in found] == (
        [] if expected is None else [expected]
    )
    assert all(isinstance(one, Contributor) and one.condition_id == "core" for one in found)


_RATIOS = st.one_of(st.none(), st.floats(min_value=0.01, max_value=100))
_EVIDENCE = st.lists(
    st.one_of(
        st.builds(_said, st.sampled_from(["limp", "sore"]), status=st.sampled_from([Status.PRESENT, Status.NEGATED])),
        st.builds(_said, st.just("triggers"), st.sampled_from(["sitting", "bending", "none"])),
        st.builds(_said, st.just("age"), st.integers(0, 120)),
        st.builds(_said, st.just("runner"), st.sampled_from(["runner", "not_runner"])),
    )
)


@st.composite
def _conditions(draw: st.DrawFn) -> list[Condition]:
    expressions = [SITTING.when, BENDING.when, Is("limp"), AtLeast(2, (Is("limp"), Is("sore"))), None]
    conditions = []
    for name in ("plain", "bone", "other", "fourth"):
        features = [
            _feature(str(n), expression, draw(_RATIOS), draw(_RATIOS), slot=draw(st.sampled_from("ab")), tag=tag)
            for n, expression in enumerate(expressions)
            for tag in [draw(st.sampled_from("VMJ"))]
        ]
        conditions.append(_condition(name, draw(st.floats(0.0001, 0.4)), *features))
    return conditions


@given(_EVIDENCE, _conditions())
def test_probabilities_lie_between_0_and_1_and_fall_from_first_to_last(
    evidence: Sequence[Evidence], conditions: list[Condition]
) -> None:
    ranked = rank(_findings(*evidence), conditions, PARAMETERS)
    shown = [one.probability for one in ranked]
    assert all(0 < probability < 1 for probability in shown)
    assert shown == sorted(shown, reverse=True)
    assert "plain" in [one.condition_id for one in ranked]


@given(_EVIDENCE, _conditions())
def test_what_nobody_was_asked_changes_nothing(evidence: Sequence[Evidence], conditions: list[Condition]) -> None:
    said = [item for item in evidence if item.finding != "sore"]
    without = [
        Condition(
            one.id, one.name, one.kind, priors=one.priors,
            features=(*one.features, _feature("sore", Is("sore"), 8.0, 0.1, slot="sore", tag="V")),
        )
        for one in conditions
    ]  # fmt: skip
    findings = _findings(*said)
    asked_about = rank(findings, conditions, PARAMETERS)
    assert [replace(one, open=()) for one in rank(findings, without, PARAMETERS)] == [
        replace(one, open=()) for one in asked_about
    ]


@given(_EVIDENCE, _conditions(), st.randoms())
def test_the_order_of_the_conditions_does_not_matter(
    evidence: Sequence[Evidence], conditions: list[Condition], random: "object"
) -> None:
    shuffled = list(conditions)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert rank(_findings(*evidence), shuffled, PARAMETERS) == rank(_findings(*evidence), conditions, PARAMETERS)


def test_log_odds_of_a_worked_example() -> None:
    # prior 6.6 %, dermatomal (V 7.71) and cough (M 1.5), as in the notes' own arithmetic
    nerve = _condition(
        "plain",
        0.066,
        _feature("limp", Is("limp"), 7.71, 0.04, tag="V"),
        _feature("sore", Is("sore"), 1.5, 0.75, tag="M"),
    )
    [only] = rank(_findings(_said("limp"), _said("sore")), [nerve], PARAMETERS)
    assert only.probability == pytest.approx(
        1 / (1 + math.exp(-(math.log(0.066 / 0.934) + math.log(7.71) + math.log(1.5))))
    )


SURE = replace(
    PARAMETERS,
    certainty=(
        CertaintyBand("well", 0.5, "fits well", "well"),
        CertaintyBand("little", 0.0, "fits a little", "little"),
    ),
)


@pytest.mark.parametrize(("probability", "band"), [(0.0, "little"), (0.49999, "little"), (0.5, "well"), (1.0, "well")])
def test_how_sure_it_is_has_words_from_the_lower_end_on(probability: float, band: str) -> None:
    assert SURE.how_sure(probability).id == band


def test_a_pattern_carries_how_sure_it_is() -> None:
    disc = _condition("disc", 0.2, SITTING, LIMP)
    findings = _findings(_said("triggers", "sitting"), _said("limp"))
    assert [(p.condition_id, p.certainty) for p in rank(findings, [disc, PLAIN], SURE)] == [
        ("disc", "well"),
        ("plain", "little"),
    ]


def test_what_was_not_asked_is_named_what_could_count_most_first() -> None:
    strong = _feature("sore", Is("sore"), 8.0, None, tag="V")
    disc = _condition("disc", 0.2, SITTING, LIMP, strong)
    [first, _] = rank(_findings(_said("triggers", "sitting")), [disc, PLAIN], PARAMETERS)
    assert first.open == (OpenPoint("sore", "sore yes", CITATION), OpenPoint("limp", "limp yes", CITATION))


def test_what_would_not_outweigh_the_known_of_its_slot_is_not_named() -> None:
    weak = _feature("limp", Is("limp"), 1.5, 0.8, slot="trigger")
    known = _feature("sitting", SITTING.when, 2.0, 0.5, slot="trigger")
    [first, _] = rank(
        _findings(_said("triggers", "sitting")), [_condition("disc", 0.2, known, weak), PLAIN], PARAMETERS
    )
    assert first.open == ()


AGREEING = replace(PARAMETERS, recognised=Recognition(features=2, lift=1.5, aside=frozenset({"age"})))


def _order(findings: Findings, *conditions: Condition) -> list[tuple[str, bool]]:
    return [(one.condition_id, one.recognised) for one in rank(findings, conditions, AGREEING)]


def test_a_pattern_that_several_answers_make_up_stands_before_a_likelier_one() -> None:
    disc = _condition("disc", 0.1, SITTING, LIMP)
    likelier = _condition("plain", 0.6)
    assert _order(_findings(_said("triggers", "sitting")), disc, likelier) == [("plain", False), ("disc", False)]
    both = _findings(_said("triggers", "sitting"), _said("limp"))
    assert _order(both, disc, likelier) == [("disc", True), ("plain", False)]


def test_one_answer_that_two_features_rest_on_is_one_piece_of_the_picture() -> None:
    again = _feature("again", SITTING.when, 2.0, 0.5)
    disc = _condition("disc", 0.1, SITTING, again)
    assert _order(_findings(_said("triggers", "sitting")), disc, PLAIN) == [("disc", False), ("plain", False)]


def test_what_the_priors_hold_already_is_no_part_of_the_picture() -> None:
    old = _feature("old", Within("age", low=40), 4.0, 0.5, slot="age")
    disc = _condition("disc", 0.1, SITTING, old)
    assert _order(_findings(_said("triggers", "sitting"), _said("age", 50)), disc) == [("disc", False)]


def test_a_picture_that_other_answers_speak_against_is_none() -> None:
    against = _feature("sore", Is("sore"), 3.0, 0.3)
    disc = _condition("disc", 0.3, SITTING, LIMP, against)
    findings = _findings(_said("triggers", "sitting"), _said("limp"), _said("sore", status=Status.NEGATED))
    assert _order(findings, disc) == [("disc", False)]  # 2 x 2 x 0.3 = 1.2
