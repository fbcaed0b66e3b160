import smtplib
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

import pytest

from backstride.channels.providers import FakeProvider
from backstride.channels.staff_notice import MailNotifier, Notice, TextNotifier, notifiers_from
from backstride.domain.errors import BackstrideError, ServiceUnavailableError
from backstride.knowledge.wording import Wording
from backstride.services.ports_staff import DueAlert
from backstride.settings import ROOT, Settings

ALERT = DueAlert(7, "0" * 32, "L1", "triage", is_escalation=False)
SAY = Wording(ROOT / "data" / "responses", {"clinic_name": "Sample Clinic"}).say
NOTICE = Notice(SAY, "https://clinic.example/")
LINK = f"https://clinic.example/staff/conversations/{'0' * 32}"


@dataclass
class MailServer:
    """Takes mails, or is away."""

    is_away: bool = False
    sent: list[EmailMessage] = field(default_factory=list)

    def connect(self) -> Any:
        if self.is_away:
            raise ConnectionRefusedError
        return self

    def __enter__(self) -> "MailServer":
        return self

    def __exit__(self, *_: object) -> None: ...

    def send_message(self, mail: EmailMessage) -> None:
        self.sent.append(mail)


class Refusing(FakeProvider):
    async def send(self, *, to: str, text: str) -> str:
        raise ServiceUnavailableError("refused")


async def test_a_mail_holds_level_and_link_and_nothing_else() -> None:
    server = MailServer()
    await MailNotifier(NOTICE, "bot@clinic.example", ["a@clinic.example", "b@clinic.example"], server.connect).notify(
        ALERT
    )
    [mail] = server.sent
    assert (mail["From"], mail["To"]) == ("bot@clinic.example", "a@clinic.example, b@clinic.example")
    assert mail["Subject"] == "L1 alert in the patient chat"
    assert mail.get_content() == f"Sample Clinic: new L1 alert in the patient chat. Please look now: {LINK}\n"


@pytest.mark.parametrize("error", [ConnectionRefusedError(), smtplib.SMTPRecipientsRefused({}), TimeoutError()])
async def test_a_mail_that_is_not_taken_is_said_to_be_so(error: Exception) -> None:
    def connect() -> Any:
        raise error

    with pytest.raises(ServiceUnavailableError):
        await MailNotifier(NOTICE, "bot@clinic.example", ["a@clinic.example"], connect).notify(ALERT)


async def test_every_number_is_texted() -> None:
    provider = FakeProvider()
    overdue = DueAlert(7, "0" * 32, "L2", "triage", is_escalation=True)
    await TextNotifier(NOTICE, provider, ["+15555550101", "+15555550102"]).notify(overdue)
    text = f"Sample Clinic: nobody has looked at this L2 alert yet. Please look now: {LINK}"
    assert [(sent.to, sent.text) for sent in provider.sent] == [("+15555550101", text), ("+15555550102", text)]


async def test_no_text_at_all_is_said_to_be_so() -> None:
    with pytest.raises(ServiceUnavailableError):
        await TextNotifier(NOTICE, Refusing(), ["+15555550101"]).notify(ALERT)


def test_everything_is_off_unless_it_is_set() -> None:
    assert notifiers_from(Settings(), SAY, FakeProvider()) == ([], [])


def test_each_address_has_its_way() -> None:
    settings = Settings(
        alert_email_to="a@clinic.example, b@clinic.example",
        alert_email_from="bot@clinic.example",
        smtp_host="mail.clinic.example",
        escalation_sms_to="+15555550101",
    )
    first, escalation = notifiers_from(settings, SAY, FakeProvider())
    assert [(type(w), getattr(w, "recipients", None)) for w in first] == [
        (MailNotifier, ["a@clinic.example", "b@clinic.example"])
    ]
    assert [(type(w), getattr(w, "numbers", None)) for w in escalation] == [(TextNotifier, ["+15555550101"])]


@pytest.mark.parametrize(
    "settings",
    [
        Settings(alert_email_to="a@clinic.example"),
        Settings(alert_email_to="a@x.example", alert_email_from="b@x.example", smtp_host="m", smtp_security="ssl3"),
        Settings(escalation_sms_to="+15555550101"),
    ],
)
def test_an_address_that_cannot_be_reached_stops_the_start(settings: Settings) -> None:
    with pytest.raises(BackstrideError, match="BACKSTRIDE_"):
        notifiers_from(settings, SAY, None)
