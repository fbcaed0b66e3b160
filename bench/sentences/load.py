"""Reads the test sentences and the groups of answers that count as right.

The format is described in tests/nlu/sentences/README.md. Knows no reader and judges nothing; a sentence that
names a finding or value the vocabulary does not have is refused, so that a typing error in a label cannot
become a wrong figure.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "nlu" / "sentences"
SEEN = ("dev", "dev2", "dev3", "dev4", "dev5", "dev6", "dev7")
UNSEEN = ("unseen2", "unseen5", "unseen6", "unseen7", "unseen8")
HALVES = (*SEEN, *UNSEEN)
SETS = ("location", "radiation", "triggers", "relievers", "quality")
NUMBERS = ("age", "pain_nrs", "pain_nrs_worst", "run_miles", "run_days", "longest_run_miles", "preg_weeks")
CHOICES = ("side", "onset", "trend", "subject", "prior_episode", "runner")
REASONS = frozenset({"negated", "historical", "hypothetical", "other_person", "idiom"})
_WHOLE = frozenset({"in_scope", "duration_days", "level", "level_not", "gate", "intent"})
_FLAGS = ("flags", "ask_first", "absent")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One message and what it decides; keys of `expect` as in the README."""

    id: str
    style: tuple[str, ...]
    text: str
    expect: Mapping[str, Any]

    def may(self, finding: str) -> frozenset[Any]:
        """Return the values (or flags) that a fair reader may also take from it."""
        return frozenset(self.expect.get("may", {}).get(finding, ()))


@dataclass(frozen=True, slots=True)
class Groups:
    """Finding -> value -> the values that are right where it was expected. `flags` holds finding ids."""

    table: Mapping[str, Mapping[str, frozenset[str]]]

    def of(self, finding: str, value: str) -> frozenset[str]:
        """Return the group of a value, itself included."""
        return self.table.get(finding, {}).get(value, frozenset()) | {value}


class BadSentenceError(ValueError):
    """A label that the vocabulary or the format does not know."""


def read_sentences(half: str, *, folder: Path = FOLDER) -> list[Sentence]:
    """Read one of `HALVES`, in the order of the file.

    Raises:
        BadSentenceError: A line names something unknown, or an id stands twice.
    """
    lines = (folder / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()
    sentences = [Sentence(r["id"], tuple(r["style"]), r["text"], r["expect"]) for r in map(json.loads, lines)]
    if len({s.id for s in sentences}) != len(sentences):
        raise BadSentenceError(f"{half}: an id stands twice")
    for sentence in sentences:
        for wrong in complaints(sentence.expect):
            raise BadSentenceError(f"{sentence.id}: {wrong}")
    return sentences


def read_groups(path: Path = FOLDER / "groups.yml") -> Groups:
    """Read which answers are right beside the expected one."""
    plain = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Groups({f: {v: frozenset(group) for v, group in values.items()} for f, values in plain.items()})


@cache
def vocabulary() -> Mapping[str, frozenset[str]]:
    """Return finding -> its values, empty for findings without."""
    plain = yaml.safe_load((ROOT / "content" / "vocabulary.yml").read_text(encoding="utf-8"))
    return {f["id"]: frozenset(v["id"] for v in f.get("values", ())) for f in plain["findings"]}


def complaints(expect: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with a label; empty if nothing is."""
    known = vocabulary()
    wrong = [f"unknown key {key}" for key in expect if key not in {*_keys(), "may"}]
    wrong += [f"unknown key may.{key}" for key in expect.get("may", {}) if key not in _keys()]
    for said in (expect, expect.get("may", {})):
        for name in (*SETS, *CHOICES):
            value = said.get(name, ())
            wrong += [
                f"{name} has no {v}" for v in ([value] if isinstance(value, str) else value) if v not in known[name]
            ]
        wrong += [f"no finding {f}" for key in _FLAGS for f in said.get(key, ()) if f not in known]
    wrong += [f"no reason {r}" for r in expect.get("absent", {}).values() if r not in REASONS]
    for denied in expect.get("denied", ()):
        finding, _, value = denied.partition(".")
        if value not in known.get(finding, ()):
            wrong.append(f"denied {denied}")
    return wrong


def _keys() -> frozenset[str]:
    return frozenset({*SETS, *NUMBERS, *CHOICES, *_WHOLE, *_FLAGS, "denied"})
