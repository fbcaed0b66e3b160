"""The turn that is being taken, as the pieces that Rasa calls back see it.

Rasa builds its tracker store, action endpoint and output channel once and calls them from inside
`Agent.handle_message`. What belongs to one turn reaches them through a context variable, so two
conversations never see each other's turn.
"""

from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from backstride.services.ports import Channel


@dataclass(slots=True)
class Turn:
    """State of one turn.

    Attributes:
        stored_events: Rasa events of the conversation before this turn, oldest first.
        new_events: Events that Rasa asked to save; written by the caller in one transaction with everything else.
        said: Raw bot messages in the order Rasa sent them.
        actions: What was predicted and run: {"action", "policy", "confidence"}.
        failures: Names of actions that raised.
    """

    conversation_id: str
    channel: Channel
    now: datetime
    stored_events: list[dict[str, Any]] = field(default_factory=list)
    new_events: list[dict[str, Any]] = field(default_factory=list)
    said: list[dict[str, Any]] = field(default_factory=list)
    actions: list[dict[str, Any]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


current_turn: ContextVar[Turn] = ContextVar("current_turn")
