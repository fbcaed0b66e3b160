"""`backstride replay`: makes logged decisions again, with the content they were made with."""

import argparse
import os
import sys
from collections import Counter
from functools import lru_cache
from typing import Any

from backstride.domain.errors import BackstrideError
from backstride.domain.rules import Rules
from backstride.knowledge.content_archive import archived_rules
from backstride.knowledge.decision_log import logged_decision, urgent_decisions
from backstride.services.replay import Replayed, replay
from backstride.settings import Settings
from backstride.wiring import Backstride

_WRONG = frozenset({"different", "no rules"})


def add(parsers: Any) -> None:
    """Add the verb."""
    parser = parsers.add_parser("replay", help="make a logged decision again and say whether it comes out the same")
    parser.add_argument("id", nargs="?", type=int, help="number of the decision, as the staff page shows it")
    parser.add_argument("--all", action="store_true", help="every decision at L1 or L2")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Replay; 1 if anything comes out different or cannot be looked up, 2 if there is no such decision."""
    if (args.id is None) is not args.all:
        raise BackstrideError("name one decision by its number, or --all")
    app = Backstride(Settings.from_env(os.environ))

    @lru_cache
    def rules_of(version: str) -> Rules:
        return archived_rules(app.engine, version)

    decisions = urgent_decisions(app.engine) if args.all else [logged_decision(app.engine, args.id)]
    replayed = [replay(decision, rules_of) for decision in decisions]
    for one in replayed:
        if not args.all or one.outcome != "same":
            sys.stdout.write(_line(one) + "\n")
    if args.all:
        counted = Counter(one.outcome for one in replayed)
        sys.stdout.write(f"{len(replayed)} decisions: {', '.join(f'{n} {what}' for what, n in counted.items())}\n")
    return 1 if any(one.outcome in _WRONG for one in replayed) else 0


def _line(one: Replayed) -> str:
    logged = one.decision
    said = f"decision {logged.number} (content {logged.content_version}): {one.outcome}"
    if one.outcome == "different":
        return f"{said}; logged {_told(logged.level, logged.rules)}, now {_told(one.level, one.rules)}"
    return f"{said}; {_told(one.level, one.rules)}"


def _told(level: str | None, rules: tuple[str, ...]) -> str:
    return f"{level or 'no level'} by {', '.join(rules) or 'no rule'}"
