"""Reads names, phone numbers and e-mail addresses from what somebody typed."""

import re

import phonenumbers

from backstride.domain.replies import short_reply
from backstride.services.clinic import Clinic

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_NAME = re.compile(r"^[^\W\d_][\w .,'’-]{0,78}$")
_LEAD = re.compile(r"^(?:my name is|i am|i'm|im|it's|its|this is|name[: ])\s+", re.IGNORECASE)


def read_name(text: str) -> str | None:
    """Return the name in a short answer, None if there is none. At most 80 characters, letters first.

    "No" and "not sure" are answers to something else, and no names.
    """
    if short_reply(text) is not None:
        return None
    name = _LEAD.sub("", text.strip()).strip(" .")
    return name if _NAME.match(name) else None


def read_contact(text: str, clinic: Clinic) -> str | None:
    """Return an e-mail address or an E.164 number, None if the text holds neither.

    Args:
        clinic: Numbers without a country code are read as from the clinic's own country.
    """
    email = _EMAIL.search(text)
    if email:
        return email.group()
    region = phonenumbers.region_code_for_country_code(phonenumbers.parse(clinic.phone_e164).country_code or 1)
    for match in phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.POSSIBLE):
        return phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
    return None
