"""What an action sees of the conversation: typed, and free of Rasa's dictionaries.

Parsing the tracker happens here and in `slots.py`, nowhere else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.container import Services
from backstride.domain.evidence import revive, subject_of
from backstride.domain.findings import Evidence, Findings, Status
from backstride.domain.gathering import gather
from backstride.domain.interview import InterviewState
from backstride.services.ports import Channel


@dataclass(frozen=True, slots=True)
class Turn:
    """One action call.

    Attributes:
        number: Number of the patient's messages so far, the current one included; 1 for the first.
        is_choice: A choice was taken, nothing was typed; `text` is then empty.
        choices: Values of the options chosen in this message (`Q04.ces_saddle`), empty for typed text.
        now: The conversation's clock.
        memo: What was looked up for this call already.
    """

    tracker: Tracker
    dispatcher: CollectingDispatcher
    services: Services
    channel: Channel
    now: datetime
    number: int
    is_choice: bool
    text: str
    intent: str
    confidence: float
    choices: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    state: InterviewState
    memo: dict[str, Any] = field(default_factory=dict, compare=False)
    _known: list[Findings] = field(default_factory=list, init=False, repr=False, compare=False)  # never of a copy

    @classmethod
    def of(cls, tracker: Tracker, dispatcher: CollectingDispatcher, services: Services) -> "Turn":
        """Read the tracker once."""
        message = tracker.latest_message or {}
        metadata = message.get("metadata") or {}
        entities = message.get("entities") or []
        now = metadata.get("now")
        trusted = metadata.get("trusted_payload") is True
        return cls(
            tracker=tracker,
            dispatcher=dispatcher,
            services=services,
            channel="sms" if tracker.get_latest_input_channel() == "sms" else "web",
            now=datetime.fromisoformat(now) if now else datetime.now(UTC),
            number=sum(1 for event in tracker.events if event.get("event") == "user"),
            is_choice=trusted,
            text="" if trusted else str(message.get("text") or ""),
            intent=str((message.get("intent") or {}).get("name") or ""),
            confidence=float((message.get("intent") or {}).get("confidence") or 0.0),
            choices=tuple(str(e["value"]) for e in entities if e.get("entity") == "choice"),
            evidence=tuple(revive(tracker.get_slot("evidence") or [])),
            state=slots.interview_state(tracker.get_slot("asked") or []),
        )

    @property
    def conversation_id(self) -> str:
        """The conversation's opaque id."""
        return str(self.tracker.sender_id)

    @property
    def subject(self) -> str:
        """Whom the answers are about: me, my_child or other_adult."""
        told = [item for item in self.evidence if item.finding == "subject" and item.value]
        return subject_of((str(item.value), item.status is Status.NEGATED) for item in told)

    @property
    def findings(self) -> Findings:
        """What is known so far, worked out once: the evidence of a `Turn` never changes."""
        if not self._known:
            self._known.append(gather(self.evidence, self.services.rules.vocabulary))
        return self._known[0]

    def with_evidence(self, evidence: Sequence[Evidence]) -> "Turn":
        """Return the same turn, knowing this evidence."""
        return replace(self, evidence=tuple(evidence))

    @property
    def said(self) -> list[str]:
        """All that the patient has written in this conversation, in order; "" where a message had no words."""
        return [str(event.get("text") or "") for event in self.tracker.events if event.get("event") == "user"]

    def intent_beside(self) -> tuple[str, float]:
        """Return what the words were taken for beside a red flag in them, with its confidence."""
        ranking = (self.tracker.latest_message or {}).get("intent_ranking") or []
        second = ranking[1] if len(ranking) > 1 else {}
        return str(second.get("name") or ""), float(second.get("confidence") or 0.0)

    def slot(self, name: str) -> Any:
        """Return a slot's value, None if it is not set."""
        return self.tracker.get_slot(name)

    def entities(self) -> Sequence[Mapping[str, Any]]:
        """Return the mentions of this message as Rasa carries them."""
        return (self.tracker.latest_message or {}).get("entities") or []

    def say(self, response: str, **values: Any) -> None:
        """Say a response by name; `values` fill its placeholders or ride along as metadata (`kind`, `choices`, ...)."""
        filled = {**self.services.wording.fillers(response), **values}
        self.dispatcher.utter_message(response=response, **filled)

    @property
    def has_spoken(self) -> bool:
        """Whether this action has said anything yet."""
        return bool(self.dispatcher.messages)

    def words(self, response: str, **values: Any) -> str:
        """Return a response's text for this channel, to be put into another one."""
        return self.services.wording.say(response, self.channel, **values)
