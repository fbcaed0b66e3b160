"""Where the project's files are and what they say, for the tests that hold them together."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("backstride", "actions")
# What Rasa 3.6.21 brings itself and our dialogue uses.
RASA_ACTIONS = frozenset({"action_listen", "action_deactivate_loop"})
RASA_INTENTS = frozenset({"nlu_fallback"})
_NO_SOURCE = {"__pycache__", "node_modules"}


@cache
def read(path: str) -> Any:
    """Return a YAML file of the project."""
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


def domain() -> dict[str, Any]:
    return dict(read("domain.yml"))


def intents() -> list[str]:
    return [next(iter(entry)) if isinstance(entry, dict) else entry for entry in domain()["intents"]]


@cache
def responses() -> frozenset[str]:
    files = sorted((ROOT / "data" / "responses").glob("*.yml"))
    return frozenset(name for path in files for name in read(str(path.relative_to(ROOT)))["responses"])


def dialogues(kind: str) -> list[dict[str, Any]]:
    """Return all rules (`rule`) or stories (`story`), each with its `file`."""
    folder, key = {"rule": ("rules", "rules"), "story": ("stories", "stories")}[kind]
    files = sorted((ROOT / "data" / folder).glob("*.yml"))
    return [{**entry, "file": path.name} for path in files for entry in read(str(path.relative_to(ROOT)))[key]]


def steps(dialogue: dict[str, Any]) -> list[dict[str, Any]]:
    """Return conditions and steps in order, the branches of an `or` one after the other."""
    flat: list[dict[str, Any]] = []
    for step in [*dialogue.get("condition", ()), *dialogue["steps"]]:
        flat += step.get("or", [step])
    return flat


def python_files(*packages: str) -> list[Path]:
    return [
        path
        for package in packages
        for path in sorted((ROOT / package).rglob("*.py"))
        if not _NO_SOURCE & set(path.relative_to(ROOT).parts)
    ]


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def constant(path: str, name: str) -> Any:
    """Return a constant of a Python file without importing it; `frozenset({...})` is read as a set."""
    for node in tree(ROOT / path).body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name) and target.id == name and node.value:
                return ast.literal_eval(node.value.args[0] if isinstance(node.value, ast.Call) else node.value)
    raise LookupError(f"{path} has no constant {name}")


def strings(path: Path) -> Iterator[str]:
    """Yield the string constants of a Python file, and of f-strings their fixed parts with `*` between."""
    open_nodes: list[ast.AST] = [tree(path)]
    while open_nodes:
        node = open_nodes.pop()
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
            open_nodes += [part for part in node.values if isinstance(part, ast.FormattedValue)]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        else:
            open_nodes += ast.iter_child_nodes(node)


def table_rows(markdown: str) -> list[list[str]]:
    """Return the cells of all table rows of a Markdown text, without heads and rules."""
    lines = [line.strip() for line in markdown.splitlines()]
    rows = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if line.startswith("|") and not _is_rule(line) and not _is_rule(following):
            rows.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))])
    return rows


def _is_rule(line: str) -> bool:
    return bool(re.fullmatch(r"\|[\s:|-]+\|", line))


def code_paths(cell: str) -> list[str]:
    """Return what stands in backticks or in a link's text in a cell or paragraph."""
    return re.findall(r"`([^`]+)`", cell)
