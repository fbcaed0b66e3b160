from collections.abc import Callable

import httpx
import pytest
from sqlalchemy import Engine

from backstride.console.auth import FREE_FAILURES
from backstride.knowledge.base import Base
from tests.console.browser import FORM, PASSWORD, csrf_of, send, sign_in
from tests.console.conftest import Clock

PAGES = ["/staff/", "/staff/conversations/c1", "/staff/callbacks", "/staff/visits", "/staff/test", "/staff/test/c1"]
FORMS = ["/staff/alerts/1/acknowledge", "/staff/callbacks/1/done", "/staff/test", "/staff/test/c1", "/staff/logout"]
FORMS += ["/staff/test/c1/delete"]


@pytest.mark.parametrize("page", PAGES)
async def test_nobody_sees_a_page_without_signing_in(client: httpx.AsyncClient, page: str) -> None:
    response = await client.get(page)
    assert (response.status_code, response.headers["location"]) == (303, f"/staff/login?next={page}")


@pytest.mark.parametrize("form", FORMS)
async def test_nobody_sends_a_form_without_signing_in(client: httpx.AsyncClient, form: str) -> None:
    response = await client.post(form, headers=FORM, data={"csrf": "x"})
    assert (response.status_code, response.headers["location"][:12]) == (303, "/staff/login")


async def test_signing_in_and_out(client: httpx.AsyncClient) -> None:
    planted = (await client.get("/staff/login")).cookies["backstride_staff"]
    answer = await sign_in(client, next="/staff/visits")
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/visits")
    cookie = client.cookies["backstride_staff"]
    assert cookie != planted, "a token that was planted in the browser opens nothing"
    assert (await client.get("/staff/")).status_code == 200
    assert (await send(client, "/staff/", "/staff/logout")).headers["location"] == "/staff/login"
    client.cookies.set("backstride_staff", cookie)
    assert (await client.get("/staff/")).status_code == 303, "the session ended on the server too"


async def test_the_cookie_over_https_is_bound_to_the_host(make_client: Callable[..., httpx.AsyncClient]) -> None:
    client = make_client(public_base_url="https://staff.test")
    header = (await sign_in(client)).headers["set-cookie"]
    assert header.startswith("__Host-backstride_staff=")
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= set(header.split("; "))
    assert "Domain" not in header


@pytest.mark.parametrize("wrong", [{"password": "wrong"}, {"login": "nobody"}])
async def test_a_wrong_login_does_not_say_what_was_wrong(client: httpx.AsyncClient, wrong: dict[str, str]) -> None:
    answer = await sign_in(client, **wrong)
    assert answer.status_code == 401
    assert "Login or password is wrong." in answer.text
    assert PASSWORD not in answer.text


async def test_too_many_wrong_tries_have_to_wait(client: httpx.AsyncClient, clock: Clock) -> None:
    for _ in range(FREE_FAILURES + 1):
        await sign_in(client, password="wrong")
    answer = await sign_in(client)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "2")
    assert "Please wait 2 seconds." in answer.text
    clock.forward(seconds=2)
    assert (await sign_in(client)).status_code == 303


async def test_an_idle_session_ends_and_comes_back_to_its_page(client: httpx.AsyncClient, clock: Clock) -> None:
    await sign_in(client)
    clock.forward(minutes=14)
    assert (await client.get("/staff/visits")).status_code == 200
    clock.forward(minutes=15)
    expired = await client.get("/staff/visits")
    assert expired.headers["location"] == "/staff/login?next=/staff/visits"
    assert 'name="next" value="/staff/visits"' in (await client.get(expired.headers["location"])).text


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/staff/../x", "/staff/login", "/staff/x?y", "javascript:x"],
)
async def test_signing_in_never_leads_elsewhere(client: httpx.AsyncClient, elsewhere: str) -> None:
    assert (await sign_in(client, next=elsewhere)).headers["location"] == "/staff/"


@pytest.mark.parametrize("csrf", ["", "x", "0" * 64, "é"])
async def test_a_form_without_its_token_changes_nothing(client: httpx.AsyncClient, csrf: str) -> None:
    await sign_in(client)
    answer = await client.post("/staff/logout", data={"csrf": csrf}, headers=FORM)
    assert answer.status_code == 403
    assert (await client.get("/staff/")).status_code == 200


async def test_another_cookies_form_token_is_refused(
    client: httpx.AsyncClient, make_client: Callable[..., httpx.AsyncClient]
) -> None:
    await sign_in(client)
    other = make_client()
    await sign_in(other)
    stolen = csrf_of(await other.get("/staff/"))
    assert (await client.post("/staff/logout", data={"csrf": stolen}, headers=FORM)).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}],
)
async def test_another_sites_form_is_refused(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    await sign_in(client)
    csrf = csrf_of(await client.get("/staff/"))
    assert (await client.post("/staff/logout", data={"csrf": csrf}, headers=headers)).status_code == 403
    csrf = csrf_of(await client.get("/staff/login"))
    data = {"login": "kim", "password": PASSWORD, "csrf": csrf}
    assert (await client.post("/staff/login", data=data, headers=headers)).status_code == 403


async def test_signing_in_needs_the_cookie_that_came_with_the_form(client: httpx.AsyncClient) -> None:
    csrf = csrf_of(await client.get("/staff/login"))
    client.cookies.clear()
    data = {"login": "kim", "password": PASSWORD, "csrf": csrf}
    assert (await client.post("/staff/login", data=data, headers=FORM)).status_code == 403


@pytest.mark.parametrize("page", ["/staff/login", "/staff/", "/staff/test", "/staff/conversations/none"])
async def test_every_answer_carries_the_headers(client: httpx.AsyncClient, page: str) -> None:
    for _ in range(2):  # signed out, then signed in
        headers = (await client.get(page)).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self';")
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert (headers["cache-control"], headers["x-content-type-options"]) == ("no-store", "nosniff")
        await sign_in(client)


async def test_the_style_sheet_needs_no_session(client: httpx.AsyncClient) -> None:
    answer = await client.get("/staff/staff.css")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert "immutable" in answer.headers["cache-control"]


async def test_the_bare_address_leads_to_the_page(client: httpx.AsyncClient) -> None:
    assert (await client.get("/staff")).headers["location"].endswith("/staff/")


async def test_a_database_that_does_not_answer_is_said_so(client: httpx.AsyncClient, engine: Engine) -> None:
    await sign_in(client)
    Base.metadata.tables["alert"].drop(engine)
    answer = await client.get("/staff/")
    assert answer.status_code == 503
    assert "The database does not answer" in answer.text
    assert answer.headers["cache-control"] == "no-store"
