"""The test chat: staff talk to the real assistant and see beside it why it answers as it does.

A test is a conversation like any other, marked `is_test`: it sends no texts and stays out of the work list. A
visit booked in one takes a real opening until the test is deleted.
Nobody can write into a patient's conversation from here.
"""

import secrets
from typing import cast

from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from backstride.channels.gsm_text import compose
from backstride.channels.sms_keywords import picked_choices
from backstride.console.inspector import inspect_turn
from backstride.console.pages import Call, Desk
from backstride.domain.errors import UnknownChoiceError
from backstride.domain.gsm import segments
from backstride.services.open_offer import open_offer
from backstride.services.ports import Channel, ChatMessage
from backstride.services.ports_staff import Transcript, TurnView


class TestChat:
    """The pages of the test chat."""

    __test__ = False  # pytest would take the name for one of its own

    def __init__(self, desk: Desk) -> None:
        """Work on what the staff pages share."""
        self._desk = desk

    async def start_page(self, call: Call) -> Response:
        """Offer to start a test, and list earlier ones."""
        tests = await run_in_threadpool(self._desk.queries.conversations, tests=True, newest_first=True, limit=20)
        return await self._desk.render("test_start.html", call, tests=tests)

    async def start(self, call: Call) -> Response:
        """Open a test conversation on the chosen channel."""
        channel = call.text("channel")
        if channel not in {"web", "sms"}:
            return await self._desk.message("Which channel?", "A test runs as web or as sms.", 422)
        conversation_id, _, _ = await self._desk.conversations.open(cast(Channel, channel), is_test=True)
        return RedirectResponse(f"/staff/test/{conversation_id}", status_code=303)

    async def show(self, call: Call) -> Response:
        """Show the conversation and the inspector."""
        return await self._page(call)

    async def say(self, call: Call) -> Response:
        """Take one message: the picked choices, or the text."""
        transcript = await self._transcript(call)
        if transcript is None:
            return await self._missing()
        choices = [value for value in call.form.getlist("choice") if isinstance(value, str)]
        text = call.text("text")
        if not choices and transcript.record.channel == "sms":
            choices = picked_choices(text, _last_offer(transcript), now=self._desk.clock())
        if not choices and not text.strip():
            return await self._page(call, notice="Nothing was sent: write something, or pick an answer.", status=422)
        conversation_id = call.request.path_params["conversation_id"]
        try:
            await self._desk.conversations.say(
                conversation_id,
                text="" if choices else text,
                choices=choices,
                client_message_id=call.text("message_id")[:64],
            )
        except UnknownChoiceError:
            notice = "That question was answered already. Here is where the conversation is now."
            return await self._page(call, notice=notice, status=422)
        return RedirectResponse(f"/staff/test/{conversation_id}#newest", status_code=303)

    async def delete(self, call: Call) -> Response:
        """Delete a test; the opening that it booked is free again."""
        conversation_id = call.request.path_params["conversation_id"]
        if not await run_in_threadpool(self._desk.queries.is_test, conversation_id):
            return await self._missing()
        await self._desk.conversations.delete(conversation_id)
        return RedirectResponse("/staff/test", status_code=303)

    async def _page(self, call: Call, *, notice: str = "", status: int = 200) -> Response:
        transcript = await self._transcript(call)
        if transcript is None:
            return await self._missing()
        return await self._desk.render(
            "test_chat.html",
            call,
            status_code=status,
            transcript=transcript,
            turns=[(turn, inspect_turn(turn), _texts(turn)) for turn in transcript.turns],
            offer=open_offer([message for turn in transcript.turns for message in turn.messages]),
            message_id=secrets.token_urlsafe(16),
            notice=notice,
        )

    async def _transcript(self, call: Call) -> Transcript | None:
        """Return the test that the address names; None for a patient's conversation."""
        queries, conversation_id = self._desk.queries, call.request.path_params["conversation_id"]
        if not await run_in_threadpool(queries.is_test, conversation_id):
            return None
        return await run_in_threadpool(
            queries.transcript, conversation_id, login=call.session.login, at=self._desk.clock()
        )

    async def _missing(self) -> Response:
        return await self._desk.message("No such test", "It may have been purged. Please start another.", 404)


def _texts(turn: TurnView) -> list[tuple[str, int]]:
    """Return what the bot says in a turn as text messages, each with the number of parts that it costs."""
    texts = compose([message for message in turn.messages if message.sender == "bot"])
    return [(text, segments(text)) for text in texts]


def _last_offer(transcript: Transcript) -> ChatMessage | None:
    """Return what a number refers to: the newest message with choices or a question."""
    said = [message for turn in transcript.turns for message in turn.messages if message.sender == "bot"]
    return next((message for message in reversed(said) if message.choices or message.question), None)
