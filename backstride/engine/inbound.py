"""Makes a patient's text harmless and whole before anything reads it.

Nothing is corrected here: understanding sees the words as they were typed, but for characters that
no text needs and that break stores (NUL, control characters, lone surrogates).
"""

import re
import unicodedata

MAX_CHARACTERS = 2000
"""Longer texts are screened whole and then refused with the emergency line; a page of typing has about 2,000."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff]")


def clean(text: str) -> str:
    """Drop control characters and lone surrogates, and compose accents; keep line breaks and everything visible."""
    whole = text.encode("utf-8", "ignore").decode("utf-8")
    return unicodedata.normalize("NFC", _CONTROL.sub("", whole)).strip()


def neutral(text: str) -> str:
    r"""Strip leading slashes, however they are mixed with spaces, so that Rasa never sees a typed payload.

    Rasa strips Unicode spaces before it looks for the slash, so one pass is not enough: `' \u00a0//x'`.
    """
    before = None
    while before != text:
        before, text = text, text.strip().lstrip("/\uff0f")
    return text
