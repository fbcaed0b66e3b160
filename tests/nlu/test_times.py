"""How long it has lasted, and what a date does to the value of a finding."""

from datetime import datetime

import pytest

from backstride.nlu.findings_view import view
from backstride.nlu.reader import Reader


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("back pain for 3 weeks", 21.0),
        ("back pain 4-5 days", 4.0),
        ("back pain for a couple of months", 60.0),
        ("back pain on and off for 3 yrs", 1095.0),
        ("back pain for years", 1095.0),
        ("back pain since sunday", 5.0),
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
    ],
)
def test_duration(text: str, days: float | None, reader: Reader, now: datetime) -> None:
    assert view(reader.read(text, now=now)).get("duration_days") == days


@pytest.mark.parametrize(
    ("text", "finding", "value"),
    [
        ("both legs are numb", "bilat_leg", "new"),
        ("both legs have been numb for 3 years", "bilat_leg", "old"),
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


def test_without_a_clock_a_date_has_no_length(reader: Reader) -> None:
    assert "duration_days" not in view(reader.read("back pain since march"))
