"""One run of `make bench`: starts the bots one after the other, measures them side by side, prints what came out."""

import shutil
from contextlib import ExitStack
from pathlib import Path

from bench import backstride_server, formbot_server, knowledge
from bench.backstride_server import Backstride
from bench.contest import (
    FULL,
    LONG_MARKS,
    QUICK,
    Contender,
    Plan,
    fill,
    intake_turns,
    long_talks,
    race,
    repeats_itself,
    restaurant_turns,
    words,
)
from bench.formbot_server import Formbot, NotMeasuredError
from bench.load import FAILURES, first_answer
from bench.postgres import cluster
from bench.processes import CommandError, Finished
from bench.report import Results
from bench.scripts import FOLDER, Turn, read_turns, repeated

RESULTS = Path(__file__).resolve().parent / "results"
OURS, THEIRS = "backstride", "formbot"
GREETING = Turn(text="hello")


async def compare(results: Results, work: Path, *, quick: bool, alone: bool, no_bytecode: bool) -> None:
    """Measure everything and print the tables."""
    plan, log = QUICK if quick else FULL, work / "log"
    log.touch()
    model = None if alone else _formbot_model(results, work, log, reuse=quick)
    if not quick:
        _training(results, OURS, backstride_server.train(work, log))
    with ExitStack() as running:
        bots = await _start(results, work, log, model, running, no_bytecode=no_bytecode)
        await _side_by_side(results, plan, bots, running)
    results.note("understand …")
    results.add(OURS, "understand (messages/s)", backstride_server.understood_per_second(plan.understood))
    sentences = backstride_server.understood_per_second(plan.understood, sentences=True)
    results.add(OURS, "understand, sentences (messages/s)", sentences)
    knowledge_base(results)
    try:
        await _on_postgres(results, plan, log)
    except NotMeasuredError as error:
        results.note(f"PostgreSQL: not measured: {error}")
    results.note("Redis: not measured: Backstride does not use it; the database orders the turns of one conversation")
    print(f"\n{results.load_table()}\n\n{results.comparison(OURS, THEIRS)}")
    print("\nRatios compare within this run only. Goals are goals: nothing here passes or fails.")


def knowledge_base(results: Results) -> None:
    """Measure an assessment and a build of the knowledge base."""
    results.note("assessment and content build …")
    assessment_ms, build_s = knowledge.measure()
    results.add(OURS, "assessment, median (ms)", assessment_ms)
    results.add(OURS, "content build (s)", build_s)


def _formbot_model(results: Results, work: Path, log: Path, *, reuse: bool) -> Path | None:
    """Return the stock bot's model, trained now unless an earlier one may be used; None if it cannot be made."""
    kept = RESULTS / f"formbot-{formbot_server.project_digest()}.tar.gz"
    try:
        formbot_server.ensure_environment(log)
        formbot_server.prepare(work)
        if not (reuse and kept.is_file()):
            results.note("training formbot (some minutes) …")
            finished = formbot_server.train(work, log)
            _training(results, THEIRS, finished)
            RESULTS.mkdir(exist_ok=True)
            shutil.move(next((work / "models").glob("*.tar.gz")), kept)
    except (NotMeasuredError, CommandError) as error:
        results.note(f"formbot: not measured, Backstride alone follows: {error}")
        return None
    return kept


def _training(results: Results, bot: str, finished: Finished) -> None:
    results.add(bot, "training (s)", finished.seconds)
    results.add(bot, "training, peak memory (MB)", finished.peak_mb)


async def _start(
    results: Results, work: Path, log: Path, model: Path | None, running: ExitStack, *, no_bytecode: bool
) -> tuple[Backstride, Formbot | None]:
    """Start each bot alone on the machine, timing that, and leave one of each running."""
    results.note("cold starts …")
    anew = {"PYTHONPYCACHEPREFIX": str(work / "bytecode")}
    database = f"sqlite:///{work / 'bench.db'}"

    async def ours(figure: str, extra: dict[str, str] | None = None) -> Backstride:
        bot = Backstride(database, log, extra=extra or {}).start()
        running.callback(bot.stop)
        results.add(OURS, figure, await first_answer(bot.open, GREETING, check=bot.check))
        return bot

    async def theirs(figure: str, model: Path, extra: dict[str, str] | None = None) -> Formbot:
        bot = Formbot.start(work, model, log, extra)
        running.callback(bot.stop)
        results.add(THEIRS, figure, await first_answer(bot.open, GREETING, check=bot.check))
        return bot

    (await ours("cold start, new database (s)")).stop()
    if no_bytecode:
        (await ours("cold start without bytecode (s)", anew)).stop()
        if model:
            (await theirs("cold start without bytecode (s)", model, anew)).stop()
    backstride = await ours("cold start to first answer (s)")
    results.add(OURS, "memory after start (MB)", sum(backstride.memory().values()))
    if model is None:
        return backstride, None
    formbot = await theirs("cold start to first answer (s)", model)
    results.add(THEIRS, "memory after start (MB)", formbot.memory()["server"])
    return backstride, formbot


async def _side_by_side(
    results: Results, plan: Plan, bots: tuple[Backstride, Formbot | None], running: ExitStack
) -> None:
    backstride, formbot = bots
    turns = await intake_turns(backstride)
    contenders = [Contender(OURS, backstride.open, turns)]
    if formbot is not None:
        contenders.append(Contender(THEIRS, formbot.open, restaurant_turns(len(turns))))
    for contender in contenders:
        same = "the same words both times" if await repeats_itself(contender) else "OTHER WORDS the second time"
        results.note(f"{contender.name}: a script of {len(turns)} turns, {same}")
    results.note("turns …")
    results.loads, failures = await race(contenders, plan)
    for failure in failures:
        results.note(f"FAILED TURNS: {failure}")
    for name, levels in results.loads.items():
        results.add(name, "p50 of a turn, 1 conversation (ms)", levels[1].p50)
        for at_once in set(levels) - {1}:
            results.add(name, f"messages/s, {at_once} conversations", levels[at_once].per_second)
    results.note(f"memory after {plan.filling} more conversations …")
    for contender, bot in zip(contenders, filter(None, bots), strict=True):
        used = await fill(contender, plan.filling, bot.cpu_seconds)
        results.add(contender.name, "processor time of a turn (ms)", used)
    results.add(OURS, "memory after filling (MB)", sum(backstride.memory().values()))
    if formbot is not None:
        memory = formbot.memory()
        results.add(THEIRS, "memory after filling (MB)", memory["server"])
        results.note(f"formbot's action server holds another {memory['actions']} MB")
    await _long(results, plan, contenders, backstride, running)


async def _long(
    results: Results, plan: Plan, contenders: list[Contender], backstride: Backstride, running: ExitStack
) -> None:
    """Let one patient go on and on: the script of before, then what people ask around a visit or a search."""
    results.note(f"long talks of {plan.long_turns} turns …")
    backstride.stop()
    tireless = Backstride(backstride.database_url, backstride.log, without_limits=True).start()
    running.callback(tireless.stop)
    await first_answer(tireless.open, GREETING, check=tireless.check)
    talkers: list[Contender] = []
    for contender in contenders:
        then = read_turns(FOLDER / ("after_result.yml" if contender.name == OURS else "restaurant_long.yml"))
        turns = (*contender.turns, *repeated(then, plan.long_turns - len(contender.turns)))
        talkers.append(Contender(contender.name, tireless.open if contender.name == OURS else contender.opener, turns))
    try:
        measured = await long_talks(talkers, plan)
    except FAILURES as error:
        results.note(f"LONG TALKS NOT MEASURED: {type(error).__name__}: {error}")
        return
    for name, by_mark in measured.items():
        for mark in LONG_MARKS:
            results.add(name, f"turn {mark} of a long talk (ms)", by_mark[mark])


async def _on_postgres(results: Results, plan: Plan, log: Path) -> None:
    """Measure one and two processes on PostgreSQL, and check that they say what SQLite's server said."""
    with cluster() as url, ExitStack() as running:
        results.note("PostgreSQL …")
        bot = Backstride(url, log)
        running.callback(bot.stop)
        said: list[list[tuple[str, ...]]] = []
        for processes in (1, 2):
            bot.start()
            await first_answer(bot.open_newest, GREETING, check=bot.check)
            name = f"backstride, PostgreSQL, {processes} process{'es' * (processes - 1)}"
            contender = Contender(name, bot.open, await intake_turns(bot))
            said.append(await words(contender))
            loads, failures = await race([contender], plan)
            results.loads.update(loads)
            for failure in failures:
                results.note(f"FAILED TURNS: {failure}")
        same = "the same words" if said[0] == said[1] else "OTHER WORDS"
        results.note(f"PostgreSQL: one and two processes say {same}")
