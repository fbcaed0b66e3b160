"""Which choices of a conversation are still open to be chosen from, on the page and in the console's test chat."""

from collections.abc import Sequence

from backstride.services.ports import ChatMessage


def open_offer(messages: Sequence[ChatMessage]) -> ChatMessage | None:
    """Return the newest message with choices, None if the patient has written since."""
    for message in reversed(messages):
        if message.sender == "patient":
            return None
        if message.choices:
            return message
    return None
