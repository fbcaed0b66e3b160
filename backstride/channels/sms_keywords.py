"""What carriers and the law make of single words in a text, and what a bare number stands for.

Opting out is decided here, before anything else understands the text; longer wordings of the same wish
are the engine's (intent `opt_out`). No answer of any dialogue may be one of these words.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from backstride.domain.replies import short_reply
from backstride.domain.reply_numbers import only_numbers
from backstride.domain.trimming import only_takes_in
from backstride.services.ports import ChatMessage, Choice
from backstride.services.ports_sms import OWN_NUMBER

Keyword = Literal["stop", "start", "help", ""]

_CERTAIN_STOP = frozenset({"stop", "stopall", "stop all", "unsubscribe", "opt out", "optout", "parar"})
_STOP = _CERTAIN_STOP | {"cancel", "end", "quit", "revoke", "alto"}
_START = frozenset({"start", "unstop"})
_HELP = frozenset({"help", "info", "ayuda"})
_NUMBER_WORDS = {
    word: number
    for number, words in enumerate(
        ["zero none", "one uno", "two dos", "three tres", "four cuatro", "five cinco", "six seis", "seven siete",
         "eight ocho", "nine nueve", "ten diez"]
    )
    for word in words.split()
}  # fmt: skip
_OFFER_LIFE = timedelta(hours=24)
_OWN_WORDS = frozenset(
    {
        "as", "at", "back", "call", "can", "cell", "from", "here", "i", "im", "is", "it", "its", "just", "me", "mobile",
        "my", "number", "ok", "on", "one", "phone", "please", "pls", "same", "sure", "text", "texting", "thanks",
        "that", "the", "this", "to", "u", "use", "with", "works", "yeah", "yes", "you",
    }
)  # fmt: skip


def keyword_of(text: str) -> Keyword:
    """Return what a text asks of the carrier, whatever its letter case and punctuation; "" for an ordinary text.

    `stop` also where a longer text begins or ends with a sentence that is nothing but an unmistakable
    word: "STOP. I can't feel my legs".
    """
    words = _bare(text)
    if words in _STOP:
        return "stop"
    if words in _START:
        return "start"
    if words in _HELP:
        return "help"
    sentences = [bare for part in re.split(r"[.!?\n]+", text) if (bare := _bare(part))]
    if sentences and (sentences[0] in _CERTAIN_STOP or sentences[-1] in _CERTAIN_STOP):
        return "stop"
    return ""


def is_yes(text: str) -> bool:
    """Whether this is the bare word that a carrier takes for opting in again."""
    return _bare(text) == "yes"


def only_replies(text: str) -> bool:
    """Whether a text does nothing but reply ("start", "yes", "ok", "1"): a number's first text replies to nothing.

    Who has not read what is asked has not agreed to it.
    """
    is_start = keyword_of(text) == "start"
    return is_start or short_reply(text) is not None or only_takes_in(text) or bool(only_numbers(text))


def means_own_number(text: str, offer: ChatMessage | None) -> bool:
    """Whether a text picks the number that it comes from, where that is offered: "1", "same number im texting from"."""
    own = next((choice for choice in offer.choices if choice.value == OWN_NUMBER), None) if offer else None
    words = set(_bare(text.replace("'", "")).split())
    is_named = words <= _OWN_WORDS and bool(words & {"this", "same", "text", "texting"})
    return own is not None and (is_named or is_yes(text) or only_numbers(text) == [own.number])


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]|_", " ", text.casefold()).split())


def picked_choices(text: str, offer: ChatMessage | None, *, now: datetime) -> list[str]:
    """Return the ids of the choices that a reply in numbers picks, in the order of the reply.

    "1 4", "1,4", "#1", "(1)", "1." and "one" are replies in numbers.

    Returns:
        Empty if the text is anything else, names a number that was not offered, picks several where one
        is wanted, or the offer is older than a day; the engine then reads it as text.
    """
    if offer is None or now - offer.at > _OFFER_LIFE:
        return []
    by_number = {choice.number: choice for choice in offer.choices if choice.number is not None}
    words = re.split(r"[\s,;.&+/()#:]+", text.casefold())
    numbers = [_number(word) for word in words if word not in {"", "and"}]
    picked: list[Choice] = []
    for number in numbers:
        if number is None or number not in by_number:
            return []
        if by_number[number] not in picked:
            picked.append(by_number[number])
    return [choice.id for choice in picked] if len(picked) == 1 or offer.multiple else []


def _number(word: str) -> int | None:
    if word in _NUMBER_WORDS:
        return _NUMBER_WORDS[word]
    return int(word) if re.fullmatch(r"[0-9]{1,2}", word) else None


def one_offer(greeting: Sequence[ChatMessage], answer: Sequence[ChatMessage]) -> list[ChatMessage]:
    """Join a greeting and the answer to a first text: one set of options, and no greeting before an emergency."""
    if any(message.kind == "emergency" for message in answer):
        return list(answer)
    asks_again = any(message.choices or message.kind == "question" for message in answer)
    said = {message.text for message in answer}
    kept = [
        message
        for message in greeting
        if message.text not in said and not (asks_again and (message.choices or message.kind == "question"))
    ]
    return [*kept, *answer]
