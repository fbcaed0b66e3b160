"""Ages of life that are long past: `when i was 19`, `as a kid`, `broke it at 15`."""

from backstride.nlu.clauses import Message, union

_WHEN_I_WAS, _YOUTH = ("when", "i", "was"), frozenset({"as", "when", "at", "aged"})
"""What `in_youth` begins with."""
_MY_AGE = frozenset({"am", "now"})
_AGES, _YEARS_SINCE = (13, 90), 3


def in_youth(message: Message, first: int, last: int) -> bool:
    """Tell whether a sentence speaks of an age long past (`when i was 19`, `as a kid`, `broke it at 15`)."""
    texts, words = message.texts, message.words
    said = texts[first:last]
    if _YOUTH.isdisjoint(said):
        return False
    past = union(words["past_verbs"], words["past_forms"])
    told = not past.isdisjoint(said) and words["present_verbs"].isdisjoint(said)
    for i in range(first, last):
        after = set(texts[i + 2 : i + 3])
        if texts[i : i + 2] == ("as", "a") and (after & words["kin_child"] or (told and after & words["young"])):
            return True
        if texts[i : i + 3] == _WHEN_I_WAS and i + 3 < last and message.tokens[i + 3].number is not None:
            return texts[i + 4 : i + 5] != ("weeks",)
        if texts[i] in ("at", "aged") and told and _is_a_past_age(message, i + 1, last):
            return True
    return False


def _is_a_past_age(message: Message, at: int, last: int) -> bool:
    """Tell whether a number after `at` is an age of years ago; of an adult's only if the age of today is said."""
    at += message.texts[at : at + 1] == ("age",)
    number = message.tokens[at].number if at < last else None
    if (
        number is None
        or not _AGES[0] <= number <= _AGES[1]
        or ((message.words["recent"] - message.words["lasting"]) & set(message.texts[:last]))
    ):
        return False
    following = message.texts[at + 1] if at + 1 < last else ""
    if following.isalpha() and following not in message.words["after_age"]:
        return False
    stated = (
        token.number
        for i, token in enumerate(message.tokens)
        if token.number and i != at and message.texts[i - 1] in _MY_AGE
    )
    return number <= max((n for n in stated if n <= _AGES[1]), default=22.0) - _YEARS_SINCE
