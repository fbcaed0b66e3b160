"""The last word, in Spanish as well where the patient wrote in it or asked for a language: first theirs, then ours.

Spanish is not spoken here beyond that: the dialogue goes on in English, and the words say whom to call.
"""

from collections.abc import Sequence
from datetime import datetime

from backstride.engine.last_word import LastWord
from backstride.knowledge.wording import Wording
from backstride.services.ports import Channel, ChatMessage
from backstride.services.screening import Screen
from backstride.services.spanish import SpanishWords

_NOT_UNDERSTOOD = ("utter_out_of_scope", "utter_unclear", "utter_unclear_again")
"""What the Spanish words say already."""
_BRIEF = 3


class BilingualLastWord(LastWord):
    """Puts Spanish words before the English ones; a turn in which nothing is said stays silent."""

    def __init__(self, wording: Wording, spanish: SpanishWords) -> None:
        """Keep the responses and what knows Spanish."""
        super().__init__(wording)
        self._spanish = spanish

    def ensure(self, said: Sequence[ChatMessage], screen: Screen, channel: Channel, at: datetime) -> list[ChatMessage]:
        """Say what must be said; see `LastWord`."""
        return self._with_spanish(super().ensure(said, screen, channel, at), screen, channel, at)

    def broken(self, screen: Screen, channel: Channel, at: datetime) -> list[ChatMessage]:
        """Say what is said when the turn broke; see `LastWord`."""
        return self._with_spanish(super().broken(screen, channel, at), screen, channel, at)

    def _with_spanish(
        self, said: list[ChatMessage], screen: Screen, channel: Channel, at: datetime
    ) -> list[ChatMessage]:
        is_spanish = self._spanish.speaks(screen.reading.text)
        is_emergency = any(message.kind == "emergency" for message in said)
        is_asked_for = not is_spanish and not is_emergency and self._spanish.asks_for_a_language(screen.reading.text)
        if not said or not (is_spanish or is_asked_for):
            return said
        name = "utter_spanish_asked_for" if is_asked_for else "utter_spanish_hand_over"
        if is_emergency:
            is_crisis = "self_harm" in screen.decision.reasons
            name = "utter_spanish_crisis" if is_crisis else "utter_spanish_emergency"
        words = self.say(name, channel, at)
        beside = {self.say(name, channel, at).text for name in _NOT_UNDERSTOOD}
        if (
            is_spanish
            and not is_emergency
            and len(screen.reading.text.split()) <= _BRIEF
            and not any(m.text in beside for m in said)
        ):
            return said  # "mujer" answered what was asked: no need to say it again
        said = [message for message in said if message.text not in beside]
        if any(message.text == words.text for message in said):
            return said
        if is_emergency:
            words = ChatMessage("bot", words.text, at, kind="emergency")
        return [words, *said]
