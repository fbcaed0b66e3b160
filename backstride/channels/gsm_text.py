"""A bot turn as texts: its messages joined, in letters every phone has, in as few texts as it takes.

Urgent words come first and whole. How long a text is, is `backstride.domain.gsm`'s arithmetic; what is
said is the engine's.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from backstride.domain import gsm
from backstride.services.ports import ChatMessage

COMFORTABLE = 320  # carriers advise no more for delivery
LONGEST = 1600  # carriers refuse longer ones
_ROOM_FOR_COUNT = 8  # " (10/12)"
_LOOKALIKES = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\u2022\u00b7", "-"),
        **dict.fromkeys("\u00a0\u202f\u2009\t", " "),
        **{"\u2026": "...", "\u00d7": "x", "\u2265": ">=", "\u2264": "<="},
        **{"\u2192": "->", "\u00bd": "1/2", "\u00b0": " deg "},
    }
)
_LISTED = re.compile(r"(?<![\d+-])(\d{1,2})[.)]? (?=\S)")  # "1 yes", "2) no", but no phone number
_SENTENCE_END = re.compile(r"((?<=[.!?])\s+|\n+)")


def to_gsm7(text: str) -> str:
    """Replace what GSM-7 lacks by what looks like it; drop symbols, and put `?` for other scripts."""
    return "".join(_letter(character) for character in text.translate(_LOOKALIKES)).strip()


def _letter(character: str) -> str:
    if gsm.is_gsm7(character):
        return character
    plain = "".join(part for part in unicodedata.normalize("NFKD", character) if gsm.is_gsm7(part))
    if plain:
        return plain
    return "?" if unicodedata.category(character)[0] in "LN" else ""


def with_numbers(message: ChatMessage) -> str:
    """Return a message's text, with its numbered options below unless the text lists them itself."""
    numbered = [choice for choice in message.choices if choice.number is not None]
    said = set(_LISTED.findall(message.text))
    if all(str(choice.number) in said for choice in numbered):
        return message.text
    lines = [message.text, *(f"{choice.number} {choice.label}" for choice in numbered)]
    return "\n".join(lines)


def compose(messages: Sequence[ChatMessage]) -> list[str]:
    """Turn the messages of one bot turn into texts, in the order to send them.

    Emergency messages come first, each whole in a text of its own unless all fits in one.
    """
    urgent = [message for message in messages if message.kind == "emergency"]
    other = [message for message in messages if message.kind != "emergency"]
    together = _joined([*urgent, *other])
    if gsm.length(together) <= COMFORTABLE:
        return [together] if together else []
    first = [part for message in urgent for part in split(_joined([message]), limit=LONGEST)]
    return [*first, *split(_joined(other))]


def _joined(messages: Sequence[ChatMessage]) -> str:
    return "\n".join(text for message in messages if (text := to_gsm7(with_numbers(message))))


def split(text: str, *, limit: int = COMFORTABLE) -> list[str]:
    """Cut a GSM-7 text at sentence ends into parts of at most `limit` septets, each ending in " (1/2)".

    A sentence longer than a part is cut between words, and a word longer than a part anywhere. An empty
    text has no parts.
    """
    if gsm.length(text) <= limit:
        return [text] if text else []
    room = limit - _ROOM_FOR_COUNT
    parts: list[str] = []
    for gap, piece in _pieces(text, room):
        if parts and gsm.length(parts[-1] + gap + piece) <= room:
            parts[-1] += gap + piece
        else:
            parts.append(piece)
    return [f"{part} ({number}/{len(parts)})" for number, part in enumerate(parts, start=1)]


def _pieces(text: str, room: int) -> Iterator[tuple[str, str]]:
    """Cut into sentences, those that are too long into words, and those into letters; each with the gap before it."""
    cut = ["", *_SENTENCE_END.split(text)]
    for gap, sentence in zip(cut[::2], cut[1::2], strict=True):
        if gsm.length(sentence) <= room:
            yield gap, sentence
            continue
        for word in sentence.split():
            half = room // 2  # an extended character costs 2, so this many letters always fit
            fits = gsm.length(word) <= room
            pieces = [word] if fits else [word[at : at + half] for at in range(0, len(word), half)]
            yield from ((" ", piece) for piece in pieces)
