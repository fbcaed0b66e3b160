"""Lists and forms: what is denied as a whole, and the answer behind an item."""

import pytest

from backstride.domain.findings import Status
from backstride.nlu.reader import Reader

PRESENT, NEGATED = Status.PRESENT, Status.NEGATED


@pytest.mark.parametrize(
    ("text", "finding", "status"),
    [
        ("chills, numb groin, foot drop: none of these", "ces_saddle", NEGATED),
        ("they asked me about chills, sweats and foot drop and it was no to all of it", "weak", NEGATED),
        ("numb groin, foot drop? none of the above", "weak", NEGATED),
        ("to your questions: fever and weight loss have both been absent", "fever", NEGATED),
        ("numb groin, foot drop. none of those tablets help", "weak", PRESENT),
        ("i have a numb groin and chills. none of them like that before", "ces_saddle", PRESENT),
        ("lost control of my bladder. nothing like that before", "ces_bladder", PRESENT),
        ("numb groin. i have not slept", "ces_saddle", PRESENT),
        ("fever no, cancer yes, chills no", "cancer", PRESENT),
        ("fever no, cancer yes, chills no", "fever", NEGATED),
        ("chills no, numb groin since monday", "ces_saddle", PRESENT),
        ("Fever [N] Cancer [N]", "cancer", NEGATED),
        ("things i do not have: fever, foot drop", "weak", NEGATED),
        ("no to all of those, the fever and the foot drop", "weak", NEGATED),
        ("no to all of that but my foot has dropped", "weak", PRESENT),
        ("fever, i put none.", "fever", NEGATED),
        ("fever, i put it down to the heat.", "fever", PRESENT),
        ("i have not been well: fever, foot drop", "weak", PRESENT),
        ("he went down his list, can i feel my bum, is my foot weak, and i said no to all of it", "weak", NEGATED),
        ("a few aches. numb groin, not that i can tell.", "ces_saddle", NEGATED),
        ("Loo trouble is a no. Foot drop is a definite no.", "weak", NEGATED),
        ("any weight loss, no, any numbness when i wipe, yes since friday", "ces_saddle", PRESENT),
        ("fever, no, foot drop, no, cancer, yes", "weak", NEGATED),
        ("any fever, yes a bit, any foot drop, no", "weak", NEGATED),
        ("fever, no, foot drop, no, cancer, yes", "cancer", PRESENT),
        ("foot drop, no, the left one is worse", "weak", PRESENT),
        ("Cancer: only my nan. Fever no", "cancer", Status.OTHER_PERSON),
        ("Numb groin, my wife says go in", "ces_saddle", PRESENT),
        ("he has a list. my foot is weak, i am numb down there, and he said no to all of my running", "weak", PRESENT),
    ],
)
def test_a_list_is_answered_as_a_whole_or_item_by_item(text: str, finding: str, status: Status, reader: Reader) -> None:
    assert {m.status for m in reader.read(text).mentions if m.finding == finding} == {status}
