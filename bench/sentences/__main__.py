"""`python -m bench.sentences`: the reader on the test sentences, as tables and as a page under bench/results/."""

import argparse
import json
import os
from collections.abc import Sequence
from pathlib import Path

from backstride import logs
from backstride.cli import quiet_warnings
from bench.run import RESULTS
from bench.sentences import page
from bench.sentences.answers import answers, ready, speed
from bench.sentences.judge import judge
from bench.sentences.load import SEEN, UNSEEN, read_groups, read_sentences
from bench.sentences.report import Judged, Report, compare, in_terminal, read_before, told_changes


def main() -> None:
    """Read the command line and report."""
    parser = argparse.ArgumentParser(prog="python -m bench.sentences", description=__doc__)
    parser.add_argument("--unseen", action="store_true", help="the files kept for reports; figures only")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print the N worst errors too")
    parser.add_argument("--rules-only", action="store_true", help="without the doubts of the second look")
    args = parser.parse_args()
    logs.configure("ERROR")
    quiet_warnings()
    changed: dict[str, Sequence[str] | None] = {}
    app, groups = ready(os.environ), read_groups()
    for half in UNSEEN if args.unseen else SEEN:
        sentences = read_sentences(half)
        answered = answers(app, sentences, second_look=not args.rules_only)
        judged = [Judged(s, answered[s.id], judge(s, answered[s.id], groups)) for s in sentences]
        report = Report(half, judged, speed(app, [s.text for s in sentences]))
        kept = Path(RESULTS) / f"sentences-{half}{'-rules' if args.rules_only else ''}.json"
        changed[half] = _tell(report, kept, errors=0 if args.unseen else args.errors)
    if not args.unseen:
        print(f"\n{told_changes(changed)}")


def _tell(report: Report, kept: Path, *, errors: int) -> list[str] | None:
    """Print and write, and return what changed; what is unseen stays unseen."""
    print(in_terminal(report))
    for one in report.worst(errors):
        print("\n".join([f"\n{one.sentence.id}  {one.sentence.text}", *(f"  - {line}" for line in one.wrong)]))
    before = read_before(kept) if report.half in SEEN else None
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(report.plain(), indent=1), encoding="utf-8")
    shown = kept.with_suffix(".html")
    page.write(report, shown, with_sentences=report.half in SEEN)
    print(f"\nwritten to {shown}\n")
    return None if before is None else compare(report, before)


if __name__ == "__main__":
    main()
