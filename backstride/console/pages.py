"""How a staff page is made: the one door that every request passes, templates, headers, times in words.

A handler behind `Desk.page` is called for signed-in staff only, and for a form only when it is our own.
Knows nothing of what the pages show.
"""

import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any, Protocol

import structlog
from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from backstride.console.auth import LONGEST, StaffAuth, is_own_form, new_token
from backstride.domain.errors import BackstrideError, ServiceUnavailableError
from backstride.services.ports import Channel, TurnResult
from backstride.services.ports_staff import ConversationQueries, StaffSession
from backstride.settings import Settings

HERE = Path(__file__).parent
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        "form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",  # with no-referrer, browsers would hide the Origin of our own forms
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
_SAFE_NEXT = re.compile(r"/staff/[A-Za-z0-9/_-]{0,200}")
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
log = structlog.get_logger(__name__)


class ClinicFacts(Protocol):
    """What the staff page reads of the clinic."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def zone(self) -> tzinfo: ...  # noqa: D102


class Talk(Protocol):
    """What the staff pages need of `services.ports.Conversations`, which is meant."""

    async def open(self, channel: Channel, *, is_test: bool = False) -> tuple[str, str, TurnResult]: ...  # noqa: D102

    async def say(  # noqa: D102
        self, conversation_id: str, *, text: str = "", choices: Sequence[str] = (), client_message_id: str = ""
    ) -> TurnResult: ...

    async def delete(self, conversation_id: str) -> None: ...  # noqa: D102

    async def release(self, conversation_id: str, *, login: str) -> bool: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Build:
    """What is being served, for footer and labels.

    Attributes:
        is_reviewed: False shows the banner "not yet reviewed by a clinician" on every page.
        levels: Level -> what it means, from content/dispositions.yml.
        findings: Finding id -> its label in content/vocabulary.yml.
        decisions_on_disk: Decisions that the database could not take yet; any shows a banner.
    """

    content_version: str
    model_id: str
    is_reviewed: bool = False
    levels: Mapping[str, str] = field(default_factory=dict)
    findings: Mapping[str, str] = field(default_factory=dict)
    decisions_on_disk: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """One request of a signed-in member of staff. `form` is empty unless it is a POST."""

    request: Request
    session: StaffSession
    token: str
    form: FormData

    def text(self, name: str) -> str:
        """Return a field of the form as text; "" if it is missing or a file."""
        value = self.form.get(name, "")
        return value if isinstance(value, str) else ""


Handler = Callable[[Call], Awaitable[Response]]


@dataclass(frozen=True)
class Desk:
    """What the staff pages share. `build` is asked for every page: a model may be loaded meanwhile."""

    settings: Settings
    auth: StaffAuth
    queries: ConversationQueries
    conversations: Talk
    clinic: ClinicFacts
    build: Callable[[], Build]
    clock: Callable[[], datetime]

    @property
    def is_https(self) -> bool:
        """Whether browsers reach us by https."""
        return self.settings.public_base_url.startswith("https://")

    @property
    def cookie(self) -> str:
        """The cookie's name; `__Host-` keeps subdomains and plain http from setting it."""
        return "__Host-backstride_staff" if self.is_https else "backstride_staff"

    def page(self, handler: Handler, *, is_use: bool = True) -> Callable[[Request], Awaitable[Response]]:
        """Return a route for signed-in staff; anybody else is sent to the sign-in page, and comes back here from it.

        Args:
            is_use: Whether it keeps the session from running out.
        """

        async def signed_in(request: Request) -> Response:
            token = request.cookies.get(self.cookie, "")
            session = await run_in_threadpool(self.auth.session, token, is_use=is_use)
            if session is None:
                return RedirectResponse(f"/staff/login?next={request.url.path}", status_code=303)
            form = await self.own_form(request, token)
            if form is None:
                return await self.refused()
            return await handler(Call(request, session, token, form))

        return self.guarded(signed_in)

    def guarded(self, handle: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        """Return a route whose every answer carries our headers, also when the database does not answer."""

        async def answer(request: Request) -> Response:
            try:
                response = await handle(request)
            except ServiceUnavailableError:
                log.error("staff_page.unavailable")
                response = await self.message("The database does not answer", "Please try again in a moment.", 503)
            except BackstrideError as error:
                log.warning("staff_page.refused", error=type(error).__name__)
                response = await self.message("That did not work", "Please go back and try again.", 400)
            response.headers.update({k: v for k, v in _HEADERS.items() if k.lower() not in response.headers})
            return response

        return answer

    async def own_form(self, request: Request, token: str) -> FormData | None:
        """Return the form that was sent (empty for a GET), or None if it is not one of ours."""
        if request.method in {"GET", "HEAD"}:
            return FormData()
        if not is_own_form(request.headers, self.settings.public_base_url):
            return None
        form = await request.form(max_files=0, max_fields=100)
        given = form.get("csrf", "")
        return form if isinstance(given, str) and self.auth.is_form_token(given, token) else None

    async def refused(self) -> Response:
        """Answer a form that is not ours, or that was left open too long."""
        log.warning("form.refused")
        text = "This form has expired, or it was not sent from this page. Nothing was changed."
        return await self.message("Please open the page again", text, 403)

    async def message(self, title: str, text: str, status_code: int) -> Response:
        """Answer with a few words."""
        return await self.render("message.html", None, title=title, text=text, status_code=status_code)

    async def render(
        self, template: str, call: Call | None, *, status_code: int = 200, **values: object
    ) -> HTMLResponse:
        """Fill a template, off the event loop, where patients are answered; `call` is None on pages for everybody."""
        html = await run_in_threadpool(self._fill, template, call, values)
        return HTMLResponse(html, status_code=status_code)

    def _fill(self, template: str, call: Call | None, values: Mapping[str, object]) -> str:
        now = self.clock()
        shared: dict[str, object] = {
            "build": self.build(),
            "clinic": self.clinic,
            "login": call.session.login if call else "",
            "csrf": self.auth.form_token(call.token) if call else "",
            "path": call.request.url.path if call else "",
            "css": _CSS_VERSION,
            "js": _JS_VERSION,
            "age": lambda at: age(at, now),
            "local": lambda at: at.astimezone(self.clinic.zone),
        }
        return _ENVIRONMENT.get_template(template).render(shared | dict(values))

    def give_cookie(self, response: Response, token: str | None = None) -> str:
        """Put a token into the browser's cookie (a new one that opens nothing, unless given) and return it."""
        token = token or new_token()
        response.set_cookie(
            self.cookie,
            token,
            path="/",
            httponly=True,
            secure=self.is_https,
            samesite="lax",
            max_age=int(LONGEST.total_seconds()),
        )
        return token


def safe_next(path: str) -> str:
    """Return where to go after signing in: the staff page that was asked for, never another site."""
    return path if _SAFE_NEXT.fullmatch(path) and path not in {"/staff/login", "/staff/logout"} else "/staff/"


def age(at: datetime, now: datetime) -> str:
    """Say how long ago: `now`, `3 min`, `2 h`, `4 d`; whole units, rounded down."""
    seconds = int((now - at).total_seconds())
    if seconds < _MINUTE:
        return "now"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE} min"
    return f"{seconds // _HOUR} h" if seconds < _DAY else f"{seconds // _DAY} d"


def utc_now() -> datetime:
    """Return the current time."""
    return datetime.now(UTC)


def stylesheet() -> Response:
    """Return the one style sheet; its address changes with its content."""
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(_CSS, media_type="text/css", headers=headers)


def script() -> Response:
    """Return the one script: it keeps the list of alerts fresh, and nothing else depends on it."""
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(_JS, media_type="text/javascript", headers=headers)


def _percent(value: Any) -> str:
    return f"{value:.0%}" if isinstance(value, int | float) else "-"


_CSS = (HERE / "static" / "staff.css").read_bytes()
_JS = (HERE / "static" / "staff.js").read_bytes()
_CSS_VERSION = hashlib.sha256(_CSS).hexdigest()[:12]
_JS_VERSION = hashlib.sha256(_JS).hexdigest()[:12]
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters["percent"] = _percent
