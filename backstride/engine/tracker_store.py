"""Rasa's tracker store on top of a turn's unit of work.

It never touches a database: the events were read before the turn and are written after it, in one
transaction with the messages and findings they belong to (`conversations.py`). So a turn is kept
whole or not at all, and Rasa's FailSafeTrackerStore, which would carry on in memory when the
database fails, has nothing to fall back from.
"""

from collections.abc import Iterable
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from backstride.engine.turn import current_turn


class TurnTrackerStore(TrackerStore):
    """Reads the stored events of the current turn and collects its new ones."""

    def __init__(self, domain: Domain | None = None) -> None:
        """Start without a domain; the agent sets it when it has loaded a model."""
        super().__init__(domain)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Rebuild the tracker from the events read before the turn; None for a new conversation."""
        stored = current_turn.get().stored_events
        if not stored:
            return None
        return DialogueStateTracker.from_dict(sender_id, stored, self.domain.slots)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the events that are new in this turn, for the caller to write."""
        turn = current_turn.get()
        turn.new_events = [event.as_dict() for event in list(tracker.events)[len(turn.stored_events) :]]

    async def keys(self) -> Iterable[str]:
        """Refuse: listing conversations is the staff page's business, not Rasa's."""
        raise NotImplementedError("conversations are listed from the database, not through Rasa")

    async def delete(self, sender_id: str) -> None:
        """Refuse, for the same reason."""
        raise NotImplementedError(f"delete conversation {sender_id} through ConversationStore.delete")

    def __getstate__(self) -> dict[str, Any]:
        """Rasa fingerprints its components; there is no state to save."""
        return {}
