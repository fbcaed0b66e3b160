"""What our trained Rasa components share: built without a model, trained into one, loaded from storage."""

import hashlib
import inspect
from abc import abstractmethod
from pathlib import Path
from types import ModuleType
from typing import Any, Generic, Self, TypeVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage

Model = TypeVar("Model")


def code_hash(*modules: ModuleType) -> str:
    """Return a fingerprint of the code that trains: rasa sees only the component's own class and would keep the rest.

    Without it a changed trainer meets what an older one learnt, in a form that it does not know.
    """
    return hashlib.sha256("\0".join(map(inspect.getsource, modules)).encode()).hexdigest()


class TrainedComponent(GraphComponent, Generic[Model]):
    """A component whose model is None until it is trained or loaded."""

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, model: Model | None
    ) -> None:
        """Keep where the model is stored, and the model; None before training."""
        self._config, self._model_storage, self._resource, self._model = config, model_storage, resource, model

    @staticmethod
    @abstractmethod
    def read(folder: Path) -> Model:
        """Return the model that `train` stored in a folder."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        """Build an untrained component."""
        del execution_context
        return cls(config, model_storage, resource, None)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Self:
        """Build the component from the model alone, without the files it was trained from."""
        del execution_context, kwargs
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, cls.read(folder))
