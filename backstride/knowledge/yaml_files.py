"""Reads one YAML file of `content/` and checks it against its JSON Schema.

Stricter than plain YAML: a key that stands twice is an error, only true and false are truth values, and
dates stay text. Does not know what the entries mean.
"""

import json
import re
from collections.abc import Hashable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from backstride.domain.errors import ContentError

# The C parser, where PyYAML was built with it, reads ten times as fast.
_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TRAPS = {"tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool"}


class _Loader(_SafeLoader):  # type: ignore[misc]
    """A safe loader that refuses a repeated key, and reads dates, `on`, `off`, `yes` and `no` as text."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own class attribute
        first: [(tag, pattern) for tag, pattern in resolvers if tag not in _TRAPS]
        for first, resolvers in _SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Refuse a key that stands twice: YAML would silently keep the last."""
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"'{key}' stands twice", key_node.start_mark)
            seen.add(key)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        return mapping


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), ["t", "f"])


def read_yaml(path: Path) -> Any:
    """Return the content of a YAML file.

    Raises:
        ContentError: The file is missing or is no YAML; the message names the file and the line.
    """
    try:
        return yaml.load(path.read_bytes(), Loader=_Loader)  # noqa: S506 - a subclass of SafeLoader
    except OSError as error:
        raise ContentError(f"{path}: cannot be read; put the file back or fix its permissions") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = "" if mark is None else f":{mark.line + 1}"
        problem = getattr(error, "problem", None) or "no valid YAML"
        raise ContentError(f"{path}{line}: {problem}; mend the line (indent, quotes, brackets)") from error


def schema_problems(document: Any, schema_file: Path) -> list[str]:
    """Return every way in which a document breaks its schema, as `entry: what is wrong`, in the document's order."""
    errors = _validator(schema_file).iter_errors(document)
    ordered = sorted(errors, key=lambda error: [str(step) for step in error.absolute_path])
    return [f"{_entry(document, error.absolute_path)}: {error.message}" for error in ordered]


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
