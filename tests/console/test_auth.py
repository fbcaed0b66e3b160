from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from backstride.console.auth import FREE_FAILURES, SignInRefusedError, StaffAuth, is_own_form
from backstride.services.ports_staff import LoginFailures, StaffSession

NOW = datetime(2026, 3, 9, 15, 0, tzinfo=UTC)
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("correct horse battery")
RIGHT = {"login": "kim", "password": "correct horse battery", "address": "10.0.0.1"}


class FakeStore:
    def __init__(self) -> None:
        self.sessions: dict[str, StaffSession] = {}
        self.failed: dict[str, LoginFailures] = {}

    def password_hash(self, login: str) -> str | None:
        return HASH if login == "kim" else None

    def start_session(self, token_hash: str, *, login: str, at: datetime) -> None:
        self.sessions[token_hash] = StaffSession(login, at, at)

    def session(self, token_hash: str) -> StaffSession | None:
        return self.sessions.get(token_hash)

    def touch_session(self, token_hash: str, at: datetime) -> None:
        old = self.sessions[token_hash]
        self.sessions[token_hash] = StaffSession(old.login, old.created_at, at)

    def end_session(self, token_hash: str) -> None:
        self.sessions.pop(token_hash, None)

    def failures(self, key: str) -> LoginFailures:
        return self.failed.get(key, LoginFailures())

    def add_failure(self, key: str, at: datetime) -> None:
        self.failed[key] = LoginFailures(self.failures(key).count + 1, at)

    def clear_failures(self, key: str) -> None:
        self.failed.pop(key, None)


class Desk:
    """An auth with its store and a clock that can be turned."""

    def __init__(self) -> None:
        self.now = NOW
        self.store = FakeStore()
        self.auth = StaffAuth(self.store, "k" * 32, lambda: self.now)

    def forward(self, **duration: float) -> None:
        self.now += timedelta(**duration)

    def fail(self, times: int, login: str = "kim", address: str = "10.0.0.1") -> None:
        for _ in range(times):
            with pytest.raises(SignInRefusedError) as refused:
                self.auth.sign_in(login, "wrong", address=address)
            self.forward(seconds=refused.value.wait_s)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_good_password_opens_a_session(desk: Desk) -> None:
    token = desk.auth.sign_in(**RIGHT | {"login": " KIM "})
    assert desk.auth.session(token) == StaffSession("kim", NOW, NOW)
    assert len(token) >= 43, "256 bits"
    assert token not in str(desk.store.sessions), "only its hash is kept"


@pytest.mark.parametrize(
    "wrong",
    [{"password": "wrong"}, {"login": "nobody"}, {"password": "x" * 201}, {"login": "k\0im"}, {"login": "\ud800"}],
)
def test_a_wrong_one_opens_nothing(desk: Desk, wrong: dict[str, str]) -> None:
    with pytest.raises(SignInRefusedError) as refused:
        desk.auth.sign_in(**RIGHT | wrong)
    assert (refused.value.wait_s, desk.store.sessions) == (0, {})


def test_signing_in_ends_the_session_that_was_there(desk: Desk) -> None:
    old = desk.auth.sign_in(**RIGHT)
    new = desk.auth.sign_in(**RIGHT, old_token=old)
    assert old != new
    assert (desk.auth.session(old), desk.auth.session(new) is None) == (None, False)


def test_a_session_ends_after_15_minutes_unused(desk: Desk) -> None:
    token = desk.auth.sign_in(**RIGHT)
    for _ in range(3):
        desk.forward(minutes=14, seconds=59)
        assert desk.auth.session(token) is not None
    desk.forward(minutes=15)
    assert (desk.auth.session(token), desk.store.sessions) == (None, {})


def test_a_session_ends_after_8_hours_in_use(desk: Desk) -> None:
    token = desk.auth.sign_in(**RIGHT)
    for _ in range(47):
        desk.forward(minutes=10)
        assert desk.auth.session(token) is not None
    desk.forward(minutes=10)
    assert desk.auth.session(token) is None


@pytest.mark.parametrize("token", ["", "unknown", "\ud800"])
def test_no_session_without_its_token(desk: Desk, token: str) -> None:
    assert desk.auth.session(token) is None


def test_signing_out_ends_the_session(desk: Desk) -> None:
    token = desk.auth.sign_in(**RIGHT)
    desk.auth.sign_out(token)
    desk.auth.sign_out("")
    assert desk.auth.session(token) is None


def test_wrong_tries_make_wait_longer_and_longer(desk: Desk) -> None:
    desk.fail(FREE_FAILURES)
    waits = []
    for _ in range(12):
        desk.fail(1)
        with pytest.raises(SignInRefusedError) as refused:
            desk.auth.sign_in(**RIGHT)
        waits.append(refused.value.wait_s)
        desk.forward(seconds=waits[-1])
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]
    assert desk.auth.sign_in(**RIGHT), "after the wait the right password is heard"


def test_a_good_sign_in_forgives_the_login(desk: Desk) -> None:
    desk.fail(FREE_FAILURES)
    desk.auth.sign_in(**RIGHT)
    desk.fail(FREE_FAILURES, address="10.0.0.2")
    assert desk.auth.sign_in(**RIGHT | {"address": "10.0.0.2"})


def test_an_address_that_tries_many_logins_waits(desk: Desk) -> None:
    for number in range(FREE_FAILURES + 1):
        desk.fail(1, login=f"guess{number}")
    with pytest.raises(SignInRefusedError) as refused:
        desk.auth.sign_in(**RIGHT)
    assert refused.value.wait_s == 2
    assert desk.auth.sign_in(**RIGHT | {"address": "10.0.0.2"})


def test_an_unknown_login_waits_like_a_known_one(desk: Desk) -> None:
    desk.fail(FREE_FAILURES + 1, login="nobody")
    with pytest.raises(SignInRefusedError) as refused:
        desk.auth.sign_in("nobody", "wrong", address="10.0.0.3")
    assert refused.value.wait_s == 2


def test_what_failures_are_counted_by_names_nobody(desk: Desk) -> None:
    desk.fail(1)
    assert [len(key) for key in desk.store.failed] == [64, 64]


def test_a_form_token_belongs_to_its_cookie(desk: Desk) -> None:
    token = desk.auth.form_token("cookie")
    assert desk.auth.is_form_token(token, "cookie") is True
    assert desk.auth.is_form_token(token, "other") is False
    assert desk.auth.is_form_token("", "cookie") is False
    assert desk.auth.is_form_token(desk.auth.form_token(""), "") is False
    assert StaffAuth(FakeStore(), "z" * 32, lambda: NOW).is_form_token(token, "cookie") is False


@given(st.text(), st.text())
def test_no_other_form_token_passes(given_token: str, cookie: str) -> None:
    auth = StaffAuth(FakeStore(), "k" * 32, lambda: NOW)
    if given_token != auth.form_token(cookie):
        assert auth.is_form_token(given_token, cookie) is False


BASE = "https://clinic.example"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": BASE}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"origin": BASE}, True),
        ({"origin": "http://10.0.0.5:8000", "host": "10.0.0.5:8000"}, True),
        ({"origin": "https://evil.example", "host": "clinic.example"}, False),
        ({"origin": "null", "host": "clinic.example"}, False),
        ({"host": "clinic.example"}, False),
        ({}, False),
    ],
)
def test_which_forms_are_our_own(headers: dict[str, str], expected: bool) -> None:
    assert is_own_form(headers, BASE) is expected
