"""Knowledge about conditions: citing, finding by id and by the words people use."""

import pytest

from backstride.domain.conditions import (
    Citation,
    Clip,
    Condition,
    ConditionKind,
    ConditionKnowledge,
    RankingParameters,
    Source,
)

SURI = Source("suri_2010", "Suri 2010", "V")
COOK = Source("cook_2011", "Cook 2011", "V")
STENOSIS = Condition("stenosis", "Stenosis", ConditionKind.RANKED, also_called=("spinal stenosis", "narrow spine"))
DISC = Condition("disc", "Disc", ConditionKind.RANKED, also_called=("slipped disc", "disc"))
KNOWLEDGE = ConditionKnowledge(
    version="0" * 12,
    conditions=(STENOSIS, DISC),
    ranking=RankingParameters((), (), {"V": Clip(0.1, 8)}, 3, 0.05, "disc", 2),
    sources={"suri_2010": SURI, "cook_2011": COOK},
)


def test_citations_come_with_their_place_and_only_once() -> None:
    cited = (Citation("suri_2010", "table 2"), Citation("cook_2011", "n=1448"), Citation("suri_2010", "table 2"))
    assert KNOWLEDGE.cite(cited) == ((SURI, "table 2"), (COOK, "n=1448"))


def test_a_condition_is_found_by_id() -> None:
    assert KNOWLEDGE.condition("disc") is DISC
    with pytest.raises(KeyError):
        KNOWLEDGE.condition("nowhere")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("what is a Slipped-Disc?", (DISC,)),
        ("spinal stenosis or a disc?", (STENOSIS, DISC)),
        ("discus throwing", ()),
        ("", ()),
    ],
)
def test_conditions_are_found_by_whole_words_longest_name_first(text: str, expected: tuple[Condition, ...]) -> None:
    assert KNOWLEDGE.named_in(text) == expected
