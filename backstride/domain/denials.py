"""Hears that a reply denies a list of dangers as a whole, or keeps something back: "none, just fat lol", "no, but ...".

For questions about danger only, and only where no sign of danger was read in the reply.
"""

import re

from backstride.domain.replies import AFTER_NO, DENIES_ALL, doubts, plain

_WELL = r"(?:good|fine|normal|normally|ok|okay|clear|well)"
_ALL_WELL = re.compile(
    r"(?:(?:thats |its |it is )?all |everything(?:s| is| feels| works)? |all of (?:that|it|them) (?:is|are) )"
    rf"(?:still )?(?:(?:working )?(?:{_WELL}|(?:as|like) (?:it|they) should)|working)"
    r"(?: there| down there| here| in that department)*"
)
_NONE_OF_A_LIST = re.compile(rf"(?:no )?(?:{'|'.join(DENIES_ALL)})(?: (?:{'|'.join(AFTER_NO)}))*")
_EXCEPTS = re.compile(
    r"\b(?:but|except|although|though|unless|apart|besides|however|only|can ?not|can\W?t|unable|wont)\b"
)
_PARTS = re.compile(r"[,;!\n]+|\.+(?=\s|$)")
_LONGEST = 80
"""Characters of a part; what says nothing else is short."""


def all_well(text: str) -> bool:
    """Whether a reply says that all is well and nothing else: a no where danger is asked about, and only there."""
    return bool(_ALL_WELL.fullmatch(plain(text)))


def excepts(text: str) -> bool:
    """Whether a no may keep something back: what follows "but" or "only" may be what was asked about."""
    return bool(_EXCEPTS.search(text.casefold()))


def denies_all(text: str) -> bool:
    """Whether one part of a reply says that nothing of a list holds, undoubted ("im on sertraline. none of those")."""
    if "?" in text or doubts(text) or excepts(text):
        return False
    parts = [plain(part) for part in _PARTS.split(text)]
    return any(_NONE_OF_A_LIST.fullmatch(part) or all_well(part) for part in parts if len(part) <= _LONGEST)
