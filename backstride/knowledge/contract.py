"""Checks of the content that a schema cannot say.

Used by `backstride content check`. Reads nothing but the loaded content and the folder of test cases. The
wording of questions and responses is checked in `wording.py`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from backstride.domain.conditions import Condition, ConditionKind
from backstride.domain.errors import ContentError
from backstride.knowledge.catalogue import entry_ids
from backstride.knowledge.content_folder import line_of, with_lines
from backstride.knowledge.load import CONDITIONS, Content
from backstride.knowledge.yaml_files import read_yaml

CASE_KINDS = ("positive", "negative", "unknown")
PRIORS_TOLERANCE = 0.005
_UNTAGGED = frozenset({"vocabulary.yml", "questions.yml", "sources.yml"})
"""Files whose numbers are ranges, lengths and positions, not clinical figures."""
_UNWALKED = frozenset({"sources", "definitions"})
"""Keys without entries: citations, and named conditions, which rest on the sources of the rules that use them."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend. A warning does not fail the check. `line` counts from 1; 0 where there is none."""

    file: str
    entry: str
    message: str
    is_warning: bool = False
    line: int = field(default=0, compare=False)

    def __str__(self) -> str:
        """Return one line, as the command prints it."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{'warning: ' if self.is_warning else ''}{where}: {self.entry}: {self.message}"


def check(content: Content, *, cases: Path, today: date, release: bool = False) -> list[Problem]:
    """Return every problem of the content, by file.

    Args:
        content: As loaded, so its shape is right already.
        cases: Folder `tests/content/cases`; where it is absent (an installed package), cases are not checked.
        today: In the clinic's time zone; a review is overdue from the day after its due date.
        release: Overdue reviews are failures, not warnings.
    """
    problems = _contradictions(content)
    problems += _rules_have_cases(content, cases)
    problems += _reviews_are_in_date(content, today, release=release)
    problems = [replace(one, line=line_of(content.directory / one.file, one.entry)) for one in problems]
    return sorted(problems, key=lambda problem: (problem.file, problem.entry, problem.message))


def refuse_contradictions(content: Content) -> None:
    """Refuse content that must not reach a database: something in it does not exist, or cannot be so.

    Test cases and reviews are no matter here; a clinic may serve content whose review is overdue.

    Raises:
        ContentError: All that was found, a line each.
    """
    problems = _contradictions(content)
    if problems:
        lines = [f"{content.directory / one.file}: {one.entry}: {one.message}" for one in problems]
        raise ContentError(with_lines("\n".join(lines), content.directory))


def _contradictions(content: Content) -> list[Problem]:
    checks: list[Callable[[Content], Iterable[Problem]]] = [
        _sources_exist,
        _sources_are_used,
        _numbers_are_tagged,
        _priors_are_whole,
        _features_are_sound,
        _conditions_exist,
        _rulings_are_applied,
        _dermatomes_use_the_vocabulary,
    ]
    return [problem for one in checks for problem in one(content)]


def _walk(document: Any, name: str = "", is_tagged: bool = False) -> Iterator[tuple[str, Mapping[str, Any], bool]]:
    """Yield every mapping of a document with the id of its entry, and whether it or one above has a tag or sources."""
    if isinstance(document, list):
        for position, item in enumerate(document):
            yield from _walk(item, name or str(position), is_tagged)
    elif isinstance(document, dict):
        own = document.get("id") or document.get("level")
        name = f"{name} {own}".strip() if own and str(own) != name else name
        is_tagged = is_tagged or "tag" in document or bool(document.get("sources"))
        yield name or "file", document, is_tagged
        for key, value in document.items():
            if key not in _UNWALKED:
                yield from _walk(value, name or str(key), is_tagged)


def _citations(content: Content) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    for file, document in content.documents.items():
        if file == "sources.yml":
            continue
        for entry, mapping, _ in _walk(document):
            for cited in mapping.get("sources", ()):
                yield file, entry, cited


def _sources_exist(content: Content) -> Iterator[Problem]:
    for file, entry, cited in _citations(content):
        if cited["id"] not in content.sources:
            yield Problem(file, entry, f"no source '{cited['id']}' in sources.yml; add it there or correct the id")
        if not str(cited.get("at", "")).strip():
            yield Problem(file, entry, f"source '{cited['id']}' has no place; say where in it with `at:`")


def _sources_are_used(content: Content) -> Iterator[Problem]:
    used = {cited["id"] for _, _, cited in _citations(content)}
    for source in content.sources.values():
        if source.id not in used and not source.background:
            yield Problem(
                "sources.yml", source.id, "no entry cites it; remove it or say why it is kept in `background:`"
            )


def _numbers_are_tagged(content: Content) -> Iterator[Problem]:
    for file, document in content.documents.items():
        if file in _UNTAGGED:
            continue
        for entry, mapping, is_tagged in _walk(document):
            numbers = [k for k, v in mapping.items() if isinstance(v, int | float) and not isinstance(v, bool)]
            if numbers and not is_tagged:
                yield Problem(
                    file, entry, f"'{numbers[0]}' is a number without a tag or a source; add `tag:` or `sources:`"
                )


def _priors_are_whole(content: Content) -> Iterator[Problem]:
    bands = [band.id for band in content.ranking.age_bands]
    for condition in content.conditions:
        is_contributor = condition.kind is ConditionKind.CONTRIBUTOR
        if is_contributor and condition.priors:
            yield Problem(_file(condition), "priors", "a contributor has none; remove them")
        if not is_contributor and set(condition.priors) != set(bands):
            yield Problem(_file(condition), "priors", f"needs one prior for each of {', '.join(bands)}")
    for band in bands:
        total = sum(condition.priors.get(band, 0) for condition in content.conditions)
        if abs(total - 1) > PRIORS_TOLERANCE:
            yield Problem(
                f"{CONDITIONS}/", f"priors {band}", f"the priors of all conditions sum to {total:.4f}, not to 1"
            )


def _file(condition: Condition) -> str:
    return f"{CONDITIONS}/{condition.id}.yml"


def _features_are_sound(content: Content) -> Iterator[Problem]:
    for file, document in content.documents.items():
        if not file.startswith(f"{CONDITIONS}/"):
            continue
        for feature in document["features"]:
            if feature["askable"] != ("when" in feature):
                yield Problem(file, feature["id"], "`askable: true` goes with a `when:`, and false with none")
            if not any(key in feature for key in ("lr_pos", "lr_neg", "stat")):
                yield Problem(file, feature["id"], "neither a ratio nor a `stat:`; say what the source gives")


def _conditions_exist(content: Content) -> Iterator[Problem]:
    ranked = {condition.id for condition in content.conditions if condition.kind is ConditionKind.RANKED}
    everything = {condition.id for condition in content.conditions}
    named = [content.ranking.always, *(one.moves_to for one in content.ranking.adjustments)]
    named += [condition for one in content.ranking.adjustments for condition in one.conditions]
    for condition in sorted(set(named) - ranked):
        yield Problem("ranking.yml", condition, "is no ranked condition; correct the id")
    for condition in sorted(set(content.self_care.ladder.not_for_patterns) - everything):
        yield Problem("self_care.yml", "return_to_run", f"no condition '{condition}' in conditions/; correct the id")
    stages = {stage.stage for stage in content.self_care.ladder.stages}
    for stage in sorted({stage for stage, _ in content.self_care.ladder.start_at} - stages):
        yield Problem("self_care.yml", "return_to_run", f"no stage {stage} to start at; correct the number")
    for advice in content.self_care.advice:
        for condition in sorted(set(advice.conditions) - everything):
            yield Problem("self_care.yml", advice.id, f"no condition '{condition}' in conditions/; correct the id")


def _rulings_are_applied(content: Content) -> Iterator[Problem]:
    known = set(entry_ids(content.documents))
    for ruling in content.rulings:
        for entry in ruling.applied_in:
            if entry not in known:
                yield Problem("rulings.yml", ruling.id, f"no entry '{entry}' in any file; correct `applied_in:`")


def _dermatomes_use_the_vocabulary(content: Content) -> Iterator[Problem]:
    for dermatome in content.dermatomes:
        for finding, values in (("radiation", dermatome.radiation), ("numb_area", dermatome.numb_area)):
            for value in sorted(values - set(content.rules.vocabulary[finding].values)):
                yield Problem("dermatomes.yml", dermatome.id, f"'{finding}' has no value '{value}'; correct it")


def _rules_have_cases(content: Content, cases: Path) -> Iterator[Problem]:
    if not cases.is_dir():
        return
    for rule in content.documents["red_flags.yml"]["rules"]:
        if rule.get("status") == "retired":
            continue
        kinds = {read_yaml(path).get("kind") for path in (cases / rule["id"]).glob("*.yml")}
        for kind in CASE_KINDS:
            if kind not in kinds:
                where = f"tests/content/cases/{rule['id']}/"
                yield Problem("red_flags.yml", rule["id"], f"no {kind} case in {where}; add one with `kind: {kind}`")


def _reviews_are_in_date(content: Content, today: date, *, release: bool) -> Iterator[Problem]:
    for file, document in content.documents.items():
        for entry, mapping, _ in _walk(document):
            review = mapping.get("review")
            if mapping.get("status") == "approved" and not review:
                yield Problem(file, entry, "approved by nobody; add a `review:` or set `status: draft`")
            if review and date.fromisoformat(review["due"]) < today:
                message = f"the review was due on {review['due']}; review it and set a new date"
                yield Problem(file, entry, message, is_warning=not release)
