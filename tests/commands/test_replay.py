"""`backstride replay` on a database that real turns were written to."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text, update

from backstride import wiring
from backstride.cli import main
from backstride.knowledge.database import writing
from backstride.knowledge.operational_tables import DecisionRow
from backstride.settings import Settings
from backstride.wiring import Backstride

PHRASES = [
    "I can't pee since this morning and my groin is numb",
    "my foot slaps the ground for three days now",
    "thinking about killing myself",
    "fever of 102 and my low back hurts",
]


@pytest.fixture
async def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Backstride]:
    """An installation whose log holds a decision of each phrase (there is no model, so each by its message)."""
    monkeypatch.setattr(wiring, "SPOOL", tmp_path / "spool.jsonl")
    monkeypatch.setenv("BACKSTRIDE_DATABASE_URL", f"sqlite:///{tmp_path}/b.db")
    made = Backstride(Settings(secret_key="k" * 32, database_url=f"sqlite:///{tmp_path}/b.db", model_dir=tmp_path))
    made.prepare_database()
    for phrase in PHRASES:
        conversation, _, _ = await made.conversations.open("web", greet=False)
        await made.conversations.say(conversation, text=phrase)
    yield made
    made.engine.dispose()


def change(app: Backstride, **values: object) -> None:
    with writing(app.engine) as connection:
        connection.execute(update(DecisionRow).where(DecisionRow.id == 1).values(**values))


@pytest.mark.usefixtures("app")
def test_every_urgent_decision_comes_out_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", "--all"]) == 0
    assert capsys.readouterr().out == "4 decisions: 4 same\n"


def test_one_decision_is_told(app: Backstride, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", "1"]) == 0
    assert capsys.readouterr().out == f"decision 1 (content {app.content.version}): same; L1 by R01, R02, R28\n"


def test_a_decision_that_was_tampered_with_is_found_out(app: Backstride, capsys: pytest.CaptureFixture[str]) -> None:
    change(app, level="L2")
    assert main(["replay", "--all"]) == 1
    told = "different; logged L2 by R01, R02, R28, now L1 by R01, R02, R28"
    assert capsys.readouterr().out == (
        f"decision 1 (content {app.content.version}): {told}\n4 decisions: 1 different, 3 same\n"
    )


def test_what_was_not_kept_is_no_difference(app: Backstride, capsys: pytest.CaptureFixture[str]) -> None:
    change(app, inputs=None)
    assert main(["replay", "1"]) == 0
    assert "not kept" in capsys.readouterr().out


def test_content_that_is_gone_is_one(app: Backstride, capsys: pytest.CaptureFixture[str]) -> None:
    with writing(app.engine) as connection:
        connection.execute(text("DELETE FROM content_archive"))
    assert main(["replay", "1"]) == 1
    assert "no rules" in capsys.readouterr().out


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("call", [["replay"], ["replay", "1", "--all"], ["replay", "99"]])
def test_a_wrong_call_is_2(call: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(call) == 2
    assert capsys.readouterr().err.startswith("backstride replay: ")
