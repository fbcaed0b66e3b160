"""Turns what Rasa said into messages that a channel can show, with opaque choices.

A bot message names its response; `utter_ask_<slot>` is a question of content/questions.yml, whose
options become choices here. Buttons never carry a payload: a choice has a random id, and its value
stays on the server.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from backstride.domain.interview import Question, QuestionKind
from backstride.services.ports import Channel, ChatMessage, Choice

_ASK = "utter_ask_"


class Presenter:
    """Builds messages for one set of questions."""

    def __init__(
        self, questions: Sequence[Question], *, new_id: Callable[[], str] = lambda: secrets.token_urlsafe(9)
    ) -> None:
        """Index the questions by channel, and there by slot and by id (the first part's, where there are two)."""
        self._by_slot = {(channel, q.slot): q for q in questions for channel in q.channels if not q.clarifies}
        self._by_id = {(channel, q.id): q for q in reversed(questions) for channel in q.channels}
        self._new_id = new_id

    def present(self, raw: Mapping[str, Any], channel: Channel, at: datetime) -> ChatMessage:
        """Return the message for one raw bot utterance.

        Args:
            raw: As Rasa sends it: `text`, `utter_action`, and what an action added: `kind`, `question`,
                `choices` ([{"label", "value"}]) and `sources`.
        """
        question = self._question(raw, channel)
        choices = self._choices(raw, question, channel)
        return ChatMessage(
            sender="bot",
            text=str(raw.get("text") or ""),
            at=at,
            kind=raw.get("kind") or ("question" if question else "text"),
            choices=choices,
            multiple=bool(question and question.kind is QuestionKind.MULTI),
            question=question.id if question else "",
            sources=tuple(raw.get("sources") or ()),
        )

    def _question(self, raw: Mapping[str, Any], channel: Channel) -> Question | None:
        if raw.get("question"):
            return self._by_id.get((channel, str(raw["question"])))
        name = str(raw.get("utter_action") or "")
        return self._by_slot.get((channel, name.removeprefix(_ASK))) if name.startswith(_ASK) else None

    def _choices(self, raw: Mapping[str, Any], question: Question | None, channel: Channel) -> tuple[Choice, ...]:
        offered = [(str(c["label"]), str(c["value"]), n) for n, c in enumerate(raw.get("choices") or (), start=1)]
        if question:
            offered += [
                (option.label, f"{question.id}.{option.id}", -1 if option.sms is None else option.sms)
                for option in question.options
            ]
        return tuple(
            Choice(self._new_id(), label, value, number if channel == "sms" else None)
            for label, value, number in offered
            if channel == "web" or number >= 0
        )
