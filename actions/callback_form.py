"""Asking for a call back: a name and a number; then one entry in the staff's queue. Open at any level."""

from rasa_sdk.events import SlotSet

from actions import slots
from actions.base import BackstrideAction, Events
from actions.contact import read_contact, read_name
from actions.slots import RED_FLAG
from actions.turn import Turn

WISH_LENGTH = 200


class ValidateCallbackForm(BackstrideAction):
    """Fill the name and the contact, in this order."""

    def name(self) -> str:
        """Return the action's name."""
        return "validate_callback_form"

    async def act(self, turn: Turn) -> Events:
        """Read the answer to the open question; leave side questions to the rules."""
        requested = turn.slot("requested_slot")
        filled = {name: turn.slot(name) for name in ("patient_name", "contact")}
        if slots.active_loop(turn) == "callback_form" and requested in filled and slots.is_new(turn):
            value = None
            if not turn.choices and turn.intent != RED_FLAG:
                value = (
                    read_name(turn.text)
                    if requested == "patient_name"
                    else read_contact(turn.text, turn.services.clinic)
                )
            if value is None and slots.leaves(turn):
                return []
            if value is None:
                turn.say(
                    "utter_booking_name_unclear" if requested == "patient_name" else "utter_booking_contact_unclear"
                )
            filled[requested] = value
        following = next((name for name, value in filled.items() if value is None), None)
        return [*(SlotSet(name, value) for name, value in filled.items()), SlotSet("requested_slot", following)]


class ActionRequestCallback(BackstrideAction):
    """Put the request into the queue; a repeated turn changes nothing."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_request_callback"

    async def act(self, turn: Turn) -> Events:
        """Queue the call and say when somebody is there."""
        clinic = turn.services.clinic
        turn.services.booking.request_callback(
            conversation_id=turn.conversation_id,
            request_id=f"{turn.conversation_id}:call",
            name=turn.slot("patient_name"),
            contact=turn.slot("contact"),
            wish=turn.slot("triage_level") or "",
        )
        if clinic.is_staffed(turn.now):
            turn.say("utter_callback_done", contact=turn.slot("contact"), kind="booking")
        else:
            turn.say(
                "utter_callback_after_hours", next_open=clinic.spoken(clinic.next_staffed(turn.now)), kind="booking"
            )
        return []
