"""Finds which of many names stand in a question, as whole words."""

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def named_longest_first(text: str, names: Iterable[tuple[str, T]]) -> list[T]:
    """Return what each name that stands in a text as whole words stands for, the longest name first.

    Letter case and punctuation do not matter. Names of equal length keep the order given.
    """
    padded = f" {_plain(text)} "
    hits = [(len(name), meant) for name, meant in names if f" {_plain(name)} " in padded]
    return [meant for _, meant in sorted(hits, key=lambda hit: -hit[0])]


def _plain(text: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in text.lower()).split())
