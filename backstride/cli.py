"""The `backstride` command: picks the verb and turns expected errors into one line that names the mend.

Exit status: 0 done, 1 the work found something wrong, 2 the call was wrong or could not start.
"""

import argparse
import importlib
import logging
import os
import sys
from collections.abc import Sequence

from backstride.domain.errors import BackstrideError

VERBS = (
    "train",
    "serve",
    "chat",
    "understand",
    "converse",
    "content",
    "openings",
    "staff",
    "export",
    "replay",
    "purge",
    "doctor",
    "rasa",
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: Without the program's name; None reads the command line.
    """
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    if not sys.warnoptions:
        quiet_warnings()
    parser = argparse.ArgumentParser(
        prog="backstride", description="A conversational assistant for physical-therapy clinics."
    )
    parsers = parser.add_subparsers(dest="verb", required=True, metavar="COMMAND")
    said = list(sys.argv[1:] if argv is None else argv)
    # The one that is meant is enough: all of them together import the server, which no other verb needs.
    for verb in said[:1] if said[:1] and said[0] in VERBS else VERBS:
        importlib.import_module(f"backstride.commands.{verb}").add(parsers)
    args, rest = parser.parse_known_args(argv)
    if rest and args.verb != "rasa":
        parser.error(f"unrecognized arguments: {' '.join(rest)}; see backstride {args.verb} --help")
    args.rest = rest
    try:
        return int(args.run(args))
    except BackstrideError as error:
        sys.stderr.write(f"backstride {args.verb}: {error}\n")
        return 2
    except (KeyboardInterrupt, BrokenPipeError):
        return 130


def quiet_warnings() -> None:
    """Send Python's warnings nowhere: Rasa's pins and spaCy raise them by the dozen, and some reset the filters.

    `python -W default -m backstride.cli …` shows them.
    """
    logging.captureWarnings(capture=True)
    logging.getLogger("py.warnings").addHandler(logging.NullHandler())
    logging.getLogger("py.warnings").propagate = False
