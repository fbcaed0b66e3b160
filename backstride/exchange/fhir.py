"""The visit summary as a FHIR R4 Bundle: answers, candidates for conditions, and the request for a visit.

A candidate is never a diagnosis: `verificationStatus` says differential (several fit), provisional (one fits) or
unconfirmed (may add to it). Built as plain data and validated by `fhir.resources`, whose R4B models are those of
R4 for every resource used here (docs/decisions/0015-fhir-export.md). For staff; patients never see it.
"""

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from backstride.domain.errors import BackstrideError
from backstride.domain.visit_summary import Knowledge, Pattern, VisitSummary
from backstride.exchange.fhir_answers import Json, clean, facts_of, questionnaire_response
from backstride.services.summary_text import NOTICE, said

ICD10 = "http://hl7.org/fhir/sid/icd-10-cm"
_CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
_VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
_CONVERSATION = "urn:backstride:conversation"
_PRIORITIES = {"L1": "stat", "L2": "asap", "L3": "urgent", "L4": "routine", "L5": "routine"}
_ELSEWHERE = frozenset({"L1", "L2"})
"""Levels at which what is asked for is no visit at the clinic."""


def as_fhir(summary: VisitSummary, *, made_at: datetime) -> str:
    """Return the Bundle as JSON.

    Args:
        summary: Of one conversation.
        made_at: Now, aware; the Bundle's timestamp.

    Raises:
        BackstrideError: The Bundle breaks the specification; nothing is returned.
    """
    from fhir.resources.R4B.bundle import Bundle  # a third of a second, and only staff pay it

    try:
        return str(Bundle.model_validate(bundle(summary, made_at=made_at)).model_dump_json(indent=2))
    except ValueError as error:
        raise BackstrideError("this conversation cannot be written as FHIR; take it as text or JSON") from error


def bundle(summary: VisitSummary, *, made_at: datetime) -> Json:
    """Return the Bundle as plain data, not validated yet. The same conversation has the same ids every time."""
    patient, answers = _id(summary, "patient"), _id(summary, "answers")
    candidates = [_condition(summary, one) for one in (*summary.patterns, *summary.contributors)]
    resources = [
        _patient(summary, patient),
        questionnaire_response(summary, resource_id=answers, subject=_reference(patient)),
        *candidates,
        *_request(summary, [_reference(one["id"]) for one in candidates[: len(summary.patterns)]]),
    ]
    return {
        "resourceType": "Bundle",
        "id": _id(summary, "bundle"),
        "identifier": {"system": _CONVERSATION, "value": summary.conversation_id},
        "type": "collection",
        "timestamp": made_at.isoformat(),
        "entry": [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in resources],
    }


def _id(summary: VisitSummary, name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"{_CONVERSATION}:{summary.conversation_id}:{name}"))


def _reference(resource_id: str) -> Json:
    return {"reference": f"urn:uuid:{resource_id}"}


def _patient(summary: VisitSummary, resource_id: str) -> Json:
    """Return the patient as far as a conversation knows one: by its id; the clinic's program knows who it is."""
    patient: Json = {
        "resourceType": "Patient",
        "id": resource_id,
        "identifier": [{"system": _CONVERSATION, "value": summary.conversation_id}],
    }
    sex = facts_of(summary).get("sex")
    if sex is not None and sex.values:
        patient["gender"] = sex.values[0]
    return patient


def _condition(summary: VisitSummary, pattern: Pattern) -> Json:
    condition: Json = {
        "resourceType": "Condition",
        "id": _id(summary, pattern.condition_id),
        "clinicalStatus": {"coding": [{"system": _CLINICAL, "code": "active"}]},
        "verificationStatus": {"coding": [{"system": _VERIFICATION, "code": _verification(summary, pattern)}]},
        "code": _code(pattern),
        "subject": _reference(_id(summary, "patient")),
        "recordedDate": summary.last_at.isoformat(),
        "evidence": [
            {"code": [{"text": clean(reason.text)}], "detail": [_reference(_id(summary, "answers"))]}
            for reason in pattern.reasons_for
        ],
        "note": [{"text": note} for note in _notes(summary, pattern)],
    }
    duration = facts_of(summary).get("duration_days")
    if duration is not None and duration.knowledge is Knowledge.PRESENT and duration.text:
        condition["onsetString"] = f"{duration.text} before the conversation"
    return {key: value for key, value in condition.items() if value != []}


def _verification(summary: VisitSummary, pattern: Pattern) -> str:
    if not pattern.place:
        return "unconfirmed"
    return "differential" if len(summary.patterns) > 1 else "provisional"


def _code(pattern: Pattern) -> Json:
    """Return the pattern's name with the codes to choose from; where none is complete, the name alone."""
    coding = [
        {"system": ICD10, "code": code.id, "display": f"{code.display}{f', {code.side}' if code.side else ''}"}
        for code in pattern.codes
    ]
    return {"coding": coding, "text": pattern.name} if coding else {"text": pattern.name}


def _notes(summary: VisitSummary, pattern: Pattern) -> list[str]:
    place = (
        f"Place {pattern.place} of {len(summary.patterns)} by likelihood" if pattern.place else "May add to the pain"
    )
    against = [f"Against it: {clean(reason.text)}" for reason in pattern.reasons_against]
    return [NOTICE, place, *against, f"Codes are alternatives: {clean(pattern.code_text)}"]


def _request(summary: VisitSummary, reasons: list[Json]) -> list[Json]:
    """Return the request that follows from the level, as a proposal for the clinic to act on; none without a level."""
    urgency = summary.urgency
    if urgency.level is None:
        return []
    elsewhere = urgency.level in _ELSEWHERE
    request: dict[str, Any] = {
        "resourceType": "ServiceRequest",
        "id": _id(summary, "request"),
        "status": "draft",
        "intent": "proposal",
        "priority": _PRIORITIES[urgency.level],
        "code": {"text": urgency.meaning if elsewhere else "Evaluation by a physical therapist"},
        "subject": _reference(_id(summary, "patient")),
        "authoredOn": summary.last_at.isoformat(),
        "reasonCode": [{"text": clean(quote)} for quote in summary.complaint if clean(quote)],
        "reasonReference": reasons,
        "supportingInfo": [_reference(_id(summary, "answers"))],
        "note": [{"text": note} for note in _urgency_notes(summary)],
    }
    return [{key: value for key, value in request.items() if value != []}]


def _urgency_notes(summary: VisitSummary) -> list[str]:
    urgency = summary.urgency
    rules = f"rules {', '.join(urgency.rules)}" if urgency.rules else "no rule"
    notes = [f"Level {urgency.level} ({urgency.meaning}) by {rules}; content {urgency.content_version or 'not known'}"]
    if urgency.gate:
        notes.append(f"The {urgency.gate} must be asked first")
    if not urgency.is_whole:
        notes.append("The intake was not finished")
    present = [flag for flag in summary.red_flags if flag.knowledge is Knowledge.PRESENT]
    for flag in present:
        told = [f"{fact.label}: {said(fact)}" for fact in flag.facts if fact.knowledge is Knowledge.PRESENT]
        notes.append(clean(f"Red flag {flag.id} {flag.name}: {'; '.join(told)}"))
    return notes
