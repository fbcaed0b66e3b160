"""Numbers of a reply, in digits, in words and as places in a list: what they are, not what they measure."""

import re

from backstride.domain.numerals import TENS, numerals_up_to
from backstride.domain.replies import plain

_WORDS = {**numerals_up_to(19), "nought": 0, "zilch": 0}
_IN_TENS = re.compile(rf"\b({'|'.join(TENS)})(?:[\s-]+({'|'.join(numerals_up_to(9, least=1))}))?\b")
_IN_WORDS = re.compile(r"\b(" + "|".join(_WORDS) + r")\b")
MILES_PER_KM = 0.621
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
        "a", "about", "adult", "age", "aged", "am", "an", "and", "around", "at", "c", "child", "currently", "dad",
        "daughter", "day", "days", "f", "feels", "female", "friend", "have", "he", "her", "hes", "his", "husband", "i",
        "im", "is", "it", "its", "kid", "like", "m", "male", "maybe", "me", "mi", "mile", "miles", "mom", "most", "mpw",
        "mum", "my", "myself", "n", "now", "o", "of", "old", "pain", "partner", "per", "right", "roughly", "s", "say",
        "she", "shes", "son", "than", "the", "then", "to", "today", "was", "week", "wife", "wk", "worst", "y", "year",
        "years", "yo", "yr", "yrs",
    }
)  # fmt: skip
_OUT_OF_TEN = re.compile(r"\s*(/|out of)\s*10\b")
_RANGE = re.compile(r"\b(\d+(?:\.\d+)?)\s*(?:-|to|or)\s*(\d+(?:\.\d+)?)\b")
_MEASURED = re.compile(
    r"\d+(?:\.\d+)?\s*(?:am|pm|days?|weeks?|wks?|months?|years?|yrs?|hours?|hrs?|minutes?|mins?|miles?|mi|km?|mg|times|x|st|nd|rd|th|pills?|tablets?)\b"
    r"|\b(?:miles?|km|days?|weeks?|age|l|s)\s*\d+"
)
_DAYS_A_WEEK = 7
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


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
    bare = _in_digits(bare)
    rest = plain(_NUMBER.sub(" ", bare)).split()
    return [float(number) for number in _NUMBER.findall(bare)] if _AROUND_NUMBERS.issuperset(rest) else []


def _in_digits(text: str) -> str:
    """Return a text with its number words up to ninety-nine in digits."""
    tens = _IN_TENS.sub(lambda match: str(TENS[match[1]] + _WORDS.get(match[2] or "", 0)), text)
    return _IN_WORDS.sub(lambda match: str(_WORDS[match[1]]), tens)


def scores_among(text: str) -> list[float]:
    """Return the numbers of a reply in any words but measures: of "3 sitting, 7 after 5 miles" 3 and 7."""
    bare = _MEASURED.sub(" ", _RANGE.sub(r"\2", _OUT_OF_TEN.sub("", text.casefold())))
    bare = re.sub(r"\b(" + "|".join(_WORDS) + r")\b(?! of\b)", lambda match: str(_WORDS[match[1]]), bare)
    return [float(number) for number in _NUMBER.findall(bare)]


def words_and_number(text: str) -> tuple[str, float | None]:
    """Return the words of a reply and the number that ends it, None where none does."""
    match = re.fullmatch(r"(.*?\D)\s*\b(\d+)\s*(?:/\s*10)?\W*", text, flags=re.DOTALL)
    return (match[1].strip(" ,;:-"), float(match[2])) if match else (text, None)


def days_and_miles(text: str) -> tuple[float | None, float | None]:
    """Return days and miles a week as they are named; of bare numbers the first up to 7 is days."""
    bare = _in_digits(text.casefold())
    days = re.search(r"(\d+)\s*(?:x|times|days?|d)\b", bare)
    length = re.search(r"(\d+(?:\.\d+)?)\s*(?:miles?|mi|mpw|(kms?|kilomet(?:er|re)s?))\b", bare)
    if days or length:
        miles = None if length is None else float(length[1]) * (MILES_PER_KM if length[2] else 1)
        return (float(days[1]) if days else None, None if miles is None else round(miles, 1))
    match numbers_among(text):
        case [amount]:
            return (amount, None) if amount <= _DAYS_A_WEEK else (None, amount)
        case [first, second, *_]:
            return (first, second)
    return (None, None)
