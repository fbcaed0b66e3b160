"""The content versions that the database holds, as documents: for reports and audits, not for answering patients."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from backstride.domain.errors import ContentError
from backstride.knowledge import knowledge_tables as tables
from backstride.knowledge.database import reading
from backstride.knowledge.load import Content, content_of, load_content


def read_content(engine: Engine, named: str = "") -> Content:
    """Return the content that somebody named: a folder, or a version that was built; "" is the one that counts now.

    Raises:
        ContentError: There is no such folder or version, or what it holds is wrong.
        ServiceUnavailableError: The database does not answer.
    """
    if named and Path(named).is_dir():
        return load_content(Path(named))
    version, documents = _stored(engine, named)
    return content_of(documents, Path(f"content {version}"), version)


def _stored(engine: Engine, version: str) -> tuple[str, dict[str, Any]]:
    query = select(tables.ContentVersionRow.version, tables.ContentVersionRow.documents)
    if version:
        query = query.where(tables.ContentVersionRow.version == version)
    else:
        query = query.join(tables.CurrentRow, tables.CurrentRow.version == tables.ContentVersionRow.version)
    with reading(engine) as connection:
        row = connection.execute(query).first()
        if row is not None:
            return row.version, row.documents
        built = connection.scalars(
            select(tables.ContentVersionRow.version).order_by(tables.ContentVersionRow.built_at.desc())
        ).all()
    if not version:
        raise ContentError("the database holds no content yet; run: backstride content build")
    raise ContentError(f"'{version}' is no folder and no content version; built were: {', '.join(built) or 'none'}")
