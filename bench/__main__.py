"""`python -m bench [servers|memory|intents|knowledge|screening]`: what it measures.

`servers`, the default: Backstride beside a stock Rasa bot. `memory`: what 200 conversations leave behind. `intents`:
the classifier's settings. `knowledge`: one assessment, and a build of the knowledge base. `screening`: what the edge
screen adds to a message.
"""

import argparse
import asyncio
import tempfile
from pathlib import Path

from bench.report import Results
from bench.run import OURS, RESULTS, THEIRS, compare, knowledge_base


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "what", nargs="?", choices=["servers", "memory", "intents", "knowledge", "screening"], default="servers"
    )
    parser.add_argument(
        "--quick", action="store_true", help="servers: about two minutes; less of everything, old formbot model"
    )
    parser.add_argument("--alone", action="store_true", help="servers: without the stock bot")
    parser.add_argument(
        "--no-bytecode", action="store_true", help="servers: also start with every module compiled anew"
    )
    parser.add_argument("--folds", type=int, default=0, help="intents: also a cross-validation with so many folds")
    parser.add_argument("--sweep", action="store_true", help="intents: also other features and settings")
    parser.add_argument("--unseen", action="store_true", help="intents: also the half that nothing is tuned on")
    args = parser.parse_args()
    results = Results()
    if args.what == "intents":
        from bench import intents

        results.details["intents"] = intents.main(folds=args.folds, sweep=args.sweep, unseen=args.unseen)
    elif args.what == "screening":
        from bench import screening

        results.details["screening"] = screening.main()
    elif args.what == "knowledge":
        knowledge_base(results)
        print(results.comparison(OURS, THEIRS))
    elif args.what == "memory":
        from bench import memory

        with tempfile.TemporaryDirectory(prefix="backstride-bench-") as work:
            asyncio.run(memory.measure(results, Path(work)))
    else:
        with tempfile.TemporaryDirectory(prefix="backstride-bench-") as work:
            asyncio.run(compare(results, Path(work), quick=args.quick, alone=args.alone, no_bytecode=args.no_bytecode))
    print(f"\nwritten to {results.write(RESULTS, vars(args))}")


if __name__ == "__main__":
    main()
