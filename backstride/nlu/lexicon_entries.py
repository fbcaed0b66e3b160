"""What the words of content/lexicon/ stand for, as plain values; `lexicon.py` builds them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backstride.domain.findings import Status

_ROLES = (
    "pain",
    "hurts",
    "fine",
    "worse",
    "better",
    "harmless",
    "useless",
    "wish",
    "spread",
    "no_spread",
    "mask",
    "used",
    "not_activity",
    "idiom",
    "trouble",
    "in_scope",
    "procedure",
    "so_did_i",
    "family_history",
)
_OF_SITES = {
    **{role: role for role in ("spread", "no_spread", "trouble", "in_scope", "used", "hurts")},
    **{"procedure": "procedures", "mask": "masks"},
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase stands for.

    Attributes:
        role: `finding`, `site`, `side`, `activity`, `concept`, or a cue of `_ROLES`.
        name: Id of the finding, site, side, activity or concept; "" for a cue.
    """

    role: str
    name: str = ""
    value: str | None = None
    status: Status = Status.PRESENT


@dataclass(frozen=True, slots=True)
class Site:
    """A place of the body and the values it becomes; None where it has none in that role."""

    id: str
    region: str
    location: str | None
    radiation: str | None
    joint: bool


@dataclass(frozen=True, slots=True)
class Activity:
    """Something people do; `weak` if it is a trigger only right beside a cue."""

    id: str
    trigger: str | None
    reliever: str | None
    weak: bool


@dataclass(frozen=True, slots=True)
class FindingWords:
    """How the mentions of one finding are to be taken.

    Attributes:
        history_counts: The patient's own past counts as present (cancer).
        time: "nerve" or "injury" if a date changes the value, else "".
        ignores: Words that are no negation here (`almost` fainted).
        of_baby: `he` and `she` are the unborn baby, not somebody else (`she is not kicking`).
        asked_counts: A question about it is no question about people in general (`what is the point of living?`).
    """

    history_counts: bool = False
    time: str = ""
    ignores: frozenset[str] = frozenset()
    asked_counts: bool = False
    of_baby: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """A finding that holds where one concept of each group stands near the next.

    Attributes:
        groups: Concept ids; one of each group must be there, in any order unless `ordered`.
        commas: It may reach over a comma.
        far: It may reach over the end of a sentence.
        within: The most words between one concept and the next.
        between: Concepts, or `site` for any place of the body, that may not stand in between or hold a part.
        unless: Concepts that may not stand anywhere in the sentence.
    """

    finding: str
    value: str | None
    status: Status
    groups: tuple[frozenset[str], ...]
    within: int
    ordered: bool = False
    commas: bool = False
    far: bool = False
    between: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()


def role_words(content: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Return where the words of each role stand that has one group of them, and the words."""
    groups = {role: ("activities", f"cues {role}", said) for role, said in content["activities"]["cues"].items()}
    groups |= {role: ("sites", name, content["sites"][name]) for role, name in _OF_SITES.items()}
    groups |= {role: ("context", role, content["context"][role]) for role in ("so_did_i", "family_history")}
    groups |= {
        "not_activity": ("activities", "masks", content["activities"]["masks"]),
        "idiom": ("idioms", "masks", content["idioms"]["masks"]),
        "pain": ("words", "classes pain", "<pain>"),
        "fine": ("words", "classes fine", "<fine>"),
    }
    return {role: (f"{groups[role][0]}.yml: {groups[role][1]}", groups[role][2]) for role in _ROLES}
