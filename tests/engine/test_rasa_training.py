"""What takes the place of Rasa's functions while it trains says what they say."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backstride.engine import shim

shim.install()

import rasa.shared.utils.io as rasa_io  # noqa: E402
from rasa.core.policies.rule_policy import RulePolicy  # noqa: E402
from rasa.shared.core.slots import BooleanSlot, CategoricalSlot, FloatSlot, Slot, TextSlot  # noqa: E402
from rasa.shared.importers.importer import TrainingDataImporter  # noqa: E402
from rasa.shared.importers.rasa import RasaFileImporter  # noqa: E402
from rasa.shared.nlu.training_data import training_data  # noqa: E402
from rasa.shared.nlu.training_data.message import Message  # noqa: E402
from rasa.shared.nlu.training_data.training_data import TrainingData  # noqa: E402
from rasa.shared.utils import validation  # noqa: E402
from rasa.shared.utils.validation import YamlValidationException  # noqa: E402

from backstride.engine import rasa_rules, rasa_training  # noqa: E402

ROOT = Path(__file__).parents[2]
NLU_SCHEMA = "shared/nlu/training_data/schemas/nlu.yml"
TEXTS = ["a: yes\nb: 010\nc: [1, 2.5, null, on, 2026-01-01]", "", 'é: "it\'s"\n', "a: &x {b: 1}\nc: *x"]
KNOWN = "version: '3.1'\nnlu:\n- intent: greet\n  examples: |\n    - hello\n    - hi [there](place)\n"


@pytest.fixture
def patched() -> Iterator[None]:
    with rasa_training.sooner():
        yield


def stock(owner: Any, name: str) -> Any:
    found = next(p.stock for p in rasa_training.TRAINING if p.owner is owner and p.name == name)
    return found.__func__ if isinstance(found, staticmethod) else found


def test_rasa_is_as_it_was_when_training_ends() -> None:
    before = [vars(patch.owner)[patch.name] for patch in rasa_training.TRAINING]
    with rasa_training.sooner():
        assert [vars(patch.owner)[patch.name] for patch in rasa_training.TRAINING] != before
    assert [vars(patch.owner)[patch.name] for patch in rasa_training.TRAINING] == before
    assert not rasa_training._slots
    assert not rasa_training._parsed.cache_info().currsize


@pytest.mark.parametrize("text", [*TEXTS, KNOWN, (ROOT / "domain.yml").read_text("utf-8")])
def test_yaml_is_read_the_same_and_anew_each_time(patched: None, text: str) -> None:
    first, second = rasa_io.read_yaml(text), rasa_io.read_yaml(text)
    assert first == second == stock(rasa_io, "read_yaml")(text)
    assert type(first) is type(stock(rasa_io, "read_yaml")(text))
    assert first is not second or not first


@pytest.mark.parametrize("text", ["a: b: c", "a: 1\na: 2"])
def test_broken_yaml_is_refused_as_ever(patched: None, text: str) -> None:
    with pytest.raises(Exception) as ours:
        rasa_io.read_yaml(text)
    with pytest.raises(Exception) as theirs:
        stock(rasa_io, "read_yaml")(text)
    assert type(ours.value) is type(theirs.value)


@pytest.mark.parametrize("path", sorted((ROOT / "data" / "nlu").glob("*.yml"))[:3], ids=lambda path: path.stem)
def test_a_valid_file_is_valid(patched: None, path: Path) -> None:
    text = path.read_text("utf-8")
    assert stock(validation, "validate_yaml_schema")(text, NLU_SCHEMA) is None
    assert validation.validate_yaml_schema(text, NLU_SCHEMA) is None


@pytest.mark.parametrize("text", ["nlu:\n- intent: greet\n  examples: 3\n", "nlu: 3\n", "nlu:\n- intnt: a\n"])
def test_a_wrong_file_is_refused_in_the_same_words(patched: None, text: str) -> None:
    said = []
    for check in (validation.validate_yaml_schema, stock(validation, "validate_yaml_schema")):
        with pytest.raises(YamlValidationException) as refused:
            check(text, NLU_SCHEMA)
        said.append(str(refused.value))
    assert said[0] == said[1]


class Marked:
    """Has a fingerprint that JSON would escape."""

    def fingerprint(self) -> str:
        return 'é"\\'


NESTED = [
    {"a": [1, 1.0, True, None, "x", {}, []], 2: {"b": Marked()}},
    [Marked(), "ü"],
    [],
    {},
    "",
    7,
    {"z": 1, "a": 2},
]


@pytest.mark.parametrize("value", NESTED)
def test_hashes_are_the_same(value: Any) -> None:
    expected = rasa_io.deep_container_fingerprint(value)
    with rasa_training.sooner():
        assert rasa_io.deep_container_fingerprint(value) == expected
        assert rasa_io.deep_container_fingerprint([value, {"in": value}]) != expected
    assert rasa_io.deep_container_fingerprint([value]) == _patched_hash([value])


def _patched_hash(value: Any) -> str:
    with rasa_training.sooner():
        return str(rasa_io.deep_container_fingerprint(value))


def slots() -> list[Slot]:
    made: list[Slot] = []
    for value in (None, True, 1, 1.0, "1", [1], "yes"):
        for kind, more in ((TextSlot, {}), (BooleanSlot, {}), (FloatSlot, {}), (CategoricalSlot, {"values": ["yes"]})):
            slot = kind("side", mappings=[{"type": "custom"}], **more)
            slot._value = value
            made.append(slot)
    return made


def test_slots_have_the_same_hash_however_often_they_are_asked() -> None:
    expected = [slot.fingerprint() for slot in slots()]
    asked = slots()
    with rasa_training.sooner():
        assert [slot.fingerprint() for slot in asked] == expected
        assert [slot.fingerprint() for slot in asked] == expected


def messages() -> list[Message]:
    named = Message.build("pain in my [leg](site)", "report ", [{"entity": "site", "start": 11, "end": 14}], {"m": [1]})
    return [Message.build("hello", "greet"), named, Message.build("hello", "greet "), Message({"text": None})]


def test_examples_are_stripped_copied_and_merged_the_same() -> None:
    def merged() -> TrainingData:
        data = TrainingData(messages(), responses={"utter_x": [{"text": "x"}]})
        return data.merge(TrainingData(messages()), data)

    expected = merged()
    with rasa_training.sooner():
        ours = merged()
        copied = training_data.copy.deepcopy(ours.training_examples)
    assert [vars(m) for m in ours.training_examples] == [vars(m) for m in expected.training_examples]
    assert ours.fingerprint() == expected.fingerprint()
    copied[1].data["entities"][0]["entity"] = "other"
    copied[1].output_properties.add("x")
    assert ours.training_examples[1].data["entities"][0]["entity"] == "site"
    assert "x" not in ours.training_examples[1].output_properties


def test_a_project_is_read_once_into_the_same_examples(tmp_path: Path) -> None:
    (tmp_path / "nlu.yml").write_text(KNOWN, "utf-8")
    (tmp_path / "domain.yml").write_text("version: '3.1'\nintents: [greet]\nentities: [place]\n", "utf-8")

    def read() -> TrainingDataImporter:
        return TrainingDataImporter.load_from_dict({}, None, str(tmp_path / "domain.yml"), [str(tmp_path / "nlu.yml")])

    expected = read()
    domain, examples = expected.get_domain().fingerprint(), expected.get_nlu_data().fingerprint()
    with rasa_training.sooner(), pytest.MonkeyPatch.context() as patch:
        asked: list[str] = []
        original = RasaFileImporter.get_nlu_data

        def counted(self: Any, language: str = "en") -> Any:
            asked.append(language)
            return original(self, language)

        patch.setattr(RasaFileImporter, "get_nlu_data", counted)
        ours = read()
        both = [ours.get_nlu_data(), ours.get_nlu_data("en"), ours.get_nlu_data(language="en")]
        assert ours.get_domain().fingerprint() == domain
    assert asked == ["en"]
    assert {data.fingerprint() for data in both} == {examples}


def test_rules_are_looked_for_as_while_serving() -> None:
    with rasa_training.sooner():
        assert RulePolicy._get_possible_keys is rasa_rules.get_possible_keys
