"""The chat API over JSON for browsers: sessions, messages, replay, events, export and deletion.

The bearer token is the only credential; no cookie is read or set. What is said is the engine's
business: this file checks callers and shapes, and sees to it that a refused message is still screened.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from backstride.channels.front_desk import FrontDesk
from backstride.channels.problems import ProblemError, documented, rate_limited
from backstride.channels.web_schema import (
    MessageOut,
    MessageRequest,
    MessagesAnswer,
    SessionAnswer,
    SessionRequest,
    TurnAnswer,
)
from backstride.domain.errors import ServiceUnavailableError
from backstride.services.ports import ConversationRecord

_MAX_TOKEN = 128
_Bearer = Annotated[
    HTTPAuthorizationCredentials | None,
    Depends(HTTPBearer(auto_error=False, description="The token of POST /api/chat/sessions")),
]
_After = Annotated[int, Query(ge=0, le=2**31 - 1, description="Only messages with a greater `seq`.")]


@dataclass(frozen=True, slots=True)
class StreamLimits:
    """How long and how often an event stream looks for news. Seconds; streams are counted per conversation."""

    length_s: float = 55.0
    poll_s: float = 1.0
    keep_alive_s: float = 15.0
    per_conversation: int = 3


@dataclass
class WebChat:
    """The chat API on a front desk."""

    desk: FrontDesk
    streams: StreamLimits = StreamLimits()
    _open: Counter[str] = field(default_factory=Counter)

    async def _conversation(self, credentials: HTTPAuthorizationCredentials | None) -> ConversationRecord:
        token = credentials.credentials if credentials else ""
        record = await self.desk.conversations.resolve(token) if 0 < len(token) <= _MAX_TOKEN else None
        if record is None:
            raise ProblemError(401, headers={"WWW-Authenticate": "Bearer"})
        return record

    async def open(self, request: Request, wanted: SessionRequest) -> SessionAnswer:
        """Start a conversation and return its token and greeting."""
        wait = self.desk.limits.wait_for_session(request.client.host if request.client else None)
        if wait:
            raise rate_limited(wait)
        conversation_id, token, greeting = await self.desk.conversations.open("web", locale=wanted.locale)
        return SessionAnswer(
            token=token,
            conversation=conversation_id,
            messages=[MessageOut.of(message) for message in greeting.messages],
        )

    async def say(self, request: Request, message: MessageRequest, credentials: _Bearer) -> TurnAnswer:
        """Take one message and return the bot's answer; a retry with the same id changes nothing."""
        text = message.text or ""
        try:
            conversation = await self._conversation(credentials)
            await self.admit(request, conversation.id, text)
            result = await self.desk.turn(
                "web",
                conversation.id,
                text=text,
                choices=message.choices,
                message_id=message.client_message_id or "",
            )
        except ServiceUnavailableError as error:
            words = self.desk.last_words("web", error, text)
            raise ProblemError(503, "\n".join(message.text for message in words), {"Retry-After": "30"}) from error
        return TurnAnswer.of(result)

    async def admit(self, request: Request, conversation_id: str, text: str) -> None:
        """Refuse a caller who is over the limit, unless the text tells of an emergency.

        Raises:
            ProblemError: 429; with the emergency words if even those came in a flood.
        """
        wait = self.desk.limits.wait_for_message(conversation_id, request.client.host if request.client else None)
        if not wait:
            return
        words, passes = self.desk.may_pass("web", text, conversation_id)
        if not passes:
            raise rate_limited(wait, words or self.desk.say("utter_rate_limited", "web"))

    async def replay(self, credentials: _Bearer, after: _After = 0) -> MessagesAnswer:
        """Return the stored messages after `after`, oldest first, to resume a conversation."""
        conversation = await self._conversation(credentials)
        stored = await self.desk.conversations.messages(conversation.id, after=after)
        return MessagesAnswer(messages=[MessageOut.of(message) for message in stored])

    async def events(
        self,
        credentials: _Bearer,
        after: _After = 0,
        last_event_id: Annotated[int | None, Header(ge=0, le=2**31 - 1)] = None,
    ) -> Response:
        """Stream new messages of bot and staff as server-sent events; ends after about a minute, then reconnect."""
        conversation = await self._conversation(credentials)
        if self._open[conversation.id] >= self.streams.per_conversation:
            raise rate_limited(self.streams.length_s)
        start = after if last_event_id is None else last_event_id
        return StreamingResponse(
            self._stream(conversation.id, start), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"}
        )

    async def _stream(self, conversation_id: str, after: int) -> AsyncIterator[str]:
        self._open[conversation_id] += 1
        try:
            yield "retry: 2000\n\n"
            ends = time.monotonic() + self.streams.length_s
            heard = time.monotonic()
            while time.monotonic() < ends:
                for message in await self.desk.conversations.messages(conversation_id, after=after):
                    after = message.seq
                    if message.sender != "patient":
                        heard = time.monotonic()
                        data = MessageOut.of(message).model_dump_json(by_alias=True)
                        yield f"id: {message.seq}\nevent: message\ndata: {data}\n\n"
                if time.monotonic() - heard >= self.streams.keep_alive_s:
                    heard = time.monotonic()
                    yield ": still here\n\n"
                await asyncio.sleep(self.streams.poll_s)
        finally:
            self._open[conversation_id] -= 1
            if not self._open[conversation_id]:
                del self._open[conversation_id]

    async def export(self, credentials: _Bearer) -> dict[str, Any]:
        """Return everything that is kept about this conversation."""
        conversation = await self._conversation(credentials)
        return await self.desk.conversations.export(conversation.id)

    async def delete(self, credentials: _Bearer) -> Response:
        """Delete the conversation everywhere; the token is void from then on."""
        conversation = await self._conversation(credentials)
        await self.desk.conversations.delete(conversation.id)
        return Response(status_code=204)


def web_router(chat: WebChat) -> APIRouter:
    """Return the routes of the chat API."""
    router = APIRouter(prefix="/api/chat", tags=["chat"])
    refused = documented(400, 413, 422, 429, 503)
    known = documented(401, 503)
    router.post("/sessions", status_code=201, responses=refused)(chat.open)
    router.post("/messages", responses={**refused, **known})(chat.say)
    router.get("/messages", responses={**known, **documented(422)})(chat.replay)
    router.get(
        "/events",
        response_class=StreamingResponse,
        responses={200: {"content": {"text/event-stream": {}}}, **known, **documented(422, 429)},
    )(chat.events)
    router.get("/export", response_class=JSONResponse, responses=known)(chat.export)
    router.delete("/session", status_code=204, responses=known)(chat.delete)
    return router
