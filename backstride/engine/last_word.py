"""The last word: what a patient reads when a turn broke, said nothing, or missed an emergency.

It needs the response files and the rules in memory, nothing else: no Rasa, no database, no network.
It is also the one place that checks, after the dialogue has spoken, that a message which is an
emergency on its own was answered as one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from backstride.domain.triage import Level, TriageDecision
from backstride.knowledge.wording import Wording
from backstride.services.ports import Channel, ChatMessage, MessageKind
from backstride.services.screening import Screen

AFTER_EMERGENCY = frozenset({"utter_stop", "utter_opted_out", "utter_delete_confirm", "utter_deleted"})
"""What else may be answered then: the wish to be left alone, and the wish to be forgotten."""
_LEVEL_KIND: dict[Level, MessageKind] = {Level.L1: "emergency", Level.L2: "result", Level.L3: "result"}


class LastWord:
    """Says the safe message."""

    def __init__(self, wording: Wording) -> None:
        """Keep the responses."""
        self._wording = wording

    def urgent(self, decision: TriageDecision, channel: Channel, at: datetime) -> ChatMessage:
        """Return the message of an L1-L3 decision."""
        text = self._wording.say(self._wording.triage_response(decision), channel)
        kind = _LEVEL_KIND.get(decision.level, "text") if decision.level else "text"
        return ChatMessage("bot", text, at, kind=kind)

    def say(self, name: str, channel: Channel, at: datetime) -> ChatMessage:
        """Return a response as a plain message."""
        return ChatMessage("bot", self._wording.say(name, channel), at)

    def reminder(self, channel: Channel, at: datetime) -> ChatMessage:
        """Return what is said to everything after an emergency was told, until it is taken back or released."""
        return replace(self.say("utter_emergency_reminder", channel, at), kind="emergency")

    def only_emergency(
        self, raw: Sequence[Mapping[str, Any]], said: list[ChatMessage], channel: Channel, at: datetime
    ) -> list[ChatMessage]:
        """Return what may be said while an emergency stands: its own messages, and what `AFTER_EMERGENCY` allows."""
        is_allowed = AFTER_EMERGENCY & {str(item.get("utter_action")) for item in raw}
        if is_allowed or any(message.kind == "emergency" for message in said):
            return said
        return [self.reminder(channel, at)]

    def broken(self, screen: Screen, channel: Channel, at: datetime) -> list[ChatMessage]:
        """Return what to say when the turn could not be finished: the danger first, then whom to call."""
        apology = self.say("utter_technical_problem", channel, at)
        if screen.decision.level in _LEVEL_KIND:
            return [self.urgent(screen.decision, channel, at), apology]
        return self.ensure([apology], screen, channel, at)

    def ensure(self, said: Sequence[ChatMessage], screen: Screen, channel: Channel, at: datetime) -> list[ChatMessage]:
        """Put first what the message called for and the dialogue did not say.

        That is the emergency message; the same-day message, unless the dialogue told a result or goes on
        asking (it tells the level at the end of the safety questions); and, where the screen broke, whom
        to call.
        """
        if screen.is_other_emergency and not screen.is_emergency:  # said although this visitor's own may be told again
            words = self._wording.say("utter_triage_l1_other_person", channel)
            return [ChatMessage("bot", words, at, kind="emergency"), *said]
        if any(message.kind == "emergency" for message in said):
            return list(said)
        if screen.has_failed and not said:
            return [self.say("utter_technical_problem", channel, at)]
        if screen.is_emergency:
            return [self.urgent(screen.decision, channel, at), *said]
        if screen.decision.level is Level.L2 and not any(m.question or m.kind == "result" for m in said):
            return [self.urgent(screen.decision, channel, at), *said]
        return list(said)
