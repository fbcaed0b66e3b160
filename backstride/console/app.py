"""The staff page as a router: which address leads to which page.

It is given everything it uses. It knows no database and no Rasa: stores come as Protocols, the assistant
as `Conversations`.
"""

from collections.abc import Callable
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from backstride.console.auth import StaffAuth
from backstride.console.pages import Build, ClinicFacts, Desk, Talk, script, stylesheet, utc_now
from backstride.console.sign_in import SignIn
from backstride.console.summaries import Summaries, SummaryPages
from backstride.console.test_chat import TestChat
from backstride.console.work_list import WorkList
from backstride.services.ports_staff import ConversationQueries, StaffStore
from backstride.settings import Settings


def make_console(
    settings: Settings,
    staff_store: StaffStore,
    conversation_queries: ConversationQueries,
    conversations: Talk,
    clinic: ClinicFacts,
    *,
    summaries: Summaries,
    build: Callable[[], Build],
    clock: Callable[[], datetime] = utc_now,
) -> APIRouter:
    """Return the routes below `/staff`.

    Args:
        settings: Of it: the secret key and the public address.
        staff_store: Logins and sessions.
        conversation_queries: What is shown, and the marks staff leave.
        conversations: The assistant, for the test chat.
        clinic: Name and time zone; times are shown in it.
        summaries: Makes the summary for the visit from a transcript.
        build: Content version, model id and whether clinicians have reviewed the content; asked per page.
        clock: The current time, aware.
    """
    auth = StaffAuth(staff_store, settings.secret_key, clock)
    desk = Desk(settings, auth, conversation_queries, conversations, clinic, build, clock)
    summary = SummaryPages(desk, summaries)
    sign_in, work_list, test_chat = SignIn(desk), WorkList(desk, summary.text), TestChat(desk)
    conversation, number = "{conversation_id}", "{number:int}"
    get = {
        "/": desk.page(work_list.inbox),
        f"/conversations/{conversation}": desk.page(work_list.conversation),
        f"/conversations/{conversation}/summary.txt": desk.page(summary.as_text),
        f"/conversations/{conversation}/summary.json": desk.page(summary.as_json),
        f"/conversations/{conversation}/summary.fhir.json": desk.page(summary.as_fhir),
        "/alerts": desk.page(work_list.open_alerts, is_use=False),
        "/callbacks": desk.page(work_list.callbacks),
        "/visits": desk.page(work_list.visits),
        "/test": desk.page(test_chat.start_page),
        f"/test/{conversation}": desk.page(test_chat.show),
        "/login": desk.guarded(sign_in.show),
        "/staff.css": desk.guarded(_stylesheet),
        "/staff.js": desk.guarded(_script),
        "": desk.guarded(_to_inbox),
    }
    post = {
        f"/alerts/{number}/acknowledge": desk.page(work_list.acknowledge),
        f"/conversations/{conversation}/release": desk.page(work_list.release),
        f"/callbacks/{number}/done": desk.page(work_list.finish_callback),
        "/test": desk.page(test_chat.start),
        f"/test/{conversation}": desk.page(test_chat.say),
        f"/test/{conversation}/delete": desk.page(test_chat.delete),
        "/login": desk.guarded(sign_in.sign_in),
        "/logout": desk.page(sign_in.sign_out),
    }
    router = APIRouter(prefix="/staff", include_in_schema=False)
    for method, routes in (("GET", get), ("POST", post)):
        for path, endpoint in routes.items():
            router.add_api_route(path, endpoint, methods=[method])
    return router


async def _stylesheet(_request: Request) -> Response:
    return stylesheet()


async def _script(_request: Request) -> Response:
    return script()


async def _to_inbox(_request: Request) -> Response:
    return RedirectResponse("/staff/", status_code=308)
