"""The append-only log of triage decisions, and the file that keeps one when the database cannot.

The log follows a decision and never holds it up: a turn whose commit is not done in time leaves its decision
in a spool file (`engine/keeping.py`), with an alarm. Knows nothing of what the rules mean.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, Row, insert, select, update

from backstride.domain.errors import BackstrideError
from backstride.knowledge.alerts import raise_alert
from backstride.knowledge.database import reading, writing
from backstride.knowledge.operational_tables import AlertRow, ConversationRow, DecisionRow
from backstride.knowledge.storable import checked_id
from backstride.services.ports import Decision

log = structlog.get_logger()


class DecisionSpool:
    """Keeps decisions on disk that the database could not take in time, until `drain` moves them there."""

    def __init__(self, path: Path) -> None:
        """Use this file; processes may share it."""
        self._path = path

    def keep(self, conversation_id: str, decision: Decision) -> None:
        """Write a decision to the disk, and raise the alarm.

        Raises:
            OSError: The disk did not take it either.
        """
        entry = entry_of(checked_id(conversation_id), decision)
        append_line(self._path, entry)
        log.error("decision.spooled", triage_level=decision.level)

    def waiting(self) -> int:
        """Return how many decisions the database has not got yet."""
        try:
            with self._path.open("rb") as file:
                return sum(1 for _ in file)
        except FileNotFoundError:
            return 0

    def drain(self, engine: Engine) -> int:
        """Move what is kept into the database; see `drain_spool`."""
        return drain_spool(engine, self._path)


def entry_of(conversation_id: str, decision: Decision) -> dict[str, Any]:
    """Return the decision as a row. Its `key` follows from its content, so the same decision collides with itself."""
    entry = {
        "conversation_id": conversation_id,
        "at": decision.at.isoformat(),
        "level": decision.level,
        "rules": list(decision.rules),
        "evidence": {rule: list(quotes) for rule, quotes in decision.evidence.items()},
        "gate": decision.gate,
        "content_version": decision.content_version,
        "model_id": decision.model_id,
        "origin": decision.origin,
        "inputs": dict(decision.inputs) if decision.inputs is not None else None,
    }
    canonical = json.dumps(entry, sort_keys=True, default=str)
    return {"key": hashlib.sha256(canonical.encode()).hexdigest(), **entry}


def insert_entry(connection: Connection, entry: Mapping[str, Any]) -> None:
    """Write an entry unless it is there. One whose conversation is gone, or has refused consent, loses its words.

    What it was made from is without words, and goes only where consent was refused.
    """
    if connection.scalar(select(DecisionRow.id).where(DecisionRow.key == entry["key"])):
        return
    row = {**entry, "at": datetime.fromisoformat(entry["at"])}
    state = connection.scalar(select(ConversationRow.state).where(ConversationRow.id == entry["conversation_id"]))
    if state in {None, "declined"}:
        row |= {"conversation_id": None, "evidence": {}}
    if state == "declined":
        row["inputs"] = None
    connection.execute(insert(DecisionRow), row)


def logged_decision(engine: Engine, number: int) -> Decision:
    """Return a decision by its number.

    Raises:
        BackstrideError: There is none.
    """
    with reading(engine) as connection:
        row = connection.execute(_LOGGED.where(DecisionRow.id == number)).first()
    if row is None:
        raise BackstrideError(f"there is no decision {number}")
    return decision_of(row)


def urgent_decisions(engine: Engine) -> list[Decision]:
    """Return every decision at L1 or L2, oldest first."""
    with reading(engine) as connection:
        found = connection.execute(_LOGGED.where(DecisionRow.level.in_(("L1", "L2"))).order_by(DecisionRow.id))
        return [decision_of(row) for row in found]


_LOGGED = select(DecisionRow.__table__)


def decision_of(row: Row[Any]) -> Decision:
    """Return a row of `decision` as a value."""
    evidence = {rule: tuple(quotes) for rule, quotes in row.evidence.items()}
    versions = (row.content_version, row.model_id)
    return Decision(row.at, row.level, tuple(row.rules), evidence, row.gate, *versions, row.origin, row.inputs, row.id)


def append_line(spool: Path, entry: Mapping[str, Any]) -> None:
    """Add a line to the spool and wait until the disk has it. Only its owner may read the file: it holds quotes."""
    spool.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(spool, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # a drain may be about to empty it
        file.write(json.dumps(entry) + "\n")
        file.flush()
        os.fsync(file.fileno())


def drain_spool(engine: Engine, spool: Path) -> int:
    """Move what the spool holds into the database; returns how many lines it held.

    An entry that is already there is not written again. One that is urgent marks its conversation and alerts
    staff, as its turn would have done. A line that a crash cut short goes to
    `<spool>.broken`, with an alarm.

    Raises:
        ServiceUnavailableError: The database still does not answer; the spool is as it was.
    """
    if not spool.exists() or not spool.stat().st_size:
        return 0
    with spool.open("r+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        lines = file.read().splitlines()
        entries = [_parsed(line, spool) for line in lines]
        with writing(engine) as connection:
            for entry in entries:
                if entry is not None:
                    insert_entry(connection, entry)
                    _alert(connection, entry)
        file.truncate(0)
    return len(lines)


def _alert(connection: Connection, entry: Mapping[str, Any]) -> None:
    """Do for an urgent decision what its turn could not; nothing if the turn was stored after all."""
    at, level, of = datetime.fromisoformat(entry["at"]), entry["level"], entry["conversation_id"]
    known = connection.execute(select(ConversationRow.level).where(ConversationRow.id == of)).first()
    if level not in {"L1", "L2"} or known is None:
        return
    raised = select(AlertRow.id).where(AlertRow.conversation_id == of, AlertRow.level == level, AlertRow.at >= at)
    if connection.scalar(raised) is not None:
        return
    if known.level is None or known.level > level:
        connection.execute(update(ConversationRow).where(ConversationRow.id == of).values(level=level))
    raise_alert(connection, of, at, reason="triage", level=level, rules=entry["rules"])


def _parsed(line: str, spool: Path) -> dict[str, Any] | None:
    try:
        entry: dict[str, Any] = json.loads(line)
    except ValueError:
        log.error("decision.spool_line_broken", length=len(line))
        append_line(spool.with_name(spool.name + ".broken"), {"line": line})
        return None
    return entry
