"""Puts right an earlier answer: "sorry i meant right", said when the next question is open already.

What is said instead is kept beside what was said before, never in its place. A red flag that is taken back so
is in doubt, and its own clarifying question is asked.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from actions import slots
from actions.contact import read_contact
from actions.turn import Turn
from backstride.domain.answers import ParsedAnswer
from backstride.domain.corrections import Correction, correction
from backstride.domain.findings import Evidence, Kind, Status
from backstride.domain.interview import Question, QuestionKind

AnswerTo = Callable[[Turn, Question, str], ParsedAnswer]
_LATEST = 3
"""How many answers back a correction reaches."""
_NEVER = frozenset({QuestionKind.CONSENT, QuestionKind.TEXT, QuestionKind.GOAL})
_WITHDRAWN = frozenset({Kind.FLAG, Kind.CHOICE, Kind.SET})


@dataclass(frozen=True, slots=True)
class Corrected:
    """An earlier question and all that is to be kept of its new answer."""

    question: Question
    evidence: tuple[Evidence, ...]


def correction_in(turn: Turn) -> Correction | None:
    """Return what the message says instead of an earlier answer, None if nothing; in an emergency that is asked.

    "Wrong email, i meant ann@example.org" puts right no answer about the back.
    """
    is_of_another = turn.choices or slots.in_emergency(turn) or read_contact(turn.text, turn.services.clinic)
    return None if is_of_another else correction(turn.text)


def corrected(turn: Turn, said: Correction, answer_to: AnswerTo) -> Corrected | None:
    """Return the latest answered question that the words answer, None if they answer none of the last few."""
    before = [(q, number) for q, number in slots.answered(turn) if q.kind not in _NEVER and number < turn.number]
    for question, number in before[:_LATEST]:
        answer = answer_to(turn, question, said.says)
        if answer.understood and answer.evidence:
            taken_back = _taken_back(turn, question, number, answer.evidence)
            return Corrected(question, (*taken_back, *answer.evidence))
    return None


def _taken_back(turn: Turn, question: Question, number: int, instead: Sequence[Evidence]) -> list[Evidence]:
    """Return the denials of what the earlier answer said and the new one does not."""
    kept = {(item.finding, item.value) for item in instead if item.status is Status.PRESENT}
    old = [
        item
        for item in turn.evidence
        if item.finding in question.asks and item.question in {"", question.id} and item.turn == number
        if item.status is Status.PRESENT and (item.finding, item.value) not in kept
    ]
    kinds = {item.finding: turn.services.rules.vocabulary[item.finding] for item in old}
    return [
        Evidence(item.finding, Status.NEGATED, None if kinds[item.finding].red_flag else item.value, "", turn.text)
        for item in old
        if kinds[item.finding].kind in _WITHDRAWN
    ]
