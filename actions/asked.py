"""What was put to the patient, in order, as {"question", "outcome", "turn"}: pending, again, answered or skipped."""

from collections.abc import Mapping, Sequence
from typing import Any

Asked = Sequence[Mapping[str, Any]]


def settled(asked: Asked, key: str, outcome: str, turn_number: int) -> list[dict[str, Any]]:
    """Return `asked` with the outcome of one question; a question asked for the first time is appended."""
    entry = {"question": key, "outcome": outcome, "turn": turn_number}
    known = [dict(old) for old in asked]
    for index, old in enumerate(known):
        if old["question"] == key:
            known[index] = entry
            return known
    return [*known, entry]


def put(asked: Asked, key: str, turn_number: int) -> list[dict[str, Any]]:
    """Return `asked` with one question open, as the last; one that was left for it waits to be put again."""
    old = next((dict(entry) for entry in asked if entry["question"] == key and entry["outcome"] == "again"), None)
    entry = old or {"question": key, "outcome": "pending", "turn": turn_number}
    others = [dict(e) for e in asked if e["question"] != key and e["outcome"] != "pending"]
    return [*others, entry]
