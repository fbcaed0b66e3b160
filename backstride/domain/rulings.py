"""Where a source article and the evidence disagree, and what was decided: content/rulings.yml as values.

Nothing is computed from a ruling. It tells staff and reviewers why an entry says what it says.
"""

from dataclasses import dataclass

from backstride.domain.conditions import Citation


@dataclass(frozen=True, slots=True)
class Ruling:
    """One point that was decided.

    Attributes:
        claim: What the article says; never shown as our own statement.
        evidence: What was found instead.
        ruling: What the product does about it.
        tag: V, M or J: how sure the evidence is.
        applied_in: Ids of the entries that carry it out, such as `lumbar_disc_herniation.bend_forward`.
    """

    id: str
    topic: str
    claim: str
    evidence: str
    ruling: str
    tag: str
    applied_in: tuple[str, ...]
    citations: tuple[Citation, ...]
    status: str = "draft"
