"""Makes a logged decision again, from what the log kept and by the rules that it was made with.

It says whether rules, level and gate come out the same. A decision whose inputs were not kept (consent was
refused, or it is older than the log keeps them) cannot be replayed, and that is said as well.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from backstride.domain.errors import BackstrideError
from backstride.domain.evidence import revive
from backstride.domain.gathering import gather
from backstride.domain.rules import Rules
from backstride.domain.triage import decide
from backstride.services.ports import Decision


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of a replay.

    Attributes:
        outcome: "same", "different", "not kept" (there is nothing to replay), or "no rules" (that content
            version is not in this database).
        level, rules, gate: What the replay says; of the last two outcomes what the log says.
    """

    decision: Decision
    outcome: Literal["same", "different", "not kept", "no rules"]
    level: str | None
    rules: tuple[str, ...]
    gate: str | None


def replay(decision: Decision, rules_of: Callable[[str], Rules]) -> Replayed:
    """Decide again.

    Args:
        rules_of: Returns the rules of a content version; BackstrideError if they are not kept.

    Raises:
        ServiceUnavailableError: The rules cannot be read now.
    """
    logged = (decision.level, decision.rules, decision.gate)
    if decision.inputs is None:
        return Replayed(decision, "not kept", *logged)
    try:
        rules = rules_of(decision.content_version)
    except BackstrideError:
        return Replayed(decision, "no rules", *logged)
    inputs = decision.inputs
    made = decide(
        gather(revive(inputs["evidence"]), rules.vocabulary),
        rules.triage,
        complete=inputs["complete"],
        gates_open=inputs["gates_open"],
    )
    again = (made.level.value if made.level else None, made.rules, made.gate)
    return Replayed(decision, "same" if again == logged else "different", *again)
