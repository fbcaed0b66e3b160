"""The ASGI app: channels, pages and console on one front desk, and what operators ask of it.

It is given everything it uses (engine, words, screen, storage of texts), so that tests need no model and
no database; `wiring.py` puts the real things in. It knows routes and order of middleware, nothing clinical.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog
from fastapi import APIRouter, FastAPI
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.staticfiles import StaticFiles

from backstride.channels.front_desk import ClinicFacts, EmergencyScreen, FrontDesk, Limits, Say
from backstride.channels.middleware import BodyLimit, ChatCors, LastResort, SecurityHeaders
from backstride.channels.page import ChatPage, page_router
from backstride.channels.plan_page import PlanOf, plan_router
from backstride.channels.problems import install_problem_handlers
from backstride.channels.sms import SmsChannel, sms_router
from backstride.channels.web import StreamLimits, WebChat, web_router
from backstride.services.ports import Conversations
from backstride.services.ports_sms import InboundLog, SmsProvider, SmsThreads
from backstride.settings import Settings

log = structlog.get_logger(__name__)

Readiness = Callable[[], Awaitable[Mapping[str, Any]]]
"""Asks model, content and database how they are; the answer holds `ready` and the truth about each."""
Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


@dataclass(frozen=True, slots=True)
class TextService:
    """What texts need: a carrier, the storage of `ports_sms.py`, and the time (aware, UTC)."""

    provider: SmsProvider
    threads: SmsThreads
    inbound: InboundLog
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)


def create_app(
    settings: Settings,
    conversations: Conversations,
    *,
    clinic: ClinicFacts,
    say: Say,
    screen: EmergencyScreen,
    readiness: Readiness,
    texts: TextService | None = None,
    routers: Sequence[APIRouter] = (),
    lifespan: Lifespan | None = None,
    limits: Limits | None = None,
    streams: StreamLimits | None = None,
    plan_of: PlanOf = lambda _: None,
) -> FastAPI:
    """Build the app.

    Args:
        settings: Of it: addresses, origins, the secret key.
        conversations: The engine.
        clinic: What pages and errors show of the clinic.
        say: Responses for words that must not depend on the engine.
        screen: The edge screen; also asked about what is refused.
        readiness: Asked by every `/readyz`.
        texts: None switches texts off; the webhook then answers 403.
        routers: More routes, such as the staff console's.
        lifespan: Runs around serving: start the engine before its yield, stop it after. Texts that were
            taken in are handled before it is left.
        limits: How much one caller may do; None for the usual.
        streams: How long event streams last; None for the usual.
        plan_of: Conversation id -> the plan to run again; by default nobody has one.

    Returns:
        The app; `app.state.sms` is the text channel (or None), for the console's demo phone.
    """
    desk = FrontDesk(conversations, clinic, say, screen, settings.secret_key, limits or Limits())
    sms = SmsChannel(desk, texts.provider, texts.threads, texts.inbound, texts.clock) if texts else None
    https = settings.public_base_url.startswith("https://")
    app = FastAPI(
        title="Backstride",
        description="The front desk of a physical-therapy clinic. Errors are RFC 9457 problem details.",
        version="0.1.0",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan(lifespan, sms),
    )
    app.state.sms = sms
    chat = WebChat(desk, streams or StreamLimits())
    webhook = sms_router(sms, public_base_url=settings.public_base_url)
    page = ChatPage(chat, https)
    pages = page_router(page)
    pages.include_router(plan_router(page, plan_of))
    for router in [web_router(chat), pages, webhook, _operations_router(desk, readiness), *routers]:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    install_problem_handlers(app, desk)
    # The last one added is the outermost.
    app.add_middleware(BodyLimit, desk=desk)
    app.add_middleware(LastResort, desk=desk)
    app.add_middleware(ChatCors, origins=_origins(settings))
    app.add_middleware(SecurityHeaders, https=https)
    return app


def _origins(settings: Settings) -> tuple[str, ...]:
    """Return the origins that may use the chat API; `*` is not one."""
    named = (origin.strip().rstrip("/") for origin in settings.allowed_origins.split(","))
    return tuple(origin for origin in named if origin and origin != "*")


def _lifespan(given: Lifespan | None, sms: SmsChannel | None) -> Lifespan:
    @asynccontextmanager
    async def around(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            if given is not None:
                await stack.enter_async_context(given(app))
            yield
            if sms is not None:
                await sms.drain()

    return around


def _operations_router(desk: FrontDesk, readiness: Readiness) -> APIRouter:
    router = APIRouter(tags=["operations"])

    @router.get("/healthz")
    async def healthz() -> dict[str, str]:
        """Say that the process is alive."""
        return {"status": "ok"}

    @router.get("/readyz", responses={503: {"description": "Not ready; the body says what is missing"}})
    async def readyz() -> JSONResponse:
        """Say what is served (model, content version) and whether the database answers."""
        try:
            state = dict(await readiness())
        except Exception as error:  # noqa: BLE001 - whatever keeps it from knowing, it is not ready
            log.error("readiness.failed", error=type(error).__name__)
            state = {"ready": False}
        return JSONResponse(state, status_code=200 if state.get("ready") is True else 503)

    @router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
    async def metrics() -> Response:
        """Return the figures in Prometheus' text format."""
        return Response(desk.metrics.exposition(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return router
