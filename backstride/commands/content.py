"""`backstride content check|build`: checks the clinical content, and loads it into the database."""

import argparse
import os
import sys
import time
from datetime import UTC, datetime
from typing import Any

from backstride.knowledge.build import build_database
from backstride.knowledge.contract import check
from backstride.knowledge.database import migrate
from backstride.settings import ROOT, Settings
from backstride.wiring import Backstride

CASES = ROOT / "tests" / "content" / "cases"


def add(parsers: Any) -> None:
    """Add the verb."""
    parser = parsers.add_parser("content", help="check the clinical content, load it into the database, look into it")
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    checking = what.add_parser("check", help="say everything that is wrong with it")
    checking.add_argument("--release", action="store_true", help="an overdue or missing review is an error, too")
    checking.set_defaults(work=_check)
    building = what.add_parser("build", help="load it into the database")
    building.add_argument("--again", action="store_true", help="write the rows anew although they are there")
    building.set_defaults(work=_build)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what was asked; 1 if it found something wrong."""
    return int(args.work(Backstride(Settings.from_env(os.environ)), args))


def _check(app: Backstride, args: argparse.Namespace) -> int:
    problems = check(app.content, cases=CASES, today=datetime.now(UTC).date(), release=args.release)
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    errors = [problem for problem in problems if not problem.is_warning]
    sys.stderr.write(f"• content {app.content.version}: {len(errors)} errors, {len(problems) - len(errors)} warnings\n")
    return 1 if errors else 0


def _build(app: Backstride, args: argparse.Namespace) -> int:
    start = time.perf_counter()
    sys.stderr.write(f"• reading {app.settings.content_dir} …\n")
    found = f"{len(app.content.conditions)} conditions, {len(app.content.rules.triage)} rules"
    sys.stderr.write(f"• {found}, {len(app.content.sources)} sources; filling the database …\n")
    migrate(app.engine)
    is_new = build_database(app.engine, app.content, again=args.again)
    told = "holds" if is_new else "already held"
    sys.stderr.write(f"• knowledge base {told} content {app.content.version} ({time.perf_counter() - start:.1f} s)\n")
    return 0
