"""`python -m bench.second_look`: what each threshold of the second look finds on the dev sentences, and what it costs.

Trains on the content as it is, in seconds; the model that is served plays no part. Choose the lowest threshold
at which needless questions stay within 1 % of the messages without a flag, and write it into config.yml.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from backstride.domain.mentions import RAISED, Mention
from backstride.engine import shim
from backstride.nlu.second_look import Weights, doubts
from backstride.nlu.second_look_training import read_sayings, sayings, train
from bench.figures import Cell, table
from bench.sentences.load import SEEN, Groups, Sentence, read_groups, read_sentences

ROOT = Path(__file__).resolve().parents[1]
THRESHOLDS = tuple(4.0 + step / 4 for step in range(17))
Spoken = dict[str, tuple[Mention, ...]]


@dataclass(frozen=True, slots=True)
class Costs:
    """Counts at one threshold.

    Attributes:
        found, missed_by_rules: Red flags that the second look doubts, of those that the rules do not raise.
        needless, quiet: Messages without any flag that get a question, of all of them.
        wrong, absent: Findings denied, over or somebody else's that are doubted, of all of them.
    """

    found: int
    missed_by_rules: int
    needless: int
    quiet: int
    wrong: int
    absent: int


def measure(model: Weights, sentences: Sequence[Sentence], spoken: Spoken, groups: Groups) -> Costs:
    """Count what a model does to the sentences.

    Args:
        spoken: Sentence id -> what the rules read in it.
    """
    found = missed = needless = quiet = wrong = absent = 0
    for sentence in sentences:
        read = spoken[sentence.id]
        raised = {mention.finding for mention in read if mention.status in RAISED}
        doubted = {m.finding for m in doubts(model, [sentence.text], [read])[0]}
        expect = sentence.expect
        for flag in expect.get("flags", ()):
            group = groups.of("flags", flag)
            if not group & raised:
                missed += 1
                found += bool(group & doubted)
        if not (expect.get("flags") or expect.get("ask_first") or sentence.may("flags") or sentence.may("ask_first")):
            quiet += 1
            needless += bool(doubted)
        absent += len(expect.get("absent", {}))
        wrong += len(doubted & set(expect.get("absent", {})))
    return Costs(found, missed, needless, quiet, wrong, absent)


def by_finding(model: Weights, sentences: Sequence[Sentence], spoken: Spoken, groups: Groups) -> dict[str, list[int]]:
    """Return finding -> how often it is doubted where it is there or to be asked about, and needlessly."""
    counts: dict[str, list[int]] = {}
    for sentence in sentences:
        expect = sentence.expect
        real = {
            f for flag in (*expect.get("flags", ()), *expect.get("ask_first", ())) for f in groups.of("flags", flag)
        }
        is_quiet = not (real or sentence.may("flags") or sentence.may("ask_first"))
        for finding in (m.finding for m in doubts(model, [sentence.text], [spoken[sentence.id]])[0]):
            count = counts.setdefault(finding, [0, 0])
            count[0] += finding in real
            count[1] += is_quiet
    return counts


def main() -> None:
    """Train, read the dev sentences by the rules, and print one line a threshold."""
    shim.install()
    from backstride.nlu.compiled import build_reader, read_content

    content = ROOT / "content"
    started = time.perf_counter()
    model = train(sayings(read_sayings(content), _intent_examples()), more=_more())
    print(f"trained in {time.perf_counter() - started:.1f} s: {model.weights.shape[0]:,} features")
    sentences, groups = [s for half in SEEN for s in read_sentences(half)], read_groups()
    reader = build_reader(*read_content(content))
    spoken = {s.id: reader.read(s.text).mentions for s in sentences}
    started = time.perf_counter()
    doubts(model, [sentence.text for sentence in sentences], [()] * len(sentences))
    print(f"{1000 * (time.perf_counter() - started) / len(sentences):.2f} ms a message\n")
    rows: list[list[Cell]] = []
    for threshold in THRESHOLDS:
        costs = measure(replace(model, threshold=threshold), sentences, spoken, groups)
        rows.append(
            [
                threshold,
                f"{costs.found} of {costs.missed_by_rules}",
                f"{costs.needless} of {costs.quiet}",
                f"{costs.wrong} of {costs.absent}",
            ]
        )
    print(table(["threshold", "found of what rules miss", "needless", "denied, over, others'"], rows))
    print("\nby finding, found and needless at each threshold, beside what config.yml adds for it (`more`)\n")
    shown = [(t, by_finding(replace(model, threshold=t), sentences, spoken, groups)) for t in THRESHOLDS[::3]]
    names = sorted({finding for _, counts in shown for finding in counts})
    lines: list[list[Cell]] = [[f, *("{} {}".format(*counts.get(f, (0, 0))) for _, counts in shown)] for f in names]
    print(table(["finding", *(f"{t:g}" for t, _ in shown)], lines))


def _more() -> dict[str, float]:
    """Return what config.yml says that findings need beyond the threshold."""
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))["pipeline"]
    return next((step.get("more", {}) for step in pipeline if step["name"].endswith("SecondLook")), {})


def _intent_examples() -> list[str]:
    """Return the examples of data/nlu, as Rasa hands them over while it trains."""
    files = (path for path in sorted((ROOT / "data" / "nlu").glob("*.yml")) if path.stem != "report_red_flag")
    blocks = (block for path in files for block in yaml.safe_load(path.read_text("utf-8"))["nlu"])
    return [line[2:].strip() for block in blocks for line in block["examples"].splitlines() if line.startswith("- ")]


if __name__ == "__main__":
    main()
