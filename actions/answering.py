"""The actions that answer questions on the side, and the result again; what they say is in `side_questions.py`.

What is told of the back after a result is no question on the side, whatever it was taken for.
"""

from actions import asides
from actions.base import BackstrideAction, Events
from actions.explaining import explain_result
from actions.side_questions import answer
from actions.triage import ActionTriage
from actions.turn import Turn


class ActionAnswerQuestion(BackstrideAction):
    """Answer a question on the side."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_answer_question"

    async def act(self, turn: Turn) -> Events:
        """Say the intent's answer; "my foot is numb now" goes to triage once a result stands, also while booking."""
        if asides.tells_of_the_leg(turn):
            return await ActionTriage().act(turn)
        answer(turn)
        asides.tell_of_other_numbers(turn)
        return []


class ActionExplainResult(BackstrideAction):
    """Say again what was found and why, with the offer."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_explain_result"

    async def act(self, turn: Turn) -> Events:
        """Give the reasons of the patterns shown; at other levels, the level's own words again."""
        explain_result(turn)
        return []
