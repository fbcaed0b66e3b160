"""Who is who without saying so: a phone number as a keyed hash, a form token bound to a session.

Neither can be turned back into what it was made from without the secret key. Nothing is stored here.
"""

import hmac
import re
from hashlib import sha256

_E164 = re.compile(r"\+[1-9]\d{6,14}")


def is_phone_number(sender: str) -> bool:
    """Whether this is an E.164 number; short codes, names and other networks' prefixes are not."""
    return _E164.fullmatch(sender) is not None


def phone_hash(number: str, secret_key: str) -> str:
    """Return the look-up key of an E.164 number: 64 hexadecimal digits, the same in every process."""
    return _keyed("sms", number, secret_key)


def form_token(session_token: str, secret_key: str) -> str:
    """Return the token that a form of this session must carry (it cannot be read from another site)."""
    return _keyed("form", session_token, secret_key)


def is_form_token(given: str, session_token: str, secret_key: str) -> bool:
    """Whether a form came from a page of this session; compared in constant time."""
    return hmac.compare_digest(given.encode(), form_token(session_token, secret_key).encode())


def _keyed(purpose: str, value: str, secret_key: str) -> str:
    return hmac.new(secret_key.encode(), f"{purpose}:{value}".encode(), sha256).hexdigest()
