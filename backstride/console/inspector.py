"""Turns a turn's trace into what the inspector shows: the message in pieces, with what was found in each.

A trace comes from the engine as a dict (`TurnResult.trace`) and may be empty or partly filled.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from backstride.services.ports_staff import TurnView

_NO_MENTION: dict[str, Any] = {"finding": "", "value": None, "status": "", "text": "", "start": None, "end": None}
_NO_ACTION: dict[str, Any] = {"action": "", "policy": None, "confidence": None}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a message. `mentions` are those that cover all of it; empty for plain text."""

    text: str
    mentions: tuple[Mapping[str, Any], ...] = ()

    @property
    def status(self) -> str:
        """The status that colours it: the first mention's, "" for plain text."""
        return str(self.mentions[0]["status"]) if self.mentions else ""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What one turn showed of its inside; each part empty where the trace has none."""

    pieces: tuple[Piece, ...]
    intent: str
    confidence: float | None
    mentions: tuple[Mapping[str, Any], ...]
    slots: tuple[tuple[str, str], ...]
    rules: tuple[str, ...]
    level: str | None
    actions: tuple[Mapping[str, Any], ...]


def inspect_turn(turn: TurnView) -> Inspection:
    """Return what the inspector shows of a turn."""
    trace = turn.trace
    text = next((message.text for message in turn.messages if message.sender == "patient"), "")
    mentions = tuple(_NO_MENTION | dict(mention) for mention in trace.get("mentions") or ())
    intent = trace.get("intent") or {}
    return Inspection(
        pieces=cut(text, mentions),
        intent=intent.get("name") or "",
        confidence=intent.get("confidence"),
        mentions=mentions,
        slots=tuple((name, _shown(value)) for name, value in (trace.get("slots") or {}).items()),
        rules=tuple(trace.get("rules") or ()),
        level=trace.get("level"),
        actions=tuple(_NO_ACTION | dict(action) for action in trace.get("actions") or ()),
    )


def cut(text: str, mentions: Sequence[Mapping[str, Any]]) -> tuple[Piece, ...]:
    """Cut a text at the borders of its mentions; joined, the pieces are the text again.

    A mention that does not lie within the text, or does not match it, is left out: a message that came
    as a choice shows a label that nobody read.
    """
    fitting = [mention for mention in mentions if _fits(text, mention)]
    borders = sorted({0, len(text), *(m["start"] for m in fitting), *(m["end"] for m in fitting)})
    return tuple(
        Piece(text[start:end], tuple(m for m in fitting if m["start"] <= start and end <= m["end"]))
        for start, end in pairwise(borders)
    )


def _fits(text: str, mention: Mapping[str, Any]) -> bool:
    start, end = mention["start"], mention["end"]
    if not isinstance(start, int) or not isinstance(end, int):
        return False
    return 0 <= start < end <= len(text) and mention["text"] == text[start:end]


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)
