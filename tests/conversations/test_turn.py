"""What one action call knows."""

from dataclasses import asdict
from itertools import pairwise
from types import SimpleNamespace
from typing import Any, cast

from actions.turn import Turn
from backstride.domain.evidence import revive
from backstride.domain.findings import Answer, Evidence, Status
from backstride.domain.interview import InterviewState
from backstride.engine.evidence import latest_evidence
from backstride.wiring import Backstride
from tests.conversations.conftest import FRIDAY_MORNING
from tests.conversations.test_stock_rasa import INTAKE, Heard

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


async def test_what_was_said_is_stored_whole_and_told_to_rasa_once(app: Backstride) -> None:
    patient = Heard(app, "web")
    await patient.open()
    for step in INTAKE:
        await patient.take(step)
        events = app.store.tracker_events(patient.conversation)
        known = [vars_of(item) for item in revive(latest_evidence(events))]
        assert app.store.export(patient.conversation)["findings"] == known
        told = [e["value"] for e in events if (e["event"], e.get("name")) == ("slot", "evidence")]
        assert all(old != new for old, new in pairwise(told))


def vars_of(item: Evidence) -> dict[str, Any]:
    """A piece of evidence as the export shows it."""
    return {**asdict(item), "status": item.status.value}
