"""What one message says: the result of reading it, before anything is concluded from it.

`backstride.nlu.reader.Reader` makes these; `backstride understand` prints them. Pure values.
"""

from dataclasses import dataclass

from backstride.domain.findings import Evidence, Status


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


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was understood of one message, mentions in order of `start`."""

    text: str
    mentions: tuple[Mention, ...] = ()
    in_scope: bool = False
