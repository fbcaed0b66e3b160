"""Staff read the summary on the conversation's page and take it along; who did is recorded."""

import json

import httpx
import pytest
from fhir.resources.R4B.bundle import Bundle
from sqlalchemy import Engine, select

from backstride.knowledge.conversations import SqlConversationStore
from backstride.knowledge.database import reading
from backstride.knowledge.operational_tables import AuditRow
from backstride.services.ports import ConversationRecord, TurnWork
from tests.console.browser import sign_in
from tests.console.conftest import NOW
from tests.content.given import evidence
from tests.services.summary_samples import LEG_PAIN, decision


@pytest.fixture
async def staff(client: httpx.AsyncClient) -> httpx.AsyncClient:
    await sign_in(client)
    return client


@pytest.fixture
def patient(store: SqlConversationStore) -> None:
    store.create(ConversationRecord("c1", "web", NOW, NOW), token_hash="t1")
    store.commit_turn(TurnWork("c1", NOW, findings=evidence(LEG_PAIN), decision=decision(), level="L4"))


def _audited(engine: Engine) -> list[tuple[str, str, str]]:
    with reading(engine) as connection:
        rows = connection.execute(select(AuditRow.login, AuditRow.action, AuditRow.subject).order_by(AuditRow.id))
        return [tuple(row) for row in rows if row.subject == "c1"]


@pytest.mark.usefixtures("patient")
async def test_the_page_shows_the_summary_and_links_to_its_formats(staff: httpx.AsyncClient) -> None:
    page = (await staff.get("/staff/conversations/c1")).text
    assert "Also told" in page
    assert "1. Leg nerve pain pattern (lumbar_radiculopathy_sciatica)" in page
    for ending in ("txt", "json", "fhir.json"):
        assert f'href="/staff/conversations/c1/summary.{ending}"' in page


@pytest.mark.usefixtures("patient")
async def test_each_format_is_a_file_that_nobody_keeps_and_the_audit_names_who_took_it(
    staff: httpx.AsyncClient, engine: Engine
) -> None:
    text = await staff.get("/staff/conversations/c1/summary.txt")
    data = await staff.get("/staff/conversations/c1/summary.json")
    fhir = await staff.get("/staff/conversations/c1/summary.fhir.json")
    assert [answer.headers["content-type"] for answer in (text, data, fhir)] == [
        "text/plain; charset=utf-8", "application/json", "application/fhir+json",
    ]  # fmt: skip
    assert {answer.headers["cache-control"] for answer in (text, data, fhir)} == {"no-store"}
    assert fhir.headers["content-disposition"] == 'attachment; filename="summary-c1.fhir.json"'
    assert text.text.startswith("VISIT SUMMARY  c1\n")
    assert data.json()["urgency"]["level"] == "L4"
    assert Bundle.model_validate(json.loads(fhir.text)).type == "collection"
    assert _audited(engine) == [("kim", "summary.downloaded", "c1")] * 3


async def test_a_conversation_that_is_gone_says_so(staff: httpx.AsyncClient, engine: Engine) -> None:
    for ending in ("txt", "json", "fhir.json"):
        assert (await staff.get(f"/staff/conversations/c1/summary.{ending}")).status_code == 404
    assert _audited(engine) == []


@pytest.mark.usefixtures("patient")
async def test_nobody_gets_it_without_signing_in(client: httpx.AsyncClient, engine: Engine) -> None:
    for ending in ("txt", "json", "fhir.json"):
        answer = await client.get(f"/staff/conversations/c1/summary.{ending}")
        assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/staff/login")
    assert _audited(engine) == []
