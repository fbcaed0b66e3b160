"""Rasa's stock channels believe whatever is sent to them; none may be switched on, and no secret may stand here."""

import re

from tests.contracts.project import ROOT, read


def test_no_stock_channel_is_switched_on() -> None:
    """Rasa takes a key without a dot for one of its own channels (rest, socketio, twilio, ...)."""
    switched_on = read("credentials.yml") or {}
    assert [name for name in switched_on if not str(name).startswith("backstride.channels.")] == []


def test_endpoints_name_nothing_but_this_machine() -> None:
    endpoints = read("endpoints.yml") or {}
    assert set(endpoints) <= {"action_endpoint"}
    urls = [entry["url"] for entry in endpoints.values()]
    assert [url for url in urls if not url.startswith("http://127.0.0.1:")] == []


def test_no_secret_is_committed() -> None:
    secret = re.compile(r"^[^#]*(?:token|secret|password|_key)\w*[ \t]*[:=][ \t]*\S", re.IGNORECASE)
    files = ("credentials.yml", "endpoints.yml", ".env.example")
    lines = [line for name in files for line in (ROOT / name).read_text(encoding="utf-8").splitlines()]
    assert [line for line in lines if secret.match(line)] == []
