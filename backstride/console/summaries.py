"""The visit summary: on the conversation's page as text, and to take along as text, JSON or FHIR.

Every download is recorded with the login, as every opened transcript is.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from backstride.console.pages import Call, Desk
from backstride.domain.visit_summary import VisitSummary
from backstride.exchange.fhir import as_fhir
from backstride.services.ports_staff import Transcript
from backstride.services.summary_json import as_json
from backstride.services.summary_text import as_text


class Summaries(Protocol):
    """Makes summaries; `services.visit_summary.VisitSummaries` is meant."""

    def of(self, transcript: Transcript) -> VisitSummary: ...  # noqa: D102


class SummaryPages:
    """What staff take along of a conversation."""

    def __init__(self, desk: Desk, summaries: Summaries) -> None:
        """Work on what the staff pages share."""
        self._desk = desk
        self._summaries = summaries

    def text(self, transcript: Transcript) -> str:
        """Return the summary as the conversation's page shows it. Blocking."""
        return as_text(self._summaries.of(transcript), self._desk.clinic.zone)

    async def as_text(self, call: Call) -> Response:
        """Hand out the summary as plain text."""
        return await self._taken(call, "txt", lambda summary, _: self._plain(summary))

    async def as_json(self, call: Call) -> Response:
        """Hand out the summary as JSON."""
        return await self._taken(call, "json", lambda summary, _: JSONResponse(as_json(summary)))

    async def as_fhir(self, call: Call) -> Response:
        """Hand out the summary as a FHIR Bundle."""
        return await self._taken(call, "fhir.json", lambda summary, at: _fhir(as_fhir(summary, made_at=at)))

    async def _taken(self, call: Call, ending: str, write: Callable[[VisitSummary, datetime], Response]) -> Response:
        conversation_id, now = call.request.path_params["conversation_id"], self._desk.clock()

        def made() -> Response | None:
            transcript = self._desk.queries.transcript(
                conversation_id, login=call.session.login, at=now, action="summary.downloaded"
            )
            return None if transcript is None else write(self._summaries.of(transcript), now)

        response = await run_in_threadpool(made)
        if response is None:
            return await self._desk.message("No such conversation", "It may have been deleted by the patient.", 404)
        name = f"summary-{conversation_id[:8]}.{ending}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def _plain(self, summary: VisitSummary) -> Response:
        return Response(as_text(summary, self._desk.clinic.zone), media_type="text/plain")


def _fhir(body: str) -> Response:
    return Response(body, media_type="application/fhir+json")
