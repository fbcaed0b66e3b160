"""`python -m bench screening`: what the edge screen adds to a message.

The dialogue reads every message anyway, and a turn reads a text once (`backstride/nlu/reading_once.py`). So what
screening adds is the judging of what was read; reading is measured beside it. The messages are the examples
of data/nlu/, in random order but the same every time.
"""

import random
import statistics
import time
from pathlib import Path
from typing import Any

import yaml

from backstride.engine import shim
from backstride.nlu.reading_once import reading_once
from backstride.settings import Settings
from backstride.wiring import Backstride
from bench.figures import table

ROOT = Path(__file__).resolve().parent.parent
GOAL_MS = 1.0


def _texts() -> list[str]:
    texts: list[str] = []
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            texts += [line.removeprefix("- ").strip() for line in block.get("examples", "").splitlines() if line]
    random.Random(1).shuffle(texts)
    return texts


def main() -> dict[str, Any]:
    """Measure, print a table, and return the figures in milliseconds."""
    shim.install()
    app = Backstride(Settings(secret_key="k" * 32, database_url="sqlite://"))
    texts, now = _texts(), app.clock()
    for text in texts[:50]:
        app.screener.screen(text, now=now)
    reading: list[float] = []
    judging: list[float] = []
    for text in texts:
        with reading_once():
            started = time.perf_counter()
            app.reader.read(text, now=now)
            read = time.perf_counter()
            app.screener.screen(text, now=now)
            judging.append((time.perf_counter() - read) * 1000)
            reading.append((read - started) * 1000)
    figures = {"messages": len(texts), "added": _spread(judging), "reading, done once a turn": _spread(reading)}
    rows = [[name, *(round(v, 3) for v in figures[name].values())] for name in ("added", "reading, done once a turn")]
    print(table(["ms a message", "mean", "p50", "p95", "p99", "most"], rows))
    print(f"{len(texts)} messages; goal: less than {GOAL_MS:g} ms added on the mean")
    return figures


def _spread(values: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(values, n=100)
    return {"mean": statistics.mean(values), "p50": cuts[49], "p95": cuts[94], "p99": cuts[98], "most": max(values)}
