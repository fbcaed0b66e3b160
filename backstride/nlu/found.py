"""A phrase of the lexicon found in a message, and which of two that overlap says more."""

from collections.abc import Sequence
from dataclasses import dataclass

from backstride.domain.findings import Status
from backstride.nlu.clauses import Message

_PREFERRED = {Status.UNCERTAIN: 0, Status.PRESENT: 1}


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase of the lexicon at tokens[first:last], before and after its status is judged."""

    role: str
    name: str
    value: str | None
    status: Status
    first: int
    last: int

    def with_status(self, status: Status) -> "Found":
        """Return it with a status; itself if it has it already, as most do."""
        if status is self.status:
            return self
        return Found(self.role, self.name, self.value, status, self.first, self.last)

    def moved(self, by: int) -> "Found":
        """Return it that many tokens further on."""
        return Found(self.role, self.name, self.value, self.status, self.first + by, self.last + by) if by else self

    def overlaps(self, other: "Found") -> bool:
        """Tell whether the two share a token."""
        return self.first < other.last and other.first < self.last

    def holds(self, other: "Found") -> bool:
        """Tell whether the other lies within this one."""
        return self.first <= other.first and other.last <= self.last


def by_sentence(message: Message, found: Sequence[Found]) -> dict[int, list[Found]]:
    """Return phrases by the number of their sentence, in their order."""
    sentences: dict[int, list[Found]] = {}
    for one in found:
        sentences.setdefault(message.sentence_of[one.first], []).append(one)
    return sentences


def longest(found: Sequence[Found], sets: set[str]) -> list[Found]:
    """Drop what lies inside a longer one of the same kind (sites: of any site; findings: of the same finding)."""
    kept: list[Found] = []
    at: dict[int, list[Found]] = {}
    for one in sorted(
        found, key=lambda f: (f.first - f.last, _PREFERRED.get(f.status, 2), f.first, f.role, f.name, str(f.value))
    ):
        places = range(one.first, one.last)
        if not any(_rules_out(other, one, sets) for place in places for other in at.get(place, ())):
            kept.append(one)
            for place in places:
                at.setdefault(place, []).append(one)
    return kept


def _rules_out(longer: Found, one: Found, sets: set[str]) -> bool:
    """Tell whether a longer phrase that shares a word says the same thing, or says it better."""
    if longer.role != one.role:
        return False
    if one.role != "finding":  # `lower and upper back` names two places with the same words
        return one.role != "site" or one.name == longer.name or (one.first, one.last) != (longer.first, longer.last)
    return longer.name == one.name and (one.name not in sets or longer.holds(one) or longer.value == one.value)
