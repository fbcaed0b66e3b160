"""From letters as they come to plain small ones, each in its place.

Knows characters: capitals, quotes, accents, wide and fancy letters, the codes of terminals. Knows no words; those are
`normalise.py`.
"""

import re
import unicodedata
from functools import lru_cache

_QUOTES = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u00b4": "'", "`": "'", "\u02bc": "'", "\x00": " "}
    | dict(zip("áéíóúüñàèâêôç", "aeiouunaeaeoc", strict=True))
)
_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]?")
"""What colours a terminal: the `[31m` of it is no man of 31."""


def in_small_letters(text: str) -> str:
    """Lower-case and unify quotes and letters, one character for one (lone surrogates become U+FFFD)."""
    plain = text.translate(_QUOTES)
    if "\x1b" in plain:
        plain = _ESCAPE.sub(lambda found: " " * len(found.group()), plain)
    if not plain.isascii():
        plain = "".join(map(_plain, plain))
    lowered = plain.lower()
    if len(lowered) != len(plain):
        lowered = "".join(low if len(low := character.lower()) == 1 else character for character in plain)
    return re.sub(r"[\ud800-\udfff]", "\ufffd", lowered)


@lru_cache(maxsize=4096)
def _plain(letter: str) -> str:
    """Return the ASCII letter that a wide or fancy one stands for."""
    plain = letter if letter.isascii() else unicodedata.normalize("NFKC", letter)
    return plain if len(plain) == 1 and plain.isascii() and plain.isalnum() else letter
