"""Hears that a reply asks about the open question itself: "what does 3 mean", "does sneezing count", "say again?".

Such a reply is no answer and no try at one; what is said to it is for the caller.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from backstride.domain.interview import Option
from backstride.domain.replies import plain
from backstride.domain.trimming import trimmed

_LONGEST, _SHORT = 90, 4
_NO_WORDS = frozenset(
    {"a", "an", "and", "any", "by", "for", "in", "it", "my", "of", "on", "one", "or", "that", "the", "to", "with"}
)
_MEANING = re.compile(
    r"(?:(?:what )?(?:do|did) (?:you|u|ya) mean|what (?:is|are|does|do)|whats|what|wdym|wym|define|explain|meaning of)"
    r"(?: (?:by|with))? (?P<what>.+?)(?: (?:mean|means|again|exactly|even))*"
)
_COUNTS = re.compile(
    r"(?:does|do|would|will|is|are|should) .{2,60}? (?:count|counts|included?|qualify|matter for that)(?: .{0,20})?|"
    r".{2,60} (?:does|do|would|will|is) (?:that|it|this|those) (?:count|included?|qualify)"
)
_REPEAT = re.compile(
    r"(?:what(?: was| is|s)? (?:the|your|ur|that) (?:last )?question(?: again)?|"
    r"what(?: did|d)? (?:you|u) (?:just )?(?:ask|say)(?: (?:me|again))?|"
    r"(?:can|could) (?:you|u) (?:repeat|say|ask) (?:that|it|the question)(?: again)?|"
    r"(?:repeat|say) (?:that|it|the question|again)(?: again)?|come again|pardon|huh|what|wut|wat)"
)
_HOW_MANY = re.compile(
    r"how (?:many|much) (?:more|longer|questions|left)(?: .{0,30})?|(?:are|is|r) (?:we|this|it) (?:almost |nearly )?"
    r"(?:done|over|finished)(?: yet)?|(?:is|r|are) (?:that|this|it|we) (?:all|it)|"
    r"how long (?:does|will|is) this(?: take| going to take| gonna take)?"
)


class About(Enum):
    """What is asked of the question."""

    MEANING = "meaning"
    COUNTS = "counts"
    REPEAT = "repeat"
    HOW_MANY = "how_many"


@dataclass(frozen=True, slots=True)
class AskedBack:
    """What is asked, and the option whose meaning it is, None if no single one is named."""

    about: About
    option: Option | None = None


def asked_back(offered: Sequence[Option], text: str, channel: str) -> AskedBack | None:
    """Return what a reply asks about the question that offers these options; None if it asks nothing of it."""
    if len(text) > _LONGEST:
        return None
    words = plain(trimmed(text.replace("wait", ""), keeps_doubt=True))
    if _REPEAT.fullmatch(words):
        return AskedBack(About.REPEAT)
    if _HOW_MANY.fullmatch(words):
        return AskedBack(About.HOW_MANY)
    if offered and _COUNTS.fullmatch(words):
        return AskedBack(About.COUNTS)
    match = _MEANING.fullmatch(words)
    option = _named(offered, match["what"], channel) if match else None
    return AskedBack(About.MEANING, option) if option is not None else None


def _named(offered: Sequence[Option], what: str, channel: str) -> Option | None:
    """Return the one option of a number, or that has all the words."""
    number = re.fullmatch(r"(?:(?:the )?(?:option|number|no|choice|answer) )?(\d{1,2})", what)
    if number:
        place = int(number[1])
        numbered = {o.sms: o for o in offered} if channel == "sms" else dict(enumerate(offered, start=1))
        return numbered.get(place)
    wanted = {_stem(word) for word in what.split()} - _NO_WORDS
    fits = [option for option in offered if option.means and wanted and wanted <= _words(option)]
    return fits[0] if len({option.means for option in fits}) == 1 else None


def _words(option: Option) -> set[str]:
    return {_stem(word) for name in (option.label, option.means, *option.also) for word in plain(name).split()}


def _stem(word: str) -> str:
    return re.sub(r"(?:([a-z])\1ing|ing|ed|s)$", r"\1", word) if len(word) > _SHORT else word
