"""What a message is beside an answer: a question on the side or about the question itself, or a way back into it."""

from actions import slots
from actions.turn import Turn
from backstride.domain.asking_back import AskedBack, asked_back
from backstride.domain.findings import NOTHING, Status
from backstride.domain.interview import Question
from backstride.domain.trimming import is_asking

_OF_A_NERVE = frozenset({"numb_area", "radiation"})
"""What is told of a leg or foot, which alone sounds like another part of the body."""


def tells_of_the_leg(turn: Turn) -> bool:
    """Whether words that were taken for something else tell of pain or numbness down the leg, after a result."""
    is_taken_so = turn.intent in slots.GUESSED or (turn.intent == "report_symptoms" and bool(slots.active_loop(turn)))
    if turn.slot("stage") != "result" or slots.active_loop(turn) == "intake_form" or not is_taken_so:
        return False
    said = [item for item in turn.evidence if item.turn == turn.number and item.status is Status.PRESENT]
    return any(item.finding in _OF_A_NERVE and item.value not in NOTHING for item in said)


def tells_of_the_pain(turn: Turn) -> bool:
    """Whether a message tells of the pain and gives no name or number: "it hurts more now"."""
    is_told = turn.intent == "report_symptoms" and turn.confidence >= slots.SURE and slots.said_something_new(turn)
    return turn.intent == slots.RED_FLAG or is_told or tells_of_the_leg(turn)


def resumes(turn: Turn) -> bool:
    """Whether the message opened the intake again that was left ("stop", then "ok")."""
    events = list(turn.tracker.events)
    here = next((at for at in range(len(events) - 1, -1, -1) if events[at].get("event") == "user"), 0)
    loops = [event.get("name") for event in events[:here] if event.get("event") == "active_loop"]
    return not loops or loops[-1] != "intake_form"


def asks_aside(turn: Turn) -> bool:
    """Whether the message is a question on the side; not what only looks like one for want of known words."""
    return slots.interrupts(turn) and (turn.intent not in slots.GUESSED or is_asking(turn.text))


def asks_back(turn: Turn, question: Question) -> AskedBack | None:
    """Return what the message asks about the question itself."""
    if turn.choices:
        return None
    others = [option for other in turn.services.rules.questions if other.is_of_danger for option in other.options]
    return asked_back(question.offered(turn.channel), turn.text, turn.channel, others=others)
