"""Reads one YAML file of `content/` and checks it against its JSON Schema.

Stricter than plain YAML: a key that stands twice is an error, only true and false are truth values, dates
stay text, and what could fill the memory or hang the program is refused. Does not know what the entries mean.
"""

import json
import math
import re
from collections.abc import Hashable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from backstride.domain.errors import ContentError

LARGEST_BYTES = 1_000_000
_MOST_NODES = 100_000
"""Entries, keys and values of a file after aliases are written out; the largest of ours has a tenth of it."""
_DEEPEST = 40
_LONGEST_MESSAGE = 240

# The C parser, where PyYAML was built with it, reads ten times as fast.
_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TRAPS = {"tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool"}


class _Loader(_SafeLoader):  # type: ignore[misc]
    """A safe loader that refuses a repeated key and no number, and reads dates, `on`, `off`, `yes` and `no` as text."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own class attribute
        first: [(tag, pattern) for tag, pattern in resolvers if tag not in _TRAPS]
        for first, resolvers in _SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Refuse a key that stands twice: YAML would silently keep the last."""
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable):
                raise yaml.constructor.ConstructorError(None, None, "a list is no key", key_node.start_mark)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"'{key}' stands twice", key_node.start_mark)
            seen.add(key)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        return mapping

    def construct_yaml_float(self, node: yaml.ScalarNode) -> float:
        """Refuse what is no number or endless: every range check would let it pass."""
        number = float(super().construct_yaml_float(node))
        if not math.isfinite(number):
            raise yaml.constructor.ConstructorError(None, None, f"'{node.value}' is no usable number", node.start_mark)
        return number


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), ["t", "f"])
_Loader.add_constructor("tag:yaml.org,2002:float", _Loader.construct_yaml_float)


def read_yaml(path: Path) -> Any:
    """Return the content of a YAML file.

    Raises:
        ContentError: The file is missing, too large, no UTF-8 or no YAML, or unfolds to more than a file of
            content can hold; the message names the file and the line.
    """
    loader = _loader(path)
    try:
        node = loader.get_single_node()
        _refuse_bombs(node, path)
        return None if node is None else loader.construct_document(node)
    except yaml.YAMLError as error:
        raise _no_yaml(path, error) from error
    except (ValueError, RecursionError) as error:  # a number or a date that only looks like one
        raise ContentError(f"{path}: a value cannot be read ({error}); put it in quotes") from error
    finally:
        loader.dispose()


def nodes_of(path: Path) -> Any:
    """Return a file as nodes that know their lines, None if it is empty.

    Raises:
        ContentError: As for `read_yaml`.
    """
    loader = _loader(path)
    try:
        node = loader.get_single_node()
        _refuse_bombs(node, path)
        return node
    except yaml.YAMLError as error:
        raise _no_yaml(path, error) from error
    finally:
        loader.dispose()


def _loader(path: Path) -> Any:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise ContentError(f"{path}: cannot be read; put the file back or fix its permissions") from error
    if len(data) > LARGEST_BYTES:
        raise ContentError(f"{path}: is larger than 1 MB; split it or take out what does not belong there")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ContentError(f"{path}:{line}: is not UTF-8; save the file as UTF-8") from error
    try:
        _refuse_depth(text, path)
        return _Loader(text)
    except yaml.YAMLError as error:
        raise _no_yaml(path, error) from error


def _refuse_depth(text: str, path: Path) -> None:
    """Measure the nesting event by event: PyYAML's composer calls itself for each level, and C has no safe limit."""
    depth = 0
    for event in yaml.parse(text, Loader=_SafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                line = event.start_mark.line + 1 if event.start_mark else 1
                raise ContentError(f"{path}:{line}: is nested over {_DEEPEST} deep; mend the brackets or the indent")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _no_yaml(path: Path, error: yaml.YAMLError) -> ContentError:
    mark = getattr(error, "problem_mark", None)
    line = "" if mark is None else f":{mark.line + 1}"
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "no valid YAML"
    return ContentError(f"{path}{line}: {_one_line(problem)}; mend the line (indent, quotes, brackets)")


def _refuse_bombs(root: Any, path: Path) -> None:
    """Count what a document holds once its aliases are written out, without writing them out."""
    sizes: dict[int, int] = {}

    def size(node: Any, above: tuple[int, ...]) -> int:
        line = node.start_mark.line + 1
        if id(node) in above:
            raise ContentError(f"{path}:{line}: the anchor contains itself; write the entry out")
        if id(node) not in sizes:
            sizes[id(node)] = 1 + sum(size(child, (*above, id(node))) for child in _children(node))
        if sizes[id(node)] > _MOST_NODES:
            raise ContentError(f"{path}:{line}: the aliases unfold to over {_MOST_NODES} entries; write the entry out")
        return sizes[id(node)]

    if root is not None:
        size(root, ())


def _children(node: Any) -> Iterator[Any]:
    if isinstance(node, yaml.SequenceNode):
        yield from node.value
    elif isinstance(node, yaml.MappingNode):
        for pair in node.value:
            yield from pair


def schema_problems(document: Any, schema_file: Path) -> list[str]:
    """Return every way in which a document breaks its schema, as `entry: what is wrong`, in the document's order."""
    errors = _validator(schema_file).iter_errors(document)
    ordered = sorted(errors, key=lambda error: [str(step) for step in error.absolute_path])
    return [f"{_entry(document, error.absolute_path)}: {_one_line(_told(error))}" for error in ordered]


def _told(error: Any) -> str:
    if error.validator == "minItems":
        return f"has {len(error.instance)} entries and needs {error.validator_value}; add one"
    return str(error.message)


@cache
def _validator(schema_file: Path) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema_file.read_text(encoding="utf-8")))


def _entry(document: Any, path: Iterable[str | int]) -> str:
    """Name a place in a document by the ids on the way to it, for example `features night_pain tag`."""
    names = []
    for step in path:
        document = document[step]
        names.append(str(document.get("id", step)) if isinstance(document, dict) else str(step))
    return " ".join(names) or "file"


def _one_line(message: str) -> str:
    """Keep a message to a line that can be read: a schema's may hold the whole entry."""
    message = " ".join(message.split())
    return message if len(message) <= _LONGEST_MESSAGE else f"{message[:_LONGEST_MESSAGE]} …"
