"""The append-only log of triage decisions, and the file that keeps one when the database cannot.

The log follows a decision and never holds it up: `append` takes 200 ms at most, then the entry goes to
a spool file on disk and an alarm is logged. Knows nothing of what the rules mean.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import SQLAlchemyError

from backstride.domain.errors import ServiceUnavailableError
from backstride.knowledge.database import writing
from backstride.knowledge.operational_tables import ConversationRow, DecisionRow
from backstride.knowledge.storable import checked_id
from backstride.services.ports import Decision

BUDGET_S = 0.2
log = structlog.get_logger()


class DecisionLog:
    """Appends decisions outside a turn's transaction: for a turn that could not be committed."""

    def __init__(self, engine: Engine, spool: Path) -> None:
        """Write to the engine's database, and to the file `spool` when that takes too long."""
        self._engine = engine
        self._spool = spool
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="decision-log")

    def append(self, conversation_id: str, decision: Decision) -> bool:
        """Keep a decision; False means that it is in the spool for now, and that an alarm was logged.

        Raises:
            OSError: Neither the database nor the disk took it.
        """
        entry = entry_of(checked_id(conversation_id), decision)
        try:
            self._writer.submit(self._write, entry).result(timeout=BUDGET_S)
        except (ServiceUnavailableError, SQLAlchemyError, TimeoutError) as error:
            append_line(self._spool, entry)
            log.error("decision.spooled", key=entry["key"], level=decision.level, reason=type(error).__name__)
            return False
        return True

    def _write(self, entry: Mapping[str, Any]) -> None:
        with writing(self._engine) as connection:
            insert_entry(connection, entry)


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
    }
    canonical = json.dumps(entry, sort_keys=True, default=str)
    return {"key": hashlib.sha256(canonical.encode()).hexdigest(), **entry}


def insert_entry(connection: Connection, entry: Mapping[str, Any]) -> None:
    """Write an entry unless it is there. One whose conversation is gone, or has refused consent, loses its words."""
    if connection.scalar(select(DecisionRow.id).where(DecisionRow.key == entry["key"])):
        return
    row = {**entry, "at": datetime.fromisoformat(entry["at"])}
    state = connection.scalar(select(ConversationRow.state).where(ConversationRow.id == entry["conversation_id"]))
    if state in {None, "declined"}:
        row |= {"conversation_id": None, "evidence": {}}
    connection.execute(insert(DecisionRow), row)


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
    """Move what the spool holds into the database; returns how many lines it held. Run at start and by `purge`.

    An entry that is already there is not written again. A line that a crash cut short goes to
    `<spool>.broken`, with an alarm.

    Raises:
        ServiceUnavailableError: The database still does not answer; the spool is as it was.
    """
    if not spool.exists():
        return 0
    with spool.open("r+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        lines = file.read().splitlines()
        entries = [_parsed(line, spool) for line in lines]
        with writing(engine) as connection:
            for entry in entries:
                if entry is not None:
                    insert_entry(connection, entry)
        file.truncate(0)
    return len(lines)


def _parsed(line: str, spool: Path) -> dict[str, Any] | None:
    try:
        entry: dict[str, Any] = json.loads(line)
    except ValueError:
        log.error("decision.spool_line_broken", length=len(line))
        append_line(spool.with_name(spool.name + ".broken"), {"line": line})
        return None
    return entry
