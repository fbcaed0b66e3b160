"""Keeps a turn, and lets an emergency not wait for it.

A turn is written in one transaction, or not at all. If that takes longer than 200 ms for an emergency, its
decision goes to the disk, with an alarm; after a second the patient reads what to do, whatever the database
does. What it takes in after that is kept like any other turn, and the decision once.
"""

import asyncio
from collections.abc import Callable
from functools import partial

import structlog

from backstride.domain.errors import ConflictError, ServiceUnavailableError, TurnNotKeptError
from backstride.engine.last_word import LastWord
from backstride.services.ports import Channel, ChatMessage, ConversationStore, Decision, TurnWork

BUDGET_S = 0.2
"""How long the decision of an emergency may be in memory only."""
PATIENCE_S = 1.0
"""How long the words of an emergency may wait for the database."""
log = structlog.get_logger(__name__)


class Keeper:
    """Commits turns."""

    def __init__(self, store: ConversationStore, last_word: LastWord, spool: Callable[[str, Decision], None]) -> None:
        """Keep the store, the last word, and what keeps a decision on disk."""
        self._store = store
        self._last_word = last_word
        self._spool = spool
        self._late: dict[str, asyncio.Task[list[ChatMessage]]] = {}

    async def commit(self, work: TurnWork, channel: Channel) -> list[ChatMessage]:
        """Write a turn and return its messages as they are stored.

        Raises:
            ConflictError: Another process answered meanwhile; nothing was written.
            TurnNotKeptError: It is not known to be kept; with the messages that must be said all the same.
        """
        task = asyncio.create_task(asyncio.to_thread(self._store.commit_turn, work))
        is_emergency = any(message.kind == "emergency" for message in work.messages)
        is_slow = is_emergency and not (await asyncio.wait([task], timeout=BUDGET_S))[0]
        if is_slow:
            self._keep_decision(work)
        try:
            return await asyncio.wait_for(asyncio.shield(task), PATIENCE_S if is_emergency else None)
        except ConflictError:
            raise
        except (ServiceUnavailableError, TimeoutError) as error:
            if not task.done():
                self._late[work.conversation_id] = task
                task.add_done_callback(partial(self._came_late, work.conversation_id))
            if not is_slow:
                self._keep_decision(work)
            raise TurnNotKeptError(self._spoken(work, channel)) from error

    async def settle(self, conversation_id: str) -> None:
        """Wait for a turn of the conversation that is still being written, at most `PATIENCE_S`.

        Without it the next turn could be read and written before the emergency that was said first, which would
        then be refused as outdated: said, but not known any more.
        """
        if conversation_id in self._late:
            await asyncio.wait([self._late[conversation_id]], timeout=PATIENCE_S)

    def _keep_decision(self, work: TurnWork) -> None:
        """Write the decision to the disk; on the event loop, since the threads may all wait for the database."""
        if work.decision is None:
            return
        try:
            self._spool(work.conversation_id, work.decision)
        except OSError as error:
            log.error("decision.lost", triage_level=work.decision.level, error=type(error).__name__)

    def _spoken(self, work: TurnWork, channel: Channel) -> tuple[ChatMessage, ...]:
        urgent = work.level == "L2"
        danger = [m for m in work.messages if m.sender == "bot" and (m.kind == "emergency" or urgent)]
        return (*danger, self._last_word.say("utter_technical_problem", channel, work.at))

    def _came_late(self, conversation_id: str, task: "asyncio.Task[list[ChatMessage]]") -> None:
        if self._late.get(conversation_id) is task:
            del self._late[conversation_id]
        if not task.cancelled() and task.exception() is not None:
            log.error("turn.not_kept", error=type(task.exception()).__name__)
