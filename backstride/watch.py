"""What a server does beside answering: alerts that are due are told, decisions on disk are moved to the database.

Runs while the app serves. A round that fails is logged, and the next one tries again.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import structlog

ROUND_S = 1.0
"""How long an alert may wait to be told, at most, while everything works."""
_LEAVE_S = 15.0
log = structlog.get_logger(__name__)

Job = Callable[[], Awaitable[object]]


@asynccontextmanager
async def watching(*jobs: Job, pause_s: float = ROUND_S) -> AsyncIterator[None]:
    """Do every job again and again, each in a row of its own, until this is left; a round that runs is finished."""
    stop = asyncio.Event()
    tasks = [asyncio.create_task(_repeat(job, pause_s, stop)) for job in jobs]
    try:
        yield
    finally:
        stop.set()
        _, unfinished = await asyncio.wait(tasks, timeout=_LEAVE_S)
        for task in unfinished:
            task.cancel()


async def _repeat(job: Job, pause_s: float, stop: asyncio.Event) -> None:
    failing = False
    while not stop.is_set():
        try:
            await job()
            failing = False
        except Exception as error:  # noqa: BLE001 - whatever broke must not end the watch
            if not failing:
                log.error("watch.failed", kind=getattr(job, "__name__", "job"), error=type(error).__name__)
            failing = True
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), pause_s)
