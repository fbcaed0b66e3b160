"""What the use cases need from the outside, as Protocols, and the values that pass through them.

Implementations: `backstride.knowledge` (SQL), `backstride.engine` (Rasa), `backstride.channels`
(texts out). Nothing here imports them. Every time is an aware `datetime` in UTC.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from backstride.domain.findings import Evidence

Sender = Literal["bot", "patient", "staff"]
MessageKind = Literal["text", "question", "result", "emergency", "booking", "file"]
Channel = Literal["web", "sms"]
AlertReason = Literal["triage", "screen_failed", "taken_back"]
State = Literal["open", "declined", "paused", "ended", "opted_out"]


@dataclass(frozen=True, slots=True)
class Choice:
    """An option offered with a message.

    Attributes:
        id: Opaque and random; all that leaves the server beside `label`.
        value: What it stands for (`Q04.ces_saddle`); never sent to a browser.
        number: What a texter types for it; None on the web.
    """

    id: str
    label: str
    value: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message of a conversation as it is stored and shown. `seq` counts from 1; 0 before it is stored."""

    sender: Sender
    text: str
    at: datetime
    seq: int = 0
    kind: MessageKind = "text"
    choices: tuple[Choice, ...] = ()
    multiple: bool = False
    question: str = ""
    body_map: Mapping[str, Any] | None = None
    sources: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ConversationRecord:
    """The row of one conversation. `id` is opaque and not a credential; `is_test` is staff's own trying out."""

    id: str
    channel: Channel
    created_at: datetime
    last_at: datetime
    state: State = "open"
    level: str | None = None
    is_test: bool = False


@dataclass(frozen=True, slots=True)
class TurnStart:
    """What a turn starts from, read in one go.

    Attributes:
        events: All Rasa events, oldest first; empty for a conversation that has none.
        answer: The bot's messages that answered the caller's key already; None if it was never answered.
        offer: The latest bot message that carried choices or a question, with choice values; None if there is none.
    """

    record: ConversationRecord
    events: list[dict[str, Any]] = field(default_factory=list)
    answer: list[ChatMessage] | None = None
    offer: ChatMessage | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """One triage decision, as the append-only log keeps it.

    Attributes:
        evidence: Rule id -> the spans that fired it.
        origin: "message" is one message on its own, "retraction" what is left after something urgent was
            taken back, "staff" what is left after staff released an emergency.
        inputs: What it was made from, without words (`domain.evidence.replayable`); None if that is not kept.
        number: In the log; 0 before it is there.
    """

    at: datetime
    level: str | None
    rules: tuple[str, ...]
    evidence: Mapping[str, tuple[str, ...]]
    gate: str | None
    content_version: str
    model_id: str
    origin: Literal["message", "intake", "retraction", "staff"]
    inputs: Mapping[str, Any] | None = None
    number: int = field(default=0, compare=False)


@dataclass(slots=True)
class TurnWork:
    """All that one turn writes; committed in one transaction at its end, or not at all.

    Attributes:
        client_message_id: The caller's idempotency key; "" if it gave none.
        tracker_events: Rasa events of this turn, as dicts, in order; `tracker_offset` is the number of
            events the conversation had before (a different number in the store means that another
            process answered in between, and the commit is refused).
        findings: All evidence so far; replaces what is stored, but for the first `findings_kept`, known to be stored.
        level: Replaces the conversation's level if it is set, or if `is_level_known`.
        alert: Why staff must look; None if they need not.
        audit: Login and action of the member of staff who caused it; None for a patient's turn.
        trace: Per-turn insight for staff (intent, mentions, slots, rules, actions); no credentials.
    """

    conversation_id: str
    at: datetime
    client_message_id: str = ""
    messages: list[ChatMessage] = field(default_factory=list)
    tracker_events: list[dict[str, Any]] = field(default_factory=list)
    tracker_offset: int = 0
    findings: Sequence[Evidence] | None = None
    findings_kept: int = 0
    decision: Decision | None = None
    state: State | None = None
    level: str | None = None
    is_level_known: bool = False
    alert: AlertReason | None = None
    audit: tuple[str, str] | None = None
    wipe: bool = False
    trace: dict[str, Any] = field(default_factory=dict)


class ConversationStore(Protocol):
    """Conversations, messages, tracker events, findings, decisions, alerts. Blocking; call it off the event loop."""

    def create(self, record: ConversationRecord, *, token_hash: str) -> None: ...

    def get(self, conversation_id: str) -> ConversationRecord | None: ...

    def by_token(self, token_hash: str) -> ConversationRecord | None: ...

    def tracker_events(self, conversation_id: str) -> list[dict[str, Any]]:
        """All Rasa events, oldest first; empty for a conversation that has none."""
        ...

    def read_turn(self, conversation_id: str, client_message_id: str) -> TurnStart | None:
        """What a turn of this key ("" for none) starts from; None if there is no such conversation."""
        ...

    def last_offer(self, conversation_id: str) -> ChatMessage | None:
        """The latest bot message that carried choices or a question, with choice values; None if there is none."""
        ...

    def commit_turn(self, work: TurnWork) -> list[ChatMessage]:
        """Write the whole turn in one transaction and return its messages with their `seq`.

        Raises:
            ConflictError: Another process wrote to the conversation meanwhile; nothing was written.
            ServiceUnavailableError: The database is locked or gone; nothing was written.
        """
        ...

    def messages(self, conversation_id: str, *, after: int = 0) -> list[ChatMessage]: ...

    def export(self, conversation_id: str) -> dict[str, Any]:
        """Everything kept about one conversation, as JSON-ready data."""
        ...

    def delete(self, conversation_id: str) -> None:
        """Delete a conversation and all that hangs on it, everywhere; a booked appointment stays without its words."""
        ...

    def ping(self) -> None:
        """Read one row; raises ServiceUnavailableError if the database does not answer."""
        ...


@dataclass(frozen=True, slots=True)
class Opening:
    """A time that can be booked. `priority` openings are kept for L3."""

    id: int
    starts_at: datetime
    minutes: int
    priority: bool = False


@dataclass(frozen=True, slots=True)
class Appointment:
    """A booked visit. `visit` is its kind (`running_video`), "" for an ordinary one."""

    id: int
    opening: Opening
    conversation_id: str
    name: str
    contact: str
    visit: str = ""


CallbackKind = Literal["call", "check_in"]
"""As soon as somebody can, or at a time that was agreed: how it went since a routine result."""


class AppointmentBook(Protocol):
    """Openings and appointments. Blocking."""

    def openings(self, *, after: datetime, limit: int) -> list[Opening]:
        """Free openings, soonest first."""
        ...

    def book(
        self, *, opening_id: int, conversation_id: str, request_id: str, name: str, contact: str, visit: str = ""
    ) -> Appointment:
        """Book an opening; the same `request_id` again returns the same appointment.

        Raises:
            BookingRefusedError: "taken", "past" or "unknown".
        """
        ...

    def request_callback(
        self,
        *,
        conversation_id: str,
        request_id: str,
        name: str,
        contact: str,
        wish: str,
        kind: CallbackKind = "call",
        due_at: datetime | None = None,
    ) -> None:
        """Put a call back in the staff's queue; the same `request_id` again changes nothing."""
        ...


@dataclass(frozen=True, slots=True)
class TurnResult:
    """What a turn gave back: `state` is {"level", "state", "question", "done"}; `messages` are the bot's, in order."""

    messages: tuple[ChatMessage, ...]
    state: Mapping[str, Any]
    trace: Mapping[str, Any] = field(default_factory=dict)


class Conversations(Protocol):
    """The conversation engine as channels, the terminal and the console use it.

    Never raises for anything that a patient typed or that broke inside: the last word is a safe
    message. When a turn cannot be stored, TurnNotKeptError carries the messages that must be spoken all
    the same (the channel answers 503 with them). KeyError: there is no such conversation.
    """

    async def open(
        self, channel: Channel, *, is_test: bool = False, locale: str = "en-US"
    ) -> tuple[str, str, TurnResult]:
        """Start a conversation; returns its id, its secret token (256 bits, stored only as a hash) and the greeting."""
        ...

    async def resolve(self, token: str) -> ConversationRecord | None:
        """Return the conversation a token belongs to, None for an unknown one."""
        ...

    async def say(
        self, conversation_id: str, *, text: str = "", choices: Sequence[str] = (), client_message_id: str = ""
    ) -> TurnResult:
        """Take one message: free text, or the opaque ids of offered choices (several where the question allows).

        Raises:
            UnknownChoiceError: An id that the last offer of this conversation does not hold.
        """
        ...

    async def messages(self, conversation_id: str, *, after: int = 0) -> list[ChatMessage]: ...

    async def last_offer(self, conversation_id: str) -> ChatMessage | None:
        """The latest bot message that carried choices or a question, None if there is none; see ConversationStore."""
        ...

    async def set_state(self, conversation_id: str, state: State) -> None:
        """Open, pause, end or opt out a conversation from outside a turn; its messages are still screened."""
        ...

    async def release(self, conversation_id: str, *, login: str) -> bool:
        """End an emergency on the word of staff, and record who did.

        Returns:
            False if there is no such conversation, or if it would still be an emergency.
        """
        ...

    async def export(self, conversation_id: str) -> dict[str, Any]: ...

    async def delete(self, conversation_id: str) -> None: ...
