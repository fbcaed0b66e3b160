"""Finds which of many names stand in a question, as whole words."""

import re
from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")
_WHETHER = re.compile(r"^(?:(?:so|and|but|ok|then|oh) )*(?:is|could|might|can|would|maybe) (?:it|this|that) \w")


def named_longest_first(text: str, names: Iterable[tuple[str, T]]) -> list[T]:
    """Return what each name that stands in a text as whole words stands for, the longest name first.

    Letter case and punctuation do not matter. Names of equal length keep the order given.
    """
    padded = f" {_plain(text)} "
    hits = [(len(name), meant) for name, meant in names if f" {_plain(name)} " in padded]
    return [meant for _, meant in sorted(hits, key=lambda hit: -hit[0])]


def asks_whether(text: str) -> bool:
    """Whether a question names what it may be ("is it arthritis", "could this be my kidneys"), known here or not."""
    return bool(_WHETHER.search(_plain(text)))


def _plain(text: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in text.lower()).split())
