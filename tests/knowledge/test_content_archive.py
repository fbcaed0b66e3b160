from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from backstride.domain.errors import BackstrideError
from backstride.knowledge.content_archive import archive_content, archived_rules
from backstride.knowledge.database import reading
from backstride.knowledge.load_rules import load_rules
from backstride.knowledge.operational_tables import ContentArchiveRow
from tests.content.given import CONTENT, RULES
from tests.knowledge.content_copy import copy_content


def test_the_rules_come_back_as_they_were(engine: Engine) -> None:
    assert archive_content(engine, CONTENT, "v1") is True
    assert archived_rules(engine, "v1") == RULES


def test_a_version_is_kept_once_and_never_changed(engine: Engine, tmp_path: Path) -> None:
    archive_content(engine, CONTENT, "v1")
    folder = copy_content(tmp_path)
    rules = folder / "red_flags.yml"
    rules.write_text(rules.read_text("utf-8").replace("level: L1", "level: L2"), "utf-8")
    assert archive_content(engine, folder, "v1") is False
    assert archived_rules(engine, "v1") == RULES
    assert archive_content(engine, folder, "v2") is True
    assert archived_rules(engine, "v2") == load_rules(folder) != RULES


def test_a_version_that_was_never_served_is_not_there(engine: Engine) -> None:
    with pytest.raises(BackstrideError, match="v9"):
        archived_rules(engine, "v9")


def test_a_version_takes_little_room(engine: Engine) -> None:
    archive_content(engine, CONTENT, "v1")
    with reading(engine) as connection:
        assert len(connection.scalar(select(ContentArchiveRow.body)) or b"") < 60_000
