"""The one door: every way out of the intake, and every red flag, comes here and leaves with one level.

Decides nothing itself: `AssessmentService` decides, `actions/telling.py` words the patterns. The
decision rides along with the message that tells it, so that the server can log it.
"""

from rasa_sdk.events import SlotSet

from actions import asides, slots
from actions.base import BackstrideAction, Events
from actions.decisions import as_record, stage_of
from actions.offers import CALL_OFFER, L3_OFFER, NEXT_STEPS, OPEN_OFFER, PARENT_OFFER, offered
from actions.side_questions import answer_about_a_known_flag
from actions.telling import tell_card, tell_patterns
from actions.turn import Turn
from backstride.domain.findings import Status
from backstride.domain.gathering import gather
from backstride.domain.interview import open_gates
from backstride.domain.summary import spoken
from backstride.domain.triage import Level, TriageDecision
from backstride.services.assessment import Assessment

NOTED = (
    "age", "location", "side", "radiation", "numb_area", "pain_nrs", "pain_nrs_worst", "duration_days", "trend",
    "triggers", "relievers", "quality", "onset", "load_change", "prior_episode",
)  # fmt: skip
"""What is said back when it was told after the result."""


class ActionTriage(BackstrideAction):
    """Decide how urgent it is, and say so."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_triage"

    async def act(self, turn: Turn) -> Events:
        """Assess what is known and tell it."""
        if slots.consent_refused(turn):
            turn.say("utter_declined", wipe=True)
            return [SlotSet("stage", "gate")]
        if turn.slot("consent") == "staff":
            turn.say("utter_faq_human", choices=offered(turn, CALL_OFFER))
            return [SlotSet("stage", "gate"), *slots.consent_reopened(turn)]
        gates = open_gates(turn.state, turn.services.rules.questions)
        assessment = turn.services.assessment.assess(turn.findings, gates_open=gates)
        decision = assessment.decision
        record = as_record(
            turn, decision, assessment.patterns, assessment.contributors, complete=assessment.is_complete
        )
        if decision.level is Level.L1 and slots.in_emergency(turn) and slots.same_grounds(turn, decision):
            turn.say("utter_emergency_reminder", kind="emergency", decision=record)
            asides.tell_of_other_numbers(turn, ever=True)
        elif slots.active_loop(turn) and decision.level in (Level.L3, Level.L4, Level.L5):
            _tell_while_booking(turn, decision, record)
        elif decision.level in (Level.L1, Level.L2, Level.L3):
            _tell_urgent(turn, decision, record)
        elif decision.gate == "parent":
            turn.say("utter_gate_parent", decision=record, choices=offered(turn, PARENT_OFFER))
        elif decision.level is None:
            turn.say("utter_triage_none", decision=record, choices=offered(turn, OPEN_OFFER))
        elif decision.gate == "guardian":
            turn.say("utter_gate_guardian_offer", decision=record, kind="result", choices=offered(turn, NEXT_STEPS[:2]))
            turn.say("utter_safety_net")
        elif _is_unchanged(turn, assessment):
            if not answer_about_a_known_flag(turn):
                _tell_unchanged(turn, assessment, record)
        else:
            _tell_routine(turn, assessment, record)
        return [
            SlotSet("triage_level", decision.level.value if decision.level else None),
            SlotSet("stage", stage_of(decision)),
            SlotSet("told_rules", slots.grounds(decision)),
        ]


def _tell_while_booking(turn: Turn, decision: TriageDecision, record: dict[str, object]) -> None:
    """Say only what is new of the level, for the question of the booking follows."""
    if slots.same_grounds(turn, decision) and turn.slot("triage_level") == decision.level:
        turn.say("utter_booking_first", decision=record)
        return
    turn.say(_response(turn, decision), kind="result", decision=record)
    turn.say("utter_safety_net")


def _tell_urgent(turn: Turn, decision: TriageDecision, record: dict[str, object]) -> None:
    """Say what to do first, and only then what the clinic can do."""
    clinic, level = turn.services.clinic, decision.level
    kind = "emergency" if level is Level.L1 else "result"
    first = _response(turn, decision)
    turn.say(first, kind=kind, decision=record)
    for name in turn.services.wording.crisis_responses(decision):
        if name != first:
            turn.say(name, kind=kind)
    if decision.reasons == ("abuse",):
        return  # a person who is not safe at home needs the line, and no call on a phone that others may answer
    if level is not Level.L3 and not clinic.is_staffed(turn.now):
        closed = f"utter_after_hours_{level.value.lower()}" if level else ""
        turn.say(closed, next_open=clinic.spoken(clinic.next_staffed(turn.now)), kind=kind)
    if level is Level.L1:
        asides.tell_of_other_numbers(turn, ever=True)
        return
    if decision.no_running and "bone" not in decision.reasons:
        turn.say("utter_no_running")
    if decision.gate == "guardian":
        turn.say("utter_gate_guardian")
    elif decision.gate == "parent":
        turn.say("utter_gate_parent", choices=offered(turn, PARENT_OFFER))
        return
    if level is Level.L2:
        turn.say("utter_come_back_l2")
        turn.say("utter_callback_offer", choices=offered(turn, CALL_OFFER))
        return
    turn.say("utter_safety_net")
    turn.say("utter_come_back_l3")
    turn.say("utter_disclaimer")
    turn.say("utter_booking_offer_priority", kind="booking", choices=offered(turn, L3_OFFER))


def _is_unchanged(turn: Turn, assessment: Assessment) -> bool:
    """Whether the same result was told before, for the same reasons and with the same patterns."""
    decision = assessment.decision
    level = decision.level.value if decision.level else None
    if turn.slot("stage") != "result" or turn.slot("triage_level") != level or not slots.same_grounds(turn, decision):
        return False
    before = turn.with_evidence([item for item in turn.evidence if item.turn < turn.number])
    gates = open_gates(turn.state, turn.services.rules.questions)
    told = turn.services.assessment.assess(before.findings, gates_open=gates)
    return [one.condition_id for one in told.patterns] == [one.condition_id for one in assessment.patterns]


def _tell_unchanged(turn: Turn, assessment: Assessment, record: dict[str, object]) -> None:
    """Say what was noted, and that the advice is the same, instead of the whole result once more."""
    new = gather([item for item in turn.evidence if item.turn == turn.number], turn.services.rules.vocabulary)
    summary = spoken(new, NOTED)
    if not summary and turn.intent == "other_person" and turn.confidence >= slots.SURE:
        turn.say("utter_result_somebody_else", decision=record)
        return
    if not summary and turn.slot("booked"):
        turn.say("utter_booking_already", when=turn.slot("booked"), decision=record, kind="booking")
        return  # "wait, wrong email": not about the back, and a call settles it
    turn.say("utter_result_noted" if summary else "utter_result_nothing_new", summary=summary, decision=record)
    turn.say(_response(turn, assessment.decision), kind="result")
    turn.say("utter_result_next", kind="booking", choices=offered(turn, NEXT_STEPS))


def _tell_routine(turn: Turn, assessment: Assessment, record: dict[str, object]) -> None:
    """Say the level, what fits and why, what to watch for, and what can be done next."""
    turn.say(_response(turn, assessment.decision), kind="result", decision=record)
    tell_patterns(turn, assessment)
    if assessment.decision.level is Level.L5 and turn.channel == "web":
        tell_card(turn, assessment)
    turn.say("utter_safety_net")
    turn.say(turn.services.wording.come_back_response(assessment.decision))
    turn.say("utter_disclaimer")
    turn.say("utter_result_next", kind="booking", choices=offered(turn, NEXT_STEPS))


def _response(turn: Turn, decision: TriageDecision) -> str:
    said = {item.finding for item in turn.evidence if item.turn == turn.number and item.status is Status.PRESENT}
    return turn.services.wording.triage_response(decision, said_now=said)
