"""A fresh SQLite file per test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from backstride.knowledge import operational_tables
from backstride.knowledge.base import Base
from backstride.knowledge.database import make_engine


@pytest.fixture
def database_file(tmp_path: Path) -> Path:
    return tmp_path / "backstride.db"


@pytest.fixture
def engine(database_file: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{database_file}")
    Base.metadata.create_all(engine, tables=operational_tables.TABLES)
    yield engine
    engine.dispose()
