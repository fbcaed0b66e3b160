"""The edge screen: what one message says on its own, decided before Rasa, the database or a model is asked.

It is the reason that nothing which can be down may hide an emergency. It knows only the message;
the whole conversation is weighed by `assessment.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from backstride.domain.findings import Evidence, Status, Vocabulary
from backstride.domain.gathering import gather
from backstride.domain.mentions import Reading
from backstride.domain.triage import Level, Rule, TriageDecision, decide


class TextReader(Protocol):
    """Reads mentions from text; never raises, whatever the text."""

    def read(self, text: str, *, subject: str = "me", now: datetime | None = None) -> Reading: ...


@dataclass(frozen=True, slots=True)
class Screen:
    """What the message alone says. `decision.level` is None where no rule fires.

    Attributes:
        is_other_emergency: Somebody else, not the subject of care, is in an emergency now. It sets no finding
            of this conversation, and still gets emergency words (red flag rules, section 3, "Whose body").
    """

    reading: Reading
    decision: TriageDecision
    is_other_emergency: bool = False

    @property
    def is_emergency(self) -> bool:
        """Whether the words alone call for emergency care."""
        return self.decision.level is Level.L1


class Screener:
    """Screens single messages with the rules held in memory."""

    def __init__(self, reader: TextReader, rules: Sequence[Rule], vocabulary: Vocabulary) -> None:
        """Keep the reader, the rules and the vocabulary; all are immutable."""
        self._reader = reader
        self._rules = rules
        self._vocabulary = vocabulary

    def screen(
        self, text: str, *, subject: str = "me", now: datetime | None = None, known: Sequence[Evidence] = ()
    ) -> Screen:
        """Read one message and decide on it.

        Args:
            text: As the patient typed it, whole, before any limit is applied.
            known: Evidence from earlier turns to weigh it with; empty judges the message alone.
        """
        reading = self._reader.read(text, subject=subject, now=now)
        said = [mention.as_evidence(turn=0) for mention in reading.mentions]
        decision = self._decide([*known, *said])
        theirs = [replace(item, status=Status.PRESENT) for item in said if item.status is Status.OTHER_PERSON]
        return Screen(reading, decision, bool(theirs) and self._decide(theirs).level is Level.L1)

    def _decide(self, evidence: Sequence[Evidence]) -> TriageDecision:
        return decide(gather(evidence, self._vocabulary), self._rules, complete=False)
