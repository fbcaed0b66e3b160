"""What every channel is handed: the engine, the clinic's numbers, the words, the screen, limits and counters.

One object built by `server.py`; the routers and the text-message channel keep nothing else in common.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

import structlog

from backstride.channels.metrics import ChannelMetrics
from backstride.channels.rate import TokenBuckets, client_key
from backstride.domain.errors import ServiceUnavailableError, UnknownChoiceError
from backstride.services.ports import Channel, ChatMessage, Conversations, TurnResult

log = structlog.get_logger(__name__)

EmergencyScreen = Callable[[str, Channel], str]
"""Reads one message in memory; returns the emergency words it calls for, "" if it calls for none."""


class Say(Protocol):
    """Looks up a response of `data/responses/` for a channel."""

    def __call__(self, name: str, channel: Channel, /, **values: object) -> str:
        """Return the text of a response with its placeholders filled; `values` win over the process-wide ones."""
        ...


@dataclass(frozen=True, slots=True)
class ClinicFacts:
    """What a page shows of the clinic.

    `is_reviewed`: clinicians have approved all of the content in use. `time_zone`: an IANA name.
    `dial`: the phone number as telephones dial it; "" to take the digits of `phone`.
    """

    name: str
    phone: str
    emergency_number: str = "911"
    is_reviewed: bool = False
    time_zone: str = "UTC"
    dial: str = ""


@dataclass(frozen=True)
class Limits:
    """How much one caller may do. A person tapping answers sends some thirty messages in a minute."""

    messages: TokenBuckets = field(default_factory=lambda: TokenBuckets(burst=60, per_minute=30))
    addresses: TokenBuckets = field(default_factory=lambda: TokenBuckets(burst=240, per_minute=240))
    sessions: TokenBuckets = field(default_factory=lambda: TokenBuckets(burst=30, per_minute=1))
    texts: TokenBuckets = field(default_factory=lambda: TokenBuckets(burst=30, per_minute=10))
    emergencies: TokenBuckets = field(default_factory=lambda: TokenBuckets(burst=5, per_minute=5))

    def wait_for_message(self, conversation_id: str, host: str | None) -> float:
        """Return the seconds this conversation or this address has to wait; 0.0 if none."""
        return max(self.messages.take(conversation_id), self._wait_for_address(self.addresses, host))

    def wait_for_session(self, host: str | None) -> float:
        """Return the seconds this address has to wait for another conversation; 0.0 if none."""
        return self._wait_for_address(self.sessions, host)

    @staticmethod
    def _wait_for_address(buckets: TokenBuckets, host: str | None) -> float:
        key = client_key(host)
        return buckets.take(key) if key else 0.0


@dataclass(frozen=True)
class FrontDesk:
    """See the module's docstring. `secret_key` keys hashes and form tokens."""

    conversations: Conversations
    clinic: ClinicFacts
    say: Say
    screen: EmergencyScreen
    secret_key: str = field(repr=False)
    limits: Limits = field(default_factory=Limits)
    metrics: ChannelMetrics = field(default_factory=ChannelMetrics)

    async def turn(
        self,
        channel: Channel,
        conversation_id: str,
        *,
        text: str = "",
        choices: Sequence[str] = (),
        message_id: str = "",
    ) -> TurnResult:
        """Give one message to the engine, and count and time it.

        Raises:
            UnknownChoiceError: A choice that was not offered last.
            ServiceUnavailableError: There is no answer, or it could not be kept; see `last_words`.
        """
        started = time.perf_counter()
        try:
            result = await self.conversations.say(
                conversation_id, text=text, choices=choices, client_message_id=message_id
            )
        except (UnknownChoiceError, ServiceUnavailableError):
            raise
        except Exception as error:  # a defect must not keep the caller from screening the words
            log.error("turn.failed", channel=channel, error=type(error).__name__)
            raise ServiceUnavailableError("the turn failed") from error
        self.metrics.turns.labels(channel, str(result.state.get("level") or "none")).inc()
        self.metrics.turn_seconds.labels(channel).observe(time.perf_counter() - started)
        return result

    def may_pass(self, channel: Channel, text: str, conversation_id: str) -> tuple[str, bool]:
        """Screen the text of a caller who is over the limit.

        Returns:
            The emergency words it calls for ("" if none), and whether it goes to the engine all the
            same, so that staff are alerted; a flood of emergencies is answered but goes no further.
        """
        words = self.screen(text, channel)
        return words, bool(words) and not self.limits.emergencies.take(conversation_id)

    def last_words(self, channel: Channel, error: ServiceUnavailableError, text: str) -> tuple[ChatMessage, ...]:
        """Return what is said after a turn that could not be kept: its own answer if there was one, else safe words."""
        said = tuple(message for message in getattr(error, "messages", ()) if isinstance(message, ChatMessage))
        safe = ChatMessage(sender="bot", text=self.safe_words(channel, text), at=datetime.now(UTC))
        return said or (safe,)

    def safe_words(self, channel: Channel, text: str = "") -> str:
        """Return what is said when the engine cannot answer: the emergency words if the text calls for them."""
        try:
            return self.screen(text, channel) or self.say("utter_technical_problem", channel)
        except Exception as error:  # noqa: BLE001 - the last words of all: they must not depend on anything
            log.error("words.failed", error=type(error).__name__)
            number, phone = self.clinic.emergency_number, self.clinic.phone
            return f"Something went wrong here. Please call {phone}. In an emergency call {number}."
