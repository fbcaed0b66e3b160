"""Typed `/intent{...}` is text like any other; only the server's own payloads are obeyed.

Rasa 3.6.21 treats a message that starts with `/` as a trusted instruction on every channel
(rasa/nlu/classifiers/regex_message_handler.py). The edge strips the slash; this guard is the second
lock, inside the model: it takes the place of Rasa's handler while a model is trained.
"""

from typing import Any, Optional

import pluggy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler
from rasa.plugin import plugin_manager
from rasa.shared.core.domain import Domain
from rasa.shared.nlu.training_data.message import Message

TRUSTED = "trusted_payload"
_hookimpl = pluggy.HookimplMarker("rasa")
_NODE = f"run_{RegexMessageHandler.__name__}"


def is_trusted(message: Message) -> bool:
    """Tell whether the server itself wrote a message: a button's payload, which says nothing in words."""
    metadata = message.get("metadata")
    return isinstance(metadata, dict) and metadata.get(TRUSTED) is True


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class GuardedRegexMessageHandler(RegexMessageHandler):
    """Unpacks a payload only where the server marked the message as its own."""

    # rasa 3.6.21 engine/validation.py reads the annotations and does not know `X | None`.
    def process(self, messages: list[Message], domain: Optional[Domain] = None) -> list[Message]:  # noqa: UP045
        """Unpack trusted messages; pass every other through untouched."""
        return [self._process_one(message, domain) for message in messages]

    def _process_one(self, message: Message, domain: Domain | None) -> Message:
        if not is_trusted(message):
            return message
        unpacked: list[Message] = super().process([message], domain)
        return unpacked[0]


class _GuardPlugin:
    @_hookimpl
    def modify_default_recipe_graph_predict_nodes(self, predict_nodes: dict[str, Any]) -> None:
        node = predict_nodes.get(_NODE)
        if node is not None:
            node.uses = GuardedRegexMessageHandler


def register_payload_guard() -> None:
    """Make every model trained in this process carry the guard; calling it twice is harmless."""
    if not plugin_manager().has_plugin("backstride-payload-guard"):
        plugin_manager().register(_GuardPlugin(), name="backstride-payload-guard")
