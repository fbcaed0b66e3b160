"""Logging set-up: structured, quiet, and without patients' words.

Called once by each entry point, never at import. Rasa logs message texts, slot values and whole
trackers at DEBUG and in error records (rasa 3.6.21); the redaction here
replaces the values of those keys and drops the texts of foreign records altogether.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_ALLOWED = frozenset(
    {"event", "level", "logger", "timestamp", "error", "action", "channel", "ms", "triage_level", "count",
     "rules", "model", "content_version", "port", "host", "status", "path", "file", "entry", "kind", "attempt",
     "reason", "route", "alert"}
)  # fmt: skip
_EVENT = re.compile(r"^[a-z_]+(\.[a-z_]+)+$")
_OURS = ("backstride", "actions")


def redact(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Keep known harmless keys; replace the value of every other, and every event text that is not a name."""
    for key in list(event):
        if key not in _ALLOWED:
            event[key] = "[redacted]"
    if not _EVENT.match(str(event.get("event", ""))):
        event["event"] = "log.redacted"
    return event


class _ForeignText(logging.Filter):
    """Blanks the message and the traceback of records from libraries: they may quote a patient."""

    def filter(self, record: logging.LogRecord) -> bool:
        if not record.name.startswith((*_OURS, "uvicorn.error", "alembic")):
            record.msg, record.args = f"{record.name}: {record.levelname.lower()} (text withheld)", ()
            record.exc_info = record.exc_text = None
        return True


def configure(level: str) -> None:
    """Set up structlog and the standard library's logging for this process.

    Args:
        level: DEBUG, INFO, WARNING or ERROR; below WARNING Rasa's records say only that they exist.
    """
    number = logging.getLevelNamesMapping()[level]
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_ForeignText())
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.basicConfig(level=number, handlers=[handler], force=True)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            redact,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
