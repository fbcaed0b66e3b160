"""Reads all of `content/` into frozen values, and says which content it was.

Every file is checked against its schema first (content/schema); what a schema cannot say is `contract.py`.
Of the lexicon, which belongs to the language components, only its shape; and no database.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from backstride.domain.conditions import Condition, RankingParameters, Ruling, Source
from backstride.domain.dermatomes import Dermatome
from backstride.domain.errors import ContentError
from backstride.domain.rules import Rules
from backstride.domain.self_care import SelfCare
from backstride.knowledge import entries
from backstride.knowledge.content_folder import check_folder, with_lines
from backstride.knowledge.load_rules import names_of, rules_of
from backstride.knowledge.parse_expression import Names, parse_expression
from backstride.knowledge.yaml_files import read_yaml, schema_problems

SCHEMAS = {
    "sources.yml": "sources.json",
    "self_care.yml": "self_care.json",
    "ranking.yml": "ranking.json",
    "vocabulary.yml": "vocabulary.json",
    "red_flags.yml": "red_flags.json",
    "questions.yml": "questions.json",
    "dispositions.yml": "dispositions.json",
    "rulings.yml": "rulings.json",
    "dermatomes.yml": "dermatomes.json",
}
CONDITION_SCHEMA = "condition.json"
CONDITIONS = "conditions"
LEXICON = "lexicon"
LEXICON_SCHEMA = "lexicon.json"
LEXICON_SCHEMAS = {
    name: f"lexicon_{name}.json"
    for name in (
        *("act_words", "answer_words", "activities", "context", "idioms", "near_words"),
        *("quantities", "relations", "sites", "spanish", "words"),
    )
}
"""Of the files that have to be there, with the groups of words that the program asks for; more may hold findings."""


@dataclass(frozen=True, slots=True)
class Content:
    """Everything clinicians agreed on. Retired entries are left out.

    Attributes:
        version: First 12 hex digits of the content hash; it stands in every decision-log row.
        names: What conditions over findings in patterns and advice may name.
        sources: Source id -> source.
        rulings: What was decided where a source article and the evidence disagree.
        dermatomes: Which nerve roots an area hints at, for staff.
        documents: File name relative to the folder -> its checked YAML, for reports and for the database.
        directory: Where it was read from, for messages.
    """

    version: str
    rules: Rules
    names: Names
    conditions: tuple[Condition, ...]
    ranking: RankingParameters
    self_care: SelfCare
    sources: Mapping[str, Source]
    rulings: tuple[Ruling, ...]
    dermatomes: tuple[Dermatome, ...]
    documents: Mapping[str, Any]
    directory: Path


def load_content(directory: Path) -> Content:
    """Read and check a content folder.

    Returns:
        The content; conditions in the order of their file names.

    Raises:
        ContentError: Files that are missing or wrong. All problems of all files are in one message, a line each.
    """
    check_folder(directory)
    version = content_version(directory)
    try:
        content = content_of(read_documents(directory), directory, version)
    except ContentError as error:
        raise ContentError(with_lines(str(error), directory)) from error
    if content_version(directory) != version:
        raise ContentError(f"{directory}: a file was changed while it was read; run it again")
    return content


def content_of(documents: Mapping[str, Any], directory: Path, version: str) -> Content:
    """Return the content of documents that fit their schemas; `directory` is only named in messages.

    Raises:
        ContentError: An entry names something that does not exist, or contradicts another.
    """
    rules, names = rules_of(documents, directory), names_of(documents, directory)
    names = replace(names, rules=())  # patterns and advice never depend on a triage rule

    def parse(file: str) -> entries.Parse:
        return lambda tree, entry: parse_expression(tree, names, where=f"{directory / file}: {entry}")

    return Content(
        version=version,
        rules=rules,
        names=names,
        conditions=tuple(
            entries.condition(document, parse(name))
            for name, document in documents.items()
            if name.startswith(f"{CONDITIONS}/") and document["status"] != "retired"
        ),
        ranking=entries.ranking_parameters(documents["ranking.yml"], parse("ranking.yml")),
        self_care=entries.self_care(documents["self_care.yml"], parse("self_care.yml")),
        sources={entry["id"]: entries.source(entry) for entry in documents["sources.yml"]["sources"]},
        rulings=tuple(
            entries.ruling(entry) for entry in documents["rulings.yml"]["rulings"] if entry["status"] != "retired"
        ),
        dermatomes=tuple(entries.dermatome(entry) for entry in documents["dermatomes.yml"]["dermatomes"]),
        documents=documents,
        directory=directory,
    )


def read_documents(directory: Path) -> dict[str, Any]:
    """Return file name -> YAML of every file that has a schema, checked against it.

    Raises:
        ContentError: As for `load_content`.
    """
    schemas = SCHEMAS | {
        f"{CONDITIONS}/{path.name}": CONDITION_SCHEMA for path in (directory / CONDITIONS).glob("*.yml")
    }
    documents: dict[str, Any] = {}
    problems = list(_lexicon_problems(directory))
    for name, schema in sorted(schemas.items()):
        try:
            documents[name] = read_yaml(directory / name)
        except ContentError as error:
            problems.append(str(error))
            continue
        found = schema_problems(documents[name], directory / "schema" / schema)
        problems += [f"{directory / name}: {problem}; see docs/content-guide.md" for problem in found]
        if not found and schema == CONDITION_SCHEMA and documents[name]["id"] != Path(name).stem:
            problems.append(f"{directory / name}: id: the id is '{documents[name]['id']}'; name file and id alike")
        if not found:
            problems += [
                f"{directory / name}: {entry}: the id stands twice; rename one"
                for entry in _twice(documents[name], name)
            ]
    if problems:
        raise ContentError("\n".join(problems))
    return documents


def _lexicon_problems(directory: Path) -> Iterator[str]:
    """Yield what is wrong with the shape of the lexicon; what its words mean is for the language components."""
    for name in sorted({path.stem for path in (directory / LEXICON).glob("*.yml")} | LEXICON_SCHEMAS.keys()):
        path = directory / LEXICON / f"{name}.yml"
        try:
            document = read_yaml(path)
        except ContentError as error:
            yield str(error)
            continue
        schema = directory / "schema" / LEXICON_SCHEMAS.get(name, LEXICON_SCHEMA)
        problems = schema_problems(document, schema) or [
            f"{entry}: the id stands twice; rename one" for entry in _twice(document, name)
        ]
        for problem in problems:
            yield f"{path}: {problem}" if ";" in problem else f"{path}: {problem}; see docs/content-guide.md"


def _twice(document: Any, name: str) -> list[str]:
    """Return the ids that stand twice in one list; questions have one id for all wordings, and their own check."""
    found = []
    if isinstance(document, list) and name != "questions.yml":
        ids = [item["id"] for item in document if isinstance(item, dict) and "id" in item]
        found = sorted({one for one in ids if ids.count(one) > 1})
    for part in document.values() if isinstance(document, dict) else document if isinstance(document, list) else ():
        # A list of citations may name one source at two places.
        if isinstance(part, dict | list) and not (isinstance(part, list) and part and _is_citation(part[0])):
            found += _twice(part, name)
    return found


def _is_citation(item: Any) -> bool:
    return isinstance(item, dict) and "at" in item


def content_version(directory: Path) -> str:
    """Return the first 12 hex digits of the SHA-256 over the names and bytes of all YAML files, in sorted order."""
    digest = hashlib.sha256()
    for path in sorted(directory.rglob("*.yml")):
        digest.update(path.relative_to(directory).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
