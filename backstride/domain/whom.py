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


_AGAIN = re.compile(
    r"\b(?:get|see|have|book|want|with) (?:him|her) (?:again|back|too)\b|\b(?:does|will) s?he (?:still )?work\b|"
    r"\bif s?he(?:'s| is) (?:away|off|out|sick|ill|busy|booked|full|on (?:vacation|holiday|leave))\b|"
    r"\bis s?he (?:still )?(?:there|available|free|around|working)\b",
    re.IGNORECASE,
)
_ONCE_MORE = re.compile(
    r"\b(?:again|last (?:time|year|visit|month|spring|summer|fall|winter)|instead|or not)\b", re.IGNORECASE
)


def asks_for_somebody(text: str) -> bool:
    """Whether a message that may be about anything asks for one therapist ("so do i get Ann or not")."""
    is_named = _NAMED.search(text) and _ONCE_MORE.search(text)
    return bool(_AS_BEFORE.search(text) or _AGAIN.search(text) or is_named)


def wants_somebody(text: str) -> bool:
    """Whether a message asks for one therapist."""
    return bool(_AS_BEFORE.search(text) or _NAMED.search(text) or _AGAIN.search(text))
