"""The served app: the real engine, database, words and console behind the routes of `server.py`."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI

from backstride.channels.front_desk import ClinicFacts, Limits
from backstride.channels.providers import provider_from
from backstride.console.app import make_console
from backstride.console.pages import Build
from backstride.domain.triage import Level
from backstride.knowledge.sms_threads import SqlInboundLog, SqlSmsThreads
from backstride.knowledge.staff_queries import SqlConversationQueries
from backstride.knowledge.staff_store import SqlStaffStore
from backstride.server import TextService, create_app
from backstride.services.ports import Channel
from backstride.wiring import Backstride


def build_app(app: Backstride, *, limits: Limits | None = None, on_ready: Callable[[], None] = lambda: None) -> FastAPI:
    """Return the ASGI app of one installation; database and model are prepared when it starts serving.

    Args:
        limits: How much one caller may do; None for the usual (the benchmark's one patient never stops talking).
        on_ready: Called once when everything is loaded, before the first request.
    """
    settings = app.settings

    def emergency_words(text: str, channel: Channel) -> str:
        screen = app.screener.screen(text, now=app.clock())
        return (
            app.last_word.urgent(screen.decision, channel, app.clock()).text
            if screen.decision.level is Level.L1
            else ""
        )

    async def readiness() -> Mapping[str, Any]:
        return await asyncio.to_thread(app.readiness)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await asyncio.to_thread(app.start)
        on_ready()
        yield

    placeholders = app.clinic.placeholders()
    return create_app(
        settings,
        app.conversations,
        clinic=ClinicFacts(
            app.clinic.name,
            app.clinic.phone,
            placeholders["emergency_number"],
            is_reviewed=app.is_reviewed(),
            time_zone=app.clinic.zone.key,
            dial=app.clinic.phone_e164,
        ),
        say=app.wording.say,
        screen=emergency_words,
        readiness=readiness,
        texts=_texts(app),
        routers=[_console(app)],
        lifespan=lifespan,
        limits=limits,
    )


def _console(app: Backstride) -> APIRouter:
    def build() -> Build:
        rules = app.content.rules
        return Build(
            content_version=app.content.version,
            model_id=app.model_id,
            is_reviewed=app.is_reviewed(),
            levels={item.level.value: item.meaning for item in rules.dispositions},
            findings={finding.id: finding.label for finding in rules.vocabulary.values()},
        )

    return make_console(
        app.settings,
        SqlStaffStore(app.engine),
        SqlConversationQueries(app.engine),
        app.conversations,
        app.clinic,
        summaries=app.summaries,
        build=build,
        clock=app.clock,
    )


def _texts(app: Backstride) -> TextService | None:
    provider = provider_from(app.settings)
    if provider is None:
        return None
    return TextService(provider, SqlSmsThreads(app.engine), SqlInboundLog(app.engine), app.clock)
