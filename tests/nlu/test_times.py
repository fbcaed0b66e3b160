"""How long it has lasted, and what a date does to the value of a finding."""

from datetime import datetime

import pytest

from backstride.domain.findings import Status
from backstride.nlu.findings_view import view
from backstride.nlu.reader import Reader


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("low back sore since june. tailbone sore for a week then settled", 169.0),
        ("low back sore these days on rest days for 3 weeks", 21.0),
        ("low back pain since the birth, six weeks ago", 42.0),
        ("my low back began in august, and for two days no pain at all", 109.0),
        ("been running since lockdown. two months ago i felt a tug in my low back", 60.0),
        ("back pain for 3 weeks", 21.0),
        ("my tailbone aches after runs for two months", 60.0),
        ("low back hurts when i walk for 3 weeks", 21.0),
        ("low back is sore after sitting for 3 days", None),
        ("tailbone pain a month, left", 30.0),
        ("low back sore. a year and a bit", 365.0),
        ("low back hurts. i run three times a week", None),
        ("fifth day of a stiff low back", 5.0),
        ("nothing has eased my low back in six weeks", 42.0),
        ("four weeks back i changed jobs and since then my low back nags", 28.0),
        ("low back sore, maybe two weeks. i moved here a year ago", 14.0),
        ("low back sore since the school trip", None),
        ("felt a pop in my low back 9 days ago. nights are fine", 9.0),
        ("low back pain for two weeks. my boss has been awful for three years", 14.0),
        ("low back pain. divorced for three years", None),
        ("low back sore, been told six weeks", None),
        ("low back sore ever since the fall", None),
        ("low back sore since the fall of 2025", 415.0),
        ("i am in year 10 and have back pain", None),
        ("back pain 4-5 days", 4.0),
        ("back pain for a couple of months", 60.0),
        ("back pain on and off for 3 yrs", 1095.0),
        ("back pain for years", 1095.0),
        ("back pain since sunday", 5.0),
        ("low back since sat", 6.0),
        ("hurts since tues", 3.0),
        ("back pain, 2 semanas", 14.0),
        ("back pain started yesterday", 1.0),
        ("back pain since march", 259.0),
        ("back pain since 2019", 2878.0),
        ("low back hurts, day 5", 5.0),
        ("two and a half days ago i threw out my back", 2.5),
        ("back pain for the last six months", 180.0),
        ("my back hurts after sitting for 2 hours", None),
        ("i run 20 miles a week and my back hurts", None),
        ("back pain, i am 30 years old", None),
        ("12 weeks pregnant with back pain", None),
        ("year and a half of back pain", 547.5),
        ("the best part of a year with this back", 365.0),
        ("eleven weeks in. my back is no better", 77.0),
        ("back pain since easter", 229.0),
        ("back pain since 3 january", 321.0),
        ("felt my back go. two days ago. can walk", 2.0),
        ("on prednisone since march. back pain for a week", 7.0),
        ("i have been a nurse for 20 years, my back hurts", None),
        ("some days my back is fine", None),
        ("my back hurts, i can not take 10 more years of it", None),
        ("my back hurts and all i want is a good nights sleep", None),
        ("knee operation 3 years ago, back pain since monday", 4.0),
        ("sore low back since nov 3", 17.0),
        ("my back went on the 18th of october", 33.0),
        ("back ache that began september 2025 and stayed", 445.0),
        ("back pain since 11/6", 14.0),
        ("low back pain since i was thirty, im 44 now", 5110.0),
        ("back pain since my teens", 1095.0),
        ("a 10k in may is my goal but my back aches", None),
        ("we have a half marathon in june and my back hurts", None),
        ("my back hurts every evening for about an hour", None),
        ("back pain for 5 days, sorry, 5 weeks", 35.0),
        ("4 months not 4 weeks", 120.0),
        ("back pain for 15+ years", 5475.0),
        ("a month or two of back pain", 30.0),
        ("day six of this back pain", 6.0),
        ("turned 40 last week, my back hurts since monday", 4.0),
        ("fever 102.1 yesterday and a sore back", 1.0),
        ("had a baby, 3 months postpartum, back pain since friday", 7.0),
        ("6 weeks out from a half and my back is sore", None),
        ("my back was fine until 2 weeks ago", 14.0),
        ("raced three saturdays ago and my back has hurt since", 21.0),
        ("back pain since my 30s, im 51 now", 5840.0),
        ("back pain since memorial day", 179.0),
        ("back pain since the pandemic", 2513.0),
        ("mri in august showed a bulge, back pain for 3 months", 90.0),
        ("was diagnosed with a slipped disc in april", None),
        ("dug the garden about two weeks ago and felt my back go", 14.0),
        ("back pain began 3 days before my 10k on oct 4", 47.0),
        ("down to 3 days a week of running, back still hurts", None),
        ("day 2 of prednisone, back no better", None),
        ("since about age 14, im 24", 3650.0),
        ("back fusion in 2012, was good until 4 weeks ago", 28.0),
        ("tailbone pain since the 6th", 14.0),
        ("less than a month of back pain", 30.0),
        ("i had this 3 years ago, sore back", None),
        ("started four and a half weeks ago", 31.5),
        ("sore lwr back 4 2 wks", 14.0),
        ("sore lower back 4 5 weeks", 28.0),
        ("back pain was a 4 3 days ago", 3.0),
    ],
)
def test_duration(text: str, days: float | None, reader: Reader, now: datetime) -> None:
    assert view(reader.read(text, now=now)).get("duration_days") == days


@pytest.mark.parametrize(
    ("text", "finding", "value"),
    [
        ("both legs are numb", "bilat_leg", "new"),
        ("both legs have been numb for 3 years", "bilat_leg", "old"),
        ("both calves go numb. it has been like this for 3 years", "bilat_leg", "old"),
        ("both calves go numb. it has been like this for 3 years but worse now", "bilat_leg", "new"),
        ("both calves go numb. my back has been bad for 3 years", "bilat_leg", "new"),
        ("back pain for a year and both legs are numb", "bilat_leg", "new"),
        ("both legs numb for 2 years and getting worse", "bilat_leg", "new"),
        ("my left foot is weak since yesterday", "weak", "rapid"),
        ("foot drop started 3 days ago", "weak", "new"),
        ("my right leg is weak for 6 months", "weak", "old"),
        ("car accident yesterday", "trauma", "recent"),
        ("car accident", "trauma", "recent"),
        ("car accident 3 weeks ago", "trauma", "weeks"),
        ("car accident in 2010", "trauma", "old"),
        ("tripped on a curb", "trauma", "minor"),
    ],
)
def test_a_date_decides_between_new_and_old(text: str, finding: str, value: str, reader: Reader, now: datetime) -> None:
    assert view(reader.read(text, now=now)).get(finding) == value


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("no leg pain since august. but for the last three weeks my low back hurts", 21.0),
        ("low back pain for five months. a bike ride and i am crippled for two days", 150.0),
        ("my low back is a lot better than a month ago", None),
        ("bad back on and off for years but in the last month it goes down my leg when i walk", 30.0),
        ("low back pain for five weeks. a walk sorts it out for an hour or so", 35.0),
        ("a bad back on and off for ten years. this one started 2 weeks ago", 14.0),
        ("sciatica for three years. ten days ago i lifted a box and my back went again", 10.0),
        ("my back hurts. two days ago, tuesday", 2.0),
        ("my knee has been bad for 8 years, my low back started last week", 7.0),
        ("low back pain for 3 years and my knee hurts too", 1095.0),
        ("six days ago, near the end of a race, i felt my low back go", 6.0),
        ("stopping for a minute eases my low back", None),
        ("my low back is better today but still sore", None),
        ("after 8 months of this my low back is easing", 240.0),
        ("had a bad low back in 2019, this one is worse", None),
        ("for the last month my low back aches. did pilates for two weeks", 30.0),
        ("my low back is always worse on monday", None),
        ("low back aches. cycling i can do for hours", None),
        ("i run 50 a week, low back ache for two weeks", 14.0),
        ("couch to 5k, week 6, low back sore after each run", None),
        ("been running since school, low back sore for the last 3 weeks", 21.0),
        ("i stopped cycling 5 weeks ago, low back no better", None),
        ("forty years of running and now my low back hurts", None),
        ("6 months of low back pain, i have not run since august", 180.0),
        ("low back is no better than last week", None),
        ("around a month i think, maybe 5 weeks", 30.0),
        ("long time reader. my low back hurts", None),
        ("i used to have it on the right years ago, this time my low back hurts on the left", None),
    ],
)
def test_a_time_of_something_else_is_no_length(text: str, days: float | None, reader: Reader, now: datetime) -> None:
    assert view(reader.read(text, now=now)).get("duration_days") == days


def test_without_a_clock_a_date_has_no_length(reader: Reader) -> None:
    assert "duration_days" not in view(reader.read("back pain since march"))


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("laminectomy on november 4, now my foot tingles", Status.PRESENT),
        ("in june 2022 they did a discectomy, sciatica again", Status.HISTORICAL),
        ("had a fusion in october, my back is worse", Status.UNCERTAIN),
        ("they offered me a discectomy in november, back pain", Status.HYPOTHETICAL),
        ("cortisone shot in my knee on november 4, low back sore", None),
        ("a fusion, and leg pain since november", None),
    ],
)
def test_a_date_says_whether_a_procedure_is_recent(
    text: str, status: Status | None, reader: Reader, now: datetime
) -> None:
    """Six weeks are counted; a month without a day may be within them, and what is planned is not done."""
    said = [m.status for m in reader.read(text, now=now).mentions if m.finding == "spine_proc"]
    assert said == ([status] if status else [])
