"""Which side, from the side words that are meant."""

import pytest

from backstride.nlu.findings_view import view
from backstride.nlu.reader import Reader


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("is the pain in my left leg from my back if the scan showed a bulge on the right?", "left"),
        ("my right hip aches but my low back hurts on the left", "left"),
        ("my low back hurts on the left. no numbness. it goes down my right leg. i am 44", "left"),
        ("i used to have low back pain on the left but since the operation it is the right", "right"),
        ("low back, the right is fine, it is the left that is sore", "left"),
        ("just right of my spine at belt level. had the same on the left in 2021", "right"),
        ("my buttock hurts, not my tailbone, more to the left", "left"),
        ("it is right now, was left. low back", "right"),
        ("my left buttock hurts right now", "left"),
        ("it used to be both sides of my low back but now just left", "left"),
        ("low back. left or right? neither really, the middle", "center"),
        ("left or right? right. low back", "right"),
        ("the scan shows a protrusion on the left S1 root. my low back hurts on the right", "right"),
        ("should i be worried about pain in the left side of my lower back?", "left"),
        ("the scan shows a disc to the left but my low back hurts on the right", "right"),
        ("i am bent to the left, low back pain on the right", "right"),
        ("low back. my left leg is stronger than the right", None),
        ("low back pain, right", "right"),
        ("low back, it was the left side but since sunday also right", "both"),
        ("low back pain left side, since friday the right as well", "both"),
        ("low back sore, left leg burning right to the heel", "left"),
        ("deep ache, r cheek", "right"),
        ("low back pain hops from left to right", "switches"),
        ("low back pain, mid-line", "center"),
        ("same side (r), same ache in my back", "right"),
        ("buttock pain. mainly the left. hardly ever the right", "left"),
        ("turning to the right hurts my left low back", "left"),
        ("low back hurts, worst with the right shoe. left buttock too", "left"),
        ("low back pain was formerly bilateral. at present it is on the left", "left"),
        ("nothing in the right leg. the left one tingles", "left"),
        ("low bk R. stop and it is gone", "right"),
        ("low back pain on the lhs", "left"),
        ("ache just left of the spine low down", "left"),
        ("mine is left lower back and aches", "left"),
        ("low back - right > left", "right"),
        ("low back, both.", "both"),
        ("both si joints ache", "both"),
        ("low back pain, left is fine", None),
        ("right low back pain, left leg is perfect", "right"),
        ("left low back, er sorry i mean the right", "right"),
        ("used to be my left low back, this time it is on the right", "right"),
        ("it has shifted from my left buttock to my right", "switches"),
        ("sorry i said left before, its the RIGHT side of my low back", "right"),
        ("low back across both sides at first, now only on the right", "right"),
        ("left low back last week, now right low back only", "right"),
        ("low back: one week left, the next week right", "switches"),
        ("low back. left then right then left", "switches"),
        ("left low back monday, right low back by wednesday", "switches"),
        ("low back hurts on the left, and lately the right too", "both"),
        ("swapping sides in my sleep jabs my low back", None),
        ("sat down and was right. low back stiff now", None),
        ("right so my low back hurts", None),
    ],
)
def test_side(text: str, side: str | None, reader: Reader) -> None:
    assert view(reader.read(text))["side"] == side
