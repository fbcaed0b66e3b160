"""Reads a text of any length that a channel lets in, piece by piece, so that danger at its end is not missed.

A reader stops at 6,000 characters. What is longer is refused by the dialogue, with the emergency number; it is
still screened whole.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from backstride.domain.mentions import Mention, Reading
from backstride.services.screening import TextReader

PIECE = 6_000
"""As many as a reader reads: a text that it reads whole is read once, by the screen and by the pipeline."""
OVERLAP = 400
"""Characters that two pieces share: a sentence that is cut by one piece stands whole in the other."""
LONGEST = 64 * 1024
"""No channel lets more in; see `backstride/channels/middleware.py`."""


class LongTextReader:
    """A reader without a limit of its own; short texts go straight through."""

    def __init__(self, reader: TextReader) -> None:
        """Keep the reader of short texts."""
        self._reader = reader

    def read(self, text: str, *, subject: str = "me", now: datetime | None = None) -> Reading:
        """Read the whole text; what two pieces share is mentioned once."""
        if len(text) <= PIECE:
            return self._reader.read(text, subject=subject, now=now)
        mentions: dict[Mention, None] = {}
        in_scope = False
        for start, piece in _pieces(text[:LONGEST]):
            reading = self._reader.read(piece, subject=subject, now=now)
            mentions |= dict.fromkeys(replace(m, start=m.start + start, end=m.end + start) for m in reading.mentions)
            in_scope = in_scope or reading.in_scope
        return Reading(text, tuple(sorted(mentions, key=lambda m: (m.start, m.end))), in_scope)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield each piece with where it starts; a piece ends with a word where one ends nearby."""
    start = 0
    while len(text) - start > PIECE:
        end = text.rfind(" ", start + PIECE - OVERLAP, start + PIECE)
        end = end if end > 0 else start + PIECE
        yield start, text[start:end]
        start = max(text.find(" ", end - OVERLAP, end), end - OVERLAP)
    yield start, text[start:]
