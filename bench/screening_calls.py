"""Takes every call of the screen out in turn, and every check after it, and sees whether danger is still told.

`CALLS` is the one list of the places where a patient's words are screened or an emergency is held. Each is
made blind on its own, and then danger is said in every state that there is. The engine, the words, the rules
and the database are real; Rasa's agent is a stand-in that answers kindly and overlooks everything.
"""

import secrets
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx
import structlog
from rasa.shared.nlu.training_data.message import Message
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.record import ActionValidateSlotMappings
from actions.slots import EMERGENCY
from actions.turn import Turn
from backstride import asgi, wiring
from backstride.channels.front_desk import Limits
from backstride.channels.rate import TokenBuckets
from backstride.domain.errors import ServiceUnavailableError, TurnNotKeptError
from backstride.domain.evidence import plain, revive
from backstride.domain.findings import Evidence, Findings, Status
from backstride.domain.gathering import gather
from backstride.domain.mentions import Reading
from backstride.domain.taking_back import is_emergency
from backstride.domain.triage import TriageDecision
from backstride.engine.conversations import RasaConversations
from backstride.engine.last_word import LastWord
from backstride.knowledge import operational_tables
from backstride.knowledge.base import Base
from backstride.knowledge.conversations import SqlConversationStore
from backstride.knowledge.database import make_engine
from backstride.nlu.mention_extractor import to_entity
from backstride.nlu.red_flag_screener import RedFlagScreener, watched
from backstride.services.ports import ChatMessage, TurnWork
from backstride.services.screening import Screen, Screener
from backstride.settings import Settings
from backstride.wiring import Backstride
from tests.content.given import RULES
from tests.contracts.test_last_line import DANGER, Agent, Bench, answers, raises

TODAY = "my foot slaps the ground for three days now"
THEIRS = "my dad cant pee and his legs are numb, what do i do?"


class _DeafReader:
    """Reads nothing from any words."""

    def read(self, text: str, **_: Any) -> Reading:
        return Reading(text)


class _BrokenReader:
    """A reader with a defect."""

    def read(self, text: str, **_: Any) -> Reading:
        raise ZeroDivisionError(len(text))


class _Blind:
    """A screen that sees nothing."""

    def screen(self, text: str, **_: Any) -> Screen:
        return Screen(Reading(text), TriageDecision())


def _blinded(method: str) -> Any:
    """Make one method of the engine work with a blind screen, and leave the others as they are."""
    original = getattr(RasaConversations, method)

    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        if method == "_unstored":
            with patch.object(self, "_screener", _Blind()):
                return original(self, *args, **kwargs)

        async def later() -> Any:
            with patch.object(self, "_screener", _Blind()):
                return await original(self, *args, **kwargs)

        return later()

    return patch.object(RasaConversations, method, call)


def _nothing_recorded() -> Any:
    """Make the record of what is said deaf to words."""
    original = ActionValidateSlotMappings.act

    async def act(self: Any, turn: Turn) -> Any:
        return await original(self, replace(turn, services=replace(turn.services, reader=_DeafReader())))

    return patch.object(ActionValidateSlotMappings, "act", act)


def _nobody_else() -> Any:
    original = Screener._screen
    return patch.object(Screener, "_screen", lambda *args: replace(original(*args), is_other_emergency=False))


def _unguarded(self: Screener, text: str, *, subject: str = "me", now: datetime | None = None) -> Screen:
    return self._screen(text, subject, now)


def _only_apology(self: LastWord, _: Screen, channel: Any, at: datetime) -> list[ChatMessage]:
    return [self.say("utter_technical_problem", channel, at)]


CALLS: dict[str, Callable[[], Any]] = {
    "edge screen of a turn": lambda: _blinded("_attempt"),
    "edge screen of what the dialogue never sees": lambda: _blinded("_without_rasa"),
    "edge screen while nobody answers (taken over, opted out)": lambda: _blinded("_only_screened"),
    "edge screen when the database cannot be read": lambda: _blinded("_unstored"),
    "edge screen at the door (limits, opt-out, defects)": lambda: patch.object(asgi, "emergency_words", lambda *_: ""),
    "alarm of a screen that breaks": lambda: patch.object(Screener, "screen", _unguarded),
    "screen for somebody else's emergency": _nobody_else,
    "screen in the pipeline": lambda: patch.object(RedFlagScreener, "process", lambda _, messages: messages),
    "record of what is said": _nothing_recorded,
    "last word after the dialogue": lambda: patch.object(LastWord, "ensure", lambda _, said, *__: list(said)),
    "last word of a broken turn": lambda: patch.object(LastWord, "broken", _only_apology),
    "silence about all but the emergency": lambda: patch.object(LastWord, "only_emergency", lambda *args: args[2]),
    "holding of an emergency": lambda: patch("actions.record.held", lambda _, said, __: list(said)),
}
"""The one list of the places where words are screened or an emergency is held, and how each is taken out."""


@dataclass
class Stage:
    """What the probes play on: a fresh database, and the parts of an installation without a model."""

    parts: Backstride
    folder: Path

    def bench(self, store: type[SqlConversationStore] = SqlConversationStore) -> Bench:
        """Return an engine with its own database."""
        engine = make_engine(f"sqlite:///{self.folder / secrets.token_hex(4)}.db")
        Base.metadata.create_all(engine, tables=operational_tables.TABLES)
        return Bench(self.parts, engine, store(engine))


async def _told(bench: Bench, text: str, *, act: Any = answers, state: Any = None, kind: str = "emergency") -> bool:
    """Say something in a conversation of that state; whether it is told first, with an alert."""
    conversation = await bench.started(act)
    if state == "declined":
        bench.store.commit_turn(TurnWork(conversation, datetime.now(UTC), wipe=True))
    elif state:
        await bench.conversations.set_state(conversation, state)
    said = (await bench.conversations.say(conversation, text=text)).messages
    return bool(said) and said[0].kind == kind and (bool(bench.alerts()) or text == THEIRS)


class _Gone(SqlConversationStore):
    def read_turn(self, conversation_id: str, client_message_id: str) -> Any:
        del client_message_id
        raise ServiceUnavailableError(f"no answer about {conversation_id}")


async def _unreadable(stage: Stage) -> bool:
    try:
        await stage.bench(_Gone).conversations.say("0" * 32, text=DANGER)
    except TurnNotKeptError as error:
        return [m.kind for m in error.messages if isinstance(m, ChatMessage)][:1] == ["emergency"]
    return False


async def _over_the_limit(stage: Stage) -> bool:
    settings = Settings(secret_key="k" * 32, database_url=f"sqlite:///{stage.folder / 'door.db'}")
    app = Backstride(settings)
    Base.metadata.create_all(app.engine, tables=operational_tables.TABLES)
    served = asgi.build_app(app, limits=Limits(messages=TokenBuckets(burst=1, per_minute=1)))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(served), base_url=settings.public_base_url) as client:
        opened = await client.post("/api/chat/sessions", json={"channel": "web"})
        headers = {"Authorization": f"Bearer {opened.json()['token']}"}
        for text in ("hello", "hello", DANGER):
            answer = await client.post("/api/chat/messages", headers=headers, json={"text": text})
    return answer.status_code == 200 and answer.json()["messages"][0]["kind"] == "emergency"


async def _broken_screen(stage: Stage) -> bool:
    bench = stage.bench()
    conversation = await bench.started(answers)
    bench.conversations._screener = Screener(_BrokenReader(), (), {})
    said = (await bench.conversations.say(conversation, text=DANGER)).messages
    return bool(said) and "911" in said[0].text and len(bench.alerts()) == 1


async def _outvotes(stage: Stage) -> bool:
    flags = [{"findings": f.findings, "level": f.level, "ask_first": f.ask_first} for f in RULES.red_flags]
    nothing: Any = None
    screener = RedFlagScreener({}, nothing, nothing, watched(flags))
    entities = [to_entity(mention) for mention in stage.parts.reader.read(DANGER).mentions]
    [message] = screener.process([Message({"text": DANGER, "entities": entities, "intent": {"name": "greet"}})])
    return message.get("intent")["name"] == "report_red_flag"


async def _recorded(on: Stage, text: str, **slots: Any) -> Findings:
    """Return what is known after a message, by the action that records it."""
    message = {"text": text, "intent": {"name": "report_symptoms", "confidence": 0.9}, "metadata": {}}
    blank: dict[str, Any] = {"evidence": [], "asked": [], **slots}
    tracker = Tracker("0" * 32, blank, message, [{"event": "user"}] * 2, False, None, {}, "action_listen")
    events = await ActionValidateSlotMappings(on.parts.action_services()).run(CollectingDispatcher(), tracker, {})
    evidence = next((e["value"] for e in events if e.get("name") == "evidence"), blank["evidence"])
    return gather(revive(evidence), RULES.vocabulary)


async def _hears(stage: Stage) -> bool:
    return is_emergency(await _recorded(stage, DANGER), RULES)


async def _holds(stage: Stage) -> bool:
    ill = [Evidence(name, Status.PRESENT, None, "", name, 1) for name in ("urinary", "fever", "vomiting")]
    known = {"evidence": [plain(item) for item in ill], "stage": EMERGENCY}
    return is_emergency(await _recorded(stage, "no vomiting", **known), RULES)


async def _goes_on(stage: Stage) -> bool:
    bench = stage.bench()
    conversation = await bench.started(raises)
    await bench.conversations.say(conversation, text=DANGER)
    bench.agent = Agent(answers)
    return [m.kind for m in (await bench.conversations.say(conversation, text="hello")).messages] == ["emergency"]


PROBES: dict[str, Callable[[Stage], Awaitable[bool]]] = {
    "danger that the dialogue overlooks": lambda stage: _told(stage.bench(), DANGER),
    "same-day care that the dialogue overlooks": lambda stage: _told(stage.bench(), TODAY, kind="result"),
    "danger in a turn that breaks": lambda stage: _told(stage.bench(), DANGER, act=raises),
    "danger while staff have taken over": lambda stage: _told(stage.bench(), DANGER, state="paused"),
    "danger after an opt-out": lambda stage: _told(stage.bench(), DANGER, state="opted_out"),
    "danger after refused consent": lambda stage: _told(stage.bench(), DANGER, state="declined"),
    "danger at the end of a long text": lambda stage: _told(stage.bench(), "my back hurts. " * 400 + DANGER),
    "danger of somebody else": lambda stage: _told(stage.bench(), THEIRS),
    "danger while the database is gone": _unreadable,
    "danger over the limit": _over_the_limit,
    "a screen that breaks": _broken_screen,
    "danger against every intent": _outvotes,
    "danger is recorded": _hears,
    "no vomiting any more, unconfirmed": _holds,
    "small talk after an emergency": _goes_on,
}


async def screening_mutants() -> AsyncIterator[tuple[str, str]]:
    """Yield each call that is taken out with the probe that notices, "" for none.

    Raises:
        SystemExit: A probe fails although nothing is taken out.
    """
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    with tempfile.TemporaryDirectory() as folder, patch.object(wiring, "SPOOL", Path(folder) / "spool.jsonl"):
        stage = Stage(Backstride(Settings(secret_key="k" * 32, database_url="sqlite://")), Path(folder))
        wrong = await _failing(stage, all_of_them=True)
        if wrong:
            raise SystemExit(f"these probes fail as it is: {', '.join(wrong)}")
        for name, take_out in CALLS.items():
            with take_out():
                yield f"call:{name}", next(iter(await _failing(stage)), "")


async def _failing(stage: Stage, *, all_of_them: bool = False) -> list[str]:
    failed = []
    for name, probe in PROBES.items():
        try:
            held = await probe(stage)
        except Exception:  # noqa: BLE001 - whatever was taken out may break anything; that is noticed
            held = False
        if not held:
            failed.append(name)
            if not all_of_them:
                break
    return failed
