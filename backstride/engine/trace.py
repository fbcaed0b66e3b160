"""What a turn looked like from inside, for the inspector, `chat --explain` and audits. Never logged."""

from typing import Any

from backstride.domain.mentions import with_doubts
from backstride.engine.turn import Turn
from backstride.services.screening import Screen

_HIDDEN = {"evidence", "asked", "requested_slot", "session_started_metadata"}


def trace_of(turn: Turn, screen: Screen) -> dict[str, Any]:
    """Return intent, mentions, slots, rules, responses and actions of a finished turn, JSON-ready."""
    user: dict[str, Any] = next((e for e in reversed(turn.new_events) if e.get("event") == "user"), {})
    parsed = user.get("parse_data") or {}
    slots: dict[str, Any] = {}
    for event in turn.stored_events + turn.new_events:
        if event.get("event") == "slot" and event["name"] not in _HIDDEN:
            slots[event["name"]] = event.get("value")
    return {
        "intent": {
            "name": (parsed.get("intent") or {}).get("name"),
            "confidence": (parsed.get("intent") or {}).get("confidence"),
        },
        "mentions": [m.as_plain() for m in with_doubts(screen.reading, parsed.get("entities") or ()).mentions],
        "slots": {name: value for name, value in sorted(slots.items()) if value is not None},
        "rules": list(screen.decision.rules),
        "level": screen.decision.level.value if screen.decision.level else None,
        "responses": [str(raw["utter_action"]) for raw in turn.said if raw.get("utter_action")],
        "actions": [
            {"action": e["name"], "policy": e.get("policy"), "confidence": e.get("confidence")}
            for e in turn.new_events
            if e.get("event") == "action" and e["name"] != "action_listen"
        ],
    }
