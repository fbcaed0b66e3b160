"""Hears that a message is only the beginning of a thought ("since", "it goes", "i mean"), for who texts word by word.

Knows no question and nothing clinical; what answers a question is an answer, however it ends.
"""

from collections.abc import Sequence

from backstride.domain.replies import plain

_LONGEST = 4
"""Words; who writes more has said something."""
_ENDS = frozenset(
    {
        "about", "after", "and", "around", "because", "before", "but", "cause", "coz", "cos", "cuz", "feel", "for",
        "from", "im", "into", "its", "ive", "keep", "like", "my", "of", "or", "since", "the", "theres", "with",
    }
)  # fmt: skip
_UNABLE = frozenset({"cannot", "cant", "couldnt"})
"""What does not end a thought of any length: what cannot be done may be a sign of danger."""
_WHOLE = frozenset(
    {
        "can i", "can u", "can you", "could u", "could you", "do u", "do you", "how", "i", "i am", "i got", "i guess",
        "i have", "i just", "i mean", "i think", "i was", "is", "is it", "it", "it goes", "it is", "it was", "been",
        "its been", "it has been", "ive had", "i have had", "so", "u", "was",
        "well", "what if", "when", "when i", "where",
    }
)  # fmt: skip


def is_unfinished(text: str) -> bool:
    """Whether a message breaks off and the rest is still to come."""
    words = plain(text)
    ends = text.strip()[-1:] in {"?", "!", "."} and not text.strip().endswith("..")
    return bool(words) and not ends and (words in _WHOLE or _breaks_off(words.split()))


def _breaks_off(words: Sequence[str]) -> bool:
    return (len(words) <= _LONGEST and words[-1] in _ENDS) or words[-1] in _UNABLE


def joined(before: Sequence[str], text: str) -> str:
    """Return a message together with the unfinished ones that lead to it.

    Args:
        before: The messages before it, in order.
    """
    parts = [text]
    for said in reversed(before):
        if not is_unfinished(said):
            break
        parts.insert(0, said.strip())
    return " ".join(parts)
