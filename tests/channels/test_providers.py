"""The carrier's wire: what is sent to Twilio, and what is tried again."""

from collections.abc import Callable
from urllib.parse import parse_qs

import httpx
import pytest

from backstride.channels.providers import FakeProvider, TwilioProvider, parse_form, provider_from
from backstride.domain.errors import ServiceUnavailableError
from backstride.services.ports_sms import InboundSms
from backstride.settings import Settings


class Twilio:
    """Answers one after the other, and keeps what it was asked."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[httpx.Request] = []
        self.pauses: list[float] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)

    def provider(self) -> TwilioProvider:
        client = httpx.AsyncClient(transport=httpx.MockTransport(self), base_url="https://carrier.example")
        return TwilioProvider("AC1", ("t1", "t2"), "+15550199999", client, self.pause)


def ok() -> httpx.Response:
    return httpx.Response(201, json={"sid": "SM9"})


@pytest.mark.asyncio
async def test_a_text_is_one_authenticated_post() -> None:
    twilio = Twilio(ok())
    sid = await twilio.provider().send(to="+15550100123", text="Hi & bye")
    request = twilio.asked[0]
    assert (sid, request.method, str(request.url)) == (
        "SM9",
        "POST",
        "https://carrier.example/2010-04-01/Accounts/AC1/Messages.json",
    )
    assert parse_qs(request.content.decode()) == {
        "To": ["+15550100123"],
        "From": ["+15550199999"],
        "Body": ["Hi & bye"],
    }
    assert request.headers["authorization"] == httpx.BasicAuth("AC1", "t1")._auth_header


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("answers", "pauses"),
    [
        ([httpx.Response(500), ok()], [0.5]),
        ([httpx.Response(429, headers={"Retry-After": "3"}), httpx.Response(503), ok()], [3.0, 2.0]),
        ([httpx.Response(429, headers={"Retry-After": "9999"}), ok()], [10.0]),
        ([httpx.ConnectError("no"), ok()], [0.5]),
    ],
)
async def test_a_busy_carrier_is_asked_again(answers: list[httpx.Response | Exception], pauses: list[float]) -> None:
    twilio = Twilio(*answers)
    assert (await twilio.provider().send(to="+1", text="x"), twilio.pauses) == ("SM9", pauses)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("answers", "asked", "problem"),
    [
        ([httpx.Response(400, json={"code": 21610, "message": "unsubscribed"})], 1, "21610"),
        ([httpx.Response(401, text="no")], 1, "401"),
        ([httpx.Response(400, json=["odd"])], 1, "400"),
        ([httpx.Response(500)] * 3, 3, "500"),
        ([httpx.ReadTimeout("late")], 1, "ReadTimeout"),
    ],
)
async def test_a_refusal_is_final_and_what_may_have_arrived_is_not_sent_twice(
    answers: list[httpx.Response | Exception], asked: int, problem: str
) -> None:
    twilio = Twilio(*answers)
    with pytest.raises(ServiceUnavailableError, match=rf"^the carrier did not take a text \({problem}\)$"):
        await twilio.provider().send(to="+15550100123", text="x")
    assert len(twilio.asked) == asked


@pytest.mark.parametrize(
    ("body", "sms"),
    [
        (
            b"MessageSid=SM1&From=%2B1555&To=%2B1666&Body=a%00b+c&NumMedia=2",
            InboundSms("SM1", "+1555", "+1666", "ab c", 2),
        ),
        (b"SmsSid=SM1&From=%2B1555", InboundSms("SM1", "+1555", "", "", 0)),
        (b"MessageSid=SM1&From=%2B1555&Body=%F0%9F%98%80&NumMedia=x", InboundSms("SM1", "+1555", "", "😀", 0)),
    ],
)
def test_an_inbound_text_is_read(body: bytes, sms: InboundSms) -> None:
    assert parse_form(body) == sms


@pytest.mark.parametrize(
    "body", [b"", b"From=%2B1555", b"MessageSid=SM1", b"MessageSid=a%00b&From=%2B1", b"MessageSid=" + b"a" * 65]
)
def test_what_is_no_text_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match="not an inbound text"):
        parse_form(body)


@pytest.mark.parametrize(
    ("settings", "kind"),
    [
        (Settings(), type(None)),
        (Settings(twilio_account_sid="AC1", twilio_auth_token="t"), type(None)),
        (Settings(twilio_account_sid="AC1", twilio_auth_token="t", twilio_from="+1"), TwilioProvider),
        (Settings(sms_provider="fake"), FakeProvider),
    ],
)
def test_settings_name_the_carrier(settings: Settings, kind: Callable[..., object]) -> None:
    assert type(provider_from(settings)) is kind


def test_secrets_are_not_shown() -> None:
    assert "t1" not in repr(Twilio().provider())
