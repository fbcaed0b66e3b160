"""Fills the knowledge tables from content that was loaded and checked.

A build adds the rows of its content version beside those of the versions before, and points `kb_current`
at them, all in one transaction: whoever reads meanwhile has the old version whole, whoever reads afterwards
the new one. Expects the tables to exist (`database.migrate`).
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, text, update

from backstride.knowledge import knowledge_tables as tables
from backstride.knowledge.catalogue import plan_stages, question_key
from backstride.knowledge.contract import refuse_contradictions
from backstride.knowledge.database import reading, writing
from backstride.knowledge.load import CONDITIONS, Content
from backstride.knowledge.operational_tables import DecisionRow
from backstride.knowledge.parse_expression import Names, parse_expression
from backstride.knowledge.stored_expression import to_json

FORMAT = 2
"""How rows are made from content; raised when that changes, so that a new release builds the same content again."""
KEPT = 5
"""The latest versions, whose rows are kept: a server that has not noticed the new one yet reads on, and a step back
to the content before takes no build."""

Row = dict[str, Any]
_SOURCE_KEYS = ("doi", "pmid", "pmcid", "url", "licence", "accessed", "background")
_RULING_KEYS = ("id", "status", "topic", "claim", "evidence", "ruling", "tag", "applied_in", "sources")
_PARSED = frozenset({"ranking.yml", "self_care.yml"})
_EXPRESSIONS = frozenset({"when", "for", "leg_symptoms"})
"""Keys that hold a condition over findings."""


def build_database(engine: Engine, content: Content, *, again: bool = False) -> bool:
    """Let the knowledge tables hold this content, and return whether that changed anything.

    Args:
        again: Write the rows anew although they are there: for tables that somebody has changed by hand.

    Raises:
        ContentError: Something in the content does not exist or cannot be so; the tables are as they were.
        ServiceUnavailableError: The database is locked or gone; the tables are as they were.
    """
    refuse_contradictions(content)
    rows = _rows(content)
    with writing(engine) as connection:
        _wait_for_other_builders(connection)
        built = _built(connection, content.version)
        current = connection.scalar(select(tables.CurrentRow.version))
        if built and current == content.version and not again:
            return False
        if not built or again:
            _take_out(connection, content.version)
            _put_in(connection, content, rows)
        if current is None:
            connection.execute(insert(tables.CurrentRow), {"id": 1, "version": content.version})
        else:
            connection.execute(update(tables.CurrentRow).values(version=content.version))
        _prune(connection)
    return True


def ensure_database(engine: Engine, content: Content) -> bool:
    """Build the tables unless they hold this content already; return whether they were built. A look costs no lock.

    Raises:
        ContentError, ServiceUnavailableError: As for `build_database`.
    """
    with reading(engine) as connection:
        current = connection.scalar(select(tables.CurrentRow.version))
        if current == content.version and _built(connection, content.version):
            return False
    return build_database(engine, content)


def _built(connection: Connection, version: str) -> bool:
    """Whether the rows of a version are there, made as they are made today."""
    query = select(tables.ContentVersionRow.format).where(tables.ContentVersionRow.version == version)
    has_rows = connection.scalar(select(tables.RankingRow.version).where(tables.RankingRow.version == version))
    return connection.scalar(query) == FORMAT and has_rows is not None


def _take_out(connection: Connection, version: str) -> None:
    for table in reversed(tables.VERSIONED_TABLES):
        connection.execute(delete(table).where(table.version == version))


def _put_in(connection: Connection, content: Content, rows: dict[Any, list[Row]]) -> None:
    made = {"format": FORMAT, "built_at": datetime.now(UTC), "documents": dict(content.documents)}
    mark = update(tables.ContentVersionRow).where(tables.ContentVersionRow.version == content.version)
    if connection.execute(mark.values(made)).rowcount == 0:
        connection.execute(insert(tables.ContentVersionRow), {"version": content.version, **made})
    for table in tables.VERSIONED_TABLES:
        if rows[table]:
            connection.execute(insert(table), [{"version": content.version, **row} for row in rows[table]])


def _prune(connection: Connection) -> None:
    """Take out the rows of all but the latest versions, and the versions that no decision names."""
    query = select(tables.ContentVersionRow.version).order_by(tables.ContentVersionRow.built_at.desc())
    versions = list(connection.scalars(query))
    current = connection.scalar(select(tables.CurrentRow.version))
    for version in [one for one in versions[KEPT:] if one != current]:
        _take_out(connection, version)
        named = select(DecisionRow.content_version).where(DecisionRow.content_version == version).limit(1)
        if connection.scalar(named) is None:
            connection.execute(delete(tables.ContentVersionRow).where(tables.ContentVersionRow.version == version))


def _wait_for_other_builders(connection: Connection) -> None:
    # SQLite's write lock does this by itself; on PostgreSQL two servers that start at once would collide.
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"LOCK TABLE {tables.CurrentRow.__tablename__} IN EXCLUSIVE MODE"))


def _rows(content: Content) -> dict[Any, list[Row]]:
    documents = {
        name: _stored(body, content.names) if name in _PARSED or name.startswith(CONDITIONS) else body
        for name, body in content.documents.items()
    }
    conditions = [document for name, document in documents.items() if name.startswith(f"{CONDITIONS}/")]
    conditions = [condition for condition in conditions if condition["status"] != "retired"]
    return {
        tables.SourceRow: [_source(entry) for entry in documents["sources.yml"]["sources"]],
        tables.ConditionRow: [_condition(position, entry) for position, entry in enumerate(conditions)],
        tables.PriorRow: [
            {"condition_id": entry["id"], "age_band": band, "probability": probability}
            for entry in conditions
            for band, probability in entry.get("priors", {}).items()
        ],
        tables.FeatureRow: [
            _feature(entry["id"], position, feature)
            for entry in conditions
            for position, feature in enumerate(entry["features"])
        ],
        tables.EvidenceRow: [row for entry in conditions for row in _evidence(entry)],
        tables.RankingRow: [{"body": documents["ranking.yml"]}],
        **_rule_rows(documents),
        tables.AdviceRow: list(_advice(documents["self_care.yml"])),
        tables.PlanStageRow: [_stage(entry) for entry in plan_stages(documents["self_care.yml"]["return_to_run"])],
        tables.RulingRow: [
            {"position": position, **{key: entry[key] for key in _RULING_KEYS}}
            for position, entry in enumerate(documents["rulings.yml"]["rulings"])
        ],
    }


def _rule_rows(documents: dict[str, Any]) -> dict[Any, list[Row]]:
    questions = documents["questions.yml"]["questions"]
    return {
        tables.RuleRow: [
            {"id": entry["id"], "position": position, "level": str(entry.get("level") or ""), "body": entry}
            for position, entry in enumerate(documents["red_flags.yml"]["rules"])
        ],
        tables.QuestionRow: [
            {"id": question_key(entry), "position": position, "slot": entry["slot"], "body": entry}
            for position, entry in enumerate(questions)
        ],
        tables.QuestionOptionRow: [row for entry in questions for row in _options(entry)],
    }


def _stored(body: Any, names: Names) -> Any:
    """Return a part of a document with every condition over findings as the database keeps it."""
    if isinstance(body, list):
        return [_stored(item, names) for item in body]
    if not isinstance(body, dict):
        return body
    return {
        key: to_json(parse_expression(value, names, where=key)) if key in _EXPRESSIONS else _stored(value, names)
        for key, value in body.items()
    }


def _source(entry: Row) -> Row:
    return {key: entry[key] for key in ("id", "citation", "tag")} | {key: entry.get(key, "") for key in _SOURCE_KEYS}


def _condition(position: int, entry: Row) -> Row:
    return {
        "position": position,
        "icd10_codes": entry["icd10"]["codes"],
        "icd10_caution": entry["icd10"]["caution"],
        "icd10_candidates": entry["icd10"].get("candidates", []),
        "plain": entry.get("plain", {}),
        **{key: entry[key] for key in ("id", "status", "name", "kind", "explain", "also_called", "summary")},
    }


def _feature(condition_id: str, position: int, entry: Row) -> Row:
    return {
        "condition_id": condition_id,
        "position": position,
        "expression": entry.get("when"),
        **{key: entry[key] for key in ("id", "slot", "label", "tag", "askable")},
        **{key: entry.get(key) for key in ("lr_pos", "lr_neg")},
        **{key: entry.get(key, "") for key in ("label_no", "stat", "note")},
    }


def _evidence(entry: Row) -> list[Row]:
    """Return the citations of a condition, then those of its features, numbered through."""
    cited = [(None, source) for source in entry["sources"]]
    cited += [(feature["id"], source) for feature in entry["features"] for source in feature["sources"]]
    return [
        {
            "condition_id": entry["id"],
            "position": position,
            "feature_id": feature_id,
            "source_id": source["id"],
            "place": source["at"],
        }
        for position, (feature_id, source) in enumerate(cited)
    ]


def _options(question: Row) -> Iterable[Row]:
    for position, option in enumerate(question.get("options", ())):
        yield {
            "question_id": question_key(question),
            "position": position,
            "id": option["id"],
            "label": option["label"],
            "body": option,
        }


def _advice(document: Row) -> Iterator[Row]:
    for section, body in document.items():
        if isinstance(body, str) or section == "review":
            continue
        for position, entry in enumerate(body if isinstance(body, list) else [body]):
            name = entry.get("id") or entry.get("level") or section
            kept = {key: value for key, value in entry.items() if key not in {"stages", "beyond"}}
            yield {"section": section, "id": name, "position": position, "body": kept}


def _stage(entry: Row) -> Row:
    minutes = {key: entry.get(key) for key in ("run_min", "walk_min", "reps", "total_run_min")}
    return {"stage": entry["stage"], "text": entry.get("text", ""), **minutes}
