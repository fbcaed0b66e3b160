"""The database is a build product: whole, repeatable, all or nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backstride.domain.errors import ContentError
from backstride.knowledge import knowledge_tables as tables
from backstride.knowledge.base import Base
from backstride.knowledge.build import KEPT, build_database, ensure_database
from backstride.knowledge.conversations import SqlConversationStore
from backstride.knowledge.database import make_engine, reading, writing
from backstride.knowledge.load import Content, load_content
from backstride.knowledge.repository import SqlConditionRepository
from backstride.services.ports import ConversationRecord, Decision, TurnWork
from tests.knowledge.content_copy import change, copy_content, product_content


@pytest.fixture(scope="module")
def content() -> Content:
    return product_content()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path / 'knowledge.db'}")
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


def _counts(engine: Engine) -> dict[str, int]:
    with reading(engine) as connection:
        return {
            table.__tablename__: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in tables.KNOWLEDGE_TABLES
        }


def test_every_table_is_filled_and_a_second_build_changes_nothing(engine: Engine, content: Content) -> None:
    build_database(engine, content)
    counts = _counts(engine)
    build_database(engine, content)
    assert _counts(engine) == counts
    fixed = ("kb_content_version", "kb_current", "kb_condition", "kb_prior", "kb_ranking", "kb_plan_stage", "kb_ruling")
    assert [counts[name] for name in fixed] == [1, 1, 30, 28 * 4, 1, 8, 8]
    assert counts["kb_source"] == len(content.sources)
    assert counts["kb_rule"] == len(content.documents["red_flags.yml"]["rules"])
    assert min(counts.values()) > 0


def test_rows_say_where_a_figure_comes_from(engine: Engine, content: Content) -> None:
    build_database(engine, content)
    with Session(engine) as session:
        feature = session.get(tables.FeatureRow, (content.version, "lumbar_spinal_stenosis", "no_pain_seated"))
        assert feature is not None
        cited = session.scalars(
            select(tables.EvidenceRow).where(
                tables.EvidenceRow.condition_id == "lumbar_spinal_stenosis",
                tables.EvidenceRow.feature_id == "no_pain_seated",
            )
        ).one()
        assert (feature.lr_pos, feature.tag, feature.askable) == (7.4, "V", True)
        assert (cited.source_id, cited.place) == ("suri_2010", "likelihood ratio, 95 % CI 1.9-30")


def test_content_that_is_there_already_is_not_built_again(engine: Engine, content: Content) -> None:
    assert [ensure_database(engine, content), ensure_database(engine, content)] == [True, False]
    assert [build_database(engine, content), build_database(engine, content, again=True)] == [False, True]
    assert ensure_database(engine, replace(content, version="another")) is True


def _current(engine: Engine) -> str | None:
    with reading(engine) as connection:
        return connection.scalar(select(tables.CurrentRow.version))


def test_a_step_back_to_the_content_before_only_points_at_it(engine: Engine, content: Content) -> None:
    build_database(engine, content)
    build_database(engine, replace(content, version="worse"))
    with reading(engine) as connection:
        built_at = connection.scalars(select(tables.ContentVersionRow.built_at)).all()
    assert build_database(engine, content) is True
    assert _current(engine) == content.version
    with reading(engine) as connection:
        assert connection.scalars(select(tables.ContentVersionRow.built_at)).all() == built_at


def test_rows_made_by_an_older_release_are_made_again(engine: Engine, content: Content) -> None:
    build_database(engine, content)
    with writing(engine) as connection:
        connection.execute(update(tables.ContentVersionRow).values(format=0))
        connection.execute(update(tables.ConditionRow).values(name="as it was"))
    assert ensure_database(engine, content) is True
    assert SqlConditionRepository(engine).knowledge().conditions == content.conditions


def test_rows_changed_by_hand_are_mended_by_building_again(engine: Engine, content: Content) -> None:
    build_database(engine, content)
    with writing(engine) as connection:
        connection.execute(update(tables.FeatureRow).values(lr_pos=1))
    build_database(engine, content, again=True)
    assert SqlConditionRepository(engine).knowledge().conditions == content.conditions


def test_old_versions_go_but_those_that_decisions_name_stay_readable(engine: Engine, content: Content) -> None:
    versions = [f"v{number}" for number in range(KEPT + 3)]
    decision = Decision(datetime(2026, 3, 9, tzinfo=UTC), "L4", ("R57",), {}, None, "v1", "m", "intake")
    SqlConversationStore(engine).create(ConversationRecord("c1", "web", decision.at, decision.at), token_hash="t")
    SqlConversationStore(engine).commit_turn(TurnWork("c1", decision.at, decision=decision, level="L4"))
    for version in versions:
        build_database(engine, replace(content, version=version))
    with reading(engine) as connection:
        kept = connection.scalars(select(tables.ContentVersionRow.version).order_by("built_at")).all()
        documents = connection.scalar(
            select(tables.ContentVersionRow.documents).where(tables.ContentVersionRow.version == "v1")
        )
        with_rows = connection.scalars(select(tables.RankingRow.version).order_by("version")).all()
    assert kept == ["v1", *versions[-KEPT:]]
    assert with_rows == versions[-KEPT:]
    assert documents == content.documents


def test_a_reader_has_the_old_version_whole_until_the_new_one_is(engine: Engine, content: Content) -> None:
    """Two engines on one file: at every statement of the build, the other reads the old content, whole."""
    build_database(engine, content)
    other = make_engine(str(engine.url))
    seen: list[tuple[str, bool]] = []

    def look(*_: object) -> None:
        known = SqlConditionRepository(other).knowledge()
        seen.append((known.version, known.conditions == content.conditions))

    event.listen(engine, "after_cursor_execute", look)
    build_database(engine, replace(content, version="another"))
    event.remove(engine, "after_cursor_execute", look)
    assert len(seen) > len(tables.VERSIONED_TABLES)
    assert set(seen) == {(content.version, True)}
    assert SqlConditionRepository(other).knowledge().version == "another"
    other.dispose()


def test_a_build_that_fails_leaves_the_old_content_and_names_the_line(
    engine: Engine, content: Content, tmp_path: Path
) -> None:
    build_database(engine, content)
    before = _counts(engine)
    directory = copy_content(tmp_path)
    change(directory / "conditions" / "renal_stone.yml", "{id: nice_ng118,", "{id: nobody_1999,")
    with pytest.raises(ContentError) as raised:
        build_database(engine, load_content(directory))
    assert str(raised.value) == (
        f"{directory}/conditions/renal_stone.yml:2: renal_stone: no source 'nobody_1999' in sources.yml; "
        "add it there or correct the id"
    )
    assert (_counts(engine), _current(engine)) == (before, content.version)


def test_a_build_that_breaks_in_the_middle_leaves_the_old_content(engine: Engine, content: Content) -> None:
    build_database(engine, content)
    before = _counts(engine)
    rulings = content.documents["rulings.yml"]["rulings"]
    broken = {**content.documents, "rulings.yml": {"rulings": [*rulings, rulings[0]]}}
    with pytest.raises(IntegrityError):
        build_database(engine, replace(content, version="another", documents=broken))
    assert (_counts(engine), _current(engine)) == (before, content.version)
