"""`backstride doctor`: looks at settings, content, clinic, database and model, and says what to mend."""

import argparse
import os
import sys
from collections.abc import Callable
from typing import Any

from backstride import logs
from backstride.commands.train import fingerprint
from backstride.domain.errors import BackstrideError
from backstride.engine.agent import newest_model
from backstride.knowledge.content_versions import read_content
from backstride.settings import Settings
from backstride.wiring import Backstride


def add(parsers: Any) -> None:
    """Add the verb."""
    parser = parsers.add_parser("doctor", help="check this installation and say what to mend")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check part by part; 1 if any needs mending."""
    del args
    logs.configure("ERROR")
    app = Backstride(Settings.from_env(os.environ))
    checks: list[tuple[str, Callable[[], str]]] = [
        (
            "content",
            lambda: f"version {app.content.version}, {'' if app.is_reviewed() else 'not yet '}reviewed by a clinician",
        ),
        ("clinic", lambda: app.clinic.name),
        ("responses", lambda: f"{len(app.wording.names())} responses"),
        ("database", lambda: _database(app)),
        ("model", lambda: _model(app)),
    ]
    healthy = True
    for name, look in checks:
        try:
            sys.stdout.write(f"ok    {name:10} {look()}\n")
        except BackstrideError as error:
            healthy = False
            sys.stdout.write(f"mend  {name:10} {error}\n")
    return 0 if healthy else 1


def _database(app: Backstride) -> str:
    app.store.ping()
    served = read_content(app.engine).version
    if served != app.content.version:
        raise BackstrideError(f"holds content {served}, the files are {app.content.version}: run `make content`")
    return f"answers, content {served}"


def _model(app: Backstride) -> str:
    model = newest_model(app.settings.model_dir)
    if fingerprint() not in model.name:
        raise BackstrideError(f"{model.name} is older than the files it was trained from: run `make train`")
    return model.name
