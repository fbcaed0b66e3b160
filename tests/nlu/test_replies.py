"""A question inside a message, and what it is answered with."""

import pytest

from backstride.domain.findings import Status
from backstride.nlu.reader import Reader

PRESENT, NEGATED, UNCERTAIN = Status.PRESENT, Status.NEGATED, Status.UNCERTAIN


@pytest.mark.parametrize(
    ("text", "finding", "status"),
    [
        ("any fever? nope", "fever", NEGATED),
        ("then he asked about a numb groin, also no", "ces_saddle", NEGATED),
        ("fever - none", "fever", NEGATED),
        ("saddle numbness: no, just a sore back", "ces_saddle", NEGATED),
        ("chills? not that I know of", "fever", NEGATED),
        ("numbness down there? yes since monday", "ces_saddle", PRESENT),
        ("the doctor asked whether I had a fever and I said no", "fever", NEGATED),
        ("the doctor asked if I was numb between the legs and I said yes", "ces_saddle", PRESENT),
        ("The nurse asked if I'd lost control of my bladder. I haven't.", "ces_bladder", NEGATED),
        ("the doctor asked about a fever but I don't have any", "fever", NEGATED),
        ("the doctor asked about my numb groin but I don't know why", "ces_saddle", PRESENT),
        ("maybe a temperature? haven't got a thermometer", "fever", UNCERTAIN),
        ("numb groin? no fever", "ces_saddle", PRESENT),
        ("numb groin - no fever", "ces_saddle", PRESENT),
        ("both legs are numb and the doctor said no running", "bilat_leg", PRESENT),
        ("the doctor asked about my numb groin. no fever though", "ces_saddle", PRESENT),
        ("the nurse asked about a fever, not a chance", "fever", NEGATED),
        ("he went 'any chest pain? passed out at all?' over dinner. No Kev.", "chest", NEGATED),
        ("any fever? any chest pain? No sleep.", "chest", PRESENT),
        ("she asked if i had a numb groin and i laughed. i am not numb down there", "ces_saddle", NEGATED),
        ("asking because i have a numb groin. not numb between my toes", "ces_saddle", PRESENT),
        ("shivering and feverish. i'm not one for ringing", "fever", PRESENT),
        ("baby aspirin daily. no warfarin though", "anticoag", NEGATED),
        ("they asked about numbness down below and i could honestly say all fine", "ces_saddle", Status.NEGATED),
        ("they asked about numbness down below and i had to say it is worse", "ces_saddle", Status.PRESENT),
    ],
)
def test_the_answer_decides(text: str, finding: str, status: Status, reader: Reader) -> None:
    assert {m.status for m in reader.read(text).mentions if m.finding == finding} == {status}
