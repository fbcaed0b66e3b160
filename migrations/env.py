"""Runs the migrations, on the connection that `database.migrate` hands over or on the configured database."""

import os
from typing import Literal

from alembic import context
from sqlalchemy import Connection

from backstride.knowledge import knowledge_tables, operational_tables
from backstride.knowledge.base import Base
from backstride.knowledge.database import make_engine, writing
from backstride.knowledge.utc_datetime import UtcDateTime
from backstride.settings import Settings

TABLES = (knowledge_tables, operational_tables)  # importing them fills the metadata


def render_item(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our own column type as the plain one it is, so that a migration needs none of our code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def run(connection: Connection) -> None:
    """Run what is asked for; SQLite changes a table by copying it."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with writing(make_engine(Settings.from_env(os.environ).database_url)) as opened:
        run(opened)
