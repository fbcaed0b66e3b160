"""What surrounds every request: a size limit, headers that narrow what a browser may do, a last resort.

Plain ASGI, so that streams pass through unbuffered. It knows nothing of routes but which paths are
static files and which may be used from other origins.
"""

import structlog
from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backstride.channels.front_desk import FrontDesk
from backstride.channels.problems import problem_response

log = structlog.get_logger(__name__)

MAX_BODY = 64 * 1024
_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


class LastResort:
    """Turns an exception that nothing foresaw into the safe message; logs its type, not its words."""

    def __init__(self, app: ASGIApp, desk: FrontDesk) -> None:
        """Wrap an app."""
        self._app = app
        self._desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and answer 503 if that raised before anything was sent."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watch)
        except Exception as error:  # noqa: BLE001 - the last guard: a patient gets words, whatever broke
            place = error.__traceback__
            while place and place.tb_next:
                place = place.tb_next
            where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else ""
            log.error("request.failed", error=type(error).__name__, where=where)
            if started:
                return
            response = problem_response(self._desk, Request(scope), 503, self._desk.safe_words("web"))
            await response(scope, receive, send)


class BodyLimit:
    """Reads bodies up to 64 KiB and refuses longer ones with 413, whatever length they declare."""

    def __init__(self, app: ASGIApp, desk: FrontDesk) -> None:
        """Wrap an app."""
        self._app = app
        self._desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the whole body first, then hand it on in one piece."""
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        declared = request.headers.get("content-length", "0")
        body = b""
        more = True
        while more and declared.isdecimal() and int(declared) <= MAX_BODY and len(body) <= MAX_BODY:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
        if more or len(body) > MAX_BODY:
            response = problem_response(self._desk, request, 413, headers={"Connection": "close"})
            await response(scope, receive, send)
            return
        await self._app(scope, _replay(body, receive), send)


def _replay(body: bytes, receive: Receive) -> Receive:
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


class SecurityHeaders:
    """Adds the headers of every response; a response's own value wins."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        """Wrap an app; `https` says that patients reach it by https, so that browsers may insist on it."""
        self._app = app
        self._https = https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a `send` that adds headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        wanted = {
            "Content-Security-Policy": _CSP,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
            "Cache-Control": "public, max-age=300" if scope["path"].startswith("/static/") else "no-store",
        }
        if self._https:
            wanted["Strict-Transport-Security"] = "max-age=31536000"

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in wanted.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers)


class ChatCors:
    """Lets the named origins use the chat API from a browser; nothing else is shared, and no cookies ever."""

    def __init__(self, app: ASGIApp, *, origins: tuple[str, ...]) -> None:
        """Wrap an app; with no origins, no answer carries CORS headers."""
        self._app = app
        self._shared = CORSMiddleware(
            app,
            allow_origins=origins,
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["authorization", "content-type"],
            expose_headers=["retry-after"],
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, through CORS if it is for the chat API."""
        is_chat = scope["type"] == "http" and scope["path"].startswith("/api/chat/")
        await (self._shared if is_chat else self._app)(scope, receive, send)
