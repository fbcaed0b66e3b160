"""Loads a trained model and makes Rasa's agent ours: in-process actions, no fail-safe store, no TensorFlow.

`load_agent` is the only place that imports `rasa.core.agent`, after the import shim is in place.
"""

import os
import tarfile
from pathlib import Path
from typing import Any

from backstride.domain.errors import BackstrideError
from backstride.engine import shim


class ModelError(BackstrideError):
    """There is no model, it cannot be read, or it was not trained by this version. The message names the remedy."""


def newest_model(folder: Path) -> Path:
    """Return the newest `*.tar.gz` of a folder.

    Raises:
        ModelError: There is none.
    """
    models = sorted(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not models:
        raise ModelError(f"no trained model in {folder}/: run `make train`")
    return models[-1]


def load_agent(model: Path, *, actions: Any = None) -> Any:
    """Load a model into a Rasa agent that keeps nothing between turns.

    Args:
        model: A `.tar.gz` made by `backstride train`.
        actions: The action endpoint; by default the actions run in this process.

    Raises:
        ModelError: The file is missing, corrupt, or carries Rasa's own payload handler
            (then typed `/intent{...}` would be obeyed), or needs a library that is not installed.
    """
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    try:
        shim.install(tensorflow_needed=shim.needs_tensorflow(model), serving=True)
    except (OSError, tarfile.TarError, EOFError, KeyError, ValueError) as error:
        raise ModelError(f"{model} is not a readable model ({type(error).__name__}): run `make train`") from error
    except ModuleNotFoundError as error:
        raise ModelError(str(error)) from error
    return _load(model, actions)


def _load(model: Path, actions: Any) -> Any:
    from rasa.core.agent import Agent
    from rasa.core.tracker_store import TrackerStore

    from backstride.engine import rasa_patches
    from backstride.engine.in_process import InProcessActions
    from backstride.engine.tracker_store import TurnTrackerStore

    class TurnAgent(Agent):
        """An agent whose tracker store is the turn's own, without the in-memory fallback around it."""

        @staticmethod
        def _create_tracker_store(store: TrackerStore | None, domain: Any) -> TrackerStore:
            # rasa 3.6.21 core/agent.py wraps any store in FailSafeTrackerStore here.
            return store or TurnTrackerStore(domain)

    try:
        rasa_patches.apply()
    except rasa_patches.RasaVersionError as error:
        raise ModelError(str(error)) from error
    agent = TurnAgent(tracker_store=TurnTrackerStore(), action_endpoint=actions or InProcessActions())
    try:
        agent.load_model(model)
    except Exception as error:
        raise ModelError(f"{model} cannot be loaded ({type(error).__name__}): run `make train`") from error
    _refuse_unguarded(agent, model)
    return agent


def _refuse_unguarded(agent: Any, model: Path) -> None:
    nodes = agent.processor.model_metadata.predict_schema.nodes
    handler = nodes["run_RegexMessageHandler"].uses.__name__
    if handler != "GuardedRegexMessageHandler":
        raise ModelError(f"{model} obeys typed payloads ({handler}): train it with `backstride train`")
