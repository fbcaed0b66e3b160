"""Ages, pain scores, temperatures, running figures."""

import pytest

from backstride.domain.findings import Status
from backstride.nlu.findings_view import view
from backstride.nlu.reader import Reader


@pytest.mark.parametrize(
    ("text", "finding", "value"),
    [
        ("my pain was a 9 in march, 2 these days", "pain_nrs", 2.0),
        ("back pain 8/10 since march", "pain_nrs", 8.0),
        ("fusion at 38, 50 now, back sore", "age", 50.0),
        ("a low backache, a steady one, worse at night", "pain_nrs", None),
        ("F 24, runner", "age", 24.0),
        ("my father in law (79) has low back pain", "age", 79.0),
        ("low back pain, took ibuprofen (40)", "age", None),
        ("am 33 and drive a cab, low back", "age", 33.0),
        ("am 33 minutes from you, low back", "age", None),
        ("now 62 and still cycling, low back", "age", 62.0),
        ("seventy-five next birthday. low back", "age", 74.0),
        ("at eighty it is just wear, low back", "age", 80.0),
        ("fever, 39. low back. i am 44", "age", 44.0),
        ("34F with back pain", "age", 34.0),
        ("im 72", "age", 72.0),
        ("back pain, 60m up the road my leg goes", "age", None),
        ("i'm in my late thirties and my back hurts", "age", 38.0),
        ("mid 50s", "age", 55.0),
        ("im in my 40's, sore back", "age", 45.0),
        ("my mum is in her early eighties and has back pain", "age", 82.0),
        ("im in my late teens, low back pain", "age", 17.0),
        ("in my twenties i ran a lot", "age", None),
        ("when i was in my thirties my back went", "age", None),
        ("back pain since my forties", "age", None),
        ("i trained through the 80s", "age", None),
        ("i run 25 not 35 miles a week", "run_miles", 25.0),
        ("sore back since around age 15", "age", None),
        ("pain 3 resting, 8 w bending", "pain_nrs_worst", 8.0),
        ("51/f low back pain", "age", 51.0),
        ("now 4, worst this week 8", "pain_nrs_worst", 8.0),
        ("weekly mileage was 30, down to 15.", "run_miles", 15.0),
        ("i only run twice a week", "run_days", 2.0),
        ("i swim twice a week and run", "run_days", None),
        ("3 weeks out from my race, back sore", "preg_weeks", None),
        ("sore on any run longer than 9 miles", "longest_run_miles", None),
        ("5 days a week, 45ish miles", "run_miles", 45.0),
        ("i do 30 mpw with a long run of 9 on saturdays", "longest_run_miles", 9.0),
        ("pain right now 2 worst 7 average 4", "pain_nrs", 2.0),
        ("pain right now 2 worst 7 average 4", "pain_nrs_worst", 7.0),
        ("somewhere between a 4 and a 6", "pain_nrs", 4.0),
        ("bad back since age 19, now 40", "age", 40.0),
        ("im 37+4 and my back hurts", "age", None),
        ("im 37+4 and my back hurts", "preg_weeks", 37.0),
        ("20+ years of back pain", "preg_weeks", None),
        ("i run 25+ miles a week", "run_miles", 25.0),
        ("i jog 60km this week, more than i should", "run_miles", 37.3),
        ("4 runs a week, about 6 miles each", "run_miles", None),
        ("i run a bit, my long run is 11", "longest_run_miles", 11.0),
        ("stiff back, eases up by 9", "pain_nrs_worst", None),
        ("was a 3 out of 10, now it is up to 6", "pain_nrs", 6.0),
        ("i'm fifty nine.", "age", 59.0),
        ("i am a 16 year old hurdler", "age", 16.0),
        ("my kid is 10", "age", 10.0),
        ("right now it is a 3, last night it was a 7", "pain_nrs_worst", 7.0),
        ("low back, i am a 4 most days", "pain_nrs", 4.0),
        ("i am 5 weeks in", "age", None),
        ("when i was 14 i hurt my back", "age", None),
        ("pain 7/10", "pain_nrs", 7.0),
        ("its a 9", "pain_nrs", 9.0),
        ("about a 6.", "pain_nrs", 6.0),
        ("four out of ten", "pain_nrs", 4.0),
        ("worst is 8/10", "pain_nrs_worst", 8.0),
        ("i took a 5 mile walk", "pain_nrs", None),
        ("i run 40 mpw", "run_miles", 40.0),
        ("running 25 miles a week", "run_miles", 25.0),
        ("i run 50 km per week", "run_miles", 31.1),
        ("i run 4 days a week", "run_days", 4.0),
        ("my longest run is 12 miles", "longest_run_miles", 12.0),
        ("im 30 weeks pregnant", "preg_weeks", 30.0),
        ("29 y.o. runner with a sore back", "age", 29.0),
        ("35/F low back pain", "age", 35.0),
        ("my wife, 45: her back hurts", "age", 45.0),
        ("i have two kids aged 4 and 6", "age", None),
        ("low back. kids 12 and 14", "age", None),
        ("pain now about 5, goes to 8 by the evening", "pain_nrs", 5.0),
        ("pain now about 5, goes to 8 by the evening", "pain_nrs_worst", 8.0),
        ("6 now, 8 on getting up", "pain_nrs_worst", 8.0),
        ("6 now, 8 on getting up", "pain_nrs", 6.0),
        ("was an 8 last week, its a 3 today", "pain_nrs", 3.0),
        ("worst in the last 24 hours was 6", "pain_nrs_worst", 6.0),
        ("5 now, was 8 last night", "pain_nrs_worst", 8.0),
        ("i am a 50-year-old woman", "age", 50.0),
        ("osteoporosis, at 61, and my back aches", "age", 61.0),
        ("the pain woke me at 4", "age", None),
        ("i am a widower of 68 with a bad back", "age", 68.0),
        ("a back as good as a man of 30", "age", None),
        ("to begin: 51, male, low back", "age", 51.0),
        ("Fifty-four. Six weeks. Low back.", "age", 54.0),
        ("worn discs at 22?", "age", 22.0),
        ("the pain woke me up at 22!", "age", None),
        ("is a numb foot normal in a 31 yr old", "age", 31.0),
        ("i never had children i am 37", "age", 37.0),
        ("miner's daughter, 39, low back ache", "age", 39.0),
        ("i run four days out of seven", "run_days", 4.0),
        ("50 miles a week, six days.", "run_days", 6.0),
        ("low back in spasm, 8", "pain_nrs", 8.0),
        ("i have 3 kids now", "pain_nrs", None),
        ("hurts from mile 8 on", "pain_nrs", None),
        ("i do 60 km weeks", "run_miles", 37.3),
        ("went from 20 mpw to 35 mpw", "run_miles", 35.0),
        ("running 5 days, 38 miles, longest 14", "run_miles", 38.0),
        ("running 5 days, 38 miles, longest 14", "run_days", 5.0),
        ("running 5 days, 38 miles, longest 14", "longest_run_miles", 14.0),
        ("30 miles a week over 4 days", "run_days", 4.0),
        ("gym 4 days a week", "run_days", None),
        ("38+2 and my back aches", "preg_weeks", 38.0),
        ("8 months pregnant", "preg_weeks", 35.0),
        ("im 29 weeks and my back aches", "preg_weeks", 29.0),
        ("bump is tight, 33 wks", "preg_weeks", 33.0),
        ("im 8 weeks post op", "preg_weeks", None),
        ("103 F at bedtime", "age", None),
    ],
)
def test_numbers(text: str, finding: str, value: float | None, reader: Reader) -> None:
    assert view(reader.read(text)).get(finding) == value


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("temp 101", {Status.PRESENT}),
        ("temperature of 38.0", {Status.PRESENT}),
        ("my temp is 37.9", {Status.NEGATED}),
        ("temp 98.6", {Status.NEGATED}),
        ("39.2 tonight and he is miserable", {Status.PRESENT}),
        ("ran 38.5 km today", set()),
        ("i weigh 101 kg", set()),
        ("103 F at bedtime", {Status.PRESENT}),
        ("39c and low back pain", {Status.PRESENT}),
        ("34f, 40 mpw", set()),
    ],
)
def test_fever_begins_at_38_celsius(text: str, status: set[Status], reader: Reader) -> None:
    assert {m.status for m in reader.read(text).mentions if m.finding == "fever"} == status


@pytest.mark.parametrize(("age", "minor"), [(17, Status.PRESENT), (18, Status.NEGATED)])
def test_an_age_says_whether_it_is_a_minor(age: int, minor: Status, reader: Reader) -> None:
    assert {m.status for m in reader.read(f"im {age}").mentions if m.finding == "minor"} == {minor}


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("took 15 paracetamol since breakfast", "overdose"),
        ("i took 8 tylenol today", "overdose"),
        ("took 5000 mg of acetaminophen", "overdose"),
        ("took 5 grams of acetaminophen", "overdose"),
        ("took 7 tylenol today", "meds_misuse"),
        ("16 advil yesterday", "meds_misuse"),
        ("took 4000 mg of ibuprofen", "meds_misuse"),
        ("took 4 advil", ""),
        ("took 800 mg ibuprofen", ""),
        ("took 2 500 mg tylenol", ""),
        ("took tylenol for 10 days", ""),
    ],
)
def test_pills_that_were_taken(text: str, flag: str, reader: Reader) -> None:
    said = view(reader.read(text))
    assert [f for f in ("overdose", "meds_misuse") if said.get(f)] == ([flag] if flag else [])
