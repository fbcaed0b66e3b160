"""Cuts a long text into pieces that are read one by one: a page takes time by its length, not by its square."""

from collections.abc import Iterator

LONGEST = 6_000
"""Characters of a message that are read, three times what a channel takes; whoever takes in longer ones has to refuse
them. Twice as many could take longer than the 200 ms that anything hostile may cost."""
_WINDOW = 1_200
"""In characters."""


def windows(text: str) -> Iterator[tuple[int, int]]:
    """Yield ranges of at most `_WINDOW` characters that end with a sentence, failing that with a word."""
    first = 0
    while len(text) - first > _WINDOW:
        piece = text[first : first + _WINDOW]
        cut = max(piece.rfind(sign) for sign in ".!?;\n") + 1
        cut = cut if cut > _WINDOW // 2 else piece.rfind(" ") + 1
        last = first + (cut if cut > _WINDOW // 2 else _WINDOW)
        yield first, last
        first = last
    yield first, len(text)
