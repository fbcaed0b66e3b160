"""`python -m bench intents`: the intent classifier of config.yml on sentences it has not seen.

It is trained on data/nlu and judged on tests/nlu/intents/dev.yml and dev2.yml, which numbers are chosen on. `--unseen`
also shows the others, for reports only. `--sweep` compares other features, sharpness and fewer examples;
`--folds` cross-validates on data/nlu, where examples of one intent are alike and figures therefore flatter.
"""

import random
import time
import warnings
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from backstride.engine import shim
from bench.calibration import (
    Prediction,
    accuracy,
    calibration_error,
    confusions,
    f1_by_intent,
    scope_row,
    threshold_row,
)
from bench.figures import Cell, table

ROOT = Path(__file__).resolve().parent.parent
HELD_OUT = ROOT / "tests" / "nlu" / "intents"
Example = tuple[str, str]
"""A text and its intent."""

THRESHOLDS = (0.0, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)
SHARPNESS = (2.0, 3.0, 3.5, 4.0, 4.5, 5.0, 6.0)


def main(*, folds: int, sweep: bool, unseen: bool) -> dict[str, Any]:
    """Print the tables; return what they hold."""
    shim.install()
    warnings.simplefilter("ignore")
    settings = classifier_settings(ROOT / "config.yml")
    examples = read_examples(ROOT / "data" / "nlu", without=settings["never_said"])
    print(f"{len(examples)} examples of {len({intent for _, intent in examples})} intents", flush=True)
    results: dict[str, Any] = {}
    started = time.perf_counter()
    model = _trained(examples, settings)
    print(f"trained in {time.perf_counter() - started:.1f} s\n")
    for half in ["dev", "dev2", *(["unseen", "unseen2"] if unseen else [])]:
        held_out = read_held_out(HELD_OUT / f"{half}.yml")
        results[half] = judge(predict(model, held_out))
        _print(f"{half}.yml, {len(held_out)} sentences", results[half])
    if folds:
        results["cross-validation"] = judge(cross_validate(examples, settings, folds=folds))
        _print(f"data/nlu, {folds} folds", results["cross-validation"])
    if sweep:
        results["variants"] = _compare(examples, settings, read_held_out(HELD_OUT / "dev.yml"))
    return results


def judge(predictions: Sequence[Prediction]) -> dict[str, Any]:
    """Return every figure of one set of predictions."""
    f1 = f1_by_intent(predictions)
    return {
        "accuracy": accuracy(predictions),
        "macro F1": sum(f1.values()) / len(f1),
        "ECE": calibration_error(predictions),
        "mean confidence": sum(p.confidence for p in predictions) / len(predictions),
        "f1": f1,
        "thresholds": [threshold_row(predictions, *pair) for pair in product(THRESHOLDS, (0.05,))],
        "scope": [scope_row(predictions, threshold, 0.05) for threshold in THRESHOLDS],
        "confusions": confusions(predictions, 15),
    }


def _print(title: str, result: Mapping[str, Any]) -> None:
    print(f"## {title}\n")
    print(table(["figure", "value"], [[name, result[name]] for name in ("accuracy", "macro F1", "ECE")]))
    print("\nFallback:")
    header = ["threshold", "ambiguity", "falls back", "accuracy of the rest", "answered wrongly", "right, asked again"]
    print(table(header, result["thresholds"]))
    print("\nOut of scope or fallback:")
    print(table(["threshold", "of what is out of scope", "of what is in scope"], result["scope"]))
    worst = sorted(result["f1"].items(), key=lambda item: item[1])[:12]
    print("\nLowest F1:\n" + table(["intent", "F1"], [[name, f1] for name, f1 in worst]))
    print("\nCommonest mistakes:\n" + table(["is", "taken for", "times"], result["confusions"]) + "\n", flush=True)


def read_examples(folder: Path, *, without: Collection[str]) -> list[Example]:
    """Read the training examples, each text once, but for those of some intents."""
    found: dict[str, Example] = {}
    for file in sorted(folder.glob("*.yml")):
        for block in yaml.safe_load(file.read_text("utf-8"))["nlu"]:
            for line in block.get("examples", "").splitlines():
                text = line.strip().removeprefix("- ")
                if text and block["intent"] not in without:
                    found[text.lower()] = (text, block["intent"])
    return list(found.values())


def read_held_out(file: Path) -> list[Example]:
    """Read one half of the held-out sentences."""
    by_intent: Mapping[str, Sequence[str]] = yaml.safe_load(file.read_text("utf-8"))
    return [(text, intent) for intent, texts in by_intent.items() for text in texts]


def classifier_settings(config: Path) -> dict[str, Any]:
    """Return the classifier's part of config.yml."""
    pipeline = yaml.safe_load(config.read_text("utf-8"))["pipeline"]
    return next(dict(entry) for entry in pipeline if entry["name"].endswith(".IntentClassifier"))


def _trained(examples: Sequence[Example], settings: Mapping[str, Any]) -> Any:
    from backstride.nlu.intent_model import train

    texts, intents = zip(*examples, strict=True)
    return train(texts, intents, sharpness=settings["sharpness"], rarest=settings["rarest"])


def predict(model: Any, held_out: Sequence[Example]) -> list[Prediction]:
    """Predict each sentence; one without known words counts as a fallback."""
    predictions = []
    for (_, truth), ranking in zip(held_out, model.rank([text for text, _ in held_out]), strict=True):
        (guess, confidence), (_, second) = (*ranking[:2], ("nlu_fallback", 0.0), ("nlu_fallback", 0.0))[:2]
        predictions.append(Prediction(truth, guess, confidence, second))
    return predictions


def cross_validate(
    examples: Sequence[Example], settings: Mapping[str, Any], *, folds: int, seed: int = 0
) -> list[Prediction]:
    """Predict every example by a classifier that has not seen it; intents with fewer examples than folds only train."""
    predictions: list[Prediction] = []
    for held_out in split(examples, folds, seed):
        known = [example for i, example in enumerate(examples) if i not in held_out]
        predictions += predict(_trained(known, settings), [examples[i] for i in sorted(held_out)])
    return predictions


def split(examples: Sequence[Example], folds: int, seed: int) -> list[set[int]]:
    """Deal the examples of each intent, shuffled, to the folds in turn."""
    by_intent: dict[str, list[int]] = defaultdict(list)
    for i, (_, intent) in enumerate(examples):
        by_intent[intent].append(i)
    dealt: list[set[int]] = [set() for _ in range(folds)]
    shuffler = random.Random(seed)
    for indices in by_intent.values():
        if len(indices) >= folds:
            shuffler.shuffle(indices)
            for place, i in enumerate(indices):
                dealt[place % folds].add(i)
    return dealt


def _compare(examples: Sequence[Example], settings: Mapping[str, Any], held_out: Sequence[Example]) -> list[list[Cell]]:
    """Print and return accuracy, calibration and scope of other settings on the held-out sentences."""
    rows: list[list[Cell]] = []
    for name, variant, known in _variants(examples, settings):
        predictions = predict(_trained(known, variant), held_out)
        _, caught, refused = scope_row(predictions, 0.0, 0.0)
        rows.append([name, accuracy(predictions), calibration_error(predictions), caught, refused])
        print(f"  {name}", flush=True)
    print(table(["variant", "accuracy", "ECE", "out of scope found", "in scope refused"], rows))
    return rows


def _variants(
    examples: Sequence[Example], settings: Mapping[str, Any]
) -> Iterator[tuple[str, dict[str, Any], Sequence[Example]]]:
    from backstride.nlu import intent_model

    yield "config.yml", dict(settings), examples
    for sharpness in SHARPNESS:
        yield f"sharpness {sharpness:g}", {**settings, "sharpness": sharpness}, examples
    yield "n-grams of one example too", {**settings, "rarest": 1}, examples
    shuffled = random.Random(0).sample(list(examples), len(examples))
    for share in (4, 2):
        yield f"1/{share} of the examples", dict(settings), shuffled[: len(shuffled) // share]
    for name, without in (("without word vectors", "mean_vectors"), ("word vectors alone", "_by_count")):
        kept = getattr(intent_model, without)
        setattr(intent_model, without, lambda *args, kept=kept: kept(*args) * 0)
        yield name, dict(settings), examples
        setattr(intent_model, without, kept)
