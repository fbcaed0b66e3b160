"""Asking for a call back: a name and a number; then one entry in the staff's queue. Open at any level.

A check-in, offered with routine results, is a call back that is due two weeks later. It is agreed to by
giving name and number after its terms were said.
"""

from datetime import datetime, timedelta

from rasa_sdk.events import SlotSet

from actions import slots
from actions.base import BackstrideAction, Events
from actions.contact import read_contact
from actions.filling import ask_contact, asks_next, fill_in, give_what_was_told, name_or_contact
from actions.offers import CHECK_IN
from actions.turn import Turn

FORM = "callback_form"
CHECK_IN_AFTER = timedelta(days=14)  # content/dispositions.yml, L5: check in after 2 weeks


class ValidateCallbackForm(BackstrideAction):
    """Fill the name and the contact, in this order."""

    def name(self) -> str:
        """Return the action's name."""
        return "validate_callback_form"

    async def act(self, turn: Turn) -> Events:
        """Read the answer to the open question; leave side questions to the rules."""
        requested = turn.slot("requested_slot")
        filled = {name: turn.slot(name) for name in ("patient_name", "contact")}
        kind = turn.slot("call_kind")
        if requested not in filled:  # the form has only just begun
            kind = CHECK_IN if CHECK_IN in turn.choices else None
            if kind:
                filled = dict.fromkeys(filled)  # given after the terms, or not at all
                turn.say("utter_check_in_terms", due=turn.services.clinic.spoken(_due(turn)))
            else:
                give_what_was_told(turn, filled, requested)
            if kind is None and slots.is_new(turn) and not turn.choices:  # "can somebody call me at 212 555 0142"
                filled["contact"] = read_contact(turn.text, turn.services.clinic) or filled["contact"]
        is_open = slots.active_loop(turn) == FORM and requested in filled and slots.is_new(turn)
        if is_open and not fill_in(turn, filled, requested, name_or_contact(turn, requested)):
            return []
        return [SlotSet("call_kind", kind), *asks_next(filled)]


class ActionAskCallbackContact(BackstrideAction):
    """Ask where to call."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_ask_callback_form_contact"

    async def act(self, turn: Turn) -> Events:
        """Ask it."""
        ask_contact(turn, "utter_ask_callback_form_contact")
        return []


class ActionRequestCallback(BackstrideAction):
    """Put the request into the queue; a repeated turn changes nothing."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_request_callback"

    async def act(self, turn: Turn) -> Events:
        """Queue the call and say when somebody is there."""
        clinic = turn.services.clinic
        is_check_in = turn.slot("call_kind") == CHECK_IN
        turn.services.booking.request_callback(
            conversation_id=turn.conversation_id,
            request_id=f"{turn.conversation_id}:{CHECK_IN if is_check_in else 'call'}",
            name=turn.slot("patient_name"),
            contact=turn.slot("contact"),
            wish=turn.slot("triage_level") or "",
            kind="check_in" if is_check_in else "call",
            due_at=_due(turn) if is_check_in else None,
        )
        if is_check_in:
            turn.say("utter_check_in_done", due=clinic.spoken(_due(turn)), contact=turn.slot("contact"), kind="booking")
        elif clinic.is_staffed(turn.now):
            turn.say("utter_callback_done", contact=turn.slot("contact"), kind="booking")
        else:
            turn.say(
                "utter_callback_after_hours", next_open=clinic.spoken(clinic.next_staffed(turn.now)), kind="booking"
            )
        return []


def _due(turn: Turn) -> datetime:
    """Return when staff are there, two weeks from now or after it: nobody is promised a call at night."""
    return turn.services.clinic.next_staffed(turn.now + CHECK_IN_AFTER)
