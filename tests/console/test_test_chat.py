import re
from collections.abc import Callable

import httpx
import pytest

from backstride.knowledge.conversations import SqlConversationStore
from backstride.services.ports import ConversationRecord, TurnWork
from tests.console.browser import FORM, csrf_of, send, sign_in
from tests.console.conftest import NOW, RoteConversations


@pytest.fixture
async def staff(client: httpx.AsyncClient) -> httpx.AsyncClient:
    await sign_in(client)
    return client


@pytest.fixture
async def web(staff: httpx.AsyncClient) -> str:
    """The page of a web test that was just started."""
    return str((await send(staff, "/staff/test", "/staff/test", channel="web")).headers["location"])


async def test_a_test_starts_on_either_channel(staff: httpx.AsyncClient, store: SqlConversationStore) -> None:
    for channel in ("web", "sms"):
        answer = await send(staff, "/staff/test", "/staff/test", channel=channel)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/staff/test/test-0-{channel}")
        record = store.get(f"test-0-{channel}")
        assert record is not None
        assert (record.is_test, record.channel) == (True, channel)
    assert (await send(staff, "/staff/test", "/staff/test", channel="fax")).status_code == 422


async def test_the_inspector_shows_why(staff: httpx.AsyncClient, web: str) -> None:
    answer = await send(staff, web, web, text="my seat is numb <b>")
    assert answer.headers["location"] == f"{web}#newest"
    page = (await staff.get(web)).text
    assert '<mark class="present" title="ces_saddle = new (present)">numb</mark> &lt;b&gt;' in page
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "Intent report_symptoms 87%" in plain
    assert "Level and rules L1 R02" in plain
    assert "numb Numb between the legs: new present" in plain
    assert "action_triage RulePolicy 100%" in plain
    assert "Slots (2) age 41 location low_back" in plain


async def test_a_pick_goes_to_the_assistant_as_its_id(
    staff: httpx.AsyncClient, web: str, conversations: RoteConversations
) -> None:
    assert '<button name="choice" value="x1">Yes</button>' in (await staff.get(web)).text
    await send(staff, web, web, choice="x1", message_id="m1")
    assert conversations.said == [{"to": "test-0-web", "text": "", "choices": ["x1"], "key": "m1"}]


async def test_a_number_by_sms_picks_what_was_offered(
    staff: httpx.AsyncClient, conversations: RoteConversations
) -> None:
    page = (await send(staff, "/staff/test", "/staff/test", channel="sms")).headers["location"]
    shown = (await staff.get(page)).text
    assert "1 Yes" in shown
    assert "1 part" in shown
    assert 'name="choice"' not in shown
    for text in ("2", "7/10"):
        await send(staff, page, page, text=text)
    assert [(said["text"], said["choices"]) for said in conversations.said] == [("", ["x2"]), ("7/10", [])]


async def test_an_option_that_is_gone_is_said_so(staff: httpx.AsyncClient, web: str) -> None:
    answer = await send(staff, web, web, choice="old")
    assert answer.status_code == 422
    assert "That question was answered already." in answer.text


async def test_nothing_is_sent_for_nothing(
    staff: httpx.AsyncClient, web: str, conversations: RoteConversations
) -> None:
    answer = await send(staff, web, web, text="  ")
    assert (answer.status_code, conversations.said) == (422, [])


async def test_nobody_writes_into_a_patients_conversation(
    staff: httpx.AsyncClient, store: SqlConversationStore, conversations: RoteConversations
) -> None:
    store.create(ConversationRecord("c1", "web", NOW, NOW), token_hash="t1")
    for missing in ("c1", "none"):
        page = f"/staff/test/{missing}"
        assert (await staff.get(page)).status_code == 404
        assert (await send(staff, "/staff/test", page, text="hello")).status_code == 404
    assert conversations.said == []


async def test_a_test_with_refused_consent_shows_that_nothing_is_kept(
    staff: httpx.AsyncClient, web: str, store: SqlConversationStore
) -> None:
    store.commit_turn(TurnWork("test-0-web", NOW, wipe=True))
    assert "consent was refused" in (await staff.get(web)).text


async def test_a_test_can_be_deleted_and_a_patients_conversation_cannot(
    staff: httpx.AsyncClient, web: str, store: SqlConversationStore
) -> None:
    store.create(ConversationRecord("c1", "web", NOW, NOW), token_hash="t1")
    assert (await send(staff, web, f"{web}/delete")).headers["location"] == "/staff/test"
    assert (await send(staff, "/staff/test", "/staff/test/c1/delete")).status_code == 404
    assert [store.get(i) is None for i in ("test-0-web", "c1")] == [True, False]


async def test_an_assistant_that_is_down_is_said_so(
    staff: httpx.AsyncClient, web: str, conversations: RoteConversations
) -> None:
    conversations.is_down = True
    answer = await send(staff, web, web, text="hello")
    assert answer.status_code == 503


async def test_many_picks_at_once(
    make_client: Callable[..., httpx.AsyncClient], conversations: RoteConversations
) -> None:
    client = make_client()
    await sign_in(client)
    page = (await send(client, "/staff/test", "/staff/test", channel="web")).headers["location"]
    data = {"csrf": csrf_of(await client.get(page)), "choice": ["x1", "x2"]}
    assert (await client.post(page, data=data, headers=FORM)).status_code == 303
    assert conversations.said[0]["choices"] == ["x1", "x2"]
