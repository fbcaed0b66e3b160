"""The plan to run again, as a page to print: behind the same cookie as the chat, or the same bearer token.

The address is the same for everybody and says nothing; the session's token alone names the conversation. Whether
there is a plan is asked anew each time, so a plan that was withdrawn (by a red flag, say) is not shown again.
"""

import asyncio
from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backstride.channels.front_desk import FrontDesk
from backstride.channels.page import ChatPage
from backstride.channels.templating import render_page
from backstride.services.assessment import PrintedPlan
from backstride.services.ports import ConversationRecord

PlanOf = Callable[[str], PrintedPlan | None]
"""Takes a conversation id; blocking. None where there is no plan."""

_BEARER = "bearer "


class PlanPage:
    """Shows the plan of one conversation."""

    def __init__(self, page: ChatPage, plan_of: PlanOf) -> None:
        """Share the chat page's desk and cookie."""
        self._page = page
        self._plan_of = plan_of

    @property
    def _desk(self) -> FrontDesk:
        return self._page.desk

    async def show(self, request: Request) -> Response:
        """Show the plan; say how to get one where there is none; lead strangers to the chat."""
        conversation = await self._conversation(request)
        if conversation is None:
            return RedirectResponse("/chat", status_code=303)
        printed = await asyncio.to_thread(self._plan_of, conversation.id)
        headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
        response = render_page("plan.html", self._desk, status_code=200 if printed else 404, printed=printed)
        response.headers.update(headers)
        return response

    async def _conversation(self, request: Request) -> ConversationRecord | None:
        header = request.headers.get("authorization", "")
        if header.lower().startswith(_BEARER):
            token = header[len(_BEARER) :].strip()
            return await self._desk.conversations.resolve(token) if 0 < len(token) <= 128 else None
        _, conversation = await self._page.session(request)
        return conversation


def plan_router(page: ChatPage, plan_of: PlanOf) -> APIRouter:
    """Return the route of the plan; it is for people and not part of the API document."""
    router = APIRouter(include_in_schema=False)
    router.get("/chat/plan", response_class=HTMLResponse, response_model=None)(PlanPage(page, plan_of).show)
    return router
