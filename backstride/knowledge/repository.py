"""Reads the knowledge base back into the domain's frozen values.

The rows of the current version are read once, with one statement a table whatever their number, and kept in
memory. Whether another version counts is asked at most once a second; if so, the old one goes on answering
until the new one is read. So an assessment costs one small statement or none. No ORM object leaves this file.
Writing is `build.py`'s alone.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, Row, select

from backstride.domain.conditions import ConditionKnowledge
from backstride.domain.errors import BackstrideError, ServiceUnavailableError
from backstride.domain.evaluation import Expression
from backstride.domain.self_care import SelfCare
from backstride.knowledge import entries
from backstride.knowledge import knowledge_tables as tables
from backstride.knowledge.database import reading
from backstride.knowledge.stored_expression import from_json

CHECK_EVERY_S = 1.0
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """All that is read of one content version; never changed, only replaced as a whole."""

    knowledge: ConditionKnowledge
    self_care: SelfCare


class SqlConditionRepository:
    """The patterns, their figures, sources and advice. One instance serves all threads."""

    def __init__(
        self,
        engine: Engine,
        *,
        clock: Callable[[], float] = time.monotonic,
        aside: Callable[[Callable[[], None]], None] | None = None,
    ) -> None:
        """Remember the engine; nothing is read yet.

        Args:
            engine: Of `database.make_engine`.
            clock: Counts seconds.
            aside: Runs the reading of a new version; in a thread of its own unless given.
        """
        self._engine = engine
        self._clock = clock
        self._aside = aside or _in_a_thread
        self._snapshot: _Snapshot | None = None
        self._checked_at = 0.0
        self._reading = threading.Lock()

    def knowledge(self) -> ConditionKnowledge:
        """Return all conditions with the parameters of the ranking.

        Raises:
            ServiceUnavailableError: Nothing was read yet, and the database does not answer or holds no content.
        """
        return self._current().knowledge

    def self_care(self) -> SelfCare:
        """Return what may be advised without a visit.

        Raises:
            ServiceUnavailableError: As for `knowledge`.
        """
        return self._current().self_care

    def _current(self) -> _Snapshot:
        known = self._snapshot
        if known is None:
            return self._first()
        now = self._clock()
        if now - self._checked_at >= CHECK_EVERY_S:
            self._checked_at = now
            try:
                with reading(self._engine) as connection:
                    is_old = connection.scalar(select(tables.CurrentRow.version)) not in {known.knowledge.version, None}
            except ServiceUnavailableError as error:
                log.warning("knowledge.unchecked", error=type(error).__name__)  # what was read still holds
                return known
            if is_old:
                self._aside(self._renew)
        return self._snapshot or known

    def _first(self) -> _Snapshot:
        with self._reading:
            if self._snapshot is None:
                self._checked_at = self._clock()
                self._snapshot = self._read()
            return self._snapshot

    def _renew(self) -> None:
        if not self._reading.acquire(blocking=False):
            return  # somebody is at it
        try:
            self._snapshot = self._read()
            log.info("knowledge.renewed", content_version=self._snapshot.knowledge.version)
        except BackstrideError as error:
            log.error("knowledge.not_renewed", error=type(error).__name__)  # and tried again in a second
        finally:
            self._reading.release()

    def _read(self) -> _Snapshot:
        with reading(self._engine) as connection:
            version = connection.scalar(select(tables.CurrentRow.version))
            if version is None:
                raise ServiceUnavailableError("the knowledge base is empty; run: backstride content build")
            return _read(connection, version)


def _in_a_thread(work: Callable[[], None]) -> None:
    threading.Thread(target=work, name="knowledge", daemon=True).start()


def _read(connection: Connection, version: str) -> _Snapshot:
    def rows(table: Any, *order: str) -> list[Row[Any]]:
        query = select(table.__table__).where(table.version == version)
        return list(connection.execute(query.order_by(*(getattr(table, column) for column in order))))

    priors: dict[str, dict[str, float]] = defaultdict(dict)
    features: dict[str, list[dict[str, Any]]] = defaultdict(list)
    cited: dict[tuple[str, str | None], list[dict[str, str]]] = defaultdict(list)
    for row in rows(tables.PriorRow, "condition_id", "age_band"):
        priors[row.condition_id][row.age_band] = row.probability
    for row in rows(tables.EvidenceRow, "condition_id", "position"):
        cited[row.condition_id, row.feature_id].append({"id": row.source_id, "at": row.place})
    for row in rows(tables.FeatureRow, "condition_id", "position"):
        features[row.condition_id].append(_feature(row, cited[row.condition_id, row.id]))
    conditions = [
        _condition(row) | {"sources": cited[row.id, None], "priors": priors[row.id], "features": features[row.id]}
        for row in rows(tables.ConditionRow, "position")
    ]
    (ranking,) = rows(tables.RankingRow)
    knowledge = ConditionKnowledge(
        version=version,
        conditions=tuple(entries.condition(condition, _revive) for condition in conditions),
        ranking=entries.ranking_parameters(ranking.body, _revive),
        sources={row.id: entries.source(_plain(row)) for row in rows(tables.SourceRow, "id")},
        rulings=tuple(
            entries.ruling(_plain(row)) for row in rows(tables.RulingRow, "position") if row.status != "retired"
        ),
    )
    advice = rows(tables.AdviceRow, "section", "position")
    return _Snapshot(knowledge, _self_care(advice, rows(tables.PlanStageRow, "stage")))


def _self_care(advice: list[Row[Any]], stages: list[Row[Any]]) -> SelfCare:
    sections: dict[str, Any] = {}
    for row in advice:
        if row.section in entries.SELF_CARE_LISTS:
            sections.setdefault(row.section, []).append(row.body)
        else:
            sections[row.section] = row.body
    timed = ("stage", "run_min", "walk_min", "reps", "total_run_min")
    sections["return_to_run"] |= {
        "stages": [{key: getattr(row, key) for key in timed} for row in stages if not row.text],
        "beyond": next(row.text for row in stages if row.text),
    }
    return entries.self_care(sections, _revive)


def _revive(stored: Any, _entry: str) -> Expression:
    return from_json(stored)


def _plain(row: Row[Any]) -> dict[str, Any]:
    return {key: value for key, value in row._mapping.items() if key not in {"version", "position"}}


def _condition(row: Row[Any]) -> dict[str, Any]:
    """Return a condition in the shape of its YAML file, without what other tables hold of it."""
    body = _plain(row)
    return body | {"icd10": {key: body.pop(f"icd10_{key}") for key in ("codes", "caution", "candidates")}}


def _feature(row: Row[Any], cited: list[dict[str, str]]) -> dict[str, Any]:
    keys = ("id", "slot", "label", "label_no", "lr_pos", "lr_neg", "stat", "note", "tag")
    return {**{key: getattr(row, key) for key in keys}, "when": row.expression, "sources": cited}
