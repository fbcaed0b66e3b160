"""One turn reads each text once, however many parts of it ask.

The edge screen, the pipeline and the record of answers read the same words. Inside `reading_once` a reading
is remembered by lexicon, text, subject and time; nothing is remembered from one turn to the next.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from backstride.domain.mentions import Reading

_readings: ContextVar[dict[tuple[Any, ...], Reading] | None] = ContextVar("_readings", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """Remember readings until this is left."""
    token = _readings.set({})
    try:
        yield
    finally:
        _readings.reset(token)


def remembered(key: tuple[Any, ...], read: Callable[[], Reading]) -> Reading:
    """Return the reading of this key, reading at most once in a turn."""
    readings = _readings.get()
    if readings is None:
        return read()
    if key not in readings:
        readings[key] = read()
    return readings[key]
