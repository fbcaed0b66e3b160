"""Background jobs that run one after the other for the same key, and side by side for different keys.

A job must deal with its own errors; what it lets escape is dropped. Nothing here survives the process.
"""

import asyncio
from collections.abc import Awaitable, Callable


class InOrder:
    """Runs jobs in the background, in the order they came, per key."""

    def __init__(self) -> None:
        """Start with nothing to do."""
        self._last: dict[str, asyncio.Task[None]] = {}

    def put(self, key: str, job: Callable[[], Awaitable[None]]) -> None:
        """Run a job once all earlier ones of this key have ended. Call it on the event loop."""
        task = asyncio.create_task(self._run(self._last.get(key), job))
        self._last[key] = task
        task.add_done_callback(lambda done: self._forget(key, done))

    @staticmethod
    async def _run(earlier: asyncio.Task[None] | None, job: Callable[[], Awaitable[None]]) -> None:
        if earlier is not None:
            await asyncio.wait([earlier])
        await job()

    def _forget(self, key: str, done: asyncio.Task[None]) -> None:
        if self._last.get(key) is done:
            del self._last[key]

    async def drain(self) -> None:
        """Wait until nothing is left to do."""
        while self._last:
            await asyncio.wait(list(self._last.values()))
