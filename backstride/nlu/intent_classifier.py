"""Rasa component: the intent of a message and how sure that is. The work is done in `intent_model.py`.

Rasa 3.6.21's own logistic regression raises on a message without tokens, and gives one whose words it never
saw the intent that was trained most. Both become `nlu_fallback` here.
"""

from importlib.metadata import version
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.classifier import IntentClassifier as RasasIntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from backstride.nlu import intent_model, ngrams, tfidf, word_vectors
from backstride.nlu.intent_model import IntentModel, train
from backstride.nlu.payload_guard import is_trusted
from backstride.nlu.trained_component import TrainedComponent, code_hash
from backstride.nlu.word_vectors import PACKAGE

_RANKED = 10
"""How many intents the ranking keeps, as in Rasa's classifiers."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(RasasIntentClassifier, TrainedComponent[IntentModel]):
    """Sets a message's intent and the ranking of the likeliest ones.

    Configuration:
        sharpness: How confident a given margin makes it; chosen so that confidence meets accuracy.
        rarest: N-grams that fewer examples have are left out.
        never_said: Intents that only the server sets; words never get them, whatever their examples are.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the default configuration."""
        return {"sharpness": 4.0, "rarest": 2, "never_said": []}

    @staticmethod
    def read(folder: Path) -> IntentModel:
        """Return what was learnt in the model."""
        return IntentModel.load(folder)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Make other word vectors, which stay in their package, or another trainer retrain the model."""
        del config
        return version(PACKAGE) + code_hash(intent_model, ngrams, tfidf, word_vectors)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples of the training data."""
        said = [m for m in training_data.intent_examples if m.get(INTENT) not in self._config["never_said"]]
        examples = [m for m in said if m.get(TEXT)]
        self._model = train(
            [m.get(TEXT) for m in examples],
            [m.get(INTENT) for m in examples],
            sharpness=float(self._config["sharpness"]),
            rarest=int(self._config["rarest"]),
        )
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Classify each message; a trusted payload has no words, and its intent is read from it afterwards."""
        if self._model is None or not messages:
            return messages
        rankings = self._model.rank(["" if is_trusted(message) else message.get(TEXT) or "" for message in messages])
        for message, ranking in zip(messages, rankings, strict=True):
            best = ranking[:_RANKED] or [(DEFAULT_NLU_FALLBACK_INTENT_NAME, 0.0)]
            ranked = [{INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: confidence} for name, confidence in best]
            message.set(INTENT, ranked[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranked, add_to_output=True)
        return messages
