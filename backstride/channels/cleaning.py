"""What is taken out of typed text before anything reads it: characters that no person typed on purpose.

A digit on a key cap is the digit. Words, emoji, line breaks and direction marks stay as they are.
"""

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|(?<=[0-9])\ufe0f?\u20e3")


def clean_text(text: str) -> str:
    """Drop control characters (a NUL stops some databases) and mend surrogates that have lost their pair."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _CONTROL.sub("", whole.replace("\r\n", "\n"))
