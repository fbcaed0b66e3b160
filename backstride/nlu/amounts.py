"""From one figure to another: whether it is a weight or what somebody runs that went up or down.

`Gone from 80 to 71 kilos` is no more training, and `from 71 to 80 kilos` no weight lost. Words are data (context.yml).
"""

from collections.abc import Sequence

from backstride.nlu.clauses import Message
from backstride.nlu.found import Found

_TRAINING, _LOST, _CHANGE = "load_change", "wtloss", "training_change"
_REACH = 5
_LIKE, _LIKE_REACH = "like", 3
_SEX, _LOW_FAHRENHEIT, _HIGH_FAHRENHEIT = "sex", 95, 110


def without_other_amounts(message: Message, found: Sequence[Found]) -> list[Found]:
    """Return the phrases without those that take one thing for another.

    A weight for training, a weight gained for one that is lost, `102 f` or `like an old man` for who is writing.
    """
    spans = [f for f in found if f.name in (_TRAINING, _LOST) or f.value == _CHANGE]
    wrong = {f for f in spans if _is_another(message, f)}
    wrong |= {f for f in found if f.name == _SEX and (_is_a_temperature(message, f) or _is_likened(message, f))}
    return [f for f in found if f not in wrong] if wrong else list(found)


def _is_another(message: Message, found: Found) -> bool:
    first, end = message.sentence(found.first)
    near = message.texts[max(first, found.first - _REACH) : min(end, found.last + _REACH)]
    if found.name == _LOST:
        return _rises(message, found)
    is_weighed = not message.words["weighed_in"].isdisjoint(near)
    return is_weighed and message.words["lifted_for_sport"].isdisjoint(message.texts[first:end]) and "from" in near


def _is_a_temperature(message: Message, found: Found) -> bool:
    numbers = [token.number for token in message.tokens[found.first : found.last]]
    return any(number is not None and _LOW_FAHRENHEIT <= number <= _HIGH_FAHRENHEIT for number in numbers)


def _is_likened(message: Message, found: Found) -> bool:
    before = message.texts[max(0, found.first - _LIKE_REACH) : found.first]
    return _LIKE in before and all(text.isalpha() for text in before)


def _rises(message: Message, found: Found) -> bool:
    """Tell whether the figure after `to` is the higher one."""
    texts, tokens = message.texts[found.first : found.last], message.tokens[found.first : found.last]
    if "from" not in texts or "to" not in texts:
        return False
    before, after = (
        next((t.number for t in tokens[texts.index(word) :] if t.number is not None), None) for word in ("from", "to")
    )
    return before is not None and after is not None and after > before
