"""How a conversation begins, begins again, is left for good, and is deleted. Nothing clinical is ever carried over."""

from rasa_sdk.events import ActionExecuted, SessionStarted, SlotSet

from actions import slots
from actions.base import BackstrideAction, Events
from actions.offers import DELETE_OFFER, offered
from actions.turn import Turn


class ActionSessionStart(BackstrideAction):
    """Begin empty, with the clinic's own names at hand for plain responses."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_session_start"

    async def act(self, turn: Turn) -> Events:
        """Start the session and wait for the first message."""
        return [SessionStarted(), *_clinic_slots(turn), ActionExecuted("action_listen")]


class ActionStartOver(BackstrideAction):
    """Forget the answers, keep the consent and the clinic."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_start_over"

    async def act(self, turn: Turn) -> Events:
        """Empty every slot that an answer filled; the decision log keeps what was decided before."""
        turn.say("utter_start_over")
        return [*slots.emptied(turn), *_clinic_slots(turn)]


class ActionDeleteData(BackstrideAction):
    """Delete the conversation, after one confirming choice: the mark makes the server wipe it when the turn ends."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_delete_data"

    async def act(self, turn: Turn) -> Events:
        """Ask once; when the choice was taken, leave the deleting to the server."""
        if turn.is_choice:
            turn.say("utter_deleted", wipe=True)
        else:
            turn.say("utter_delete_confirm", choices=offered(turn, DELETE_OFFER))
        return []


class ActionOptOut(BackstrideAction):
    """Stop asking; by text, stop texting at all: the mark makes the server keep silent from now on."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_opt_out"

    async def act(self, turn: Turn) -> Events:
        """Say that it stops; a text that only may mean it ("wrong number?") ends the questions and no more."""
        if turn.channel == "sms" and turn.confidence >= slots.SURE:
            turn.say("utter_opted_out", opted_out=True)
        else:
            turn.say("utter_stop")
        return []


def _clinic_slots(turn: Turn) -> Events:
    return [
        SlotSet(name, turn.services.clinic.placeholders()[name])
        for name in ("clinic_name", "clinic_phone", "emergency_number")
    ]
