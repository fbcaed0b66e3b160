"""Every hazard of docs/hazards.md names the file that holds it off and a test that exists."""

import re
from collections import Counter

from tests.contracts.project import ROOT, code_paths, read, table_rows

ROWS = table_rows((ROOT / "docs" / "hazards.md").read_text(encoding="utf-8"))


def _test_exists(test_id: str) -> bool:
    """A test is a file, a function of it (`file.py::name`), or a case of a scenario file (`file.yml::case`)."""
    path, _, name = test_id.partition("::")
    file = ROOT / path
    if not file.is_file():
        return False
    found = rf"^\s*(?:async )?def {re.escape(name)}\(" if file.suffix == ".py" else rf"test_case: {re.escape(name)}\s*$"
    return not name or bool(re.search(found, file.read_text(encoding="utf-8"), re.MULTILINE))


def test_there_are_hazards_and_each_has_an_id_of_its_own() -> None:
    assert len(ROWS) >= 20
    assert [name for name, count in Counter(row[0] for row in ROWS).items() if count > 1] == []
    assert [row[0] for row in ROWS if not re.fullmatch(r"H-[A-Z0-9]+(?:-[A-Z0-9]+)*", row[0])] == []


def test_every_hazard_names_gate_and_test() -> None:
    assert [row[0] for row in ROWS if len(row) != 5 or not code_paths(row[2]) or not code_paths(row[4])] == []


def test_every_gate_exists() -> None:
    gates = [(row[0], name) for row in ROWS for name in code_paths(row[2]) if "/" in name or name.endswith(".yml")]
    assert [(hazard, name) for hazard, name in gates if not (ROOT / name).exists()] == []


def test_every_rule_exists() -> None:
    """A cell names rules and ranges of them, or is a dash for a hazard that no rule holds off."""
    known = {rule["id"] for rule in read("content/red_flags.yml")["rules"]}
    cells = [(row[0], part.strip()) for row in ROWS for part in row[3].split(",")]
    odd = [(hazard, part) for hazard, part in cells if not re.fullmatch(r"–|R\d\d(-R\d\d)?", part)]
    ends = [(hazard, end) for hazard, part in cells for end in part.split("-") if end not in known | {"–"}]
    assert (odd, ends) == ([], [])


def test_every_test_exists() -> None:
    named = [(row[0], name) for row in ROWS for name in code_paths(row[4])]
    assert [(hazard, name) for hazard, name in named if not _test_exists(name)] == []
