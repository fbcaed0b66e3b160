"""Hears that a reply asks about the open question itself: "what does 3 mean", "does sneezing count", "must I do this?".

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
    {
        "a", "an", "and", "any", "by", "do", "for", "i", "in", "it", "my", "of", "on", "one", "or", "that", "the",
        "this", "to", "with", "you", "your",
    }
)  # fmt: skip
_MEANING = re.compile(
    r"(?!what do (?:you|u|i|we) (?!mean\b))"  # "what do you make of it"
    r"(?:what (?:counts|qualifies) as|what (?:sort|kind) of|whats considered|(?:what )?(?:do|did) (?:you|u|ya) mean|"
    r"what (?:exactly )?(?:is|are|r|does|do|means)|(?:i )?(?:dont|do not) (?:really )?(?:know|get|understand) what|"
    r"(?:i )?(?:dont|do not) (?:really )?(?:get|understand)|idk what|(?:im )?not sure what|(?:i(?: ha)?ve )?"
    r"never heard of|whats|what|wdym|wym|define|explain|(?:meaning|definition) of)(?: (?:by|with))? (?P<what>.+?)"
    r"(?: (?:is|are|mean|means|again|exactly|even|thing|things|part|stuff|about|supposed|to|be))*"
)
_ALL_OF_IT = re.compile(
    r"(?:what(?:s| is| are) (?:that|this|it|those|these)|(?:but )?what (?:do|did) (?:you|u|ya) mean|"
    r"what (?:does|do) (?:it|this|that|these|those) (?:even )?mean|"
    r"wdym|wym|what (?:are|r) (?:you|u) (?:even )?(?:asking|saying|talking)(?: me)?(?: about)?|"
    r"(?:(?:sorry )?i )?(?:dont|do not|didnt|did not) (?:really )?(?:get|understand))"
    r"(?: (?:by|with))?(?: (?:it|this|that|these|those|any of (?:it|this|these|them)|(?:your|the|this) question))?"
    r"(?: (?:here|at all|sorry))*"
)
_IS_ONE = re.compile(
    r"(?:(?:is|are|was|would) (?P<one>.{2,40}?) (?:be )?(?:a|an|considered|classed as)|are (?P<many>\w+)) (?P<what>.+)"
)
_SOMEBODY = frozenset(
    {"he", "her", "his", "i", "it", "me", "my", "she", "that", "there", "these", "they", "this", "those", "we", "you"}
)
_GUESSES = (re.compile(r"\?.*$", re.DOTALL), re.compile(r"\s+like\b.*$", re.DOTALL), re.compile(r",.*$", re.DOTALL))
"""What may end a question about a word: "what's leaking mean? like sweat?", "what is weak, just tired"."""
_COUNTS = re.compile(
    r"(?:does|do|would|will|is|are|should) .{2,60}? (?:count|counts|included?|qualify|matter for that)(?: .{0,20})?|"
    r".{2,60} (?:does|do|would|will|is) (?:that|it|this|those) (?:count|included?|qualify)"
)
_REPEAT = re.compile(
    r"(?:what(?: was| is|s)? (?:the|your|ur|that) (?:last )?question(?: again)?|"
    r"what(?: did|d)? (?:you|u) (?:just )?(?:ask|say)(?: (?:me|again))?|"
    r"(?:can|could) (?:you|u) (?:repeat|say|ask) (?:that|it|the question)(?: again)?|"
    r"(?:repeat|say) (?:that|it|the question|again)(?: again)?|come again|pardon|huh|what|wut|wat|"
    r"(?:ok |so |now )*(?:where (?:were|are|was) we(?: at)?|where did we (?:leave off|stop)|what were we (?:at|doing)|"
    r"(?:what|whats) (?:is )?(?:next|the next (?:one|question))|"
    r"(?:can|could|do) (?:i|we) still (?:answer|do this)(?: now)?|"
    r"do i (?:still )?(?:need|have) (?:to )?(?:answer|reply|do|this|that)(?: (?:this|that|it|all|these))*))"
)
_COMES_BACK = re.compile(
    r"(?:(?:actually|and|but|hey|hm+|no|oh|ok|okay|so|um|wait) )*(?:about|re|regarding) (?:that|the|those|ur|your) "
    r"(?P<what>(?:\w+ ){0,3}?\w+?)(?: (?:one|part|question|questions|stuff|thing|things))*"
)
_ONLY_A_MARK = re.compile(r"[\s!.]*\?[\s?!.]*")
"""A text of nothing but "?": the question was not understood, which leaves no sign in doubt."""
_HOW_MANY = re.compile(
    r"how (?:many|much) (?:more|longer|questions|left)(?: .{0,30})?|(?:are|is|r) (?:we|this|it) (?:almost |nearly )?"
    r"(?:done|over|finished)(?: yet)?|(?:is|r|are) (?:that|this|it|we) (?:all|it)|"
    r"how long (?:does|will|is) this(?: take| going to take| gonna take)?"
)


_MUST = re.compile(
    r"(?:why )?(?:do|must) (?:i|we) (?:really |actually |seriously )?(?:have to |need to |gotta )?"
    r"(?:do|answer|go through|fill (?:in|out)) all (?:of )?(?:this|that|these|those|it|the|your)(?: questions?)?"
    r"(?: (?:to|before|just|first) .{2,40})?|(?:why )?(?:is|are) (?:all )?(?:of )?(?:this|these)(?: questions?)? "
    r"(?:all )?(?:really )?(?:necessary|needed)|why (?:so many|all (?:the|these)) questions"
)


_FILE = r"(?:my |the |your |our )?(?:files?|charts?|records?|notes|system|computer)"
_ON_FILE = re.compile(
    r"(?:(?:its |it is |theyre )?(?:the |all )?same as (?:(?:the |my )?last (?:time|visit|year)|(?:the )?time before)"
    r"(?: (?:i (?:was|came)(?: (?:here|in))?))?|"
    rf"(?:its|it is|thats|that is|that should be|it should be)(?: all)? (?:in|on) {_FILE}(?: already)?|"
    rf"(?:see|check|look at|read|look in) {_FILE}|"
    r"(?:you|u)(?: (?:guys|people|all))?(?: (?:should|must))? (?:already )?(?:have|know|got)(?: all)? (?:of )?"
    r"(?:this|that|it|my (?:info(?:rmation)?|details|file|chart|records?|history|age))"
    r"(?: already| on file| from (?:the )?(?:last|other) (?:time|visit|year))*|"
    r"(?:use |its |it is )?(?:the )?same (?:phone |email )?(?:number|email|phone|contact|details|address)"
    r"(?: (?:as|like) (?:(?:the |my )?last (?:time|visit|year)|before)| (?:you|u) have| on file)|"
    r"(?:use )?the (?:number|email|one) (?:(?:you|u) have|on file)|"
    r"my (?:pt|therapist|physio|doctor|doc) (?:already )?(?:knows|has)(?: all)? (?:this|that|it)|"
    r"i(?:ve| have)? (?:already )?(?:told|gave|given|filled) (?:(?:all )?(?:this|that|it) )?(?:(?:out|to) )?"
    r"(?:the|my) (?:nurse|front desk|receptionist|pt|therapist|form)(?: (?:this|that|already|all this))*)"
)
"""That the clinic knows it, which the bot does not."""


class About(Enum):
    """What is asked of the question."""

    MEANING = "meaning"
    COUNTS = "counts"
    REPEAT = "repeat"
    HOW_MANY = "how_many"
    ALL_OF_IT = "all_of_it"
    ON_FILE = "on_file"
    MUST = "must"


_ABOUT = (
    (About.REPEAT, _REPEAT),
    (About.HOW_MANY, _HOW_MANY),
    (About.ALL_OF_IT, _ALL_OF_IT),
    (About.ON_FILE, _ON_FILE),
    (About.MUST, _MUST),
)


@dataclass(frozen=True, slots=True)
class AskedBack:
    """What is asked, and the option whose meaning it is, None if no single one is named."""

    about: About
    option: Option | None = None


def asked_back(
    offered: Sequence[Option], text: str, channel: str, *, others: Sequence[Option] = ()
) -> AskedBack | None:
    """Return what a reply asks about the question that offers these options; None if it asks nothing of it.

    Args:
        channel: "web" or "sms"; decides how the options are numbered.
        others: Options of other questions, whose words may be asked about as well.
    """
    if len(text) > _LONGEST:
        return None
    words = plain(trimmed(text.replace("wait", ""), keeps_doubt=True))
    if _ONLY_A_MARK.fullmatch(text):
        return AskedBack(About.ALL_OF_IT)
    about = next((about for about, asks in _ABOUT if asks.fullmatch(words)), None)
    if about is not None:
        return AskedBack(about)
    if offered and (_COUNTS.fullmatch(words) or _is_one(words, offered, others)):
        return AskedBack(About.COUNTS)
    for asks in (text, *(end.sub("", text) for end in _GUESSES)):
        match = _MEANING.fullmatch(plain(trimmed(asks.replace("wait", ""), keeps_doubt=True)))
        option = (_named(offered, match["what"], channel) or _fitting(others, match["what"])) if match else None
        if option is not None:
            return AskedBack(About.MEANING, option)
    return None


def come_back_to(options: Sequence[Option], text: str) -> list[Option]:
    """Return the options that a message comes back to and says nothing of: "wait about that pee thing"."""
    match = _COMES_BACK.fullmatch(plain(text))
    wanted = {_stem(word) for word in match["what"].split()} - _NO_WORDS if match else set()
    return [option for option in options if wanted and wanted <= _words(option)]


def _is_one(words: str, offered: Sequence[Option], others: Sequence[Option]) -> bool:
    """Whether it is asked if something is what an option names: "is aspirin a blood thinner"."""
    match = _IS_ONE.fullmatch(words)
    if match is None or _SOMEBODY & set((match["one"] or match["many"]).split()):
        return False
    return any(_fitting(options, match["what"]) is not None for options in (offered, others))


def _named(offered: Sequence[Option], what: str, channel: str) -> Option | None:
    """Return the one option of a number, or that has all the words."""
    number = re.fullmatch(r"(?:(?:the )?(?:option|number|no|choice|answer) )?(\d{1,2})", what)
    if number:
        place = int(number[1])
        numbered = {o.sms: o for o in offered} if channel == "sms" else dict(enumerate(offered, start=1))
        return numbered.get(place)
    return _fitting(offered, what)


def _fitting(options: Sequence[Option], what: str) -> Option | None:
    """Return the option that has all the words; None if none or several do that mean different things."""
    wanted = {_stem(word) for word in what.split()} - _NO_WORDS
    fits = [option for option in options if option.means and wanted and wanted <= _words(option)]
    return fits[0] if len({option.means for option in fits}) == 1 else None


def _words(option: Option) -> set[str]:
    return {_stem(word) for name in (option.label, option.means, *option.also) for word in plain(name).split()}


def _stem(word: str) -> str:
    return re.sub(r"(?:([a-z])\1ing|ing|ed|s)$", r"\1", word) if len(word) > _SHORT else word
