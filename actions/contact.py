"""Reads names, phone numbers and e-mail addresses from what somebody typed."""

import re
from collections.abc import Sequence

import phonenumbers

from backstride.domain.numerals import numerals_up_to
from backstride.domain.replies import is_a_question, short_reply
from backstride.services.clinic import Clinic

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_SPELT = (
    (re.compile(r"\s*[(\[]?\s*\b(?<!me )(?<!us )(?<!him )(?<!her )at\b\s*[)\]]?\s*|\s*@\s*", re.IGNORECASE), "@"),
    (re.compile(r"\s*[(\[]?\s*\bdot\b\s*[)\]]?\s*", re.IGNORECASE), "."),
)
"""How people write an address so that no machine finds it: "ann at example dot org"."""
_ENDING = re.compile(r"\.[^\W\d_]{2,}$")
_NAME = re.compile(r"^[^\W\d_][\w .,'’-]{0,78}$")
_LEAD = re.compile(
    r"^(?:(?:(?:my|the|his|her|full|first) )*name(?: is|[’']?s|:)?|i am|i[’']?m|it[’']?s|this is|call me|"
    r"(?:(?:please )?(?:put|book) it )?(?:under|for)(?: the name(?: of)?)?)\s+",
    re.IGNORECASE,
)
_TAIL = re.compile(r"[\s,.]+(?:please|thanks|thank you|thx|here)$", re.IGNORECASE)
_REACH = re.compile(
    r"(?:[\s,;:(/-]+(?:and|my|the|is|at|phone|number|no|cell|mobile|e-?mail|mail|its|it[’']s|reach|call|tel|text|me|on|or|you|can)"
    r"\b\.?)*[\s,;:(/-]+(?:\+?\(?\d[\d\s().-]{6,}|\S+@\S+).*$",
    re.IGNORECASE | re.DOTALL,
)
"""What follows a name where somebody says at once how to reach them: "Ann Lee, my number is 512 555 0142"."""
_INTRODUCES = re.compile(r"\bmy (?:(?:full|first|last|own) )*name(?: is|[’']?s|:)\s+|\bname:\s*", re.IGNORECASE)
_NAME_STOPS = re.compile(
    r"[,.;:!?()\n\d@]|\b(?:and|my|number|phone|cell|i|i[’']?m|but|age|aged|at|you|is|from|calling|here|please|thanks|need|"
    r"want|would|can|could|for|with|e-?mail|reach|booked|book)\b",
    re.IGNORECASE,
)
_NO_NAME = frozenset(
    {
        "a", "already", "call", "in", "its", "my", "no", "none", "not", "number", "on", "phone", "reach", "spelled",
        "text", "the", "under", "wrong", "your",
    }
)  # fmt: skip
_REACHES = re.compile(
    r"\b(?:my|the|a|his|her|best) (?:\w+ )?(?:number|phone|cell|mobile|no|tel)\b|"
    r"\b(?:number|phone|cell|mobile|tel|call|text|reach|ring) (?:me|is|:)|\b(?:number|phone|cell|tel):",
    re.IGNORECASE,
)
_DIGITS = {"oh": 0, **numerals_up_to(9)}
_DIGIT = re.compile(rf"\b(?:{'|'.join(_DIGITS)})\b", re.IGNORECASE)
_IN_NO_NAME = re.compile(
    r"\b(?:this|that|these|those|them|what|when|cancel|call|want|need|works?|wont|won[’']?t|can[’']?t|don[’']?t|do not|"
    r"i[’']?ll|i[’']?d|i[’']?ve|you guys|myself|instead|actually|time|times|number|stop|"
    r"never ?mind|forget it|no thanks|no thank you|just)\b",
    re.IGNORECASE,
)
"""Words of somebody who says something else than a name: "actually cancel that", "none of those work"."""
_LONGEST_NAME = 6
"""Words; who writes more says something else."""


def read_name(text: str) -> str | None:
    """Return the name in a short answer, None if there is none. At most 80 characters, letters first.

    "No" and "not sure" are answers to something else, and no names; nor is a question one.
    """
    if short_reply(text) is not None or is_a_question(text):
        return None
    spelt = _spelt(text)
    said = _REACH.sub("", (spelt if _EMAIL.search(spelt) else text).strip()).strip()
    name = _TAIL.sub("", _LEAD.sub("", said)).strip(" .,")
    if name.casefold() in _NO_NAME or _IN_NO_NAME.search(name):
        return None  # "my number is 512 555 0142"
    return name if _NAME.match(name) and len(name.split()) <= _LONGEST_NAME else None


def read_contact(text: str, clinic: Clinic) -> str | None:
    """Return an e-mail address or an E.164 number, None if the text holds neither.

    Args:
        clinic: Numbers without a country code are read as from the clinic's own country.
    """
    email = _EMAIL.search(text) or _EMAIL.search(_spelt(text))
    if email and _ENDING.search(email.group()):
        return email.group()
    region = phonenumbers.region_code_for_country_code(phonenumbers.parse(clinic.phone_e164).country_code or 1)
    for words in dict.fromkeys((text, _in_digits(text))):
        for match in phonenumbers.PhoneNumberMatcher(words, region, leniency=phonenumbers.Leniency.POSSIBLE):
            if phonenumbers.is_possible_number_with_reason(match.number) == phonenumbers.ValidationResult.IS_POSSIBLE:
                return phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
    return None


def _in_digits(text: str) -> str:
    """Return a text with a number that is spelt, or parted by spaces, as one: "five five five 123 4567"."""
    digits = _DIGIT.sub(lambda match: str(_DIGITS[match[0].casefold()]), text)
    return re.sub(r"(?<=\d)[\s,.-]+(?=\d)", "", digits)


def introduced(texts: Sequence[str], clinic: Clinic) -> tuple[str | None, str | None]:
    """Return the name and the contact that somebody gave of their own accord, the latest of each ("my name is Ann").

    Args:
        texts: Messages, in order. What only looks like a name or a number, with nothing that says so, is passed over.
    """
    name = contact = None
    for text in texts:
        match = _INTRODUCES.search(text)
        said = _NAME_STOPS.split(text[match.end() :], maxsplit=1)[0] if match else ""
        if said.strip() and said.split()[0].casefold() not in _NO_NAME:
            name = read_name(said.strip()) or name
        if match or _REACHES.search(text) or _EMAIL.search(text):
            given = read_contact(text, clinic)
            contact = given if given and given != clinic.phone_e164 else contact
    return name, contact


def _spelt(text: str) -> str:
    """Return a text with "at" and "dot" as the signs they stand for in an address."""
    for words, sign in _SPELT:
        text = words.sub(sign, text)
    return text
