"""Where, on which side, how far: the role of each body site."""

import pytest

from backstride.nlu.findings_view import view
from backstride.nlu.reader import Reader


@pytest.mark.parametrize(
    ("text", "location", "side", "radiation"),
    [
        ("low back pain", ["low_back"], None, []),
        ("pain on the left side of my low back", ["one_side_low_back"], "left", []),
        ("my back hurts, mostly on the right", ["back"], "right", []),
        ("mid back pain, my back is stiff", ["mid_back"], None, []),
        ("pain down the back of my leg", [], None, ["back_thigh"]),
        ("low back pain into the right buttock and down to the knee", ["low_back"], "right", ["buttock", "knee"]),
        ("pain in my low back and left leg", ["low_back"], "left", ["leg"]),
        ("left knee hurts", [], None, []),
        ("low back pain, legs are fine", ["low_back"], None, ["none"]),
        ("low back pain, does not radiate", ["low_back"], None, ["none"]),
        ("low back pain, no pain in my legs", ["low_back"], None, ["none"]),
        ("sciatica on the left", [], "left", []),
        ("tailbone pain, back in 2019 it was worse", ["tailbone"], None, []),
        ("my back hurts right now, i left work", ["back"], None, []),
        ("buttock pain that switches sides", ["buttock"], "switches", []),
        ("R sided low back pain rad to L foot", ["one_side_low_back"], "right", ["foot_toes"]),
        ("i will call you back", [], None, []),
    ],
)
def test_roles(text: str, location: list[str], side: str | None, radiation: list[str], reader: Reader) -> None:
    said = view(reader.read(text))
    assert (said["location"], said["side"], said["radiation"]) == (location, side, radiation)


def test_both_legs_in_one_story_count_as_both(reader: Reader) -> None:
    said = view(reader.read("pain radiates down my right leg, and then the left leg too"))
    assert (said["side"], said["bilat_leg"]) == ("both", "new")


@pytest.mark.parametrize(
    ("text", "in_scope"),
    [
        ("my back hurts", True),
        ("i think it is sciatica", True),
        ("my grandmother's back hurts", True),
        ("can i run with a herniated disc", True),
        ("neck pain", False),
        ("pain between my shoulder blades", False),
        ("knee pain when running", False),
        ("call me back tomorrow", False),
        ("how much is a visit", False),
        ("stomach pain that goes through to my back", False),
    ],
)
def test_scope(text: str, in_scope: bool, reader: Reader) -> None:
    assert reader.read(text).in_scope is in_scope
