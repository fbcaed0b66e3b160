"""What changed between two versions of the content, in clinicians' words, and which test cases come out otherwise."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from backstride.domain.errors import UnknownFindingError
from backstride.domain.findings import Findings
from backstride.domain.ranking import rank
from backstride.domain.triage import Level
from backstride.knowledge.cases import Case
from backstride.knowledge.catalogue import Entry, catalogue
from backstride.knowledge.load import Content

_RANKED = frozenset({Level.L4, Level.L5})
_LONGEST = 90
_KEYS = {
    "lr_pos": "ratio of yes",
    "lr_neg": "ratio of no",
    "when": "when it holds",
    "label": "words for yes",
    "label_no": "words for no",
    "explain": "explanation for patients",
    "also_called": "other names",
    "pt_does": "what the therapist does",
    "refer_when": "when to refer",
    "priors": "prior",
    "lt18": "under 18",
    "18_39": "18 to 39",
    "40_59": "40 to 59",
    "ge60": "60 and older",
    "sets": "what it sets",
    "asks": "what it asks about",
    "icd10": "code hint for staff",
    "at": "place",
    "for": "for whom",
    "not_for": "not for",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that is new, gone or different. `details` say key by key what became of it; empty unless changed."""

    what: str
    kind: str
    id: str
    name: str
    details: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return it as a report shows it, a line each."""
        lines = [f"{self.what}: {self.kind} {self.id}{f' ({self.name})' if self.name else ''}"]
        return "\n".join([*lines, *(f"    {detail}" for detail in self.details)])


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case that comes to something else."""

    case: str
    before: str
    after: str

    def __str__(self) -> str:
        """Return it in one line."""
        return f"case {self.case}: {self.before} -> {self.after}"


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Return what differs between two sets of documents: what is gone, then what is new, then what changed."""
    before, after = _by_key(catalogue(old)), _by_key(catalogue(new))
    gone = [_change("removed", entry) for key, entry in before.items() if key not in after]
    made = [_change("added", entry) for key, entry in after.items() if key not in before]
    changed = [
        _change("changed", entry, tuple(_details(before[key].body, entry.body)))
        for key, entry in after.items()
        if key in before and before[key].body != entry.body
    ]
    return [*gone, *made, *changed]


def outcomes(old: Content, new: Content, cases: Iterable[Case]) -> list[Outcome]:
    """Return the cases whose level, rules, gate or first patterns differ, by their order."""
    found = []
    for case in cases:
        before, after = _outcome(old, case), _outcome(new, case)
        if before != after:
            found.append(Outcome(case.id, before, after))
    return found


def _by_key(entries: Iterable[Entry]) -> dict[tuple[str, str], Entry]:
    return {(entry.kind, entry.id): entry for entry in entries}


def _change(what: str, entry: Entry, details: tuple[str, ...] = ()) -> Change:
    return Change(what, entry.kind, entry.id, name_of(entry), details)


def name_of(entry: Entry) -> str:
    """Return what a clinician calls an entry; "" if it has no name beside its id."""
    body = entry.body if isinstance(entry.body, dict) else {}
    keys = ("name", "label", "title", "topic", "citation", "rationale", "area", "meaning")
    return _short(str(next((body[key] for key in keys if key in body), "")))


def _details(old: Any, new: Any, name: str = "") -> Iterator[str]:
    """Yield a line for each key that differs; a list of entries with ids is compared entry by entry."""
    if _has_ids(old) and _has_ids(new):
        old, new = ({str(item["id"]): item for item in side} for side in (old, new))
    if not isinstance(old, dict) or not isinstance(new, dict):
        yield f"{name or 'it'}: {_shown(old)} -> {_shown(new)}"
        return
    for key in dict.fromkeys((*old, *new)):
        called = f"{name} {_KEYS.get(key, key.replace('_', ' '))}".strip()
        if key not in new:
            yield f"{called}: taken out (was {_shown(old[key])})"
        elif key not in old:
            yield f"{called}: new, {_shown(new[key])}"
        elif old[key] != new[key]:
            yield from _details(old[key], new[key], called)


def _has_ids(value: Any) -> bool:
    if not isinstance(value, list) or not value or not all(isinstance(item, dict) and "id" in item for item in value):
        return False
    ids = [item["id"] for item in value]
    return len(set(ids)) == len(ids)


def _shown(value: Any) -> str:
    """Return a value as a line: lists and conditions as they would be written, without quotes and braces."""
    if isinstance(value, list):
        return _short(", ".join(_shown(item) for item in value)) or "nothing"
    if isinstance(value, dict):
        return _short(" ".join(f"{key} {_shown(part)}" for key, part in value.items()))
    return _short(str(value))


def _short(text: str) -> str:
    return shorten(text, _LONGEST, placeholder=" …")


def _outcome(content: Content, case: Case) -> str:
    """Return what a case comes to, in one line."""
    try:
        known, decision = case.findings(content.rules), case.decision(content.rules)
    except UnknownFindingError as error:
        return f"cannot be read ({error})"
    level = decision.level.value if decision.level else "no level"
    told = [f"{level} by {', '.join(decision.rules) or 'no rule'}"]
    if decision.gate:
        told.append(f"for the {decision.gate}")
    if decision.level in _RANKED and not decision.gate:
        told.append(f"patterns {', '.join(patterns(content, known))}")
    return "; ".join(told)


def patterns(content: Content, known: Findings) -> list[str]:
    """Return the ids of the patterns that would be shown, most likely first."""
    return [pattern.condition_id for pattern in rank(known, content.conditions, content.ranking)]
