"""`backstride openings generate`: fills the appointment book from the clinic's hours."""

import argparse
import os
import sys
from typing import Any

from backstride.knowledge.appointments import generate_openings
from backstride.settings import Settings
from backstride.wiring import Backstride


def add(parsers: Any) -> None:
    """Add the verb."""
    parser = parsers.add_parser("openings", help="fill the appointment book from the clinic's hours")
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    generating = what.add_parser("generate", help="add openings for the next days; what is there stays")
    generating.add_argument("--days", type=int, default=14)
    generating.add_argument("--minutes", type=int, default=45, help="length of a visit")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Add openings and say how many."""
    app = Backstride(Settings.from_env(os.environ))
    app.prepare_database()
    made = generate_openings(app.engine, app.clinic, now=app.clock(), days=args.days, minutes=args.minutes)
    sys.stderr.write(f"• {made} openings added\n")
    return 0
