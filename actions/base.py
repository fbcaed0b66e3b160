"""The parent of every action, and the only place in `actions/` that catches everything.

An exception in an action would be logged by Rasa and dropped, and the turn could end in silence or in
"all done". Here it becomes words the patient can act on, and a mark by which the server throws the
half turn away.
"""

from abc import ABC, abstractmethod
from typing import Any

import structlog
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import container
from actions.turn import Turn

log = structlog.get_logger(__name__)

Events = list[dict[str, Any]]


class BackstrideAction(Action, ABC):  # abstract, or the SDK would register the parent itself
    """Reads the turn, calls `act`, and never raises."""

    def __init__(self, services: container.Services | None = None) -> None:
        """Take the services, or find them when first needed: the SDK builds actions without arguments."""
        self._services = services

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Run `act`; on any failure say the safe message, marked as failed."""
        del domain
        try:
            turn = Turn.of(tracker, dispatcher, self._services or container.services())
            return await self.act(turn)
        except Exception as error:  # noqa: BLE001 - one of the two guards of the house: no exception leaves an action
            log.error("action.failed", action=self.name(), error=type(error).__name__)
            dispatcher.messages.clear()
            dispatcher.utter_message(response="utter_technical_problem", failed=True)
            return []

    @abstractmethod
    def name(self) -> str:
        """Return the name by which domain.yml knows the action."""

    @abstractmethod
    async def act(self, turn: Turn) -> Events:
        """Do the action's one thing; return Rasa events."""
