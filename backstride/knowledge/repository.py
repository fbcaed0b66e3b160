"""Reads the knowledge base back into the domain's frozen values.

The rows are read once per content version; after that a call costs one small query, which notices a
rebuilt knowledge base. No ORM object leaves this file. Writing is `build.py`'s alone.
"""

from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, selectinload

from backstride.domain.conditions import ConditionKnowledge
from backstride.domain.errors import ServiceUnavailableError
from backstride.domain.expressions import Expression
from backstride.domain.self_care import SelfCare
from backstride.knowledge import entries
from backstride.knowledge import knowledge_tables as tables
from backstride.knowledge.database import reading
from backstride.knowledge.stored_expression import from_json


class SqlConditionRepository:
    """The patterns, their figures, sources and advice. One instance serves all threads; a race reads twice at worst."""

    def __init__(self, engine: Engine) -> None:
        """Remember the engine; nothing is read yet."""
        self._engine = engine
        self._read: tuple[ConditionKnowledge, SelfCare] | None = None

    def knowledge(self) -> ConditionKnowledge:
        """Return all conditions with the parameters of the ranking.

        Raises:
            ServiceUnavailableError: The database does not answer, or holds no content yet.
        """
        return self._current()[0]

    def self_care(self) -> SelfCare:
        """Return what may be advised without a visit.

        Raises:
            ServiceUnavailableError: As for `knowledge`.
        """
        return self._current()[1]

    def _current(self) -> tuple[ConditionKnowledge, SelfCare]:
        with reading(self._engine) as connection, Session(bind=connection) as session:
            version = session.scalars(select(tables.ContentVersionRow.version)).one_or_none()
            if version is None:
                raise ServiceUnavailableError("the knowledge base is empty; run: backstride content build")
            if self._read is None or self._read[0].version != version:
                self._read = (_knowledge(session, version), _self_care(session))
        return self._read


def _knowledge(session: Session, version: str) -> ConditionKnowledge:
    conditions = session.scalars(
        select(tables.ConditionRow)
        .order_by(tables.ConditionRow.position)
        .options(
            selectinload(tables.ConditionRow.priors),
            selectinload(tables.ConditionRow.features),
            selectinload(tables.ConditionRow.sources),
        )
    )
    sources = session.scalars(select(tables.SourceRow).order_by(tables.SourceRow.id))
    return ConditionKnowledge(
        version=version,
        conditions=tuple(entries.condition(_condition(row), _revive) for row in conditions),
        ranking=entries.ranking_parameters(session.scalars(select(tables.RankingRow.body)).one(), _revive),
        sources={row.id: entries.source(_source(row)) for row in sources},
    )


def _self_care(session: Session) -> SelfCare:
    rows = session.scalars(select(tables.SelfCareRow).order_by(tables.SelfCareRow.section, tables.SelfCareRow.position))
    sections: dict[str, list[Any]] = {}
    for row in rows:
        sections.setdefault(row.section, []).append(row.body)
    return entries.self_care(
        {name: bodies if name in entries.SELF_CARE_LISTS else bodies[0] for name, bodies in sections.items()},
        _revive,
    )


def _revive(stored: Any, _entry: str) -> Expression:
    return from_json(stored)


def _source(row: tables.SourceRow) -> dict[str, str]:
    return {column.key: getattr(row, column.key) for column in tables.SourceRow.__table__.columns}


def _condition(row: tables.ConditionRow) -> dict[str, Any]:
    """Return a condition in the shape of its YAML file."""
    cited: dict[str | None, list[dict[str, str]]] = {}
    for source in row.sources:
        cited.setdefault(source.feature_id, []).append({"id": source.source_id, "at": source.place})
    return {
        **{key: getattr(row, key) for key in ("id", "status", "name", "kind", "explain", "also_called", "summary")},
        "icd10": {"codes": row.icd10_codes, "caution": row.icd10_caution},
        "sources": cited[None],
        "priors": {prior.age_band: prior.probability for prior in row.priors},
        "features": [_feature(feature, cited[feature.id]) for feature in row.features],
    }


def _feature(row: tables.FeatureRow, cited: list[dict[str, str]]) -> dict[str, Any]:
    keys = ("id", "slot", "label", "label_no", "lr_pos", "lr_neg", "stat", "note", "tag")
    return {**{key: getattr(row, key) for key in keys}, "when": row.expression, "sources": cited}
