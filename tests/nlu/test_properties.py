"""Laws of reading that hold whatever the words are: no crash, no case, sides that mirror, order, and danger that stays.

Each law is checked on sentences put together at random from parts that are understood on their own. How long a
hostile message takes is shown by `make nlu-report`, not asserted here.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backstride.domain.findings import Vocabulary
from backstride.domain.mentions import Reading
from backstride.nlu.findings_view import ask_first, red_flags, view
from backstride.nlu.reader import Reader
from bench.sentences.load import read_sentences

DEV = [sentence.text for sentence in read_sentences("dev")]

COMPLAINTS = (
    "my low back hurts on the left", "it goes down my right leg to the foot", "sitting makes it worse", "i am 44",
    "lying down helps", "it started three weeks ago", "it is a 6 out of 10", "i run 20 miles a week", "no numbness",
    "it feels burning", "coughing hurts", "it is getting worse", "i have no fever", "walking is fine",
)  # fmt: skip
DANGERS = (
    "i cant pee since this morning", "im numb down there", "i pooped myself and didnt feel it", "my penis is numb",
    "both legs are numb and weak", "my foot is dropping", "i walk like im drunk since last week", "i have a fever",
    "i got hit by a car yesterday", "i have osteoporosis", "i had breast cancer 4 years ago", "my speech is slurred",
    "i have lost 20 lb without trying", "i shoot up heroin", "i have an aneurysm", "i have chest pain", "i am 14",
    "my calf is swollen and hot", "it burns when i pee", "i am 30 weeks pregnant", "i am throwing up blood",
    "i take eliquis", "i want to kill myself", "my pee is dark like cola", "i took 10 tylenol this morning",
    "i had spine surgery last week", "i have shingles", "the pain is unbearable", "i have night sweats",
    "my periods stopped",
)  # fmt: skip
"""A plain sentence for the dangers of the rules; some raise more than one finding."""
HARMLESS = (
    "i work in an office", "my dog is two years old", "the weather has been nice", "thanks for reading this",
    "i like long walks on the beach", "my appointment is on tuesday", "i live near the park", "no worries",
    "my brother told me to write", "i am fine apart from that", "sorry for the long message", "i don't smoke",
    "my sister is a nurse", "hope that makes sense", "i never had to do this before", "my mum says hello",
    "if you could call me that would be great", "i used to be a teacher", "my husband drove me here", "no allergies",
    "i might book a visit", "there is nothing else", "i can walk the dog", "it was raining last year",
    "maybe you can help",
)  # fmt: skip
"""Sentences with a negation, another person, the past, a wish or a doubt, none of them about the danger."""
NOUNS = (
    "numbness", "fever", "chills", "night sweats", "weight loss", "chest pain", "shortness of breath", "foot drop",
    "saddle numbness", "incontinence", "tingling", "cancer", "osteoporosis", "blood in my urine", "slurred speech",
    "bladder problems", "pins and needles", "shingles", "dark urine", "leg weakness", "suicidal thoughts",
)  # fmt: skip
FRAMES = (
    "{}",
    "i have {}",
    "my low back hurts and i have {}",
    "low back pain, {}",
    "low back pain with {} since monday",
)
PLACES = ("low back", "lower back", "buttock", "hip")
SIDED = (
    "my {side} {place} hurts", "{place} pain on the {side}", "it hurts in the {place}, {side} side",
    "pain in my {side} {place} that goes down my {side} leg", "{side} sided {place} pain when i sit",
)  # fmt: skip

law = settings(max_examples=150)
any_text = st.text(st.characters(), max_size=200)
"""Every code point, lone surrogates and control characters among them."""
pieces = st.one_of(
    any_text, st.sampled_from([*COMPLAINTS, *DANGERS, *HARMLESS, *DEV]), st.sampled_from(["no ", "not "])
)


Read = Callable[[str], Reading]
Tell = Callable[[str], "Told"]


@dataclass(frozen=True)
class Told:
    """All that is understood of a text, without order."""

    findings: dict[str, object]
    flags: frozenset[str]
    asked: frozenset[str]
    in_scope: bool


# Fixtures are functions, so that hypothesis reports a failing text and not the whole vocabulary.
@pytest.fixture(scope="module")
def read(reader: Reader, now: datetime) -> Read:
    return lambda text: reader.read(text, now=now)


@pytest.fixture(scope="module")
def tell(read: Read, vocabulary: Vocabulary) -> Tell:
    def told(text: str) -> Told:
        reading = read(text)
        said = {k: frozenset(v) if isinstance(v, list) else v for k, v in view(reading, vocabulary).items()}
        flags, asked = frozenset(red_flags(reading, vocabulary)), frozenset(ask_first(reading, vocabulary))
        return Told(dict(said), flags, asked, reading.in_scope)

    return told


def check_spans(reading: Reading, text: str) -> None:
    assert [m for m in reading.mentions if not 0 <= m.start <= m.end <= len(text)] == []
    assert [m for m in reading.mentions if m.text != text[m.start : m.end]] == []


@given(st.lists(pieces, max_size=12), st.sampled_from(["", " ", ". ", ", ", "\n", "\x00", "…"]))
@settings(law, max_examples=300)
@example(["\ud800", "low back", "\udfff"], "")
@example(["моя спина болит", "腰が痛い", "ظهري يؤلمني", "मेरी पीठ में दर्द है"], " ")
@example(["".join(map(chr, range(32))), "no fever"], "\x7f")
def test_any_text_is_read_and_spans_are_inside(read: Read, parts: list[str], joint: str) -> None:
    text = joint.join(parts)
    check_spans(read(text), text)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 20_000,
        ("my low back hurts on the left when i sit, no numbness, " * 400)[:20_000],
        "pain " + " and ".join(["numb", "weak", "left leg", "fever", "low back"] * 100),
        "no fever, " * 500,
    ],
    ids=["one word", "a long story", "500 mentions", "500 negations"],
)
def test_a_very_long_message_is_read(read: Read, text: str) -> None:
    check_spans(read(text), text)


@given(st.one_of(st.sampled_from(DEV), st.lists(st.sampled_from([*COMPLAINTS, *DANGERS]), min_size=1).map(". ".join)))
@law
def test_capitals_do_not_matter(tell: Tell, text: str) -> None:
    assert tell(text.upper()) == tell(text.lower())


@given(st.sampled_from(SIDED), st.sampled_from(PLACES), st.sampled_from(["left", "right"]))
@law
def test_a_swap_of_left_and_right_swaps_the_side_and_nothing_else(
    tell: Tell, frame: str, place: str, side: str
) -> None:
    other = {"left": "right", "right": "left"}[side]
    seen, mirrored = (tell(frame.format(side=s, place=place)) for s in (side, other))
    assert (seen.findings["side"], mirrored.findings["side"]) == (side, other)
    assert replace(seen, findings=seen.findings | {"side": other}) == mirrored


@given(st.sampled_from(NOUNS), st.sampled_from(FRAMES))
@law
def test_no_before_a_finding_flips_it(read: Read, noun: str, frame: str) -> None:
    def raised(text: str) -> set[tuple[str, object]]:
        mentions = read(text).mentions
        return {(m.finding, m.value) for m in mentions if m.status.value in ("present", "uncertain")}

    said = raised(frame.format(noun)) - raised(frame.format("it"))
    assert said != set()
    assert said & raised(frame.format(f"no {noun}")) == set()


@given(st.lists(st.sampled_from(COMPLAINTS), min_size=2, max_size=5, unique=True), st.randoms(use_true_random=False))
@law
def test_the_order_of_independent_sentences_does_not_matter(tell: Tell, parts: list[str], random: Random) -> None:
    shuffled = random.sample(parts, k=len(parts))
    assert tell(". ".join(parts) + ".") == tell(". ".join(shuffled) + ".")


@given(st.lists(st.sampled_from(DANGERS), min_size=2, max_size=4, unique=True))
@law
def test_no_danger_hides_another(tell: Tell, parts: list[str]) -> None:
    alone = {flag for part in parts for flag in tell(part).flags}
    assert alone - tell(". ".join(parts) + ".").flags == set()


@given(
    st.sampled_from(DANGERS),
    st.lists(st.sampled_from(HARMLESS), max_size=3),
    st.lists(st.sampled_from(HARMLESS), max_size=3),
    st.sampled_from([". ", "! ", "? ", ".\n", "\n\n"]),
)
@law
def test_harmless_sentences_never_take_a_danger_away(
    tell: Tell, danger: str, before: list[str], after: list[str], stop: str
) -> None:
    alone = tell(danger).flags
    assert alone != set()
    assert alone - tell(stop.join([*before, danger, *after, ""])).flags == set()
