"""How long a text message is: GSM-7 letters, septets and segments.

Pure arithmetic after 3GPP TS 23.038 (the default alphabet and its extension table). It knows nothing
of carriers; turning other characters into GSM-7 ones is the text channel's work.
"""

from collections.abc import Iterable

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
_GSM_ALONE, _GSM_PART = (
    160,
    153,
)  # septets in a single text, and in each part of a longer one
_UCS2_ALONE, _UCS2_PART = 70, 67  # 16-bit units, when one character is outside GSM-7
_LAST_BMP = 0xFFFF


def is_gsm7(text: str) -> bool:
    """Whether every character is in the GSM-7 alphabet or its extension table."""
    return all(character in _BASIC or character in _EXTENDED for character in text)


def length(text: str) -> int:
    """Count what a text costs: septets if it is GSM-7, where an extended character costs 2; else 16-bit units."""
    return sum(_costs(text))


def segments(text: str) -> int:
    """Count the parts a carrier sends and bills; an empty text is one.

    A character that costs 2 is never split between two parts.
    """
    alone, part = (_GSM_ALONE, _GSM_PART) if is_gsm7(text) else (_UCS2_ALONE, _UCS2_PART)
    if length(text) <= alone:
        return 1
    parts, used = 1, 0
    for cost in _costs(text):
        if used + cost > part:
            parts, used = parts + 1, 0
        used += cost
    return parts


def _costs(text: str) -> Iterable[int]:
    if is_gsm7(text):
        return (2 if character in _EXTENDED else 1 for character in text)
    return (2 if ord(character) > _LAST_BMP else 1 for character in text)
