"""What the database gives back is what clinicians wrote."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import DatabaseError

from backstride.domain.errors import ServiceUnavailableError
from backstride.knowledge.base import Base
from backstride.knowledge.build import build_database
from backstride.knowledge.database import make_engine
from backstride.knowledge.load import Content, content_of
from backstride.knowledge.repository import SqlConditionRepository
from backstride.services.assessment import AssessmentService
from tests.content.given import findings
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
    assert knowledge.rulings == content.rulings
    assert repository.self_care() == content.self_care


def _many(content: Content, times: int) -> Content:
    """Content with every condition several times over, each under a name of its own; priors still sum to 1."""
    documents = dict(content.documents)
    for name, document in content.documents.items():
        if name.startswith("conditions/"):
            priors = {band: prior / times for band, prior in document.get("priors", {}).items()}
            documents[name] = document | ({"priors": priors} if priors else {})
            for copy in range(1, times):
                made = f"{document['id']}_{copy}"
                documents[f"conditions/{made}.yml"] = documents[name] | {"id": made}
    return content_of(documents, content.directory, "many")


class Clock:
    """Seconds that a test turns."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


RUNNER = {"age": 30, "runner": "runner", "radiation": ["none"], "triggers": ["bend_forward"], "duration_days": 5}


@pytest.mark.parametrize("times", [1, 10])
def test_an_assessment_costs_one_statement_at_most_at_any_size(
    engine: Engine, content: Content, statements: list[str], times: int
) -> None:
    build_database(engine, _many(content, times))
    clock = Clock()
    repository = SqlConditionRepository(engine, clock=clock)
    statements.clear()
    assert len(repository.knowledge().conditions) == 30 * times
    assert len([statement for statement in statements if statement.startswith("SELECT")]) == 10
    service, known = AssessmentService(content.rules.triage, repository), findings(RUNNER)
    statements.clear()
    service.self_care(known, service.assess(known))
    assert statements == []
    clock.now += 1
    found = service.assess(known)
    service.self_care(known, found)
    assert found.patterns != ()
    assert [statement.split() for statement in statements] == [
        ["BEGIN"],
        ["SELECT", "kb_current.version", "FROM", "kb_current"],
    ]


def test_a_new_version_answers_once_it_is_read_and_the_old_one_until_then(engine: Engine, content: Content) -> None:
    build_database(engine, content)
    clock, waiting = Clock(), list[Callable[[], None]]()
    repository = SqlConditionRepository(engine, clock=clock, aside=waiting.append)
    first = repository.knowledge()
    build_database(engine, replace(content, version="another"))
    assert (repository.knowledge(), waiting) == (first, []), "it is not asked again within the second"
    clock.now += 1
    assert repository.knowledge() is first
    (read,) = waiting
    read()
    assert (repository.knowledge().version, repository.knowledge().conditions) == ("another", content.conditions)


def test_it_reads_the_new_version_in_a_thread_of_its_own(engine: Engine, content: Content) -> None:
    build_database(engine, content)
    clock = Clock()
    repository = SqlConditionRepository(engine, clock=clock)
    repository.knowledge()
    build_database(engine, replace(content, version="another"))
    clock.now += 1
    repository.knowledge()
    for thread in threading.enumerate():
        if thread.name == "knowledge":
            thread.join()
    assert repository.knowledge().version == "another"


def test_what_was_read_goes_on_answering_while_the_database_is_away(engine: Engine, content: Content) -> None:
    build_database(engine, content)
    clock = Clock()
    repository = SqlConditionRepository(engine, clock=clock)
    before = repository.knowledge()
    clock.now += 1
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE kb_current RENAME TO kb_gone")
    with pytest.raises(DatabaseError):
        engine.connect().exec_driver_sql("SELECT 1 FROM kb_current")
    assert repository.knowledge() is before


def test_an_empty_knowledge_base_says_what_to_run(engine: Engine) -> None:
    with pytest.raises(ServiceUnavailableError, match="backstride content build"):
        SqlConditionRepository(engine).knowledge()
