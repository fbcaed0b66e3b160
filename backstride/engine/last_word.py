"""The last word: what a patient reads when a turn broke, said nothing, or missed an emergency.

It needs the response files and the rules in memory, nothing else: no Rasa, no database, no network.
It is also the one place that checks, after the dialogue has spoken, that a message which is an
emergency on its own was answered as one.
"""

from collections.abc import Sequence
from datetime import datetime

from backstride.domain.triage import Level, TriageDecision
from backstride.knowledge.wording import Wording
from backstride.services.ports import Channel, ChatMessage, MessageKind
from backstride.services.screening import Screen

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

    def broken(self, screen: Screen, channel: Channel, at: datetime) -> list[ChatMessage]:
        """Return what to say when the turn could not be finished: the danger first, then whom to call."""
        apology = self.say("utter_technical_problem", channel, at)
        if screen.decision.level in _LEVEL_KIND:
            return [self.urgent(screen.decision, channel, at), apology]
        return self.ensure([apology], screen, channel, at)

    def ensure(self, said: Sequence[ChatMessage], screen: Screen, channel: Channel, at: datetime) -> list[ChatMessage]:
        """Put the emergency message first if the message called for it and the dialogue did not say it."""
        if any(message.kind == "emergency" for message in said):
            return list(said)
        if screen.is_emergency:
            return [self.urgent(screen.decision, channel, at), *said]
        if screen.is_other_emergency:
            words = self._wording.say("utter_triage_l1_other_person", channel)
            return [ChatMessage("bot", words, at, kind="emergency"), *said]
        return list(said)
