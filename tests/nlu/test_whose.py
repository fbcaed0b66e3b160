"""Whose body a message is about, and whose age it states."""

import pytest

from backstride.nlu.reader import Reader


def said(reader: Reader, text: str, finding: str) -> set[object]:
    return {m.value for m in reader.read(text).mentions if m.finding == finding and m.status.value == "present"}


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("my mother has severe pain in her low back", "other_adult"),
        (
            "our daughter is 13, her low back hurts when she bowls. i have read about fractures. should i worry?",
            "my_child",
        ),
        ("my lad is 10 and his back keeps him up, he cries with it. my gut tells me it is no growing pain", "my_child"),
        ("i am 21 year boy with low back pain", None),
        ("hello, dad of a 13 year old swimmer. his low back hurts when he dives", "my_child"),
        ("mother of a 3 year old here, low back pain since june", None),
        (
            "my partner had a spinal injection last week and now he is shivering with a fever, should we ring?",
            "other_adult",
        ),
        ("my sister had a scan last year and now she says it is my turn with the low back", None),
        ("grandma had bone cancer, low back pain on the right for a month", None),
        ("scared it is cancer because my uncle had it. pain low on the left", None),
        ("he thinks it is a slipped disc. pain on the left when i bend", None),
        ("dad is 70. back pain since he bent down, it is the same whatever he does", "other_adult"),
        ("mother has pain low in her back and talks nonsense", "other_adult"),
        ("writing for my husband, 52. pain in both buttocks for two days", "other_adult"),
        ("my daughter, 31, has low back pain after the birth", "other_adult"),
        ("my daughter, 10, has low back pain", "my_child"),
        ("my lad 16 collapsed in the heat", "my_child"),
        ("my mum is 82 and the pain is low in her back", "other_adult"),
        ("my 13 year old has back pain after cricket", "my_child"),
        ("she is nine and her belly is rigid", "my_child"),
        ("my back hurts when i carry my son", None),
        ("my dad had back pain too. mine started in may", None),
        ("my husband says my back is crooked", None),
        ("this is his daughter now, he is asleep", "other_adult"),
        ("her husband here, her foot drags", "other_adult"),
        ("my wife is here, she says hi and my back hurts", None),
        ("my running pal lost her periods, not me. tight low back after speedwork", None),
        ("my son has a fever", None),
        ("knee trouble as a teenager, now 44 and a stiff low back", None),
        ("post partum back pain that never went, my daughter is 6 now", None),
        ("mum muddled up her tablets and has taken the lot, she's drowsy now", "other_adult"),
        ("my brother says he's going to kill himself, what do I do", "other_adult"),
        ("she was fine at lunch and now she can't get her legs to move", "other_adult"),
        ("nan's mouth looks wonky and her speech is slurred, she had a headache this morning", "other_adult"),
        ("my cousin died of an overdose, is that common", None),
        ("dad had a stroke and is home now", None),
        ("my uncle has chills, a temperature and trouble peeing", "other_adult"),
        ("my uncle had chills and trouble peeing years ago", None),
        ("my daughter is 3 and heavy, carrying her sets my back off", None),
        ("he is 83 and i am his daughter. the lower back hurts since tuesday", "other_adult"),
        ("i am his wife and my back hurts since tuesday", None),
        ("this is about my nan, she went over in the bath and will not put a foot down", "other_adult"),
        ("ringing for my uncle: low back, and he cannot feel his feet", "other_adult"),
        ("my sister is 44. she has had a bad low back since may and i took her to the hospital", "other_adult"),
        ("my low back aches. my sister is 44 and had a disc out", None),
        ("my teenage son has stopped eating, he shivers at night and sweats", "my_child"),
        ("my 12yo hurts low in his back after bowling", "my_child"),
        ("low back ache since my second baby (he is 4)", None),
        ("i am a miner's widow, 71, and my low back hurts", None),
        ("my toddler (2) has a limp, it hurts since i pulled him up", "my_child"),
        ("our girl is 14. i thought she had pulled something. her low back hurts when she leans back", "my_child"),
        ("not me, my boyfriend. he has sciatica and i noticed his foot drops. i had to catch him", "other_adult"),
        ("it's about himself, 58. he did his back in and i can see he is dragging his leg", "other_adult"),
        ("i have a 13 year old who dives. he has had low back pain since may and i am worried", "my_child"),
        (
            "posting for mum. she is 77, her low back is bad, i have read about it. do i ring for a back",
            "other_adult",
        ),
        ("my lad's 11. he says his low back hurts. my gut says it is not growing pains", "my_child"),
        ("my wife is a nurse and she thinks disc. i have had low back pain since june", None),
        ("my husband runs and he is no help. low back ache for a month here, worse when i sit", None),
        ("my mother is 84 and she lives with us, lifting her has done my back in", None),
        ("my dad is ill, he has had a stroke. same for me with the low back as him", None),
        ("my wife is expecting her second child and her low back hurts", "other_adult"),
        ("please, my 15 yr old fast bowler has low back pain when he leans back", "my_child"),
        ("nan's mouth has dropped on one side and she is talking nonsense. she has a bad back", "other_adult"),
        ("my brother keeps getting kidney infections with back pain. do i have one? low back hurts", None),
        ("dad's mate was told it was only his back and it was cancer so i am panicking. 31, low back ache", None),
        ("my wife fell and her back is bad so i am worried. her low back is swollen", "other_adult"),
    ],
)
def test_the_subject_is_who_the_complaint_belongs_to(text: str, subject: str | None, reader: Reader) -> None:
    assert said(reader, text, "subject") == ({subject} if subject else set())


@pytest.mark.parametrize(
    ("text", "is_minor"),
    [
        ("my son, 15, has low back pain", True),
        ("low back ache after a long run, 15m", False),
        ("15m, low back ache after a long run", True),
        ("i am a 16 year old hurdler, left low back hurts", True),
        ("my kid is 10", True),
        ("my daughter, 31, has low back pain", False),
        ("our youngest is 4, so my low back aches from lifting him", False),
        ("i teach 6 year olds, lower back sore", False),
        ("i have a 3 year old and a sore back", False),
        ("epidural with my son 14 years ago, dull ache in my low back", False),
        ("i run in three year old trainers and my back hurts", False),
        ("the mattress is 11 years old and my back hurts", False),
        ("mine has the discs of a sixteen year old apparently, back ache though", False),
        ("broke my collarbone, age 9, back hurts now", False),
        ("my back hurts and i am one of the unlucky ones", False),
    ],
)
def test_the_age_of_somebody_else_makes_nobody_a_minor(text: str, is_minor: bool, reader: Reader) -> None:
    assert bool(said(reader, text, "minor")) is is_minor
