"""Tells whether a mention is only a word whose meaning is asked: "what is a blood thinner", "not sure what tearing is".

Who asks what a word means says nothing of having it. Who asks for the cause of what is there is in `imagined.py`.
"""

from backstride.nlu.clauses import Message
from backstride.nlu.found import Found

_ARTICLES, _REACH, _AFTER = frozenset({"a", "an", "the", '"', "'"}), 5, 3
_ASKS = (
    ("what", "is"), ("what", "are"), ("you", "mean"), ("mean", "by"), ("counts", "as"), ("count", "as"),
    ("qualifies", "as"), ("never", "heard", "of"), ("not", "heard", "of"), ("define",), ("explain",),
    ("meaning", "of"), ("definition", "of"),
)  # fmt: skip
_WHAT = (("what",), ("what", "does"), ("what", "do"))
_IS, _MEANS = frozenset({"is", "are", "does", "would"}), frozenset({"is", "are", "mean", "means"})
_FEW = 3
_MINE = frozenset({"i", "my", "you", "there"})


def is_asked_as_a_word(message: Message, mention: Found) -> bool:
    """Tell whether somebody asks what it is called, what it means, or whether something else is one."""
    texts = message.texts
    first, end = message.sentence(mention.first)
    before = texts[max(first, mention.first - _REACH) : mention.first]
    said = tuple(word for word in before if word not in _ARTICLES)
    if _ends(said, _ASKS):
        return True
    is_what = _ends(said, _WHAT) or "what" in texts[mention.first : mention.last]
    if is_what and _MEANS & set(texts[mention.last : min(end, mention.last + _AFTER)]):
        return True  # `do not know what an aneurysm is`
    between = texts[first + 1 : mention.first - 1]
    is_one = texts[first] in _IS and texts[mention.first - 1 : mention.first] in (("a",), ("an",))
    return is_one and 0 < len(between) <= _FEW and not _MINE & set(between)  # `is aspirin a blood thinner`


def _ends(said: tuple[str, ...], endings: tuple[tuple[str, ...], ...]) -> bool:
    return any(said[-len(ending) :] == ending for ending in endings)
