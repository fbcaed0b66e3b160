"""Carriers of texts: Twilio, and a fake one that keeps what it is given, for the demo and for tests.

They know the wire: signatures, form fields, the REST call. What a text means is `sms.py`'s.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import httpx
import structlog
from starlette.datastructures import ImmutableMultiDict
from twilio.request_validator import RequestValidator

from backstride.channels.cleaning import clean_text
from backstride.domain.errors import ServiceUnavailableError
from backstride.services.ports_sms import InboundSms, SmsProvider
from backstride.settings import Settings

log = structlog.get_logger(__name__)

_MAX_FIELDS = 200
_BACK_OFF_S = (0.5, 2.0)
_MAX_PAUSE_S = 10.0
_TOO_MANY = 429
_SERVER_ERROR = 500
_CREATED = 201


def is_signed(url: str, raw_body: bytes, signature: str, tokens: tuple[str, ...]) -> bool:
    """Whether one of the tokens signed this form post, over every field as it arrived, blank ones too."""
    try:
        fields: ImmutableMultiDict[str, str] = ImmutableMultiDict(_fields(raw_body))
    except ValueError:  # more fields than any carrier sends
        return False
    return any(RequestValidator(token).validate(url, fields, signature) for token in tokens if token)


def parse_form(raw_body: bytes) -> InboundSms:
    """Read the fields of an inbound text.

    Raises:
        ValueError: It has no id or no sender.
    """
    fields = dict(_fields(raw_body))
    provider_id = fields.get("MessageSid") or fields.get("SmsSid", "")
    sender = fields.get("From", "")
    if not re.fullmatch(r"[A-Za-z0-9]{1,64}", provider_id) or not sender:
        raise ValueError("not an inbound text: no MessageSid or no From")
    media = fields.get("NumMedia", "")
    return InboundSms(
        provider_id=provider_id,
        sender=sender,
        receiver=fields.get("To", ""),
        text=clean_text(fields.get("Body", "")),
        media_count=int(media) if re.fullmatch(r"[0-9]{1,3}", media) else 0,
    )


def _fields(raw_body: bytes) -> list[tuple[str, str]]:
    return parse_qsl(raw_body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MAX_FIELDS)


@dataclass
class TwilioProvider:
    """Twilio over its REST interface; `tokens` are the primary and, while they rotate, the secondary one."""

    account_sid: str
    tokens: tuple[str, ...] = field(repr=False)
    sender: str
    client: httpx.AsyncClient = field(
        default_factory=lambda: httpx.AsyncClient(base_url="https://api.twilio.com", timeout=10.0)
    )
    pause: Callable[[float], Awaitable[object]] = asyncio.sleep

    def verify(self, *, url: str, raw_body: bytes, signature: str) -> bool:
        """Whether Twilio, with one of our tokens, signed this post to this public address."""
        return is_signed(url, raw_body, signature, self.tokens)

    def parse(self, raw_body: bytes) -> InboundSms:
        """Read an inbound text; see `parse_form`."""
        return parse_form(raw_body)

    async def send(self, *, to: str, text: str) -> str:
        """Send a text and return Twilio's id of it; tries three times while Twilio is busy or away.

        Raises:
            ServiceUnavailableError: It was refused, or Twilio stayed away.
        """
        path = f"/2010-04-01/Accounts/{self.account_sid}/Messages.json"
        form = {"To": to, "From": self.sender, "Body": text}
        problem = ""
        for pause_s in (*_BACK_OFF_S, None):
            retry_after = ""
            try:
                answer = await self.client.post(path, data=form, auth=(self.account_sid, self.tokens[0]))
            except httpx.TransportError as error:
                problem = type(error).__name__
                may_have_arrived = not isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)
            else:
                if answer.status_code == _CREATED:
                    return str(answer.json().get("sid", ""))
                problem = _code(answer)
                retry_after = answer.headers.get("retry-after", "")
                if answer.status_code != _TOO_MANY and answer.status_code < _SERVER_ERROR:
                    break
                may_have_arrived = False
            if pause_s is None or may_have_arrived:
                break
            wanted = float(retry_after) if retry_after.isdecimal() else pause_s
            await self.pause(min(wanted, _MAX_PAUSE_S))
        log.warning("sms.refused", problem=problem)
        raise ServiceUnavailableError(f"the carrier did not take a text ({problem})")


def _code(answer: httpx.Response) -> str:
    """Return Twilio's error code, or the HTTP status if the body holds none."""
    try:
        body: Any = answer.json()
    except ValueError:
        body = {}
    return str(body.get("code", answer.status_code) if isinstance(body, dict) else answer.status_code)


@dataclass(frozen=True, slots=True)
class SentText:
    """A text that the fake carrier was given."""

    to: str
    text: str


@dataclass
class FakeProvider:
    """Keeps texts instead of sending them. Without tokens it refuses every webhook post."""

    tokens: tuple[str, ...] = field(default=(), repr=False)
    sent: list[SentText] = field(default_factory=list)

    def verify(self, *, url: str, raw_body: bytes, signature: str) -> bool:
        """Whether one of our tokens signed this post, in Twilio's way."""
        return is_signed(url, raw_body, signature, self.tokens)

    def parse(self, raw_body: bytes) -> InboundSms:
        """Read an inbound text; see `parse_form`."""
        return parse_form(raw_body)

    async def send(self, *, to: str, text: str) -> str:
        """Keep the text and return an id that counts up."""
        self.sent.append(SentText(to, text))
        return f"FAKE{len(self.sent)}"


def provider_from(settings: Settings) -> SmsProvider | None:
    """Return the carrier that the settings name; None if it has no credentials, which switches texts off."""
    tokens = (settings.twilio_auth_token, settings.twilio_auth_token_secondary)
    if settings.sms_provider == "fake":
        return FakeProvider(tokens)
    if not (settings.twilio_account_sid and settings.twilio_auth_token and settings.twilio_from):
        return None
    return TwilioProvider(settings.twilio_account_sid, tokens, settings.twilio_from)
