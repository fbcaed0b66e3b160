"""`backstride export`: everything that is kept about one conversation, as JSON."""

import argparse
import json
import os
import sys
from typing import Any

from backstride.settings import Settings
from backstride.wiring import Backstride


def add(parsers: Any) -> None:
    """Add the verb."""
    parser = parsers.add_parser("export", help="print everything that is kept about one conversation, as JSON")
    parser.add_argument("conversation", help="the conversation's id, as the staff page shows it")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print it; 1 if there is no such conversation."""
    app = Backstride(Settings.from_env(os.environ))
    app.prepare_database()
    if app.store.get(args.conversation) is None:
        sys.stderr.write(f"backstride export: no conversation {args.conversation}\n")
        return 1
    sys.stdout.write(json.dumps(app.store.export(args.conversation), ensure_ascii=False, indent=2, default=str) + "\n")
    return 0
