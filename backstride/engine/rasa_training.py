"""What is changed of Rasa while it trains: the same model from less reading, copying and hashing.

Stock Rasa 3.6.21 reads each of our files four times with a YAML parser in Python, parses its own schema for each
of them, copies and hashes all examples at every merge, and compares all rules with every state of every story.
`TRAINING` at the end lists all that takes their place, each with its file and why the result is the same;
`tests/engine/test_rasa_training.py` holds each against the original. What is remembered here is forgotten when
training ends.
"""

import copy
import json
import pickle
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from hashlib import md5
from typing import Any

import pkg_resources
import rasa.shared.utils.io as rasa_io
from pykwalify.core import Core
from pykwalify.errors import PyKwalifyException
from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.constants import PACKAGE_NAME, RESPONSES_SCHEMA_FILE, SCHEMA_EXTENSIONS_FILE
from rasa.shared.core.slots import FloatSlot, Slot
from rasa.shared.importers.importer import CombinedDataImporter, ResponsesSyncImporter
from rasa.shared.nlu.constants import INTENT, RESPONSE
from rasa.shared.nlu.training_data import training_data
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils import validation
from ruamel.yaml.error import YAMLError

from backstride.engine import rasa_rules
from backstride.engine.rasa_patches import Patch, apply, around

_stock_read_yaml, _stock_validate = rasa_io.read_yaml, validation.validate_yaml_schema
_stock_slot_fingerprint = Slot.fingerprint
_slots: dict[tuple[Any, ...], tuple[str, Any]] = {}
_HASHES, _PLAIN = 100_000, (str, int, float, bool, type(None))


@contextmanager
def sooner() -> Iterator[None]:
    """Patch Rasa until this is left.

    Raises:
        RasaVersionError: Rasa is of another version than the patches were written for.
    """
    before = [(patch.owner, patch.name, vars(patch.owner)[patch.name]) for patch in TRAINING]
    apply(TRAINING)
    try:
        yield
    finally:
        for owner, name, found in before:
            setattr(owner, name, found)
        for remembered in (text_hash, _parsed, _is_valid, _schema):
            remembered.cache_clear()
        _slots.clear()


def read_yaml(content: str, reader_type: str | list[str] = "safe") -> Any:
    """Parse YAML.

    rasa/shared/utils/io.py, `read_yaml`: is asked for the same text up to four times in one training. Here plain data
    is parsed once and handed out as a new copy each time; what keeps its lines and comments is parsed as ever.
    """
    if reader_type != "safe":
        return _stock_read_yaml(content, reader_type)
    return pickle.loads(_parsed(content))  # noqa: S301 - pickled in this process, right below


@cache
def _parsed(content: str) -> bytes:
    return pickle.dumps(_stock_read_yaml(content))


def validate_yaml_schema(yaml_file_content: str, schema_path: str, package_name: str = PACKAGE_NAME) -> None:
    """Check a file against its schema.

    rasa/shared/utils/validation.py, `validate_yaml_schema`: parses the file with a parser that keeps lines, for the
    words of an error, and the schema again for each file. Here the file is checked as plain data, once; the original
    is asked only about a file that is wrong, and says what is.
    """
    if not _is_valid(yaml_file_content, schema_path, package_name):
        _stock_validate(yaml_file_content, schema_path, package_name)


@cache
def _is_valid(content: str, schema_path: str, package_name: str) -> bool:
    extensions = pkg_resources.resource_filename(PACKAGE_NAME, SCHEMA_EXTENSIONS_FILE)
    try:
        schema = pickle.loads(_schema(schema_path, package_name))  # noqa: S301 - as above
        Core(source_data=rasa_io.read_yaml(content), schema_data=schema, extensions=[extensions]).validate()
    except (PyKwalifyException, YAMLError):
        return False
    return True


@cache
def _schema(path: str, package_name: str) -> bytes:
    files = (package_name, path), (PACKAGE_NAME, RESPONSES_SCHEMA_FILE)
    own, shared = (rasa_io.read_yaml_file(pkg_resources.resource_filename(*file)) for file in files)
    return pickle.dumps({**own, **shared})


@lru_cache(maxsize=_HASHES)
def text_hash(text: str, encoding: str = rasa_io.DEFAULT_ENCODING) -> str:
    """Return the hash of a text.

    rasa/shared/utils/io.py, `get_text_hash`: is asked some million times, mostly for the same few names.
    """
    return md5(text.encode(encoding)).hexdigest()  # noqa: S324 - as Rasa does, not for secrets


def fingerprint(obj: Any, encoding: str = rasa_io.DEFAULT_ENCODING) -> str:
    """Return the hash of what may hold other things.

    rasa/shared/utils/io.py, `deep_container_fingerprint`: the same with the commonest kind asked for first.
    """
    if isinstance(obj, str):
        return text_hash(obj, encoding)
    if isinstance(obj, dict):
        return dictionary_fingerprint(obj, encoding)
    if isinstance(obj, list):
        return list_fingerprint(obj, encoding)
    if callable(getattr(obj, "fingerprint", None)):
        return str(obj.fingerprint())
    return text_hash(str(obj), encoding)


def dictionary_fingerprint(dictionary: Mapping[Any, Any], encoding: str = rasa_io.DEFAULT_ENCODING) -> str:
    """Return the hash of a dictionary.

    rasa/shared/utils/io.py, `get_dictionary_fingerprint`: has the JSON of hashes written by an encoder that looks for
    what must be escaped. In letters and digits there is nothing.
    """
    hashes = {fingerprint(key, encoding): fingerprint(value, encoding) for key, value in dictionary.items()}
    if not _are_simple(hashes) or not _are_simple(hashes.values()):
        return _digest(json.dumps(hashes, sort_keys=True), encoding)
    return _digest("{" + ", ".join(f'"{key}": "{hashes[key]}"' for key in sorted(hashes)) + "}", encoding)


def list_fingerprint(elements: Sequence[Any], encoding: str = rasa_io.DEFAULT_ENCODING) -> str:
    """Return the hash of a list; rasa/shared/utils/io.py, `get_list_fingerprint`, as above."""
    hashes = [fingerprint(element, encoding) for element in elements]
    if not _are_simple(hashes):
        return _digest(json.dumps(hashes), encoding)
    return _digest('["' + '", "'.join(hashes) + '"]', encoding)


def _are_simple(hashes: Any) -> bool:
    """Tell whether JSON writes the texts as they are; none at all is for JSON to write."""
    joined = "".join(hashes)
    return joined.isalnum() and joined.isascii()


def _digest(text: str, encoding: str) -> str:
    """Return the hash of a text that hardly comes twice."""
    return md5(text.encode(encoding)).hexdigest()  # noqa: S324 - as above


def slot_fingerprint(self: Slot) -> str:
    """Return the hash of a slot.

    rasa/shared/core/slots.py, `Slot.fingerprint`: is asked of every slot of every story, some eighty thousand, nearly
    all of which hold what they began with. The mappings and the values of a slot are the same lists in all
    its copies.
    """
    plain = (self.name, self.value, self.initial_value, self.influence_conversation)
    lists = (self.mappings, getattr(self, "values", None))
    if isinstance(self, FloatSlot) or not all(isinstance(part, _PLAIN) for part in plain):
        return _stock_slot_fingerprint(self)
    key = (type(self), *plain, *map(type, plain), *map(id, lists))
    known = _slots.get(key)
    if known is None:
        known = _slots[key] = (_stock_slot_fingerprint(self), lists)  # keeps the lists, so that their ids stay theirs
    return known[0]


def sanitize_examples(examples: list[Message]) -> list[Message]:
    """Strip the labels of examples and drop those that come twice.

    rasa/shared/nlu/training_data/training_data.py, `TrainingData.sanitize_examples`: sets every label anew, which
    makes each message forget its hash, at each of a dozen merges. Here a label is set where it changes.
    """
    for example in examples:
        for name in (INTENT, RESPONSE):
            label = example.get(name)
            if label and label != label.strip():
                example.set(name, label.strip())
    return list(OrderedDict.fromkeys(examples))


class MessageCopies:
    """Stands for the module `copy` in rasa/shared/nlu/training_data/training_data.py.

    That copies all examples deeply at each merge, and `copy.deepcopy` finds out anew how a message is copied. A text
    needs no copy; everything else in a message is copied as ever.
    """

    copy = staticmethod(copy.copy)

    @staticmethod
    def deepcopy(value: Any) -> Any:
        """Return a deep copy."""
        memo: dict[int, Any] = {}
        if isinstance(value, list) and all(type(item) is Message for item in value):
            return [_copied(item, memo) for item in value]
        return copy.deepcopy(value)


def _copied(message: Message, memo: dict[int, Any]) -> Message:
    made = memo.get(id(message))
    if made is None:
        made = memo[id(message)] = Message.__new__(Message)
        for name, value in vars(message).items():
            if name == "data":
                made.data = {key: v if isinstance(v, _PLAIN) else copy.deepcopy(v, memo) for key, v in value.items()}
            elif name == "output_properties":
                made.output_properties = set(value)
            else:
                setattr(made, name, value if isinstance(value, _PLAIN) else copy.deepcopy(value, memo))
    return made


def once_for_a_language(original: Callable[..., TrainingData]) -> Callable[..., TrainingData]:
    """Return `get_nlu_data` that remembers what it read however the language is given.

    rasa/shared/importers/importer.py: remembers its data by the arguments as they are written, so that nothing,
    `"en"` and `language="en"` have all files read anew. What it returns here is merged into a copy before anybody
    changes it.
    """

    def get_nlu_data(self: Any, language: str | None = "en") -> TrainingData:
        return original(self, language)

    return get_nlu_data


TRAINING = (
    Patch(rasa_io, "read_yaml", read_yaml),
    Patch(validation, "validate_yaml_schema", validate_yaml_schema),
    Patch(rasa_io, "get_text_hash", text_hash),
    Patch(rasa_io, "deep_container_fingerprint", fingerprint),
    Patch(rasa_io, "get_dictionary_fingerprint", dictionary_fingerprint),
    Patch(rasa_io, "get_list_fingerprint", list_fingerprint),
    Patch(Slot, "fingerprint", slot_fingerprint),
    Patch(TrainingData, "sanitize_examples", staticmethod(sanitize_examples)),
    Patch(training_data, "copy", MessageCopies()),
    around(CombinedDataImporter, "get_nlu_data", once_for_a_language),
    around(ResponsesSyncImporter, "get_nlu_data", once_for_a_language),
    Patch(RulePolicy, "_get_possible_keys", rasa_rules.get_possible_keys),
    around(RulePolicy, "_find_action_from_rules", rasa_rules.without_end_to_end_rules),
)
