"""Dots in the middle of a thought (`i cant... feel it`, `numb.. down there`) are a pause and end nothing."""

import re
from collections.abc import Set

_DOTS = re.compile(r"(?:\.{2,}|\u2026+)")
_BEFORE, _AFTER = re.compile(r"([a-z']+)\s*$", re.IGNORECASE), re.compile(r"\s*([a-z']+)", re.IGNORECASE)
_REACH = 20


def without_pauses(text: str, left_open: Set[str], carried_on: Set[str]) -> str:
    """Return the text, as long as it was, with blanks in place of dots that end no thought.

    Args:
        text: What was typed.
        left_open: Words behind which nothing can end (`can't`, `the`).
        carried_on: Words with which nothing begins (`down`, `of`).
    """

    def blank(dots: re.Match[str]) -> str:
        before = _BEFORE.search(text, max(0, dots.start() - _REACH), dots.start())
        after = _AFTER.match(text, dots.end())
        if before is None or after is None:
            return dots.group()
        is_pause = before[1].lower() in left_open or after[1].lower() in carried_on
        return " " * len(dots.group()) if is_pause else dots.group()

    return _DOTS.sub(blank, text)
