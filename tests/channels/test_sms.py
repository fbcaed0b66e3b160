"""Texts: who may post them, what is answered, and what opting out, limits and failures do to that."""

from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.datastructures import ImmutableMultiDict
from twilio.request_validator import RequestValidator

from backstride.channels.front_desk import Limits
from backstride.channels.identity import phone_hash
from backstride.channels.providers import SentText
from backstride.channels.rate import UNLIMITED, TokenBuckets
from backstride.domain.errors import ServiceUnavailableError, TurnNotKeptError
from backstride.services.ports import Choice
from backstride.services.ports_sms import OWN_NUMBER
from tests.channels.fakes import EMERGENCY, KEY, YES_NO, Clinic, bot, problem

pytestmark = pytest.mark.asyncio

NUMBER = "+15550100123"
HASH = phone_hash(NUMBER, KEY)
PRIMARY = "primary-token"
URL = "https://clinic.example/sms/twilio"


def form(text: str = "hello", sid: str = "SM1", **more: str) -> dict[str, str]:
    return {"MessageSid": sid, "From": NUMBER, "To": "+15550199999", "Body": text, "NumMedia": "0", **more}


def signed(fields: dict[str, str], token: str = PRIMARY, url: str = URL) -> dict[str, str]:
    return {
        "X-Twilio-Signature": RequestValidator(token).compute_signature(url, ImmutableMultiDict(fields)),
        "Content-Type": "application/x-www-form-urlencoded",
    }


async def deliver(clinic: Clinic, *forms: dict[str, str]) -> list[str]:
    """Post signed texts one after the other and return what was sent back, once all are handled."""
    before = len(clinic.provider.sent)
    async with clinic.serving() as client:
        app: Any = client._transport.app  # type: ignore[attr-defined]
        for fields in forms:
            answer = await client.post("/sms/twilio", content=urlencode(fields), headers=signed(fields))
            assert (answer.status_code, answer.text) == (200, "<Response/>")
            assert answer.headers["content-type"].startswith("text/xml")
        await app.state.sms.drain()
    assert {sent.to for sent in clinic.provider.sent[before:]} <= {NUMBER}
    return [sent.text for sent in clinic.provider.sent[before:]]


async def with_thread(limits: Limits | None = None) -> Clinic:
    """Build a clinic that has texted with the number before."""
    clinic = Clinic(limits=limits) if limits else Clinic()
    name, _, _ = await clinic.conversations.open("sms")
    clinic.threads.bind(HASH, name)
    return clinic


async def test_the_published_example_signature_is_accepted() -> None:
    """The example of Twilio's own documentation of webhook security."""
    fields = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+12349013030",
        "Digits": "1234",
        "From": "+12349013030",
        "To": "+18005551212",
    }
    clinic = Clinic()
    clinic.provider.tokens = ("12345",)
    accepted = clinic.provider.verify(
        url="https://mycompany.com/myapp.php?foo=1&bar=2",
        raw_body=urlencode(fields).encode(),
        signature="0/KCTR6DLpKmkAf8muzZqo1nDgQ=",
    )
    assert accepted


@pytest.mark.parametrize("token", ["primary-token", "secondary-token"])
async def test_a_text_signed_with_either_token_is_taken_in(token: str) -> None:
    clinic = Clinic()
    fields = form(FromCity="", FromZip="", Body="")
    async with clinic.serving() as client:
        answer = await client.post("/sms/twilio", content=urlencode(fields), headers=signed(fields, token))
    assert (answer.status_code, answer.text) == (200, "<Response/>")
    assert clinic.inbound.seen == {("twilio", "SM1")}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Twilio-Signature": ""},
        {"X-Twilio-Signature": "AAAAAAAAAAAAAAAAAAAAAAAAAAA="},
        signed(form(), token=""),
        signed(form(), token="other"),
        signed(form("another text")),
        signed(form(), url="http://clinic.example/sms/twilio"),
        signed(form(), url="https://evil.example/sms/twilio"),
    ],
)
async def test_an_unsigned_or_wrongly_signed_post_is_refused(headers: dict[str, str]) -> None:
    clinic = Clinic()
    async with clinic.serving() as client:
        headers = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        answer = await client.post("/sms/twilio", content=urlencode(form()), headers=headers)
    assert (answer.status_code, answer.json()) == (403, problem(403, "Forbidden", "This request was refused."))
    assert (clinic.inbound.seen, clinic.conversations.heard) == (set(), [])


async def test_a_repeated_key_or_a_thousand_fields_do_not_pass_unsigned() -> None:
    clinic = Clinic()
    bodies = ["From=%2B1&From=%2B2", "&".join(f"a{number}=1" for number in range(1000)), "%FF=%FE", ""]
    async with clinic.serving() as client:
        statuses = [(await client.post("/sms/twilio", content=body)).status_code for body in bodies]
    assert statuses == [403, 403, 403, 403]


@pytest.mark.parametrize("with_texts", [True, False])
async def test_without_credentials_everything_is_refused(with_texts: bool) -> None:
    clinic = Clinic(with_texts=with_texts)
    clinic.provider.tokens = ("", "")
    async with clinic.serving() as client:
        answer = await client.post("/sms/twilio", content=urlencode(form()), headers=signed(form(), token=""))
    assert answer.status_code == 403


@pytest.mark.parametrize("missing", ["MessageSid", "From"])
async def test_a_signed_post_that_is_no_text_is_400(missing: str) -> None:
    fields = {**form(), missing: ""}
    async with Clinic().serving() as client:
        answer = await client.post("/sms/twilio", content=urlencode(fields), headers=signed(fields))
    detail = "not an inbound text: no MessageSid or no From"
    assert (answer.status_code, answer.json()) == (400, problem(400, "Bad Request", detail))


@pytest.mark.parametrize("text", ["START", "yes", "1"])
async def test_nobody_agrees_to_what_was_never_read(text: str) -> None:
    clinic = Clinic()
    greeting = "Hello. Shall we start?\n1 Yes\n2 No"
    assert await deliver(clinic, form(text)) == [greeting]
    assert clinic.conversations.heard == []
    assert await deliver(clinic, form("1", "SM2")) == ["heard: Yes"]


async def test_who_wants_to_be_reached_at_the_own_number_need_not_type_it() -> None:
    clinic = await with_thread()
    own = bot("Which number? Or 1 for this number.", choices=(Choice("opaque-own", "This number", OWN_NUMBER, 1),))
    clinic.conversations.script = [(own,), (bot("Noted."),)]
    said = await deliver(clinic, form("call me"), form("this number", "SM2"), form("this number", "SM3"))
    assert said == ["Which number? Or 1 for this number.", "Noted.", "heard: this number"]
    assert clinic.conversations.heard == [("c1", "call me", ()), ("c1", NUMBER, ()), ("c1", "this number", ())]


async def test_the_first_text_gets_greeting_and_answer_in_one() -> None:
    clinic = Clinic()
    assert await deliver(clinic, form("my back hurts")) == ["Hello. Shall we start?\n1 Yes\n2 No\nheard: my back hurts"]
    assert clinic.threads.conversations == {HASH: "c1"}
    assert clinic.inbound.finished == ["SM1"]


async def test_the_same_text_twice_is_answered_once() -> None:
    clinic = await with_thread()
    assert await deliver(clinic, form("hi"), form("hi"), form("hi", sid="SM2")) == ["heard: hi", "heard: hi"]


async def test_texts_of_one_sender_are_answered_in_order() -> None:
    clinic = await with_thread()
    clinic.conversations.delay_s = 0.01
    forms = [form(f"text {number}", sid=f"SM{number}") for number in range(4)]
    assert await deliver(clinic, *forms) == ["heard: text 0", "heard: text 1", "heard: text 2", "heard: text 3"]


@pytest.mark.parametrize("sender", ["12345", "whatsapp:+15550100123", "CLINIC", "+1555010012345678"])
async def test_senders_that_are_no_phone_are_left_alone(sender: str) -> None:
    clinic = Clinic()
    assert await deliver(clinic, form(From=sender)) == []
    assert clinic.conversations.heard == []


@pytest.mark.parametrize("typed", ['/inform{"red_flag": false}', "/restart", "ظهري", "ouch 😀"])
async def test_payloads_are_passed_on_as_plain_text(typed: str) -> None:
    clinic = await with_thread()
    await deliver(clinic, form(typed))
    assert clinic.conversations.heard == [("c1", typed, ())]


async def test_a_very_long_text_reaches_the_engine_whole() -> None:
    clinic = await with_thread()
    await deliver(clinic, form("ouch " * 2000))
    assert clinic.conversations.heard == [("c1", "ouch " * 2000, ())]


@pytest.mark.parametrize(
    ("typed", "picked"),
    [
        ("1", ("a",)),
        (" #1. ", ("a",)),
        ("(2)", ("b",)),
        ("one", ("a",)),
        ("1 2", ("a", "b")),
        ("1,2", ("a", "b")),
        ("2 and 1", ("b", "a")),
        ("1 1", ("a",)),
        ("uno", ("a",)),
        ("0", ("none",)),
    ],
)
async def test_numbers_pick_from_the_last_offer(typed: str, picked: tuple[str, ...]) -> None:
    clinic = await with_thread()
    options = (Choice("a", "numb", "v.a", 1), Choice("b", "weak", "v.b", 2), Choice("none", "none", "v.none", 0))
    clinic.conversations.script = [(bot("Any? 1 numb 2 weak 0 none", kind="question", choices=options, multiple=True),)]
    await deliver(clinic, form("hi", sid="SM1"), form(typed, sid="SM2"))
    assert clinic.conversations.heard == [("c1", "hi", ()), ("c1", "", picked)]


OWN = (Choice("own", "This number", OWN_NUMBER, 1),)


@pytest.mark.parametrize(
    "typed", ["1", "same number as this", "This one!", "the number i'm texting from", "use this number please"]
)
async def test_who_chooses_to_be_reached_at_the_own_number_gives_it(typed: str) -> None:
    clinic = await with_thread()
    clinic.conversations.script = [(bot("How can we reach you?", choices=OWN),)]
    await deliver(clinic, form("Ann Lee", sid="SM1"), form(typed, sid="SM2"), form(typed, sid="SM3"))
    assert [text for _, text, _ in clinic.conversations.heard[:2]] == ["Ann Lee", NUMBER]
    assert clinic.conversations.heard[2][1] != NUMBER  # asked for once, given once


@pytest.mark.parametrize("typed", ["same number as last time", "2", "this number hurts", "512 555 0142"])
async def test_other_words_give_no_number(typed: str) -> None:
    clinic = await with_thread()
    clinic.conversations.script = [(bot("How can we reach you?", choices=OWN),)]
    await deliver(clinic, form("Ann Lee", sid="SM1"), form(typed, sid="SM2"))
    assert clinic.conversations.heard[1] == ("c1", typed, ())


@pytest.mark.parametrize("typed", ["3", "1 2", "7/10", "11", "1 week", "-1", "²", "one of them", "1" * 40])
async def test_other_numbers_are_words(typed: str) -> None:
    clinic = await with_thread()
    clinic.conversations.script = [(bot("Any?", choices=YES_NO),)]
    await deliver(clinic, form("hi", sid="SM1"), form(typed, sid="SM2"))
    assert clinic.conversations.heard == [("c1", "hi", ()), ("c1", typed, ())]


@pytest.mark.parametrize(
    "typed",
    ["STOP", "stop", " Stop. ", "STOP!", "StopAll", "stop all", "UNSUBSCRIBE", "cancel", "Cancel.", "END", "quit",
     "Revoke", "opt out", "OPT-OUT", "Alto", "PARAR", "\u201cstop\u201d"],
)  # fmt: skip
async def test_opting_out_is_confirmed_once_and_then_silence(typed: str) -> None:
    clinic = await with_thread()
    sent = await deliver(clinic, form(typed, "SM1"), form(typed, "SM2"), form("hello?", "SM3"), form("1", "SM4"))
    assert sent == ["words of utter_opted_out on sms"]
    assert clinic.threads.opted_out == {HASH}
    assert clinic.conversations.records["c1"].state == "opted_out"


@pytest.mark.parametrize("typed", ["cancel my visit", "the pain won't stop", "it never ends", "I want to quit running"])
async def test_longer_wishes_are_the_engines(typed: str) -> None:
    clinic = await with_thread()
    assert await deliver(clinic, form(typed)) == [f"heard: {typed}"]
    assert clinic.threads.opted_out == set()


async def test_an_opt_out_that_the_engine_understood_is_kept() -> None:
    clinic = await with_thread()
    clinic.conversations.state_after = {"state": "opted_out"}
    assert await deliver(clinic, form("please do not text me", "SM1"), form("hm", "SM2")) == [
        "heard: please do not text me"
    ]
    assert clinic.threads.opted_out == {HASH}


async def test_a_stranger_who_opts_out_leaves_nothing_behind_but_the_wish() -> None:
    clinic = Clinic()
    assert await deliver(clinic, form("STOP")) == ["words of utter_opted_out on sms"]
    assert (clinic.conversations.records, clinic.threads.opted_out) == ({}, {HASH})


@pytest.mark.parametrize("typed", ["STOP. I cannot pee", "I cannot pee\nstop"])
async def test_an_emergency_with_an_opt_out_gets_one_text_then_silence(typed: str) -> None:
    clinic = Clinic()
    sent = await deliver(clinic, form(typed, "SM1"), form("and I cannot pee at all", "SM2"))
    assert sent == [EMERGENCY]
    assert clinic.conversations.heard == [("c1", typed, ()), ("c1", "and I cannot pee at all", ())]
    assert clinic.conversations.records["c1"].state == "opted_out"


@pytest.mark.parametrize("typed", ["START", "unstop", "Yes"])
async def test_opting_in_again_goes_on(typed: str) -> None:
    clinic = await with_thread()
    sent = await deliver(clinic, form("stop", "SM1"), form(typed, "SM2"), form("hi", "SM3"))
    assert sent == ["words of utter_opted_out on sms", "heard: start", "heard: hi"]
    assert (clinic.threads.opted_out, clinic.conversations.records["c1"].state) == (set(), "open")


async def test_yes_is_an_ordinary_word_for_everybody_else() -> None:
    clinic = await with_thread()
    assert await deliver(clinic, form("YES")) == ["heard: YES"]


@pytest.mark.parametrize("typed", ["HELP", "help!", "Info", "?HELP?"])
async def test_help_is_always_answered(typed: str) -> None:
    clinic = await with_thread()
    sent = await deliver(clinic, form(typed, "SM1"), form("stop", "SM2"), form(typed, "SM3"))
    help_text = "words of utter_help on sms"
    assert sent == [help_text, "words of utter_opted_out on sms", help_text]


async def test_a_photo_alone_is_answered_and_a_blank_text_is_not() -> None:
    clinic = await with_thread()
    photo = form("", "SM1", NumMedia="1", MediaUrl0="https://media.example/1", MediaContentType0="image/jpeg")
    assert await deliver(clinic, photo, form(" ", "SM2")) == ["words of utter_media_not_read on sms"]
    assert clinic.conversations.heard == []


async def test_a_photo_with_words_is_read_for_its_words() -> None:
    assert await deliver(await with_thread(), form("look", NumMedia="2")) == ["heard: look"]


async def test_emergency_words_come_first_and_whole() -> None:
    clinic = await with_thread()
    urgent = "Call 911 now. " + "Do not wait for us. " * 20 + "Go."
    clinic.conversations.script = [(bot("Thank you. " * 30), bot(urgent, kind="emergency"))]
    sent = await deliver(clinic, form("hi"))
    first = " ".join(["Thank you."] * 28)
    assert sent == [urgent, f"{first} (1/2)", "Thank you. Thank you. (2/2)"]


async def test_over_the_limit_numbers_to_call_come_once_and_emergencies_still_pass() -> None:
    texts = TokenBuckets(burst=1, per_minute=1, clock=lambda: 0.0)
    limits = Limits(UNLIMITED, UNLIMITED, UNLIMITED, texts, TokenBuckets(burst=1, per_minute=1, clock=lambda: 0.0))
    clinic = await with_thread(limits=limits)
    typed = ["hi", "hi", "hi", "I cannot pee", "I cannot pee"]
    sent = await deliver(clinic, *(form(text, f"SM{place}") for place, text in enumerate(typed)))
    assert sent == ["heard: hi", "words of utter_rate_limited on sms", EMERGENCY, EMERGENCY]
    assert clinic.conversations.heard == [("c1", "hi", ()), ("c1", "I cannot pee", ())]


GONE = ServiceUnavailableError("gone")


@pytest.mark.parametrize("failure", [GONE, RuntimeError("a defect")])
@pytest.mark.parametrize("place", ["conversations", "threads"])
async def test_whatever_breaks_there_is_an_answer(failure: Exception, place: str) -> None:
    clinic = await with_thread()
    getattr(clinic, place).failure = failure
    sent = await deliver(clinic, form("hello", "SM1"), form("I cannot pee", "SM2"))
    assert sent == ["words of utter_technical_problem on sms", EMERGENCY]


async def test_an_answer_that_could_not_be_kept_is_sent() -> None:
    clinic = await with_thread()
    clinic.conversations.failure = TurnNotKeptError((bot("Call 988 now.", kind="emergency"), bot("We are here.")))
    assert await deliver(clinic, form("hello")) == ["Call 988 now.\nWe are here."]


async def test_texts_are_taken_in_even_if_repeats_cannot_be_known() -> None:
    clinic = await with_thread()
    clinic.inbound.failure = GONE
    assert await deliver(clinic, form("I cannot pee")) == [EMERGENCY]


async def test_who_opted_out_is_not_texted_about_troubles() -> None:
    clinic = await with_thread()
    clinic.threads.set_opted_out(HASH, True)
    clinic.conversations.failure = GONE
    assert await deliver(clinic, form("I cannot pee")) == []


async def test_a_carrier_that_refuses_stops_the_turn_but_not_the_next() -> None:
    clinic = await with_thread()

    async def refuse(*, to: str, text: str) -> str:
        if text.endswith("first"):
            raise ServiceUnavailableError("21610")
        clinic.provider.sent.append(SentText(to, text))
        return "ok"

    clinic.provider.send = refuse  # type: ignore[method-assign]
    assert await deliver(clinic, form("first", "SM1"), form("second", "SM2")) == ["heard: second"]
    assert clinic.inbound.finished == ["SM1", "SM2"]


async def test_logs_hold_no_words_and_no_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    clinic = await with_thread()
    clinic.conversations.failure = RuntimeError("canary words")
    await deliver(clinic, form("canary words", "SM1"), form("x", "SM2", From="canary"), form("stop", "SM3"))
    printed = capsys.readouterr()
    logged = printed.out + printed.err
    assert "turn.failed" in logged
    assert [word for word in ("canary", NUMBER, "primary-token") if word in logged] == []
