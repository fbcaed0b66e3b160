"""Sentences, clauses, and questions about nobody."""

import pytest

from backstride.nlu.clauses import Message, group
from backstride.nlu.lexicon import Lexicon
from backstride.nlu.normalise import tokenise


def grouped(text: str, lexicon: Lexicon) -> Message:
    return group(tokenise(text, lexicon.spelling), lexicon.words)


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("no fever but my foot is numb", ["no fever", "but my foot is numb"]),
        ("no fever, chills or weight loss", ["no fever , chills or weight loss"]),
        ("no cancer, no fever, lost 20 lb", ["no cancer", ", no fever", ", lost 20 pounds"]),
        ("not weak just sore", ["not weak", "just sore"]),
        ("it hurts; no fever", ["it hurts", "; no fever"]),
    ],
)
def test_a_clause_ends_at_a_new_thought(text: str, clauses: list[str], lexicon: Lexicon) -> None:
    message = grouped(text, lexicon)
    said = [" ".join(message.texts[c.first : c.last]) for c in message.clauses]
    assert said == clauses


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("can back pain make you lose bladder control?", True),
        ("can sit through a film", False),
        ("can running be the cause", True),
        ("what are signs of cauda equina", True),
        ("is numbness in the groin serious?", True),
        ("could sitting for hours give me a clot", True),
        ("can you give me a call, my leg is swollen", False),
        ("is my numb groin serious?", False),
        ("can not pee", False),
        ("why cant i feel my feet?", False),
        ("when i run it hurts", False),
    ],
)
def test_questions_about_nobody_are_told_from_complaints(text: str, asks: bool, lexicon: Lexicon) -> None:
    assert grouped(text, lexicon).clauses[0].asks is asks
