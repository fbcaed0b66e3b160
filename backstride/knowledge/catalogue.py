"""Everything in the content that has an id, as one list: what it is, where it stands, what it refers to.

For reports: `show`, `diff`, `coverage`, and the checks of references. Works on checked documents
(`load.read_documents`); knows the keys of the files, and not what the domain makes of them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from backstride.knowledge.entries import SELF_CARE_LISTS

Document = Mapping[str, Any]
_RANGE = re.compile(r"(R\d\d)-(R\d\d)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing with an id.

    Attributes:
        kind: In clinicians' words: condition, feature, rule, question, source, ...
        id: As other entries refer to it: `lumbar_disc_herniation.sitting`, `card.heat`, `fever`, `weak.new`.
        file: Relative to the content folder.
        body: The entry as the file says it, without the entries below it that have an id of their own.
        refers_to: Ids of other entries that it names; sources with `source:` before them.
    """

    kind: str
    id: str
    file: str
    body: Any
    refers_to: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def name(self) -> str:
        """The last part of the id."""
        return self.id.rpartition(".")[2]


def catalogue(documents: Mapping[str, Any]) -> tuple[Entry, ...]:
    """Return every entry of every file, in the order of the files; retired ones too."""
    rules = [entry["id"] for entry in documents["red_flags.yml"]["rules"]]
    made = []
    for kind, entry_id, file, body in _all(documents):
        refers = frozenset(name for name in _named(body, rules) if name != entry_id)
        made.append(Entry(kind, entry_id, file, body, refers))
    return tuple(made)


def entry_ids(documents: Mapping[str, Any]) -> Iterator[str]:
    """Yield the id of every entry that may be referred to."""
    yield from (entry_id for _, entry_id, _, _ in _all(documents))


def cited_by(entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    """Return id (`source:` before those of sources) -> the entries that refer to it, in their order."""
    cited: dict[str, list[Entry]] = {}
    for entry in entries:
        for name in entry.refers_to:
            cited.setdefault(name, []).append(entry)
    return {name: tuple(found) for name, found in cited.items()}


_Found = tuple[str, str, str, Any]


def _all(documents: Mapping[str, Any]) -> Iterator[_Found]:
    for file, document in documents.items():
        reader = _condition if file.startswith("conditions/") else _READERS[file]
        yield from ((kind, entry_id, file, body) for kind, entry_id, body in reader(document))


_Entries = Iterator[tuple[str, str, Any]]


def _condition(document: Document) -> _Entries:
    yield "condition", document["id"], {key: value for key, value in document.items() if key != "features"}
    for feature in document["features"]:
        yield "feature", f"{document['id']}.{feature['id']}", feature


def _red_flags(document: Document) -> _Entries:
    for name, body in document["definitions"].items():
        yield "definition", name, body
    yield from (("red flag", entry["id"], entry) for entry in document["flags"])
    yield from (("rule", entry["id"], entry) for entry in document["rules"])


def _questions(document: Document) -> _Entries:
    yield from (("question", question_key(entry), entry) for entry in document["questions"])


def question_key(question: Document) -> str:
    """Name one wording of a question, for example `Q07/2@sms`: its id, its part, and the channels it is limited to."""
    part = f"/{question['part']}" if "part" in question else ""
    channels = f"@{'+'.join(question['channels'])}" if "channels" in question else ""
    return f"{question['id']}{part}{channels}"


def _vocabulary(document: Document) -> _Entries:
    for entry in document["findings"]:
        yield "finding", entry["id"], {key: value for key, value in entry.items() if key != "values"}
        for value in entry.get("values", ()):
            yield "value", f"{entry['id']}.{value['id']}", value


def _self_care(document: Document) -> _Entries:
    for section, body in document.items():
        if section in SELF_CARE_LISTS:
            yield from (("advice", f"{section}.{entry.get('id', entry.get('level'))}", entry) for entry in body)
        elif section == "exercises":
            yield "advice", section, {key: value for key, value in body.items() if key != "items"}
            yield from (("exercise", f"{section}.{item['id']}", item) for item in body["items"])
        elif section == "return_to_run":
            yield "advice", section, {key: value for key, value in body.items() if key not in {"stages", "beyond"}}
            yield from (("plan stage", f"{section}.{stage['stage']}", stage) for stage in plan_stages(body))
        elif isinstance(body, dict) and section != "review":
            yield "advice", section, body


def plan_stages(ladder: Document) -> list[dict[str, Any]]:
    """Return the stages of the way back to running; the last one has words instead of minutes."""
    timed = [dict(stage) for stage in ladder["stages"]]
    return [*timed, {"stage": len(timed) + 1, "text": ladder["beyond"]}]


def _ranking(document: Document) -> _Entries:
    yield "ranking", "ranking", {key: value for key, value in document.items() if key != "prior_adjustments"}
    yield from (("ranking", f"ranking.{entry['id']}", entry) for entry in document["prior_adjustments"])


_READERS: Mapping[str, Callable[[Document], Iterable[tuple[str, str, Any]]]] = {
    "red_flags.yml": _red_flags,
    "questions.yml": _questions,
    "vocabulary.yml": _vocabulary,
    "self_care.yml": _self_care,
    "ranking.yml": _ranking,
    "sources.yml": lambda document: (("source", entry["id"], entry) for entry in document["sources"]),
    "dispositions.yml": lambda document: (("level", entry["level"], entry) for entry in document["dispositions"]),
    "rulings.yml": lambda document: (("ruling", entry["id"], entry) for entry in document["rulings"]),
    "dermatomes.yml": lambda document: (("dermatome", entry["id"], entry) for entry in document["dermatomes"]),
}


def _named(body: Any, rules: list[str]) -> Iterator[str]:
    """Yield the ids that an entry names, at any depth."""
    if isinstance(body, list):
        for item in body:
            yield from _named(item, rules)
    if not isinstance(body, dict):
        return
    if isinstance(body.get("finding"), str):
        yield body["finding"]
        yield from (f"{body['finding']}.{value}" for value in body.get("in") or ())
    for key, value in body.items():
        reader = _REFERENCES.get(key)
        if reader is not None:
            yield from reader(value, rules)
        elif key != "in":
            yield from _named(value, rules)


def _strings(value: Any, _rules: list[str]) -> Iterator[str]:
    yield from (item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str))


def _sources(value: Any, _rules: list[str]) -> Iterator[str]:
    yield from (f"source:{cited['id']}" for cited in value)


def _sets(value: Any, _rules: list[str]) -> Iterator[str]:
    for finding, chosen in value.items():
        yield finding
        yield from (
            f"{finding}.{one}" for one in (chosen if isinstance(chosen, list) else [chosen]) if isinstance(one, str)
        )


def _rules(value: Any, rules: list[str]) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        ends = _RANGE.fullmatch(str(item))
        yield from [rule for rule in rules if ends[1] <= rule <= ends[2]] if ends else [str(item)]


def _of(finding: str) -> Any:
    return lambda value, _rules: (f"{finding}.{one}" for one in value) if isinstance(value, list) else ()


_REFERENCES: Mapping[str, Any] = {
    "sources": _sources,
    "sets": _sets,
    "rule": _rules,
    "rules": lambda value, rules: (
        _rules([item for item in value if isinstance(item, str)], rules) if isinstance(value, list) else ()
    ),
    **dict.fromkeys(
        ("definition", "asks", "denies", "findings", "conditions", "always", "moves_to", "applied_in", "red_flag"),
        _strings,
    ),
    "radiation": _of("radiation"),
    "numb_area": _of("numb_area"),
}
