"""A list of dangers that is denied as a whole beside other words, and what keeps something back."""

import pytest

from backstride.domain.denials import all_well, denies_all, excepts


@pytest.mark.parametrize(
    "text",
    [
        "none, just fat lol",
        "im on sertraline and thats it. None of those",
        "no pee's fine, everything fine down there",
        "no dear, all working as it should down there",
        "no have nothing of this, i take pill for pressure",
        "i dont have this things. i am healthy man",
        "nothing like that, i ran yesterday",
    ],
)
def test_the_whole_list_is_denied(text: str) -> None:
    assert denies_all(text)


@pytest.mark.parametrize(
    "text",
    [
        "no. periods are normal",
        "none but my foot is asleep",
        "none of those i think",
        "none of those, ill wait and see",
        "none of these? i went numb",
        "none of my business, is it",
        "no feeling down there, the rest is fine",
        '/answer{"choice": ["Q03.none", "Q04.none"]}',
        "none " * 40,
    ],
)
def test_it_is_not(text: str) -> None:
    assert not denies_all(text)


def test_all_well_says_nothing_else() -> None:
    assert [all_well(text) for text in ("all good", "everything works as it should", "all good but numb")] == [
        True,
        True,
        False,
    ]


def test_what_keeps_something_back() -> None:
    assert [excepts(text) for text in ("no, only when I sneeze", "no can't feel it", "no, all fine")] == [
        True,
        True,
        False,
    ]
