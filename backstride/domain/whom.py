"""Hears that somebody wants to see one therapist: by name, the one of last time, a man or a woman."""

import re

_AS_BEFORE = re.compile(
    r"\b(?:same|other|different|another|(?:fe)?male|wom[ae]n|m[ae]n|lady|guy|old|usual|regular|specific|particular|favou?rite)"
    r" (?:pts?|physios?|(?:physical )?therapists?|person|one i (?:had|saw))\b|"
    r"\bwho(?:ever)? (?:i saw|saw me|treated me)\b|\bwith (?:him|her) again\b|\bdr\.? [a-z]+",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?<=[A-Za-z] )(?:see|with|get|have|want) (?!(?:I|PT|AM|PM|OK|Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\b)[A-Z][a-z]+\b"
)


def wants_somebody(text: str) -> bool:
    """Whether a message asks for one therapist."""
    return bool(_AS_BEFORE.search(text) or _NAMED.search(text))
