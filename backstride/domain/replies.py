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
        "affirmative", "correct", "sure", "y", "ya", "yea", "yeah", "yep", "yes", "yup",
    }
)  # fmt: skip
_NO = frozenset(
    {
        "n", "na", "nada", "nah", "negative", "neither", "no", "none", "nope", "nothing",
    }
)  # fmt: skip
_AFTER_YES = frozenset(
    {
        "absolutely", "definitely", "do", "have", "i", "is", "it", "maam", "please", "sir", "that",
    }
)  # fmt: skip
_AFTER_NO = frozenset(
    {
        "above", "all", "any", "applies", "apply", "at", "it", "maam", "me", "no", "none", "nope", "nothing", "of",
        "really", "sir", "thank", "thanks", "that", "the", "them", "these", "this", "those", "to", "you",
    }
)  # fmt: skip
_UNSURE = frozenset(
    {
        "not sure", "im not sure", "i am not sure", "not really sure", "unsure", "im unsure", "i am unsure", "idk",
        "dont know", "i dont know", "do not know", "i do not know", "dunno", "i dunno", "no idea", "i have no idea",
        "no clue", "maybe", "perhaps", "possibly", "not certain", "hard to say", "hard to tell", "cant say",
        "cant tell",
    }
)  # fmt: skip
_SKIP = frozenset(
    {
        "skip", "pass", "next", "prefer not to say", "rather not say", "id rather not say", "no answer",
    }
)  # fmt: skip
_NOT_ANY = re.compile(r"(i )?(do not|dont|do nt) have any( of (these|those|them|that|it))?")
_COUNTED = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen",
)  # fmt: skip
_WORDS = {word: number for number, word in enumerate(_COUNTED)}
_BETWEEN = frozenset({"and", "or", "also", "plus"})
_AROUND_NUMBERS = frozenset(
    {
        "a", "about", "adult", "age", "aged", "am", "an", "and", "around", "at", "c", "child", "currently", "day",
        "days", "f", "feels", "female", "he", "her", "hes", "his", "i", "im", "is", "it", "its", "kid", "like", "m",
        "male", "maybe", "mi", "mile", "miles", "most", "mpw", "my", "now", "o", "of", "old", "pain", "per", "right",
        "roughly", "s", "say", "she", "shes", "than", "the", "then", "to", "today", "was", "week", "wk", "worst",
        "y", "year", "years", "yo", "yr", "yrs",
    }
)  # fmt: skip
_OUT_OF_TEN = re.compile(r"\s*(/|out of)\s*10\b")
_RANGE = re.compile(r"\b(\d+(?:\.\d+)?)\s*(?:-|to)\s*(\d+(?:\.\d+)?)\b")
_DAYS_A_WEEK = 7
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def plain(text: str) -> str:
    """Return a text in lower case, without punctuation, spaces single: what replies and labels are compared by."""
    bare = text.casefold().replace("\u2019", "'").replace("'", "")
    return " ".join(re.sub(r"[^\w.]+", " ", bare).replace(".", " ").split())


def short_reply(text: str) -> Reply | None:
    """Return what a reply says that says nothing else, None for any other text."""
    words = plain(text)
    if words in _UNSURE or (not words and "?" in text):
        return Reply.UNSURE
    if words in _SKIP:
        return Reply.SKIP
    first, *rest = words.split() or [""]
    if first in _YES and _AFTER_YES.issuperset(rest):
        return Reply.YES
    if (first in _NO and _AFTER_NO.issuperset(rest)) or _NOT_ANY.fullmatch(words):
        return Reply.NO
    return None


def leading_reply(text: str) -> Reply | None:
    """Return the yes or no that a longer reply starts with ("no, but ..."), None if it starts otherwise."""
    match = re.match(r"\s*(\w+)\s*(?:[,.;:!]|\bbut\b|$)", text.casefold())
    first = match[1] if match else ""
    return Reply.YES if first in _YES else Reply.NO if first in _NO else None


def only_numbers(text: str) -> list[int]:
    """Return the whole numbers of a reply such as "1 4", "#1, 4" or "one and four"; empty if it says anything else."""
    words = [word for word in re.split(r"[\s,;&/+#.()]+", text.casefold()) if word and word not in _BETWEEN]
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
