"""Finds the options or choices that a reply names: by label, by other words for it, or by number.

What the words of a longer reply say is for `answers.py`.
"""

import re
from collections.abc import Sequence

from backstride.domain.interview import Option
from backstride.domain.replies import plain, short_reply
from backstride.domain.reply_numbers import only_numbers

_SHORTEST_PREFIX = 3
_POLITE = frozenset(
    {
        "a", "at", "can", "choose", "do", "fine", "for", "good", "great", "i", "id", "ill", "is", "it", "lets", "like",
        "me", "my", "ok", "okay", "on", "one", "pick", "please", "prefer", "suits", "sure", "take", "thanks", "that",
        "the", "then", "this", "to", "us", "want", "we", "will", "works", "would", "yeah", "yes", "you",
    }
)  # fmt: skip
_WITH_A_DIGIT = frozenset(
    {
        "a", "choose", "fine", "go", "id", "ill", "im", "its", "just", "k", "lol", "ok", "okay", "pick", "please",
        "pls", "plz", "reply", "say", "so", "sure", "thanks", "the", "thx", "ty", "with", "yes",
    }
)  # fmt: skip
_THREE = 3
_GUESS = re.compile(r"\b(?:i (?:guess|think|suppose)|maybe|probably|prob|then)\b|\?")
_PLACE = re.compile(r"(?:its )?(?:the )?(?P<place>last|middle) (?:one|option|answer|choice)")
_SAID_AS_IT_IS = frozenset({"yes", "no", "none", "nothing"})
_BEFORE = re.compile(
    r"^(?:(?:a bit|a little|a lot|a tad|bit|lil|little|much|slightly|way|a|an|for|from|in|its|it|is|just|maybe|more|"
    r"mostly|my|on|only|the|to|when|with) )+"
)
"""Small words before the name of an option: "just the tailbone", "mostly running"."""
_HEDGE = re.compile(
    r"(?:[\s,]+(?:i (?:think|guess|suppose|would say)|i'?d say|maybe|probably|honestly|tbh|really|lol))+[.!]*$"
)


def named_options(offered: Sequence[Option], text: str, channel: str) -> list[Option]:
    """Return the options that a reply names and says nothing beside, in its order; empty if it names none.

    Args:
        channel: "web" or "sms"; decides how the options are numbered.
    """
    return (
        _by_label(offered, text)
        or _by_number(offered, text, channel)
        or _by_place(offered, text)
        or _by_guess(offered, text, channel)
    )


def unhedged(text: str) -> str:
    """Return a reply without the doubt that ends it ("worse i think"); not for questions about danger."""
    return _HEDGE.sub("", text.casefold())


def named_place(labels: Sequence[str], numbers: Sequence[int], text: str) -> int | None:
    """Return the place, from 0, of the one label that a reply names by itself, a number, or words that only it has.

    "Tuesday please" names "Tue, Dec 1 at 8:45 AM" where no other label is of a Tuesday. A reply that says anything
    else names none: it is read like any message.
    """
    said = plain(text)
    whole = [place for place, label in enumerate(labels) if plain(label) == said]
    words = [word for word in said.split() if word not in _POLITE]
    counted = only_numbers(text) or only_numbers(" ".join(words))
    if whole or (len(counted) == 1 and counted[0] in numbers):
        return whole[0] if whole else list(numbers).index(counted[0])
    if labels and words in (["last"], ["middle"]) and (words == ["last"] or len(labels) == _THREE):
        return len(labels) - 1 if words == ["last"] else 1
    if not any(len(word) >= _SHORTEST_PREFIX or word.isdecimal() for word in words):
        return None
    fits = [place for place, label in enumerate(labels) if all(_has(plain(label).split(), word) for word in words)]
    return fits[0] if len(fits) == 1 else None


def _has(words: Sequence[str], word: str) -> bool:
    """Return whether a word is among others, or one of them is its beginning ("Tue" of "tuesday")."""
    return any(word == one or (len(one) >= _SHORTEST_PREFIX and word.startswith(one)) for one in words)


def _by_label(offered: Sequence[Option], text: str) -> list[Option]:
    """Return the options whose label or id the text is, or the parts of a list; a beginning will do if it fits one."""
    whole = _one_label(offered, text)
    if whole is not None:
        return [whole]
    for separator in (r"[;\n|]", r"[;\n|,]", r"[;\n|,]|\band\b"):
        parts = [_one_label(offered, part) for part in re.split(separator, text, flags=re.IGNORECASE) if part.strip()]
        named = [option for option in parts if option is not None]
        if len(parts) > 1 and len(named) == len(parts):
            return list(dict.fromkeys(named))
    return []


def _one_label(offered: Sequence[Option], text: str) -> Option | None:
    words = plain(text)
    bare = _BEFORE.sub("", words)
    is_short = short_reply(text) is not None
    named = [
        (option, {plain(option.label), *option.also, *_spoken_id(option, is_short=is_short)}) for option in offered
    ]
    exact = [option for option, names in named if words in names] or [
        option for option, names in named if bare in names
    ]
    if exact or len(words) < _SHORTEST_PREFIX or is_short:
        return exact[0] if exact else None
    begun = [option for option in offered if plain(option.label).startswith(words)]
    return begun[0] if len(begun) == 1 else None


def _spoken_id(option: Option, *, is_short: bool) -> set[str]:
    """Return an option's id where it may be what was typed: "si" is a yes, whichever option has it for an id."""
    return {option.id} if not is_short or option.id in _SAID_AS_IT_IS else set()


def _by_guess(offered: Sequence[Option], text: str, channel: str) -> list[Option]:
    """Return "2 i guess"; a guess that it is none of these is none to rest on."""
    said = _GUESS.sub(" ", text.casefold())
    guessed = _by_number(offered, said, channel) if said != text.casefold() else []
    return [] if any(option.id in _SAID_AS_IT_IS for option in guessed) else guessed


def _by_place(offered: Sequence[Option], text: str) -> list[Option]:
    """Return "the last one" and, of three, "the middle one"; a list that takes several has no last answer."""
    match = _PLACE.fullmatch(plain(text))
    is_list = any(option.id in {"none", "nothing"} for option in offered)
    if match is None or is_list or not offered:
        return []
    if match["place"] == "last":
        return [offered[-1]]
    return [offered[1]] if len(offered) == _THREE else []


def _by_number(offered: Sequence[Option], text: str, channel: str) -> list[Option]:
    """Return the options of the numbers in a text: as printed by SMS, by their place on the web (0 for none)."""
    numbers = only_numbers(text) or only_numbers(_around_digits(text))
    if channel == "sms":
        named = {**_none_of_a_list(offered), **{option.sms: option for option in offered}}
    else:
        none = [option for option in offered if option.id in {"none", "no"}]
        named = {**dict(enumerate(none, start=0)), **dict(enumerate(offered, start=1))}
    return [named[number] for number in numbers] if named.keys() >= set(numbers) else []


def _none_of_a_list(offered: Sequence[Option]) -> dict[int | None, Option]:
    """Return what 0 stands for where no option has that number: none, as in the lists; never a no to a yes."""
    ids = {option.id: option for option in offered}
    none = next((ids[name] for name in ("none", "no", "nothing") if name in ids), None)
    return {} if none is None or "yes" in ids else {0: none}


def _around_digits(text: str) -> str:
    """Return a text with digits without the small words around them ("ok 1", "1 pls", "its a 2"), "" without digits."""
    kept = [word for word in re.split(r"[^\w#]+", text.casefold().replace("'", "")) if word not in _WITH_A_DIGIT]
    return " ".join(kept) if re.search(r"\d", text) else ""


def is_said_otherwise(options: Sequence[Option], option_id: str, text: str) -> bool:
    """Whether other words for an option stand anywhere in a reply ("no wait, it's for me, 68")."""
    words = f" {plain(text)} "
    return any(f" {plain(name)} " in words for option in options if option.id == option_id for name in option.also)
