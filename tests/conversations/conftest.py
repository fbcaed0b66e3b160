"""The real model and the real actions, once a session, on a throw-away database."""

import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from backstride import logs
from backstride.commands.train import ensure_model
from backstride.knowledge.appointments import generate_openings
from backstride.settings import Settings
from backstride.wiring import Backstride
from tests.conversations.driver import Clock

FRIDAY_MORNING = datetime.fromisoformat("2026-11-20T10:00:00-05:00")


@pytest.fixture(scope="session")
def clock() -> Clock:
    """The conversations' clock; a test sets it before it speaks."""
    return Clock(FRIDAY_MORNING)


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory, clock: Clock) -> Iterator[Backstride]:
    """A whole installation, trained and loaded."""
    warnings.simplefilter("ignore")
    settings = Settings.from_env({"BACKSTRIDE_ENVIRONMENT": "test"})
    model = ensure_model(settings)
    database = tmp_path_factory.mktemp("conversations") / "test.db"
    made = Backstride(replace(settings, database_url=f"sqlite:///{database}"), model=model, clock=clock)
    made.prepare_database()
    generate_openings(made.engine, made.clinic, now=FRIDAY_MORNING)
    made.load()
    logs.configure("ERROR")
    made.agent()
    yield made
    made.engine.dispose()


@pytest.fixture(autouse=True)
def _actions_keep_the_format(monkeypatch: pytest.MonkeyPatch, app: Backstride) -> None:
    """Hold what every action returns against Rasa's format, which serving does not (rasa_patches.py)."""
    from rasa.core.actions.action import RemoteAction

    from backstride.engine.in_process import InProcessActions

    check = Draft7Validator(RemoteAction.action_response_format_spec()).validate
    run = InProcessActions.request

    async def checked(self: InProcessActions, json: dict[str, Any], **more: Any) -> dict[str, Any]:
        result = await run(self, json, **more)
        check(result)
        return result

    monkeypatch.setattr(InProcessActions, "request", checked)


@pytest.fixture
def model(app: Backstride) -> Path:
    """The trained model's file."""
    assert app.model is not None
    return app.model
