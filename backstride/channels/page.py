"""The demo page, and the chat as a plain page that needs no JavaScript: every step is a form and a redirect.

The session's token travels in a cookie that scripts cannot read and other sites cannot send. Forms
carry a token of their own, so that no other site can act in a patient's name.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from backstride.channels.cleaning import clean_text
from backstride.channels.front_desk import FrontDesk
from backstride.channels.identity import form_token, is_form_token
from backstride.channels.problems import ProblemError, rate_limited
from backstride.channels.templating import render_page
from backstride.channels.web import WebChat
from backstride.domain.errors import ServiceUnavailableError, UnknownChoiceError
from backstride.services.open_offer import open_offer
from backstride.services.ports import ChatMessage, ConversationRecord

ASK_FOR_A_PERSON = "I want to talk to a person"
ELSEWHERE = "https://www.weather.gov/"
"""Where the quick exit leads: a page that anybody might have open."""
ASKS_ABOUT_HOME = "Q39"
_COOKIE = "bs_chat"
_MAX_ID = 64
_Field = Annotated[str, Form()]


@dataclass(frozen=True)
class ChatPage:
    """The pages on a front desk; `https` says that patients reach them by https."""

    chat: WebChat
    https: bool

    @property
    def desk(self) -> FrontDesk:
        """Return what the pages share with the other channels."""
        return self.chat.desk

    @property
    def cookie(self) -> str:
        """Return the cookie's name; `__Host-` keeps subdomains from setting it."""
        return f"__Host-{_COOKIE}" if self.https else _COOKIE

    async def session(self, request: Request) -> tuple[str, ConversationRecord | None]:
        """Return the cookie's token and the conversation it belongs to, None for an unknown one."""
        token = request.cookies.get(self.cookie, "")
        return token, await self.desk.conversations.resolve(token) if 0 < len(token) <= 128 else None

    async def demo(self) -> HTMLResponse:
        """Show what this is, and a small chat."""
        return render_page("demo.html", self.desk)

    async def show(self, request: Request) -> HTMLResponse:
        """Show the conversation, or a way to start one."""
        token, conversation = await self.session(request)
        if conversation is None:
            return render_page("start.html", self.desk, notice="")
        return await self._transcript(token, conversation)

    async def _transcript(
        self, token: str, conversation: ConversationRecord, *, notice: str = "", status_code: int = 200
    ) -> HTMLResponse:
        messages = await self.desk.conversations.messages(conversation.id)
        return render_page(
            "chat.html",
            self.desk,
            status_code=status_code,
            messages=messages,
            newest=_first_new(messages),
            offer=open_offer(messages),
            form_token=form_token(token, self.desk.secret_key),
            message_id=secrets.token_urlsafe(16),
            ask_for_a_person=ASK_FOR_A_PERSON,
            notice=notice,
            is_private=self._is_private(messages),
        )

    def _is_private(self, messages: Sequence[ChatMessage]) -> bool:
        """Whether the talk has come to an unsafe home, so that the page must be left fast."""
        help_at_home = self.desk.say("utter_triage_l2_abuse", "web")
        return any(message.question == ASKS_ABOUT_HOME or message.text == help_at_home for message in messages)

    async def leave(self, request: Request) -> Response:
        """Forget the conversation in this browser and go elsewhere; the clinic keeps it."""
        response = RedirectResponse(ELSEWHERE, status_code=303, headers={"Referrer-Policy": "no-referrer"})
        if request.headers.get("sec-fetch-site", "none") in {"same-origin", "none"}:
            response.delete_cookie(self.cookie, path="/", httponly=True, secure=self.https, samesite="strict")
        return response

    async def start(self, request: Request) -> Response:
        """Open a conversation and set its cookie."""
        _refuse_other_sites(request)
        _, conversation = await self.session(request)
        response = RedirectResponse("/chat#newest", status_code=303)
        if conversation is None:
            wait = self.desk.limits.wait_for_session(request.client.host if request.client else None)
            if wait:
                raise rate_limited(wait)
            _, token, _ = await self.desk.conversations.open("web")
            response.set_cookie(self.cookie, token, path="/", httponly=True, secure=self.https, samesite="strict")
        return response

    async def say(
        self,
        request: Request,
        text: _Field = "",
        choice: Annotated[list[str] | None, Form()] = None,
        csrf: _Field = "",
        message_id: _Field = "",
    ) -> Response:
        """Take one message and show the conversation again."""
        text = clean_text(text)
        picked = [choice_id[:_MAX_ID] for choice_id in choice or []]
        try:
            token, conversation = await self._from_form(request, csrf)
            if conversation is None:
                return RedirectResponse("/chat", status_code=303)
            notice = await self._take(request, conversation.id, text, picked, message_id)
        except ServiceUnavailableError as error:
            words = self.desk.last_words("web", error, text)
            raise ProblemError(503, "\n".join(message.text for message in words), {"Retry-After": "30"}) from error
        if notice:
            return await self._transcript(token, conversation, notice=notice, status_code=422)
        return RedirectResponse("/chat#newest", status_code=303)

    async def _take(
        self, request: Request, conversation_id: str, text: str, picked: Sequence[str], message_id: str
    ) -> str:
        """Give a message to the engine; return what to tell a patient whose message was none, "" if all is well."""
        if not text.strip() and not picked:
            return "Nothing was sent. Please pick an answer, or write one and press Send."
        await self.chat.admit(request, conversation_id, text)
        key = _message_key(message_id, text, picked)
        said = "" if picked else text
        try:
            await self.desk.turn("web", conversation_id, text=said, choices=picked, message_id=key)
        except UnknownChoiceError:
            return "That question was answered already. Here is where we are now."
        return ""

    async def export(self, request: Request) -> Response:
        """Give the conversation as a file."""
        _, conversation = await self.session(request)
        if conversation is None:
            return RedirectResponse("/chat", status_code=303)
        data = await self.desk.conversations.export(conversation.id)
        return JSONResponse(data, headers={"Content-Disposition": 'attachment; filename="conversation.json"'})

    async def delete(self, request: Request, csrf: _Field = "") -> Response:
        """Delete the conversation everywhere, and the cookie."""
        _, conversation = await self._from_form(request, csrf)
        if conversation is not None:
            await self.desk.conversations.delete(conversation.id)
        response = render_page("start.html", self.desk, notice=self.desk.say("utter_deleted", "web"))
        response.delete_cookie(self.cookie, path="/", httponly=True, secure=self.https, samesite="strict")
        return response

    async def _from_form(self, request: Request, csrf: str) -> tuple[str, ConversationRecord | None]:
        _refuse_other_sites(request)
        token, conversation = await self.session(request)
        if conversation is not None and not is_form_token(csrf, token, self.desk.secret_key):
            raise ProblemError(403, "This form has expired. Please open the chat again.")
        return token, conversation


def _refuse_other_sites(request: Request) -> None:
    """Refuse a form that another site sent; browsers that say nothing are held by cookie and form token."""
    if request.headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
        raise ProblemError(403, "This form was sent by another site.")


def _message_key(message_id: str, text: str, picked: Sequence[str]) -> str:
    """Name a message by its page and what it says: a second press counts once, a second thought is new."""
    said = "\x00".join([message_id, text, *picked])
    return sha256(said.encode()).hexdigest()


def _first_new(messages: Sequence[ChatMessage]) -> int:
    """Return the `seq` of the first message after the patient's last one, where reading goes on; 0 if none."""
    asked = max((message.seq for message in messages if message.sender == "patient"), default=0)
    return min((message.seq for message in messages if message.seq > asked), default=asked)


def page_router(page: ChatPage) -> APIRouter:
    """Return the routes of the pages; they are for people and not part of the API document."""
    router = APIRouter(include_in_schema=False)
    settings: dict[str, Any] = {"response_class": HTMLResponse, "response_model": None}
    router.get("/", **settings)(page.demo)
    router.get("/chat", **settings)(page.show)
    router.post("/chat", **settings)(page.say)
    router.post("/chat/start", **settings)(page.start)
    router.post("/chat/delete", **settings)(page.delete)
    router.get("/chat/export", **settings)(page.export)
    router.get("/chat/leave", **settings)(page.leave)
    return router
