"""Fills the knowledge tables from content that was loaded and checked.

Replaces everything in one transaction, so a reader sees the old content or the new and never a mixture.
Expects the tables to exist (`database.migrate`).
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, text

from backstride.knowledge import knowledge_tables as tables
from backstride.knowledge.database import reading, writing
from backstride.knowledge.load import CONDITIONS, Content
from backstride.knowledge.parse_expression import Names, parse_expression
from backstride.knowledge.stored_expression import to_json

Row = dict[str, Any]
_SOURCE_KEYS = ("doi", "pmid", "pmcid", "url", "licence", "accessed", "background")
_PARSED = frozenset({"ranking.yml", "self_care.yml"})
_EXPRESSIONS = frozenset({"when", "for", "leg_symptoms"})
"""Keys that hold a condition over findings."""


def build_database(engine: Engine, content: Content) -> None:
    """Replace what the knowledge tables hold; doing it again changes nothing.

    Raises:
        ServiceUnavailableError: The database is locked or gone; the tables are as they were.
    """
    rows = _rows(content)
    rows[tables.ContentVersionRow] = [{"id": 1, "version": content.version}]
    with writing(engine) as connection:
        _wait_for_other_builders(connection)
        for table in reversed(tables.KNOWLEDGE_TABLES):
            connection.execute(delete(table))
        for table in tables.KNOWLEDGE_TABLES:
            if rows[table]:
                connection.execute(insert(table), rows[table])


def ensure_database(engine: Engine, content: Content) -> bool:
    """Build the tables unless they hold this content already; return whether they were built.

    Raises:
        ServiceUnavailableError: As for `build_database`.
    """
    with reading(engine) as connection:
        stored = connection.execute(select(tables.ContentVersionRow.version)).scalar_one_or_none()
    if stored == content.version:
        return False
    build_database(engine, content)
    return True


def _wait_for_other_builders(connection: Connection) -> None:
    # SQLite's write lock does this by itself; on PostgreSQL two servers that start at once would collide.
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"LOCK TABLE {tables.ContentVersionRow.__tablename__} IN EXCLUSIVE MODE"))


def _rows(content: Content) -> dict[Any, list[Row]]:
    documents = {
        name: _stored(body, content.names) if name in _PARSED or name.startswith(CONDITIONS) else body
        for name, body in content.documents.items()
    }
    conditions = [document for name, document in documents.items() if name.startswith(f"{CONDITIONS}/")]
    conditions = [condition for condition in conditions if condition["status"] != "retired"]
    questions = documents["questions.yml"]["questions"]
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
        tables.ConditionSourceRow: [row for entry in conditions for row in _condition_sources(entry)],
        tables.RankingRow: [{"id": 1, "body": documents["ranking.yml"]}],
        tables.RuleRow: [
            {"id": entry["id"], "position": position, "level": str(entry.get("level") or ""), "body": entry}
            for position, entry in enumerate(documents["red_flags.yml"]["rules"])
        ],
        tables.QuestionRow: [
            {"id": _key(entry), "position": position, "slot": entry["slot"], "body": entry}
            for position, entry in enumerate(questions)
        ],
        tables.QuestionOptionRow: [row for entry in questions for row in _options(entry)],
        tables.SelfCareRow: list(_self_care(documents["self_care.yml"])),
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


def _condition_sources(entry: Row) -> list[Row]:
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


def _key(question: Row) -> str:
    """Name one wording of a question, for example `Q07/2@sms`: its id, its part, and the channels it is limited to."""
    part = f"/{question['part']}" if "part" in question else ""
    channels = f"@{'+'.join(question['channels'])}" if "channels" in question else ""
    return f"{question['id']}{part}{channels}"


def _options(question: Row) -> Iterable[Row]:
    for position, option in enumerate(question.get("options", ())):
        yield {
            "question_id": _key(question),
            "position": position,
            "id": option["id"],
            "label": option["label"],
            "body": option,
        }


def _self_care(document: Row) -> Iterator[Row]:
    for section, body in document.items():
        if isinstance(body, str):
            continue
        for position, entry in enumerate(body if isinstance(body, list) else [body]):
            name = entry.get("id") or entry.get("level") or section
            yield {"section": section, "id": name, "position": position, "body": entry}
