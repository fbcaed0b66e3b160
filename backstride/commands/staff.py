"""`backstride staff add`: makes a login for the staff page; the password is asked for, never an argument."""

import argparse
import getpass
import os
import sys
from typing import Any

from backstride.knowledge.staff_store import add_staff
from backstride.settings import Settings
from backstride.wiring import Backstride


def add(parsers: Any) -> None:
    """Add the verb."""
    parser = parsers.add_parser("staff", help="manage logins of the staff page")
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    adding = what.add_parser("add", help="make a login, or give it a new password")
    adding.add_argument("login")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Ask for the password (twice on a terminal, once from a pipe) and keep its hash."""
    app = Backstride(Settings.from_env(os.environ))
    app.prepare_database()
    if sys.stdin.isatty():
        password = getpass.getpass("Password (at least 12 characters): ")
        if getpass.getpass("Again: ") != password:
            sys.stderr.write("backstride staff: the two passwords differ; nothing was changed\n")
            return 1
    else:
        password = sys.stdin.readline().rstrip("\n")
    is_new = add_staff(app.engine, args.login, password)
    sys.stderr.write(f"• {args.login} can log in now{'' if is_new else ' with the new password'}\n")
    return 0
