"""Numbers as they are written in words. What a number measures is for whoever reads it."""

_UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENTHS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
TENS = dict(zip(_TENTHS, range(20, 100, 10), strict=True))
NUMERALS = {**dict(zip(_UNITS, range(20), strict=True)), **TENS, "hundred": 100, "thousand": 1000}
"""Every word that is a number by itself, in order; `twenty four` is two of them."""


def numerals_up_to(most: int, *, least: int = 0) -> dict[str, int]:
    """Return the words for the numbers from `least` to `most`, both included."""
    return {word: number for word, number in NUMERALS.items() if least <= number <= most}
