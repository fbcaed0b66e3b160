"""Short replies: yes, no, none, not sure, skip, and numbers in digits or words.

Knows no question and nothing clinical; `answers.py` decides what a reply means for a question.
"""

import re
from enum import Enum


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
        "denied", "denies", "n", "na", "nada", "nah", "nay", "neg", "negative", "neither", "ninguna", "ninguno", "no",
        "none", "noo", "nop", "nope", "nothing",
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
_AFTER_YES = (
    *_SAYS_YES, "do", "have", "i", "is", "it", "maam", "please", "sir", "that", "thanks",
    "(i )?(think|guess) so", "(kind|sort) of", "kinda", "sorta", "i (think|guess)", "probably", "maybe", "both",
    *_ASIDES,
)  # fmt: skip
_SAYS_NO = (
    "i (am not|do not|dont|did not|didnt|have not|havent|had not|hadnt|was not|wasnt)", "im not", "ive not",
    "(it|that) (is not|isnt|was not|wasnt|does not|doesnt|did not|didnt|has not|hasnt)", "its not",
    "(s?he|they|we) (are not|arent|is not|isnt|was not|wasnt|were not|werent|do not|dont|does not|doesnt|did not|didnt"
    "|have not|havent|has not|hasnt|had not|hadnt)", "there (is not|isnt|are not|arent|was not|wasnt)",
    f"({_WHO} )?(do not|dont|do nt|does not|doesnt|did not|didnt|have not|havent|has not|hasnt) (have|had|got) "
    "(any|either|one|that|those|these|them)( of (these|those|em|them|that|it|the above))?",
    f"({_WHO} )?(has|have|had|got|ive got|ive had|s?hes got|s?hes had) (none|nothing)"
    "( of (these|those|em|them|that|it|the above))?",
    f"({_WHO} )?(has |have |ive |s?hes )?never( had)?( (any|either|one|that|those|these|em|them))?"
    "( of (these|those|em|them|that|it))?",
    "(none|not|nothing) that (i know of|i am aware of|im aware of|i can think of|i have noticed|ive noticed|i noticed)",
    "none (of (it|that|the above|em|them|these|this|those|the list)|whatsoever|at all)",
    "(ning[u\u00fa]n[oa]?|nada) de (est[oae]s?|es[oae]s?|ell[oa]s|lo anterior|l[oa]s anteriores)", "no tengo( nada)?",
    "nothing (like (that|this|those|these)|of the (sort|kind)|else|new|at all|to report)",
    "neither( of (em|them|these|those))?", "nuh uh", "nah uh",
    "not (at all|me|one|a thing|right now|at the moment|any( of (em|them|these|those|that))?)", "all no",
    "not yet",
)  # fmt: skip
_AFTER_NO = (
    *_SAYS_NO, "above", "all", "any", "applies", "apply", "at", "it", "maam", "me", "no", "none", "nope", "nothing",
    "of", "sir", "thank", "thanks", "that", "the", "them", "these", "this", "those", "to", "you", "symptoms",
    "problems", "issues", "thank (god|goodness)", "thankfully", "luckily", "fortunately", "so far", "everything",
    "both", "and",
    "((im|i am|were|its|it is|thats|that is|everything is|everythings|s?hes|s?he is|theyre|they are) )?(all )?"
    "(good|fine|ok|okay|normal|clear|well)",
    "everything works( fine| ok| okay| normally)?", "i feel( perfectly)? (fine|ok|okay|good|well)",
    "(im )?(otherwise )?healthy", "otherwise", "right now", "at the moment", "down there", "there", "with", "changes?",
    "that way", "x", "actually", "really", "em", "her", "him", "nada", "ninguna", "ninguno", *_ASIDES,
)  # fmt: skip
_UNSURE = frozenset(
    {
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
        "no answer", "no comment", "i dont want to say", "i dont want to answer", "i dont want to answer that",
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
    r"(?:really )?(?:say|tell)|maybe|might|perhaps|possibly|i (?:guess|think)|idea|(?:dont|do not) (?:really )?know)\b"
)
_ENDS_A_REPLY = re.compile(
    r"\s*(?:[,.;:!]|$|(?:and|because|but|he|i|i[md]|ive|it|its|just|my|never|none|not|nothing|only|she|since|thats?|the"
    r"|there|theres|they|this|we)\b)"
)


def _whole(words: frozenset[str], phrases: tuple[str, ...], after: tuple[str, ...]) -> re.Pattern[str]:
    start, more = "|".join((*phrases, *sorted(words))), "|".join(after)
    return re.compile(rf"(?:{start})(?: (?:{more}))*")


_ALL_YES = _whole(_YES, _SAYS_YES, _AFTER_YES)
_ALL_NO = _whole(_NO, _SAYS_NO, _AFTER_NO)
_HEDGED_NO = re.compile(rf"(?:{'|'.join(sorted(_NO))}) (?P<rest>.+)")
_COUNTED = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen",
)  # fmt: skip
_WORDS = {word: number for number, word in enumerate(_COUNTED)}
_ORDINALS = {
    word: number
    for number, names in enumerate(
        ("first 1st", "second 2nd", "third 3rd", "fourth 4th", "fifth 5th", "sixth 6th", "seventh 7th", "eighth 8th"), 1
    )
    for word in names.split()
}
_ORDINAL = re.compile(rf"\b(?:the )?({'|'.join(_ORDINALS)})\b(?: (?:one|option|answer|choice))?")
_BETWEEN = frozenset({"and", "n", "or", "also", "plus", "number", "option", "answer", "choice"})
_AROUND_NUMBERS = frozenset(
    {
        "a", "about", "adult", "age", "aged", "am", "an", "and", "around", "at", "c", "child", "currently", "day",
        "days", "f", "feels", "female", "he", "her", "hes", "his", "i", "im", "is", "it", "its", "kid", "like", "m",
        "male", "maybe", "mi", "mile", "miles", "most", "mpw", "my", "now", "o", "of", "old", "pain", "per", "right",
        "n", "roughly", "s", "say", "she", "shes", "than", "the", "then", "to", "today", "was", "week", "wk", "worst",
        "y", "year", "years", "yo", "yr", "yrs",
    }
)  # fmt: skip
_OUT_OF_TEN = re.compile(r"\s*(/|out of)\s*10\b")
_RANGE = re.compile(r"\b(\d+(?:\.\d+)?)\s*(?:-|to)\s*(\d+(?:\.\d+)?)\b")
_AMOUNT = re.compile(
    r"\d\s*(?:-|to\b|(?:am|pm|h|hrs?|hours?|d|days?|nights?|w|wks?|weeks?|mos?|months?|y|yrs?|years?|x|times|mi|miles?|%)\b)"
)
_DAYS_A_WEEK, _TWO = 7, 2
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


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
    return _one_reply(words) or _together({_one_reply(plain(part)) for part in _MARKS.split(text) if plain(part)})


def _in_signs(text: str) -> Reply | None:
    """Return what a reply without a word says: a thumb, a cross, a shrug."""
    said = {reply for reply, signs in _SIGNS.items() if any(sign in text for sign in signs)}
    if "?" in text or len(said) > 1:
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

    A bare "no" before a noun ("no feeling in my foot") is no answer, and a no with a doubt behind it none to rest on.
    """
    words = text.casefold().replace("\u2019", "'").replace("'", "")
    match = _LEADING.match(words)
    if match is None or (
        match["first"] not in _SPOKEN_YES | _SPOKEN_NO and not _ENDS_A_REPLY.match(words, match.end())
    ):
        return None
    if match["first"] in _YES:
        return Reply.YES
    return None if _DOUBTS.search(words, match.end()) else Reply.NO


def after_reply(text: str) -> str:
    """Return what follows the yes or no at the start of a reply, without the mark between them."""
    return re.sub(r"^\s*\w+[\s,.;:!-]*", "", text).strip()


def only_numbers(text: str) -> list[int]:
    """Return the whole numbers of a reply such as "1 4", "#1, 4" or "the second one"; empty if it says more."""
    counted = _ORDINAL.sub(lambda match: f" {_ORDINALS[match[1]]} ", text.casefold())
    words = [word for word in re.split(r"[\s,;&/+#.()]+", counted) if word and word not in _BETWEEN]
    numbers = [_WORDS.get(word, int(word) if word.isdecimal() else None) for word in words]
    found = [number for number in numbers if number is not None]
    return found if len(found) == len(numbers) else []


def numbers_among(text: str) -> list[float]:
    """Return the numbers of a reply whose other words are all filler ("about", "now", "years"); empty for any other.

    "4/10" counts as 4, a range as its higher end.
    """
    bare = _RANGE.sub(r"\2", _OUT_OF_TEN.sub("", text.casefold()))
    bare = re.sub(r"\b(" + "|".join(_WORDS) + r")\b", lambda match: str(_WORDS[match[1]]), bare)
    rest = plain(_NUMBER.sub(" ", bare)).split()
    return [float(number) for number in _NUMBER.findall(bare)] if _AROUND_NUMBERS.issuperset(rest) else []


def other_number(text: str, known: float, *, is_more: bool) -> float | None:
    """Return the other of just two numbers, of which one is known; None if there are more, or one is an amount.

    Args:
        is_more: It cannot be less than the known one; otherwise it cannot be more.
    """
    bare = _OUT_OF_TEN.sub("", text.casefold())
    numbers = [float(number) for number in _NUMBER.findall(bare)]
    if len(numbers) != _TWO or known not in numbers or _AMOUNT.search(bare):
        return None
    numbers.remove(known)
    return numbers[0] if (numbers[0] >= known if is_more else numbers[0] <= known) else None


def words_and_number(text: str) -> tuple[str, float | None]:
    """Return the words of a reply and the number that ends it, None where none does."""
    match = re.fullmatch(r"(.*?\D)\s*\b(\d+)\s*(?:/\s*10)?\W*", text, flags=re.DOTALL)
    return (match[1].strip(" ,;:-"), float(match[2])) if match else (text, None)


def days_and_miles(text: str) -> tuple[float | None, float | None]:
    """Return days and miles a week as they are named; of bare numbers the first up to 7 is days."""
    days = re.search(r"(\d+)\s*(?:x|times|days?|d)\b", text.casefold())
    miles = re.search(r"(\d+(?:\.\d+)?)\s*(?:miles?|mi|mpw)\b", text.casefold())
    if days or miles:
        return (float(days[1]) if days else None, float(miles[1]) if miles else None)
    match numbers_among(text):
        case [amount]:
            return (amount, None) if amount <= _DAYS_A_WEEK else (None, amount)
        case [first, second, *_]:
            return (first, second)
    return (None, None)
