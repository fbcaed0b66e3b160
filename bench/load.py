"""Plays conversations against a bot and times each turn: a closed loop, every patient waits for each answer."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count

import aiohttp

from bench.clients import AnswerError, Opener, Reply, Talk
from bench.figures import Summary, summarize
from bench.scripts import Turn

FAILURES = (AnswerError, aiohttp.ClientError, TimeoutError)


@dataclass
class Timings:
    """What was measured: milliseconds of each turn, failed turns, and seconds in all."""

    times_ms: list[float] = field(default_factory=list)
    failed: int = 0
    wall_s: float = 0.0
    first_failure: str = ""

    def summary(self) -> Summary:
        """Return the figures."""
        return summarize(self.times_ms, failed=self.failed, wall_s=self.wall_s)


@asynccontextmanager
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    """Open an HTTP client without a limit on connections; a turn that takes over a minute has failed."""
    connector, timeout = aiohttp.TCPConnector(limit=0), aiohttp.ClientTimeout(total=60)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as http:
        yield http


async def play(opener: Opener, turns: Sequence[Turn], *, conversations: int, at_once: int, into: Timings) -> None:
    """Play a script `conversations` times, `at_once` at a time. Opening a conversation is not timed."""
    numbers = iter(range(conversations))
    started = time.perf_counter()
    async with browser() as http:
        await asyncio.gather(*(_patient(http, opener, turns, numbers, into) for _ in range(at_once)))
    into.wall_s += time.perf_counter() - started


async def _patient(
    http: aiohttp.ClientSession, opener: Opener, turns: Sequence[Turn], numbers: Iterable[int], into: Timings
) -> None:
    for _ in numbers:
        talk = await opener(http)
        for turn in turns:
            started = time.perf_counter()
            try:
                await talk.say(turn)
            except FAILURES as error:
                into.failed += 1
                into.first_failure = into.first_failure or f"{type(error).__name__}: {error}"
            into.times_ms.append((time.perf_counter() - started) * 1000)


async def long_talk(opener: Opener, turns: Iterable[Turn]) -> list[float]:
    """Take the turns of one conversation and return the milliseconds of each."""
    times: list[float] = []
    async with browser() as http:
        talk = await opener(http)
        for turn in turns:
            started = time.perf_counter()
            await talk.say(turn)
            times.append((time.perf_counter() - started) * 1000)
    return times


async def replies(opener: Opener, turns: Iterable[Turn]) -> list[Reply]:
    """Return what the bot says to each turn of one conversation."""
    async with browser() as http:
        talk = await opener(http)
        return [await talk.say(turn) for turn in turns]


async def first_answer(opener: Opener, turn: Turn, *, check: Callable[[], None], within_s: float = 300.0) -> float:
    """Wait until a conversation can be started and its first turn is answered; return the seconds that took.

    Args:
        check: Raises if the server has ended.

    Raises:
        TimeoutError: It could not in time.
    """
    started = time.perf_counter()
    async with asyncio.timeout(within_s), browser() as http:
        for _ in count():
            try:
                talk: Talk = await opener(http)
                await talk.say(turn)
                break
            except FAILURES:
                check()
                await asyncio.sleep(0.05)
    return round(time.perf_counter() - started, 2)
