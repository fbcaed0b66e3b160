"""What happens when nothing else fits: say so, and lose nothing.

Rasa's own fallback reverts the message together with every slot it filled, so a red flag said in it
would be forgotten (rasa 3.6.21 core/actions/action.py, ActionDefaultFallback). This one reverts, so
that the dialogue stands where it stood, and then sets the evidence again.
"""

from rasa_sdk.events import SlotSet, UserUtteranceReverted

from actions.asides import tell_of_other_numbers, tell_of_whom
from actions.base import BackstrideAction, Events
from actions.explaining import tell_topics
from actions.offers import tell_the_visit
from actions.side_questions import is_urgent
from actions.turn import Turn
from backstride.domain.trimming import asks_or_requests, only_takes_in


class ActionDefaultFallback(BackstrideAction):
    """Say it was not understood, revert the message, keep what it said."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_default_fallback"

    async def act(self, turn: Turn) -> Events:
        """Say, revert, restore: in this order, or the message comes round again."""
        is_answered = (
            tell_the_visit(turn)
            or tell_of_other_numbers(turn)
            or tell_of_whom(turn)
            or (asks_or_requests(turn.text) and tell_topics(turn))
        )
        if not is_answered and only_takes_in(turn.text) and not is_urgent(turn):
            turn.say("utter_thank")
        elif not is_answered:
            turn.say("utter_urgent_reminder" if is_urgent(turn) else "utter_unclear")
        kept = ("evidence", "asked", "triage_level", "stage")
        return [UserUtteranceReverted(), *(SlotSet(name, turn.slot(name)) for name in kept)]
