"""Takes turns: screen, Rasa, last word, one commit. This is the door every channel comes through.

The order is the safety case (docs/hazards.md): the words are screened before anything that can
fail; Rasa's turn is kept whole or not at all; nothing is spoken that is not stored, except danger,
which is always spoken. One turn at a time per conversation.
"""

import asyncio
import hashlib
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import structlog

from backstride.domain.errors import ConflictError, ServiceUnavailableError, TurnNotKeptError
from backstride.engine.evidence import subject_of
from backstride.engine.inbound import MAX_CHARACTERS, clean, neutral
from backstride.engine.keeping import Keeper
from backstride.engine.last_word import LastWord
from backstride.engine.locks import ConversationLocks
from backstride.engine.offers import chosen, typed_choice, wished_times
from backstride.engine.outcome import Outcome
from backstride.engine.rasa_turn import Inbound, ask_rasa
from backstride.engine.repeats import answer_to_same
from backstride.engine.turn import Turn
from backstride.nlu.reading_once import reading_once
from backstride.services.ports import (
    Channel,
    ChatMessage,
    ConversationRecord,
    ConversationStore,
    Decision,
    State,
    TurnResult,
    TurnStart,
    TurnWork,
)
from backstride.services.screening import Screener

log = structlog.get_logger(__name__)

START = "/start"
SILENT = frozenset({"paused", "opted_out"})
"""States in which the bot does not answer: a member of staff does, or nobody may."""
_ATTEMPTS = 3


class RasaConversations:
    """Implements `services.ports.Conversations` on a Rasa agent and a store."""

    def __init__(
        self,
        *,
        agent: Callable[[], Any],
        store: ConversationStore,
        screener: Screener,
        outcome: Outcome,
        last_word: LastWord,
        spool: Callable[[str, Decision], None],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        timeout_s: float = 10.0,
    ) -> None:
        """Wire a conversation engine.

        Args:
            agent: Returns the loaded agent, or raises if there is none (then every turn ends in the last word).
            spool: Keeps a decision on disk when a turn cannot be stored in time.
            clock: Returns the current time, aware; tests and `converse` bring their own.
        """
        self._agent = agent
        self._store = store
        self._screener = screener
        self._outcome = outcome
        self._last_word = last_word
        self._keeper = Keeper(store, last_word, spool)
        self._clock = clock
        self._timeout_s = timeout_s
        self._locks = ConversationLocks()

    async def open(
        self, channel: Channel, *, is_test: bool = False, locale: str = "en-US", greet: bool = True
    ) -> tuple[str, str, TurnResult]:
        """Start a conversation; see the Protocol. `greet=False` waits for the first message (a text came first)."""
        del locale  # one language so far; kept in the contract
        conversation_id, token, now = secrets.token_hex(16), secrets.token_urlsafe(32), self._clock()
        record = ConversationRecord(conversation_id, channel, now, now, is_test=is_test)
        await asyncio.to_thread(self._store.create, record, token_hash=hash_token(token))
        if not greet:
            return conversation_id, token, _result((), "open", None)
        async with self._locks.of(conversation_id):
            result = await self._turn(TurnStart(record), shown="", sent=START, trusted=True, key="")
        return conversation_id, token, result

    async def resolve(self, token: str) -> ConversationRecord | None:
        """Return the conversation of a token; see the Protocol."""
        return await asyncio.to_thread(self._store.by_token, hash_token(token))

    async def say(
        self, conversation_id: str, *, text: str = "", choices: Sequence[str] = (), client_message_id: str = ""
    ) -> TurnResult:
        """Take one message; see the Protocol."""
        async with self._locks.of(conversation_id) as waited:
            await self._keeper.settle(conversation_id)
            try:
                if waited and not choices and (answered := await self._answered_already(conversation_id, clean(text))):
                    return answered
                return await self._say(conversation_id, text, choices, client_message_id)
            except TurnNotKeptError:
                raise
            except ServiceUnavailableError as error:
                raise TurnNotKeptError(self._unstored(text)) from error

    async def messages(self, conversation_id: str, *, after: int = 0) -> list[ChatMessage]:
        """Return stored messages after a sequence number."""
        return await asyncio.to_thread(self._store.messages, conversation_id, after=after)

    async def last_offer(self, conversation_id: str) -> ChatMessage | None:
        """Return the latest message with choices or a question; a texter's numbers refer to it."""
        return await asyncio.to_thread(self._store.last_offer, conversation_id)

    async def set_state(self, conversation_id: str, state: State) -> None:
        """Set a conversation's state from outside a turn; its messages are still screened."""
        async with self._locks.of(conversation_id):
            await asyncio.to_thread(self._store.commit_turn, TurnWork(conversation_id, self._clock(), state=state))

    async def release(self, conversation_id: str, *, login: str) -> bool:
        """End an emergency on the word of staff; see the Protocol."""
        async with self._locks.of(conversation_id):
            start = await asyncio.to_thread(self._store.read_turn, conversation_id, "")
            work = TurnWork(conversation_id, self._clock())
            if start is None or not self._outcome.release(work, start.events, login=login):
                return False
            record = start.record
            if record.channel == "web":
                work.messages.append(self._last_word.say("utter_released", record.channel, work.at))
            await asyncio.to_thread(self._store.commit_turn, work)
            return True

    async def export(self, conversation_id: str) -> dict[str, Any]:
        """Return everything that is kept about a conversation."""
        return await asyncio.to_thread(self._store.export, conversation_id)

    async def delete(self, conversation_id: str) -> None:
        """Delete a conversation everywhere."""
        async with self._locks.of(conversation_id):
            await asyncio.to_thread(self._store.delete, conversation_id)

    def _unstored(self, text: str) -> tuple[ChatMessage, ...]:
        """Return what is said when not even the conversation can be read; the web wording serves both channels."""
        now = self._clock()
        return tuple(self._last_word.broken(self._screener.screen(text, now=now), "web", now))

    async def _say(self, conversation_id: str, text: str, choices: Sequence[str], key: str) -> TurnResult:
        start = await self._read(conversation_id, key)
        record = start.record
        if start.answer is not None:
            return _result(start.answer, record.state, record.level)
        text = clean(text)
        if record.state in SILENT:
            return await self._only_screened(start, text, key)
        if text and not choices and record.state == "open":
            choices = typed_choice(start.offer, text)
        if choices:
            shown, payload = chosen(start.offer, choices)
            return await self._turn(start, shown=shown, sent=payload, trusted=True, key=key)
        if record.state == "open" and (wish := wished_times(start.offer, text)):
            return await self._turn(start, shown=text, sent=wish, trusted=True, key=key)
        return await self._typed(start, text, key)

    async def _read(self, conversation_id: str, key: str) -> TurnStart:
        start = await asyncio.to_thread(self._store.read_turn, conversation_id, key)
        if start is None:
            raise KeyError(conversation_id)
        return start

    async def _answered_already(self, conversation_id: str, text: str) -> TurnResult | None:
        """Return the answer to these words if they were sent again while they were being answered."""
        record = await asyncio.to_thread(self._store.get, conversation_id)
        answer = answer_to_same(await asyncio.to_thread(self._store.messages, conversation_id), text)
        return _result(answer, record.state, record.level) if record and answer else None

    async def _typed(self, start: TurnStart, text: str, key: str) -> TurnResult:
        record = start.record
        if record.state == "declined" and await self._wants_to_start(text):
            await asyncio.to_thread(self._store.commit_turn, TurnWork(record.id, self._clock(), state="open"))
            start = replace(start, record=replace(record, state="open"))
            return await self._turn(start, shown="", sent=START, trusted=True, key=key)
        if not text or len(text) > MAX_CHARACTERS or record.state == "declined":
            return await self._without_rasa(start, text, key)
        return await self._turn(start, shown=text, sent=neutral(text) or text, trusted=False, key=key)

    async def _wants_to_start(self, text: str) -> bool:
        """Whether somebody who refused consent now wants to go on; read in memory, kept nowhere."""
        try:
            parsed = await self._agent().parse_message(neutral(text) or " ")
        except Exception:  # noqa: BLE001 - without a model the answer is no, and the patient reads whom to call
            return False
        return (parsed.get("intent") or {}).get("name") in {"start", "start_over", "affirm"}

    async def _without_rasa(self, start: TurnStart, text: str, key: str) -> TurnResult:
        """Answer what never reaches the dialogue: nothing, too much, or words after consent was refused."""
        record, now = start.record, self._clock()
        screen = self._screener.screen(text, now=now)
        declined = record.state == "declined"
        name = "utter_closed" if declined else "utter_too_long" if text else "utter_empty"
        said = self._last_word.ensure([self._last_word.say(name, record.channel, now)], screen, record.channel, now)
        work = TurnWork(record.id, now, key, messages=said)
        if declined:
            self._outcome.without_words(work, screen)
        else:
            self._outcome.remember(work, start.events, screen)
        stored = await self._keeper.commit(work, record.channel)
        return _result(stored, record.state, work.level or record.level)

    async def _only_screened(self, start: TurnStart, text: str, key: str) -> TurnResult:
        """Keep a message that staff or nobody will answer; danger in it is still told and alerts staff."""
        record, now = start.record, self._clock()
        screen = self._screener.screen(text, subject=subject_of(start.events), now=now)
        said = self._last_word.ensure([], screen, record.channel, now)
        work = TurnWork(record.id, now, key, messages=[ChatMessage("patient", text[:MAX_CHARACTERS], now), *said])
        self._outcome.remember(work, start.events, screen)
        stored = await self._keeper.commit(work, record.channel)
        return _result([m for m in stored if m.sender == "bot"], record.state, work.level or record.level)

    async def _turn(self, start: TurnStart, *, shown: str, sent: str, trusted: bool, key: str) -> TurnResult:
        started = time.perf_counter()
        for attempt in range(_ATTEMPTS):
            try:
                result = await self._attempt(start, shown, sent, trusted, key)
                break
            except ConflictError:
                # Another process answered this conversation in between: read it again and repeat.
                if attempt == _ATTEMPTS - 1:
                    raise
                start = replace(start, events=(await self._read(start.record.id, "")).events)
        log.info(
            "turn.taken",
            channel=start.record.channel,
            triage_level=result.state["level"],
            ms=round((time.perf_counter() - started) * 1000),
        )
        return result

    async def _attempt(self, start: TurnStart, shown: str, sent: str, trusted: bool, key: str) -> TurnResult:
        record, now = start.record, self._clock()
        turn = Turn(record.id, record.channel, now, stored_events=start.events)
        subject = subject_of(turn.stored_events)
        with reading_once():
            screen = self._screener.screen("" if trusted else shown, subject=subject, now=now)
            inbound = Inbound(sent, trusted, subject)
            finished = not screen.has_failed and await ask_rasa(self._agent, turn, inbound, timeout_s=self._timeout_s)
        work = TurnWork(record.id, now, key, tracker_offset=len(turn.stored_events))
        if shown:
            work.messages.append(ChatMessage("patient", shown, now))
        if finished:
            self._outcome.keep(work, turn, screen)
        else:
            self._outcome.rescue(work, turn, screen)
        stored = await self._keeper.commit(work, record.channel)
        state = work.state or record.state
        level = work.level if work.is_level_known else work.level or record.level
        return _result([m for m in stored if m.sender == "bot"], state, level, work.trace)


def hash_token(token: str) -> str:
    """Return the SHA-256 of a token, in hex, which is what is stored; 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def _result(
    messages: Sequence[ChatMessage], state: State, level: str | None, trace: dict[str, Any] | None = None
) -> TurnResult:
    question = next((m.question for m in reversed(messages) if m.question), None)
    done = any(m.kind in ("result", "emergency") for m in messages)
    return TurnResult(
        tuple(messages), {"level": level, "state": state, "question": question, "done": done}, trace or {}
    )
