"""`backstride content check|build|diff|show|coverage`: checks the clinical content, loads it, and looks into it."""

import argparse
import os
import sys
import time
from datetime import UTC, datetime
from typing import Any

from backstride.domain.errors import ContentError
from backstride.knowledge.build import build_database
from backstride.knowledge.cases import read_cases
from backstride.knowledge.content_diff import changes, outcomes
from backstride.knowledge.content_report import alike, report
from backstride.knowledge.content_versions import read_content
from backstride.knowledge.contract import check
from backstride.knowledge.coverage import coverage
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
    comparing = what.add_parser("diff", help="what changed, and which test cases come out otherwise")
    comparing.add_argument(
        "old", nargs="?", default="", help="a folder or a built version; the served one unless given"
    )
    comparing.add_argument("new", nargs="?", default="", help="likewise; the files unless given")
    comparing.add_argument("--strict", action="store_true", help="exit with 1 if a case comes out otherwise")
    comparing.set_defaults(work=_diff)
    showing = what.add_parser("show", help="everything about one id, and what refers to it")
    showing.add_argument("id", help="such as R16, Q07, fever, suri_2010, lumbar_disc_herniation.sitting, card.heat")
    showing.add_argument("--version", default="", help="of a content version that was built, not of the files")
    showing.set_defaults(work=_show)
    covering = what.add_parser("coverage", help="what no test case, vignette or training example touches")
    covering.add_argument("--strict", action="store_true", help="exit with 1 if there is anything")
    covering.set_defaults(work=_coverage)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what was asked; 1 if it found something wrong."""
    return int(args.work(Backstride(Settings.from_env(os.environ)), args))


def _check(app: Backstride, args: argparse.Namespace) -> int:
    _ = app.reader  # the words of the lexicon, too, must be of the vocabulary
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


def _diff(app: Backstride, args: argparse.Namespace) -> int:
    if not args.old or not args.new:
        migrate(app.engine)
    old = read_content(app.engine, args.old)
    new = read_content(app.engine, args.new) if args.new else app.content
    changed = changes(old.documents, new.documents)
    moved = outcomes(old, new, read_cases(CASES))
    for one in [*changed, *moved]:
        sys.stdout.write(f"{one}\n")
    told = f"{len(changed)} entries differ, {len(moved)} cases come out otherwise"
    sys.stderr.write(f"• content {old.version} -> {new.version}: {told}\n")
    return 1 if args.strict and moved else 0


def _show(app: Backstride, args: argparse.Namespace) -> int:
    if args.version:
        migrate(app.engine)
    content = read_content(app.engine, args.version) if args.version else app.content
    found = report(content, args.id, wording=app.wording, cases=read_cases(CASES))
    if not found:
        near = ", ".join(alike(content, args.id)) or "none"
        sys.stderr.write(f"backstride content show: nothing has the id '{args.id}'; alike: {near}\n")
        return 1
    sys.stdout.write(f"{found}\n")
    return 0


def _coverage(app: Backstride, args: argparse.Namespace) -> int:
    if not CASES.is_dir():
        raise ContentError(f"{CASES} is not there: coverage needs the repository, not an installed package")
    sys.stderr.write("• reading cases, vignettes and training examples …\n")
    parts = coverage(app.content, ROOT, app.reader.read)
    for part in parts:
        sys.stdout.write(f"{part}\n")
    missing = sum(len(part.untouched) for part in parts)
    sys.stderr.write(f"• content {app.content.version}: {missing} entries that nothing touches\n")
    return 1 if args.strict and missing else 0
