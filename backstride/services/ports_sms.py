"""What the text-message channel needs from storage beside `ports.py`, as Protocols.

Phone numbers appear here only as keyed hashes (`channels/identity.py`). Implementations may block;
the channel calls them off the event loop. Each may raise ServiceUnavailableError.
"""

from dataclasses import dataclass
from typing import Protocol


class InboundLog(Protocol):
    """Which texts were taken in, so that a carrier's repeat is handled once."""

    def accept(self, provider: str, provider_id: str) -> bool:
        """Record a text; False if the same provider's id was recorded before, also by another process."""
        ...

    def done(self, provider: str, provider_id: str) -> None:
        """Mark an accepted text as handled; what is accepted and never done was lost in a crash."""
        ...


class SmsThreads(Protocol):
    """Which conversation a phone number is in, and whether it has opted out of texts."""

    def conversation_for(self, phone_hash: str) -> str | None:
        """Return the id of the number's latest conversation; None if it has none or that one was deleted."""
        ...

    def bind(self, phone_hash: str, conversation_id: str) -> None:
        """Make this the number's conversation, in place of any earlier one."""
        ...

    def is_opted_out(self, phone_hash: str) -> bool:
        """Whether the number's owner wants no texts."""
        ...

    def set_opted_out(self, phone_hash: str, opted_out: bool) -> None:
        """Keep the wish of the number's owner; it outlives every conversation and its deletion."""
        ...


@dataclass(frozen=True, slots=True)
class InboundSms:
    """A text as the provider delivered it. `sender` and `receiver` are E.164 numbers: never log them."""

    provider_id: str
    sender: str
    receiver: str
    text: str
    media_count: int = 0


OWN_NUMBER = "own_number"
"""What the choice of being reached at the number of one's texts stands for; only the channel knows that number."""


class SmsProvider(Protocol):
    """A carrier. `send` returns the carrier's id of the text."""

    def verify(self, *, url: str, raw_body: bytes, signature: str) -> bool: ...

    def parse(self, raw_body: bytes) -> InboundSms: ...

    async def send(self, *, to: str, text: str) -> str: ...
