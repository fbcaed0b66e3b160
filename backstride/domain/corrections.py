"""Hears that a message corrects an answer that was given before: "sorry i meant right", "oops 3 not 5", "*left".

Knows no question and nothing clinical; which answer is meant, and what becomes of it, is decided by the caller.
"""

import re
from dataclasses import dataclass

from backstride.domain.replies import Reply, short_reply

_LONGEST, _FEW = 120, 4
"""Characters of a correction, and words on either side of its "not"."""
_LEADS = (
    r"(?:no|nope|nah|oh|oops+|whoops|woops|wait|sorry|sry|actually|correction|my bad|my mistake|scratch that|ugh|typo|"
    r"hang on|hold on|um+|er+m?|lol|shoot|crap|dang|damn|edit|wrong)"
)
_PLAIN_LEAD = re.compile(
    r"(?:\W|\b(?:oh|no|sorry|wait|ugh)\b)*"
    r"\b(?:oops+|whoops|woops|correction|my bad|my mistake|scratch that|typo|edit)\b"
)
_LEADING = re.compile(rf"(?:{_LEADS}\b[\s,.;:!-]*)+")
_LIKELY = re.compile(r"(?:(?:no|oh|um+|er+|hey),? )*(?:wait|sorry|sry|actually|hold on|hang on)\b")
_MARK = re.compile(
    r"\b(?:i )?(?:meant(?: to (?:say|put|type|write|pick|hit|press|send))?|"
    r"mis-?(?:read|typed|spoke|clicked|hit|tapped)(?: (?:it|that|the question))?|fat[ -]?finger(?:s|ed)?(?: it)?|"
    r"autocorrect|wrong (?:one|button|number|key)|(?:hit|pressed|typed|put|picked|sent|chose) the wrong \w+|"
    r"(?:it |that |this )?(?:should(?:a|ve| have| of)? (?:be|been|say|said)|(?:was|is) supposed to (?:be|say))|"
    r"(?:i )?take that back|(?:change|switch) (?:that|it|my (?:last )?answer) to|"
    r"make (?:that|it)(?= (?:a |an )?\w+$))\b"
)
_I_MEAN = re.compile(r"(?:\W|\b(?:oh|no|sorry|wait)\b)*\bi mean\b")
_AROUND = re.compile(
    r"^[\s,.;:!*-]+|(?:[\s,.;:!*-]+(?:i|sorry|sry|oops+|my bad|typo|lol|instead|actually|though|tho))*[\s,.;:!*-]*$"
)
_X_NOT_Y = re.compile(r"(.+?)[\s,]+(?:and )?not\s+(.+)")
_NOT_X_BUT_Y = re.compile(r"not\s+(.+?)(?:\s*[,;.-]\s*|\s+)(?:but|its|it's|it is)\s+(.+)")
_NUMBERS = re.compile(r"\d+[\s,]+not \d+")
_NO_END = re.compile(
    r"(?:\b(?:is|its|it's|im|i'm|does|do|did|am|are|was|were|has|have|had|can|could|will|would|should|but|and))$"
)


@dataclass(frozen=True, slots=True)
class Correction:
    """What a correction says.

    Attributes:
        says: The answer that is meant.
        is_plain: Its words can hardly mean anything else; "sorry, the left" may just come late.
    """

    says: str
    is_plain: bool


def correction(text: str) -> Correction | None:
    """Return what a message corrects an answer to, None if it does not look like a correction."""
    words = " ".join(text.casefold().replace("\u2019", "'").split())
    if not words or len(words) > _LONGEST or "?" in words:
        return None
    starred = re.fullmatch(r"\*+\s*([^*]+)|([^*]+?)\s*\*+", words)
    if starred:
        return Correction(_instead(starred[1] or starred[2]), is_plain=True)
    mark = _MARK.search(words) or _I_MEAN.match(words)
    is_plain = bool(mark or _PLAIN_LEAD.match(words))
    if not (is_plain or _LIKELY.match(words) or _NUMBERS.fullmatch(words) or _NOT_X_BUT_Y.fullmatch(words)):
        return None
    rest = words
    if mark:
        after, before = _bare(words[mark.end() :]), _bare(words[: mark.start()])
        rest = after or before
    says = _instead(_bare(rest))
    return Correction(says, is_plain) if says and says != words else None


def takes_all_back(text: str) -> bool:
    """Whether a message says that what was said is no, and that it was said by mistake: "none of those, i misread"."""
    said = correction(text)
    return said is not None and said.is_plain and short_reply(said.says) is Reply.NO


def _bare(words: str) -> str:
    without = _AROUND.sub("", words)
    lead = _LEADING.match(without)
    return (_AROUND.sub("", without[lead.end() :]) if lead else "") or without


def _instead(words: str) -> str:
    """Return the first of "41 not 44", the second of "not 44 but 41"; other words as they are."""
    if match := _NOT_X_BUT_Y.fullmatch(words):
        return match[2]
    match = _X_NOT_Y.fullmatch(words)
    short = match is not None and max(len(match[1].split()), len(match[2].split())) <= _FEW
    return match[1] if match and short and not _NO_END.search(match[1]) else words
