"""Which question comes next.

Depends on what is known and on what was asked, on nothing else: the same findings and state give the
same question. Consent, age and an open question first, then the safety gates, then what is still
missing, most useful first, within a limit. Red flags mentioned in doubt are asked about before
anything else. The questions are data (content/questions.yml), their wording is in data/responses.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain

from backstride.domain.conditions import Statement
from backstride.domain.evaluation import Expression
from backstride.domain.expressions import evaluate
from backstride.domain.findings import CONFIRMING, FOLLOWED_UP, Answer, Doubt, Evidence, Findings, Status
from backstride.domain.triage import Gate, Level

LIMIT = 9
"""Questions beside the opening, the gates, clarifying questions and safety branches."""
AGAIN = ":again"
"""What the key of a clarifying question ends with that asks whether a red flag is taken back; it is asked once."""


class QuestionKind(StrEnum):
    """What an answer looks like."""

    SINGLE = "single"
    MULTI = "multi"
    YES_NO = "yes_no"
    NUMBER = "number"
    NUMBERS = "numbers"
    TEXT = "text"
    AGE_SUBJECT = "age_subject"  # a number, and who it is about
    CONSENT = "consent"
    RUNNING = "running"  # days and miles a week
    GOAL = "goal"  # words, and a number


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that is offered.

    Attributes:
        sms: The number a texter types; None if it is not offered by SMS.
        sets: Findings that it says are present, with their value.
        denies: Findings that it says are absent.
        unsure: Stands for "not sure".
        also: Other words for the label, spelt as `replies.plain` leaves them.
        heard: Other findings, with their value, that say the same while the question is open: "i was lifting a box"
            is no fall.
        means: What is said to who asks what the label means, "" if nothing.
    """

    id: str
    label: str
    sms: int | None = None
    sets: tuple[tuple[str, str | float | None], ...] = ()
    denies: tuple[str, ...] = ()
    unsure: bool = False
    also: tuple[str, ...] = ()
    heard: tuple[tuple[str, str | float | None], ...] = ()
    means: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One entry of content/questions.yml.

    Attributes:
        slot: Names the wording, `utter_ask_<slot>`.
        use: "core", "full" or "branch".
        part: 2 for a second text where one is too long, and for a second wording, which `ask_when` chooses.
        asks: Ids of the findings it is about, the main one first.
        ranges: Inclusive range of each number it asks for, in the order of `asks`.
        opening: Asked before the gates.
        gate: A safety gate: always asked unless all of it is known.
        safety: Outside the limit, and asked although the level is L2; of a clarifying question: asked first.
        short: Belongs to the short intake (after L3, or of a minor).
        whole: Asks a set in full: what was not named is denied, even without an option of its own.
        booking: Asked by the booking form, never by the interview.
        again: Of a clarifying question: it asks whether what was said is taken back.
        urgent_when: Moves it to the front.
        settles_when: Asks it although the level is L2, because that level rests on not knowing the answer.
        for_visit: Asked for the person they will see, though it may change neither level nor patterns.
        why: What is said to who asks why.
        reads_as: The sentences that a short reply may stand for, {} being the reply; the first that answers counts.
        yes_reads_as: The one that it stands for behind a yes.
    """

    id: str
    slot: str
    kind: QuestionKind
    use: str = "core"
    part: int = 1
    channels: tuple[str, ...] = ("web", "sms")
    asks: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    ranges: tuple[tuple[float, float], ...] = ()
    opening: bool = False
    gate: bool = False
    safety: bool = False
    short: bool = False
    whole: bool = False
    booking: bool = False
    again: bool = False
    ask_when: Expression | None = None
    skip_when: Expression | None = None
    urgent_when: Expression | None = None
    settles_when: Expression | None = None
    for_visit: bool = False
    why: Statement | None = None
    reads_as: tuple[str, ...] = ()
    yes_reads_as: str = ""

    @property
    def clarifies(self) -> bool:
        """Whether it is the clarifying question of a red flag."""
        return self.id.startswith(CONFIRMING)

    @property
    def is_of_danger(self) -> bool:
        """Whether it asks about signs of danger, so that nothing of a reply to it is taken off or taken back."""
        return self.gate or self.safety or self.clarifies

    @property
    def key(self) -> str:
        """What `InterviewState` remembers it by: the id, with its part or what it clarifies."""
        if self.clarifies:
            return f"{self.name}:{','.join(self.asks)}{AGAIN if self.again else ''}"
        return self.name

    @property
    def name(self) -> str:
        """The id with its part."""
        return self.id if self.part == 1 else f"{self.id}.{self.part}"

    def offered(self, channel: str) -> tuple[Option, ...]:
        """Return the options that a channel ("web" or "sms") offers."""
        return tuple(option for option in self.options if channel == "web" or option.sms is not None)


@dataclass(frozen=True, slots=True)
class InterviewState:
    """What was asked so far, by `Question.key`, and what triage says of it.

    Attributes:
        answered: Asked and understood.
        skipped: Asked twice and not understood, or refused.
        reasked: Asked once more.
        level: The level that the rules give so far.
    """

    answered: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()
    reasked: frozenset[str] = frozenset()
    level: Level | None = None
    gate: Gate | None = None

    @property
    def asked(self) -> frozenset[str]:
        """Keys that are done with."""
        return self.answered | self.skipped

    def understood(self, question: Question) -> "InterviewState":
        """Return the state after an answer."""
        return replace(self, answered=self.answered | {question.key})

    def not_understood(self, question: Question) -> "InterviewState":
        """Return the state after no answer: asked again once, then left; never consent; a taking back is asked once."""
        if (question.key in self.reasked or question.again) and question.kind is not QuestionKind.CONSENT:
            return replace(self, skipped=self.skipped | {question.key})
        return replace(self, reasked=self.reasked | {question.key})


def next_question(
    findings: Findings,
    state: InterviewState,
    questions: Sequence[Question],
    channel: str,
    *,
    matters: Callable[[Question], bool] | None = None,
) -> Question | None:
    """Return the question to ask now, None when the interview is over.

    Args:
        findings: What is known; nothing that was said is asked again.
        state: What was asked, and the level and gate that triage gives so far.
        questions: In the order of content/questions.yml, which is the order of asking.
        channel: "web" or "sms".
        matters: Whether the answer could still change anything (`question_value.py`); what could not is left
            out, unless it is asked for the person they will see. None asks everything. Opening, gates, safety
            branches, clarifying questions and the short intake are never left out.

    Returns:
        A clarifying question comes narrowed to the findings in doubt. At L1 there is none but the one that
        asks whether a red flag that was taken back is still there.
    """
    offered = [question for question in questions if channel in question.channels and not question.booking]
    doubts = _clarifying(findings, state, offered)
    if state.level is Level.L1:  # nothing may delay; only whether it still holds, once, if it was taken back
        return next((question for question in doubts if question.again), None)
    asking = [q for q in offered if not q.clarifies and q.key not in state.asked and _wanted(q, findings)]
    emergencies = [question for question in doubts if question.safety]
    opening = [question for question in asking if question.opening]
    gates = [question for question in asking if question.gate]
    if state.gate == "parent":
        following = iter((*emergencies, *(question for question in opening if question.ask_when is not None)))
    else:
        rest = _rest(asking, findings, state, offered, matters or (lambda _: True))
        following = chain(emergencies, opening, gates, doubts, rest)
    return next(following, None)


def open_gates(state: InterviewState, questions: Sequence[Question]) -> tuple[str, ...]:
    """Return the keys of the safety gates that stayed unanswered, in the order of the questions."""
    return tuple(question.key for question in questions if question.gate and question.key in state.skipped)


def clarification(question: Question, findings: Findings) -> Question:
    """Narrow a clarifying question to the findings in doubt; if there are none, to those that are present."""
    doubtful = tuple(f for f in question.asks if findings[f].uncertain)
    present = tuple(f for f in question.asks if findings[f].answer is Answer.YES)
    taken_back = tuple(f for f in doubtful if f in present)
    return replace(question, asks=taken_back or doubtful or present or question.asks, again=bool(taken_back))


def is_known(question: Question, findings: Findings) -> bool:
    """Return whether what a question asks was said already."""
    answers = [findings[finding].answer for finding in question.asks]
    if not answers:
        return False
    if question.kind is QuestionKind.MULTI:
        return Answer.UNKNOWN not in answers
    if question.gate:
        return Answer.YES in answers or Answer.UNKNOWN not in answers
    return answers[0] is not Answer.UNKNOWN


def _holds(condition: Expression | None, findings: Findings, *, default: bool) -> bool:
    return default if condition is None else evaluate(condition, findings) is Answer.YES


def _wanted(question: Question, findings: Findings) -> bool:
    return (
        _holds(question.ask_when, findings, default=True)
        and not _holds(question.skip_when, findings, default=False)
        and not is_known(question, findings)
    )


def _clarifying(findings: Findings, state: InterviewState, offered: Sequence[Question]) -> list[Question]:
    """Return the clarifying questions that are due, those of emergencies first."""
    open_doubts = frozenset(f for f in findings.uncertain() if not _settled_with_its_gate(f, findings))
    doubted = [q for q in offered if q.clarifies and open_doubts & set(q.asks)]
    due = [clarification(q, findings) for q in doubted if _holds(q.ask_when, findings, default=True)]
    return sorted((q for q in due if q.key not in state.asked), key=lambda q: not q.safety)


def _settled_with_its_gate(finding: str, findings: Findings) -> bool:
    """Return whether the doubt comes from a gate of which another item stayed in doubt after its follow-up.

    The level is then urgent already, and asking on item by item would not be answered better.
    """
    evidence = findings[finding].evidence
    if any(item.status is Status.UNCERTAIN and not item.question for item in evidence):
        return False
    gates = _doubted_gates(evidence)
    return any(gates & _doubted_gates(findings[other].evidence) for other in findings.in_doubt(Doubt.SETTLED))


def _doubted_gates(evidence: Sequence[Evidence]) -> frozenset[str]:
    return frozenset(e.question for e in evidence if e.status is Status.UNCERTAIN and e.question in FOLLOWED_UP)


def _rest(
    asking: Sequence[Question],
    findings: Findings,
    state: InterviewState,
    offered: Sequence[Question],
    matters: Callable[[Question], bool],
) -> Iterator[Question]:
    """Yield what may still be asked after the gates, in order; whether a question matters is asked only if needed."""
    yield from (q for q in asking if q.safety)
    if state.level is Level.L2:
        yield from (q for q in asking if _holds(q.settles_when, findings, default=False))
        return
    if sum(_counts(q) for q in offered if q.key in state.asked) >= LIMIT:
        return
    urgent = [q for q in asking if _holds(q.urgent_when, findings, default=False)]
    if state.level is Level.L3 or state.gate == "guardian":
        yield from (q for q in (*urgent, *asking) if q.short or q in urgent)
    else:
        yield from (q for q in (*urgent, *asking) if q.for_visit or matters(q))


def _counts(question: Question) -> bool:
    return not (question.opening or question.is_of_danger)
