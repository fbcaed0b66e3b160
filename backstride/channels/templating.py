"""The Jinja2 environment of the public pages. Everything that a template prints is escaped."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from backstride.channels.front_desk import FrontDesk

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def _as_tel(phone: str) -> str:
    """Return the digits of a phone number for a `tel:` link, with its plus if it has one."""
    return "".join(sign for sign in phone if sign in "+0123456789")


def _as_clock(at: datetime, time_zone: str) -> str:
    """Return the time of day on the clinic's clock: `3:05 PM`."""
    local = at.astimezone(ZoneInfo(time_zone))
    return f"{local.hour % 12 or 12}:{local:%M} {'PM' if local.hour >= 12 else 'AM'}"


_ENVIRONMENT.filters["tel"] = _as_tel
_ENVIRONMENT.filters["clock"] = _as_clock


def render_page(name: str, desk: FrontDesk, *, status_code: int = 200, **values: object) -> HTMLResponse:
    """Render a template with the clinic's facts and these values."""
    html = _ENVIRONMENT.get_template(name).render(clinic=desk.clinic, **values)
    return HTMLResponse(html, status_code=status_code)
