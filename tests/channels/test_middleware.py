"""What every response carries."""

import pytest

from backstride.settings import Settings
from tests.channels.fakes import KEY, Clinic

pytestmark = pytest.mark.asyncio

ALWAYS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


@pytest.mark.parametrize("https", [True, False])
@pytest.mark.parametrize(
    ("path", "cache"),
    [
        ("/", "no-store"),
        ("/chat", "no-store"),
        ("/api/chat/messages", "no-store"),
        ("/healthz", "no-store"),
        ("/nowhere", "no-store"),
        ("/static/page.css", "public, max-age=300"),
    ],
)
async def test_every_response_has_the_security_headers(path: str, cache: str, https: bool) -> None:
    base = "https://clinic.example" if https else "http://127.0.0.1:8000"
    async with Clinic(settings=Settings(secret_key=KEY, public_base_url=base)).serving() as client:
        answer = await client.get(path)
    hsts = {"strict-transport-security": "max-age=31536000"} if https else {}
    wanted = {**ALWAYS, **hsts, "cache-control": cache}
    names = {*wanted, "strict-transport-security"}
    assert {name: value for name, value in answer.headers.items() if name in names} == wanted


async def test_a_refused_body_has_them_too() -> None:
    async with Clinic().serving() as client:
        answer = await client.post("/api/chat/sessions", content=b"x" * 70_000)
    assert answer.status_code == 413
    assert {name: answer.headers[name] for name in ALWAYS} == ALWAYS


@pytest.mark.parametrize(("size", "status"), [(65_536, 400), (65_537, 413)])
async def test_the_limit_is_64_kib_exactly(size: int, status: int) -> None:
    async with Clinic().serving() as client:
        headers = {"content-type": "application/json"}
        answer = await client.post("/api/chat/sessions", content=b" " * (size - 1) + b"{", headers=headers)
    assert answer.status_code == status
