"""Everything about one id of the content as text for a terminal: what it says, where, and what refers to it."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

import yaml

from backstride.knowledge.cases import Case
from backstride.knowledge.catalogue import Entry, catalogue, cited_by
from backstride.knowledge.content_diff import name_of
from backstride.knowledge.content_folder import line_of
from backstride.knowledge.load import Content
from backstride.knowledge.wording import Wording

_LIKE = 5


def report(content: Content, wanted: str, *, wording: Wording, cases: Iterable[Case]) -> str:
    """Return all entries with an id as text; "" if there is none.

    Args:
        content: Of the files or of a version that was built.
        wanted: A whole id (`lumbar_disc_herniation.sitting`, `Q07/2@sms`), its last part, or a question's number.
        wording: The words of questions.
        cases: For rules: those that say that the rule fires or stays silent.
    """
    entries = catalogue(content.documents)
    cited = cited_by(entries)
    sources = {entry.id: entry for entry in entries if entry.kind == "source"}
    found = [entry for entry in entries if wanted in {entry.id, entry.name, entry.id.split("@")[0].split("/")[0]}]
    exact = [entry for entry in found if wanted in {entry.id, entry.id.split("@")[0].split("/")[0]}]
    cases = list(cases)
    parts = []
    for entry in exact or found:
        lines = [_head(content, entry), *_body(entry.body), *_words(entry, wording), *_sources(entry, sources)]
        lines += [f"  has: {_called(one)}" for one in entries if _is_below(one, entry)]
        lines += _references(entry, cited)
        lines += _case_lines(entry, cases)
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def alike(content: Content, wanted: str) -> list[str]:
    """Return ids that hold what was asked for, or part of it, for "did you mean"; the nearest first."""
    entries = catalogue(content.documents)
    names = {name: entry.id for entry in entries for name in (entry.id.lower(), entry.name.lower())}
    wanted = wanted.lower()
    close = [names[name] for name in get_close_matches(wanted, names, n=_LIKE)]
    within = sorted((one for name, one in names.items() if wanted in name), key=lambda one: (len(one), one))
    return list(dict.fromkeys([*within[:_LIKE], *close]))[:_LIKE]


def _head(content: Content, entry: Entry) -> str:
    line = line_of(content.directory / entry.file, entry.id.split("@")[0].replace("/", " ").replace(".", " "))
    where = f"content/{entry.file}:{line}" if line else f"content/{entry.file}"
    return f"{entry.kind} {entry.id}   [{where}, content {content.version}]"


def _body(body: Any, indent: str = "  ") -> Iterator[str]:
    if not isinstance(body, dict):
        yield f"{indent}{_flow(body)}"
        return
    for key, value in body.items():
        if key in {"id", "sources"}:
            continue
        if isinstance(value, dict) and not any(isinstance(part, dict | list) for part in value.values()):
            yield f"{indent}{key}:"
            yield from _body(value, f"{indent}  ")
        elif isinstance(value, dict):
            yield f"{indent}{key}: {_flow(value)}"
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            yield f"{indent}{key}:"
            yield from (f"{indent}  - {_flow(item)}" for item in value)
        else:
            shown = ", ".join(map(str, value)) if isinstance(value, list) else value
            yield f"{indent}{key}: {shown}"


def _flow(value: Any) -> str:
    """Return a nested value as one line of YAML, as the files write conditions."""
    return str(yaml.safe_dump(value, default_flow_style=True, sort_keys=False, allow_unicode=True, width=10**6)).strip()


def _called(entry: Entry) -> str:
    name = name_of(entry)
    return f"{entry.kind} {entry.id} ({name})" if name else f"{entry.kind} {entry.id}"


def _words(entry: Entry, wording: Wording) -> Iterator[str]:
    if entry.kind == "question":
        for channel, text in wording.variants(f"utter_ask_{entry.body['slot']}").items():
            yield f"  words on {channel}: {text}"


def _sources(entry: Entry, sources: Mapping[str, Entry]) -> Iterator[str]:
    cited = entry.body.get("sources", ()) if isinstance(entry.body, dict) else ()
    for one in cited:
        source = sources.get(one["id"])
        told = f"{source.body['citation']} [{source.body['tag']}]" if source else "not in sources.yml"
        yield f"  source {one['id']}, {one['at']}: {told}"


def _is_below(one: Entry, entry: Entry) -> bool:
    parents = {"condition": "feature", "finding": "value", "advice": ("exercise", "plan stage")}
    return one.kind in parents.get(entry.kind, ()) and one.id.startswith(f"{entry.id}.")


def _references(entry: Entry, cited: Mapping[str, tuple[Entry, ...]]) -> Iterator[str]:
    key = f"source:{entry.id}" if entry.kind == "source" else entry.id
    for one in cited.get(key, ()):
        yield f"  {'cited' if entry.kind == 'source' else 'named'} by: {_called(one)}"


def _case_lines(entry: Entry, cases: Iterable[Case]) -> Iterator[str]:
    if entry.kind == "rule":
        for case in cases:
            for key, told in (("fires", "fires in"), ("silent", "stays silent in")):
                if entry.id in case.body.get(key, ()):
                    yield f"  {told} case {case.id}: {case.body.get('situation', '')}"
