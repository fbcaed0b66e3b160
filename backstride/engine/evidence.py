"""Finds slots in a conversation's Rasa events, and writes them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from backstride.domain import evidence
from backstride.domain.findings import Status


def latest_slot(events: Sequence[dict[str, Any]], name: str) -> Any:
    """Return the value that a slot was last set to; None if it never was, or not since a restart."""
    for event in reversed(events):
        if event.get("event") == "slot" and event.get("name") == name:
            return event.get("value")
        if event.get("event") == "restart":
            return None
    return None


def latest_evidence(events: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the value that the slot `evidence` was last set to; empty if it never was."""
    return list(latest_slot(events, "evidence") or [])


def slot_event(name: str, value: Any, at: datetime) -> dict[str, Any]:
    """Return the event that sets a slot, as Rasa stores it."""
    return {"event": "slot", "name": name, "value": value, "timestamp": at.timestamp()}


def subject_of(events: Sequence[dict[str, Any]]) -> str:
    """Return whom the answers are about, by what was told so far."""
    told = [item for item in latest_evidence(events) if item["finding"] == "subject" and item.get("value")]
    return evidence.subject_of((str(item["value"]), item["status"] == Status.NEGATED.value) for item in told)
