"""What was asked and said, as a FHIR R4 QuestionnaireResponse (a dict; `fhir` validates it).

Each finding is an item. An item without an answer says why there is none, so that unknown never reads as no.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from backstride.domain.findings import Kind
from backstride.domain.visit_summary import Fact, Knowledge, RedFlagFact, VisitSummary

Json = dict[str, Any]
FINDING_SYSTEM = "urn:backstride:finding"
_YES_NO = "http://terminology.hl7.org/CodeSystem/v2-0136"
_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
_WORDS = "urn:backstride:fhir:patient-words"
_UCUM = "http://unitsofmeasure.org"
_UNITS = {"years": "a", "days": "d", "weeks": "wk"}
_LINK = str.maketrans(" ", "-")


def questionnaire_response(summary: VisitSummary, *, resource_id: str, subject: Json) -> Json:
    """Return the answers of one conversation; in progress unless its intake was finished.

    Args:
        summary: Of the conversation.
        resource_id: A UUID.
        subject: Reference to the patient.
    """
    items = [_complaint(summary)]
    items += [
        _group(_link(heading), heading, _facts(_link(heading), facts)) for heading, facts in summary.sections.items()
    ]
    items.append(_group("red-flags", "Red flags", [_red_flag(flag) for flag in summary.red_flags]))
    items.append(_group("other", "Also told", _facts("other", summary.other_facts)))
    response = {
        "resourceType": "QuestionnaireResponse",
        "id": resource_id,
        "status": "completed" if summary.urgency.is_whole else "in-progress",
        "subject": subject,
        "authored": summary.last_at.isoformat(),
        "item": [item for item in items if item],
    }
    if _is_about_the_writer(summary):
        response["source"] = subject
    return response


def clean(text: str) -> str:
    """Return a text that FHIR takes for a string: one line, nothing unprintable; "" if nothing is left."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _link(heading: str) -> str:
    return heading.lower().translate(_LINK)


def _is_about_the_writer(summary: VisitSummary) -> bool:
    subject = facts_of(summary).get("subject")
    return subject is not None and subject.values == ("me",)


def _group(link: str, text: str, items: list[Json]) -> Json:
    return {"linkId": link, "text": text, "item": items} if items else {}


def _complaint(summary: VisitSummary) -> Json:
    item: Json = {"linkId": "complaint", "text": "The complaint in the patient's words"}
    words = [clean(quote) for quote in summary.complaint if clean(quote)]
    if not words:
        return item | {"extension": [{"url": _ABSENT, "valueCode": "unknown"}]}
    return item | {"answer": [{"valueString": word} for word in words]}


def _red_flag(flag: RedFlagFact) -> Json:
    return _group(f"red-flags.{flag.id}", flag.name, _facts(f"red-flags.{flag.id}", flag.facts))


def _facts(link: str, facts: Iterable[Fact]) -> list[Json]:
    return [_fact(f"{link}.{fact.finding}", fact) for fact in facts]


def _fact(link: str, fact: Fact) -> Json:
    item: Json = {"linkId": link, "text": fact.label}
    answers = list(_answers(fact))
    if not answers:
        return item | {"extension": [{"url": _ABSENT, "valueCode": _why_absent(fact)}]}
    words = [{"url": _WORDS, "valueString": clean(quote)} for quote in fact.quotes if clean(quote)]
    if words:
        answers[0] = {"extension": words, **answers[0]}
    return item | {"answer": answers}


def _why_absent(fact: Fact) -> str:
    if fact.knowledge is Knowledge.IN_DOUBT:
        return "asked-unknown" if fact.asked else "unknown"
    return "unknown" if fact.asked else "not-asked"


def _answers(fact: Fact) -> Iterator[Json]:
    """Yield the answers; none where nothing is known."""
    if fact.knowledge not in {Knowledge.PRESENT, Knowledge.ABSENT}:
        return
    is_yes = fact.knowledge is Knowledge.PRESENT
    if fact.kind is Kind.FLAG:
        yield {"valueBoolean": is_yes}
    elif fact.number is not None:
        yield {"valueQuantity": _quantity(fact)}
    elif fact.kind is Kind.TEXT:
        text = clean(fact.text)
        if text:
            yield {"valueString": text}
    elif fact.values:
        for value, label in zip(fact.values, fact.value_labels, strict=True):
            yield {"valueCoding": {"system": f"{FINDING_SYSTEM}:{fact.finding}", "code": value, "display": label}}
    else:
        yield {"valueCoding": {"system": _YES_NO, "code": "Y" if is_yes else "N", "display": "Yes" if is_yes else "No"}}


def _quantity(fact: Fact) -> Json:
    number = fact.number or 0.0
    quantity: Json = {"value": int(number) if number.is_integer() else number}
    if fact.unit:
        quantity["unit"] = fact.unit
    if fact.unit in _UNITS:
        quantity |= {"system": _UCUM, "code": _UNITS[fact.unit]}
    return quantity


def facts_of(summary: VisitSummary) -> Mapping[str, Fact]:
    """Return finding id -> what is known, for the sections of the history."""
    return {fact.finding: fact for facts in summary.sections.values() for fact in facts}
