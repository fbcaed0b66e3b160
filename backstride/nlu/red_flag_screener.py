"""Rasa component: a red flag in a message outvotes every intent.

Stands last in the pipeline. Which findings count is read from content/red_flags.yml while a model is
trained and travels inside it; how urgent they are together is decided by `backstride.domain.triage`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from backstride.domain.findings import Status
from backstride.domain.mentions import SECOND_LOOK
from backstride.nlu.lexicon import Content, content_hash
from backstride.nlu.mention_extractor import EXTRACTOR
from backstride.nlu.payload_guard import is_trusted
from backstride.nlu.trained_component import TrainedComponent

RED_FLAG_INTENT = "report_red_flag"
_FILE = "red_flags.json"
_RAISING = frozenset({"L1", "L2", "L3"})
_OURS = frozenset({EXTRACTOR, SECOND_LOOK})


@dataclass(frozen=True, slots=True)
class Watched:
    """The findings that interrupt.

    Attributes:
        present: Those of a flag of level L1 to L3, if they are present.
        in_doubt: Those of a flag that is asked about first, if they are in doubt.
    """

    present: frozenset[str]
    in_doubt: frozenset[str]


def watched(flags: Sequence[Content]) -> Watched:
    """Return what `flags:` of content/red_flags.yml asks to watch."""
    raising = (flag for flag in flags if flag["level"] in _RAISING)
    doubted = (flag for flag in flags if flag["ask_first"])
    return Watched(
        frozenset(finding for flag in raising for finding in flag["findings"]),
        frozenset(finding for flag in doubted for finding in flag["findings"]),
    )


def interrupts(entities: Sequence[Mapping[str, Any]], watch: Watched) -> bool:
    """Tell whether a mention among the entities is a red flag, or one that must be asked about."""
    said = {(e["entity"], e.get("status")) for e in entities if e.get("extractor") in _OURS}
    return any(
        (status == Status.PRESENT and finding in watch.present)
        or (status == Status.UNCERTAIN and finding in watch.in_doubt)
        for finding, status in said
    )


def _flags(content_dir: Path) -> list[Content]:
    flags: list[Content] = yaml.safe_load((content_dir / "red_flags.yml").read_text("utf-8"))["flags"]
    return [{key: flag[key] for key in ("findings", "level", "ask_first")} for flag in flags]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class RedFlagScreener(TrainedComponent[Watched]):
    """Sets the intent `report_red_flag`, confidence 1, where a red flag was said.

    Configuration:
        content_dir: Where the content lies while training, relative to the project; default `content`.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the default configuration."""
        return {"content_dir": "content"}

    @staticmethod
    def read(folder: Path) -> Watched:
        """Return what the flags in the model watch."""
        return watched(json.loads((folder / _FILE).read_text("utf-8")))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Make a changed flag retrain the model: rasa does not see `content/`."""
        return content_hash({"flags": _flags(Path(config.get("content_dir", "content")))})

    def train(self, training_data: TrainingData) -> Resource:
        """Put the flags into the model."""
        del training_data
        flags = _flags(Path(self._config["content_dir"]))
        self._model = watched(flags)
        with self._model_storage.write_to(self._resource) as folder:
            (folder / _FILE).write_text(json.dumps(flags), "utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent where a red flag was said, unless the message is the server's own payload."""
        for message in messages:
            if self._model is None or is_trusted(message):
                continue
            if interrupts(message.get(ENTITIES) or [], self._model):
                intent = {INTENT_NAME_KEY: RED_FLAG_INTENT, PREDICTED_CONFIDENCE_KEY: 1.0}
                others = [i for i in message.get(INTENT_RANKING_KEY) or [] if i[INTENT_NAME_KEY] != RED_FLAG_INTENT]
                message.set(INTENT, intent, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [intent, *others], add_to_output=True)
        return messages
