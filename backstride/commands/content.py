"""`backstride content check|build`: checks the clinical content, and loads it into the database."""

import argparse
import os
import sys
from datetime import UTC, datetime
from typing import Any

from backstride.knowledge.contract import check
from backstride.settings import ROOT, Settings
from backstride.wiring import Backstride


def add(parsers: Any) -> None:
    """Add the verb."""
    parser = parsers.add_parser("content", help="check the clinical content, or load it into the database")
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    checking = what.add_parser("check", help="say everything that is wrong with it")
    checking.add_argument("--release", action="store_true", help="an overdue or missing review is an error, too")
    what.add_parser("build", help="load it into the database")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check or build; 1 if the check found a problem."""
    app = Backstride(Settings.from_env(os.environ))
    if args.what == "build":
        app.prepare_database()
        sys.stderr.write(f"• knowledge base holds content {app.content.version}\n")
        return 0
    problems = check(
        app.content, cases=ROOT / "tests" / "content" / "cases", today=datetime.now(UTC).date(), release=args.release
    )
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    errors = [problem for problem in problems if not problem.is_warning]
    sys.stderr.write(f"• content {app.content.version}: {len(errors)} errors, {len(problems) - len(errors)} warnings\n")
    return 1 if errors else 0
