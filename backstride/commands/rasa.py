"""`backstride rasa …`: Rasa's own command line in this environment, with the shim and the payload guard in place."""

import argparse
import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from backstride.engine import shim


def add(parsers: Any) -> None:
    """Add the verb."""
    parser = parsers.add_parser(
        "rasa", help="Rasa's own commands: train, shell, test, data validate, run actions", add_help=False
    )
    parser.add_argument("words", nargs=argparse.REMAINDER, help="what `rasa` would be called with")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Hand over to Rasa's main with its own argument list."""
    can_plot = importlib.util.find_spec("matplotlib") is not None  # asked before the shim answers for it
    config = Path("config.yml")
    shim.install(tensorflow_needed=config.is_file() and shim.needs_tensorflow(config))
    from backstride.nlu.payload_guard import register_payload_guard

    register_payload_guard()
    from rasa.__main__ import main

    sys.path.insert(0, str(Path.cwd()))
    sys.argv = ["rasa", *_arguments([*args.words, *args.rest], can_plot=can_plot)]
    main()
    return 0


def _arguments(words: Sequence[str], *, can_plot: bool) -> list[str]:
    """Return the words, with plots left out of `rasa test` where nothing can draw them."""
    if words[:1] == ["test"] and not can_plot and "--no-plot" not in words:
        return [*words, "--no-plot"]
    return list(words)
