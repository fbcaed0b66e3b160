from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from structlog.testing import capture_logs

from backstride.domain.errors import ServiceUnavailableError
from backstride.services.alerting import Alerting
from backstride.services.ports_staff import DueAlert

NOW = datetime(2026, 3, 8, 14, 30, tzinfo=UTC)
NEW = DueAlert(1, "c1", "L1", "triage", is_escalation=False)
OVERDUE = DueAlert(2, "c2", "L2", "triage", is_escalation=True)


@dataclass
class Queue:
    due: list[DueAlert]
    asked: list[tuple[datetime, datetime]] = field(default_factory=list)
    settled: list[tuple[str, int]] = field(default_factory=list)

    def claim(self, now: datetime, *, unseen_since: datetime) -> list[DueAlert]:
        self.asked.append((now, unseen_since))
        return self.due

    def told(self, alert: DueAlert, at: datetime) -> None:
        self.settled.append(("told", alert.id))

    def not_told(self, alert: DueAlert, at: datetime) -> None:
        self.settled.append(("not told", alert.id))


@dataclass
class Way:
    works: bool = True
    told: list[int] = field(default_factory=list)

    async def notify(self, alert: DueAlert) -> None:
        self.told.append(alert.id)
        if not self.works:
            raise ServiceUnavailableError("no")


def alerting(queue: Queue, first: Sequence[Way] = (), escalation: Sequence[Way] = ()) -> Alerting:
    wait = timedelta(minutes=10)
    return Alerting(queue, first=first, escalation=escalation, escalate_after=wait, clock=lambda: NOW)


async def test_new_alerts_go_the_first_way_and_overdue_ones_the_second() -> None:
    queue, first, second = Queue([NEW, OVERDUE]), Way(), Way()
    with capture_logs() as logs:
        assert await alerting(queue, [first], [second]).tick() == 2
    assert (first.told, second.told, queue.settled) == ([1], [2], [("told", 1), ("told", 2)])
    assert queue.asked == [(NOW, NOW - timedelta(minutes=10))]
    assert [(e["event"], e["alert"]) for e in logs] == [("alert.escalated", 2)]


async def test_one_way_that_works_is_enough() -> None:
    queue, broken, works = Queue([NEW]), Way(works=False), Way()
    with capture_logs() as logs:
        await alerting(queue, [broken, works]).tick()
    assert (broken.told, works.told, queue.settled) == ([1], [1], [("told", 1)])
    assert [(e["event"], e["kind"]) for e in logs] == [("alert.not_told", "Way")]


async def test_if_none_works_it_is_tried_again() -> None:
    queue = Queue([NEW])
    await alerting(queue, [Way(works=False)]).tick()
    assert queue.settled == [("not told", 1)]


async def test_without_any_way_the_staff_page_is_all_there_is() -> None:
    queue = Queue([NEW, OVERDUE])
    await alerting(queue).tick()
    assert queue.settled == [("told", 1), ("told", 2)]
