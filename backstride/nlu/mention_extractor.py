"""Rasa component: turns the mentions of a message into entities.

The words are read from `content/` while a model is trained and travel inside it, so that a running
model does not depend on files beside it. Reading itself is `reader.py`; what is concluded is not known here.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from backstride.domain.findings import Status
from backstride.domain.mentions import Mention
from backstride.nlu.compiled import build_reader, read_content
from backstride.nlu.lexicon import content_hash
from backstride.nlu.payload_guard import is_trusted
from backstride.nlu.reader import Reader
from backstride.nlu.trained_component import TrainedComponent

EXTRACTOR = "MentionExtractor"
_FILE = "words.json"
_SUBJECTS = ("me", "my_child", "other_adult")


def to_entity(mention: Mention) -> dict[str, Any]:
    """Return a mention in Rasa's form; a flag has the value true."""
    return {
        "entity": mention.finding,
        "value": True if mention.value is None else mention.value,
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "status": mention.status.value,
        "extractor": EXTRACTOR,
    }


def from_entity(entity: Mapping[str, Any]) -> Mention:
    """Return the mention that `to_entity` made an entity of."""
    value = None if entity["value"] is True else entity["value"]
    place = int(entity["start"]), int(entity["end"])
    return Mention(str(entity["entity"]), Status(entity["status"]), *place, str(entity["text"]), value)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class MentionExtractor(TrainedComponent[Reader]):
    """Adds one entity a mention: finding, value, status, offsets.

    Configuration:
        content_dir: Where the content lies while training, relative to the project; default `content`.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the default configuration."""
        return {"content_dir": "content"}

    @staticmethod
    def read(folder: Path) -> Reader:
        """Return the reader of the words in the model."""
        stored = json.loads((folder / _FILE).read_text("utf-8"))
        return build_reader(stored["lexicon"], stored["vocabulary"])

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Make a changed word retrain the model: rasa does not see `content/`."""
        return content_hash(*read_content(Path(config.get("content_dir", "content"))))

    def train(self, training_data: TrainingData) -> Resource:
        """Read and check the words, and put them into the model."""
        del training_data
        lexicon, vocabulary = read_content(Path(self._config["content_dir"]))
        self._model = build_reader(lexicon, vocabulary)
        with self._model_storage.write_to(self._resource) as folder:
            stored = json.dumps({"lexicon": lexicon, "vocabulary": vocabulary}, ensure_ascii=True)
            (folder / _FILE).write_text(stored, "utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the mentions of each message; a trusted payload says nothing in words and is left alone."""
        for message in messages:
            if self._model is None or is_trusted(message):
                continue
            entities = cast("list[dict[str, Any]]", message.get(ENTITIES, []))
            found = _entities(self._model, message.get(TEXT) or "", message.get("metadata") or {})
            message.set(ENTITIES, [*entities, *found], add_to_output=True)
        return messages


def _entities(reader: Reader, text: str, metadata: dict[str, Any]) -> list[dict[str, Any]]:
    subject = metadata.get("subject") if metadata.get("subject") in _SUBJECTS else "me"
    now = datetime.fromisoformat(metadata["now"]) if metadata.get("now") else None
    return [to_entity(mention) for mention in reader.read(text, subject=str(subject), now=now).mentions]
