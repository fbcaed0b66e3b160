"""The status of a mention: where a negation ends, what is past, supposed, or another's."""

import pytest

from backstride.domain.findings import Status
from backstride.nlu.reader import Reader

PRESENT, NEGATED, UNCERTAIN = Status.PRESENT, Status.NEGATED, Status.UNCERTAIN
HISTORICAL, HYPOTHETICAL, OTHER = Status.HISTORICAL, Status.HYPOTHETICAL, Status.OTHER_PERSON


@pytest.mark.parametrize(
    ("text", "finding", "status"),
    [
        ("no fever, chills or weight loss", "wtloss", NEGATED),
        ("low back. my left leg keeps going out from under me", "weak", PRESENT),
        ("what could be causing the stabbing in my tailbone?", "quality", PRESENT),
        ("what can cause low back pain and two numb legs", "bilat_leg", UNCERTAIN),
        ("why do people with sciatica get numb between the legs", "ces_saddle", HYPOTHETICAL),
        ("can you help with low back pain and a floppy foot", "weak", PRESENT),
        ("can you help patients who are incontinent", "ces_bladder", HYPOTHETICAL),
        ("was wondering if you could see me, i cant feel it when i wipe", "ces_saddle", PRESENT),
        ("no fever but lost 20 lb without trying", "wtloss", PRESENT),
        ("no fever numb when i wipe", "ces_saddle", PRESENT),
        ("i do not have fever or numbness in my groin", "ces_saddle", NEGATED),
        ("i have not slept because of the numbness in my groin", "ces_saddle", PRESENT),
        ("i can not feel my groin or my feet", "ces_saddle", PRESENT),
        ("my legs do not feel weak or numb", "bilat_leg", NEGATED),
        ("had foot drop in 2018, recovered", "weak", HISTORICAL),
        ("numb in the groin last year and again today", "ces_saddle", PRESENT),
        ("i had numbness down there yesterday, it went away", "ces_saddle", UNCERTAIN),
        ("i had breast cancer in 2015", "cancer", PRESENT),
        ("my mother had cancer", "cancer", OTHER),
        ("worried its cancer", "cancer", HYPOTHETICAL),
        ("what if i lose control of my bladder", "ces_bladder", HYPOTHETICAL),
        ("if i lose control of my bladder should i go", "ces_bladder", HYPOTHETICAL),
        ("not sure if my groin is numb", "ces_saddle", UNCERTAIN),
        ("is it bad if i can't feel my feet", "bilat_leg", UNCERTAIN),
        ("should i worry that my groin is numb?", "ces_saddle", UNCERTAIN),
        ("what does it mean if i cant move my foot up", "weak", UNCERTAIN),
        ("is it bad if i ever lose control of my bladder", "ces_bladder", HYPOTHETICAL),
        ("no i can't pee", "ces_bladder", PRESENT),
        ("no i don't feel safe at home", "abuse", PRESENT),
        ("no i never feel safe at home", "abuse", PRESENT),
        ("no my foot drops when i walk", "weak", PRESENT),
        ("nope i cant feel my legs", "bilat_leg", PRESENT),
        ("no i do not have a fever", "fever", NEGATED),
        ("no i feel safe at home", "abuse", NEGATED),
        ("no my bladder is fine", "ces_bladder", NEGATED),
        ("does anyone get numbness in the groin? mine lasts all day", "ces_saddle", PRESENT),
        ("almost got hit by a car", "trauma", NEGATED),
        ("i nearly passed out", "syncope", PRESENT),
        ("what is the point of being alive", "si", PRESENT),
        ("can back pain come with chest pain", "chest", HYPOTHETICAL),
        ("30 weeks and she is not kicking", "less_movement", PRESENT),
        ("my sister is 30 weeks and her baby is not kicking", "less_movement", OTHER),
        ("my husband and his mother are beating me", "abuse", PRESENT),
        ("kidney stones in 2014, and not a twinge since", "urinary", HISTORICAL),
        ("i had a disc go in 2021 and my legs were numb", "bilat_leg", HISTORICAL),
        ("had a scan in 2021: i got numb between the legs today", "ces_saddle", PRESENT),
        ("i had kidney stones when i was carrying my son", "urinary", HISTORICAL),
        ("if my foot went floppy would i ring you", "weak", HYPOTHETICAL),
        ("if i stand up my foot goes floppy", "weak", PRESENT),
        ("say my periods stopped, would that be the running", "reds", HYPOTHETICAL),
        ("could sitting on a plane give me a clot in the leg", "calf", HYPOTHETICAL),
        ("a mate of mine lost control of his bladder", "ces_bladder", OTHER),
        ("the woman next door lost control of her bladder", "ces_bladder", OTHER),
        ("bent to feed the dog, went to stand up and blacked out", "syncope", PRESENT),
        ("i am a woman of 40 and lost control of my bladder", "ces_bladder", PRESENT),
        ("sister had the baby, her waters went in my car", "contractions", OTHER),
        ("The pain rises, peaks and dies down, about 10 min between. Due in march", "contractions", PRESENT),
        ("37 weeks and my little one is not stirring even after cold juice", "less_movement", PRESENT),
        ("my stomach's gone like a tabletop, there's no give in it", "rigid_belly", PRESENT),
        ("I was sick this morning, dark red bits in the bucket", "vomiting_blood", PRESENT),
        ("it comes out black as soot and sticky and the smell would knock you over", "bloody_stool", PRESENT),
        ("last wee was at ten last night and it's two in the afternoon", "no_urine", UNCERTAIN),
        ("i was kicked by a horse, my foot is floppy", "weak", PRESENT),
        ("i do not think my leg is weak", "weak", NEGATED),
        ("i do not think the numbness in my groin is normal", "ces_saddle", PRESENT),
        ("it is not so bad that i can not walk", "cannot_walk", NEGATED),
        ("my foot was weak in '08, i was a postman then", "weak", HISTORICAL),
        ("after my crash in 2012 i could not walk for weeks", "cannot_walk", HISTORICAL),
        ("back op in 2020 and i lost the feeling down there, it never came back", "ces_saddle", PRESENT),
        ("kidney stones in 2014 (peed blood, off work)", "urinary", HISTORICAL),
        ("took an overdose at 24. i am 50 now", "overdose", HISTORICAL),
        ("i am 50. i woke at 5 and wet the bed", "ces_bladder", PRESENT),
        ("fell off a roof twenty years ago", "trauma", HISTORICAL),
        ("fell off a roof last year", "trauma", PRESENT),
        ("fell off my bike today like i did years ago", "trauma", PRESENT),
        ("shingles? yes, three winters ago", "shingles", HISTORICAL),
        ("i lost control of my bladder. that was in 2011", "ces_bladder", HISTORICAL),
        ("i can not pee since this morning. it was raining last year", "ces_bladder", PRESENT),
        ("was on prednisone for years, off it since 2016", "steroid3m", HISTORICAL),
        ("someone in my office has meningitis", "recent_inf", OTHER),
        ("two pupils in my class have meningitis", "recent_inf", OTHER),
        ("our spaniel lost control of his bladder", "ces_bladder", OTHER),
        ("weak bones run on my dad's side, osteoporosis runs in my family", "osteo", OTHER),
        ("me and my brother have had cancer", "cancer", PRESENT),
        ("the nurse found a weak foot", "weak", PRESENT),
        ("the baby is poorly and feverish", "fever", OTHER),
        ("would losing control of my bladder come next", "ces_bladder", HYPOTHETICAL),
        ("if my foot went floppy i would ring you", "weak", HYPOTHETICAL),
        ("the booklet lists numbness between the legs", "ces_saddle", HYPOTHETICAL),
        ("i read the booklet. it mentions foot drop", "weak", HYPOTHETICAL),
        ("your site says a numb groin is bad and i have it", "ces_saddle", UNCERTAIN),
        ("they scanned me for an aneurysm, all clear", "aaa", HYPOTHETICAL),
        ("had a laminectomy on the l5-s1 about 7-8 months ago", "spine_proc", HISTORICAL),
        ("cortisone jab at l4/5 last friday", "spine_proc", PRESENT),
        ("a taxi went into the back of me", "trauma", PRESENT),
        ("missed the bottom step with the laundry", "trauma", PRESENT),
        ("broke my tailbone once", "trauma", HISTORICAL),
        ("history of hepatitis, new low back pain with chills", "fever", PRESENT),
        ("history of fever in 2019, low back pain", "fever", HISTORICAL),
        ("zaps into my leg if i drop my chin", "cord", UNCERTAIN),
        ("they scanned me for an aneurysm and found one", "aaa", PRESENT),
        ("can it wait till friday with this numbness in my groin?", "ces_saddle", PRESENT),
        ("is it fine to wait with this numbness in my groin?", "ces_saddle", UNCERTAIN),
        ("is it usual to leak pee since tuesday?", "ces_bladder", UNCERTAIN),
        ("is running safe at 20 weeks pregnant?", "preg", UNCERTAIN),
        ("can back pain cause numbness in the groin", "ces_saddle", HYPOTHETICAL),
        ("i am worried about my numb groin", "ces_saddle", UNCERTAIN),
        ("no cough, lower back ache", "quality", PRESENT),
        ("is it bad that both my legs are weak", "bilat_leg", UNCERTAIN),
        ("the sheet says a weak leg is bad. i have that", "weak", UNCERTAIN),
        ("my groin is numb. fully recovered from flu in may", "ces_saddle", PRESENT),
        ("i had night sweats all through the menopause. all behind me these days", "sweats", HISTORICAL),
        ("used to have night sweats, do not get them any more", "sweats", HISTORICAL),
        ("a uti in april, tablets, done", "urinary", UNCERTAIN),
        ("wet myself twice this week, all gone now", "ces_bladder", UNCERTAIN),
        ("i wet the bed until i was eight", "ces_bladder", HISTORICAL),
        ("wet the bed as a kid and again last night", "ces_bladder", PRESENT),
        ("i passed out a lot in my rowing days", "syncope", HISTORICAL),
        ("i passed out with my first coffee", "syncope", PRESENT),
        ("i fainted at 20 weeks with my first", "syncope", PRESENT),
        ("i fainted at the school gate with my first", "syncope", HISTORICAL),
        ("i passed out in my rest days", "syncope", PRESENT),
        ("with my first i was fine, with this one both legs go numb", "bilat_leg", PRESENT),
        ("scared it is my heart, chest pain for an hour", "chest", PRESENT),
        ("one day i woke up and could not move my legs", "paralysis", PRESENT),
        ("the summer my brother got married i passed out in church", "syncope", HISTORICAL),
        ("i took 12 ibuprofen a day in my rugby playing days", "meds_misuse", HISTORICAL),
        ("at uni i ran for the county but i am numb between the legs", "ces_saddle", PRESENT),
        ("night sweats when i went through the change and they are back again", "sweats", PRESENT),
        ("i was on methotrexate and came off it in 2015", "immune", UNCERTAIN),
        ("the cow is down and can not walk", "cannot_walk", UNCERTAIN),
        ("saw a man faint in the queue", "syncope", UNCERTAIN),
        ("it is the old lady i look after who wets herself", "ces_bladder", OTHER),
        ("a man caught me when i passed out", "syncope", PRESENT),
        ("frightened of fainting in the shower", "syncope", HYPOTHETICAL),
        ("what if one day i wake up and can not move my legs", "paralysis", HYPOTHETICAL),
        ("what if i call when i have chest pain like now", "chest", UNCERTAIN),
        ("you told me to ring when my calf gets hot and swollen", "calf", UNCERTAIN),
        ("when my calf gets hot and swollen i put ice on it", "calf", PRESENT),
        ("when your waters break do you lie down?", "contractions", HYPOTHETICAL),
        ("neither of us has had a fever", "fever", NEGATED),
        ("neither paracetamol nor ibuprofen brings my fever down", "fever", PRESENT),
        ("never wet myself before yesterday", "ces_bladder", PRESENT),
        ("does anybody else go numb between the legs on long drives", "ces_saddle", UNCERTAIN),
        ("can a disc make you leak urine? asking as it has been happening since may", "ces_bladder", UNCERTAIN),
        ("what does foot drop look like? mine moves fine", "weak", HYPOTHETICAL),
        ("before anyone says osteoporosis, i had the scan", "osteo", NEGATED),
        ("both feet are numb and weak? it was snowing last year", "weak", PRESENT),
        ("shingles? it was in 2012", "shingles", HISTORICAL),
        ("chills, no.", "fever", NEGATED),
        ("fever, no, but it burns", "fever", NEGATED),
        ("numb groin, no feeling when i wipe", "ces_saddle", PRESENT),
        ("the gp asked about fever, numbness in the groin and so on. all no.", "ces_saddle", NEGATED),
        ("to the man with the floppy foot: get it seen", "weak", OTHER),
        ("replying to the last poster, a numb crotch is an emergency", "ces_saddle", OTHER),
        ("in reply to the letter, numb groin since friday", "ces_saddle", PRESENT),
        ("to the nurse: numb between my legs since monday", "ces_saddle", PRESENT),
        ("your foot drop needs seeing, mine was only pain", "weak", OTHER),
        ("google says if i go numb or can not pee i must ring 999", "ces_bladder", HYPOTHETICAL),
    ],
)
def test_status(text: str, finding: str, status: Status, reader: Reader) -> None:
    said = {m.status for m in reader.read(text).mentions if m.finding == finding}
    assert said == {status}


@pytest.mark.parametrize(("subject", "status"), [("me", OTHER), ("my_child", PRESENT), ("other_adult", OTHER)])
def test_the_subject_of_care_is_not_somebody_else(subject: str, status: Status, reader: Reader) -> None:
    said = reader.read("my son has a fever", subject=subject).mentions
    assert {m.status for m in said if m.finding == "fever"} == {status}


def test_what_is_shared_with_somebody_is_present_too(reader: Reader) -> None:
    said = reader.read("my mom had cancer and so did i in 2018").mentions
    assert {m.status for m in said if m.finding == "cancer"} == {OTHER, PRESENT}


def test_a_relative_whose_back_hurts_becomes_the_subject(reader: Reader) -> None:
    said = reader.read("my mother has severe pain in her low back and can not pee").mentions
    assert {(m.finding, m.value, m.status) for m in said if m.finding in ("subject", "ces_bladder")} == {
        ("subject", "other_adult", PRESENT),
        ("ces_bladder", "new", PRESENT),
    }


@pytest.mark.parametrize(
    ("text", "finding", "status"),
    [
        ("In 2019 I had a disc op and my foot has been weak since", "weak", Status.PRESENT),
        ("last year I hurt my back and my foot is dropping", "weak", Status.PRESENT),
        ("since my baby was born I can't feel when I pee", "ces_bladder", Status.PRESENT),
        ("used to get night sweats with the menopause, five years gone now", "sweats", Status.HISTORICAL),
        ("could not pass water for 12 hours in 2018, all fine since", "ces_bladder", Status.HISTORICAL),
        ("if I sit for long both legs go numb", "bilat_leg", Status.PRESENT),
        ("I'm an ex runner, both legs are numb", "bilat_leg", Status.PRESENT),
        ("I don't smoke, both legs are numb and weak", "bilat_leg", Status.PRESENT),
        ("my sister is a nurse, i am 30 weeks pregnant", "preg", Status.PRESENT),
        ("my sister is a nurse but it burns when i pee", "urinary", Status.PRESENT),
        ("I used to be a teacher my foot is dropping", "weak", Status.PRESENT),
        ("It was raining last year i have chest pain", "chest", Status.PRESENT),
        ("If you could call me that would be great i cant pee since this morning", "ces_bladder", Status.PRESENT),
        ("i had breast cancer 4 years ago, both legs are numb", "bilat_leg", Status.PRESENT),
        ("maybe you can help, the pain is unbearable", "severe_pain", Status.PRESENT),
        ("what if i can't pee?", "ces_bladder", Status.HYPOTHETICAL),
        ("had covid in march with a high fever. fine now.", "fever", Status.HISTORICAL),
        ("clot in my calf back in 2014 after surgery, never again", "calf", Status.HISTORICAL),
    ],
)
def test_a_new_thought_needs_no_full_stop(text: str, finding: str, status: Status, reader: Reader) -> None:
    assert [m.status for m in reader.read(text).mentions if m.finding == finding] == [status]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("I don't want to die", "si"),
        ("was suicidal in 2011, I'm well now", "si"),
        ("I hurt myself lifting a box", "si"),
        ("no one hurts me", "abuse"),
        ("my coach pushes me hard", "abuse"),
        ("I can't come to the appointment", "ces_sex"),
        ("no loss of feeling in the bottom or genitals", "ces_saddle"),
        ("my balance is fine", "cord"),
        ("took an overdose when I was 19, long time ago", "overdose"),
        ("broke my arm falling off a horse as a kid", "trauma"),
        ("will I get foot drop from a slipped disc?", "weak"),
        ("numb on the left side of my foot", "stroke"),
        ("10 out of 10 for the service", "severe_pain"),
        ("both of my knees ache after hills", "bilat_leg"),
        ("tail bone pain after rowing", "bsi"),
        ("fell asleep on the settee and woke up stiff", "trauma"),
        ("zaps into my leg when i bend down", "cord"),
        ("I'm scared I'll end up unable to pee", "ces_bladder"),
    ],
)
def test_what_only_sounds_like_a_danger_is_not_present(text: str, finding: str, reader: Reader) -> None:
    assert [m for m in reader.read(text).mentions if m.finding == finding and m.status is PRESENT] == []


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("In 2019 I had a fever and could not walk for a week, this is only a stiffness", "cannot_walk"),
        ("couldn't move my legs for 3 hours after the epidural, that was 2019", "paralysis"),
        ("numb down below for half a day when my son was born", "ces_saddle"),
        ("an infection years ago in my tooth", "recent_inf"),
        ("if it ever got so bad I couldn't walk would you come", "cannot_walk"),
        ("if I spike a fever should I ring you", "fever"),
        ("am I going to end up paralysed?", "paralysis"),
        ("what exactly is saddle numbness and how would I notice it", "ces_saddle"),
        ("my ex was the one injecting heroin", "ivdu"),
        ("our youngest wets the bed", "ces_bladder"),
        ("dad died of bowel cancer so every ache frightens me. lower back", "cancer"),
        ("wetting myself is my worst fear", "ces_bladder"),
        ("fell down the stairs as a teenager, no trouble until now", "trauma"),
        ("chest pain last year turned out to be reflux, nothing now", "chest"),
        ("physio asked whether both legs were weak and they aren't", "bilat_leg"),
        ("my toddler pooped his pants while I was lifting him, that's when my back went", "ces_bowel"),
    ],
)
def test_fears_the_past_and_others_are_not_present(text: str, finding: str, reader: Reader) -> None:
    assert [m for m in reader.read(text).mentions if m.finding == finding and m.status is PRESENT] == []
