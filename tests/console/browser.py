"""What a person does in a browser, for the tests of the staff page."""

import re
from typing import Any

import httpx

PASSWORD = "correct horse battery"
FORM = {"Sec-Fetch-Site": "same-origin"}


def csrf_of(page: httpx.Response) -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', page.text)
    assert found is not None
    return found[1]


async def sign_in(client: httpx.AsyncClient, **data: str) -> httpx.Response:
    """Sign in as kim, unless the data say otherwise."""
    form = await client.get("/staff/login")
    data = {"login": "kim", "password": PASSWORD, "csrf": csrf_of(form), **data}
    return await client.post("/staff/login", data=data, headers=FORM)


async def send(client: httpx.AsyncClient, page: str, action: str, **data: Any) -> httpx.Response:
    """Open a page and send one of its forms."""
    csrf = csrf_of(await client.get(page))
    return await client.post(action, data={**data, "csrf": csrf}, headers=FORM)
