"""The Rasa components: their pure parts, and one round trip through a model."""

import inspect
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from backstride.domain.findings import Status
from backstride.domain.mentions import Mention
from backstride.nlu import intent_model, second_look_training
from backstride.nlu.intent_classifier import IntentClassifier
from backstride.nlu.mention_extractor import MentionExtractor, to_entity
from backstride.nlu.payload_guard import TRUSTED
from backstride.nlu.red_flag_screener import RedFlagScreener, Watched, interrupts, watched
from backstride.nlu.second_looker import SecondLook
from tests.nlu.conftest import CONTENT

CONTEXT = ExecutionContext(GraphSchema({}))
CONFIG = {"content_dir": str(CONTENT)}


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[MentionExtractor, RedFlagScreener]:
    """Both components, trained, stored and loaded again from the model alone."""
    storage = LocalModelStorage(tmp_path_factory.mktemp("model"))
    MentionExtractor.create(CONFIG, storage, Resource("mentions"), CONTEXT).train(TrainingData())
    RedFlagScreener.create(CONFIG, storage, Resource("screener"), CONTEXT).train(TrainingData())
    elsewhere = {"content_dir": "nowhere"}
    return (
        MentionExtractor.load(elsewhere, storage, Resource("mentions"), CONTEXT),
        RedFlagScreener.load(elsewhere, storage, Resource("screener"), CONTEXT),
    )


def message(text: str, **data: Any) -> Message:
    return Message({"text": text, "intent": {"name": "greet", "confidence": 0.9}, **data})


def test_an_entity_carries_finding_value_status_and_place() -> None:
    mention = Mention("fever", Status.NEGATED, 3, 8, "fever")
    assert to_entity(mention) == {
        "entity": "fever",
        "value": True,
        "start": 3,
        "end": 8,
        "text": "fever",
        "status": "negated",
        "extractor": "MentionExtractor",
    }


def test_a_red_flag_outvotes_the_intent(trained: tuple[MentionExtractor, RedFlagScreener]) -> None:
    extractor, screener = trained
    said = screener.process(extractor.process([message("hi, my crotch is numb")]))[0]
    assert said.get("intent") == {"name": "report_red_flag", "confidence": 1.0}


def test_a_flag_in_doubt_outvotes_the_intent(trained: tuple[MentionExtractor, RedFlagScreener]) -> None:
    extractor, screener = trained
    said = screener.process(extractor.process([message("i pee a lot at night")]))[0]
    assert said.get("intent")["name"] == "report_red_flag"


@pytest.mark.parametrize("text", ["no numbness and no fever", "hello", "", "my low back hurts on the left"])
def test_other_words_keep_their_intent(trained: tuple[MentionExtractor, RedFlagScreener], text: str) -> None:
    extractor, screener = trained
    said = screener.process(extractor.process([message(text)]))[0]
    assert said.get("intent") == {"name": "greet", "confidence": 0.9}


def test_the_servers_own_payload_is_left_alone(trained: tuple[MentionExtractor, RedFlagScreener]) -> None:
    extractor, screener = trained
    payload = message('/answer{"choice": ["numb between my legs"]}', metadata={TRUSTED: True})
    said = screener.process(extractor.process([payload]))[0]
    assert (said.get("intent")["name"], said.get("entities")) == ("greet", None)


def test_the_subject_of_care_comes_with_the_message(trained: tuple[MentionExtractor, RedFlagScreener]) -> None:
    extractor, _ = trained
    said = extractor.process([message("my son has a fever", metadata={"subject": "my_child"})])[0]
    assert [(e["entity"], e["status"]) for e in said.get("entities") if e["entity"] == "fever"] == [
        ("fever", "present")
    ]


def test_changed_words_change_the_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "words.yml").write_text("a: 1", "utf-8")
    (tmp_path / "vocabulary.yml").write_text("findings: []", "utf-8")
    before = MentionExtractor.fingerprint_addon({"content_dir": str(tmp_path)})
    (tmp_path / "lexicon" / "words.yml").write_text("a: 2", "utf-8")
    assert MentionExtractor.fingerprint_addon({"content_dir": str(tmp_path)}) != before


def test_levels_and_doubt_decide_what_is_watched() -> None:
    flags: list[dict[str, Any]] = [
        {"findings": ["chest"], "level": "L1", "ask_first": True},
        {"findings": ["cancer"], "level": "L3", "ask_first": False},
        {"findings": ["inflammatory"], "level": "L4", "ask_first": False},
        {"findings": ["minor"], "level": None, "ask_first": False},
    ]
    assert watched(flags) == Watched(frozenset({"chest", "cancer"}), frozenset({"chest"}))


def test_only_our_own_entities_interrupt() -> None:
    watch = Watched(frozenset({"chest"}), frozenset({"chest"}))
    entity = {"entity": "chest", "status": "present", "extractor": "RegexEntityExtractor"}
    assert not interrupts([entity], watch)
    assert interrupts([{**entity, "extractor": "MentionExtractor"}], watch)


EXAMPLES = {
    "greet": ("hello there", "hi hello", "hello you", "hi there"),
    "goodbye": ("good bye", "bye now", "bye bye", "good bye now"),
    "thank": ("thanks a lot", "many thanks", "thanks", "thanks so much"),
    "answer": ("option payload marker", "choice marker"),
}


@pytest.fixture(scope="module")
def classifier(tmp_path_factory: pytest.TempPathFactory) -> IntentClassifier:
    """The classifier, trained on a few examples, stored and loaded again from the model alone."""
    storage = LocalModelStorage(tmp_path_factory.mktemp("intents"))
    config = {**IntentClassifier.get_default_config(), "never_said": ["answer"]}
    data = TrainingData([Message.build(t, intent) for intent, texts in EXAMPLES.items() for t in texts])
    IntentClassifier.create(config, storage, Resource("intents"), CONTEXT).train(data)
    return IntentClassifier.load(config, storage, Resource("intents"), CONTEXT)


def test_messages_get_an_intent_and_a_ranking(classifier: IntentClassifier) -> None:
    said = classifier.process([Message({"text": t}) for t in ("Hello!", "bye", "thanks")])
    assert [m.get("intent")["name"] for m in said] == ["greet", "goodbye", "thank"]
    assert said[0].get("intent_ranking")[0] == said[0].get("intent")
    assert sum(r["confidence"] for r in said[0].get("intent_ranking")) == pytest.approx(1.0)


def test_messages_without_known_words_fall_back(classifier: IntentClassifier) -> None:
    said = classifier.process([Message({"text": t}) for t in ("", "   ", "zzz qqq", "\U0001f600", "\u4f60\u597d")])
    assert [m.get("intent") for m in said] == [{"name": "nlu_fallback", "confidence": 0.0}] * 5


@pytest.mark.parametrize("text", ["option payload marker", '/answer{"choice": ["marker"]}'])
def test_no_words_get_an_intent_that_only_the_server_sets(classifier: IntentClassifier, text: str) -> None:
    said = classifier.process([Message({"text": text})])[0]
    assert "answer" not in [r["name"] for r in said.get("intent_ranking")]


def test_the_servers_own_payload_is_not_classified(classifier: IntentClassifier) -> None:
    said = classifier.process([Message({"text": "/answer{}", "metadata": {TRUSTED: True}}), Message({"text": "hello"})])
    assert said[0].get("intent") == {"name": "nlu_fallback", "confidence": 0.0}
    assert said[1].get("intent")["name"] == "greet"


def test_other_word_vectors_change_the_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    before = IntentClassifier.fingerprint_addon({})
    monkeypatch.setattr("backstride.nlu.intent_classifier.version", lambda package: f"{package} 9")
    assert IntentClassifier.fingerprint_addon({}) != before


@pytest.mark.parametrize(
    ("component", "trainer"), [(IntentClassifier, intent_model), (SecondLook, second_look_training)]
)
def test_another_trainer_changes_the_fingerprint(
    component: type[IntentClassifier] | type[SecondLook], trainer: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or rasa's cache would hand what an older version learnt to a newer one after an upgrade."""
    config = {"content_dir": str(CONTENT)}
    before = component.fingerprint_addon(config)
    source = inspect.getsource
    monkeypatch.setattr(inspect, "getsource", lambda module: source(module) + "# new" * (module is trainer))
    assert component.fingerprint_addon(config) != before
