"""The summary as text and as JSON: whole, in order, with unknown as unknown."""

import json
from zoneinfo import ZoneInfo

from backstride.services.summary_json import as_json
from backstride.services.summary_text import as_text
from tests.services.summary_samples import decision, leg_pain, nothing_known, summaries, transcript

CHICAGO = ZoneInfo("America/Chicago")


def test_the_text_reads_in_clinician_order() -> None:
    text = as_text(leg_pain(), CHICAGO)
    headings = [block.splitlines()[0] for block in text.strip().split("\n\n")]
    assert headings == [
        "VISIT SUMMARY  c-42", "Complaint", "Urgency", "About", "Region", "Irritability", "Aggravating and easing",
        "Onset and course", "Goal", "Load history", "Medicines and health", "Dermatome hint", "Red flags",
        "Patterns that fit, most likely first", "Also told",
    ]  # fmt: skip
    for line in (
        "From an automated intake. Patterns and codes are candidates for the clinician, not a diagnosis.",
        "By web chat, 2026-03-09 10:00 to 2026-03-09 10:00",
        "Content version abc123",
        '  "right calf tingles"',
        '  R49: "calf"',
        "  Age: 38 years",
        "  Side: right",
        "  Pain now: 6 (0-10 numeric rating scale)",
        '  What makes it worse: sitting, coughing or sneezing ("sitting_long", "cough_sneeze")',
        "  There all the time, whatever one does: no",
        "  Worst pain in the last 24 hours: not known",
        "  S1 by numbness (back of the calf, outer foot, sole); muscle test: pushes off and raises the heel",
        "  In doubt: RF13 Infection or infection risk (fever or chills: in doubt)",
        "  PRESENT: none",
        "     codes to choose from: M54.16 radiculopathy, lumbar, M54.17 radiculopathy, lumbosacral, "
        "M54.31 sciatica, right, M54.41 lumbago with sciatica, right",
    ):
        assert line in text.splitlines(), line


def test_the_text_of_nothing_says_that_nothing_is_known() -> None:
    text = as_text(nothing_known(), CHICAGO)
    assert '  "not known"' in text
    assert "  not decided\n  the intake was not finished" in text
    assert text.count(": not known") == sum(len(facts) for facts in nothing_known().sections.values())
    assert "Asked and denied: none" in text
    assert ": no\n" not in text


def test_an_emergency_stands_at_the_top_and_ranks_nothing() -> None:
    told = decision("L1", rules=("R02",), evidence={"R02": ("numb when i wipe",)}, origin="message")
    text = as_text(summaries().of(transcript({"ces_saddle": "new"}, decisions=[told], level="L1")), CHICAGO)
    assert '  R02: "numb when i wipe"' in text
    assert "  PRESENT: RF02 " in text
    assert "not ranked: no finished intake, or the level allows none" in text


def test_json_says_of_each_finding_whether_it_is_known() -> None:
    data = json.loads(json.dumps(as_json(leg_pain())))
    assert list(data) == [
        "format", "notice", "conversation", "channel", "started_at", "last_at", "complaint", "urgency", "sections",
        "dermatome_hints", "red_flags", "patterns", "contributors", "other_findings",
    ]  # fmt: skip
    region = {fact["finding"]: (fact["known"], fact["value"]) for fact in data["sections"]["Region"]}
    assert region == {
        "location": ("present", ["low_back", "one_side_low_back"]),
        "side": ("present", "right"),
        "radiation": ("present", ["leg", "calf", "below_knee", "foot_toes"]),
        "numb_area": ("present", ["leg", "foot_outer"]),
        "leg_worse_than_back": ("unknown", None),
        "quality": ("present", ["tingling_numb"]),
    }
    assert data["urgency"] == {
        "level": "L4", "meaning": data["urgency"]["meaning"], "rules": [{"id": "R49", "words": ["calf"]}],
        "gate": None, "intake_finished": True, "content_version": "abc123",
    }  # fmt: skip
    assert data["dermatome_hints"][0] == {
        "root": "S1", "area": "back of the calf, outer foot, sole", "from": "numbness", "values": ["foot_outer"],
        "muscle_test": "pushes off and raises the heel",
    }  # fmt: skip
    assert data["patterns"][0]["status"] == "candidate"
    assert data["patterns"][0]["icd10_candidates"][2] == {"code": "M54.31", "display": "sciatica", "side": "right"}


def test_json_of_nothing_has_no_value_and_no_denial() -> None:
    data = as_json(nothing_known())
    facts = [fact for part in data["sections"].values() for fact in part]
    facts += [fact for flag in data["red_flags"] for fact in flag["findings"]]
    assert {(fact["known"], fact["value"], fact["text"]) for fact in facts} == {("unknown", None, None)}
