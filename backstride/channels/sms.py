"""Conversations by text: the signed webhook, and what becomes of a text behind it.

The webhook answers at once; a text is then handled in the background, in order per sender: keywords
first, opt-out and limits next (the words are screened whatever these say), then the engine. Numbers are
known to the carrier's provider alone: storage and logs see keyed hashes or nothing, unless somebody chooses to be
reached at the number of these texts.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import Response

from backstride.channels.front_desk import FrontDesk
from backstride.channels.gsm_text import compose, to_gsm7
from backstride.channels.identity import is_phone_number, phone_hash
from backstride.channels.in_order import InOrder
from backstride.channels.problems import ProblemError, documented
from backstride.channels.sms_keywords import is_own_number, is_yes, keyword_of, one_offer, picked_choices
from backstride.domain.errors import ServiceUnavailableError, UnknownChoiceError
from backstride.services.ports import ChatMessage, TurnResult
from backstride.services.ports_sms import InboundLog, InboundSms, SmsProvider, SmsThreads

log = structlog.get_logger(__name__)

_CARRIER = "twilio"


@dataclass
class SmsChannel:
    """Texts on a front desk. `clock` gives aware UTC times; see the module's docstring."""

    desk: FrontDesk
    provider: SmsProvider
    threads: SmsThreads
    inbound: InboundLog
    clock: Callable[[], datetime]
    _jobs: InOrder = field(default_factory=InOrder)
    _told: set[str] = field(default_factory=set)

    async def receive(self, sms: InboundSms) -> None:
        """Take in a text whose origin was verified; a repeat of one that was taken in changes nothing."""
        if not is_phone_number(sms.sender):
            log.info("sms.ignored", reason="not a phone number")
            return
        try:
            is_new = await asyncio.to_thread(self.inbound.accept, _CARRIER, sms.provider_id)
        except ServiceUnavailableError:
            is_new = True  # a text answered twice is better than an emergency not answered
        if is_new:
            sender = phone_hash(sms.sender, self.desk.secret_key)
            self._jobs.put(sender, partial(self._handle, sender, sms))

    async def drain(self) -> None:
        """Wait until every text that was taken in has been handled."""
        await self._jobs.drain()

    async def _handle(self, sender: str, sms: InboundSms) -> None:
        try:
            texts = await self._answer(sender, sms)
        except ServiceUnavailableError as error:
            log.warning("service.unavailable", channel="sms")
            texts = compose(self.desk.last_words("sms", error, sms.text))
        except Exception as error:  # noqa: BLE001 - the last guard of this channel: a patient gets words, whatever broke
            log.error("sms.failed", error=type(error).__name__)
            texts = [to_gsm7(self.desk.safe_words("sms", sms.text))]
        await self._send(sms.sender, texts)
        try:
            await asyncio.to_thread(self.inbound.done, _CARRIER, sms.provider_id)
        except ServiceUnavailableError:
            log.warning("service.unavailable", channel="sms")

    async def _send(self, number: str, texts: Sequence[str]) -> None:
        for text in texts:
            try:
                await self.provider.send(to=number, text=text)
            except ServiceUnavailableError:
                self.desk.metrics.texts.labels("failed").inc()
                return
            self.desk.metrics.texts.labels("sent").inc()

    async def _answer(self, sender: str, sms: InboundSms) -> list[str]:
        """Return the texts to send back, in order."""
        keyword = keyword_of(sms.text)
        if keyword == "help":
            return [self._say("utter_help")]
        opted_out = await asyncio.to_thread(self.threads.is_opted_out, sender)
        if keyword == "stop":
            return await self._opt_out(sender, sms, again=opted_out)
        if opted_out and not (keyword == "start" or is_yes(sms.text)):
            await self._listen(sender, sms)
            return []
        if opted_out:
            await self._opt_in(sender)
        text = "start" if keyword == "start" or opted_out else sms.text
        if not text.strip():
            return [self._say("utter_media_not_read")] if sms.media_count else []
        refusal = self._refusal(sender, text)
        return compose(await self._turn(sender, sms, text)) if refusal is None else refusal

    def _say(self, name: str) -> str:
        return to_gsm7(self.desk.say(name, "sms"))

    async def _opt_out(self, sender: str, sms: InboundSms, *, again: bool) -> list[str]:
        """Stop texting from now on; one last text: the emergency's if the words tell of one, else the confirmation."""
        await asyncio.to_thread(self.threads.set_opted_out, sender, True)
        emergency = self.desk.screen(sms.text, "sms")
        await self._listen(sender, sms)
        if emergency:
            return [to_gsm7(emergency)]
        return [] if again else [self._say("utter_opted_out")]

    async def _listen(self, sender: str, sms: InboundSms) -> None:
        """Give a text to the engine without answering it, so that staff are alerted to an emergency."""
        try:
            await self._record(sender, sms)
        except ServiceUnavailableError:  # who opted out is not texted about our troubles
            log.warning("service.unavailable", channel="sms")

    async def _record(self, sender: str, sms: InboundSms) -> None:
        """Say a text in the number's conversation; without one, open it only for an emergency."""
        conversation_id = await asyncio.to_thread(self.threads.conversation_for, sender)
        if conversation_id is None and not self.desk.screen(sms.text, "sms"):
            return
        if conversation_id is None:
            conversation_id, _ = await self._open(sender)
        await self.desk.conversations.set_state(conversation_id, "opted_out")
        await self.desk.turn("sms", conversation_id, text=sms.text, message_id=sms.provider_id)

    async def _opt_in(self, sender: str) -> None:
        await asyncio.to_thread(self.threads.set_opted_out, sender, False)
        conversation_id = await asyncio.to_thread(self.threads.conversation_for, sender)
        if conversation_id is not None:
            await self.desk.conversations.set_state(conversation_id, "open")

    def _refusal(self, sender: str, text: str) -> list[str] | None:
        """Return what a sender over the limit gets in place of an answer (the way to help, once); None to go on."""
        if not self.desk.limits.texts.take(sender):
            self._told.discard(sender)
            return None
        words, passes = self.desk.may_pass("sms", text, sender)
        if passes:
            return None
        if words:
            return [to_gsm7(words)]
        told = sender in self._told
        self._told.add(sender)
        return [] if told else [self._say("utter_rate_limited")]

    async def _open(self, sender: str) -> tuple[str, TurnResult]:
        conversation_id, _, greeting = await self.desk.conversations.open("sms")
        await asyncio.to_thread(self.threads.bind, sender, conversation_id)
        return conversation_id, greeting

    async def _turn(self, sender: str, sms: InboundSms, text: str) -> list[ChatMessage]:
        """Give a text to the engine, in a new conversation if the number has none, and return all there is to say."""
        conversation_id = await asyncio.to_thread(self.threads.conversation_for, sender)
        if conversation_id is None:
            conversation_id, greeting = await self._open(sender)
            result = await self.desk.turn("sms", conversation_id, text=text, message_id=sms.provider_id)
            return one_offer(greeting.messages, result.messages)
        offer = await self.desk.conversations.last_offer(conversation_id)
        if await self._gives_own_number(conversation_id, text, offer):
            text = sms.sender  # as if it were typed
        picked = picked_choices(text, offer, now=self.clock())
        say = partial(self.desk.turn, "sms", conversation_id, message_id=sms.provider_id)
        try:
            result = await (say(choices=picked) if picked else say(text=text))
        except UnknownChoiceError:  # the offer changed in between
            result = await say(text=text)
        if result.state.get("state") == "opted_out":
            await asyncio.to_thread(self.threads.set_opted_out, sender, True)
        return list(result.messages)

    async def _gives_own_number(self, conversation_id: str, text: str, offer: ChatMessage | None) -> bool:
        """Whether a text answers the open question for a number with the one that it came from."""
        if offer is None or not is_own_number(text, offer, now=self.clock()):
            return False
        since = await self.desk.conversations.messages(conversation_id, after=offer.seq)
        return all(message.sender != "patient" for message in since)


def sms_router(channel: SmsChannel | None, *, public_base_url: str) -> APIRouter:
    """Return the webhook's route; without a channel (no credentials) it refuses everything."""
    router = APIRouter(tags=["sms"])

    async def receive(request: Request) -> Response:
        """Take in a text from Twilio. Answers at once; the reply to the patient goes out as a text of its own."""
        body = await request.body()
        query = f"?{request.url.query}" if request.url.query else ""
        url = public_base_url.rstrip("/") + request.url.path + query
        signature = request.headers.get("x-twilio-signature", "")
        if channel is None or not channel.provider.verify(url=url, raw_body=body, signature=signature):
            log.warning("sms.refused", reason="no credentials" if channel is None else "signature")
            raise ProblemError(403)
        try:
            sms = channel.provider.parse(body)
        except ValueError as error:
            raise ProblemError(400, str(error)) from error
        await channel.receive(sms)
        return Response("<Response/>", media_type="text/xml")

    form = {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}}
    router.post(
        "/sms/twilio",
        response_class=Response,
        responses={200: {"content": {"text/xml": {}}}, **documented(400, 403, 413, 503)},
        openapi_extra={"requestBody": {"content": form, "required": True}},
    )(receive)
    return router
