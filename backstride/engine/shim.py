"""Answers for libraries that Rasa and medspaCy import at module level but that our paths never call.

Rasa 3.6.21 imports TensorFlow, Keras and the SDKs of every stock channel as soon as
`rasa.core.agent` is imported; medspaCy 1.3.1 imports sentence splitters and QuickUMLS. None of
them works on a turn of ours, and TensorFlow alone costs a gigabyte of memory and most of the
start-up time (docs/decisions/0007-rasa-as-engine.md). `install()` puts a finder on
`sys.meta_path` that hands out placeholders instead. It must run before Rasa is imported.

TensorFlow is the one library of the list that a model may really need: a site can put DIET or
TED into `config.yml`. `needs_tensorflow()` reads that from a trained model or a config file, and
with `tensorflow_needed=True` the shim steps aside for it.
"""

import importlib.abc
import importlib.machinery
import importlib.util
import json
import sys
import tarfile
import types
from collections.abc import Sequence
from pathlib import Path
from typing import cast

TENSORFLOW = frozenset({"tensorflow", "keras", "tensorflow_hub", "tensorflow_text", "tensorflow_addons"})

# Answered for only where the real library is not installed, so a site may add one by installing it.
OPTIONAL = frozenset(
    {
        "aio_pika", "aiogram", "aiormq", "boto3", "botocore", "cachecontrol", "colorhash",
        "confluent_kafka", "fbmessenger", "google.auth", "google.cloud", "google.oauth2", "kafka", "matplotlib",
        "mattermostwrapper", "pydot",
        "pymongo", "rocketchat_API", "slack_sdk", "terminaltables", "webexteamssdk",
        "PyRuSH", "pysbd", "quickumls",
    }
)  # fmt: skip

# Answered for in a server even where they are installed: scikit-learn 1.1.3 imports all of scipy.stats (25 MB) for its
# random search, and Rasa's own tests, which its rule policy imports, the plots (9 MB). No turn comes near either.
NOT_SERVED = frozenset({"scipy.stats", "matplotlib"})

# Components of Rasa 3.6.21 that call TensorFlow, by the class name that stands in a model's metadata.
TENSORFLOW_COMPONENTS = frozenset(
    {"DIETClassifier", "ResponseSelector", "TEDPolicy", "UnexpecTEDIntentPolicy",
     "ConveRTFeaturizer", "LanguageModelFeaturizer"}
)  # fmt: skip


class _PlaceholderType(type):
    """A class whose every public attribute is another placeholder class."""

    def __getattr__(cls, name: str) -> "type[Placeholder]":
        if name.startswith("__"):
            raise AttributeError(name)
        made = type(cls)(name, (Placeholder,), {"__module__": cls.__module__})
        setattr(cls, name, made)
        return cast("type[Placeholder]", made)


class Placeholder(metaclass=_PlaceholderType):
    """Stands where a class, function or constant of a missing library would.

    It can be subclassed, used as a decorator or in an annotation, all of which happen at import.
    Using it for real work is a bug, and says so.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Accept anything: module-level code builds decorators and constants."""

    def __class_getitem__(cls, item: object) -> "type[Placeholder]":
        return cls

    def __call__(self, *args: object, **kwargs: object) -> object:
        """Return a decorated function unchanged, so that `@tf.function` works at import."""
        if len(args) == 1 and callable(args[0]) and not kwargs:
            return args[0]
        raise RuntimeError(
            f"{type(self).__module__}.{type(self).__name__} is a placeholder for a library that was not to be needed. "
            "If the model's config.yml names a TensorFlow component, run `pip install tensorflow` and train again."
        )


class _PlaceholderModule(types.ModuleType):
    __path__: list[str] = []

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        made = _PlaceholderType(name, (Placeholder,), {"__module__": self.__name__})
        setattr(self, name, made)
        return made


class ShimFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds placeholder modules for a fixed set of names."""

    def __init__(self, roots: frozenset[str]) -> None:
        """Remember the names to answer for; what lies below them is answered for too."""
        self.roots = roots

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return a placeholder's spec for our names, None for every other."""
        if not any(fullname == root or fullname.startswith(f"{root}.") for root in self.roots):
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        """Build the empty module that hands out placeholders."""
        return _PlaceholderModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """Nothing to run."""


def install(*, tensorflow_needed: bool = False, serving: bool = False) -> ShimFinder:
    """Put the shim in place; calling it again replaces the earlier one.

    Args:
        tensorflow_needed: False answers for TensorFlow even where it is installed (that is the point:
            it must not be imported by a server whose model has no use for it). True lets the real one load.
        serving: True answers for `NOT_SERVED`, too; what was imported before stays the real one.

    Returns:
        The finder that was installed, so that a test can look at what it answers for.

    Raises:
        ModuleNotFoundError: TensorFlow is needed and not installed. The message names the remedy.
    """
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, ShimFinder)]
    if tensorflow_needed and importlib.util.find_spec("tensorflow") is None:
        raise ModuleNotFoundError(
            "this model has a component that needs TensorFlow, which is not installed: "
            "`pip install 'tensorflow==2.12.*'` in .venv, or remove the component from config.yml and train again"
        )
    absent = {name for name in OPTIONAL if not _is_installed(name)}
    unused = NOT_SERVED if serving else frozenset[str]()
    finder = ShimFinder(frozenset(absent) | unused | (frozenset() if tensorflow_needed else TENSORFLOW))
    sys.meta_path.insert(0, finder)
    return finder


def _is_installed(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:  # a parent package is missing
        return False


def needs_tensorflow(source: Path) -> bool:
    """Say whether a trained model (`.tar.gz`) or a `config.yml` names a component that calls TensorFlow.

    Raises:
        OSError: The file cannot be read; `tarfile.TarError` or KeyError: it is not a Rasa model.
    """
    if source.suffix in {".yml", ".yaml"}:
        text = source.read_text(encoding="utf-8")
        lines = (line.split("#", 1)[0] for line in text.splitlines())
        return any(name in line for line in lines for name in TENSORFLOW_COMPONENTS)
    with tarfile.open(source) as archive:
        member = archive.extractfile("metadata.json")
        if member is None:
            raise KeyError(f"{source.name} holds no metadata.json")
        schema = json.load(member)["predict_schema"]["nodes"]
    return any(node["uses"].rsplit(".", 1)[-1] in TENSORFLOW_COMPONENTS for node in schema.values())
