"""`backstride train`: trains the model, unless nothing that it depends on changed."""

import argparse
import asyncio
import contextlib
import hashlib
import io
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from backstride.domain.errors import BackstrideError
from backstride.engine import shim
from backstride.settings import ROOT, Settings

SOURCES = ("config.yml", "domain.yml", "data/**/*.yml", "content/**/*.yml", "backstride/nlu/*.py")
"""Everything a trained model depends on; Rasa itself sees only the first three."""


def add(parsers: Any) -> None:
    """Add the verb."""
    parser = parsers.add_parser("train", help="train the model if something it depends on changed")
    parser.add_argument("--force", action="store_true", help="train even if nothing changed")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Train if needed and name the model."""
    ensure_model(Settings.from_env(os.environ), force=args.force)
    return 0


def fingerprint() -> str:
    """Return the hash of all files that a model depends on: 12 hex digits."""
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def ensure_model(settings: Settings, *, force: bool = False) -> Path:
    """Return the model for the files as they are, training it first if there is none.

    Raises:
        BackstrideError: Training failed; Rasa's own words stand above it on standard error.
    """
    wanted = settings.model_dir / f"backstride-{fingerprint()}.tar.gz"
    if wanted.is_file() and not force:
        sys.stderr.write(f"• model is up to date: {wanted.name}\n")
        return wanted
    sys.stderr.write("• training the model (under a minute) …\n")
    settings.model_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.model_dir) as folder:
        made = _train(Path(folder))
        shutil.move(made, wanted)
    sys.stderr.write(f"• trained {wanted.name}\n")
    return wanted


def _train(folder: Path) -> Path:
    os.environ.setdefault("LOG_LEVEL", "WARNING")  # below it Rasa draws a bar for each of its hundred steps
    shim.install(tensorflow_needed=shim.needs_tensorflow(ROOT / "config.yml"))
    from rasa.model_training import train

    from backstride import logs
    from backstride.engine import rasa_training
    from backstride.nlu.payload_guard import register_payload_guard

    register_payload_guard()
    logs.configure("ERROR")
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.chdir(ROOT), _own_loop(), rasa_training.sooner():
        result = train(str(ROOT / "domain.yml"), str(ROOT / "config.yml"), [str(ROOT / "data")], output=str(folder))
    if result.code or not result.model:
        sys.stderr.write(said.getvalue()[-4000:])
        raise BackstrideError("training failed: run `backstride rasa data validate` for the reasons")
    return Path(result.model)


@contextlib.contextmanager
def _own_loop() -> Any:
    """Give Rasa a loop of its own: rasa 3.6.21 calls asyncio.get_event_loop() while it trains."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        yield
    finally:
        loop.close()
        asyncio.set_event_loop(None)
