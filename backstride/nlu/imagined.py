"""What is only thought of: `if i lose control ...`, `say it got worse, would that be ...`."""

from backstride.nlu.clauses import Message
from backstride.nlu.found import Found

_REACH = 40
"""Words before a mention in which an `if` can still be about it."""
_IF_I = ("if", "i")
_TURNS = frozenset({"but", "now", "then"})
_WOULD_I = (("would", "i"), ("would", "we"))
_NEAR = 5
_WOULD = frozenset({"would", "should"})
_WHOSE = frozenset({"i", "my", "it", "the", "we"})


def is_supposed(message: Message, mention: Found) -> bool:
    """Tell whether a finding is only supposed: by an `if`, or by a sentence that opens with `say i ...`."""
    if mention.role != "finding":
        return False
    texts, start = message.texts, mention.first + (message.texts[mention.first] == "i")
    if texts[max(0, start - 2) : start] == _IF_I:
        return True
    first, end = message.sentence(mention.first)
    opening = texts[first : first + 2]
    if (
        opening[0] in message.words["lets_say"]
        and _WHOSE & set(opening[1:])
        and _WOULD & set(texts[mention.last : end])
    ):
        return True
    return any(
        texts[i] == "if" and _is_unreal(message, i, mention, end)
        for i in range(max(first, mention.first - _REACH), mention.first)
        if not _TURNS & set(texts[i : mention.first])
    )


def is_asked_of_now(message: Message, mention: Found) -> bool:
    """Tell whether a question is likely about what is there (`is it bad if i can not pee`), to be asked back."""
    if mention.role != "finding":
        return False
    texts, words = message.texts, message.words
    first, _ = message.sentence(mention.first)
    opens = " ".join(texts[first : first + 2]) in words["is_it_bad"] or "worry" in texts[first : first + 3]
    said = texts[first : mention.first + 1]
    starts = [i for i, word in enumerate(said[:-1]) if word in words["that_i"] and said[i + 1] in words["first_person"]]
    return opens and bool(starts) and not (words["supposing"] | words["past_verbs"]) & set(said[starts[0] :])


def _is_unreal(message: Message, at: int, mention: Found, end: int) -> bool:
    """Tell whether an `if` opens what is not so (`if it ever gets worse`, `if my foot went floppy would i ring`)."""
    texts, words = message.texts, message.words
    if words["supposing"] & set(texts[at + 1 : min(at + _NEAR, mention.last)]):
        return True
    first, _ = message.sentence(at)
    asks = any(texts[i : i + 2] in _WOULD_I for i in range(mention.last, end - 1))
    asks = asks or "would" in texts[first:at]
    return asks and bool((words["past_verbs"] | words["if_past"]) & set(texts[at + 1 : at + _NEAR]))
