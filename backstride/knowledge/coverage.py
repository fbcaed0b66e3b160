"""What of the content nothing tries: no test case, no vignette, no training example, no scripted conversation.

Knows how examples are kept on disk and what touching an entry means; what a text says is read by whoever is
given as `read`.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from backstride.domain.expressions import evaluate
from backstride.domain.findings import Answer, Evidence, Findings
from backstride.domain.gathering import gather
from backstride.domain.mentions import Reading
from backstride.domain.triage import decide
from backstride.knowledge.cases import read_cases
from backstride.knowledge.content_diff import patterns
from backstride.knowledge.load import Content

Read = Callable[[str], Reading]
_QUESTION = re.compile(r"\b(?:Q|RF)\d\d\b")


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of entry: how many there are, and those that nothing touches, in the order of the files."""

    kind: str
    total: int
    untouched: tuple[str, ...]

    def __str__(self) -> str:
        """Return it in one line."""
        missing = f": {', '.join(self.untouched)}" if self.untouched else ""
        return f"{self.kind}: {self.total - len(self.untouched)} of {self.total}{missing}"


@dataclass(slots=True)
class _Touched:
    findings: set[str] = field(default_factory=set)
    values: set[str] = field(default_factory=set)
    questions: set[str] = field(default_factory=set)
    rules: set[str] = field(default_factory=set)
    features: set[str] = field(default_factory=set)
    conditions: set[str] = field(default_factory=set)


def coverage(content: Content, root: Path, read: Read) -> list[Part]:
    """Return what is touched, kind by kind.

    A finding or value is touched by a fact of a case or by words that mean it; a rule by a patient for whom it
    fires; a feature by a patient for whom it is known to hold or not; a condition by a patient who would be
    shown it or has a feature of it, or by a vignette that names it; a question by a test that names it.

    Args:
        content: As loaded from the files.
        root: Of the repository, with `tests/` and `data/nlu/`; what is not there touches nothing.
        read: Reads a text into mentions.
    """
    touched, vocabulary = _Touched(), content.rules.vocabulary
    for case in read_cases(root / "tests" / "content" / "cases"):
        _patient(content, case.findings(content.rules), touched)
        touched.rules.update(case.decision(content.rules).rules)
    for vignette in _vignettes(root):
        told = [mention.as_evidence(turn=1) for mention in read(vignette["text"]).mentions]
        known = gather(told, vocabulary)
        _patient(content, known, touched)
        touched.rules.update(decide(known, content.rules.triage, complete=True).rules)
        touched.conditions.update(_strings(vignette.get("expected", {})))
    for text in [*_training(root), *_scripted(root)]:
        _mentioned([mention.as_evidence(turn=1) for mention in read(text).mentions], touched)
    for path in sorted((root / "tests").rglob("*")):
        if path.suffix in {".py", ".yml", ".jsonl"} and path.is_file():
            touched.questions.update(_QUESTION.findall(path.read_text(encoding="utf-8", errors="replace")))
    return _parts(content, touched)


def _parts(content: Content, touched: _Touched) -> list[Part]:
    features = [f"{one.id}.{feature.id}" for one in content.conditions for feature in one.features if feature.when]
    vocabulary = content.rules.vocabulary
    values = [f"{kind.id}.{value}" for kind in vocabulary.values() for value in kind.values]
    questions = dict.fromkeys(question.id for question in content.rules.questions)
    return [
        _part("conditions", [condition.id for condition in content.conditions], touched.conditions),
        _part("features that a chat can know", features, touched.features),
        _part("rules", [rule.id for rule in content.rules.triage], touched.rules),
        _part("questions", questions, touched.questions),
        _part("findings", vocabulary, touched.findings),
        _part("values", values, touched.values),
    ]


def _part(kind: str, everything: Iterable[str], touched: set[str]) -> Part:
    names = list(everything)
    return Part(kind, len(names), tuple(name for name in names if name not in touched))


def _patient(content: Content, known: Findings, touched: _Touched) -> None:
    touched.conditions.update(patterns(content, known))
    for condition in content.conditions:
        for feature in condition.features:
            answer = evaluate(feature.when, known) if feature.when else Answer.UNKNOWN
            if answer is not Answer.UNKNOWN:
                touched.features.add(f"{condition.id}.{feature.id}")
            if answer is Answer.YES:
                touched.conditions.add(condition.id)
    _mentioned([item for kind in known.vocabulary for item in known[kind].evidence], touched)


def _mentioned(said: Sequence[Evidence], touched: _Touched) -> None:
    for item in said:
        touched.findings.add(item.finding)
        if isinstance(item.value, str):
            touched.values.add(f"{item.finding}.{item.value}")


def _vignettes(root: Path) -> Iterator[dict[str, Any]]:
    for path in sorted((root / "tests").rglob("vignettes.jsonl")):
        yield from (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def _training(root: Path) -> Iterator[str]:
    for path in sorted((root / "data" / "nlu").glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu", ()):
            yield from (line.removeprefix("- ") for line in str(block.get("examples", "")).splitlines())


def _scripted(root: Path) -> Iterator[str]:
    for path in sorted((root / "tests" / "conversations").rglob("*.yml")):
        yield from _said_by_user(yaml.safe_load(path.read_text(encoding="utf-8")))


def _said_by_user(document: object) -> Iterator[str]:
    if isinstance(document, list):
        for item in document:
            yield from _said_by_user(item)
    elif isinstance(document, dict):
        for key, value in document.items():
            if key == "user" and isinstance(value, str):
                yield value
            else:
                yield from _said_by_user(value)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)
