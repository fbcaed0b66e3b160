"""Reads what the domain decides with: vocabulary, red flags, questions and dispositions.

Builds frozen values and checks every name that one entry says of another. What a schema can say is
checked by `load.py`; sources and wording are checked by the content contract, not here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any, TypeVar

from backstride.domain.errors import ContentError
from backstride.domain.evaluation import Expression
from backstride.domain.expressions import rules_in
from backstride.domain.findings import CONFIRMING, FindingType, Kind, Vocabulary
from backstride.domain.interview import Option, Question, QuestionKind
from backstride.domain.replies import plain
from backstride.domain.rules import Rules
from backstride.domain.triage import Disposition, Level, RedFlag, Rule, Source
from backstride.knowledge.entries import statement
from backstride.knowledge.parse_expression import Names, check_finding, check_value, parse_expression
from backstride.knowledge.yaml_files import read_yaml

__all__ = ["Rules", "load_names", "load_rules"]

VOCABULARY = "vocabulary.yml"
RED_FLAGS = "red_flags.yml"
QUESTIONS = "questions.yml"
DISPOSITIONS = "dispositions.yml"

RULE_FILES = (VOCABULARY, RED_FLAGS, QUESTIONS, DISPOSITIONS)

Entry = Mapping[str, Any]
T = TypeVar("T")


def load_rules(directory: Path) -> Rules:
    """Read the four files of a content folder. Retired entries are left out.

    Returns:
        The rules; triage rules and questions in the order of their files.

    Raises:
        ContentError: A file is missing or wrong; the message names file and entry.
    """
    return rules_of({name: read_yaml(directory / name) for name in RULE_FILES}, directory)


def rules_of(documents: Mapping[str, Any], directory: Path) -> Rules:
    """Return the rules that documents hold, by file name; `directory` is only named in messages.

    Raises:
        ContentError: As for `load_rules`.
    """
    names = names_of(documents, directory)
    document = _mapping(documents, directory, RED_FLAGS)
    red_flags = _each(directory / RED_FLAGS, document, "flags", lambda e, where: _red_flag(e, names.vocabulary, where))
    triage = _each(directory / RED_FLAGS, document, "rules", lambda e, where: _rule(e, names, where))
    _refuse_circles(triage, directory / RED_FLAGS)
    for name, body in names.definitions.items():
        # Also those that nothing uses yet: the next rule that does would be the one to find the circle.
        parse_expression({"definition": name}, names, where=f"{directory / RED_FLAGS}: {name}")
        if not isinstance(body, dict):
            raise ContentError(f"{directory / RED_FLAGS}: {name}: is no condition; see docs/content-guide.md")
    ask_first = {flag.id for flag in red_flags if flag.ask_first}
    document = _mapping(documents, directory, QUESTIONS)
    questions = _each(
        directory / QUESTIONS, document, "questions", lambda e, where: _question(e, names, ask_first, where)
    )
    document = _mapping(documents, directory, DISPOSITIONS)
    dispositions = _each(directory / DISPOSITIONS, document, "dispositions", _disposition)
    _unique(directory / RED_FLAGS, [flag.id for flag in red_flags] + [rule.id for rule in triage])
    _unique(directory / QUESTIONS, [f"{q.key} on {channel}" for q in questions for channel in q.channels])
    missing = set(Level) - {disposition.level for disposition in dispositions}
    if missing:
        raise ContentError(f"{directory / DISPOSITIONS}: no entry for {', '.join(sorted(missing))}")
    return Rules(names.vocabulary, triage, red_flags, questions, dispositions)


def load_names(directory: Path) -> Names:
    """Read what a condition in any content file may name.

    Raises:
        ContentError: As for `load_rules`.
    """
    return names_of({name: read_yaml(directory / name) for name in (VOCABULARY, RED_FLAGS)}, directory)


def names_of(documents: Mapping[str, Any], directory: Path) -> Names:
    """Return the names that documents hold; `directory` is only named in messages.

    Raises:
        ContentError: As for `load_rules`.
    """
    path = directory / VOCABULARY
    types = _each(path, _mapping(documents, directory, VOCABULARY), "findings", _finding_type)
    _unique(path, [kind.id for kind in types])
    document = _mapping(documents, directory, RED_FLAGS)
    rules = [str(entry.get("id")) for entry in document.get("rules") or [] if isinstance(entry, dict)]
    return Names({kind.id: kind for kind in types}, document.get("definitions") or {}, frozenset(rules))


def _mapping(documents: Mapping[str, Any], directory: Path, name: str) -> Entry:
    document = documents[name]
    if not isinstance(document, dict):
        raise ContentError(f"{directory / name}: must hold keys at the top, such as 'findings:' or 'rules:'")
    return document


def _each(path: Path, document: Entry, key: str, build: Callable[[Entry, str], T]) -> tuple[T, ...]:
    """Build every entry of a list that is not retired; whatever is wrong with one is told with its id."""
    entries = document.get(key)
    if not isinstance(entries, list):
        raise ContentError(f"{path}: '{key}' must be a list")
    built = []
    for entry in entries:
        where = f"{path}: {entry.get('id', entry.get('level')) if isinstance(entry, dict) else entry}"
        try:
            if entry.get("status") != "retired":
                built.append(build(entry, where))
        except KeyError as error:
            raise ContentError(f"{where}: the key {error} is missing") from error
        except (AttributeError, TypeError, ValueError) as error:
            raise ContentError(f"{where}: {error}") from error
    return tuple(built)


def _unique(path: Path, ids: Sequence[str]) -> None:
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise ContentError(f"{path}: {', '.join(twice)} stands twice; ids are unique and stable, rename one")


def _refuse_circles(rules: Iterable[Rule], path: Path) -> None:
    try:
        TopologicalSorter({rule.id: rules_in(rule.when) for rule in rules}).prepare()
    except CycleError as error:
        circle = error.args[1]
        raise ContentError(f"{path}: the rules {' > '.join(circle)} go in a circle; take one reference out") from error


def _finding_type(entry: Entry, where: str) -> FindingType:
    kind = FindingType.of(entry)
    if bool(kind.values) is not (kind.kind in {Kind.CHOICE, Kind.SET}):
        raise ContentError(f"{where}: a choice or set needs values, and nothing else has them")
    _unique(Path(where), kind.values)
    for named in (*(v for coarser in kind.implies.values() for v in coarser), *filter(None, [kind.unstated])):
        check_value(named, kind, where=where)
    return kind


def _sources(entry: Entry) -> tuple[Source, ...]:
    return tuple(Source(source["id"], source["at"]) for source in entry.get("sources") or [])


def _level(value: str | None) -> Level | None:
    return None if value is None else Level(value)


def _red_flag(entry: Entry, vocabulary: Vocabulary, where: str) -> RedFlag:
    for finding in entry["findings"]:
        check_finding(finding, vocabulary, where=where)
    return RedFlag(
        id=entry["id"],
        name=entry["name"],
        findings=tuple(entry["findings"]),
        level=_level(entry["level"]),
        ask_first=bool(entry["ask_first"]),
        sources=_sources(entry),
    )


def _rule(entry: Entry, names: Names, where: str) -> Rule:
    needs = entry.get("needs", "")
    if needs not in {"", "intake"}:
        raise ContentError(f"{where}: a rule can need only 'intake', not '{needs}'")
    for gate in entry.get("gates") or []:
        if gate["gate"] not in {"parent", "guardian"}:
            raise ContentError(f"{where}: unknown gate '{gate['gate']}'; it is parent or guardian")
    return Rule(
        id=entry["id"],
        when=parse_expression(entry["when"], names, where=where),
        level=_level(entry["level"]),
        reason=entry["reason"],
        rationale=entry["rationale"],
        sources=_sources(entry),
        raised=tuple(
            (Level(part["level"]), parse_expression(part["when"], names, where=where))
            for part in entry.get("raised") or []
        ),
        told_as=tuple(
            (part["reason"], parse_expression(part["when"], names, where=where)) for part in entry.get("told_as") or []
        ),
        gates=tuple(
            (gate["gate"], parse_expression(gate["when"], names, where=where)) for gate in entry.get("gates") or []
        ),
        needs_intake=needs == "intake",
        no_running=bool(entry.get("no_running", False)),
        withholds_result=bool(entry.get("withholds_result", False)),
        status=entry["status"],
    )


def _question(entry: Entry, names: Names, ask_first: set[str], where: str) -> Question:
    kinds = [check_finding(finding, names.vocabulary, where=where) for finding in entry.get("asks") or []]
    return Question(
        id=entry["id"],
        slot=entry["slot"],
        kind=QuestionKind(entry["kind"]),
        use=entry["use"],
        part=entry.get("part", 1),
        channels=tuple(entry.get("channels", ("web", "sms"))),
        asks=tuple(kind.id for kind in kinds),
        options=_options(entry, names.vocabulary, where),
        ranges=tuple((kind.low, kind.high) for kind in kinds if kind.kind is Kind.NUMBER),
        opening=bool(entry.get("opening", False)),
        gate=bool(entry.get("gate", False)),
        safety=bool(entry.get("safety", False)) or entry["id"] in ask_first,
        short=bool(entry.get("short", False)),
        whole=bool(entry.get("whole", False)),
        booking=bool(entry.get("booking", False)),
        ask_when=_condition(entry, "ask_when", names, where),
        skip_when=_condition(entry, "skip_when", names, where),
        urgent_when=_condition(entry, "urgent_when", names, where),
        settles_when=_condition(entry, "settles_when", names, where),
        for_visit=bool(entry.get("for_visit", False)),
        why=statement(f"{entry['id']}.why", entry["why"]) if "why" in entry else None,
        reads_as=_frames(entry.get("reads_as", [])),
        yes_reads_as=entry.get("yes_reads_as", ""),
    )


def _frames(frames: str | list[str]) -> tuple[str, ...]:
    return (frames,) if isinstance(frames, str) else tuple(frames)


def _condition(entry: Entry, key: str, names: Names, where: str) -> Expression | None:
    return parse_expression(entry[key], names, where=f"{where} {key}") if key in entry else None


def _options(entry: Entry, vocabulary: Vocabulary, where: str) -> tuple[Option, ...]:
    options = tuple(_option(option, vocabulary, f"{where} {option['id']}") for option in entry.get("options") or [])
    _unique(Path(where), [option.id for option in options])
    _unique(Path(where), [name for option in options for name in {plain(option.label), *option.also}])
    _unique(Path(where), [f"the number {option.sms}" for option in options if option.sms is not None])
    if entry["id"].startswith(CONFIRMING) and [option.id for option in options] != ["yes", "no", "not_sure"]:
        raise ContentError(f"{where}: a clarifying question is answered by yes, no or not_sure")
    return options


def _option(option: Entry, vocabulary: Vocabulary, where: str) -> Option:
    for finding in option.get("denies") or []:
        check_finding(finding, vocabulary, where=where)
    return Option(
        id=option["id"],
        label=option["label"],
        sms=option.get("sms"),
        sets=tuple(
            pair
            for finding, value in (option.get("sets") or {}).items()
            for pair in _set(check_finding(finding, vocabulary, where=where), value, where)
        ),
        denies=tuple(option.get("denies") or ()),
        unsure=bool(option.get("unsure", False)),
        also=tuple(option.get("also") or ()),
        heard=tuple(
            pair
            for finding, values in (option.get("heard") or {}).items()
            for pair in _set(check_finding(finding, vocabulary, where=where), values, where)
        ),
        means=option.get("means", ""),
    )


def _set(kind: FindingType, value: Any, where: str) -> list[tuple[str, str | float | None]]:
    """Return finding and value of each value that an option sets; `true` says present, without a value."""
    if value is True and kind.kind in {Kind.FLAG, Kind.CHOICE}:
        return [(kind.id, None)]
    if kind.kind is Kind.NUMBER and isinstance(value, int | float) and value is not True:
        return [(kind.id, float(value))]
    if kind.kind not in {Kind.CHOICE, Kind.SET}:
        raise ContentError(f"{where}: '{kind.id}' cannot be set to '{value}'")
    values = value if isinstance(value, list) else [value]
    for one in values:
        check_value(one, kind, where=where)
    return [(kind.id, one) for one in values]


def _disposition(entry: Entry, _where: str) -> Disposition:
    return Disposition(
        level=Level(entry["level"]),
        meaning=entry["meaning"],
        deadline=entry["deadline"],
        told=entry["told"],
        booking=entry["booking"],
        sources=_sources(entry),
    )
