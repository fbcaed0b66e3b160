"""What the staff page needs from storage, as Protocols, and the values that it shows.

Implemented by `backstride.knowledge.staff_store` and `staff_queries`. All methods block and may raise
ServiceUnavailableError. Every time is an aware `datetime` in UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from backstride.domain.findings import Evidence
from backstride.services.ports import Appointment, ChatMessage, ConversationRecord, Decision


@dataclass(frozen=True, slots=True)
class StaffSession:
    """A signed-in browser."""

    login: str
    created_at: datetime
    last_seen_at: datetime


@dataclass(frozen=True, slots=True)
class LoginFailures:
    """Failed logins since the last good one; `last_at` is None when there are none."""

    count: int = 0
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """A conversation as the list shows it. `alerts` counts those that nobody has acknowledged."""

    record: ConversationRecord
    alerts: int
    messages: int


@dataclass(frozen=True, slots=True)
class Alert:
    """Staff must look at a conversation; `escalated_at` is set where nobody looked in time."""

    id: int
    conversation_id: str
    at: datetime
    level: str | None
    rules: tuple[str, ...]
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    reason: str = "triage"
    escalated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Callback:
    """Somebody asked to be called; `level` is that of their conversation."""

    id: int
    conversation_id: str
    level: str | None
    at: datetime
    name: str
    contact: str
    wish: str
    done_at: datetime | None = None
    done_by: str | None = None
    kind: str = "call"
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """A booked appointment; `level` is that of its conversation, None if that is gone."""

    appointment: Appointment
    level: str | None
    is_test: bool = False


@dataclass(frozen=True, slots=True)
class TurnView:
    """One turn of a transcript: its messages in order, and why it went as it did (`TurnResult.trace`)."""

    at: datetime
    messages: tuple[ChatMessage, ...]
    trace: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Transcript:
    """A whole conversation, each part oldest first."""

    record: ConversationRecord
    turns: tuple[TurnView, ...]
    findings: tuple[Evidence, ...]
    decisions: tuple[Decision, ...]
    alerts: tuple[Alert, ...]


class StaffStore(Protocol):
    """Logins, sessions and failed logins. Tokens and throttle keys come as hashes."""

    def password_hash(self, login: str) -> str | None:
        """Return the argon2 hash of a login's password, None for an unknown login."""
        ...

    def start_session(self, token_hash: str, *, login: str, at: datetime) -> None:
        """Keep a session, and record the sign-in."""
        ...

    def session(self, token_hash: str) -> StaffSession | None:
        """Return the session with this token, None if there is none."""
        ...

    def touch_session(self, token_hash: str, at: datetime) -> None:
        """Remember that the session was used."""
        ...

    def end_session(self, token_hash: str) -> None:
        """Forget the session."""
        ...

    def failures(self, key: str) -> LoginFailures:
        """Return the failures counted under a key."""
        ...

    def add_failure(self, key: str, at: datetime) -> None:
        """Count one more failure."""
        ...

    def clear_failures(self, key: str) -> None:
        """Count from none again."""
        ...


class ConversationQueries(Protocol):
    """What staff see of conversations and bookings, and the marks they leave; who saw or did what is recorded."""

    def conversations(self, *, tests: bool, newest_first: bool, limit: int, skip: int = 0) -> list[Summary]:
        """Return patients' conversations, or staff's tests.

        Unless `newest_first`, those with open alerts come first, then by level, then the newest.
        """
        ...

    def open_alerts(self) -> list[Alert]:
        """Return the alerts that nobody has acknowledged, most urgent first, then the oldest."""
        ...

    def acknowledge(self, alert_id: int, *, login: str, at: datetime) -> bool:
        """Acknowledge an alert; False if it is not there or was acknowledged before (the first one counts)."""
        ...

    def is_test(self, conversation_id: str) -> bool:
        """Whether there is such a conversation and it is staff's own trying out."""
        ...

    def transcript(
        self, conversation_id: str, *, login: str, at: datetime, action: str = "conversation.viewed"
    ) -> Transcript | None:
        """Return a conversation and record who did what with it (a patient's, not a test); None if there is none."""
        ...

    def callbacks(self) -> list[Callback]:
        """Return open calls, most urgent first; then check-ins by due date; then the 50 latest that are done."""
        ...

    def finish_callback(self, callback_id: int, *, login: str, at: datetime) -> bool:
        """Mark a request as done; False if it is not there or was done before."""
        ...

    def visits(self, *, after: datetime) -> list[Visit]:
        """Return booked visits that start after a moment, soonest first."""
        ...


@dataclass(frozen=True, slots=True)
class DueAlert:
    """An alert that staff have to be told of; `is_escalation`: it was told before, and nobody looked."""

    id: int
    conversation_id: str
    level: str | None
    reason: str
    is_escalation: bool


class AlertQueue(Protocol):
    """Alerts that are due to be told. What one process has claimed no other gets until its claim runs out."""

    def claim(self, now: datetime, *, unseen_since: datetime) -> list[DueAlert]:
        """Claim what is new, and what was raised by `unseen_since` and nobody has acknowledged."""
        ...

    def told(self, alert: DueAlert, at: datetime) -> None:
        """Mark a claimed alert as told."""
        ...

    def not_told(self, alert: DueAlert, at: datetime) -> None:
        """Let a claimed alert be tried again later."""
        ...


class StaffNotifier(Protocol):
    """A way to reach staff who are not looking at the staff page. Says a level and a link, never a patient's words."""

    async def notify(self, alert: DueAlert) -> None:
        """Tell of an alert.

        Raises:
            ServiceUnavailableError: It did not go out.
        """
        ...
