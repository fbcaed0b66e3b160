"""`backstride serve`: the web server, with everything it needs made ready first if asked."""

import argparse
import os
import socket
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import uvicorn

from backstride import logs
from backstride.commands.train import ensure_model
from backstride.domain.errors import BackstrideError
from backstride.settings import ROOT, Settings
from backstride.wiring import Backstride


def add(parsers: Any) -> None:
    """Add the verb."""
    parser = parsers.add_parser("serve", help="serve chat, texts and the staff console")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument(
        "--prepare", action="store_true", help="train if something changed, and fill an empty appointment book"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until stopped."""
    _check_address(args.host, args.port)
    settings = Settings.from_env(os.environ)
    logs.configure(settings.log_level)
    if settings.environment == "development":
        settings = replace(settings, secret_key=_development_secret(ROOT / "var" / "secret_key", settings.secret_key))
    if settings.public_base_url == Settings.public_base_url and (args.host, args.port) != ("127.0.0.1", 8000):
        settings = replace(settings, public_base_url=f"http://{args.host}:{args.port}")
    model: Path | None = ensure_model(settings) if args.prepare else None
    app = Backstride(settings, model=model)
    if args.prepare:
        _prepare(app)
    from backstride.asgi import build_app

    served = build_app(app, on_ready=lambda: _links(args.host, args.port))
    uvicorn.run(served, host=args.host, port=args.port, log_level="warning", access_log=False, ws="none")
    return 0


def _check_address(host: str, port: int) -> None:
    """Try to listen, so that a port in use is told before the model is trained and any link is printed.

    Raises:
        BackstrideError: Another program listens there, or the address is none of this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except (OSError, OverflowError) as error:
        number = getattr(error, "errno", None) or 0
        why = (os.strerror(number) if number > 0 else str(error)).lower()
        raise BackstrideError(f"cannot listen on {host}:{port} ({why}); choose another: make run PORT=8001") from error


def _prepare(app: Backstride) -> None:
    from backstride.knowledge.appointments import generate_openings

    sys.stderr.write("• preparing the database …\n")
    app.prepare_database()
    sys.stderr.write(f"• knowledge base holds content {app.content.version}\n")
    if app.settings.environment == "development":
        made = generate_openings(app.engine, app.clinic, now=app.clock())
        sys.stderr.write(f"• appointment book: {made} demo openings added\n")


def _development_secret(path: Path, generated: str) -> str:
    """Keep the generated secret between starts, so that sessions and texts stay with their conversation."""
    if os.environ.get("BACKSTRIDE_SECRET_KEY"):
        return generated
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_file():
        path.touch(mode=0o600)
        path.write_text(generated, encoding="ascii")
    return path.read_text(encoding="ascii").strip()


def _links(host: str, port: int) -> None:
    base = f"http://{host}:{port}"
    sys.stderr.write(
        f"\n  demo page       {base}/\n  chat, no script {base}/chat\n  staff page      {base}/staff/   "
        f"(first: .venv/bin/backstride staff add LOGIN)\n  readiness       {base}/readyz\n\n  Stop with Ctrl-C.\n\n"
    )
    sys.stderr.flush()
