"""`backstride purge`: deletes conversations that are older than the clinic keeps them."""

import argparse
import os
import sys
from datetime import timedelta
from typing import Any

from backstride.knowledge.purge import purge
from backstride.settings import Settings
from backstride.wiring import Backstride


def add(parsers: Any) -> None:
    """Add the verb."""
    parser = parsers.add_parser("purge", help="delete old conversations")
    parser.add_argument("--days", type=int, help="keep this many days (default: BACKSTRIDE_RETENTION_DAYS)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Purge and say what went."""
    settings = Settings.from_env(os.environ)
    app = Backstride(settings)
    app.prepare_database()
    app.spool.drain(app.engine)
    days = settings.retention_days if args.days is None else args.days
    sys.stderr.write(f"• {purge(app.engine, app.clock() - timedelta(days=days))}\n")
    return 0
