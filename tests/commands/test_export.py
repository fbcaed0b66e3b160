"""`backstride export --format`: the summary for the visit on standard output, and a line in the audit."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from backstride.cli import main
from backstride.knowledge.conversations import SqlConversationStore
from backstride.knowledge.database import make_engine, migrate, reading
from backstride.knowledge.operational_tables import AuditRow
from backstride.services.ports import ConversationRecord, TurnWork
from tests.content.given import evidence
from tests.services.summary_samples import AT, LEG_PAIN, decision


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    url = f"sqlite:///{tmp_path / 'b.db'}"
    monkeypatch.setenv("BACKSTRIDE_DATABASE_URL", url)
    engine = make_engine(url)
    migrate(engine)
    store = SqlConversationStore(engine)
    store.create(ConversationRecord("c1", "sms", AT, AT), token_hash="t1")
    store.commit_turn(TurnWork("c1", AT, findings=evidence(LEG_PAIN), decision=decision(), level="L4"))
    return engine


def test_each_format_is_printed_and_audited(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    printed = {}
    for form in ("text", "json", "fhir"):
        assert main(["export", "c1", "--format", form]) == 0
        printed[form] = capsys.readouterr().out
    assert printed["text"].startswith("VISIT SUMMARY  c1\n")
    assert json.loads(printed["json"])["patterns"][0]["condition"] == "lumbar_radiculopathy_sciatica"
    assert json.loads(printed["fhir"])["resourceType"] == "Bundle"
    with reading(engine) as connection:
        audited = connection.execute(select(AuditRow.login, AuditRow.action, AuditRow.subject)).all()
    assert [tuple(row) for row in audited] == [("(command line)", "summary.exported", "c1")] * 3


@pytest.mark.usefixtures("engine")
def test_without_a_format_it_is_everything_that_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "c1"]) == 0
    assert {"conversation", "messages", "findings", "decisions"} <= json.loads(capsys.readouterr().out).keys()


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("options", [[], ["--format", "fhir"]])
def test_no_such_conversation_is_one_line_and_status_1(capsys: pytest.CaptureFixture[str], options: list[str]) -> None:
    assert main(["export", "nobody", *options]) == 1
    assert capsys.readouterr().err == "backstride export: no conversation nobody\n"
