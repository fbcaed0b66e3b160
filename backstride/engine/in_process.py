"""Runs the custom actions in this process, in the shape of Rasa's action endpoint.

The same `actions/` package also runs apart under `backstride rasa run actions`. A failure is never
silent here: it is recorded on the turn, and the caller then throws the turn away and has the last word.
"""

from typing import Any

import structlog
from rasa.shared.exceptions import RasaException
from rasa_sdk.executor import ActionExecutor

from backstride.engine.turn import current_turn

log = structlog.get_logger(__name__)


class InProcessActions:
    """Stands where `rasa.utils.endpoints.EndpointConfig` would; only what `RemoteAction` uses."""

    url = "in-process"
    # Rasa then leaves the whole domain out of each call; no action of ours reads it.
    kwargs = {"enable_selective_domain": True}  # noqa: RUF012 - Rasa reads it as an instance attribute

    def __init__(self, package: str = "actions") -> None:
        """Import the actions; an import error stops the start rather than a conversation."""
        self._executor = ActionExecutor()
        self._executor.register_package(package)

    async def request(self, json: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Run one action call.

        Raises:
            RasaException: The action raised; the turn carries its name in `failures`.
        """
        try:
            result = await self._executor.run(json)
        except Exception as error:
            name = str(json.get("next_action"))
            current_turn.get().failures.append(name)
            log.error("action.failed", action=name, error=type(error).__name__)
            raise RasaException(f"action {name} failed") from error
        return result or {"events": [], "responses": []}
