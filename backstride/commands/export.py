"""`backstride export`: everything that is kept about one conversation, or its summary for the visit."""

import argparse
import json
import os
import sys
from typing import Any

from backstride.exchange.fhir import as_fhir
from backstride.knowledge.staff_queries import SqlConversationQueries
from backstride.services.summary_json import as_json
from backstride.services.summary_text import as_text
from backstride.settings import Settings
from backstride.wiring import Backstride

LOGIN = "(command line)"
"""Who the audit says took a summary along; nobody can sign in with it."""


def add(parsers: Any) -> None:
    """Add the verb."""
    parser = parsers.add_parser("export", help="print all that is kept about a conversation, or its visit summary")
    parser.add_argument("conversation", help="the conversation's id, as the staff page shows it")
    parser.add_argument(
        "--format",
        choices=["text", "json", "fhir"],
        default="",
        help="the summary for the visit, instead of everything",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print it; 1 if there is no such conversation."""
    app = Backstride(Settings.from_env(os.environ))
    app.prepare_database()
    found = _summary(app, args.conversation, args.format) if args.format else _everything(app, args.conversation)
    if found is None:
        sys.stderr.write(f"backstride export: no conversation {args.conversation}\n")
        return 1
    sys.stdout.write(found)
    return 0


def _everything(app: Backstride, conversation_id: str) -> str | None:
    if app.store.get(conversation_id) is None:
        return None
    return _dump(app.store.export(conversation_id))


def _summary(app: Backstride, conversation_id: str, form: str) -> str | None:
    now = app.clock()
    queries = SqlConversationQueries(app.engine)
    transcript = queries.transcript(conversation_id, login=LOGIN, at=now, action="summary.exported")
    if transcript is None:
        return None
    summary = app.summaries.of(transcript)
    if form == "text":
        return as_text(summary, app.clinic.zone)
    return _dump(as_json(summary)) if form == "json" else f"{as_fhir(summary, made_at=now)}\n"


def _dump(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n"
