"""What a reply says to a question: options, numbers, words, and nothing that was not said."""

import pytest

from backstride.domain.answers import ParsedAnswer, left_in_doubt, parse_answer, parse_choices
from backstride.domain.findings import Answer, Evidence, Status
from backstride.domain.gathering import gather
from backstride.domain.interview import Question, clarification
from backstride.domain.mentions import Mention, Reading
from tests.content.given import RULES, findings

PRESENT, NEGATED, UNCERTAIN = Status.PRESENT, Status.NEGATED, Status.UNCERTAIN


def question(question_id: str, channel: str = "web", part: int = 1) -> Question:
    return RULES.question(question_id, channel=channel, part=part)


def mention(finding: str, status: Status = PRESENT, value: str | float | None = None) -> Mention:
    return Mention(finding, status, 0, 3, "abc", value)


def reply(question_id: str, text: str, channel: str = "web", *mentions: Mention, part: int = 1) -> ParsedAnswer:
    return parse_answer(question(question_id, channel, part), text, Reading(text, mentions), channel)


def said(parsed: ParsedAnswer) -> list[tuple[str, Status, object]]:
    return [(item.finding, item.status, item.value) for item in parsed.evidence]


def present(parsed: ParsedAnswer) -> list[tuple[str, object]]:
    return [(item.finding, item.value) for item in parsed.evidence if item.status is PRESENT]


def test_a_chosen_option_sets_its_finding_and_denies_the_others() -> None:
    parsed = parse_choices(question("Q04"), ["Q04.ces_saddle"], "web", turn=7)
    assert parsed == ParsedAnswer(
        (
            Evidence("ces_saddle", PRESENT, "new", "Q04", "Numb between my legs or when I wipe", 7),
            Evidence("ces_bladder", NEGATED, None, "Q04", "", 7),
            Evidence("ces_bowel", NEGATED, None, "Q04", "", 7),
            Evidence("bilat_leg", NEGATED, None, "Q04", "", 7),
            Evidence("ces_sex", NEGATED, None, "Q04", "", 7),
        ),
        understood=True,
        chosen=("ces_saddle",),
    )


def test_unknown_options_are_left_out() -> None:
    assert parse_choices(question("Q04"), ["ces_nose"], "web") == ParsedAnswer()


@pytest.mark.parametrize("text", ["None of these", "none", "no", "0", "6", "none of those apply"])
def test_none_of_these_denies_everything(text: str) -> None:
    parsed = reply("Q04", text)
    assert parsed.chosen == ("none",)
    assert {item.finding for item in parsed.evidence if item.status is NEGATED} == set(question("Q04").asks)


@pytest.mark.parametrize(
    "text", ["1 4", "1,4", "#1 #4", "one and four", "hard to pee; both legs", "Hard to pee and Both legs numb or weak"]
)
def test_several_options(text: str) -> None:
    assert present(reply("Q04", text, "sms")) == [("ces_bladder", "new"), ("bilat_leg", "new")]


@pytest.mark.parametrize("text", ["hard to pee, leaking, or cannot feel it", "HARD TO PEE", "ces_bladder", "1"])
def test_one_option(text: str) -> None:
    assert present(reply("Q04", text)) == [("ces_bladder", "new")]


def test_a_number_that_is_not_offered_answers_nothing() -> None:
    assert reply("Q04", "9", "sms") == ParsedAnswer(volunteered=True)
    assert reply("Q04", "1 9", "sms") == ParsedAnswer(volunteered=True)


def test_numbers_are_those_printed_on_the_channel() -> None:
    assert present(reply("Q16", "1 7 8", "sms")) == [
        ("triggers", "running"),
        ("triggers", "sitting_long"),
        ("triggers", "bend_forward"),
    ]
    assert present(reply("Q08", "10")) == [("location", "mid_back")]
    assert present(reply("Q08", "7", "sms")) == [("location", "flank")]


def test_every_option_of_the_illness_gate_exists_on_both_channels() -> None:
    texted = [o for part in (1, 2) for o in question("Q07", "sms", part).options if o.id != "none"]
    assert [(o.id, o.label) for o in texted] == [(o.id, o.label) for o in question("Q07").options if o.id != "none"]


def test_an_ambiguous_beginning_answers_nothing() -> None:
    assert not reply("Q24", "yes,").understood
    assert present(reply("Q24", "yes, went")) == [("prior_episode", "resolved")]
    assert not reply("Q08", "mi").understood


def test_a_set_denies_only_what_was_offered() -> None:
    parsed = reply("Q17", "1", "sms")
    denied = {item.value for item in parsed.evidence if item.status is NEGATED}
    assert denied == {"walking_moving", "sitting_or_bending_forward", "bending_backward", "lying", "heat"}
    assert gather(parsed.evidence, RULES.vocabulary)["relievers"].denied == denied | {"nothing"}


def test_a_set_asked_in_full_denies_the_rest() -> None:
    known = gather(reply("Q10", "Butt").evidence, RULES.vocabulary)["radiation"]
    assert (known.values, "leg" in known.denied) == ({"buttock"}, True)


def test_pain_in_both_legs_sets_the_red_flag() -> None:
    known = gather(reply("Q10", "8", "sms").evidence, RULES.vocabulary)
    assert known["bilat_leg"].values == {"new"}
    assert known["radiation"].values == {"both_legs", "leg"}


def test_nothing_helps() -> None:
    assert present(reply("Q17", "nothing")) == [("relievers", "nothing")]
    assert gather(reply("Q16", "no").evidence, RULES.vocabulary)["triggers"].values == {"none"}


def test_single_questions_deny_only_what_the_option_denies() -> None:
    assert said(reply("Q05", "no")) == [("weak", NEGATED, None), ("cord", NEGATED, None), ("paralysis", NEGATED, None)]
    assert said(reply("Q05", "Newly unsteady or clumsy")) == [("cord", PRESENT, None)]
    assert said(reply("Q15", "5", "sms")) == [
        ("duration_days", PRESENT, 1095.0),
        ("prior_episode", PRESENT, "recurrent"),
    ]


def test_not_sure() -> None:
    assert said(reply("Q05", "not sure")) == [("weak", UNCERTAIN, None), ("cord", UNCERTAIN, None)]
    assert said(reply("Q06", "idk")) == [("trauma", UNCERTAIN, None)]
    assert [status for _, status, _ in said(reply("Q04", "idk"))] == [UNCERTAIN] * 5


def test_a_bare_yes() -> None:
    assert reply("Q04", "yes") == ParsedAnswer(plain_yes=True)
    assert said(reply("Q06", "yes")) == [("trauma", PRESENT, None)]
    assert reply("Q26", "yes") == ParsedAnswer(plain_yes=True)
    assert said(reply("Q32", "yes")) == [("constant", PRESENT, None)]


def test_none_of_the_options() -> None:
    assert reply("Q08", "none") == ParsedAnswer(understood=True)
    assert present(reply("Q08", "8", "sms")) == []


def test_what_is_skipped_is_not_known_and_a_gate_is_not_skipped() -> None:
    assert said(reply("Q31", "skip")) == [("trend", UNCERTAIN, None)]
    assert (said(reply("Q30", "skip")), reply("Q30", "skip").chosen) == ([("sex", UNCERTAIN, None)], ("skip",))
    assert {status for _, status, _ in said(reply("Q23", "skip"))} == {UNCERTAIN}
    assert reply("Q06", "skip") == ParsedAnswer()
    doubts = gather(reply("Q26", "skip").evidence, RULES.vocabulary)
    assert (doubts.uncertain(), doubts["preg"].answer) == ((), Answer.UNKNOWN)  # nothing to clarify, and no no


def test_consent() -> None:
    assert [reply("Q00", text, "sms").chosen for text in ("1", "no", "Talk to staff", "3")] == [
        ("yes",),
        ("no",),
        ("staff",),
        ("staff",),
    ]
    assert [reply("Q00", text) for text in ("skip", "not sure")] == [ParsedAnswer()] * 2


def test_words_that_name_an_item_answer_the_gate() -> None:
    parsed = reply("Q04", "my crotch is numb", "sms", mention("ces_saddle", PRESENT, "new"), mention("fever", NEGATED))
    assert parsed == ParsedAnswer(
        (Evidence("ces_saddle", PRESENT, "new", "Q04", "abc"),), understood=True, volunteered=True
    )


def test_denying_one_item_is_no_answer_to_a_gate() -> None:
    parsed = reply("Q04", "bladder is fine", "sms", mention("ces_bladder", NEGATED))
    assert (said(parsed), parsed.understood) == ([("ces_bladder", NEGATED, None)], False)


def test_denying_every_item_is() -> None:
    mentions = [mention(finding, NEGATED) for finding in question("Q04").asks]
    assert reply("Q04", "no to each", "sms", *mentions).understood


def test_none_of_a_list_beside_other_words_denies_it_and_counts_them() -> None:
    text = "none, just fat lol"
    parsed = reply("Q07", text)
    assert parsed == ParsedAnswer(
        tuple(
            Evidence(f, NEGATED, None, "Q07", quote)
            for f, quote in [
                *((finding, "None of these") for finding in ("fragility_fracture", "height_loss")),
                *((finding, "") for finding in question("Q07").asks),
            ]
        ),
        understood=True,
        chosen=("none",),
        volunteered=True,
    )


def test_none_of_a_list_leaves_what_was_told_of_it() -> None:
    parsed = reply("Q07", "none of these. well, fever", "web", mention("fever"))
    assert said(parsed)[0] == ("fever", PRESENT, None)
    assert {finding for finding, status, _ in said(parsed) if status is NEGATED} == set(question("Q07").asks) - {
        "fever"
    }


def test_no_but_splits() -> None:
    parsed = reply("Q04", "no, but numb when I wipe", "web", mention("ces_saddle"))
    assert said(parsed)[0] == ("ces_saddle", PRESENT, None)
    assert {item.finding for item in parsed.evidence if item.status is NEGATED} == set(question("Q04").asks) - {
        "ces_saddle"
    }


def test_past_and_other_people_answer_nothing() -> None:
    assert reply("Q06", "my dad fell", "web", mention("trauma", Status.OTHER_PERSON)) == ParsedAnswer(volunteered=True)


@pytest.mark.parametrize("end", ["none of the rest", "and none of the others", "nothing else", "no to the rest though"])
def test_the_rest_of_a_list_is_denied_behind_what_is_named(end: str) -> None:
    text = f"a fever, {end}"
    parsed = reply("Q07", text, "web", mention("fever", PRESENT))
    assert parsed.understood
    assert {(f, s) for f, s, _ in said(parsed)} >= {("fever", PRESENT), ("cancer", NEGATED), ("aaa", NEGATED)}
    assert not reply("Q07", "none of the rest", "web").understood


def test_a_yes_at_the_start_of_other_words() -> None:
    assert said(reply("Q32", "yes, it never lets up")) == [("constant", PRESENT, None)]
    assert not reply("Q04", "yes, sort of").understood


def clarify(finding: str, doubt: object, text: str, *mentions: Mention) -> Answer:
    """What is known of a finding in doubt after its clarifying question."""
    facts = {finding: doubt}
    known = findings(facts)
    asked = clarification(next(q for q in RULES.questions if q.clarifies and finding in q.asks), known)
    parsed = parse_answer(asked, text, Reading(text, mentions), "web")
    return gather([*known[finding].evidence, *parsed.evidence], RULES.vocabulary)[finding].answer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("yes", Answer.YES),
        ("1", Answer.YES),
        ("no", Answer.NO),
        ("No, it is fine", Answer.NO),
        ("2", Answer.NO),
        ("not sure", Answer.YES),
        ("Yes, since monday", Answer.YES),
    ],
)
def test_a_clarifying_question_settles_the_doubt(text: str, expected: Answer) -> None:
    assert clarify("ces_saddle", "uncertain", text) is expected


def test_other_words_are_no_answer_to_a_clarifying_question_and_count_once_it_is_left() -> None:
    parsed = reply("RF02", "how much is a visit")
    assert (parsed.understood, parsed.evidence) == (False, ())
    left = left_in_doubt(RULES.question("RF02"), "how much is a visit", turn=4)
    assert [(item.finding, item.status, item.question, item.turn) for item in left] == [
        ("ces_saddle", UNCERTAIN, "RF02", 4)
    ]
    assert gather(left, RULES.vocabulary)["ces_saddle"].answer is Answer.YES


def test_a_clarifying_answer_may_name_the_value() -> None:
    old = mention("ces_bladder", PRESENT, "old")
    assert said(reply("RF01", "yes, for years", "web", old)) == [("ces_bladder", PRESENT, "old")]
    assert said(reply("RF01", "for years", "web", old)) == [("ces_bladder", PRESENT, "old")]
    doubtful = mention("ces_bladder", UNCERTAIN, "stress_leak")
    assert said(reply("RF01", "yes, when I sneeze", "web", doubtful)) == [("ces_bladder", PRESENT, None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4 7", [("pain_nrs", 4.0), ("pain_nrs_worst", 7.0)]),
        ("6", [("pain_nrs", 6.0)]),
        ("now 4/10, worst 8/10", [("pain_nrs", 4.0), ("pain_nrs_worst", 8.0)]),
        ("eleven", []),
        ("3 weeks ago", []),
    ],
)
def test_numbers(text: str, expected: list[tuple[str, float]]) -> None:
    parsed = reply("Q13", text)
    assert (present(parsed), parsed.understood) == (expected, bool(expected))


def test_numbers_read_from_words_are_preferred() -> None:
    parsed = reply(
        "Q13",
        "since 3 weeks, about a 6",
        "web",
        mention("pain_nrs", PRESENT, 6.0),
        mention("duration_days", PRESENT, 21.0),
    )
    assert (said(parsed), parsed.volunteered) == ([("pain_nrs", PRESENT, 6.0)], True)
    assert not reply("Q13", "it was bad", "web", mention("pain_nrs", Status.HISTORICAL, 9.0)).understood


def test_a_number_may_be_unknown_or_refused() -> None:
    assert said(reply("Q13", "not sure")) == [("pain_nrs", UNCERTAIN, None), ("pain_nrs_worst", UNCERTAIN, None)]
    assert said(reply("Q13", "skip")) == [("pain_nrs", UNCERTAIN, None), ("pain_nrs_worst", UNCERTAIN, None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("34", [("age", 34.0)]),
        ("I'm 34 years old", [("age", 34.0)]),
        ("9 C", [("age", 9.0), ("subject", "my_child")]),
        ("C 9", [("age", 9.0), ("subject", "my_child")]),
        ("71 a", [("age", 71.0), ("subject", "other_adult")]),
        ("My child", [("subject", "my_child")]),
        ("134", []),
        ("", []),
    ],
)
def test_age_and_subject(text: str, expected: list[tuple[str, object]]) -> None:
    parsed = reply("Q01", text, "sms")
    assert (present(parsed), parsed.understood) == (expected, any(f == "age" for f, _ in expected))


def test_choosing_whose_age_it_is_leaves_the_age_open() -> None:
    parsed = parse_choices(question("Q01"), ["my_child"], "web")
    assert (present(parsed), parsed.understood) == ([("subject", "my_child")], False)


def test_free_text_is_kept_as_it_is() -> None:
    parsed = reply("Q02", "  Left low back since Sunday ")
    assert (present(parsed), parsed.understood, parsed.volunteered) == (
        [("chief_complaint", "Left low back since Sunday")],
        True,
        True,
    )
    assert reply("Q02", "not sure") == ParsedAnswer(understood=True)
    assert reply("Q02", "  ") == ParsedAnswer()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("run 5k 3", [("function_goal", "run 5k"), ("goal_score", 3.0)]),
        ("pick up my kid, 4/10", [("function_goal", "pick up my kid"), ("goal_score", 4.0)]),
        ("run a marathon", [("function_goal", "run a marathon")]),
        ("run 20", [("function_goal", "run 20")]),
    ],
)
def test_goal(text: str, expected: list[tuple[str, object]]) -> None:
    assert present(reply("Q27", text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4 20", [("runner", "runner"), ("run_days", 4.0), ("run_miles", 20.0)]),
        ("4 days, 20 miles", [("runner", "runner"), ("run_days", 4.0), ("run_miles", 20.0)]),
        ("25 miles", [("runner", "runner"), ("run_miles", 25.0)]),
        ("3x", [("runner", "runner"), ("run_days", 3.0)]),
        ("5", [("runner", "runner"), ("run_days", 5.0)]),
        ("30", [("runner", "runner"), ("run_miles", 30.0)]),
        ("0", [("runner", "not_runner")]),
        ("no", [("runner", "not_runner")]),
        ("Not a runner", [("runner", "not_runner")]),
        ("New to running", [("runner", "new_runner")]),
        ("9 days", []),
        ("sometimes", []),
    ],
)
def test_running(text: str, expected: list[tuple[str, object]]) -> None:
    parsed = reply("Q19", text)
    assert (present(parsed), parsed.understood) == (expected, bool(expected))


def test_the_turn_is_noted() -> None:
    parsed = parse_answer(question("Q31"), "worse", Reading("worse"), "web", turn=12)
    assert [item.turn for item in parsed.evidence] == [12]


@pytest.mark.parametrize(
    ("text", "status", "understood"),
    [
        ("i was lifting a box", PRESENT, True),
        ("it came on when i lifted, years ago", Status.HISTORICAL, True),
        ("maybe from lifting", PRESENT, False),  # a doubt, where danger is asked about
        ("lifting, but i hit the ground too", PRESENT, False),
        ("it was not lifting", NEGATED, False),
    ],
)
def test_an_option_may_be_said_by_another_finding(text: str, status: Status, *, understood: bool) -> None:
    parsed = reply("Q06", text, "web", mention("onset", status, "sudden_event"))
    assert parsed.understood is understood
    assert said(parsed) == ([("trauma", NEGATED, None)] if understood else [])
