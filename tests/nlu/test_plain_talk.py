"""Plain sentences by the thousand: the ordinary raises nothing, and a loss is heard in all its forms."""

import random
from itertools import product

import pytest

from backstride.domain.findings import Status, Vocabulary
from backstride.domain.mentions import RAISED
from backstride.nlu.findings_view import ask_first, red_flags
from backstride.nlu.reader import Reader

PLACES = (
    *("low back", "right hip", "left buttock", "tailbone", "left leg", "right thigh", "left hamstring", "left knee"),
    *("right foot", "outside of my thigh", "back and leg", "back and hip", "lower back and left leg"),
)
KINDS = (
    *(
        "pain",
        "sharp pain",
        "a dull ache",
        "burning pain",
        "shooting pain",
        "stiffness",
        "soreness",
        "a cramp",
        "a knot",
    ),
    *("tingling", "pins and needles", "throbbing", "an electric shock feeling", "a pinch"),
)
TELLS = ("I have {kind} in my {place}", "{kind} in my {place} for two weeks", "my {place} has {kind} after a run")
DOINGS = (
    *("sit", "stand for long", "walk", "run", "run downhill", "bend over", "twist", "lift things", "cough", "lie down"),
    *(
        "roll over in bed",
        "climb stairs",
        "drive",
        "wake up",
        "tie my shoes",
        "squat",
        "put on socks",
        "laugh",
        "stretch",
    ),
)
HURTS = ("my {place} hurts when I {doing}", "it hurts my {place} to {doing}", "my {place} feels better when I {doing}")
LIMBS = (
    "leg",
    "left leg",
    "calf",
    "foot",
    "thigh",
    "hamstring",
    "knee",
    "buttock",
    "groin",
    "toes",
    "back of my thigh",
)
GOES = ("shoots", "goes", "shot", "travels", "zaps", "pulses", "stabs", "creeps", "shooting", "spreading", "sticking")
WAYS = ("down", "into", "through", "in", "all the way to", "down the side of")
SPREADS = (
    "pain {goes} {way} my {limb}",
    "electric shocks {goes} {way} my {limb}",
    "low back pain {goes} {way} my {limb}",
)
DID = (
    *(
        "did a long run",
        "moved house",
        "mowed the lawn",
        "played football",
        "had a massage",
        "took a bath",
        "had a cold",
    ),
    *("slept badly", "sat on a plane", "bent down", "sneezed", "hit a personal best", "banged my knee", "lost my job"),
)
AND_NOW = (
    "I {did} and now my back hurts",
    "my low back has been sore since I {did}",
    "yesterday i {did}, back seized up",
)
HARD = (
    *("I have trouble {ing}", "having problems {ing}", "difficulty {ing} since yesterday", "a hard time {ing}"),
    *("I struggle to {do}", "im struggling to {do}", "it's hard for me to {do}", "its really difficult to {do}"),
)
HARD_TO_DO = (
    *(("pee", "peeing", "ces_bladder"), ("pass urine", "passing urine", "ces_bladder")),
    *(("empty my bladder", "emptying my bladder", "ces_bladder"), ("hold my pee", "holding my pee", "ces_bladder")),
    *(
        ("control my bowels", "controlling my bowels", "ces_bowel"),
        ("get an erection", "getting an erection", "ces_sex"),
    ),
    *(("feel my genitals", "feeling my genitals", "ces_saddle"), ("lift my foot", "lifting my foot", "weak")),
    *(("walk on my heels", "walking on my heels", "weak"), ("stand on my toes", "standing on my toes", "weak")),
    *(("keep my balance", "keeping my balance", "cord"), ("walk straight", "walking straight", "cord")),
    *(("feel my feet", "feeling my feet", "bilat_leg"), ("feel my legs", "feeling my legs", "bilat_leg")),
    *(("speak clearly", "speaking clearly", "stroke"), ("breathe", "breathing", "breathless")),
)
LOST = ("lost {it}", "i've lost {it}", "losing {it} since monday", "loss of {it}", "{it} is gone", "{it} has gone")
LOSABLE = (
    *(("bladder control", "ces_bladder"), ("control of my bowels", "ces_bowel")),
    *(("feeling in my genitals", "ces_saddle"), ("sensation between my legs", "ces_saddle")),
    *(("strength in my foot", "weak"), ("movement in my toes", "weak"), ("feeling in both feet", "bilat_leg")),
)


def _plain() -> list[str]:
    said = [t.format(kind=k, place=p) for t, k, p in product(TELLS, KINDS, PLACES)]
    said += [t.format(place=p, doing=d) for t, p, d in product(HURTS, PLACES, DOINGS)]
    said += [t.format(goes=g, way=w, limb=x) for t, g, w, x in product(SPREADS, GOES, WAYS, LIMBS)]
    said += [t.format(did=d) for t, d in product(AND_NOW, DID)]
    return random.Random(7).sample(said, 1500)


def test_what_is_ordinary_raises_no_danger_and_no_doubt(reader: Reader, vocabulary: Vocabulary) -> None:
    readings = {text: reader.read(text) for text in _plain()}
    raised = {text: [*red_flags(r, vocabulary), *ask_first(r, vocabulary)] for text, r in readings.items()}
    assert {text: found for text, found in raised.items() if found} == {}


@pytest.mark.parametrize(("do", "doing", "finding"), HARD_TO_DO)
def test_what_is_hard_to_do_is_heard_in_all_its_forms(do: str, doing: str, finding: str, reader: Reader) -> None:
    cannot = (f"I can't {do}", f"i cannot {do} since yesterday", f"I can barely {do}", f"im not able to {do} anymore")
    assert _unheard([*cannot, *(form.format(do=do, ing=doing) for form in HARD)], finding, reader) == []
    assert [m.status for m in reader.read(f"no trouble {doing}").mentions if m.finding == finding] == [Status.NEGATED]


@pytest.mark.parametrize(("it", "finding"), LOSABLE)
def test_what_is_lost_is_heard_in_all_its_forms(it: str, finding: str, reader: Reader) -> None:
    assert _unheard([form.format(it=it) for form in LOST], finding, reader) == []


def _unheard(said: list[str], finding: str, reader: Reader) -> list[str]:
    raised = {text: [m for m in reader.read(text).mentions if m.status in RAISED] for text in said}
    return [text for text, mentions in raised.items() if finding not in {m.finding for m in mentions}]
