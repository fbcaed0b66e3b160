"""Turns the results of a run into tables and JSON. Goals stand beside the figures; nothing passes or fails."""

import json
import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.figures import Cell, as_rows, ratio, table

FIGURES = {
    "p50 of a turn, 1 conversation (ms)": "<= 1/3",
    "processor time of a turn (ms)": "",
    "messages/s, 8 conversations": "",
    "messages/s, 32 conversations": "",
    "memory after start (MB)": "",
    "memory after filling (MB)": "< 400 MB",
    "cold start to first answer (s)": "< 8 s",
    "cold start, new database (s)": "",
    "cold start without bytecode (s)": "",
    "training (s)": "",
    "training, peak memory (MB)": "",
    "turn 10 of a long talk (ms)": "",
    "turn 50 of a long talk (ms)": "",
    "turn 200 of a long talk (ms)": "",
    "understand (messages/s)": "",
    "understand, sentences (messages/s)": "",
    "assessment, median (ms)": "< 5 ms",
    "content build (s)": "< 3 s",
}
"""What is compared, with Backstride's goal; a fraction is of the stock bot's figure."""


class Results:
    """Collects figures by bot, and remarks."""

    def __init__(self) -> None:
        """Start empty."""
        self.figures: dict[str, dict[str, float | None]] = {}
        self.loads: dict[str, Any] = {}
        self.remarks: list[str] = []
        self.details: dict[str, Any] = {}

    def add(self, bot: str, figure: str, value: float | None) -> None:
        """Take one of `FIGURES`, and show it at once: a run takes minutes and may be stopped."""
        if figure not in FIGURES:
            raise KeyError(figure)
        self.figures.setdefault(figure, {})[bot] = value
        print(f"  {bot}: {figure}: {value}", flush=True)

    def note(self, remark: str) -> None:
        """Take a remark, and show it at once."""
        self.remarks.append(remark)
        print(f"• {remark}", flush=True)

    def comparison(self, ours: str, theirs: str) -> str:
        """Return the table of figures side by side."""
        rows: list[list[Cell]] = []
        for figure, goal in FIGURES.items():
            values = self.figures.get(figure)
            if values:
                rows.append(
                    [figure, values.get(theirs), values.get(ours), ratio(values.get(ours), values.get(theirs)), goal]
                )
        return table(["figure", theirs, ours, "ratio", "goal"], rows)

    def load_table(self) -> str:
        """Return the table of response times."""
        by_name = {f"{name}, {n} at once": s for name, levels in self.loads.items() for n, s in levels.items()}
        return table(["bot", "p50 ms", "p95 ms", "p99 ms", "messages/s", "turns", "failed"], as_rows(by_name))

    def write(self, folder: Path, options: Mapping[str, Any]) -> Path:
        """Write everything as JSON and return the file."""
        folder.mkdir(parents=True, exist_ok=True)
        now = datetime.now(UTC)
        whole = {
            "at": now.isoformat(timespec="seconds"),
            "options": dict(options), "machine": machine(), "figures": self.figures,
            "goals": {figure: goal for figure, goal in FIGURES.items() if goal}, "loads": self.loads,
            "remarks": self.remarks, **self.details,
        }  # fmt: skip
        path = folder / f"{now:%Y%m%dT%H%M%SZ}.json"
        path.write_text(json.dumps(whole, indent=1, default=_plain), encoding="utf-8")
        return path


def machine() -> dict[str, Any]:
    """Say what the figures were measured on."""
    return {
        "cpus": os.cpu_count(),
        "load": os.getloadavg(),
        "system": platform.platform(),
        "python": platform.python_version(),
    }


def _plain(value: Any) -> Any:
    return {name: getattr(value, name) for name in value.__slots__}
