"""What stays in memory: one server, conversation after conversation over HTTP, its resident memory noted on the way."""

from pathlib import Path

from bench.backstride_server import Backstride
from bench.contest import intake_turns
from bench.figures import Cell, table
from bench.load import Timings, first_answer, play
from bench.report import Results
from bench.run import GREETING, OURS

CONVERSATIONS, STEP = 200, 25


async def measure(results: Results, work: Path) -> None:
    """Hold the conversations, eight at a time, and print and keep what was noted."""
    log = work / "log"
    log.touch()
    bot = Backstride(f"sqlite:///{work / 'bench.db'}", log).start()
    try:
        await first_answer(bot.open, GREETING, check=bot.check)
        results.add(OURS, "memory after start (MB)", sum(bot.memory().values()))
        turns, noted, into = await intake_turns(bot), list[list[Cell]](), Timings()
        for held in range(STEP, CONVERSATIONS + 1, STEP):
            await play(bot.open, turns, conversations=STEP, at_once=8, into=into)
            noted.append([held, round(sum(bot.memory().values()), 1)])
        results.add(OURS, "memory after filling (MB)", sum(bot.memory().values()))
    finally:
        bot.stop()
    print(table(["conversations", "memory (MB)"], noted))
    failed = f"{into.failed} of them failed{f', the first: {into.first_failure}' if into.failed else ''}"
    results.note(f"{len(into.times_ms)} turns in {len(turns)}-turn conversations, {failed}")
    results.details["memory"] = noted
