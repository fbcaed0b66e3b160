from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from backstride.knowledge.alerts import CLAIM, SqlAlertQueue
from backstride.knowledge.conversations import SqlConversationStore
from backstride.knowledge.database import make_engine
from backstride.knowledge.staff_queries import SqlConversationQueries
from backstride.services.ports import AlertReason, ConversationRecord, TurnWork
from backstride.services.ports_staff import DueAlert

NOW = datetime(2026, 3, 8, 14, 30, tzinfo=UTC)
LATE = timedelta(minutes=10)
FIRST = DueAlert(1, "c1", "L1", "triage", is_escalation=False)
AGAIN = DueAlert(1, "c1", "L1", "triage", is_escalation=True)


@pytest.fixture
def queue(engine: Engine) -> SqlAlertQueue:
    alert(engine)
    return SqlAlertQueue(engine)


def alert(
    engine: Engine, name: str = "c1", *, is_test: bool = False, reason: AlertReason = "triage", level: str | None = "L1"
) -> None:
    store = SqlConversationStore(engine)
    if store.get(name) is None:
        store.create(ConversationRecord(name, "web", NOW, NOW, is_test=is_test), token_hash=name)
    store.commit_turn(TurnWork(name, NOW, level=level, alert=reason))


def due(queue: SqlAlertQueue, at: datetime) -> list[DueAlert]:
    return queue.claim(at, unseen_since=at - LATE)


def test_an_alert_is_told_once_and_escalates_once(queue: SqlAlertQueue) -> None:
    assert due(queue, NOW) == [FIRST]
    queue.told(FIRST, NOW)
    assert due(queue, NOW + LATE - timedelta(seconds=1)) == []
    assert due(queue, NOW + LATE) == [AGAIN]
    queue.told(AGAIN, NOW + LATE)
    assert due(queue, NOW + 10 * LATE) == []


def test_who_looked_is_not_told_again(queue: SqlAlertQueue, engine: Engine) -> None:
    queue.told(due(queue, NOW)[0], NOW)
    SqlConversationQueries(engine).acknowledge(1, login="kim", at=NOW)
    assert due(queue, NOW + LATE) == []


def test_a_test_conversation_calls_nobody(engine: Engine) -> None:
    alert(engine, is_test=True)
    assert due(SqlAlertQueue(engine), NOW) == []


def test_each_reason_is_an_alert_of_its_own(queue: SqlAlertQueue, engine: Engine) -> None:
    alert(engine, reason="taken_back")
    alert(engine, reason="screen_failed", level=None)
    alert(engine)  # the first one again: still waiting to be seen
    assert [(a.reason, a.level) for a in due(queue, NOW)] == [
        ("triage", "L1"), ("taken_back", "L1"), ("screen_failed", None),
    ]  # fmt: skip


def test_a_claim_runs_out_with_whoever_made_it(queue: SqlAlertQueue) -> None:
    assert due(queue, NOW) == [FIRST]
    assert due(queue, NOW + CLAIM - timedelta(seconds=1)) == []
    assert due(queue, NOW + CLAIM) == [FIRST]


def test_what_could_not_be_told_is_tried_again_after_longer_and_longer_pauses(queue: SqlAlertQueue) -> None:
    at, pauses = NOW, []
    for _ in range(10):
        assert due(queue, at) == [FIRST]
        queue.not_told(FIRST, at)
        pause = next(s for s in (2**n for n in range(1, 9)) if due_after(queue, at, s)) if len(pauses) < 8 else 300
        pauses.append(pause)
        at += timedelta(seconds=pause)
    assert pauses == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


def due_after(queue: SqlAlertQueue, at: datetime, seconds: int) -> bool:
    """Whether it is due then; a claim that this makes is let go of."""
    then = at + timedelta(seconds=seconds)
    found = due(queue, then)
    if found:
        _forget_claim(queue)
    return bool(found)


def _forget_claim(queue: SqlAlertQueue) -> None:
    from sqlalchemy import update

    from backstride.knowledge.database import writing
    from backstride.knowledge.operational_tables import AlertRow

    with writing(queue._engine) as connection:
        connection.execute(update(AlertRow).values(claimed_until=None))


def test_of_many_processes_one_tells(engine: Engine) -> None:
    for number in range(5):
        alert(engine, f"c{number}")
    engines = [make_engine(engine.url.render_as_string(hide_password=False)) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        claimed = list(pool.map(lambda e: due(SqlAlertQueue(e), NOW), engines))
    for opened in engines:
        opened.dispose()
    assert sorted(a.conversation_id for found in claimed for a in found) == ["c0", "c1", "c2", "c3", "c4"]
