"""The plan to run again: behind the chat's cookie or a bearer token, never cached, and only where there is one."""

import httpx
import pytest

from backstride.domain.run_plan import RunPlan, fit
from backstride.services.assessment import PrintedPlan
from tests.channels.fakes import Clinic
from tests.content.given import findings
from tests.knowledge.content_copy import product_content

pytestmark = pytest.mark.asyncio

CONTENT = product_content()
LADDER = CONTENT.self_care.ladder
FITTED = fit(LADDER, findings({"runner": "runner", "run_days": 3, "pain_nrs": 3}), level="L4", shown=[])
assert isinstance(FITTED, RunPlan)
PRINTED = PrintedPlan(FITTED, ((CONTENT.sources["frandsen_2025"], "run over 10 % longer"),))


def _with_plan(conversation_id: str) -> PrintedPlan | None:
    return PRINTED if conversation_id == "c1" else None


async def _plan(client: httpx.AsyncClient, **headers: str) -> httpx.Response:
    return await client.get("/chat/plan", headers=headers)


async def test_a_stranger_is_led_to_the_chat() -> None:
    async with Clinic(plan_of=_with_plan).serving() as client:
        for answer in (await _plan(client), await _plan(client, Authorization="Bearer nobody")):
            assert (answer.status_code, answer.headers["location"]) == (303, "/chat")


async def test_the_plan_begins_at_its_first_stage_and_names_its_sources() -> None:
    async with Clinic(plan_of=_with_plan).serving() as client:
        await client.post("/chat/start")
        page = await _plan(client)
    assert page.status_code == 200
    assert "Start at <strong>stage 2</strong>" in page.text
    assert [f'<th scope="row">{n}' in page.text for n in range(1, 9)] == [False, *[True] * 7]
    assert all(criterion in page.text for criterion in LADDER.start_criteria)
    assert "Frandsen 2025, BJSM. Single-run spikes and injury, cohort n=5,205. (run over 10 % longer)" in page.text
    assert (page.headers["cache-control"], page.headers["referrer-policy"]) == ("no-store", "no-referrer")


async def test_a_bearer_token_opens_it_too() -> None:
    async with Clinic(plan_of=_with_plan).serving() as client:
        await client.post("/chat/start")
        client.cookies.clear()
        assert (await _plan(client, Authorization="Bearer token-c1")).status_code == 200


async def test_who_has_no_plan_is_told_how_to_get_one() -> None:
    async with Clinic(plan_of=lambda _: None).serving() as client:
        await client.post("/chat/start")
        page = await _plan(client)
    assert (page.status_code, "There is no plan yet" in page.text) == (404, True)
