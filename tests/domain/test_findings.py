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
