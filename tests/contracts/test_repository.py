"""The repository as a whole: what must stand in none of its files, and how long they may be."""

import ast
import os
import re
from functools import cache
from pathlib import Path

from tests.contracts.project import PACKAGES, ROOT, python_files, relative, tree

LONGEST = 300
# Files that may be longer, and why. An entry that is no longer needed has to go.
LONG: dict[str, str] = {}  # file: why it may be longer
# Put together here, so that this file does not find itself.
REGISTRIES = [
    "pypi" + ".org", "files.python" + "hosted.org", "registry.npm" + "js.org", "registry.yarn" + "pkg.com",
    "conda.ana" + "conda.org", "ghcr" + ".io", "quay" + ".io", "docker" + ".io", "proxy.golang" + ".org",
]  # fmt: skip
MACHINE_PATH = re.compile(r"(?<![\w./:~}-])/(?:home|root|Users|work|workspace|mnt|tmp/\w+)/\w")
BINARY = {".png", ".jpg", ".ico", ".woff2", ".gz", ".db", ".safetensors", ".coverage"}


def _ignored() -> set[str]:
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    return {line.strip().rstrip("/") for line in lines} | {".git", ".coverage"}


@cache
def _files() -> list[Path]:
    """Return every file that belongs to the repository, found without git."""
    ignored, found = _ignored(), []
    for folder, folders, names in os.walk(ROOT):
        here = Path(folder)
        folders[:] = [
            name for name in folders if not {name, relative(here / name)} & ignored and ".egg-info" not in name
        ]
        found += [here / name for name in names if name not in ignored and Path(name).suffix not in BINARY]
    return sorted(found)


def _lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{relative(path)}:{number}"
        for path in _files()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        if pattern.search(line)
    ]


def test_there_are_files() -> None:
    names = {relative(path) for path in _files()}
    assert len(names) > 300
    assert {"pyproject.toml", "backstride/server.py", "content/red_flags.yml", "requirements.lock"} <= names


def test_no_registry_is_named() -> None:
    """A clinic installs from the registry it trusts."""
    assert _lines_with(re.compile("|".join(re.escape(host) for host in REGISTRIES))) == []


def test_no_path_of_one_machine_is_named() -> None:
    assert _lines_with(MACHINE_PATH) == []


def test_library_code_holds_no_assert() -> None:
    """Python drops asserts when it is asked to be fast; what must hold is checked and raised."""
    found = [
        f"{relative(path)}:{node.lineno}"
        for path in python_files(*PACKAGES)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Assert)
    ]
    assert found == []


def test_the_makefile_fits_one_screen() -> None:
    assert len((ROOT / "Makefile").read_text(encoding="utf-8").splitlines()) <= 60


def test_no_file_is_too_long() -> None:
    lengths = {relative(p): len(p.read_text(encoding="utf-8").splitlines()) for p in python_files(*PACKAGES)}
    long = {name: length for name, length in lengths.items() if length > LONGEST}
    assert {name: length for name, length in long.items() if name not in LONG} == {}
    assert sorted(LONG.keys() - long.keys()) == []


def test_every_package_is_a_package() -> None:
    folders = {path.parent for path in python_files(*PACKAGES)}
    assert [relative(folder) for folder in sorted(folders) if not (folder / "__init__.py").is_file()] == []
