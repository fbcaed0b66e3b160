"""Figures and how they are shown: percentiles, summaries of response times, plain-text tables. Knows no bot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

Cell = str | float | int | None


def percentile(values: Sequence[float], percent: float) -> float:
    """Return a percentile, interpolated between the two nearest values.

    Args:
        values: At least one, in any order.
        percent: 0 to 100.
    """
    ordered = sorted(values)
    position = (len(ordered) - 1) * percent / 100
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)


@dataclass(frozen=True, slots=True)
class Summary:
    """The turns of one bot at one number of conversations. Times in milliseconds."""

    turns: int
    failed: int
    p50: float
    p95: float
    p99: float
    per_second: float


def summarize(times_ms: Sequence[float], *, failed: int, wall_s: float) -> Summary:
    """Summarize response times.

    Args:
        times_ms: One for each turn, failed ones included; at least one.
        wall_s: How long all of them took together, at their concurrency.
    """
    p50, p95, p99 = (round(percentile(times_ms, percent), 2) for percent in (50, 95, 99))
    return Summary(len(times_ms), failed, p50, p95, p99, round(len(times_ms) / wall_s, 1))


def around(times_ms: Sequence[float], turn: int, *, width: int = 5) -> float | None:
    """Return the median time of the turns around a turn (the first is 1); None if the talk was shorter."""
    if turn > len(times_ms):
        return None
    return round(median(times_ms[max(0, turn - width) : turn]), 2)


def ratio(ours: float | None, theirs: float | None) -> float | None:
    """Return ours as a part of theirs; None if either was not measured."""
    return None if ours is None or not theirs else round(ours / theirs, 3)


def table(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Lay out a table; numbers stand at the right, a figure that is missing is a dash."""
    shown = [[_show(cell) for cell in row] for row in rows]
    widths = [max(len(line[i]) for line in [list(header), *shown]) for i in range(len(header))]
    right = [all(not isinstance(row[i], str) for row in rows) for i in range(len(header))]
    lines = [list(header), ["-" * width for width in widths], *shown]
    return "\n".join("  ".join(_pad(line, widths, right)).rstrip() for line in lines)


def as_rows(by_name: Mapping[str, Summary]) -> list[list[Cell]]:
    """Return one row for each summary, for `table`."""
    return [[name, s.p50, s.p95, s.p99, s.per_second, s.turns, s.failed] for name, s in by_name.items()]


def _pad(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> list[str]:
    triples = zip(cells, widths, right, strict=True)
    return [cell.rjust(width) if at_right else cell.ljust(width) for cell, width, at_right in triples]


def _show(cell: Cell) -> str:
    if cell is None:
        return "-"
    return (
        f"{cell:,.1f}"
        if isinstance(cell, float) and cell >= 10
        else f"{cell:.3g}"
        if isinstance(cell, float)
        else str(cell)
    )
