"""What one action call knows."""

from types import SimpleNamespace
from typing import Any, cast

from actions.turn import Turn
from backstride.domain.findings import Answer, Evidence, Status
from backstride.domain.interview import InterviewState
from backstride.wiring import Backstride
from tests.conversations.conftest import FRIDAY_MORNING

FEVER = Evidence("fever", Status.PRESENT, quote="a fever", turn=1)


def test_a_turn_with_more_evidence_knows_more_and_the_first_does_not(app: Backstride) -> None:
    services = cast("Any", SimpleNamespace(rules=app.content.rules))
    nobody = cast("Any", None)
    first = Turn(
        nobody, nobody, services, "web", FRIDAY_MORNING, 1, False, "a fever", "", 0.0, (), (), InterviewState()
    )
    assert first.findings["fever"].answer is Answer.UNKNOWN
    second = first.with_evidence([FEVER])
    assert (second.findings["fever"].answer, second.findings["fever"].evidence) == (Answer.YES, (FEVER,))
    assert first.findings["fever"].answer is Answer.UNKNOWN
    assert first.findings is first.findings
