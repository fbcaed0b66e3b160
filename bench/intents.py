"""`python -m bench intents`: cross-validates the intent classifier of config.yml on data/nlu, to choose its numbers.

It trains Rasa's own components in this process, in the order of config.yml. Ours are left out: they read
findings and guard red flags, and add nothing to the classifier's features. Examples of one intent are alike,
so held-out messages of patients do worse than these figures; differences between settings are what counts.
"""

import copy
import random
import tempfile
import time
import warnings
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
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
    threshold_row,
)
from bench.figures import Cell, table

ROOT = Path(__file__).resolve().parent.parent
Example = tuple[str, str]
"""A text and its intent."""
Pipeline = list[dict[str, Any]]

THRESHOLDS = (0.0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6)
AMBIGUITIES = (0.0, 0.05, 0.1)
NGRAMS = ((1, 4), (2, 4), (2, 5), (3, 5), (2, 6))
ITERATIONS = (20, 50, 100, 500)
FIGURES = ("accuracy", "macro F1", "ECE", "mean confidence", "seconds a fold")


def main(*, folds: int, sweep: bool) -> dict[str, Any]:
    """Print the tables; return what they hold."""
    shim.install()
    warnings.simplefilter("ignore")
    examples = read_examples(ROOT / "data" / "nlu")
    pipeline = rasas_part(yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"])
    print(f"{len(examples)} examples, {len({intent for _, intent in examples})} intents, {folds} folds\n", flush=True)
    variants = {"config.yml": pipeline, **(dict(variations(pipeline)) if sweep else {})}
    results: dict[str, dict[str, Any]] = {}
    for name, variant in variants.items():
        started = time.perf_counter()
        results[name] = judge(cross_validate(examples, variant, folds=folds))
        results[name]["seconds a fold"] = (time.perf_counter() - started) / folds
        print(f"  {name}: {results[name]['accuracy']:.4f}", flush=True)
    _print(results)
    return results


def judge(predictions: Sequence[Prediction]) -> dict[str, Any]:
    """Return every figure of one pipeline; `FIGURES` names those that are compared."""
    f1 = f1_by_intent(predictions)
    return {
        "accuracy": accuracy(predictions),
        "macro F1": sum(f1.values()) / len(f1),
        "ECE": calibration_error(predictions),
        "mean confidence": sum(p.confidence for p in predictions) / len(predictions),
        "f1": f1,
        "thresholds": [threshold_row(predictions, *pair) for pair in product(THRESHOLDS, AMBIGUITIES)],
        "confusions": confusions(predictions, 20),
    }


def _print(results: Mapping[str, Mapping[str, Any]]) -> None:
    chosen = results["config.yml"]
    rows: list[list[Cell]] = [[name, *(result[figure] for figure in FIGURES)] for name, result in results.items()]
    print("\n" + table(["pipeline", *FIGURES], rows))
    print("\nconfig.yml, fallback:")
    header = [
        "threshold",
        "ambiguity",
        "falls back",
        "accuracy of the rest",
        "answered wrongly",
        "right but asked again",
    ]
    print(table(header, chosen["thresholds"]))
    worst = sorted(chosen["f1"].items(), key=lambda item: item[1])
    print("\nF1 of each intent, lowest first:\n" + table(["intent", "F1"], [[name, f1] for name, f1 in worst]))
    print("\nCommonest mistakes:\n" + table(["is", "taken for", "times"], chosen["confusions"]))


def read_examples(folder: Path) -> list[Example]:
    """Read Rasa's training examples, each text once."""
    from rasa.shared.nlu.training_data.loading import load_data

    messages = load_data(str(folder)).intent_examples
    return list({m.get("text").lower(): (m.get("text"), m.get("intent")) for m in messages if m.get("text")}.values())


def rasas_part(pipeline: Pipeline) -> Pipeline:
    """Return the components that are Rasa's and come before the fallback."""
    return [entry for entry in pipeline if "." not in entry["name"] and entry["name"] != "FallbackClassifier"]


def variations(pipeline: Pipeline) -> Iterator[tuple[str, Pipeline]]:
    """Yield the pipeline with other features and iterations; rasa 3.6.21 fixes C at 1 and balances the classes."""
    for low, high in NGRAMS:
        yield f"characters {low}-{high}", _with(pipeline, "char_wb", min_ngram=low, max_ngram=high)
    yield "word pairs too", _with(pipeline, "word", max_ngram=2)
    yield "characters alone", [entry for entry in pipeline if entry.get("analyzer") != "word"]
    yield "words alone", [entry for entry in pipeline if entry.get("analyzer") != "char_wb"]
    yield "n-grams of two examples or more", _with(pipeline, "char_wb", min_df=2)
    place = next(i for i, entry in enumerate(pipeline) if entry["name"] == "LogisticRegressionClassifier")
    for iterations in ITERATIONS:
        changed = copy.deepcopy(pipeline)
        changed[place]["max_iter"] = iterations
        yield f"{iterations} iterations", changed
    changed = copy.deepcopy(pipeline)
    changed[place]["solver"] = "liblinear"
    yield "one against the rest (liblinear)", changed


def cross_validate(examples: Sequence[Example], pipeline: Pipeline, *, folds: int, seed: int = 0) -> list[Prediction]:
    """Predict every example by a classifier that has not seen it; intents with fewer examples than folds only train."""
    predictions: list[Prediction] = []
    for held_out in split(examples, folds, seed):
        known = [example for i, example in enumerate(examples) if i not in held_out]
        predictions += _fold(known, [examples[i] for i in sorted(held_out)], pipeline)
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


def _fold(known: Sequence[Example], held_out: Sequence[Example], pipeline: Pipeline) -> list[Prediction]:
    from rasa.engine.graph import ExecutionContext, GraphSchema
    from rasa.engine.recipes.default_recipe import DefaultV1Recipe
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData

    training = TrainingData([Message.build(text=text, intent=intent) for text, intent in known])
    asked = [Message({"text": text}) for text, _ in held_out]
    with tempfile.TemporaryDirectory() as folder:
        for number, entry in enumerate(pipeline):
            component = DefaultV1Recipe._from_registry(entry["name"]).clazz
            config = {**component.get_default_config(), **entry}
            context = ExecutionContext(GraphSchema({}), node_name=f"{number}")
            made = component.create(config, LocalModelStorage(Path(folder)), Resource(f"{number}"), context)
            if hasattr(made, "train"):
                made.train(training)
            if not entry["name"].endswith("Classifier"):
                training = made.process_training_data(training)
            asked = made.process(asked)
    return [
        _prediction(truth, message.get("intent_ranking")) for (_, truth), message in zip(held_out, asked, strict=True)
    ]


def _prediction(truth: str, ranking: Sequence[Mapping[str, Any]]) -> Prediction:
    first, second = ranking[:2]
    return Prediction(truth, first["name"], float(first["confidence"]), float(second["confidence"]))


def _with(pipeline: Pipeline, analyzer: str, **settings: Any) -> Pipeline:
    return [{**entry, **settings} if entry.get("analyzer") == analyzer else entry for entry in pipeline]
