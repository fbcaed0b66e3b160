"""Finds where a reply corrects itself: "left, no wait, right", "sorry, I meant 34".

Knows no question; whether a correction counts is for who asks (`actions/record.py`, `replies.py`).
"""

import re

_LONGEST = 80
"""Characters; who writes more tells, and does not correct."""
_TAKEN_BACK = (
    r"(?:(?:no |oh )?wait(?: no)?|(?:oh )?(?:sorry|oops)(?: no)?|i mean|i meant(?: to say)?|scratch that|make that"
    r"|correction|my mistake|actually no|no actually)\b[\s,.:!-]+"
)
_CORRECTS = re.compile(
    rf"(?P<first>.*?)(?:^|[\s,.;!-]+)(?:{_TAKEN_BACK})+(?!(?:and|also|plus|too)\b)(?P<rest>.+)", re.DOTALL
)


def self_corrected(text: str) -> tuple[str, str]:
    """Return what a reply takes back and what it says in its place ("left, no wait, right"); both "" if it does not."""
    match = _CORRECTS.fullmatch(text.casefold().replace("\u2019", "'")) if len(text) <= _LONGEST else None
    return (match["first"].strip(), match["rest"].strip()) if match else ("", "")
