"""All settings in one frozen object, read from the environment once by each entry point.

Secrets come from nowhere else. An unknown `BACKSTRIDE_*` variable, a value of the wrong type, or a
placeholder secret outside development stops the start with the key's name, never its value.
docs/settings.md is generated from this file.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from backstride.domain.errors import BackstrideError

PREFIX = "BACKSTRIDE_"
ROOT = Path(__file__).resolve().parent.parent
"""The checkout: the Rasa project and the content lie beside the package."""


class SettingsError(BackstrideError):
    """A setting is missing, unknown or of the wrong type; the message names the key and docs/settings.md."""


def _setting(default: Any, doc: str, *, secret: bool = False) -> Any:
    return field(default=default, repr=not secret, metadata={"doc": doc, "secret": secret})


@dataclass(frozen=True)
class Settings:
    """Each field is the environment variable `BACKSTRIDE_<FIELD>`."""

    environment: str = _setting("development", "development, test or production; production refuses generated secrets.")
    database_url: str = _setting("sqlite:///var/backstride.db", "Any SQLAlchemy URL.")
    content_dir: Path = _setting(ROOT / "content", "Folder of the clinical content.")
    clinic_file: Path = _setting(ROOT / "clinic.yml", "The clinic's name, phone, time zone, hours and answers.")
    model_dir: Path = _setting(ROOT / "models", "Folder of trained models; the newest is served.")
    public_base_url: str = _setting(
        "http://127.0.0.1:8000", "The address patients and the SMS carrier use; signatures depend on it."
    )
    allowed_origins: str = _setting("", "Comma-separated web origins that may use the chat API from a browser.")
    secret_key: str = _setting(
        "", "At least 32 characters; keys the hashes of phone numbers and signs cookies.", secret=True
    )
    twilio_account_sid: str = _setting("", "Twilio account; empty switches texts off (the webhook answers 403).")
    twilio_auth_token: str = _setting("", "Twilio auth token.", secret=True)
    twilio_auth_token_secondary: str = _setting("", "Second token, accepted while tokens rotate.", secret=True)
    twilio_from: str = _setting("", "The clinic's number for texts, E.164.")
    sms_provider: str = _setting("twilio", "twilio, or fake (keeps texts in memory, for demo and tests).")
    alert_email_to: str = _setting(
        "", "Comma-separated addresses that are mailed a link for every alert; empty for none."
    )
    alert_sms_to: str = _setting("", "Comma-separated numbers (E.164) that are texted a link for every alert.")
    escalate_after_minutes: float = _setting(
        10.0, "An alert that nobody acknowledged for this long is marked in the staff page and told to the next."
    )
    escalation_email_to: str = _setting("", "Comma-separated addresses that are mailed when nobody acknowledged.")
    escalation_sms_to: str = _setting("", "Comma-separated numbers that are texted when nobody acknowledged.")
    alert_email_from: str = _setting("", "The sender of these mails.")
    smtp_host: str = _setting("", "Mail server for alerts; empty for none.")
    smtp_port: int = _setting(587, "Port of the mail server.")
    smtp_security: str = _setting("starttls", "starttls, tls, or none for a mail server on the same machine.")
    smtp_user: str = _setting("", "Login at the mail server; empty for none.")
    smtp_password: str = _setting("", "Password at the mail server.", secret=True)
    action_timeout_s: float = _setting(10.0, "A turn that takes longer ends with the safe message.")
    retention_days: int = _setting(30, "`backstride purge` deletes conversations older than this.")
    log_level: str = _setting("WARNING", "DEBUG, INFO, WARNING or ERROR.")

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Build from the environment.

        Raises:
            SettingsError: An unknown key, a wrong type, or no usable secret in production.
        """
        known = {PREFIX + f.name.upper(): f for f in fields(cls)}
        given = {key: value for key, value in environ.items() if key.startswith(PREFIX)}
        unknown = sorted(set(given) - set(known))
        if unknown:
            raise SettingsError(f"unknown setting {unknown[0]}; docs/settings.md lists them all")
        values = {known[key].name: _convert(key, value, known[key].type) for key, value in given.items()}
        made = cls(**values)
        if len(made.secret_key) >= 32:
            return made
        if made.environment == "production" or made.secret_key:
            raise SettingsError(f"{PREFIX}SECRET_KEY must have at least 32 characters; see docs/settings.md")
        return cls(**{**values, "secret_key": secrets.token_hex(32)})


def _convert(key: str, value: str, wanted: Any) -> Any:
    try:
        return {"str": str, "Path": Path, "int": int, "float": float}[getattr(wanted, "__name__", str(wanted))](value)
    except ValueError as error:
        raise SettingsError(f"{key} must be a {getattr(wanted, '__name__', wanted)}; see docs/settings.md") from error
