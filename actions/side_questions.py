"""Questions on the side: which response answers which intent, and where the answer depends on the stage.

Answers stand on their own: an interrupted form asks its question again after them.
"""

from collections.abc import Callable

from actions.base import BackstrideAction, Events
from actions.offers import CALL_OFFER, NEXT_STEPS, offered
from actions.telling import reasons_of, tell_self_care
from actions.turn import Turn
from backstride.domain.interview import open_gates
from backstride.services.assessment import Assessment

ANSWERS = {
    "ask_why": "utter_faq_why",
    "ask_is_serious": "utter_faq_is_serious",
    "ask_can_i_run": "utter_faq_can_i_run",
    "ask_what_is": "utter_faq_what_is",
    "ask_self_care": "utter_faq_self_care",
    "ask_what_pt_does": "utter_faq_what_pt_does",
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
    "help": "utter_help",
    "thank": "utter_thank",
    "greet": "utter_greet",
    "goodbye": "utter_goodbye",
    "start": "utter_greet",
    "insult": "utter_insult",
    "not_patient_matter": "utter_not_patient_matter",
    "other_body_part": "utter_other_body_part",
    "out_of_scope": "utter_out_of_scope",
    "opt_out": "utter_stop",
    "report_symptoms": "utter_booking_first",
    "correct_answer": "utter_correct_answer",
    "ask_callback": "utter_booking_first",
}


class ActionAnswerQuestion(BackstrideAction):
    """Answer a question on the side."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_answer_question"

    async def act(self, turn: Turn) -> Events:
        """Say the intent's answer; an intent without one gets the general words."""
        depends = _DEPENDING.get(turn.intent)
        if depends is None:
            turn.say(ANSWERS.get(turn.intent, "utter_out_of_scope"))
        else:
            depends(turn)
        return []


class ActionExplainResult(BackstrideAction):
    """Say again what was found and why, with the offer."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_explain_result"

    async def act(self, turn: Turn) -> Events:
        """Give the reasons of the patterns shown; at other levels, the level's own words again."""
        assessment = assess(turn)
        reasons = [reason for pattern in assessment.patterns for reason in pattern.reasons_for]
        if reasons:
            turn.say("utter_faq_why_result", reasons=reasons_of(turn, list(dict.fromkeys(reasons))), kind="text")
            turn.say("utter_result_next", choices=offered(turn, NEXT_STEPS))
        else:
            turn.say(turn.services.wording.triage_response(assessment.decision))
        return []


def assess(turn: Turn) -> Assessment:
    """Assess what is known now."""
    gates = open_gates(turn.state, turn.services.rules.questions)
    return turn.services.assessment.assess(turn.findings, gates_open=gates)


def _can_i_run(turn: Turn) -> None:
    urgent = turn.slot("triage_level") in {"L1", "L2", "L3"}
    turn.say("utter_faq_can_i_run_no" if urgent else "utter_faq_can_i_run")


def _is_serious(turn: Turn) -> None:
    turn.say("utter_faq_is_serious_answered" if turn.slot("triage_level") else "utter_faq_is_serious")


def _self_care(turn: Turn) -> None:
    level = turn.slot("triage_level")
    if level in {"L4", "L5"}:
        tell_self_care(turn, assess(turn))
    else:
        turn.say("utter_self_care_not_now" if level else "utter_faq_self_care")


def _what_is(turn: Turn) -> None:
    named = turn.services.assessment.named_conditions(turn.text)
    if named and named[0].explain:
        turn.say("utter_faq_what_is_explained", explanation=named[0].explain)
    else:
        turn.say("utter_faq_what_is")


def _human(turn: Turn) -> None:
    turn.say("utter_faq_human", choices=offered(turn, CALL_OFFER))


_DEPENDING: dict[str, Callable[[Turn], None]] = {
    "ask_can_i_run": _can_i_run,
    "ask_is_serious": _is_serious,
    "ask_self_care": _self_care,
    "ask_what_is": _what_is,
    "ask_human": _human,
}
