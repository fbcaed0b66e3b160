"""Errors over HTTP: RFC 9457 problem details for programs, a plain page with the phone number for people.

Every error says what to do and how to reach help. None repeats what the caller sent, and none shows
where in the code it happened.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from math import ceil
from typing import Any, cast

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from backstride.channels.front_desk import FrontDesk
from backstride.channels.templating import render_page
from backstride.domain.errors import ServiceUnavailableError, UnknownChoiceError

log = structlog.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"
_PROGRAM_PATHS = ("/api/", "/sms/", "/healthz", "/readyz", "/metrics", "/openapi.json", "/static/")
_DETAILS = {
    400: "The request could not be read.",
    401: "The token is missing, wrong or expired. Start a new conversation.",
    403: "This request was refused.",
    404: "There is nothing at this address.",
    405: "This address does not take that method.",
    413: "The message is too large. Please send it in shorter parts.",
    422: "The request is not of the expected shape.",
    429: "Too many messages in a short time. Please wait a moment.",
}


class Problem(BaseModel):
    """RFC 9457 problem details. `emergency_number` and `clinic_phone` are always there."""

    type: str = "about:blank"
    title: str = Field(description="The name of the status.")
    status: int
    detail: str = Field(description="What was wrong and what to do, in words that can be shown to a patient.")
    emergency_number: str
    clinic_phone: str
    errors: list[dict[str, str]] | None = Field(
        default=None, description="For 422: `at` says where, `problem` what; never the value."
    )


@dataclass
class ProblemError(Exception):
    """Ends a request with this problem."""

    status: int
    detail: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def rate_limited(wait_s: float, detail: str = "") -> ProblemError:
    """Return the problem for a caller who must wait; `detail` may hold emergency words."""
    return ProblemError(429, detail, {"Retry-After": str(max(1, ceil(wait_s)))})


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI entries of a route's error answers."""
    schema = Problem.model_json_schema()
    return {
        status: {"description": HTTPStatus(status).phrase, "content": {MEDIA_TYPE: {"schema": schema}}}
        for status in statuses
    }


def problem_response(
    desk: FrontDesk,
    request: Request,
    status: int,
    detail: str = "",
    *,
    errors: list[dict[str, str]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Build the answer for an error, as a page if a browser asked for one."""
    desk.metrics.errors.labels(str(status)).inc()
    title = HTTPStatus(status).phrase
    detail = detail or _DETAILS.get(status, title)
    if _wants_page(request):
        page = render_page("error.html", desk, status_code=status, title=title, detail=detail)
        page.headers.update(headers or {})
        return page
    body = Problem(
        title=title,
        status=status,
        detail=detail,
        emergency_number=desk.clinic.emergency_number,
        clinic_phone=desk.clinic.phone,
        errors=errors,
    )
    return JSONResponse(
        body.model_dump(exclude_none=True), status_code=status, headers=dict(headers or {}), media_type=MEDIA_TYPE
    )


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith(_PROGRAM_PATHS)


def install_problem_handlers(app: FastAPI, desk: FrontDesk) -> None:
    """Make every refused request of `app` end in problem details; what nobody foresaw is `LastResort`'s."""

    async def on_problem(request: Request, error: Exception) -> Response:
        problem = cast("ProblemError", error)
        return problem_response(desk, request, problem.status, problem.detail, headers=problem.headers)

    async def on_http_error(request: Request, error: Exception) -> Response:
        refusal = cast("HTTPException", error)
        return problem_response(desk, request, refusal.status_code, headers=refusal.headers)

    async def on_wrong_shape(request: Request, error: Exception) -> Response:
        wrong = cast("RequestValidationError", error).errors()
        if any(item["type"] == "json_invalid" for item in wrong):
            return problem_response(desk, request, 400, "The body is not valid JSON.")
        return problem_response(desk, request, 422, errors=[_named(item) for item in wrong])

    async def on_unknown_choice(request: Request, _error: Exception) -> Response:
        return problem_response(desk, request, 422, "That answer is not one of the choices offered last.")

    async def on_unavailable(request: Request, _error: Exception) -> Response:
        log.warning("service.unavailable", path=_route_path(request))
        return problem_response(desk, request, 503, desk.safe_words("web"), headers={"Retry-After": "30"})

    app.add_exception_handler(ProblemError, on_problem)
    app.add_exception_handler(HTTPException, on_http_error)
    app.add_exception_handler(RequestValidationError, on_wrong_shape)
    app.add_exception_handler(UnknownChoiceError, on_unknown_choice)
    app.add_exception_handler(ServiceUnavailableError, on_unavailable)


def _named(item: Mapping[str, Any]) -> dict[str, str]:
    """Say where and what; the name of an unknown field is the caller's own and is not repeated."""
    is_unknown = item["type"] == "extra_forbidden"
    place = item["loc"][:-1] if is_unknown else item["loc"]
    return {
        "at": ".".join(str(part) for part in place),
        "problem": "a field that is not known here" if is_unknown else str(item["msg"]),
    }


def _route_path(request: Request) -> str:
    """Return the route's template, never what a caller put into the address."""
    return str(getattr(request.scope.get("route"), "path", "unknown"))
