"""One turn at a time per conversation, inside this process.

Between processes the store decides: two turns that began from the same events cannot both be
committed. Rasa's own lock stores poll once a second (rasa 3.6.21 core/lock_store.py); this one wakes
the next in line at once, in order.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class ConversationLocks:
    """Locks by conversation id; a lock nobody holds or waits for is forgotten."""

    def __init__(self) -> None:
        """Start with none."""
        self._locks: dict[str, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def of(self, conversation_id: str) -> AsyncIterator[bool]:
        """Hold the lock of a conversation and say whether it was waited for; waiters are served in order."""
        lock, waiting = self._locks.get(conversation_id, (asyncio.Lock(), 0))
        self._locks[conversation_id] = (lock, waiting + 1)
        try:
            async with lock:
                yield waiting > 0
        finally:
            lock, waiting = self._locks[conversation_id]
            if waiting == 1:
                del self._locks[conversation_id]
            else:
                self._locks[conversation_id] = (lock, waiting - 1)
