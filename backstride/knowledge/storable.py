"""What a database can hold: identifiers that fit their column, and text without characters that PostgreSQL refuses."""

from backstride.domain.errors import BackstrideError
from backstride.knowledge.operational_tables import ID_LENGTH


def checked_id(value: str) -> str:
    """Return an identifier unchanged.

    Raises:
        BackstrideError: It is empty, longer than 64 characters, or holds a NUL or a lone surrogate.
    """
    if not value or len(value) > ID_LENGTH or storable(value) != value:
        raise BackstrideError(f"an id must have 1 to {ID_LENGTH} characters, none of them NUL")
    return value


def storable(text: str) -> str:
    """Return the text with NUL and lone surrogates, which no message means, replaced by U+FFFD."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
