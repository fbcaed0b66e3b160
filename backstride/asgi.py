"""The served app: the real engine, database, words and console behind the routes of `server.py`."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from fastapi import APIRouter, FastAPI

from backstride.channels.front_desk import ClinicFacts, Limits
from backstride.channels.providers import provider_from
from backstride.channels.staff_notice import notifiers_from
from backstride.console.app import make_console
from backstride.console.pages import Build
from backstride.knowledge.alerts import SqlAlertQueue
from backstride.knowledge.sms_threads import SqlInboundLog, SqlSmsThreads
from backstride.knowledge.staff_queries import SqlConversationQueries
from backstride.knowledge.staff_store import SqlStaffStore
from backstride.server import TextService, create_app
from backstride.services.alerting import Alerting
from backstride.services.ports import Channel
from backstride.services.ports_sms import SmsProvider
from backstride.watch import watching
from backstride.wiring import Backstride


def build_app(app: Backstride, *, limits: Limits | None = None, on_ready: Callable[[], None] = lambda: None) -> FastAPI:
    """Return the ASGI app of one installation; database and model are prepared when it starts serving.

    Args:
        limits: How much one caller may do; None for the usual (the benchmark's one patient never stops talking).
        on_ready: Called once when everything is loaded, before the first request.
    """
    settings = app.settings

    async def readiness() -> Mapping[str, Any]:
        return await asyncio.to_thread(app.readiness)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await asyncio.to_thread(app.start)
        on_ready()
        async with watching(alerting.tick, lambda: asyncio.to_thread(app.spool.drain, app.engine)):
            yield

    provider = provider_from(settings)
    first, escalation = notifiers_from(settings, app.wording.say, provider)
    alerting = Alerting(
        SqlAlertQueue(app.engine),
        first=first,
        escalation=escalation,
        escalate_after=timedelta(minutes=settings.escalate_after_minutes),
        clock=app.clock,
    )
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
        screen=lambda text, channel: emergency_words(app, text, channel),
        readiness=readiness,
        texts=_texts(app, provider),
        routers=[_console(app)],
        lifespan=lifespan,
        limits=limits,
        plan_of=app.run_plan,
    )


def emergency_words(app: Backstride, text: str, channel: Channel) -> str:
    """Return what a message calls for that no engine hears: emergency words, or whom to call if the screen broke."""
    screen = app.screener.screen(text, now=app.clock())
    if screen.has_failed:
        return app.wording.say("utter_technical_problem", channel)
    return app.last_word.urgent(screen.decision, channel, app.clock()).text if screen.is_emergency else ""


def _console(app: Backstride) -> APIRouter:
    def build() -> Build:
        rules = app.content.rules
        return Build(
            content_version=app.content.version,
            model_id=app.model_id,
            is_reviewed=app.is_reviewed(),
            levels={item.level.value: item.meaning for item in rules.dispositions},
            findings={finding.id: finding.label for finding in rules.vocabulary.values()},
            decisions_on_disk=app.spool.waiting(),
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


def _texts(app: Backstride, provider: SmsProvider | None) -> TextService | None:
    if provider is None:
        return None
    return TextService(provider, SqlSmsThreads(app.engine), SqlInboundLog(app.engine), app.clock)
