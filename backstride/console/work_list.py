"""Following up: who needs whom first, what was said, who is to be called, who comes."""

from collections.abc import Callable
from datetime import timedelta

from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from backstride.console.inspector import inspect_turn
from backstride.console.pages import Call, Desk, safe_next
from backstride.services.ports_staff import Transcript

PAGE = 50


class WorkList:
    """The pages of follow-up."""

    def __init__(self, desk: Desk, summary: Callable[[Transcript], str]) -> None:
        """Work on what the staff pages share; `summary` words a transcript for the visit (blocking)."""
        self._desk = desk
        self._summary = summary

    async def inbox(self, call: Call) -> Response:
        """List open alerts, then conversations, a page at a time."""
        asked = call.request.query_params
        tests, newest_first = asked.get("show") == "tests", asked.get("order") == "newest"
        number = int(asked["page"]) if asked.get("page", "").isdecimal() and len(asked["page"]) < 6 else 1
        queries = self._desk.queries
        alerts = await run_in_threadpool(queries.open_alerts)
        found = await run_in_threadpool(
            queries.conversations,
            tests=tests,
            newest_first=newest_first,
            limit=PAGE + 1,
            skip=(max(number, 1) - 1) * PAGE,
        )
        return await self._desk.render(
            "inbox.html",
            call,
            alerts=alerts,
            conversations=found[:PAGE],
            tests=tests,
            newest_first=newest_first,
            number=max(number, 1),
            has_more=len(found) > PAGE,
        )

    async def conversation(self, call: Call) -> Response:
        """Show a transcript; that it was opened is recorded."""
        conversation_id = call.request.path_params["conversation_id"]
        transcript = await run_in_threadpool(
            self._desk.queries.transcript, conversation_id, login=call.session.login, at=self._desk.clock()
        )
        if transcript is None:
            return await self._desk.message("No such conversation", "It may have been deleted by the patient.", 404)
        turns = [(turn, inspect_turn(turn)) for turn in transcript.turns]
        summary = await run_in_threadpool(self._summary, transcript)
        return await self._desk.render("conversation.html", call, transcript=transcript, turns=turns, summary=summary)

    async def acknowledge(self, call: Call) -> Response:
        """Acknowledge an alert, and go back to where that was done."""
        await run_in_threadpool(
            self._desk.queries.acknowledge, _number(call), login=call.session.login, at=self._desk.clock()
        )
        return RedirectResponse(safe_next(call.text("next")), status_code=303)

    async def release(self, call: Call) -> Response:
        """End an emergency that staff have settled; who did is recorded."""
        conversation_id = call.request.path_params["conversation_id"]
        if not await self._desk.conversations.release(conversation_id, login=call.session.login):
            text = "By the rules it is still an emergency, or the conversation is gone. Nothing was changed."
            return await self._desk.message("This was not released", text, 409)
        return RedirectResponse(f"/staff/conversations/{conversation_id}", status_code=303)

    async def open_alerts(self, call: Call) -> Response:
        """Return the alerts that nobody has acknowledged as a part of a page, for the list that keeps itself fresh."""
        alerts = await run_in_threadpool(self._desk.queries.open_alerts)
        return await self._desk.render("alerts.html", call, alerts=alerts)

    async def callbacks(self, call: Call) -> Response:
        """List who is to be called."""
        found = await run_in_threadpool(self._desk.queries.callbacks)
        waiting = [callback for callback in found if callback.done_at is None and callback.due_at is None]
        later = [callback for callback in found if callback.done_at is None and callback.due_at is not None]
        done = [callback for callback in found if callback.done_at is not None]
        return await self._desk.render(
            "callbacks.html", call, waiting=waiting, later=later, done=done, now=self._desk.clock()
        )

    async def finish_callback(self, call: Call) -> Response:
        """Mark a call as done."""
        await run_in_threadpool(
            self._desk.queries.finish_callback, _number(call), login=call.session.login, at=self._desk.clock()
        )
        return RedirectResponse("/staff/callbacks", status_code=303)

    async def visits(self, call: Call) -> Response:
        """List who comes, from today on."""
        today = self._desk.clock() - timedelta(hours=12)
        found = await run_in_threadpool(self._desk.queries.visits, after=today)
        return await self._desk.render("visits.html", call, visits=found)


def _number(call: Call) -> int:
    """Return the number in the address, as far as a database can count; the route lets only digits through."""
    return min(int(call.request.path_params["number"]), 2**62)
