"""The output channel of a turn: collects what Rasa says, raw, with the response's name.

Its `name()` picks the response variant (`channel: sms`). Turning raw messages into what a channel
shows is `messages.py`.
"""

from typing import Any

from rasa.core.channels.channel import OutputChannel

from backstride.engine.turn import current_turn


class TurnCollector(OutputChannel):
    """Appends every bot message to the current turn."""

    def name(self) -> str:
        """Return the channel of the current turn: `web` or `sms`."""
        return current_turn.get().channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep the message as Rasa made it: text, data and the metadata that names the response."""
        current_turn.get().said.append(dict(message))
