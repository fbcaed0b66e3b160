"""The knowledge base on PostgreSQL: the same rows, and two servers that build it at once."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine, event

from backstride.knowledge.base import Base
from backstride.knowledge.build import build_database, ensure_database
from backstride.knowledge.database import make_engine
from backstride.knowledge.knowledge_tables import VERSIONED_TABLES
from backstride.knowledge.repository import SqlConditionRepository
from tests.knowledge.content_copy import product_content

pytestmark = pytest.mark.server


@pytest.fixture
def knowledge_engine(postgresql_url: str) -> Iterator[Engine]:
    engine = make_engine(postgresql_url)
    Base.metadata.create_all(engine)
    yield engine
    Base.metadata.drop_all(engine)
    engine.dispose()


def test_rows_come_back_as_the_values_of_the_files(knowledge_engine: Engine) -> None:
    content = product_content()
    build_database(knowledge_engine, content)
    repository = SqlConditionRepository(knowledge_engine)
    assert repository.knowledge().conditions == content.conditions
    assert repository.self_care() == content.self_care


def test_servers_that_start_together_both_find_it_built(knowledge_engine: Engine) -> None:
    content, errors = product_content(), []

    def start() -> None:
        try:
            ensure_database(knowledge_engine, content)
        except Exception as error:  # noqa: BLE001 - told by the main thread
            errors.append(error)

    servers = [threading.Thread(target=start) for _ in range(4)]
    for server in servers:
        server.start()
    for server in servers:
        server.join()
    assert errors == []
    assert SqlConditionRepository(knowledge_engine).knowledge().version == content.version


def test_a_running_server_answers_from_the_old_version_until_the_new_one_is_whole(
    knowledge_engine: Engine, postgresql_url: str
) -> None:
    """Two engines: at every statement of the build, another server reads the old content, whole."""
    content = product_content()
    build_database(knowledge_engine, content)
    other = make_engine(postgresql_url)
    seen: list[tuple[str, bool]] = []

    def look(*_: object) -> None:
        known = SqlConditionRepository(other).knowledge()
        seen.append((known.version, known.conditions == content.conditions))

    event.listen(knowledge_engine, "after_cursor_execute", look)
    build_database(knowledge_engine, replace(content, version="another"))
    event.remove(knowledge_engine, "after_cursor_execute", look)
    assert len(seen) > len(VERSIONED_TABLES)
    assert set(seen) == {(content.version, True)}
    assert SqlConditionRepository(other).knowledge().version == "another"
    other.dispose()
