"""Spanish is known by words of its own, however it is typed, and English with a foreign name in it is English."""

import pytest

from backstride.nlu.lexicon import read_lexicon
from backstride.services.spanish import SpanishWords
from tests.content.given import CONTENT

WORDS = SpanishWords(read_lexicon(CONTENT / "lexicon"))


@pytest.mark.parametrize(
    "text",
    [
        "no puedo orinar",
        "ME ORIN\u00c9 ENCIMA!!",
        "me desmaye",
        "quiero morirme",
        "fiebre y dolor de espalda",
        "no siento las piernas",
        "hablas espa\u00f1ol?",
        "down la pierna hasta la rodilla",
    ],
)
def test_spanish(text: str) -> None:
    assert WORDS.speaks(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "911",
        "no",
        "my back hurts",
        "i live in la and my back hurts",
        "no pain in my legs",
        "me too",
        "4 mi",
        "pie in the face",
        "\u0638\u0647\u0631\u064a",
    ],
)
def test_not_spanish(text: str) -> None:
    assert not WORDS.speaks(text)


def test_without_a_list_nothing_is_spanish() -> None:
    assert not SpanishWords({"words": {"a": ["back"]}}).speaks("no puedo orinar")


@pytest.mark.parametrize(
    "text",
    [
        "Do you speak Spanish?",
        "anybody there who speaks portuguese",
        "can you do this in spanish please",
        "spanish pls",
        "sorry, i don't speak english well",
        "my english is bad",
        "can i have an interpreter",
        "is there someone who talks my language",
        "болит поясница, ноги слабые",
        "腰が痛くて足がしびれます",
        "ظهري يؤلمني كثيرا",
        "मेरी कमर में दर्द है ok",
    ],
)
def test_a_language_is_asked_for(text: str) -> None:
    assert WORDS.asks_for_a_language(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "my french bulldog pulled me over",
        "hurt it on holiday in spain",
        "i teach spanish and stand all day",
        "i work as an interpreter and sit all day",
        "in chinese medicine they say rest",
        "english muffins",
        "rückenschmerzen",
        "5 µm",
        "my low back hurts, 腰",
        "\U0001d5ef\U0001d5ee\U0001d5f0\U0001d5f8 \uff50\uff41\uff49\uff4e",
        "😖😖😖 10/10",
        "no pain",
    ],
)
def test_no_language_is_asked_for(text: str) -> None:
    assert not WORDS.asks_for_a_language(text)
