"""The Bundle is valid FHIR, uses R4's codes, says candidate and never diagnosis, and keeps unknown unknown."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import given, settings
from hypothesis import strategies as st

from backstride.domain.errors import BackstrideError
from backstride.domain.findings import Evidence, Status
from backstride.domain.visit_summary import VisitSummary
from backstride.exchange.fhir import as_fhir, bundle
from tests.content.given import RULES
from tests.services.summary_samples import AT, decision, leg_pain, nothing_known, summaries, transcript

ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"


def _resources(summary: VisitSummary) -> dict[str, list[dict[str, Any]]]:
    made = json.loads(as_fhir(summary, made_at=AT))
    found: dict[str, list[dict[str, Any]]] = {}
    for entry in made["entry"]:
        assert entry["fullUrl"] == f"urn:uuid:{entry['resource']['id']}"
        found.setdefault(entry["resource"]["resourceType"], []).append(entry["resource"])
    return found


def _items(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for one in item.get("item", ()):
        yield one
        yield from _items(one)


def _codings(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield from value.get("coding", ())
        for part in value.values():
            yield from _codings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _codings(part)


def test_a_finished_intake_is_answers_candidates_and_a_request() -> None:
    found = _resources(leg_pain())
    assert {kind: len(resources) for kind, resources in found.items()} == {
        "Patient": 1,
        "QuestionnaireResponse": 1,
        "Condition": len(leg_pain().patterns) + len(leg_pain().contributors),
        "ServiceRequest": 1,
    }
    assert found["Patient"][0]["gender"] == "male"
    assert "name" not in found["Patient"][0]
    assert found["QuestionnaireResponse"][0]["status"] == "completed"
    request = found["ServiceRequest"][0]
    assert (request["status"], request["intent"], request["priority"]) == ("draft", "proposal", "routine")
    assert request["code"] == {"text": "Evaluation by a physical therapist"}
    assert request["reasonCode"] == [{"text": "right calf tingles"}]
    assert len(request["reasonReference"]) == len(leg_pain().patterns)


def test_conditions_are_candidates_with_codes_to_choose_from() -> None:
    conditions = _resources(leg_pain())["Condition"]
    statuses = [one["verificationStatus"]["coding"][0]["code"] for one in conditions]
    assert set(statuses[: len(leg_pain().patterns)]) == {"differential"}
    first = conditions[0]
    assert [code["code"] for code in first["code"]["coding"]] == ["M54.16", "M54.17", "M54.31", "M54.41"]
    assert {code["system"] for code in first["code"]["coding"]} == {"http://hl7.org/fhir/sid/icd-10-cm"}
    assert first["onsetString"] == "21 days before the conversation"
    assert "not a diagnosis" in first["note"][0]["text"]
    only = replace(leg_pain(), patterns=leg_pain().patterns[:1], contributors=())
    assert _resources(only)["Condition"][0]["verificationStatus"]["coding"][0]["code"] == "provisional"
    beside = replace(leg_pain(), contributors=(replace(leg_pain().patterns[0], place=0, condition_id="other"),))
    assert _resources(beside)["Condition"][-1]["verificationStatus"]["coding"][0]["code"] == "unconfirmed"


def test_answers_have_the_type_of_their_finding_and_the_words() -> None:
    items = {item["linkId"]: item for item in _items(_resources(leg_pain())["QuestionnaireResponse"][0])}
    assert items["about.age"]["answer"][0]["valueQuantity"] == {
        "value": 38, "unit": "years", "system": "http://unitsofmeasure.org", "code": "a",
    }  # fmt: skip
    assert items["region.side"]["answer"][0]["valueCoding"] == {
        "system": "urn:backstride:finding:side", "code": "right", "display": "right",
    }  # fmt: skip
    assert [one["valueCoding"]["code"] for one in items["region.radiation"]["answer"]] == [
        "leg", "calf", "below_knee", "foot_toes",
    ]  # fmt: skip
    assert items["goal.function_goal"]["answer"][0]["valueString"] == "run 5 miles"
    assert items["irritability.constant"]["answer"][0]["valueBoolean"] is False
    assert items["red-flags.RF06.weak"]["answer"][0]["valueCoding"]["code"] == "N"
    assert items["region.side"]["answer"][0]["extension"][0]["valueString"] == "right"


def test_what_is_not_known_has_no_answer_and_says_why() -> None:
    unsure = [Evidence("cancer", Status.UNCERTAIN, None, "Q07", "not sure", 4)]
    summary = summaries().of(transcript(said=unsure, decisions=[decision()], level="L4"))
    items = {item["linkId"]: item for item in _items(_resources(summary)["QuestionnaireResponse"][0])}
    for link, why in (("goal.goal_score", "not-asked"), ("red-flags.RF11.cancer", "asked-unknown"),
                      ("red-flags.RF13.fever", "unknown")):  # fmt: skip
        assert "answer" not in items[link]
        assert items[link]["extension"] == [{"url": ABSENT, "valueCode": why}]


def test_of_nothing_there_is_no_answer_no_candidate_and_no_request() -> None:
    found = _resources(nothing_known())
    assert sorted(found) == ["Patient", "QuestionnaireResponse"]
    assert found["QuestionnaireResponse"][0]["status"] == "in-progress"
    items = list(_items(found["QuestionnaireResponse"][0]))
    assert len([item for item in items if "item" not in item]) > 60
    assert [item["linkId"] for item in items if "answer" in item] == []
    assert "gender" not in found["Patient"][0]


@pytest.mark.parametrize(("level", "priority"), [("L1", "stat"), ("L2", "asap"), ("L3", "urgent"), ("L5", "routine")])
def test_the_priority_is_that_of_the_level_and_an_emergency_asks_for_no_visit(level: str, priority: str) -> None:
    summary = summaries().of(transcript({"ces_saddle": "new"}, decisions=[decision(level)], level=level))
    (request,) = _resources(summary)["ServiceRequest"]
    assert request["priority"] == priority
    is_visit = request["code"]["text"] == "Evaluation by a physical therapist"
    assert is_visit is (level not in {"L1", "L2"})
    assert any(note["text"].startswith("Red flag RF02") for note in request["note"])
    assert ("Condition" in _resources(summary)) is (level == "L5")


def test_codes_are_of_the_value_sets_that_r4_requires() -> None:
    allowed = {
        "http://terminology.hl7.org/CodeSystem/condition-clinical": {"active"},
        "http://terminology.hl7.org/CodeSystem/condition-ver-status": {
            "unconfirmed", "provisional", "differential", "confirmed", "refuted", "entered-in-error",
        },
    }  # fmt: skip
    codings = list(_codings(json.loads(as_fhir(leg_pain(), made_at=AT))))
    assert len(codings) > 8
    for coding in codings:
        assert coding["code"] in allowed.get(coding["system"], {coding["code"]})


def test_the_same_conversation_has_the_same_ids() -> None:
    first, second = (json.loads(as_fhir(leg_pain(), made_at=AT)) for _ in range(2))
    assert first == second
    links = [item["linkId"] for item in _items(_resources(leg_pain())["QuestionnaireResponse"][0])]
    assert len(set(links)) == len(links)


@settings(max_examples=40)
@given(st.text(max_size=60), st.sampled_from(sorted(RULES.vocabulary)), st.sampled_from(list(Status)))
def test_whatever_was_typed_the_bundle_is_valid(words: str, finding: str, status: Status) -> None:
    kind = RULES.vocabulary[finding]
    value = 3.5 if kind.kind == "number" else words if kind.kind == "text" else next(iter(kind.values), None)
    said = [Evidence(finding, status, value, "Q02", words, 1)]
    summary = summaries().of(transcript({}, said=said, decisions=[decision("L5")], level="L5"))
    Bundle.model_validate_json(as_fhir(summary, made_at=AT))


def test_a_bundle_that_breaks_the_rules_is_not_handed_out() -> None:
    broken = replace(leg_pain(), patterns=(replace(leg_pain().patterns[0], name=""),))
    assert bundle(broken, made_at=AT)["type"] == "collection"
    with pytest.raises(BackstrideError, match="cannot be written as FHIR"):
        as_fhir(broken, made_at=AT)
