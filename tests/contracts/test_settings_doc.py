"""docs/settings.md says what backstride/settings.py says."""

import subprocess
import sys
from dataclasses import fields

from backstride.settings import PREFIX, Settings
from tests.contracts.project import ROOT, code_paths, table_rows

SCRIPT = ROOT / "scripts" / "settings_doc.py"
TEXT = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")


def test_it_is_fresh() -> None:
    command = [sys.executable, str(SCRIPT), "--check"]
    answer = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert (answer.returncode, answer.stderr) == (0, "")


def test_every_setting_is_there_once() -> None:
    listed = [name for row in table_rows(TEXT) for name in code_paths(row[0])]
    assert listed == [PREFIX + field.name.upper() for field in fields(Settings)]


def test_every_setting_has_a_sentence() -> None:
    assert [field.name for field in fields(Settings) if not field.metadata["doc"].endswith(".")] == []


def test_the_example_names_only_settings_that_exist() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    named = {line.partition("=")[0] for line in lines if line and not line.startswith("#")}
    assert len(named) >= 3
    assert sorted(named - {PREFIX + field.name.upper() for field in fields(Settings)}) == []
