"""The second look: what it may mean although no rule found it. It doubts, and does nothing else."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from backstride.domain.errors import ContentError
from backstride.domain.findings import Status
from backstride.domain.mentions import SECOND_LOOK, Mention, Reading, with_doubts
from backstride.nlu.mention_extractor import from_entity, to_entity
from backstride.nlu.payload_guard import TRUSTED
from backstride.nlu.reader import Reader
from backstride.nlu.red_flag_screener import Watched, interrupts
from backstride.nlu.second_look import MOST, Features, Weights, doubts, keys, windows, words
from backstride.nlu.second_look_training import Saying, _counted, _features, _rows, read_sayings, sayings, train
from backstride.nlu.second_looker import SecondLook
from tests.nlu.conftest import CONTENT

CONTEXT = ExecutionContext(GraphSchema({}))
SOAKED = "my trousers were drenched again and I never felt a thing"


def doubted(model: Weights, text: str, read: Collection[Mention]) -> list[Mention]:
    """The doubts about a single message."""
    return doubts(model, [text], [read])[0]


def small(threshold: float = 0.0) -> Weights:
    """A model that hears `ces_bladder` in "drenched", `fever` in "shivering" and nothing anywhere else."""
    told = {"drenched": [5, 0], "shivering": [0, 4], "week": [0, 0]}
    by_key = dict(sorted((int(keys([word])[0]), weights) for word, weights in told.items()))
    features = Features(np.array(list(by_key), dtype=np.uint32), np.ones(3, dtype=np.float32))
    weights, bias = np.array(list(by_key.values()), dtype=np.float32), np.array([-1, -1], dtype=np.float32)
    return Weights.packed(("ces_bladder", "fever"), features, weights, bias, threshold=threshold)


@pytest.fixture(scope="module")
def learnt() -> Weights:
    """A model of the real content, trained without the examples of the intents."""
    return train(sayings(read_sayings(CONTENT), ()))


def test_a_doubt_has_the_sentence_that_spoke() -> None:
    text = f"Back pain for a week. {SOAKED}!"
    assert doubted(small(), text, ()) == [Mention("ces_bladder", Status.UNCERTAIN, 22, 22 + len(SOAKED), SOAKED)]


@pytest.mark.parametrize(
    ("status", "place", "said"),
    [
        (Status.NEGATED, (23, 40), []),  # denied in the same words
        (Status.HISTORICAL, (23, 40), []),
        (Status.NEGATED, (0, 20), [SOAKED]),  # denied in another sentence, told in this one
        (Status.HISTORICAL, (0, 20), [SOAKED]),
        (Status.PRESENT, (0, 20), []),  # raised already, wherever
        (Status.UNCERTAIN, (0, 20), []),
    ],
)
def test_what_the_rules_settled_is_theirs(status: Status, place: tuple[int, int], said: list[str]) -> None:
    text = f"No accidents so far. {SOAKED}"
    read = Mention("ces_bladder", status, *place, text[slice(*place)])
    assert [m.text for m in doubted(small(), text, [read])] == said


def test_other_findings_are_left_to_the_second_look_unless_they_are_somebody_elses() -> None:
    beside = Mention("fever", Status.PRESENT, 0, 10, SOAKED[:10])
    assert [m.finding for m in doubted(small(), SOAKED, [beside])] == ["ces_bladder"]
    assert doubted(small(), SOAKED, [replace(beside, status=Status.OTHER_PERSON)]) == []


@pytest.mark.parametrize(
    "text", ["", "drenched", "yes, drenched", "drenched last week", "?!", "\x00 \ud800", "दर्द है यहाँ बहुत"]
)
def test_short_answers_and_other_scripts_are_left_alone(text: str) -> None:
    assert doubted(small(), text, ()) == []


def test_the_surest_come_first_and_no_more_than_are_useful() -> None:
    model = small(threshold=-5.0)
    said = [mention.finding for mention in doubted(model, "shivering and drenched since one week", ())]
    assert said == ["ces_bladder", "fever"]
    assert len(said) <= MOST


def test_nothing_below_the_threshold() -> None:
    assert doubted(small(threshold=10.0), SOAKED, ()) == []


def test_a_long_story_is_read_in_parts_and_its_end_is_heard() -> None:
    story = "my low back aches on the left when I run and when I sit. " * 60
    assert len(windows(story)) > 1
    assert [m.text for m in doubted(small(), story + SOAKED, ())] == [SOAKED]


@given(st.text(max_size=300), st.sets(st.sampled_from(["ces_bladder", "fever"])))
def test_any_text_gives_doubts_about_what_was_not_raised_within_the_text(text: str, spoken: set[str]) -> None:
    for model in (small(), small(threshold=-5.0)):
        found = doubted(model, text, [Mention(finding, Status.PRESENT, 0, 1, text[:1]) for finding in spoken])
        assert {m.status for m in found} <= {Status.UNCERTAIN}
        assert not spoken & {m.finding for m in found}
        assert all(0 <= m.start <= m.end <= len(text) and m.text == text[m.start : m.end] for m in found)


def test_words_and_their_pieces_carry_case_quotes_and_numbers_away() -> None:
    assert words("I CAN\u2019T, 39.2!") == ["i", "can't", "39", "2"]


def few() -> list[Saying]:
    """Enough sentences for words that stand in two of them."""
    wet = [f"I wet the bed last night, {n} times" for n in ("two", "three", "four")]
    sore = [f"my low back hurts when I run {n} miles" for n in ("two", "three", "four")]
    told = frozenset({"ces_bladder"})
    return [*(Saying(text, told) for text in wet), *(Saying(text, like=told) for text in sore)]


def test_training_is_the_same_every_time() -> None:
    first, second = train(few()), train(few())
    np.testing.assert_array_equal(first.features.keys, second.features.keys)
    np.testing.assert_array_equal(first.weights, second.weights)


def test_a_finding_can_need_more_or_less_than_the_threshold() -> None:
    text = "I wet the bed last night, five times"
    found = [doubted(train(few(), threshold=0, more={"ces_bladder": more}), text, ()) for more in (-20.0, 20.0)]
    assert [[m.finding for m in mentions] for mentions in found] == [["ces_bladder"], []]


def test_what_a_finding_needs_must_be_of_a_known_finding() -> None:
    with pytest.raises(ContentError, match=r"SecondLook\.more: .*\['fevr'\]"):
        train(few(), more={"fevr": 1.0})


def test_many_texts_at_once_are_counted_as_one_is() -> None:
    counts = _counted([saying.text for saying in few()])
    features = _features([counts], len(few()))
    rows = _rows(features, counts, len(few()))
    found = features.of([words(saying.text) for saying in few()]).times(np.eye(len(features.keys)))
    np.testing.assert_allclose(rows.toarray(), found, atol=1e-6)


def test_messages_are_doubted_each_on_its_own() -> None:
    story = "my low back aches on the left when I run and when I sit. " * 30
    texts = [SOAKED, "", f"Back pain for a week. {SOAKED}!", story + SOAKED, "shivering and drenched since one week"]
    assert doubts(small(), texts, [()] * 5) == [doubted(small(), text, ()) for text in texts]
    assert doubts(small(), [], []) == []


def test_it_hears_words_it_was_not_taught(learnt: Weights) -> None:
    """None of these is in content/second_look; each is told with other words than any line there."""
    said = {
        "left the bathroom tap going for ages and still couldn't get a pee to start, back is terrible": "ces_bladder",
        "since tuesday my toes catch on the carpet and that foot slaps down": "weak",
        "honestly everyone would be happier if I just wasn't around, I'm tired of living": "si",
    }
    found = {text: {m.finding for m in doubted(learnt, text, ())} for text in said}
    assert {text: finding in found[text] for text, finding in said.items()} == dict.fromkeys(said, True)


@pytest.mark.parametrize(
    "text",
    [
        "my low back aches on the left after long runs and eases when I walk",
        "how much does a first visit cost without insurance",
        "can I come in on thursday afternoon instead of friday",
        "bladder and bowel are completely normal, just a stiff back",
    ],
)
def test_it_is_silent_about_backs_and_clinics(learnt: Weights, text: str) -> None:
    assert doubted(learnt, text, ()) == []


def test_without_sentences_there_is_nothing_to_learn() -> None:
    with pytest.raises(ContentError):
        train([Saying("hello there")])


@pytest.mark.parametrize(
    "entry", ["says: |\n  a line\n", "finding: fever\nsays: |\n  a line\nnot: |\n  a line\n", "- a\n", "a: ["]
)
def test_a_broken_file_is_named(tmp_path: Path, entry: str) -> None:
    (tmp_path / "second_look").mkdir()
    (tmp_path / "second_look" / "fever.yml").write_text(entry, "utf-8")
    with pytest.raises(ContentError, match=r"fever\.yml"):
        read_sayings(tmp_path)


def test_the_content_speaks_of_known_red_flags(vocabulary: Any) -> None:
    content = read_sayings(CONTENT)
    told = {entry["finding"] for entry in content.values() if entry["says"]}
    assert {finding for finding in told if not (finding in vocabulary and vocabulary[finding].red_flag)} == set()
    assert {name for name, entry in content.items() if entry["says"] and entry["finding"] != name} == set()
    assert {name for name, entry in content.items() if not entry["not"]} == set()


def test_doubts_join_what_was_read_and_change_nothing_of_it() -> None:
    read = Mention("fever", Status.NEGATED, 0, 8, "no fever")
    entities = [
        {**to_entity(Mention("fever", Status.UNCERTAIN, 0, 5, "shiver")), "extractor": SECOND_LOOK},
        {**to_entity(Mention("chest", Status.UNCERTAIN, 9, 14, "heavy")), "extractor": SECOND_LOOK},
        {**to_entity(Mention("calf", Status.UNCERTAIN, 9, 14, "heavy")), "extractor": SECOND_LOOK},
        {**to_entity(Mention("gone", Status.UNCERTAIN, 9, 14, "heavy")), "extractor": SECOND_LOOK},
        to_entity(Mention("si", Status.PRESENT, 9, 14, "heavy")),
    ]
    joined = with_doubts(
        Reading("no fever heavy", (read,)), entities, about={"fever", "chest", "calf", "si"}, but={"calf"}
    )
    assert joined.mentions == (read, Mention("chest", Status.UNCERTAIN, 9, 14, "heavy"))


@pytest.mark.parametrize("value", [None, "left", 7.5])
def test_an_entity_is_a_mention_again(value: str | float | None) -> None:
    mention = Mention("side", Status.HISTORICAL, 3, 7, "left", value)
    assert from_entity(to_entity(mention)) == mention


@given(
    st.lists(
        st.sampled_from(["drenched", "shivering", "no fever", "cant pee", "back hurts", ".", "my dad"]), max_size=8
    )
)
def test_what_the_rules_found_stands(reader: Reader, parts: list[str]) -> None:
    text = " ".join(parts)
    reading = reader.read(text)
    found = doubted(small(threshold=-5.0), text, reading.mentions)
    entities = [{**to_entity(mention), "extractor": SECOND_LOOK} for mention in found]
    joined = with_doubts(reading, entities).mentions
    assert joined[: len(reading.mentions)] == reading.mentions
    assert {m.status for m in joined[len(reading.mentions) :]} <= {Status.UNCERTAIN}


def trained(folder: Path, threshold: float = 3.0) -> SecondLook:
    """The component, trained on a content of three files, stored, and loaded from the model alone."""
    sentences = folder / "content" / "second_look"
    sentences.mkdir(parents=True)
    (sentences / "fever.yml").write_text(
        "finding: fever\nsays: |\n  teeth chattering, burning up\nnot: |\n  no fever\n", "utf-8"
    )
    (sentences / "weak.yml").write_text(
        "finding: weak\nsays: |\n  my foot slaps the floor\nnot: |\n  legs are fine\n", "utf-8"
    )
    (sentences / "benign.yml").write_text("not: |\n  my low back hurts when I run\n", "utf-8")
    storage = LocalModelStorage(folder)
    config = {"content_dir": str(folder / "content"), "threshold": threshold}
    examples = [Message({"text": "see you on monday", "intent": "goodbye"})]
    SecondLook.create(config, storage, Resource("second"), CONTEXT).train(TrainingData(examples))
    return SecondLook.load({**config, "content_dir": "nowhere"}, storage, Resource("second"), CONTEXT)


def test_the_component_adds_a_doubt_beside_the_mentions(tmp_path: Path) -> None:
    text = "teeth chattering, burning up all night"
    known = to_entity(Mention("night_pain", Status.PRESENT, 30, 39, "all night"))
    said = trained(tmp_path).process([Message({"text": text, "entities": [known]})])[0].get("entities")
    assert said == [
        known,
        {
            "entity": "fever",
            "value": True,
            "start": 0,
            "end": len(text),
            "text": text,
            "status": "uncertain",
            "extractor": SECOND_LOOK,
        },
    ]


def test_the_component_says_nothing_where_the_rules_have_spoken_or_the_server_speaks(tmp_path: Path) -> None:
    component = trained(tmp_path)
    denied = to_entity(Mention("fever", Status.NEGATED, 0, 16, "teeth chattering"))
    spoken = Message({"text": "teeth chattering, burning up all night", "entities": [denied]})
    payload = Message({"text": "teeth chattering, burning up all night", "metadata": {TRUSTED: True}})
    assert [m.get("entities") for m in component.process([spoken, payload])] == [[denied], None]


def test_the_component_says_nothing_of_what_is_somebody_elses(tmp_path: Path) -> None:
    text = "my dad has had his teeth chattering, burning up all night"
    his = to_entity(Mention("sweats", Status.OTHER_PERSON, 3, 20, text[3:20]))
    said = trained(tmp_path, threshold=-5.0).process([Message({"text": text, "entities": [his]})])[0]
    assert said.get("entities") == [his]


def test_a_model_without_it_has_no_second_look_and_works(tmp_path: Path) -> None:
    config = SecondLook.get_default_config()
    component = SecondLook.load(config, LocalModelStorage(tmp_path), Resource("nothing"), CONTEXT)
    said = component.process([Message({"text": SOAKED})])[0]
    assert said.get("entities") is None


def test_a_changed_sentence_changes_the_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "second_look").mkdir()
    file = tmp_path / "second_look" / "fever.yml"
    file.write_text("finding: fever\nsays: |\n  a\n", "utf-8")
    before = SecondLook.fingerprint_addon({"content_dir": str(tmp_path)})
    file.write_text("finding: fever\nsays: |\n  b\n", "utf-8")
    assert SecondLook.fingerprint_addon({"content_dir": str(tmp_path)}) != before


def test_a_doubt_of_the_second_look_asks_first() -> None:
    watch = Watched(frozenset({"chest"}), frozenset({"chest"}))
    assert interrupts([{"entity": "chest", "status": "uncertain", "extractor": SECOND_LOOK}], watch)
