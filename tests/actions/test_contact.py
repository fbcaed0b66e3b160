from pathlib import Path

import pytest

from actions.contact import introduced, read_contact, read_name
from backstride.services.clinic import load_clinic

CLINIC = load_clinic(Path("clinic.yml"))


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("sam@example.org", "sam@example.org"),
        ("sam at example dot org", "sam@example.org"),
        ("my mail is sam.miller (at) mail.example.org", "sam.miller@mail.example.org"),
        ("sam[at]example[dot]co[dot]uk", "sam@example.co.uk"),
        ("write to sam at example.org. Thanks", "sam@example.org"),
        ("its 212 555 0142, after 5pm please", "+12125550142"),
        ("(212)5550142", "+12125550142"),
        ("call me at five five five 212 0142", "+15552120142"),
        ("2 1 2 5 5 5 0 1 4 2", "+12125550142"),
        ("212 555 0142, 646 555 0199", "+12125550142"),
        ("555 0142", None),
        ("sam@example", None),
        ("call me at work. thanks", None),
        ("reach me at 5.30", None),
        ("meet at noon", None),
        ("12", None),
    ],
)
def test_a_contact_is_read_as_people_write_it(text: str, contact: str | None) -> None:
    assert read_contact(text, CLINIC) == contact


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sam Miller", "Sam Miller"),
        ("my name's Sam Miller", "Sam Miller"),
        ("the name is sam", "sam"),
        ("please put it under Sam Miller, thanks", "Sam Miller"),
        ("Sam Miller, 212 555 0142", "Sam Miller"),
        ("sam and my number is 212 555 0142", "sam"),
        ("Sam Miller, sam at example dot org", "Sam Miller"),
        ("Imani Johnson", "Imani Johnson"),
        ("Will Smith", "Will Smith"),
        ("Karen O'Neil", "Karen O'Neil"),
        ("what do you need that for", None),
        ("why?", None),
        ("sam@example.org", None),
        ("i would rather not tell a bot my name", None),
        ("no", None),
        ("actually cancel that", None),
        ("never mind", None),
        ("stop", None),
        ("no thanks, just info", None),
        ("Noah Justin", "Noah Justin"),
        ("its ok i'll call you guys myself", None),
        ("none of those work", None),
        ("Mai Do", "Mai Do"),
    ],
)
def test_a_name_is_what_is_left_when_the_words_around_it_are_gone(text: str, name: str | None) -> None:
    assert read_name(text) == name


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["hi, my name is Ann Lee and my number is 512 555 0142"], ("Ann Lee", "+15125550142")),
        (["my name's ann, i am 40"], ("ann", None)),
        (["Name: Ann Lee\nPhone: 512-555-0142"], ("Ann Lee", "+15125550142")),
        (["my first name is ann", "my back hurts", "you can reach me: ann@example.org"], ("ann", "ann@example.org")),
        (["my number is 512 555 0142", "sorry my number is 512 555 0143"], (None, "+15125550143")),
        (["please call me on 512 555 0142"], (None, "+15125550142")),
        (["my name is not important"], (None, None)),
        (["i ran 512 5550 1420 steps"], (None, None)),
        (["is your number (555) 555-0100? i call the number and nobody answers"], (None, None)),
        (["my pain is an 8", "34", "no"], (None, None)),
    ],
)
def test_what_is_told_before_it_is_asked_for(texts: list[str], told: tuple[str | None, str | None]) -> None:
    assert introduced(texts, CLINIC) == told


def test_how_to_reach_somebody_is_no_name() -> None:
    assert read_name("my number is 512 555 0142") is None
