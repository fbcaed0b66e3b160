"""Keeps the rules of every content version that decisions were made with, and reads them back.

The four files that the rules are loaded from are kept byte for byte, packed; a version is written once and
never changed. Does not replay anything: that is `services.replay`.
"""

import json
import tempfile
import zlib
from pathlib import Path

from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import IntegrityError

from backstride.domain.errors import BackstrideError
from backstride.domain.rules import Rules
from backstride.knowledge.database import reading, writing
from backstride.knowledge.load_rules import DISPOSITIONS, QUESTIONS, RED_FLAGS, VOCABULARY, load_rules
from backstride.knowledge.operational_tables import ContentArchiveRow

_FILES = (VOCABULARY, RED_FLAGS, QUESTIONS, DISPOSITIONS)


def archive_content(engine: Engine, directory: Path, version: str) -> bool:
    """Keep the rules of a version unless they are kept; return whether they were new.

    Raises:
        ServiceUnavailableError: The database does not answer.
    """
    known = select(ContentArchiveRow.version).where(ContentArchiveRow.version == version)
    with reading(engine) as connection:
        if connection.scalar(known):
            return False
    texts = {name: (directory / name).read_text(encoding="utf-8") for name in _FILES}
    body = zlib.compress(json.dumps(texts).encode(), level=9)
    try:
        with writing(engine) as connection:
            connection.execute(insert(ContentArchiveRow), {"version": version, "body": body})
    except IntegrityError:  # another process that started at the same time
        return False
    return True


def archived_rules(engine: Engine, version: str) -> Rules:
    """Return the rules of a version.

    Raises:
        BackstrideError: That version was never served from this database.
        ServiceUnavailableError: The database does not answer.
    """
    with reading(engine) as connection:
        body = connection.scalar(select(ContentArchiveRow.body).where(ContentArchiveRow.version == version))
    if body is None:
        raise BackstrideError(f"the rules of content version {version} are not kept in this database")
    with tempfile.TemporaryDirectory() as folder:
        for name, text in json.loads(zlib.decompress(body)).items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        return load_rules(Path(folder))
