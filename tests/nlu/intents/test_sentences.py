"""Held-out sentences: never examples, enough of each intent, and the floors where numbers come from."""

import re
from collections import Counter

import pytest
import yaml

from backstride.engine import shim

shim.install()

from backstride.nlu.intent_model import IntentModel, train  # noqa: E402 -- Rasa-facing packages need the shim
from bench.calibration import accuracy, calibration_error, scope_row  # noqa: E402
from bench.intents import (  # noqa: E402
    HELD_OUT,
    ROOT,
    classifier_settings,
    predict,
    read_examples,
    read_held_out,
)

HALVES = {half: read_held_out(HELD_OUT / f"{half}.yml") for half in ("dev", "dev2", "unseen", "unseen2")}
SETTINGS = classifier_settings(ROOT / "config.yml")
EXAMPLES = read_examples(ROOT / "data" / "nlu", without=SETTINGS["never_said"])


def bare(text: str) -> str:
    """Letters and digits alone: punctuation does not make it another sentence."""
    return re.sub(r"[^\w]+", " ", text.lower().replace("'", "")).strip() or text


def test_no_held_out_sentence_is_an_example_or_stands_twice() -> None:
    held_out = [bare(text) for half in HALVES.values() for text, _ in half]
    assert not set(held_out) & {bare(text) for text, _ in EXAMPLES}
    assert [text for text, times in Counter(held_out).items() if times > 1] == []


def test_every_intent_that_people_say_is_held_out() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))["intents"]
    said = {name for entry in domain for name in entry} - set(SETTINGS["never_said"])
    times = Counter(intent for half in HALVES.values() for _, intent in half)
    assert set(times) <= said
    assert {intent for intent in times if times[intent] < 13} == set()
    assert min(times["out_of_scope"], times["report_symptoms"]) >= 150


@pytest.fixture(scope="module")
def model() -> IntentModel:
    """The classifier of config.yml, trained on all examples."""
    texts, intents = zip(*EXAMPLES, strict=True)
    return train(texts, intents, sharpness=SETTINGS["sharpness"], rarest=SETTINGS["rarest"])


@pytest.mark.parametrize("half", ["dev", "dev2"])
def test_the_floors_hold_on_the_sentences_that_numbers_come_from(model: IntentModel, half: str) -> None:
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))["pipeline"]
    fallback = next(entry for entry in pipeline if entry["name"] == "FallbackClassifier")
    predictions = predict(model, HALVES[half])
    _, caught, refused = scope_row(predictions, fallback["threshold"], fallback["ambiguity_threshold"])
    assert accuracy(predictions) >= 0.95
    assert caught >= 0.93
    assert refused <= 0.025
    assert calibration_error(predictions) <= 0.05
