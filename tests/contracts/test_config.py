"""config.yml: every number has a reason beside it, every component exists, and the screener has the last say."""

import re
from pathlib import Path

from tests.contracts.project import ROOT, read

NUMBER = re.compile(r"^\s*[a-z_]+:\s*-?\d+(\.\d+)?\s*(#.*)?$")
LINES = (ROOT / "config.yml").read_text(encoding="utf-8").splitlines()


def _has_reason(index: int) -> bool:
    """A comment on the line, or above it with nothing but other numbers of the same component in between."""
    if "#" in LINES[index]:
        return True
    for line in reversed(LINES[:index]):
        if line.strip().startswith("#"):
            return True
        if not NUMBER.match(line):
            return False
    return False


def test_every_number_has_a_reason() -> None:
    numbers = [index for index, line in enumerate(LINES) if NUMBER.match(line)]
    assert len(numbers) >= 5
    assert [LINES[index].strip() for index in numbers if not _has_reason(index)] == []


def test_our_components_exist() -> None:
    names = [part["name"] for section in ("pipeline", "policies") for part in read("config.yml")[section]]
    ours = [name for name in names if "." in name]
    files = {name: Path(*name.split(".")[:-1]).with_suffix(".py") for name in ours}
    assert len(ours) >= 2
    assert [
        name
        for name, file in files.items()
        if not (ROOT / file).is_file()
        or f"class {name.rpartition('.')[2]}(" not in (ROOT / file).read_text(encoding="utf-8")
    ] == []


def test_the_screener_is_last_so_that_nothing_outvotes_it() -> None:
    pipeline = [part["name"].rpartition(".")[2] for part in read("config.yml")["pipeline"]]
    assert pipeline[-1] == "RedFlagScreener"
    assert pipeline.index("MentionExtractor") < pipeline.index("RedFlagScreener")


def test_no_component_needs_tensorflow() -> None:
    from backstride.engine.shim import needs_tensorflow

    assert needs_tensorflow(ROOT / "config.yml") is False


def test_no_named_command_is_missing() -> None:
    """A reason that says how to redo a figure names a command that exists."""
    from backstride.cli import VERBS

    named = re.findall(r"`backstride (\w+)", "\n".join(LINES))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"`make (\w+)", "\n".join(LINES))
    assert [verb for verb in named if verb not in VERBS] == []
    assert [target for target in targets if f"\n{target}:" not in makefile] == []
