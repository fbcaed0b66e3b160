"""Where, on which side, how far: the role of each body site."""

import pytest

from backstride.nlu.findings_view import view
from backstride.nlu.reader import Reader


@pytest.mark.parametrize(
    ("text", "location", "side", "radiation"),
    [
        ("low back pain", ["low_back"], None, []),
        ("my back, which is usually fine, is throbbing", ["back"], None, []),
        ("low back pain, the front, not the back, of my left thigh burns", ["low_back"], "left", ["front_thigh"]),
        ("pain half way down the back of my right leg from my low back", ["low_back"], "right", ["back_thigh"]),
        ("buttock pain on the right, then the left, then back to the right", ["buttock"], "both", []),
        ("why do i have a burning pain in my left buttock", ["buttock"], "left", []),
        ("can you help with low back pain that goes down the right leg", ["low_back"], "right", ["leg"]),
        ("it is right on top of the tailbone", ["tailbone"], None, []),
        ("leg pain has come back since", [], None, ["leg"]),
        ("pain on the left side of my low back", ["one_side_low_back"], "left", []),
        ("my back hurts, mostly on the right", ["back"], "right", []),
        ("mid back pain, my back is stiff", ["mid_back"], None, []),
        ("pain down the back of my leg", [], None, ["back_thigh"]),
        ("low back pain into the right buttock and down to the knee", ["low_back"], "right", ["buttock", "knee"]),
        ("pain in my low back and left leg", ["low_back"], "left", ["leg"]),
        ("left knee hurts", [], None, []),
        ("my legs are different lengths, leg length difference, low back aches", ["low_back"], None, []),
        ("raising my leg straight brings my low back pain on", ["low_back"], None, []),
        ("i can feel all of my toes, low back hurts", ["low_back"], None, []),
        ("she checked my legs and reflexes, low back hurts", ["low_back"], None, []),
        ("low back locked when i hauled a calf out of the ditch", ["low_back"], None, []),
        ("low back sore, tight calf and calf pain on the left too", ["low_back"], "left", ["calf"]),
        ("my legs got nothing at all, low back sore", ["low_back"], None, ["none"]),
        ("low back sore, broke my left ankle in may, now pain in the left foot", ["low_back"], "left", ["foot_toes"]),
        ("low back pain, legs are fine", ["low_back"], None, ["none"]),
        ("low back pain, does not radiate", ["low_back"], None, ["none"]),
        ("sciatica on the left", [], "left", []),
        ("tailbone pain, back in 2019 it was worse", ["tailbone"], None, []),
        ("my back hurts right now, i left work", ["back"], None, []),
        ("buttock pain that switches sides", ["buttock"], "switches", []),
        ("R sided low back pain rad to L foot", ["one_side_low_back"], "right", ["foot_toes"]),
        ("left calf. not the toes", [], "left", ["calf"]),
        ("groin? no. back of the thigh? yes", [], None, ["back_thigh"]),
        ("back of the thigh yes, shin no", [], None, ["back_thigh"]),
        ("it is not my back it is my bum", ["buttock"], None, []),
        ("last year it was the right leg. now it is different, left buttock", ["buttock"], "left", []),
        ("sciatica should go to the foot. my low back hurts", ["low_back"], None, []),
        ("no trace of pain in the tailbone at all. low back pain", ["low_back"], None, []),
        ("my back went on sunday, it hurts", ["back"], None, []),
        ("swimming does not bother my low back but running does", ["low_back"], None, []),
        ("as long as i walk about my low back is fine", ["low_back"], None, []),
        ("calf 0/10, low back 6/10", ["low_back"], None, []),
        ("low back pain that never gets lower than my knee", ["low_back"], None, []),
        ("low back pain, it never quite makes it to my knee", ["low_back"], None, []),
        ("low back pain, no tingling in my legs", ["low_back"], None, []),
        ("low back pain, no pain in my legs", ["low_back"], None, ["none"]),
        ("my low back hurts after a day on my feet", ["low_back"], None, []),
        ("my back is not really sore, it is my right calf that hurts", [], "right", ["calf"]),
        ("my low back is not really sore when i walk", ["low_back"], None, []),
        ("the pain in my low back is not burning, it is a dull ache", ["low_back"], None, []),
        ("front of the left thigh, not the back of it. it burns", [], "left", ["front_thigh"]),
        ("to the calf, and it feels tight", [], None, ["calf"]),
        ("has it gone down the leg now? no just in the low back", ["low_back"], None, ["none"]),
        ("my thighs have never been involved, tailbone only", ["tailbone"], None, ["none"]),
        ("tailbone pain. the calf pain i had at easter has cleared up", ["tailbone"], None, []),
        ("in 2015 i had sciatica in both legs, all over. low back is stiff", ["low_back"], None, []),
        ("when will the right calf stop hurting? low back too", ["low_back"], "right", ["calf"]),
        ("tailbone is sore. feet work.", ["tailbone"], None, []),
        ("back of the thigh. sometimes behind the knee. mainly buttock", ["buttock"], None, ["back_thigh", "knee"]),
        ("thigh? shin? no. low back", ["low_back"], None, ["none"]),
        ("low back → left groin", ["low_back"], "left", ["groin"]),
        ("back of the thigh to just below the knee, low back pain", ["low_back"], None, ["back_thigh", "below_knee"]),
        ("i cannot sleep with this foot and low back pain", ["low_back"], None, ["foot_toes"]),
        ("low back pain and a blister under my big toe", ["low_back"], None, []),
        ("low back pain that makes for the knee", ["low_back"], None, ["knee"]),
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
    ("text", "location", "radiation"),
    [
        ("pain in my calf when i drive, none in my back or bum", [], ["calf"]),
        ("low back pain, not in my hip", ["low_back"], []),
        ("low back. it was the left calf, that has gone", ["low_back"], []),
        ("it is just in my calf. no pain in the back", [], ["calf"]),
        ("low back. does it hurt to cough? no", ["low_back"], []),
        ("sciatica, it has gone from my foot and is now only in the buttock", ["buttock"], []),
        ("sciatica, it went from my buttock to my foot", ["buttock"], ["foot_toes"]),
        ("i do not feel my low back at all when i run", ["low_back"], []),
        ("low back pain, never the leg", ["low_back"], ["none"]),
        ("better lying down? no. low back", ["low_back"], []),
        ("not the same as last year, that was in the leg, this is low back", ["low_back"], []),
        ("low back pain. i am back running and my periods are back", ["low_back"], []),
        ("pain in the buttock and hip, does not go past the hip", ["buttock", "hip_side"], ["none"]),
        ("right hip and low back, fine walking, not fine after", ["hip_side", "low_back"], []),
        ("the calf pain has gone so it is only the buttock that hurts", ["buttock"], []),
        ("low back, worse on one leg, never down the leg", ["low_back"], ["none"]),
        ("low back pain into the back of the thigh, ends just above the knee", ["low_back"], ["back_thigh"]),
        ("low back better lying with my calves on the sofa", ["low_back"], []),
        ("groin and low back both bite on the stairs", ["groin", "low_back"], []),
        ("my hip, the left, and my back", ["hip_side", "back"], []),
        ("low back, left calf", ["low_back"], ["calf"]),
        ("low back. right shin too. it began after the house move on sunday", ["low_back"], ["below_knee"]),
        ("my left thigh, on the outside, started to burn on the second day of the holiday", [], ["leg"]),
        ("my coach says lazy glutes. low back aches", ["low_back"], []),
        ("can't lift a cup without my back going", ["back"], []),
        ("this back pain, low, came on monday", ["low_back"], []),
        ("pain from my low back into the left testicle", ["low_back"], ["groin"]),
        ("lie down, right buttock wakes up and aches", ["buttock"], []),
        ("my hips hurt after that, back doesn't.", ["hip_side"], []),
        ("coaches never have discs, i thought. bent down and my back locked", ["back"], []),
        ("low back aches when i rock from foot to foot", ["low_back"], []),
        ("low back and knee", ["low_back"], []),
        ("not in my foot, just the thigh and a bit of the calf", [], ["calf"]),
        ("tried stretching my hamstrings, low back sore", ["low_back"], []),
        ("low back. i am ok on my side but not on my back", ["low_back"], []),
        ("low back pain but no pain any further down", ["low_back"], ["none"]),
        ("no pain in my back, it is all calf", [], ["calf"]),
        ("my ankle has healed, low back has not", ["low_back"], []),
        ("low back. on my side is ok, on my back is not", ["low_back"], []),
        ("low back aches, no back history", ["low_back"], []),
        ("more on the outside of my hip really, not the back", ["hip_side"], []),
        ("sciatica, started in my calf, now the whole outside of the foot", [], ["calf", "foot_toes"]),
        ("low back. it is in my calf these days, used to go to the ankle", ["low_back"], ["calf"]),
        ("upper back is tight", ["upper_back"], []),
        ("low back. it went down to my shin but nowadays the shin is fine", ["low_back"], []),
        ("low back, left calf hurts but the right calf is fine now", ["low_back"], ["calf"]),
        ("rest helps but as soon as i stop resting it is back", [], []),
        ("it aches low in my back", ["low_back"], []),
        ("my back hurts, right side, low", ["low_back"], []),
        ("low mood and a sore back", ["back"], []),
        ("my back when i sit at work is sore", ["back"], []),
        ("been back at work, low back sore", ["low_back"], []),
        ("low back fine except when i get up", ["low_back"], []),
        ("my brother has a slipped disc, my low back only aches", ["low_back"], []),
        ("pain in the hip bone at the back", ["hip_side"], []),
        ("runner's knee. my back and hips are champion", [], []),
        ("the low back is fine, ache in my groin", ["groin"], []),
        ("no pain elsewhere, low back included. jaw only", [], ["none"]),
        ("shoulder blade pain, nowhere near my low back", ["upper_back"], []),
        ("he has got my back, always. pain in the tailbone", ["tailbone"], []),
        ("my back wheel buckled and my tailbone hurts", ["tailbone"], []),
        ("low back hurts when i stand on one leg", ["low_back"], []),
        ("low back sore since i fell on my bum", ["low_back"], []),
    ],
)
def test_places_named_beside_the_back(text: str, location: list[str], radiation: list[str], reader: Reader) -> None:
    said = view(reader.read(text))
    assert (exact(said["location"]), exact(said["radiation"])) == (location, radiation)


def exact(values: list[str]) -> list[str]:
    """Leave out what follows from a finer value."""
    implied = {"calf": "leg", "foot_toes": "below_knee", "below_knee": "leg", "midline": "low_back"}
    dropped = {implied.get(value) for value in values} | {"leg"} - {values[0] if values else ""}
    return [value for value in values if value not in dropped]
