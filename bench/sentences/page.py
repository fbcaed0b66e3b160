"""Writes the report as one HTML file that needs nothing else: tables, confusions, the worst errors with spans drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from bench.sentences import tally
from bench.sentences.load import SETS
from bench.sentences.report import MISSED_HEADER, STATUSES, STRESS_HEADER, VALUE_HEADER, Judged, Report

WORST = 20


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same mentions. `names` is empty where nothing was read."""

    text: str
    names: tuple[str, ...] = ()
    status: str = ""


def pieces(text: str, mentions: Sequence[Any]) -> list[Piece]:
    """Cut a text at the ends of its mentions; joined, the pieces are the text again.

    Args:
        mentions: As in `backstride understand`; they may overlap and come in any order.
    """
    cuts = sorted({0, len(text), *(m[end] for m in mentions for end in ("start", "end"))})
    cut = []
    for start, end in pairwise(cuts):
        over = [m for m in mentions if m["start"] <= start and m["end"] >= end]
        names = tuple(_name(m) for m in over)
        # The status of the narrowest mention is drawn; the title names all.
        narrow = min(over, key=lambda m: m["end"] - m["start"], default=None)
        cut.append(Piece(text[start:end], names, narrow["status"] if narrow else ""))
    return cut


def _name(mention: Mapping[str, Any]) -> str:
    value = "" if mention["value"] is None else f"={mention['value']}"
    return f"{mention['finding']}{value} ({mention['status']})"


def write(report: Report, path: Path, *, with_sentences: bool) -> None:
    """Write the page.

    Args:
        with_sentences: Show the worst errors. Off for the unseen half: a sentence that was read is seen.
    """
    templates = Environment(loader=PackageLoader("bench.sentences"), autoescape=True, undefined=StrictUndefined)
    page = templates.get_template("report.html.j2").render(
        report=report,
        sets=(*SETS, "flags"),
        statuses=STATUSES,
        value_header=VALUE_HEADER,
        missed_header=MISSED_HEADER,
        stress_header=STRESS_HEADER,
        confusions=tally.value_confusion(report.marks)[:40],
        worst=[_drawn(one) for one in report.worst(WORST)] if with_sentences else [],
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")


def _drawn(one: Judged) -> dict[str, Any]:
    return {
        "id": one.sentence.id,
        "pieces": pieces(one.sentence.text, one.answer["mentions"]),
        "wrong": one.wrong,
        "level": one.answer.get("level"),
    }
