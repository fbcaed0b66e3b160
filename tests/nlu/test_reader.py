"""Laws of reading: it never raises, its offsets are true, and a denied list adds nothing."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backstride.domain.findings import Kind, Status, Vocabulary
from backstride.nlu.reader import Reader

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
WORDS = st.sampled_from(
    [
        "my",
        "low",
        "back",
        "leg",
        "legs",
        "hurts",
        "numb",
        "no",
        "not",
        "but",
        "and",
        "or",
        ",",
        ".",
        "?",
        "can",
        "i",
        "cant",
        "pee",
        "when",
        "wipe",
        "since",
        "3",
        "weeks",
        "left",
        "right",
        "down",
        "the",
        "of",
        "cancer",
        "fever",
        "had",
        "in",
        "2018",
        "dad",
        "both",
        "weak",
        "worse",
        "sitting",
        "better",
        "run",
        "38.9",
        "/",
        "10",
        "since",
        "sunday",
        "foot",
    ]
)
SYMPTOMS = (
    "fever",
    "chills",
    "weight loss",
    "night sweats",
    "weakness",
    "foot drop",
    "numbness between my legs",
    "chest pain",
    "shortness of breath",
    "leg pain",
    "bladder problems",
    "bowel issues",
    "saddle numbness",
    "burning when i pee",
)


@settings(max_examples=150)
@given(st.text(alphabet=st.characters(codec=None), max_size=200))
@example("")
@example("\x00")
@example("\ud800 my back \udfff hurts")
@example("\u202e\u0627\u0644\u0638\u0647\u0631 \U0001f600" * 20)
@example("back pain " * 1000)
@example("9" * 400)
@example("\u0130stanbul can\u2019t feel my leg")
def test_any_text_can_be_read_and_offsets_are_true(reader: Reader, vocabulary: Vocabulary, text: str) -> None:
    reading = reader.read(text, now=NOW)
    assert reading.text == text
    assert all(text[m.start : m.end] == m.text for m in reading.mentions)
    assert [m.start for m in reading.mentions] == sorted(m.start for m in reading.mentions)
    assert all(m.finding in vocabulary for m in reading.mentions)


@settings(max_examples=150)
@given(st.lists(WORDS, min_size=1, max_size=25).map(" ".join), st.sampled_from(["me", "my_child", "other_adult"]))
def test_any_mixture_of_our_words_gives_known_values(
    reader: Reader, vocabulary: Vocabulary, text: str, subject: str
) -> None:
    for mention in reader.read(text, subject=subject, now=NOW).mentions:
        kind = vocabulary[mention.finding]
        assert text[mention.start : mention.end] == mention.text
        if kind.kind in (Kind.CHOICE, Kind.SET):
            assert mention.value in (*kind.values, None)
        if kind.kind is Kind.NUMBER:
            assert isinstance(mention.value, float)
            assert kind.low <= mention.value <= kind.high


@settings(max_examples=100)
@given(
    st.lists(st.sampled_from(SYMPTOMS), min_size=1, max_size=5, unique=True),
    st.sampled_from(["no ", "denies ", "i do not have "]),
)
def test_a_denied_list_adds_no_red_flag(
    reader: Reader, vocabulary: Vocabulary, symptoms: list[str], denial: str
) -> None:
    text = denial + (", ".join(symptoms[:-1]) + " or " if symptoms[1:] else "") + symptoms[-1]
    raised = {m.finding for m in reader.read(text, now=NOW).mentions if m.status is Status.PRESENT}
    assert not {finding for finding in raised if vocabulary[finding].red_flag}


@pytest.mark.parametrize(
    ("text", "finding", "values"),
    [
        ("shuffling round like an old woman", "sex", []),
        ("it was 103 f at bedtime", "sex", []),
        ("51 f, sore low back", "sex", ["female"]),
        ("i could not feel better", "quality", []),
        ("i can't feel any tingling", "quality", []),
        ("i can't feel any of my toes", "quality", ["tingling_numb"]),
        ("i don't run at all", "radiation", []),
        ("it does not run any further", "radiation", ["none"]),
    ],
)
def test_what_is_said_of_it_is_present(text: str, finding: str, values: list[str], reader: Reader) -> None:
    said = reader.read(text, now=NOW).mentions
    assert [m.value for m in said if m.finding == finding and m.status is Status.PRESENT] == values


def test_reading_is_deterministic(reader: Reader) -> None:
    text = "pain from right low back down my calf, no fever, 3 weeks, 6/10, worse sitting"
    assert reader.read(text, now=NOW) == reader.read(text, now=NOW)


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "thanks, bye",
        "can you book me for tuesday at 3",
        "pissed off, this is killing me",
        "i'll be right back, left my phone at home",
        "what does it cost",
        "stop",
        "the weather is nice today",
        "cancel my appt",
        "crashed on the couch after a hard race",
        "scared to death of needles, lol",
    ],
)
def test_everyday_talk_raises_nothing(text: str, reader: Reader, vocabulary: Vocabulary) -> None:
    said = reader.read(text, now=NOW)
    raised = [
        m for m in said.mentions if m.status in (Status.PRESENT, Status.UNCERTAIN) and vocabulary[m.finding].red_flag
    ]
    assert (said.in_scope, raised) == (False, [])


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("my low back aches and I fell three times this month", True),
        ("stumbled twice in the last week, for nothing", True),
        ("had a few falls lately, back is sore", True),
        ("no falls recently, low back is sore", False),
        ("I fell on the ice this week and my back is sore", False),
        ("I have not fallen, my back is sore", False),
    ],
)
def test_repeated_falls_ask_about_a_weak_leg(text: str, asks: bool, reader: Reader) -> None:
    assert ("weak" in {m.finding for m in reader.read(text).mentions if m.status is Status.UNCERTAIN}) is asks


def test_a_temperature_of_the_past_is_past_with_its_fever(reader: Reader) -> None:
    statuses = {m.status for m in reader.read("had a fever of 39 last winter").mentions if m.finding == "fever"}
    assert statuses == {Status.HISTORICAL}
