"""Which cues reach a mention: what medspaCy itself says, pair by pair."""

import json
from pathlib import Path

import pytest
from spacy.tokens import Doc

from backstride.domain.findings import Status
from backstride.nlu.boundaries import Cue, is_inside
from backstride.nlu.clauses import Message, group
from backstride.nlu.cues import Cues
from backstride.nlu.found import Found
from backstride.nlu.lexicon import Lexicon
from backstride.nlu.normalise import tokenise

SENTENCES = Path(__file__).parent / "sentences" / "dev2.jsonl"
LONGEST = 90  # one stretch, so that both see the same words


@pytest.fixture(scope="module")
def cues(lexicon: Lexicon) -> Cues:
    return Cues(lexicon.cues)


def as_medspacy_says(cues: Cues, message: Message, found: list[Found]) -> list[list[Cue]]:
    starts = {clause.first for clause in message.clauses}
    doc = Doc(cues._vocab, words=list(message.texts), sent_starts=[i in starts for i in range(len(message.texts))])
    doc.spans["mentions"] = [doc[mention.first : mention.last] for mention in found]
    cues._context(doc)
    return [
        [Cue(m.category, *m.modifier_span) for m in span._.modifiers if not is_inside(m.modifier_span, one, m.category)]
        for span, one in zip(doc.spans["mentions"], found, strict=True)
    ]


def test_a_mention_has_the_cues_that_medspacy_gives_it(cues: Cues, lexicon: Lexicon) -> None:
    texts = [json.loads(line)["text"] for line in SENTENCES.read_text("utf-8").splitlines()[::4]]
    with_cues = 0
    for text in [*texts, "no fever, no chills, but maybe a cough in 2019", "not that my leg is numb, i had it in '09"]:
        message = group(tokenise(text, lexicon.spelling)[:LONGEST], lexicon.words)
        found = [
            Found("finding", "fever", None, Status.PRESENT, first, first + size)
            for first in range(len(message.texts))
            for size in (1, 3)
            if first + size <= len(message.texts)
        ]
        expected = as_medspacy_says(cues, message, found)
        said = [
            [cue for cue in of_one if not cue.first < mention.first < cue.last]  # `not had a fall`
            for of_one, mention in zip(cues.of(message, found), found, strict=True)
        ]
        assert said == expected, text
        with_cues += any(expected)
    assert with_cues > 50
