"""The people of a message."""

import pytest

from backstride.nlu.clauses import group
from backstride.nlu.lexicon import Lexicon
from backstride.nlu.normalise import tokenise
from backstride.nlu.people import person_before


@pytest.mark.parametrize(
    ("text", "word", "who"),
    [
        ("my dad has cancer", "cancer", "dad"),
        ("my dad thinks my foot is weak", "weak", "me"),
        ("my wife noticed weakness", "weakness", ""),
        ("my son hurt his back and he limps", "limps", "son"),
        ("back hurts", "hurts", ""),
    ],
)
def test_the_nearest_person_before_a_word_is_whom_it_is_about(text: str, word: str, who: str, lexicon: Lexicon) -> None:
    message = group(tokenise(text, lexicon.spelling), lexicon.words)
    assert person_before(message, message.texts.index(word)) == who
