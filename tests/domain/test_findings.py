"""Findings have three values, and what nobody said is unknown."""

import pytest

from backstride.domain.errors import UnknownFindingError
from backstride.domain.findings import Answer, Doubt, Finding, Findings, FindingType, Kind

VOCABULARY = {name: FindingType(name, Kind.FLAG, name) for name in ("cancer", "fever", "smoker", "weak")}


def test_an_answer_has_no_truth_value() -> None:
    with pytest.raises(TypeError, match="no truth value"):
        bool(Answer.UNKNOWN)


def test_what_nobody_said_is_unknown() -> None:
    findings = Findings({}, VOCABULARY)
    assert findings["fever"] == Finding()
    assert findings.vocabulary is VOCABULARY
    assert (findings.known(), findings.uncertain(), findings.in_doubt(Doubt.UNSURE)) == ((), (), ())


def test_unknown_findings_are_refused() -> None:
    with pytest.raises(UnknownFindingError, match="no finding 'fewer'"):
        Findings({}, VOCABULARY)["fewer"]


def test_known_and_uncertain_are_listed_in_order() -> None:
    doubted = Finding(doubt=Doubt.OPEN)
    known = {"weak": doubted, "smoker": Finding(Answer.NO), "fever": doubted, "cancer": Finding(Answer.YES)}
    findings = Findings(known, VOCABULARY)
    assert findings.known() == ("cancer", "smoker")
    assert findings.uncertain() == ("fever", "weak")
    assert (findings["fever"].uncertain, findings["smoker"].uncertain) == (True, False)


def test_an_entry_of_the_vocabulary_becomes_a_finding_type() -> None:
    entry = {
        "id": "spread",
        "kind": "choice",
        "label": "where it spreads",
        "values": [{"id": "leg", "label": "the leg"}, {"id": "calf", "label": "the calf", "implies": ["leg"]}],
        "red_flag": "RF01",
        "unstated": "leg",
    }
    labels = {"leg": "the leg", "calf": "the calf"}
    assert FindingType.of(entry) == FindingType(
        "spread", Kind.CHOICE, "where it spreads", ("leg", "calf"), labels, {"calf": ("leg",)}, "RF01", "leg"
    )


def test_a_number_keeps_its_unit_and_range() -> None:
    entry = {"id": "fever", "kind": "number", "label": "temperature", "unit": "C", "min": 34, "max": 43}
    assert FindingType.of(entry) == FindingType("fever", Kind.NUMBER, "temperature", unit="C", low=34.0, high=43.0)
