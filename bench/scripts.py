"""Scripted conversations: the turns of a YAML file, and what a patient answers to each question of the intake.

A turn is a text or the labels of choices. Ids of choices never stand in a script: the server makes them anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "scripts"


@dataclass(frozen=True, slots=True)
class Turn:
    """What the patient does: types `text`, or picks the choices with these labels."""

    text: str = ""
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Intake:
    """A patient: says `opening` when it is asked what is wrong, answers by question id, then says `after`."""

    answers: Mapping[str, Turn]
    fallbacks: tuple[str, ...]
    after: tuple[Turn, ...]

    def answer(self, question: str, labels: Sequence[str]) -> Turn:
        """Return the scripted answer to a question, else the first fallback among its labels, else its first label."""
        if question in self.answers:
            return self.answers[question]
        for fallback in self.fallbacks:
            if fallback in labels:
                return Turn(labels=(fallback,))
        return Turn(labels=(labels[0],)) if labels else Turn(text="not sure")


def parse_turn(entry: Any) -> Turn:
    """Read a turn: a text, or `{choice: label}` or `{choice: [labels]}`.

    Raises:
        ValueError: It is neither.
    """
    if isinstance(entry, str) and entry:
        return Turn(text=entry)
    if isinstance(entry, dict) and list(entry) == ["choice"]:
        picked = entry["choice"]
        return Turn(labels=(picked,) if isinstance(picked, str) else tuple(picked))
    raise ValueError(f"not a turn: {entry!r}")


def read_turns(path: Path) -> tuple[Turn, ...]:
    """Read a script that is a list of turns."""
    return tuple(parse_turn(entry) for entry in yaml.safe_load(path.read_text(encoding="utf-8")))


def read_intake(path: Path) -> Intake:
    """Read a script that answers by question."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    answers = {question: parse_turn(entry) for question, entry in data["answers"].items()}
    return Intake(answers, tuple(data["fallbacks"]), tuple(parse_turn(entry) for entry in data["after"]))


def repeated(turns: Sequence[Turn], length: int) -> tuple[Turn, ...]:
    """Return `length` turns, starting again from the first when they run out."""
    return tuple(islice(cycle(turns), length))
