"""Laws that hold whatever is said, with the clinical rules that are served."""

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from backstride.domain.answers import parse_choices
from backstride.domain.findings import Evidence, Kind, Status
from backstride.domain.gathering import gather
from backstride.domain.interview import (
    InterviewState,
    Question,
    QuestionKind,
    is_known,
    next_question,
    open_gates,
)
from backstride.domain.triage import Level, TriageDecision, decide
from tests.content.given import RULES

VOCABULARY = RULES.vocabulary
FLAGS = sorted(name for name, kind in VOCABULARY.items() if kind.red_flag)
SHOWN = {Level.L4, Level.L5}
slow = settings(max_examples=150)


def _mention(name: str, statuses: tuple[Status, ...]) -> st.SearchStrategy[Evidence]:
    kind = VOCABULARY[name]
    values = st.sampled_from(kind.values) if kind.kind in {Kind.CHOICE, Kind.SET} else st.none()
    if kind.kind is Kind.NUMBER:
        values = st.floats(kind.low, kind.high)
    return st.builds(lambda status, value: Evidence(name, status, value, "", name), st.sampled_from(statuses), values)


def mentions(names: list[str], *statuses: Status) -> st.SearchStrategy[Evidence]:
    """Things said in own words about some of these findings."""
    return st.sampled_from(names).flatmap(lambda name: _mention(name, statuses))


def answered() -> st.SearchStrategy[list[Evidence]]:
    """A question answered by choosing one of its options."""
    questions = [q for q in RULES.questions if q.options and "web" in q.channels and not q.booking]
    return st.sampled_from(questions).flatmap(
        lambda q: st.sampled_from(q.options).map(lambda o: list(parse_choices(q, [o.id], "web").evidence))
    )


EVERYTHING = sorted(VOCABULARY)
anything = st.lists(st.one_of(mentions(EVERYTHING, *Status).map(lambda item: [item]), answered()), max_size=8).map(
    lambda parts: [item for part in parts for item in part]
)
volunteered = mentions(FLAGS, Status.PRESENT)


def numbered(evidence: list[Evidence]) -> list[Evidence]:
    return [replace(item, turn=number) for number, item in enumerate(evidence, start=1)]


def decided(evidence: list[Evidence], *, complete: bool) -> TriageDecision:
    return decide(gather(numbered(evidence), VOCABULARY), RULES.triage, complete=complete)


def rank(level: Level | None) -> str:
    """Urgency as something that sorts: the most urgent first, no level last."""
    return level or "L9"


@slow
@given(anything, volunteered, st.booleans())
def test_a_red_flag_that_is_said_never_lowers_the_level(said: list[Evidence], flag: Evidence, complete: bool) -> None:
    before, after = decided(said, complete=complete), decided([*said, flag], complete=complete)
    assert rank(after.level) <= rank(before.level)


@slow
@given(anything, volunteered, st.booleans())
def test_what_was_unknown_and_is_present_never_lowers_the_level(
    said: list[Evidence], flag: Evidence, complete: bool
) -> None:
    without = [item for item in said if item.finding != flag.finding]
    before, after = decided(without, complete=complete), decided([*without, flag], complete=complete)
    assert rank(after.level) <= rank(before.level)


@slow
@given(
    st.lists(mentions(FLAGS, Status.PRESENT, Status.NEGATED), max_size=8).flatmap(
        lambda said: st.tuples(st.just(said), st.permutations(said))
    )
)
def test_the_order_of_messages_about_red_flags_never_matters(both: tuple[list[Evidence], list[Evidence]]) -> None:
    first, second = (decided(said, complete=False) for said in both)
    assert (first.level, set(first.rules)) == (second.level, set(second.rules))


@slow
@given(anything, mentions(FLAGS, Status.NEGATED, Status.HISTORICAL, Status.HYPOTHETICAL, Status.OTHER_PERSON))
def test_words_alone_never_take_an_emergency_back(said: list[Evidence], denial: Evidence) -> None:
    if decided(said, complete=False).level is Level.L1:
        assert decided([*said, denial], complete=False).level is Level.L1


def _answer(question: Question, draw: Callable[..., object], channel: str) -> list[Evidence] | None:
    """Answer a question in some way; None for a reply that answers nothing."""
    if draw(st.booleans()) and draw(st.booleans()):
        return None
    options = [option for option in question.options if channel == "web" or option.sms is not None]
    if options:
        most = len(options) if question.kind is QuestionKind.MULTI else 1
        chosen = draw(st.lists(st.sampled_from(options), min_size=1, max_size=most, unique=True))
        return list(parse_choices(question, [option.id for option in chosen], channel).evidence)  # type: ignore[attr-defined]
    low, high = question.ranges[0] if question.ranges else (0.0, 0.0)
    value = draw(st.floats(low, high)) if question.ranges else "words"
    return [Evidence(question.asks[0], Status.PRESENT, value, question.id, "x")] if question.asks else []  # type: ignore[arg-type]


@settings(max_examples=60)
@given(st.data(), st.sampled_from(["web", "sms"]), st.lists(mentions(EVERYTHING, *Status), max_size=3))
def test_no_path_reaches_a_result_with_a_gate_unasked(data: st.DataObject, channel: str, first: list[Evidence]) -> None:
    """Walk the whole interview, answering at random; a routine result stands only on gates that were answered."""
    evidence, state = numbered(first), InterviewState()
    asked: list[str] = []
    for turn in range(2, 200):
        findings = gather(evidence, VOCABULARY)
        gates = open_gates(state, RULES.questions)
        so_far = decide(findings, RULES.triage, complete=False, gates_open=gates)
        question = next_question(
            findings, replace(state, level=so_far.level, gate=so_far.gate), RULES.questions, channel
        )
        if question is None:
            break
        asked.append(question.key)
        said = _answer(question, data.draw, channel)
        evidence += [replace(item, turn=turn) for item in said or ()]
        state = state.understood(question) if said is not None else state.not_understood(question)
    else:
        raise AssertionError(f"the interview never ends: {asked}")
    result = decide(findings, RULES.triage, complete=so_far.gate != "parent", gates_open=gates)
    unasked = [
        question.key
        for question in RULES.questions
        if question.gate and channel in question.channels
        if question.key not in state.answered and not is_known(question, findings)
    ]
    if result.level in SHOWN and so_far.gate != "parent":
        assert unasked == []
    assert so_far.gate != "parent" or result.gate == "parent"  # it stays, and nothing routine is told behind it
