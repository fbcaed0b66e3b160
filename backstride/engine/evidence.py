"""Finds the evidence slot in a conversation's Rasa events."""

from collections.abc import Sequence
from typing import Any


def latest_evidence(events: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the value that the slot `evidence` was last set to; empty if it never was."""
    for event in reversed(events):
        if event.get("event") == "slot" and event.get("name") == "evidence":
            return list(event.get("value") or [])
        if event.get("event") == "restart":
            return []
    return []
