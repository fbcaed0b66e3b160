"""What a message is beside an answer: a question on the side or about the question itself, or a way back into it."""

import re

from actions import late, slots
from actions.turn import Turn
from backstride.domain.abroad import is_abroad
from backstride.domain.answers import ParsedAnswer, parse_answer
from backstride.domain.asking_back import About, AskedBack, asked_back, come_back_to
from backstride.domain.findings import NOTHING, Answer, Evidence, Status
from backstride.domain.interview import Question, QuestionKind
from backstride.domain.mentions import Reading
from backstride.domain.reply_numbers import only_numbers
from backstride.domain.trimming import asks_or_requests
from backstride.domain.whom import asks_for_somebody

_OF_A_NERVE = frozenset({"numb_area", "radiation"})
"""What is told of a leg or foot, which alone sounds like another part of the body."""


_ADVICE = frozenset({"relievers", "load_change", "sex"})
_NAMED_AFTERWARDS = _ADVICE | {"triggers", "location", "onset", "runner"}
_NEEDS_A_PARENT = 13
_LETTER = re.compile(r"[A-Za-z]")
_SENTENCES = re.compile(r"[.,;!?\n]")


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


def only_asked_about(turn: Turn) -> frozenset[str]:
    """Return what a question on the side tells nothing of, though it names it: "what mattress is best", "new shoes?".

    Before the result what comes along with the question may be told: "i run marathons, can i go on?".
    """
    is_aside = turn.intent.startswith("ask_") or turn.intent in slots.BOOKING
    if not is_aside or turn.confidence < slots.SURE or turn.choices or not asks_or_requests(turn.text):
        return frozenset()
    if turn.slot("stage") == "result":
        return _NAMED_AFTERWARDS
    return frozenset() if _SENTENCES.search(turn.text.strip().rstrip("?.! ")) else _ADVICE


def is_told_beside(turn: Turn, words: str) -> bool:
    """Whether words of a question about the clinic stand in a sentence that tells, as long as we ask.

    "Low back for 5 days, is there parking?" tells of the back; "can i park there for 5 days" does not.
    """
    told = [part for part in _SENTENCES.split(turn.text) if words and words in part and not asks_or_requests(part)]
    return bool(told) and slots.open_question(turn) is not None and turn.slot("stage") != "result"


def is_only_asked(turn: Turn, question: Question, answer: ParsedAnswer) -> bool:
    """Whether signs of a list are named in a question and nowhere told, which leaves the rest of the list open."""
    is_list = question.gate and question.kind is QuestionKind.MULTI and answer.volunteered and not answer.chosen
    is_open = bool(answer.evidence) and all(item.status is Status.UNCERTAIN for item in answer.evidence)
    return is_list and is_open and turn.text.rstrip().endswith("?")


def is_about_the_answer(turn: Turn, question: Question, item: Evidence, answer: ParsedAnswer) -> bool:
    """Whether a mention is only what was asked about the question, where it spreads, or how old a sign is."""
    asked = asks_back(turn, question)
    if asked is not None and asked.about is About.MEANING and asked.option is not None:
        named = {*question.asks, *(finding for finding, _ in asked.option.sets)}
        return item.finding in named
    if asked is not None and asked.about is About.COUNTS and item.finding == "location":
        return True
    if item.finding == "duration_days" and "duration_days" not in question.asks:
        is_late = late.is_of_the_opening(turn, question, answer) or _tells_first_where(turn)
        is_of_a_sign = question.gate and "trauma" not in question.asks and not is_late
        return is_of_a_sign or "smoker" in question.asks or _is_known_for_long(turn)
    if item.finding == "side" and question.gate:  # "the left one is weak" says no new side of the pain
        is_of_a_sign = any(said.status is not Status.NEGATED for said in answer.evidence)
        return is_of_a_sign and turn.findings["side"].answer is Answer.YES
    is_spread = answer.understood and question.asks == ("radiation",) and item.finding == "location"
    return is_spread and turn.findings["location"].answer is Answer.YES


def _is_known_for_long(turn: Turn) -> bool:
    return turn.findings["duration_days"].answer is Answer.YES and not _tells_first_where(turn)


def _tells_first_where(turn: Turn) -> bool:
    """Whether a message is the first that tells of the back: what was told before was about another place."""
    told = any(entity.get("entity") == "location" for entity in turn.entities())
    return told and turn.findings["location"].answer is not Answer.YES


def tell_of_other_numbers(turn: Turn, *, ever: bool = False) -> bool:
    """Say to call the number of where they are, if a message (with `ever`, any so far) tells of another country."""
    is_told = is_abroad([*turn.said, turn.text] if ever else [turn.text])
    if is_told:
        turn.say("utter_emergency_abroad", kind="emergency" if slots.in_emergency(turn) or ever else "text")
    return is_told


def tell_of_whom(turn: Turn) -> bool:
    """Say that nobody can be chosen here, if a message asks for one therapist; return whether it does."""
    is_asked = not turn.choices and asks_for_somebody(turn.text)
    if is_asked:
        turn.say("utter_booking_who")
    return is_asked


def parent_is_here(turn: Turn) -> tuple[Evidence, ...]:
    """Return that a parent answers from now on, said to a child that was told to get one."""
    age = turn.findings["age"].number
    is_alone = turn.subject == "me" and turn.slot("stage") == slots.GATE and age is not None and age < _NEEDS_A_PARENT
    if not is_alone or turn.intent != "other_person" or not (turn.is_choice or turn.confidence >= slots.SURE):
        return ()
    return (Evidence("subject", Status.PRESENT, "my_child", "", turn.text),)


def more_of_the_age(turn: Turn, question: Question | None) -> tuple[Evidence, ...]:
    """Return what a text of its own adds to the age before it: for whom ("14", and then "c"), or the right one.

    "1" and then "61": the 1 was meant for a list, and no open question has a 61.
    """
    before = next(iter(slots.answered(turn)), None)
    if before is None or before[0].kind is not QuestionKind.AGE_SUBJECT or before[1] != turn.number - 1:
        return ()
    offered = {option.sms for option in question.options} if question else set()
    numbers = only_numbers(turn.text)
    is_age = len(numbers) == 1 and numbers[0] >= _NEEDS_A_PARENT and numbers[0] not in offered
    if not is_age and not _LETTER.fullmatch(turn.text.strip()):
        return ()
    return parse_answer(before[0], turn.text, Reading(turn.text), turn.channel, turn=turn.number).evidence


def comes_back_to(turn: Turn) -> tuple[Evidence, ...]:
    """Return as doubts the signs of danger that a message comes back to and says nothing of: "about that pee thing"."""
    if turn.choices or slots.in_emergency(turn) or not turn.state.answered:
        return ()
    asked = [q for q in turn.services.rules.questions if q.is_of_danger and q.key in turn.state.answered]
    options = come_back_to([option for question in asked for option in question.options], turn.text)
    return tuple(
        Evidence(finding, Status.UNCERTAIN, None, "", turn.text) for option in options for finding, _ in option.sets
    )


def resumes(turn: Turn) -> bool:
    """Whether the message opened the intake again that was left ("stop", then "ok")."""
    events = list(turn.tracker.events)
    here = next((at for at in range(len(events) - 1, -1, -1) if events[at].get("event") == "user"), 0)
    loops = [event.get("name") for event in events[:here] if event.get("event") == "active_loop"]
    return not loops or loops[-1] != "intake_form"


def asks_aside(turn: Turn) -> bool:
    """Whether the message is a question on the side; not what only looks like one for want of known words."""
    return slots.interrupts(turn) and (turn.intent not in slots.GUESSED or asks_or_requests(turn.text))


def asks_back(turn: Turn, question: Question) -> AskedBack | None:
    """Return what the message asks about the question itself."""
    if turn.choices:
        return None
    others = [option for other in turn.services.rules.questions if other.is_of_danger for option in other.options]
    return asked_back(question.offered(turn.channel), turn.text, turn.channel, others=others)
