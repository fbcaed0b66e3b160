"""Reaches staff by e-mail and by text: the level and a link to the staff page, never what a patient wrote."""

import asyncio
import smtplib
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage

from backstride.channels.front_desk import Say
from backstride.channels.gsm_text import to_gsm7
from backstride.domain.errors import BackstrideError, ServiceUnavailableError
from backstride.services.ports_sms import SmsProvider
from backstride.services.ports_staff import DueAlert
from backstride.settings import Settings

_WAIT_S = 10.0


@dataclass(frozen=True)
class Notice:
    """Words an alert for staff; `base_url` is where the staff page is reached."""

    say: Say
    base_url: str

    def text(self, alert: DueAlert) -> str:
        """Return the level, why, and where to look."""
        name = "utter_staff_escalation" if alert.is_escalation else "utter_staff_alert"
        link = f"{self.base_url.rstrip('/')}/staff/conversations/{alert.conversation_id}"
        return self.say(name, "sms", level=alert.level or "?", link=link)

    def subject(self, alert: DueAlert) -> str:
        """Return the line that an inbox shows."""
        return self.say("utter_staff_subject", "web", level=alert.level or "?")


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed in. `security`: "starttls", "tls", or "none" for a server on the same machine."""

    host: str
    port: int
    security: str
    user: str
    password: str = field(repr=False)

    def connect(self) -> smtplib.SMTP:
        """Open a connection, signed in where there is a user."""
        if self.security == "tls":
            mail: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=_WAIT_S, context=ssl.create_default_context()
            )
        else:
            mail = smtplib.SMTP(self.host, self.port, timeout=_WAIT_S)
        if self.security == "starttls":
            mail.starttls(context=ssl.create_default_context())
        if self.user:
            mail.login(self.user, self.password)
        return mail


@dataclass(frozen=True)
class MailNotifier:
    """Sends mail; a StaffNotifier."""

    notice: Notice
    sender: str
    recipients: Sequence[str]
    connect: Callable[[], smtplib.SMTP]

    async def notify(self, alert: DueAlert) -> None:
        """Send one mail to all recipients.

        Raises:
            ServiceUnavailableError: The mail server did not take it.
        """
        mail = EmailMessage()
        mail["Subject"], mail["From"], mail["To"] = self.notice.subject(alert), self.sender, ", ".join(self.recipients)
        mail.set_content(self.notice.text(alert))
        try:
            await asyncio.to_thread(self._send, mail)
        except (OSError, smtplib.SMTPException) as error:
            raise ServiceUnavailableError("the mail server did not take an alert") from error

    def _send(self, mail: EmailMessage) -> None:
        with self.connect() as server:
            server.send_message(mail)


@dataclass(frozen=True)
class TextNotifier:
    """Sends texts by the carrier that patients are texted by; a StaffNotifier."""

    notice: Notice
    provider: SmsProvider
    numbers: Sequence[str]

    async def notify(self, alert: DueAlert) -> None:
        """Text every number; a number that fails does not keep the others from being texted.

        Raises:
            ServiceUnavailableError: No text went out.
        """
        text = to_gsm7(self.notice.text(alert))
        sent = await asyncio.gather(
            *(self.provider.send(to=n, text=text) for n in self.numbers), return_exceptions=True
        )
        if all(isinstance(answer, BaseException) for answer in sent):
            raise ServiceUnavailableError("no alert text went out")


Notifiers = list[MailNotifier | TextNotifier]


def notifiers_from(settings: Settings, say: Say, provider: SmsProvider | None) -> tuple[Notifiers, Notifiers]:
    """Return the ways that the settings name: for alerts, and for alerts that nobody acknowledged.

    Raises:
        BackstrideError: An address is set, and what would reach it is not.
    """
    notice = Notice(say, settings.public_base_url)
    return (
        _ways(settings, notice, provider, settings.alert_email_to, settings.alert_sms_to),
        _ways(settings, notice, provider, settings.escalation_email_to, settings.escalation_sms_to),
    )


def _ways(settings: Settings, notice: Notice, provider: SmsProvider | None, mails: str, numbers: str) -> Notifiers:
    ways: Notifiers = []
    if _listed(mails):
        if not (settings.smtp_host and settings.alert_email_from):
            raise BackstrideError("alerts by e-mail need BACKSTRIDE_SMTP_HOST and BACKSTRIDE_ALERT_EMAIL_FROM")
        if settings.smtp_security not in {"starttls", "tls", "none"}:
            raise BackstrideError("BACKSTRIDE_SMTP_SECURITY must be starttls, tls or none")
        server = MailServer(
            settings.smtp_host, settings.smtp_port, settings.smtp_security, settings.smtp_user, settings.smtp_password
        )
        ways.append(MailNotifier(notice, settings.alert_email_from, _listed(mails), server.connect))
    if _listed(numbers):
        if provider is None:
            raise BackstrideError("alerts by text need the BACKSTRIDE_TWILIO_* settings")
        ways.append(TextNotifier(notice, provider, _listed(numbers)))
    return ways


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
