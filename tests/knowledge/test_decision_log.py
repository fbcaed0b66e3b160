import sqlite3
import stat
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from structlog.testing import capture_logs

from backstride.domain.errors import BackstrideError, ServiceUnavailableError
from backstride.knowledge.conversations import SqlConversationStore
from backstride.knowledge.database import reading
from backstride.knowledge.decision_log import DecisionSpool, drain_spool
from backstride.knowledge.operational_tables import DecisionRow
from backstride.knowledge.staff_queries import SqlConversationQueries
from backstride.services.ports import ConversationRecord, Decision, TurnWork

NOW = datetime(2026, 3, 8, 14, 30, tzinfo=UTC)
DECISION = Decision(NOW, "L1", ("R02",), {"R02": ("numb between the legs",)}, None, "v1", "m1", "message")


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    return tmp_path / "var" / "decision-spool.jsonl"


@pytest.fixture
def decisions(engine: Engine, spool: Path) -> DecisionSpool:
    for i in ("c1", "c2"):
        SqlConversationStore(engine).create(ConversationRecord(i, "web", NOW, NOW), token_hash=i)
    return DecisionSpool(spool)


def kept(engine: Engine) -> list[tuple[object, ...]]:
    columns = (DecisionRow.conversation_id, DecisionRow.at, DecisionRow.rules, DecisionRow.evidence)
    with reading(engine) as connection:
        return [tuple(row) for row in connection.execute(select(*columns).order_by(DecisionRow.id))]


FULL = ("c1", NOW, ["R02"], {"R02": ["numb between the legs"]})


def test_a_decision_waits_on_disk_until_the_database_takes_it(
    engine: Engine, decisions: DecisionSpool, spool: Path
) -> None:
    assert decisions.waiting() == 0
    with capture_logs() as logs:
        decisions.keep("c1", DECISION)
    [event] = logs
    assert (event["event"], event["log_level"], event["triage_level"]) == ("decision.spooled", "error", "L1")
    assert "numb" not in str(logs)
    assert (decisions.waiting(), stat.S_IMODE(spool.stat().st_mode), kept(engine)) == (1, 0o600, [])
    assert (decisions.drain(engine), decisions.waiting(), kept(engine)) == (1, 0, [FULL])
    assert (decisions.drain(engine), spool.read_text()) == (0, "")


def test_the_same_decision_is_kept_once(engine: Engine, decisions: DecisionSpool) -> None:
    SqlConversationStore(engine).commit_turn(TurnWork("c1", NOW, decision=DECISION))
    for conversation, decision in (("c1", DECISION), ("c2", DECISION), ("c1", replace(DECISION, level="L2"))):
        decisions.keep(conversation, decision)
    assert decisions.drain(engine) == 3
    assert [row[0] for row in kept(engine)] == ["c1", "c2", "c1"]


def test_a_locked_database_leaves_the_spool_as_it_was(
    engine: Engine, decisions: DecisionSpool, database_file: Path
) -> None:
    decisions.keep("c1", DECISION)
    blocker = sqlite3.connect(database_file, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    with pytest.raises(ServiceUnavailableError):
        decisions.drain(engine)
    assert decisions.waiting() == 1
    blocker.execute("ROLLBACK")
    blocker.close()
    assert (decisions.drain(engine), kept(engine)) == (1, [FULL])


def test_an_urgent_decision_from_the_disk_marks_its_conversation_and_alerts_staff(
    engine: Engine, decisions: DecisionSpool
) -> None:
    decisions.keep("c1", DECISION)
    decisions.keep("c2", replace(DECISION, level="L4"))
    decisions.drain(engine)
    decisions.keep("c1", DECISION)  # a second time, as when its turn was stored late
    decisions.drain(engine)
    queries = SqlConversationQueries(engine)
    assert [(a.conversation_id, a.level, a.rules, a.at) for a in queries.open_alerts()] == [("c1", "L1", ("R02",), NOW)]
    store = SqlConversationStore(engine)
    assert [record.level for record in (store.get("c1"), store.get("c2")) if record] == ["L1", None]


def test_a_broken_line_is_set_aside(engine: Engine, spool: Path) -> None:
    spool.parent.mkdir()
    spool.write_text('{"key": "cut sho\n')
    with capture_logs() as logs:
        assert drain_spool(engine, spool) == 1
    assert ([event["event"] for event in logs], kept(engine)) == (["decision.spool_line_broken"], [])
    assert spool.with_name("decision-spool.jsonl.broken").read_text() == '{"line": "{\\"key\\": \\"cut sho"}\n'


def test_no_spool_is_nothing_to_drain(engine: Engine, spool: Path) -> None:
    assert drain_spool(engine, spool) == 0


def test_words_of_a_conversation_that_is_gone_are_not_kept(engine: Engine, decisions: DecisionSpool) -> None:
    SqlConversationStore(engine).commit_turn(TurnWork("c1", NOW, wipe=True))
    SqlConversationStore(engine).delete("c2")
    made = replace(DECISION, inputs={"evidence": [], "complete": False, "gates_open": []})
    decisions.keep("c1", made)
    decisions.keep("c2", made)
    decisions.drain(engine)
    assert kept(engine) == [(None, NOW, ["R02"], {})] * 2
    with reading(engine) as connection:
        assert list(connection.scalars(select(DecisionRow.inputs))) == [None, made.inputs]


def test_an_impossible_id_is_refused(decisions: DecisionSpool) -> None:
    with pytest.raises(BackstrideError):
        decisions.keep("x" * 65, DECISION)
