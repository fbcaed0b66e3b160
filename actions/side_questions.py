"""Questions on the side: which response answers which intent; what the knowledge base answers is in `explaining.py`.

Answers stand on their own: an interrupted form asks its question again after them.
"""

from collections.abc import Callable

from actions import slots
from actions.citing import say_statements
from actions.contact import introduced, read_contact
from actions.explaining import DEPENDING, explain_level, tell_topics
from actions.offers import CALL_OFFER, L3_OFFER, NEXT_STEPS, offered, tell_the_visit
from actions.turn import Turn
from backstride.domain.findings import Answer
from backstride.domain.interview import Question
from backstride.domain.triage import Level
from backstride.domain.trimming import asks_or_requests
from backstride.domain.whom import asks_for_somebody, wants_somebody

ANSWERS = {
    "ask_human": "utter_faq_human",
    "ask_bot": "utter_faq_bot",
    "ask_privacy": "utter_faq_privacy",
    "ask_price": "utter_faq_price",
    "ask_insurance": "utter_faq_insurance",
    "ask_hours": "utter_faq_hours",
    "ask_location": "utter_faq_location",
    "ask_parking": "utter_faq_parking",
    "ask_what_to_bring": "utter_faq_what_to_bring",
    "ask_telehealth": "utter_faq_telehealth",
    "ask_referral": "utter_faq_referral",
    "ask_result": "utter_faq_result",
    "reschedule_appointment": "utter_booking_reschedule",
    "cancel_appointment": "utter_booking_cancel",
    "thank": "utter_thank",
    "deny": "utter_goodbye",
    "insult": "utter_insult",
    "not_patient_matter": "utter_not_patient_matter",
    "other_body_part": "utter_other_body_part",
    "out_of_scope": "utter_out_of_scope",
    "report_symptoms": "utter_booking_first",
    "correct_answer": "utter_correct_answer",
    "ask_callback": "utter_booking_first",
}


BESIDE = frozenset(
    {
        "ask_price", "ask_insurance", "ask_hours", "ask_location", "ask_parking", "ask_what_to_bring", "ask_telehealth",
        "ask_referral", "ask_privacy", "ask_bot", "ask_is_serious", "ask_can_i_run", "ask_why",
    }
)  # fmt: skip
"""Questions that come along with an answer: "none. how much is a visit?"."""


def answer_beside(turn: Turn, answered: Question) -> None:
    """Answer the question of a message that answered ours as well; why is asked of the question that was answered."""
    if turn.intent != "ask_why":
        _say_answer(turn, turn.intent)
    elif answered.why is not None:
        say_statements(turn, "utter_statement", [answered.why])


def answer_about_a_known_flag(turn: Turn) -> bool:
    """Answer a question that names a red flag which was told before ("can i run while pregnant"), if it is one."""
    intent, confidence = turn.intent_beside()
    is_beside = turn.intent == slots.RED_FLAG and intent in BESIDE and confidence >= slots.SURE
    if not is_beside or not asks_or_requests(turn.text):
        return False
    before = turn.with_evidence([item for item in turn.evidence if item.turn < turn.number]).findings
    said = [item.finding for item in turn.evidence if item.turn == turn.number]
    if any(before[finding].answer is Answer.UNKNOWN for finding in said):
        return False
    _say_answer(turn, intent)
    return True


def answer(turn: Turn) -> None:
    """Say the intent's answer; an intent without one gets the general words."""
    if not slots.active_loop(turn) and tell_the_visit(turn):
        return
    if turn.intent in {"out_of_scope", "deny", "other_body_part"} and is_urgent(turn) and not slots.active_loop(turn):
        turn.say("utter_urgent_reminder")  # "i don't have a car today", "i feel fine though": no change of subject
    else:
        _say_answer(turn, turn.intent)


def is_urgent(turn: Turn) -> bool:
    """Whether care within a day or two was advised."""
    return turn.slot("stage") == "result" and turn.slot("triage_level") in {"L2", "L3"}


def _say_answer(turn: Turn, intent: str) -> None:
    """Say what answers an intent; what has no answer of its own is out of scope."""
    depends = _DEPENDING.get(intent)
    if (intent in _STAFF and wants_somebody(turn.text)) or (intent in slots.GUESSED and asks_for_somebody(turn.text)):
        turn.say("utter_booking_who")
        return
    if intent == "out_of_scope" and asks_or_requests(turn.text) and tell_topics(turn):
        return  # "is a heating pad fine"
    if intent == "correct_answer" and _gives_a_name_or_number(turn):
        return  # "actually my number is ...": the booking takes it
    if depends is not None:
        depends(turn)
    else:
        turn.say(ANSWERS.get(intent, "utter_out_of_scope"))


def is_about_an_emergency(turn: Turn, question: Question) -> bool:
    """Whether a question asks about a sign that calls for emergency care."""
    flags = (flag for flag in turn.services.rules.red_flags if flag.level is Level.L1)
    return any(not frozenset(question.asks).isdisjoint(flag.findings) for flag in flags)


def _goodbye(turn: Turn) -> None:
    """Take leave; of who leaves in the middle, say what is open and, at a doubt about an emergency, what to do."""
    question = slots.open_question(turn)
    is_open = question is not None and not question.booking and question.id != slots.CONSENT
    turn.say("utter_goodbye_open" if is_open else "utter_goodbye")
    if question is not None and question.clarifies and is_about_an_emergency(turn, question):
        turn.say("utter_clarify_meanwhile")


def _human(turn: Turn) -> None:
    turn.say("utter_faq_human", choices=offered(turn, CALL_OFFER))


def _gives_a_name_or_number(turn: Turn) -> bool:
    return any(introduced([turn.text], turn.services.clinic)) or bool(read_contact(turn.text, turn.services.clinic))


def _what_now(turn: Turn) -> None:
    """Say what this is for; once a result stands ("so what do i do now"), what to do, and what can be done here."""
    if turn.slot("stage") != "result" or slots.active_loop(turn):
        turn.say("utter_help")
        return
    explain_level(turn)
    offer, steps = _WAYS_ON[str(turn.slot("triage_level"))]
    turn.say(offer, choices=offered(turn, steps))


def _privacy(turn: Turn) -> None:
    """Say who reads it; to a minor ("do i have to tell my mom"), that a parent has to book."""
    turn.say("utter_faq_privacy")
    if _is_minor(turn):
        turn.say("utter_gate_guardian")


def _greet(turn: Turn) -> None:
    """Greet back; who comes back after a routine result reads what can be done next."""
    turn.say("utter_greet")
    is_routine = turn.slot("stage") == "result" and turn.slot("triage_level") in {"L4", "L5"}
    if is_routine and not turn.slot("booked") and not slots.active_loop(turn):
        choices = NEXT_STEPS[:2] if _is_minor(turn) else NEXT_STEPS
        turn.say(
            "utter_gate_guardian_offer" if _is_minor(turn) else "utter_result_next", choices=offered(turn, choices)
        )


def _is_minor(turn: Turn) -> bool:
    return turn.findings["minor"].answer is Answer.YES or (turn.findings["age"].number or _OF_AGE) < _OF_AGE


_OF_AGE = 18
_STAFF = frozenset({"ask_what_pt_does", "ask_human", "ask_referral", "not_patient_matter"})
"""What "do you have a male pt" is taken for."""
_WAYS_ON = {
    "L2": ("utter_callback_offer", CALL_OFFER),
    "L3": ("utter_booking_offer_priority", L3_OFFER),
    "L4": ("utter_result_next", NEXT_STEPS),
    "L5": ("utter_result_next", NEXT_STEPS),
}
"""What a level's advice is followed by."""
_DEPENDING: dict[str, Callable[[Turn], None]] = {
    **DEPENDING,
    "help": _what_now,
    "ask_human": _human,
    "ask_privacy": _privacy,
    "goodbye": _goodbye,
    "greet": _greet,
    "start": _greet,
}
