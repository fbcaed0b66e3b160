"""Short replies: yes, no, none, not sure and skip; their numbers are in `reply_numbers.py`.

Knows no question and nothing clinical; `answers.py` decides what a reply means for a question.
"""

import re
from enum import Enum

from backstride.domain.self_correction import self_corrected


class Reply(Enum):
    """What a short reply says."""

    YES = "yes"
    NO = "no"
    UNSURE = "not_sure"
    SKIP = "skip"


_YES = frozenset(
    {
        "affirmative", "claro", "correct", "def", "defo", "ofc", "si", "sure", "s\u00ed", "y", "ya", "yah", "ye", "yea",
        "yeah", "yeh", "yep", "yes", "yup",
    }
)  # fmt: skip
_NO = frozenset(
    {
        "denied", "denies", "n", "na", "nada", "nah", "nay", "neg", "negative", "neither", "nil", "ninguna", "ninguno",
        "no", "non", "none", "nonne", "noo", "nop", "nope", "nothing", "nun",
    }
)  # fmt: skip
# What may follow a yes or a no, or stand for it, without saying anything else. Whole phrases, for the words of
# "no i do not" are also those of "no i do". Spelt as `plain` leaves them.
_ASIDES = (
    "dear",
    "hun",
    "honey",
    "sweetie",
    "mate",
    "man",
    "buddy",
    "lol",
    "haha",
    "thx",
    "ty",
    "tho",
    "though",
    "bro",
    "dude",
    "rn",
)
_WHO = "(i|s?he|they|we)"
_SAYS_YES = (
    "a (tiny |little )?bit", "a little", "slightly", "sometimes", "definitely", "absolutely", "for sure", "of course",
    "(im )?afraid so", "unfortunately", "exactly", "i (am|do|did|have|had|was)", "it (is|was|does|did|has)",
    "they (are|do|did|have)", "there (is|are|was)", "that (is|does|one)", "thats (it|me|right|true|correct)",
    "all of (it|em|them|that|these|those)", "very much( so)?", "u?h uh", "mhm",
    "(s?he|they) (is|are|do|does|did|has|have|had|was|were)",
)  # fmt: skip
_TO_WHOM = ("bro", "dear", "man", "dude", "buddy", "mate", "hun", "honey", "love", "doc")
_AFTER_YES = (
    *_SAYS_YES, *_TO_WHOM, "do", "have", "i", "is", "it", "maam", "please", "sir", "that", "thanks", "why not",
    "(i )?(think|guess) so", "(kind|sort) of", "kinda", "sorta", "i (think|guess)", "probably", "maybe", "both",
    *_ASIDES,
)  # fmt: skip
_OF_THEM = "( of (these|those|this|em|them|that|it|the above|the list))?( things?)?"
DENIES_ALL = (
    f"({_WHO} )?(do not|dont|do nt|does not|doesnt|did not|didnt|have not|havent|has not|hasnt) (have|had|got) "
    f"(any|either|one|it|this|that|those|these|them){_OF_THEM}",
    f"({_WHO} )?(has|have|had|got|ive got|ive had|s?hes got|s?hes had) (none|nothing){_OF_THEM}",
    f"({_WHO} )?(has |have |ive |s?hes )?never( had)?( (any|either|one|that|those|these|em|them))?{_OF_THEM}",
    f"(none|neither){_OF_THEM}( (whatsoever|at all))?", "nothing (like (that|this|those|these)|of the (sort|kind))",
)  # fmt: skip
"""What answers a list as a whole, also beside other words; see `denials.py`."""
_SAYS_NO = (
    *DENIES_ALL,
    "i (am not|do not|dont|did not|didnt|have not|havent|had not|hadnt|was not|wasnt)", "im not", "ive not",
    "(it|that) (is not|isnt|was not|wasnt|does not|doesnt|did not|didnt|has not|hasnt)", "its not",
    "(s?he|they|we) (are not|arent|is not|isnt|was not|wasnt|were not|werent|do not|dont|does not|doesnt|did not|didnt"
    "|have not|havent|has not|hasnt|had not|hadnt)", "there (is not|isnt|are not|arent|was not|wasnt)",
    "(none|not|nothing) that (i know of|i am aware of|im aware of|i can think of|i have noticed|ive noticed|i noticed)",
    "(ning[u\u00fa]n[oa]?|nada) de (est[oae]s?|es[oae]s?|ell[oa]s|lo anterior|l[oa]s anteriores)", "no tengo( nada)?",
    "nothing (else|new|at all|to report)", "nuh uh", "nah uh",
    "(absolutely|definitely|certainly|of course|obviously|thankfully|luckily|fortunately) (not|no|none|nothing)",
    "(god|heck|hell|gosh|lol|ha(ha)*|oh) (no|nope|none)", "no way", "not that i can (tell|recall|remember|think of)",
    "not (as far as i know|to my knowledge)", "(he|she|they) (says?|said|tells me|told me) (no|none|nope)",
    "not (at all|me|one|a thing|right now|at the moment|any( of (em|them|these|those|that))?)", "all no",
    "not yet", "(a |its a |thats a )?(big |hard )?no (to|on|for) (all|any|each|every one|everything|both)",
    "(s?he|they) (has not|hasnt|have not|havent|did not|didnt|does not|doesnt|never) (complain(ed|s)?|mention(ed|s)?|"
    "report(ed)?)( (of|about))? (any|anything|it|that|those|these)"
    "( (of (it|that|them|these|those)|like (that|this|those)))?",
    "(s?he|they) (has not|hasnt|have not|havent|never) (said|told me) anything "
    "(like (that|this|those)|of the (sort|kind))",
    "not that (s?he|s?hes|they|theyve) (has |have )?(said|says|mentioned|mentions|told me|complained( of| about)?"
    "|noticed)",
    "(nothing|none) (on|in|from) (your|the|that|this) list", f"({_WHO} )?(suffers?|suffered) (from )?(none|nothing)",
    "((im|i am|were|we are|s?hes|s?he is) )?free (of|from) (all )?(it|that|them|these|those)",
    f"{_WHO} (does not|doesnt|do not|dont) seem to( have any( of (it|that|them|these|those))?)?",
)  # fmt: skip
AFTER_NO = (
    *_SAYS_NO, *_TO_WHOM, "above", "all", "any", "applies", "apply", "at", "it", "maam", "me", "no", "none", "nope",
    "nothing",
    "of", "sir", "thank", "thanks", "that", "the", "them", "these", "this", "those", "to", "you", "symptoms",
    "problems", "issues", "complaints", "conditions", "signs", "(of )?note", "(to )?report",
    "thank (god|goodness)", "thankfully", "luckily", "fortunately", "so far", "everything",
    "both", "and",
    "((im|i am|were|its|it is|thats|that is|everything is|everythings|s?hes|s?he is|theyre|they are) )?(all )?"
    "((pretty|very|quite|perfectly|totally|generally) )?(good|fine|ok|okay|normal|clear|well|healthy)"
    "( as (a horse|hell|can be|ever))?",
    "lol", "ha(ha)*", "lmao",
    "everything works( fine| ok| okay| normally)?", "i feel( perfectly)? (fine|ok|okay|good|well)",
    "(im )?(otherwise )?healthy", "otherwise", "apart from (that|(the|my|his|her) back)",
    "right now", "at the moment", "down there", "there", "with", "changes?",
    "that way", "x", "actually", "really", "em", "her", "him", "nada", "ninguna", "ninguno", *_ASIDES,
)  # fmt: skip
_UNSURE = frozenset(
    {
        "i think no", "i think none", "no idea really", "not sure exactly", "not sure when exactly", "not exactly sure",
        "not sure how", "not sure when", "not sure why", "dont remember", "i dont remember", "i dont really know",
        "i cant remember", "cant remember", "who knows", "how should i know", "how would i know", "beats me",
        "how am i supposed to know", "no idea honestly", "not sure honestly", "not sure tbh",
        "not sure", "im not sure", "i am not sure", "not really sure", "unsure", "im unsure", "i am unsure", "idk",
        "dont know", "i dont know", "do not know", "i do not know", "dunno", "i dunno", "no idea", "i have no idea",
        "no clue", "maybe", "perhaps", "possibly", "not certain", "im not certain", "hard to say", "hard to tell",
        "cant say", "cant tell", "not 100 sure", "not entirely sure", "not completely sure", "it depends", "depends",
        "could be", "it could be", "might be", "it might be", "probably", "probably not", "i doubt it", "kind of",
        "kinda", "sort of", "sorta", "i guess", "i guess so", "i guess not", "i think so", "think so", "i think not",
        "i dont think so", "i do not think so", "dont think so", "not really", "hopefully not", "i hope not",
        "not rly", "not rlly", "dont kno", "i dont kno", "idek", "iono", "prob", "prolly", "prob not", "prolly not",
        "no se", "no s\u00e9", "no estoy seguro", "no estoy segura",
    }
)  # fmt: skip
_SKIP = frozenset(
    {
        "skip", "pass", "next", "next question", "next one", "next please", "move on", "prefer not to say",
        "id prefer not to say", "i prefer not to say", "rather not say", "id rather not say", "i would rather not say",
        "id rather not", "prefer not to answer", "id prefer not to answer", "rather not answer", "id rather not answer",
        "thats none of your business", "its none of your business", "not your business", "mind your own business",
        "none of ur business", "thats none of ur business", "no answer", "no comment",
        "i dont want to say", "i dont want to answer", "i dont want to answer that",
        "i wont answer that", "not answering that", "none of your business", "thats private", "that is private",
        "its private", "too personal", "thats too personal", "thats personal",
    }
)  # fmt: skip
_SKIPPING = re.compile(r"(skip|pass on) (this|that|it|the)( (one|question))?( please)?|skip (please|question)")
_SIGNS = {
    Reply.YES: "\U0001f44d\U0001f44c\u2705\u2714",
    Reply.NO: "\U0001f44e\u274c\U0001f645\U0001f6ab",
    Reply.UNSURE: "\U0001f937",
}
_MARKS = re.compile(r"[,.;!]+")
_LONGEST = 80
"""Characters; what says nothing else is short, and the patterns take long on a long text that nearly fits."""
_SPOKEN_YES, _SPOKEN_NO = frozenset({"y", "ya", "yea", "yeah", "yep", "yes", "yup"}), frozenset({"nah", "nope"})
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
_LEADING = re.compile(rf"\s*(?P<first>{'|'.join(sorted(_YES | _NO))})\b")
_DOUBTS = re.compile(
    r"\b(?:not (?:really |so |quite |entirely |100 )?(?:sure|certain)|unsure|(?:cant|cannot|can not|couldnt|hard to) "
    r"(?:really )?(?:say|tell)|maybe|might|perhaps|possibly|i (?:guess|think)|idea|(?:dont|do not) (?:really )?know"
    r"|ill (?:just )?(?:sleep on it|wait|see how|give it)|wait and see)\b"
)
_TURNS_HELP_DOWN = re.compile(
    r"\b(?:not|dont|wont|cant|cannot|never|no need|aint|refuse)\b(?: \w+){0,4} "
    r"(?:er|ed|hospital|911|ambulance|doctors?|urgent care|emergency)\b"
)
"""A no to the advice ("no im not going to the er") is none to the question."""
_ENDS_A_REPLY = re.compile(
    r"\s*(?:[,.;:!]|$|(?:and|because|but|he|i|i[md]|ive|it|its|just|my|never|none|not|nothing|only|she|since|thats?|the"
    r"|there|theres|they|this|we|s?hes|theyre)\b)"
)


def _whole(words: frozenset[str], phrases: tuple[str, ...], after: tuple[str, ...]) -> re.Pattern[str]:
    start, more = "|".join((*phrases, *sorted(words))), "|".join(after)
    return re.compile(rf"(?:{start})(?: (?:{more}))*")


_ALL_YES = _whole(_YES, _SAYS_YES, _AFTER_YES)
_ALL_NO = _whole(_NO, _SAYS_NO, AFTER_NO)
_HEDGED_NO = re.compile(rf"(?:{'|'.join(sorted(_NO))}) (?P<rest>.+)")
_ASKS = re.compile(
    r"(?:(?:and|but|hey|hm+|ok|okay|so|um|wait|well) )*(?:(?:what|whats|why|hows?|whos?|which) \w+"
    r"|(?:when|where) (?:are|can|could|did|do|does|is|should|will|would) "
    r"|(?:am|are|can|could|did|do|does|has|have|is|may|shall|should|was|will|would) "
    r"(?:he|i|it|my|she|that|the|there|these|they|this|those|u|we|you|your)\b)"
)


def plain(text: str) -> str:
    """Return a text in lower case, without punctuation, spaces single: what replies and labels are compared by."""
    bare = text.casefold().replace("\u2019", "'").replace("'", "")
    return " ".join(re.sub(r"[^\w.]+", " ", bare).replace(".", " ").split())


def short_reply(text: str) -> Reply | None:
    """Return what a reply says that says nothing else, None for any other text.

    A doubt behind a no leaves it in doubt ("no, not really"), behind a yes it does not ("yes, sort of").
    """
    words = plain(text)
    if not words:
        return _in_signs(text)
    if len(words) > _LONGEST:
        return None
    taken_back, rest = self_corrected(text)
    if rest and (not taken_back or _one_reply(plain(taken_back))) and (reply := _one_reply(plain(rest))):
        return reply  # "yes. sorry, i mean no"
    return _one_reply(words) or _together({_one_reply(plain(part)) for part in _MARKS.split(text) if plain(part)})


def _in_signs(text: str) -> Reply | None:
    """Return what a reply without a word says: a thumb, a cross, a shrug."""
    said = {reply for reply, signs in _SIGNS.items() if any(sign in text for sign in signs)}
    if len(said) > 1 or (said and "?" in text):
        return Reply.UNSURE
    return next(iter(said), None)


def _one_reply(words: str) -> Reply | None:
    words = _DRAWN_OUT.sub(r"\1", words)  # "nooo"
    hedged = _HEDGED_NO.fullmatch(words)
    if words in _UNSURE or (hedged and hedged["rest"] in _UNSURE):
        return Reply.UNSURE
    if words in _SKIP or _SKIPPING.fullmatch(words):
        return Reply.SKIP
    if _ALL_YES.fullmatch(words):
        return Reply.YES
    return Reply.NO if _ALL_NO.fullmatch(words) else None


def _together(parts: set[Reply | None]) -> Reply | None:
    """Return what several short replies in one say: "I don't think so, maybe" is a doubt, as is a yes and a no."""
    if parts == {Reply.YES, Reply.UNSURE}:
        return Reply.YES
    if len(parts) == 1:
        return next(iter(parts))
    return Reply.UNSURE if parts <= {Reply.YES, Reply.NO, Reply.UNSURE} else None


def leading_reply(text: str) -> Reply | None:
    """Return the yes or no that a longer reply starts with ("no, but ...", "yes since monday"), None if none does.

    A bare "no" before a noun ("no feeling in my foot") is no answer, and a no with a doubt behind it none to rest on;
    a yes that corrects it counts.
    """
    rest = self_corrected(text)[1]
    if rest and leading_reply(rest) is Reply.YES:
        return Reply.YES
    words = text.casefold().replace("\u2019", "'").replace("'", "")
    match = _LEADING.match(words)
    if match is None or (
        match["first"] not in _SPOKEN_YES | _SPOKEN_NO and not _ENDS_A_REPLY.match(words, match.end())
    ):
        return None
    if match["first"] in _YES:
        return Reply.YES
    is_open = _DOUBTS.search(words, match.end()) or _TURNS_HELP_DOWN.search(words, match.end())
    return None if is_open else Reply.NO


def is_doubted_no(text: str) -> bool:
    """Whether a reply starts with a no and doubts it ("no, i can't really tell")."""
    words = text.casefold().replace("\u2019", "'").replace("'", "")
    match = _LEADING.match(words)
    return match is not None and match["first"] in _NO and bool(_DOUBTS.search(words, match.end()))


def doubts(text: str) -> bool:
    """Whether a reply is in doubt about what it says ("maybe from lifting")."""
    return bool(_DOUBTS.search(text.casefold().replace("\u2019", "'").replace("'", "")))


def after_reply(text: str) -> str:
    """Return what follows the yes or no at the start of a reply, without the mark between them."""
    return re.sub(r"^\s*\w+[\s,.;:!-]*", "", text).strip()


def is_a_question(text: str) -> bool:
    """Whether a reply is a whole question ("why do you ask"); "when i run", "did hills" and "Will Smith" are none.

    Stricter than `trimming.asks_or_requests`: the word of asking needs what it asks of, so that a name stays one.
    """
    return "?" in text or bool(_ASKS.match(plain(text)))
