"""Which kinds of pain are taken back by an answer or by another sentence."""

import pytest

from backstride.nlu.findings_view import view
from backstride.nlu.reader import Reader


@pytest.mark.parametrize(
    ("text", "quality"),
    [
        ("the pain is not stabbing it is an ache in my low back", ["dull_ache"]),
        ("low back aches. my leg tingled for a few days in may but that went", ["dull_ache"]),
        ("a sore spot on my low back. it is not sore when i press it", ["dull_ache"]),
        ("low back. not sharp more a dull ache", ["dull_ache"]),
        ("my calves are tight, my back is tight. is there anything not tight", ["tight_stiff"]),
        ("low back is never burning, mostly stiff", ["tight_stiff"]),
        ("low back pain. burning? no. stabbing? no. an ache, yes", ["dull_ache"]),
        ("i would not describe it as stabbing or burning, my low back just aches", ["dull_ache"]),
        ("my leg was tingling last month. the tingling has gone, low back aches", ["dull_ache"]),
        ("i put sharp and burning on the form. it is none of those. my low back is stiff", ["tight_stiff"]),
        ("concerning cramps in the back, i have none", []),
        ("my low back was burning at first and today it is just stiff", ["tight_stiff"]),
        ("my back was aching all week and now it is also burning", ["burning", "dull_ache"]),
        ("my low back burns and is stiff", ["burning", "tight_stiff"]),
        ("the burning in my low back has not gone", ["burning"]),
        ("not sharp, a dull ache. low back", ["dull_ache"]),
        ("the burning in my left foot has gone, low back aches", ["dull_ache"]),
        ("my numb heel has gone back to normal, low back aches", ["dull_ache"]),
        ("not numb, tingling or cramping. low back", []),
        ("no numbness, tingling. low back", []),
        ("any tingling or cramping is not there. low back", []),
        ("like hot wires down my thigh, low back too", ["burning"]),
        ("my low back is like a plank", ["tight_stiff"]),
        ("my low back is more stiff than sore", ["tight_stiff"]),
        ("my low back is more than sore", ["dull_ache"]),
        ("my low back is more numb than yesterday", ["tingling_numb"]),
        ("the doctor asked about tingling. none. my low back is stiff", ["tight_stiff"]),
        ("yours sounds like cramp. my low back is stiff", ["tight_stiff"]),
        ("my thigh drifts off to sleep when i stand", ["tingling_numb"]),
    ],
)
def test_kinds_of_now(text: str, quality: list[str], reader: Reader) -> None:
    assert sorted(view(reader.read(text))["quality"]) == quality
