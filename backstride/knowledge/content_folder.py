"""What a content folder may hold, before anything in it is read; and where in its files an entry stands.

Knows files and lines. Does not know what entries mean.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from backstride.domain.errors import ContentError
from backstride.knowledge.yaml_files import LARGEST_BYTES, nodes_of


def check_folder(directory: Path) -> None:
    """Refuse a folder with anything that leads out of it, is no file, is too large, or would be passed over.

    Raises:
        ContentError: All that was found, a line each.
    """
    if not directory.is_dir():
        raise ContentError(f"{directory}: is no folder; set BACKSTRIDE_CONTENT_DIR to the folder of the content")
    root = directory.resolve()
    problems = [problem for path in sorted(_everything(directory)) for problem in _problems(path, root)]
    if problems:
        raise ContentError("\n".join(problems))


def _everything(directory: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(directory, followlinks=False):
        yield from (Path(folder, name) for name in [*folders, *files])


def _problems(path: Path, root: Path) -> Iterator[str]:
    if path.is_symlink():
        if not path.resolve().is_relative_to(root):
            yield f"{path}: is a link out of the folder; put the file itself there"
        elif path.is_dir() or not path.exists():
            yield f"{path}: is a link to a folder, or to nothing; put the files themselves there"
    elif path.is_dir():
        return
    elif not path.is_file():
        yield f"{path}: is no file; take it away"
    elif path.stat().st_size > LARGEST_BYTES:
        yield f"{path}: is larger than 1 MB; split it or take out what does not belong there"
    elif path.suffix == ".yaml":
        yield f"{path}: would not be read; let its name end in .yml"


def line_of(path: Path, entry: str) -> int:
    """Return the line, from 1, of an entry named by the ids, keys and positions on the way to it, or the nearest to it.

    Example: `features night_pain tag`. Returns 0 where the file cannot be read.
    """
    try:
        node = nodes_of(path)
    except ContentError:
        return 0
    line = 1
    for step in entry.split():
        found = _step(node, step)
        if found is None:
            found = _named(node, step)
        if found is not None:
            node, line = found
    return line if node is not None else 0


def _step(node: Any, step: str) -> tuple[Any, int] | None:
    """Return the value below a key, or the item of a list at a position or with an id."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value, key.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        for position, item in enumerate(node.value):
            if _id(item) == step or (step.isdecimal() and int(step) == position and not _id(item)):
                return item, item.start_mark.line + 1
    return None


def _named(node: Any, step: str) -> tuple[Any, int] | None:
    """Return the first entry below a node that has this id, at any depth."""
    waiting, seen = [node], set()
    while waiting:
        here = waiting.pop(0)
        if here is None or id(here) in seen:
            continue
        seen.add(id(here))
        if _id(here) == step:
            return here, here.start_mark.line + 1
        if isinstance(here, yaml.MappingNode):
            waiting += [value for _, value in here.value]
            waiting += [key for key, _ in here.value if isinstance(key, yaml.MappingNode)]
            for key, value in here.value:
                if key.value == step and isinstance(value, yaml.MappingNode | yaml.SequenceNode):
                    return value, key.start_mark.line + 1
        elif isinstance(here, yaml.SequenceNode):
            waiting += here.value
    return None


def _id(node: Any) -> str:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value in {"id", "level", "stage"} and isinstance(value, yaml.ScalarNode):
                return str(value.value)
    return ""


def with_lines(message: str, directory: Path) -> str:
    """Return a message of problems, a line each, with the line number put behind each file that lacks one.

    A problem reads `<folder>/<file>: <entry>: <what is wrong>; <what to do>`, and may leave the folder out.
    """
    return "\n".join(_with_line(line, directory) for line in message.split("\n"))


def _with_line(problem: str, directory: Path) -> str:
    file, colon, rest = problem.partition(": ")
    path = Path(file) if Path(file).is_relative_to(directory) else directory / file
    if not colon or path.suffix != ".yml" or not path.is_relative_to(directory) or not path.is_file():
        return problem
    entry, _, _ = rest.partition(": ")
    line = line_of(path, entry)
    return f"{path}:{line}: {rest}" if line else problem
