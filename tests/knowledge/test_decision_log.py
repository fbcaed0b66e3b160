import sqlite3
import stat
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from structlog.testing import capture_logs

from backstride.domain.errors import BackstrideError, ServiceUnavailableError
from backstride.knowledge.base import Base
from backstride.knowledge.conversations import SqlConversationStore
from backstride.knowledge.database import reading
from backstride.knowledge.decision_log import DecisionLog, drain_spool
from backstride.knowledge.operational_tables import DecisionRow
from backstride.services.ports import ConversationRecord, Decision, TurnWork

NOW = datetime(2026, 3, 8, 14, 30, tzinfo=UTC)
DECISION = Decision(NOW, "L1", ("R02",), {"R02": ("numb between the legs",)}, None, "v1", "m1", "message")


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    return tmp_path / "var" / "decision-spool.jsonl"


@pytest.fixture
def decisions(engine: Engine, spool: Path) -> DecisionLog:
    for i in ("c1", "c2"):
        SqlConversationStore(engine).create(ConversationRecord(i, "web", NOW, NOW), token_hash=i)
    return DecisionLog(engine, spool)


def kept(engine: Engine) -> list[tuple[object, ...]]:
    columns = (DecisionRow.conversation_id, DecisionRow.at, DecisionRow.rules, DecisionRow.evidence)
    with reading(engine) as connection:
        return [tuple(row) for row in connection.execute(select(*columns).order_by(DecisionRow.id))]


FULL = ("c1", NOW, ["R02"], {"R02": ["numb between the legs"]})


def test_a_decision_is_appended(engine: Engine, decisions: DecisionLog, spool: Path) -> None:
    assert decisions.append("c1", DECISION) is True
    assert (kept(engine), spool.exists()) == ([FULL], False)


def test_the_same_decision_is_kept_once(engine: Engine, decisions: DecisionLog) -> None:
    SqlConversationStore(engine).commit_turn(TurnWork("c1", NOW, decision=DECISION))
    assert decisions.append("c1", DECISION) is True
    decisions.append("c2", DECISION)
    decisions.append("c1", replace(DECISION, level="L2"))
    assert [row[0] for row in kept(engine)] == ["c1", "c2", "c1"]


def test_a_locked_database_costs_200_ms_and_raises_an_alarm(
    engine: Engine, decisions: DecisionLog, spool: Path, database_file: Path
) -> None:
    blocker = sqlite3.connect(database_file, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    started = time.monotonic()
    with capture_logs() as logs:
        assert decisions.append("c1", DECISION) is False
    assert time.monotonic() - started < 0.6
    [event] = logs
    assert (event["event"], event["log_level"], event["level"]) == ("decision.spooled", "error", "L1")
    assert "numb" not in str(logs)
    assert stat.S_IMODE(spool.stat().st_mode) == 0o600
    with pytest.raises(ServiceUnavailableError):
        drain_spool(engine, spool)
    blocker.execute("ROLLBACK")
    blocker.close()
    assert drain_spool(engine, spool) == 1
    assert (kept(engine), spool.read_text(), drain_spool(engine, spool)) == ([FULL], "", 0)


def test_a_database_without_tables_spools_too(decisions: DecisionLog, engine: Engine, spool: Path) -> None:
    Base.metadata.tables["decision"].drop(engine)
    assert decisions.append("c1", DECISION) is False
    assert spool.read_text().count("\n") == 1


def test_a_broken_line_is_set_aside(engine: Engine, spool: Path) -> None:
    spool.parent.mkdir()
    spool.write_text('{"key": "cut sho\n')
    with capture_logs() as logs:
        assert drain_spool(engine, spool) == 1
    assert ([event["event"] for event in logs], kept(engine)) == (["decision.spool_line_broken"], [])
    assert spool.with_name("decision-spool.jsonl.broken").read_text() == '{"line": "{\\"key\\": \\"cut sho"}\n'


def test_no_spool_is_nothing_to_drain(engine: Engine, spool: Path) -> None:
    assert drain_spool(engine, spool) == 0


def test_words_of_a_conversation_that_is_gone_are_not_kept(engine: Engine, decisions: DecisionLog) -> None:
    SqlConversationStore(engine).commit_turn(TurnWork("c1", NOW, wipe=True))
    SqlConversationStore(engine).delete("c2")
    decisions.append("c1", DECISION)
    decisions.append("c2", DECISION)
    assert kept(engine) == [(None, NOW, ["R02"], {})] * 2


def test_an_impossible_id_is_refused(decisions: DecisionLog) -> None:
    with pytest.raises(BackstrideError):
        decisions.append("x" * 65, DECISION)
