"""What the database gives back is what clinicians wrote."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from backstride.domain.errors import ServiceUnavailableError
from backstride.knowledge.base import Base
from backstride.knowledge.build import build_database
from backstride.knowledge.database import make_engine
from backstride.knowledge.load import Content
from backstride.knowledge.repository import SqlConditionRepository
from tests.knowledge.content_copy import product_content


@pytest.fixture(scope="module")
def content() -> Content:
    return product_content()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path / 'knowledge.db'}")
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def statements(engine: Engine) -> list[str]:
    """Every statement that reaches the database, in order."""
    seen: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    return seen


def test_rows_come_back_as_the_values_of_the_files(engine: Engine, content: Content) -> None:
    build_database(engine, content)
    repository = SqlConditionRepository(engine)
    knowledge = repository.knowledge()
    assert knowledge.conditions == content.conditions
    assert knowledge.ranking == content.ranking
    assert knowledge.sources == content.sources
    assert knowledge.version == content.version
    assert repository.self_care() == content.self_care


def test_rows_are_read_once_and_then_only_the_version(engine: Engine, content: Content, statements: list[str]) -> None:
    build_database(engine, content)
    repository = SqlConditionRepository(engine)
    statements.clear()
    first = repository.knowledge()
    assert len(statements) <= 9
    statements.clear()
    assert repository.knowledge() is first
    assert ["kb_content_version" in statement for statement in statements if "SELECT" in statement] == [True]


def test_a_rebuilt_knowledge_base_is_noticed(engine: Engine, content: Content) -> None:
    build_database(engine, content)
    repository = SqlConditionRepository(engine)
    before = repository.knowledge()
    build_database(engine, replace(content, version="another"))
    assert [before.version, repository.knowledge().version] == [content.version, "another"]


def test_an_empty_knowledge_base_says_what_to_run(engine: Engine) -> None:
    with pytest.raises(ServiceUnavailableError, match="backstride content build"):
        SqlConditionRepository(engine).knowledge()
