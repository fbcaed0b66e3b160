"""The database is a build product: whole, repeatable, all or nothing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backstride.knowledge import knowledge_tables as tables
from backstride.knowledge.base import Base
from backstride.knowledge.build import build_database, ensure_database
from backstride.knowledge.database import make_engine, reading
from backstride.knowledge.load import Content, load_content
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
    known = {name: counts[name] for name in ("kb_content_version", "kb_condition", "kb_prior", "kb_ranking")}
    assert known == {"kb_content_version": 1, "kb_condition": 30, "kb_prior": 28 * 4, "kb_ranking": 1}
    assert counts["kb_source"] == len(content.sources)
    assert counts["kb_rule"] == len(content.documents["red_flags.yml"]["rules"])
    assert min(counts.values()) > 0


def test_rows_say_where_a_figure_comes_from(engine: Engine, content: Content) -> None:
    build_database(engine, content)
    with Session(engine) as session:
        feature = session.get(tables.FeatureRow, ("lumbar_spinal_stenosis", "no_pain_seated"))
        assert feature is not None
        cited = session.scalars(
            select(tables.ConditionSourceRow).where(
                tables.ConditionSourceRow.condition_id == "lumbar_spinal_stenosis",
                tables.ConditionSourceRow.feature_id == "no_pain_seated",
            )
        ).one()
        assert (feature.lr_pos, feature.tag, feature.askable) == (7.4, "V", True)
        assert (cited.source.id, cited.place) == ("suri_2010", "likelihood ratio, 95 % CI 1.9-30")


def test_content_that_is_there_already_is_not_built_again(engine: Engine, content: Content) -> None:
    assert [ensure_database(engine, content), ensure_database(engine, content)] == [True, False]
    assert ensure_database(engine, replace(content, version="another")) is True


def test_a_build_that_fails_leaves_the_old_content(engine: Engine, content: Content, tmp_path: Path) -> None:
    build_database(engine, content)
    before = _counts(engine)
    directory = copy_content(tmp_path)
    change(directory / "conditions" / "renal_stone.yml", "{id: nice_ng118,", "{id: nobody_1999,")
    with pytest.raises(IntegrityError):
        build_database(engine, load_content(directory))
    assert _counts(engine) == before
    with reading(engine) as connection:
        assert connection.execute(select(tables.ContentVersionRow.version)).scalar_one() == content.version
