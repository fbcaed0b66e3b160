"""Rasa component: adds the doubts of the second look as entities.

Stands behind the MentionExtractor, whose word comes first, and before the RedFlagScreener, which lets a
doubt ask. What is learnt travels inside the model; a model without it has no second look and works.
"""

import json
from pathlib import Path
from typing import Any, Self

import numpy as np
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from backstride.domain.mentions import SECOND_LOOK
from backstride.nlu import second_look, second_look_training, tfidf
from backstride.nlu.lexicon import content_hash
from backstride.nlu.mention_extractor import EXTRACTOR, from_entity, to_entity
from backstride.nlu.payload_guard import is_trusted
from backstride.nlu.red_flag_screener import RED_FLAG_INTENT
from backstride.nlu.second_look import Features, Weights, doubts
from backstride.nlu.second_look_training import THRESHOLD, read_sayings, sayings, train
from backstride.nlu.trained_component import TrainedComponent, code_hash

_WEIGHTS, _NAMES = "weights.npz", "names.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class SecondLook(TrainedComponent[Weights]):
    """Adds one entity a doubt: finding, status `uncertain`, and the words that spoke.

    Configuration:
        content_dir: Where the content lies while training, relative to the project; default `content`.
        threshold: The score from which a doubt is spoken; higher asks less.
        more: Finding -> what it needs beyond the threshold. Some sound more like everyday talk than others.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the default configuration."""
        return {"content_dir": "content", "threshold": THRESHOLD, "more": {}}

    @staticmethod
    def read(folder: Path) -> Weights:
        """Return what was learnt in the model."""
        names = json.loads((folder / _NAMES).read_text("utf-8"))
        with np.load(folder / _WEIGHTS, allow_pickle=False) as stored:
            features = Features(stored["keys"], stored["rarity"])
            learnt = (stored["weights"], stored["steps"], stored["bias"])
            return Weights(tuple(names["findings"]), features, *learnt, names["threshold"])

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Self:
        """Build the component from the model; from one that lacks it, a component that says nothing."""
        try:
            return super().load(config, model_storage, resource, execution_context, **kwargs)
        except (ValueError, OSError):
            return cls(config, model_storage, resource, None)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Make a changed sentence or trainer retrain the model: rasa sees neither."""
        sentences = content_hash(read_sayings(Path(config.get("content_dir", "content"))))
        return sentences + code_hash(second_look, second_look_training, tfidf)

    def train(self, training_data: TrainingData) -> Resource:
        """Train on the sentences of the content and on the examples of the intents."""
        others = [
            message.get(TEXT) or ""
            for message in training_data.intent_examples
            if message.get(INTENT) != RED_FLAG_INTENT  # its markers are no words
        ]
        texts = sayings(read_sayings(Path(self._config["content_dir"])), others)
        self._model = train(texts, threshold=float(self._config["threshold"]), more=self._config.get("more", {}))
        with self._model_storage.write_to(self._resource) as stored:
            _write(self._model, stored)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the doubts of each message; a trusted payload says nothing in words and is left alone."""
        if self._model is None:
            return messages
        heard = [message for message in messages if not is_trusted(message)]
        read = [
            [from_entity(entity) for entity in message.get(ENTITIES, []) if entity.get("extractor") == EXTRACTOR]
            for message in heard
        ]
        found = doubts(self._model, [message.get(TEXT) or "" for message in heard], read)
        for message, doubted in zip(heard, found, strict=True):
            if doubted:
                added = [{**to_entity(mention), "extractor": SECOND_LOOK} for mention in doubted]
                message.set(ENTITIES, [*message.get(ENTITIES, []), *added], add_to_output=True)
        return messages


def _write(model: Weights, folder: Path) -> None:
    features = {"keys": model.features.keys, "rarity": model.features.rarity}
    np.savez(folder / _WEIGHTS, **features, weights=model.weights, steps=model.steps, bias=model.bias)
    names = {"findings": model.findings, "threshold": model.threshold}
    (folder / _NAMES).write_text(json.dumps(names, ensure_ascii=True), "utf-8")
