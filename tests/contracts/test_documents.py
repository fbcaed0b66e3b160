"""The documents agree with the files they speak of: links, diagrams, glossary, commands, decisions."""

import re

from backstride.cli import VERBS
from tests.contracts.project import PACKAGES, ROOT, code_paths, domain, python_files, table_rows

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "content").glob("*.md")])
TEXT = {path: path.read_text(encoding="utf-8") for path in DOCUMENTS}
ARCHITECTURE = TEXT[ROOT / "docs" / "architecture.md"]
DIAGRAMS = re.findall(r"```mermaid\n(.*?)```", ARCHITECTURE, re.S)
PARTS_OF_A_DECISION = ["Status", "Context", "Decision", "Consequences", "What would change our mind"]


def _decisions() -> list[str]:
    return [text for path, text in TEXT.items() if path.parent.name == "decisions" and path.name[0].isdigit()]


def test_links_lead_somewhere() -> None:
    links = [
        (path.relative_to(ROOT).as_posix(), target)
        for path, text in TEXT.items()
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
        if "://" not in target and not target.startswith("mailto:")
    ]
    assert len(links) > 30
    assert [(name, target) for name, target in links if not ((ROOT / name).parent / target).exists()] == []


def test_documents_named_in_code_and_configuration_exist() -> None:
    files = [*python_files(*PACKAGES), *ROOT.glob("*.yml"), *ROOT.glob("*.toml"), *(ROOT / "data").rglob("*.yml")]
    named = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in files
        for name in re.findall(r"docs/[\w/-]+(?:\.md)?", path.read_text(encoding="utf-8"))
    }
    assert len(named) > 5
    # A decision may be named by its number alone.
    assert sorted((where, name) for where, name in named if not list(ROOT.glob(f"{name}*"))) == []


def test_there_are_three_diagrams() -> None:
    kinds = [diagram.split(maxsplit=1)[0] for diagram in DIAGRAMS]
    assert kinds == ["flowchart", "sequenceDiagram", "erDiagram"]


def test_the_data_model_shows_every_table_and_no_other() -> None:
    files = (ROOT / "backstride" / "knowledge").glob("*_tables.py")
    tables = {
        name for path in files for name in re.findall(r'__tablename__ = "(\w+)"', path.read_text(encoding="utf-8"))
    }
    shown = set(re.findall(r"^\s+(\w+)(?: [|}o{]{2}--| \{)", DIAGRAMS[2], re.M))
    shown |= set(re.findall(r"--[|}o{]{2} (\w+)", DIAGRAMS[2]))
    assert len(tables) > 20
    assert (sorted(tables - shown), sorted(shown - tables)) == ([], [])


def test_the_glossary_has_every_slot_with_owner_and_reason() -> None:
    slots = TEXT[ROOT / "docs" / "glossary.md"].partition("## Slots")[2]
    rows = {name: row for row in table_rows(slots) for name in code_paths(row[0])}
    assert (sorted(domain()["slots"].keys() - rows.keys()), sorted(rows.keys() - domain()["slots"].keys())) == ([], [])
    assert [name for name, row in rows.items() if len(row) != 3 or not all(row)] == []
    owners = {owner for row in rows.values() for owner in code_paths(row[1])}
    assert sorted(owner for owner in owners if not (ROOT / owner).exists()) == []


def test_every_command_is_in_the_contracts_and_no_other() -> None:
    contracts = TEXT[ROOT / "docs" / "contracts.md"]
    named = set(re.findall(r"`backstride (\w+)", contracts))
    assert (sorted(set(VERBS) - named), sorted(named - set(VERBS))) == ([], [])


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    named = {(path.name, name) for path, text in TEXT.items() for name in re.findall(r"`make ([a-z-]+)", text)}
    assert len(named) > 5
    assert sorted((where, name) for where, name in named if name not in targets) == []


def test_decisions_are_numbered_once_and_say_what_a_decision_says() -> None:
    numbers = [path.name[:4] for path in DOCUMENTS if path.parent.name == "decisions" and path.name[0].isdigit()]
    assert len(numbers) >= 11
    assert len(set(numbers)) == len(numbers)
    headings = [re.findall(r"^## (.+)$", text, re.M) for text in _decisions()]
    assert [found for found in headings if found != PARTS_OF_A_DECISION] == []
