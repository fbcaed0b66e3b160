"""The edge screen: what one message says on its own, decided before Rasa, the database or a model is asked.

It is the reason that nothing which can be down may hide an emergency. It knows only the message;
the whole conversation is weighed by `assessment.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

import structlog

from backstride.domain.findings import Evidence, Status, Vocabulary
from backstride.domain.gathering import gather
from backstride.domain.mentions import Reading
from backstride.domain.triage import Level, Rule, TriageDecision, decide

log = structlog.get_logger(__name__)


class TextReader(Protocol):
    """Reads mentions from text; never raises, whatever the text."""

    def read(self, text: str, *, subject: str = "me", now: datetime | None = None) -> Reading: ...


@dataclass(frozen=True, slots=True)
class Screen:
    """What the message alone says. `decision.level` is None where no rule fires.

    Attributes:
        is_other_emergency: Somebody else, not the subject of care, is in an emergency now. It sets no finding
            of this conversation, and still gets emergency words (red flag rules, section 3, "Whose body").
        evidence: What the message says, as the decision took it.
        has_failed: The screen itself broke, so that nothing is known of the message: an alarm, not an all-clear.
    """

    reading: Reading
    decision: TriageDecision
    is_other_emergency: bool = False
    evidence: tuple[Evidence, ...] = ()
    has_failed: bool = False

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

    def screen(self, text: str, *, subject: str = "me", now: datetime | None = None) -> Screen:
        """Read one message and decide on it. Never raises: a failure is part of what it returns.

        Args:
            text: As the patient typed it, whole, before any limit is applied.
        """
        try:
            return self._screen(text, subject, now)
        except Exception as error:  # noqa: BLE001 - whatever broke: who screens nothing must say so
            log.error("screen.failed", error=type(error).__name__)
            return Screen(Reading(text), TriageDecision(), has_failed=True)

    def _screen(self, text: str, subject: str, now: datetime | None) -> Screen:
        reading = self._reader.read(text, subject=subject, now=now)
        said = [mention.as_evidence(turn=0) for mention in reading.mentions]
        if not said:
            return Screen(reading, TriageDecision())  # nothing was said, so nothing fires
        decision = self._decide(said)
        theirs = [replace(item, status=Status.PRESENT) for item in said if item.status is Status.OTHER_PERSON]
        is_other_emergency = bool(theirs) and self._decide(theirs).level is Level.L1
        return Screen(reading, decision, is_other_emergency, tuple(said))

    def _decide(self, evidence: Sequence[Evidence]) -> TriageDecision:
        return decide(gather(evidence, self._vocabulary), self._rules, complete=False)
