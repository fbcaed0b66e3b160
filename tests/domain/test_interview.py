"""Which question comes next: danger first, gates before detail, nothing twice, and an end."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstride.domain.answers import parse_answer
from backstride.domain.findings import Evidence, Status
from backstride.domain.gathering import gather
from backstride.domain.interview import (
    LIMIT,
    InterviewState,
    Question,
    QuestionKind,
    clarification,
    is_known,
    next_question,
    open_gates,
)
from backstride.domain.mentions import Reading
from backstride.domain.triage import Level, decide
from tests.content.given import RULES, evidence, findings

CHANNELS = ("web", "sms")
GATES = {"web": ["Q03", "Q04", "Q05", "Q06", "Q07"], "sms": ["Q03", "Q04", "Q05", "Q06", "Q07", "Q07.2"]}
NUMBERS = {QuestionKind.NUMBER, QuestionKind.NUMBERS, QuestionKind.AGE_SUBJECT, QuestionKind.TEXT, QuestionKind.GOAL}


def ask(facts=None, channel="web", *, clear=False, **state) -> str | None:
    question = next_question(findings(facts or {}, clear=clear), InterviewState(**state), RULES.questions, channel)
    return question.key if question else None


def asked(answers=None, channel="web", *, facts=None, otherwise="no") -> list[str]:
    """The keys of the questions of a whole interview, in order."""
    said, state, keys = evidence(facts or {}), InterviewState(), []
    while len(keys) <= 60:
        known = gather(said, RULES.vocabulary)
        gates = open_gates(state, RULES.questions)
        decision = decide(known, RULES.triage, complete=False, gates_open=gates)
        state = replace(state, level=decision.level, gate=decision.gate)
        question = next_question(known, state, RULES.questions, channel)
        if question is None:
            return keys
        keys.append(question.key)
        reply = (answers or {}).get(question.key, "not sure" if question.kind in NUMBERS else otherwise)
        parsed = parse_answer(question, reply, Reading(reply), channel)
        said += parsed.evidence
        state = state.understood(question) if parsed.understood else state.not_understood(question)
    raise AssertionError(keys)


OPENING = ["Q00", "Q01", "Q02"]


@pytest.mark.parametrize("channel", CHANNELS)
def test_the_order_where_everything_is_no(channel: str) -> None:
    core = ["Q08", "Q09", "Q10", "Q13", "Q15", "Q31", "Q32", "Q16", "Q17"]
    assert asked({"Q00": "yes"}, channel) == [*OPENING, *GATES[channel], *core]
    assert len(core) == LIMIT


@pytest.mark.parametrize("channel", CHANNELS)
def test_who_is_never_sure_gets_one_follow_up_a_gate_and_an_end(channel: str) -> None:
    keys = asked({"Q00": "yes"}, channel, otherwise="not sure")
    assert keys == [*OPENING, "Q03", "RF15:chest", "Q04", "RF01:ces_bladder", *GATES[channel][2:]]


def test_not_sure_at_a_gate_is_asked_item_by_item_until_it_is_answered() -> None:
    keys = asked({"Q00": "yes", "Q04": "not sure"})
    assert keys[4:10] == ["Q04", *(f"RF0{n}:{f}" for n, f in enumerate(
        ["ces_bladder", "ces_saddle", "ces_bowel", "ces_sex", "bilat_leg"], start=1))]  # fmt: skip


def test_an_emergency_in_doubt_comes_before_consent() -> None:
    assert ask({"ces_saddle": "uncertain"}) == "RF02:ces_saddle"
    assert ask({"tearing": "uncertain", "syncope": "uncertain", "ces_saddle": "uncertain"}) == "RF14:tearing,syncope"
    assert ask({"ces_saddle": "uncertain"}, gate="parent") == "RF02:ces_saddle"


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(
    ("facts", "key", "clarifying"),
    [
        ({"sex": "female", "age": 30}, "Q23", "RF22:reds"),
        ({"sex": "female", "age": 30, "preg": "possible"}, "Q23", "RF22:reds"),
        ({"sex": "male", "age": 30}, "Q23.2", "RF22.2:reds"),
        ({"sex": "female", "age": 60}, "Q23.2", "RF22.2:reds"),
        ({"sex": "female", "age": 30, "preg": "pregnant"}, "Q23.2", "RF22.2:reds"),
    ],
)
def test_periods_are_asked_of_those_who_can_have_them(facts, key: str, clarifying: str, channel: str) -> None:
    hurt = {**facts, "runner": "runner", "bsi": True}
    done = frozenset({*OPENING, "Q32", "Q36"})
    assert ask(hurt, channel, clear=True, answered=done) == key
    assert ask({**hurt, "reds": "uncertain"}, channel, clear=True, answered=done) == clarifying


def test_whose_bone_may_be_stressed_is_asked_for_their_sex_before_periods() -> None:
    assert ask({"age": 30, "runner": "runner", "bsi": True}, clear=True, answered=frozenset(OPENING)) == "Q30"


def test_a_lesser_doubt_waits_for_the_gates() -> None:
    facts = {"shingles": "uncertain"}
    assert ask(facts) == "Q00"
    assert ask(facts, clear=True, answered=frozenset(OPENING)) == "RF29:shingles"
    assert ask(facts, clear=True, answered=frozenset({*OPENING, "RF29:shingles"})) == "Q08"


def test_a_new_doubt_is_asked_about_although_the_flag_was_clarified_before() -> None:
    facts = {"paralysis": "uncertain", "cord": {"clarified": False}}
    assert ask(facts, answered=frozenset({"RF07:cord"})) == "RF07:paralysis"


def test_a_doubt_of_ones_own_is_asked_about_beside_a_settled_gate() -> None:
    settled = {"then": [{"gate": "not_sure"}, {"clarified": "not_sure"}]}
    assert ask({"ces_saddle": settled, "ces_bowel": {"gate": "not_sure"}}) == "Q00"
    assert ask({"ces_saddle": settled, "ces_bowel": "uncertain"}) == "RF03:ces_bowel"


def test_nothing_is_asked_in_an_emergency() -> None:
    assert ask(level=Level.L1) is None
    assert ask({"ces_saddle": "uncertain"}, level=Level.L1) is None


def test_gates_come_before_detail_also_when_it_is_urgent() -> None:
    opened = frozenset(OPENING)
    assert ask(answered=opened) == "Q03"
    assert ask({"weak": "new"}, answered=opened | {"Q03", "Q04"}, level=Level.L2) == "Q06"
    assert ask({"weak": "new"}, clear=True, answered=opened, level=Level.L2) is None


def test_a_gate_is_skipped_only_where_all_of_it_is_known() -> None:
    opened = frozenset({*OPENING, "Q03", "Q04"})
    assert ask({"weak": False}, answered=opened) == "Q05"
    assert ask({"weak": False, "cord": False}, answered=opened) == "Q06"
    assert ask({"weak": "old"}, answered=opened) == "Q06"
    assert ask({"weak": False, "cord": False, "trauma": False, "fever": True}, answered=opened) == "Q07"


def test_what_was_said_is_not_asked_again() -> None:
    facts = {
        "age": 29,
        "location": ["one_side_low_back"],
        "side": "left",
        "radiation": ["none"],
        "pain_nrs": 3,
        "duration_days": 9,
    }
    assert asked({"Q00": "yes"}, facts=facts)[:7] == ["Q00", *GATES["web"], "Q31"]


def test_safety_branches_are_asked_outside_the_limit() -> None:
    full = frozenset({*OPENING, "Q08", "Q09", "Q10", "Q13", "Q15", "Q31", "Q32", "Q16", "Q17"})
    assert ask({}, clear=True, answered=full) is None
    assert ask({"location": ["flank"]}, clear=True, answered=full) == "Q35"
    assert ask({"preg": "possible"}, clear=True, answered=full, level=Level.L2) == "Q36"
    assert ask({"location": ["belly"]}, clear=True, answered=full) == "Q37"
    assert ask({"location": ["si_dimple"], "runner": "runner"}, clear=True, answered=full) == "Q22"


def test_abuse_is_never_asked_by_text() -> None:
    opened = frozenset(OPENING)
    assert ask({"abuse": "uncertain"}, clear=True, answered=opened) == "Q39"
    assert ask({"abuse": "uncertain"}, "sms", clear=True, answered=opened) == "Q08"


def test_what_an_urgent_level_rests_on_is_asked() -> None:
    opened = frozenset(OPENING)
    assert ask({"ivdu": True}, clear=True, answered=opened, level=Level.L2) == "Q32"
    assert ask({"cancer": True, "wtloss": True}, clear=True, answered=opened, level=Level.L2) is None


def test_questions_move_to_the_front_where_they_decide() -> None:
    opened = frozenset(OPENING)
    assert ask({"age": 66}, clear=True, answered=opened) == "Q32"
    assert ask({"age": 66, "constant": True, "sex": "male"}, clear=True, answered=opened) == "Q34"
    assert ask({"location": ["buttock"]}, clear=True, answered=opened) == "Q19"


def test_on_blood_thinners_numbness_waits_for_the_duration() -> None:
    opened = frozenset({*OPENING, "Q08", "Q09", "Q13"})
    facts = {"radiation": ["foot_toes"], "anticoag": True}
    assert ask(facts, clear=True, answered=opened) == "Q15"
    assert ask({**facts, "duration_days": 400}, clear=True, answered=opened) == "Q11"


def test_the_intake_is_short_for_a_minor_and_after_a_priority_level() -> None:
    short = ["Q08", "Q10", "Q13", "Q15", "Q31", "Q16"]
    assert asked({"Q00": "yes", "Q01": "16"})[8:] == short
    assert asked({"Q00": "yes", "Q01": "30", "Q07": "Ever had cancer", "Q10": "No, stays put"})[8:] == [
        "Q32",
        "Q18",
        *short,
    ]


def test_a_child_alone_is_asked_only_who_is_there() -> None:
    assert asked({"Q00": "yes", "Q01": "10", "Q01.2": "Me"}) == ["Q00", "Q01", "Q01.2"]
    assert asked({"Q00": "yes", "Q01": "10", "Q01.2": "My child"})[:5] == ["Q00", "Q01", "Q01.2", "Q02", "Q03"]
    assert ask({"age": 10, "subject": "me"}, gate="parent") is None


def test_booking_is_not_part_of_the_interview() -> None:
    everything = frozenset(q.key for q in RULES.questions if not q.booking)
    assert ask({}, answered=everything) is None


def test_a_question_is_asked_again_once_and_then_left() -> None:
    gate = RULES.question("Q04")
    once = InterviewState().not_understood(gate)
    assert once == InterviewState(reasked=frozenset({"Q04"}))
    left = once.not_understood(gate)
    assert left == InterviewState(reasked=frozenset({"Q04"}), skipped=frozenset({"Q04"}))
    assert open_gates(left, RULES.questions) == ("Q04",)
    assert open_gates(once, RULES.questions) == ()
    clarifying = RULES.question("RF01")
    assert InterviewState().not_understood(clarifying).not_understood(clarifying).asked == {"RF01:ces_bladder"}
    again = replace(clarifying, again=True)
    assert InterviewState().not_understood(again).asked == {"RF01:ces_bladder:again"}
    consent = RULES.question("Q00")
    assert InterviewState().not_understood(consent).not_understood(consent) == InterviewState(
        reasked=frozenset({"Q00"})
    )


def test_who_may_be_a_minor_is_asked_about_only_while_the_age_is_not_known() -> None:
    doubt = {"minor": "uncertain"}
    assert asked({"Q00": "yes"}, facts=doubt)[:9] == [*OPENING, *GATES["web"], "RF25:minor"]
    assert "RF25:minor" not in asked({"Q00": "yes", "Q01": "40"}, facts=doubt)


def test_clarifying_is_narrowed_to_what_is_in_doubt_or_present() -> None:
    question = RULES.question("RF07")
    assert clarification(question, findings({"cord": True, "paralysis": "uncertain"})).asks == ("paralysis",)
    assert clarification(question, findings({"cord": True})).asks == ("cord",)
    assert clarification(question, findings({})).asks == ("cord", "paralysis")


def test_a_question_about_nothing_is_never_known() -> None:
    assert not is_known(Question("Q00", "consent", QuestionKind.CONSENT), findings({}))


FACTS = st.dictionaries(
    st.sampled_from(sorted(RULES.vocabulary)), st.sampled_from([True, False, "uncertain"]), max_size=5
).map(lambda d: {f: v for f, v in d.items() if RULES.vocabulary[f].kind in ("flag", "choice")})


@given(FACTS, st.sampled_from(CHANNELS), st.sampled_from(["no", "not sure", "yes", "what?"]))
@settings(max_examples=60)
def test_every_interview_ends_without_repeating_itself(facts: dict[str, object], channel: str, otherwise: str) -> None:
    keys = asked({"Q00": "yes"}, channel, facts=facts, otherwise=otherwise)
    assert [key for key in keys if keys.count(key) > 2] == []  # once more, where it was not understood
    outside = {q.key for q in RULES.questions if q.opening or q.gate or q.safety}
    assert len({key for key in keys if key not in outside and not key.startswith("RF")}) <= LIMIT


@given(FACTS, st.sets(st.sampled_from([q.key for q in RULES.questions])), st.sampled_from(CHANNELS))
@settings(max_examples=100)
def test_an_answered_question_is_never_next(facts: dict[str, object], done: set[str], channel: str) -> None:
    assert ask(facts, channel, answered=frozenset(done)) not in done


def test_evidence_of_an_answer_keeps_its_question() -> None:
    parsed = parse_answer(RULES.question("Q06"), "no", Reading("no"), "web", turn=4)
    assert parsed.evidence == (Evidence("trauma", Status.NEGATED, None, "Q06", "No", 4),)
