"""Rasa component: intents by logistic regression, safe on messages without features.

Rasa 3.6.21 (logistic_regression_classifier.py) raises on a message without tokens, and gives one
whose words it never saw the intent that was trained most. Both become `nlu_fallback` here.
"""

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message


def has_features(message: Message) -> bool:
    """Tell whether any feature of the whole text is not zero."""
    _, sparse = message.get_sparse_features(attribute=TEXT)
    _, dense = message.get_dense_features(attribute=TEXT)
    return bool((sparse is not None and sparse.features.nnz) or (dense is not None and dense.features.any()))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class GuardedLogisticRegressionClassifier(LogisticRegressionClassifier):
    """Rasa's classifier, asked only about messages that have features; same configuration."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Classify; a message without features gets `nlu_fallback` with confidence 0."""
        known = [message for message in messages if has_features(message)]
        if known:
            super().process(known)
        for message in messages:
            if not has_features(message):
                intent: dict[str, Any] = {
                    INTENT_NAME_KEY: DEFAULT_NLU_FALLBACK_INTENT_NAME,
                    PREDICTED_CONFIDENCE_KEY: 0.0,
                }
                message.set(INTENT, intent, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [intent], add_to_output=True)
        return messages
