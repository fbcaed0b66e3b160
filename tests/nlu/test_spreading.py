"""Whether pain is said to move to a place, and whether that is denied."""

import pytest

from backstride.nlu.findings_view import view
from backstride.nlu.reader import Reader


@pytest.mark.parametrize(
    ("text", "radiation"),
    [
        ("low back pain that trickles down to my ankle", "foot_toes"),
        ("it sends a bolt to the knee when i run downhill", "knee"),
        ("low back pain, pings to the back of the thigh when i sit", "back_thigh"),
        ("right cheek to mid calf, sitting is murder", "calf"),
        ("flank to groin, left", "groin"),
        ("low back pain reaching through to the perineum", "saddle"),
        ("it wraps round my waist to the front", "belly"),
        ("mid back pain and my left arm tingles", "arm"),
        ("i get a twinge in my low back and feel it in my right calf", "calf"),
        ("sore left buttock that radiates from my low back", "buttock"),
        ("the groin ache is shooting from my lower back", "groin"),
        ("pins and needles from the waist down, low back ache", "both_legs"),
    ],
)
def test_what_pain_moves_to(text: str, radiation: str, reader: Reader) -> None:
    assert radiation in view(reader.read(text))["radiation"]


@pytest.mark.parametrize(
    "text",
    [
        "sore low back, nowhere else",
        "sore low back and no it does not travel",
        "low back pain that has at no time gone into the thigh",
        "low back pain. neither of them goes down the leg",
        "low back pain that stays put, it has never gone into the leg",
        "does it radiate? no. left lumbar",
        "keep being asked does it travel. it does not. low back",
        "used to go down my leg, doesn't any more. lower back tight",
        "low back pain, it doesn't wander anywhere",
        "low back pain, it never quite makes it to my thigh",
        "spread: none. low back, left",
        "i don't get anything down my legs, only a sore lower back",
        "low back pain. the leg pain has gone",
        "no i've nothing in the legs, just a low back ache",
        "low back pain. my leg has never been involved",
        "two pains in my low back and neither of them goes down my leg",
        "low back ache that at no point has gone into the thigh",
        "low back only now, the leg pain i had at christmas has completely settled",
    ],
)
def test_a_denied_spread_is_none(text: str, reader: Reader) -> None:
    assert view(reader.read(text))["radiation"] == ["none"]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("low back pain, down my left leg and a week on the right leg too", "both"),
        ("it runs down my right thigh. since friday the left thigh as well", "both"),
        ("it runs down my right leg as far as the knee", "right"),
        ("it runs down my right leg. the left leg is also fine", "right"),
    ],
)
def test_a_leg_that_follows_another_makes_both(text: str, side: str, reader: Reader) -> None:
    assert view(reader.read(text))["side"] == side


@pytest.mark.parametrize(
    ("text", "radiation"),
    [
        ("low back ache, and weakness of the left leg", []),
        ("low back pain, leg weakness", []),
        ("low back ache. both my legs gave out", []),
        ("low back ache, the left leg is weak and sore", ["leg"]),
        ("leg pain and weakness, low back ache", ["leg"]),
    ],
)
def test_a_weak_leg_alone_is_no_spread_of_pain(text: str, radiation: list[str], reader: Reader) -> None:
    assert view(reader.read(text)).get("radiation", []) == radiation


def test_where_pain_ends_is_where_it_hurts(reader: Reader) -> None:
    said = view(reader.read("the pain does not go past my buttock"))
    assert (said["location"], said["radiation"]) == (["buttock"], ["none"])


@pytest.mark.parametrize(
    "text",
    [
        "back pain when i lift my right leg",
        "low back pain, i was on my feet all day",
        "low back sore with a pillow between my knees",
        "i lie on my stomach for my low back",
        "my back hurts when my foot lands",
        "ten minutes into my walk my right buttock cramps",
        "three miles into any long run my left glute burns",
    ],
)
def test_a_part_that_is_used_is_no_spread(text: str, reader: Reader) -> None:
    assert view(reader.read(text))["radiation"] == []
