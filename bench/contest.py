"""What is measured of the running bots, one function a figure. Bots take turns, so that both see the same machine."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from bench.backstride_server import Backstride
from bench.clients import Opener, rehearse
from bench.figures import Summary, around
from bench.load import Timings, browser, long_talk, play, replies
from bench.scripts import FOLDER, Turn, read_intake, read_turns, repeated

LONG_MARKS = (10, 50, 200)


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured. `conversations`: of each round, by how many go on at once."""

    conversations: Mapping[int, int]
    rounds: int
    filling: int
    long_turns: int
    long_talks: int
    understood: int


FULL = Plan({1: 4, 8: 16, 32: 32}, rounds=2, filling=200, long_turns=200, long_talks=3, understood=5000)
QUICK = Plan({1: 2, 8: 8}, rounds=1, filling=16, long_turns=50, long_talks=1, understood=3000)


@dataclass(frozen=True, slots=True)
class Contender:
    """A bot that is running, and the script of its patients."""

    name: str
    opener: Opener
    turns: tuple[Turn, ...]


async def intake_turns(bot: Backstride) -> tuple[Turn, ...]:
    """Return the turns of Backstride's script, found by going through the intake once."""
    async with browser() as http:
        return await rehearse(await bot.open(http), read_intake(FOLDER / "intake.yml"))


def restaurant_turns(length: int) -> tuple[Turn, ...]:
    """Return the stock bot's script at a given length."""
    return repeated(read_turns(FOLDER / "restaurant.yml"), length)


async def repeats_itself(contender: Contender) -> bool:
    """Say whether the same conversation, held twice, gets the same words."""
    return await words(contender) == await words(contender)


async def words(contender: Contender) -> list[tuple[str, ...]]:
    """Return what a bot says to its script."""
    return [reply.texts for reply in await replies(contender.opener, contender.turns)]


async def race(contenders: Sequence[Contender], plan: Plan) -> tuple[dict[str, dict[int, Summary]], list[str]]:
    """Measure turns at each number of conversations.

    Returns:
        The summaries by bot and number of conversations; and the first failure of each bot that had one.
    """
    summaries: dict[str, dict[int, Summary]] = {contender.name: {} for contender in contenders}
    failures: list[str] = []
    for contender in contenders:
        await play(contender.opener, contender.turns, conversations=2, at_once=2, into=Timings())
    for at_once, conversations in plan.conversations.items():
        timings = {contender.name: Timings() for contender in contenders}
        for number in range(plan.rounds):
            for contender in contenders if number % 2 == 0 else reversed(contenders):
                into = timings[contender.name]
                await play(contender.opener, contender.turns, conversations=conversations, at_once=at_once, into=into)
        for name, timing in timings.items():
            summaries[name][at_once] = timing.summary()
            failures += [f"{name}, {at_once} at once: {timing.first_failure}"] if timing.failed else []
    return summaries, failures


async def fill(contender: Contender, conversations: int, cpu_seconds: Callable[[], float]) -> float:
    """Hold conversations, eight at a time, to see what stays in memory.

    Args:
        cpu_seconds: Says how much processor time the bot has used until now.

    Returns:
        The milliseconds of processor time of a turn, openings included: other programs on the machine hardly change it.
    """
    before = cpu_seconds()
    await play(contender.opener, contender.turns, conversations=conversations, at_once=8, into=Timings())
    return round((cpu_seconds() - before) * 1000 / (conversations * len(contender.turns)), 2)


async def long_talks(contenders: Sequence[Contender], plan: Plan) -> dict[str, dict[int, float | None]]:
    """Return the median milliseconds of the five turns up to each mark of a long conversation, by bot."""
    times: dict[str, list[list[float]]] = {contender.name: [] for contender in contenders}
    for _ in range(plan.long_talks):
        for contender in contenders:
            times[contender.name].append(await long_talk(contender.opener, contender.turns))
    return {name: {mark: _median(talks, mark) for mark in LONG_MARKS} for name, talks in times.items()}


def _median(talks: Sequence[Sequence[float]], mark: int) -> float | None:
    measured = [time for time in (around(talk, mark) for talk in talks) if time is not None]
    return round(median(measured), 2) if measured else None
