"""docs/walk.md leads through files that exist, and no module is left out of it."""

import re
from collections import Counter

from tests.contracts.project import PACKAGES, ROOT, code_paths, python_files, relative, table_rows

WALK = (ROOT / "docs" / "walk.md").read_text(encoding="utf-8")
STATIONS, _, MODULES = WALK.partition("## Every module")
A_FILE = re.compile(r"[\w.{}<>/-]+/[\w.{}<>-]*|[\w-]+\.(?:yml|toml|md)")


def _modules() -> list[str]:
    return [relative(path) for path in python_files(*PACKAGES) if path.name != "__init__.py"]


def test_it_has_both_parts() -> None:
    assert len(table_rows(STATIONS)) >= 20
    assert len(table_rows(MODULES)) >= 80


def test_every_file_on_the_walk_exists() -> None:
    named = {
        name for row in table_rows(STATIONS) for cell in row for name in code_paths(cell) if A_FILE.fullmatch(name)
    }
    assert len(named) > 30
    # `<intent>` stands for any file of the folder.
    assert sorted(n for n in named if not list(ROOT.glob(re.sub(r"<\w+>", "*", n).rstrip("/")))) == []


def test_every_module_is_listed_once() -> None:
    listed = Counter(name for row in table_rows(MODULES) for name in code_paths(row[0]))
    assert sorted(set(_modules()) - listed.keys()) == []
    assert sorted(listed.keys() - set(_modules())) == []
    assert [name for name, count in listed.items() if count > 1] == []


def test_every_module_has_one_verb() -> None:
    verbs = {row[0]: row[1] for row in table_rows(MODULES)}
    assert {module: verb for module, verb in verbs.items() if not re.fullmatch(r"[a-z]+", verb)} == {}
