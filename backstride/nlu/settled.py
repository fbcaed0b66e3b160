"""What the message denies elsewhere and so settles: `asked if i had chills ... no chills`, `aspirin, no warfarin`."""

from collections.abc import Sequence
from itertools import pairwise

from backstride.domain.findings import Status
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found

_ASKS, _REASONS = frozenset({"i", "am", "we"}), frozenset({"because", "since", "as", "but"})
_PUTS = frozenset(
    {"if", "whether", "about", "was", "were", "did", "do", "had", "have", "any", "me", "could", "can", "am", "for"}
)
_AFFIRMS = frozenset({"yes", "did", "do", "have", "had", "am", "was", "said", "told"})
_SUBJECTS = frozenset({"it", "its", "i"})
_SELF, _REACH = frozenset({"i", "me", "us"}), 40
"""Words before a mention in which an `asked` can still be about it."""


def settled(message: Message, found: Sequence[Found], statuses: Sequence[Status]) -> list[Status]:
    """Return the statuses in which a no to the same finding settles what was asked before it, or is only in doubt.

    Args:
        message: The words.
        found: All phrases of the message.
        statuses: The status of each by its own sentence.
    """
    judged = list(zip(found, statuses, strict=True))
    denied = {f.name: f.first for f, s in judged if s is Status.NEGATED and f.role == "finding"}
    return [_settled(message, f, s, denied[f.name]) if f.name in denied else s for f, s in judged]


def _settled(message: Message, mention: Found, status: Status, denied: int) -> Status:
    words = message.words
    if status not in (Status.PRESENT, Status.UNCERTAIN) or mention.name in words["of_the_complaint"]:
        return status
    is_mild = status is Status.UNCERTAIN and mention.name in words["settled_by_no"]
    if is_own(message, mention) or not (is_mild or (mention.first < denied and _is_put(message, mention))):
        return status
    return Status.UNCERTAIN if mention.name in words["never_supposed"] else Status.NEGATED


def _is_put(message: Message, mention: Found) -> bool:
    """Tell whether somebody else put the question (`the gp asked whether i`), not the writer (`asking as i`)."""
    texts, words = message.texts, message.words
    first = max(message.sentence(mention.first)[0], mention.first - _REACH)
    at = next((i for i in range(mention.first - 1, first - 1, -1) if texts[i] in words["asked"]), None)
    if at is None or not _PUTS & set(texts[at + 1 : at + 3]) or _tells(texts[at : mention.first]):
        return False
    if not _AFFIRMS.isdisjoint(texts[mention.last : message.sentence(mention.first)[1]]):
        return False  # `asked if i had a fever and i did last night`
    return not (_ASKS & set(texts[max(first, at - 2) : at]) or _REASONS & set(texts[at : mention.first]))


def _tells(texts: Sequence[str]) -> bool:
    """Tell whether a comma leads from the question to what is so (`asked about my bladder, it has been | leaking`)."""
    return any(sign == "," and word in _SUBJECTS for sign, word in pairwise(texts))


def is_asked(message: Message, mention: Found) -> bool:
    """Tell whether somebody asked the writer about it (`the doctor asked if I had a fever`)."""
    first, _ = message.sentence(mention.first)
    before = message.texts[max(first, mention.first - _REACH) : mention.first]
    return not message.words["asked"].isdisjoint(before) and not _tells(before)


def is_own(message: Message, mention: Found) -> bool:
    """Tell whether the mention itself says whose it is (`weakness in my leg`)."""
    texts, words = message.texts, message.words
    if _SELF & set(texts[mention.first : mention.last]):
        return True
    end = min(mention.last + 3, message.clause(mention.last - 1).last)
    end = next((i for i in range(mention.last, end) if texts[i] == ","), end)  # `..., hence my question`
    own = texts[mention.first : end]
    things = words["my_things"] & set(own[mention.last - mention.first :])  # `her waters went in my car`
    return "my" in own and not things and not set(own) & (words["kin_adult"] | words["kin_child"])
