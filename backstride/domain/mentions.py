"""What one message says: the result of reading it, before anything is concluded from it.

`backstride.nlu.reader.Reader` makes these; `backstride understand` prints them. Pure values.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from backstride.domain.findings import Evidence, Status

SECOND_LOOK = "SecondLook"
"""The extractor of an entity that the second look raised; everything else is read by rules."""
RAISED = frozenset({Status.PRESENT, Status.UNCERTAIN})
"""What asks or alarms; every other status settles that nothing is to be asked about these words."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A finding named in a message.

    Attributes:
        value: As in `Evidence.value`.
        start, end: Character offsets into the message as it was received; `text` is message[start:end].
        relation: "" or what ties it to another mention, e.g. "radiates_to" or "relieved_by".
    """

    finding: str
    status: Status
    start: int
    end: int
    text: str
    value: str | float | None = None
    relation: str = ""

    def as_evidence(self, *, turn: int, question: str = "") -> Evidence:
        """Return the mention as evidence of the given turn."""
        return Evidence(self.finding, self.status, self.value, question, self.text, turn)

    def as_plain(self) -> dict[str, object]:
        """Return the mention as JSON takes it, without its relation."""
        said = {"finding": self.finding, "value": self.value, "status": self.status.value}
        return {**said, "start": self.start, "end": self.end, "text": self.text}


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was understood of one message, mentions in order of `start`; doubts of the second look follow them."""

    text: str
    mentions: tuple[Mention, ...] = ()
    in_scope: bool = False


def with_doubts(
    reading: Reading,
    entities: Sequence[Mapping[str, Any]],
    *,
    about: Collection[str] | None = None,
    but: Collection[str] = (),
) -> Reading:
    """Return the reading with the doubts of the second look, which come as Rasa's entities.

    Args:
        reading: What the rules read; where they spoke of the same (`have_spoken_of`), their word stands.
        entities: All entities of the same message; those of other extractors are passed over.
        about: Findings that there are; None for all. A model may be older than the content beside it.
        but: Findings that are left alone, such as those the message answers a question about.
    """
    doubts = (
        Mention(str(e["entity"]), Status.UNCERTAIN, int(e["start"]), int(e["end"]), str(e["text"]))
        for e in entities
        if e.get("extractor") == SECOND_LOOK and e["entity"] not in but and (about is None or e["entity"] in about)
    )
    added = [doubt for doubt in doubts if not have_spoken_of(doubt, reading.mentions)]
    return replace(reading, mentions=(*reading.mentions, *added))


def have_spoken_of(doubt: Mention, read: Iterable[Mention]) -> bool:
    """Tell whether the rules have settled what a doubt of the second look is about, so that it adds nothing.

    They have if they raised its finding anywhere in the message, spoke of it in the doubt's own words, or read
    somebody else's trouble there. A denial in another sentence settles nothing: a fever that is over in the
    first may be back in the last, told in words that no rule knows.
    """
    for mention in read:
        together = mention.start < doubt.end and doubt.start < mention.end
        if mention.finding == doubt.finding and (together or mention.status in RAISED):
            return True
        if together and mention.status is Status.OTHER_PERSON:
            return True
    return False
