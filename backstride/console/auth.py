"""Who may see the staff page: passwords, sessions, the wait after wrong ones, and forms of our own only.

Knows times and rules; keeps nothing itself (`StaffStore`). A session's token is in the browser's cookie
and nowhere else. The form token follows from it and the secret key, so it needs no storage.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache
from urllib.parse import urlsplit

import structlog
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from backstride.domain.errors import BackstrideError
from backstride.services.ports_staff import LoginFailures, StaffSession, StaffStore

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=8)
FREE_FAILURES = 4  # after these each failure doubles the wait, from 2 seconds on
LONGEST_WAIT = timedelta(minutes=15)
_TOUCH_AFTER = timedelta(seconds=30)  # a session's last use is kept this exactly: not a write per page
_LONGEST_INPUT = 200
log = structlog.get_logger(__name__)


class SignInRefusedError(BackstrideError):
    """Wrong login or password, or too soon after wrong ones: `wait_s` is then above 0."""

    def __init__(self, wait_s: int = 0) -> None:
        """Keep how long to wait, in seconds."""
        super().__init__("sign-in refused")
        self.wait_s = wait_s


class StaffAuth:
    """Signs staff in and out. Blocking, as the store is."""

    def __init__(self, store: StaffStore, secret_key: str, clock: Callable[[], datetime]) -> None:
        """Use a store; `secret_key` keys the form tokens and throttle keys; `clock` returns aware datetimes."""
        self._store = store
        self._key = secret_key.encode()
        self._clock = clock
        self._hasher = PasswordHasher()

    def sign_in(self, login: str, password: str, *, address: str, old_token: str = "") -> str:
        """Check a password and return a new session's token; the session of `old_token` ends.

        Args:
            login: In any case.
            password: As typed.
            address: Of the browser; failures are counted by it too, across logins.
            old_token: What the browser's cookie held until now.

        Raises:
            SignInRefusedError: It does not say which of the two was wrong.
        """
        login, now = login.strip().lower(), self._clock()
        keys = [self._keyed("login", login), self._keyed("address", address)]
        wait = max(_wait(self._store.failures(key), now) for key in keys)
        if wait:
            log.warning("sign_in.throttled", wait_s=wait)
            raise SignInRefusedError(wait)
        if not self._is_right(login, password):
            for key in keys:
                self._store.add_failure(key, now)
            log.warning("sign_in.refused")
            raise SignInRefusedError
        self._store.clear_failures(keys[0])
        self.sign_out(old_token)
        token = new_token()
        self._store.start_session(_hashed(token), login=login, at=now)
        return token

    def _is_right(self, login: str, password: str) -> bool:
        if len(login) > _LONGEST_INPUT or len(password) > _LONGEST_INPUT or "\0" in login:
            return False
        known = self._store.password_hash(login)
        try:
            return self._hasher.verify(known or _nobodys_hash(), password) and known is not None
        except (Argon2Error, InvalidHashError):
            return False

    def session(self, token: str, *, is_use: bool = True) -> StaffSession | None:
        """Return a token's session, None if there is none or it has run out (15 minutes unused, 8 hours in all).

        A page that keeps itself fresh does not use it: nobody may be sitting there.
        """
        found = self._store.session(_hashed(token)) if token else None
        if found is None:
            return None
        now = self._clock()
        if now - found.last_seen_at >= IDLE or now - found.created_at >= LONGEST:
            self._store.end_session(_hashed(token))
            return None
        if is_use and now - found.last_seen_at >= _TOUCH_AFTER:
            self._store.touch_session(_hashed(token), now)
        return found

    def sign_out(self, token: str) -> None:
        """End a token's session, if it has one."""
        if token:
            self._store.end_session(_hashed(token))

    def form_token(self, token: str) -> str:
        """Return what a form must carry that is sent with this cookie."""
        return self._keyed("form", token)

    def is_form_token(self, given: str, token: str) -> bool:
        """Whether a form came from a page that was made for this cookie; compared in constant time."""
        return bool(token) and hmac.compare_digest(given.encode(), self.form_token(token).encode())

    def _keyed(self, purpose: str, value: str) -> str:
        return hmac.new(self._key, f"staff:{purpose}:{value}".encode("utf-8", "replace"), "sha256").hexdigest()


def new_token() -> str:
    """Return a random token of 256 bits."""
    return secrets.token_urlsafe(32)


def is_own_form(headers: Mapping[str, str], public_base_url: str) -> bool:
    """Whether the browser says that a page of ours sent this form; a request that says nothing is refused.

    `Sec-Fetch-Site` is sent to https and localhost only, so `Origin` decides where it is missing.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = urlsplit(headers.get("origin", ""))
    return bool(origin.netloc) and origin.netloc in {headers.get("host"), urlsplit(public_base_url).netloc}


@cache
def _nobodys_hash() -> str:
    """Return the hash that an unknown login is checked against, so that it costs the same time as a known one."""
    return PasswordHasher().hash(secrets.token_hex(16))


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _wait(failures: LoginFailures, now: datetime) -> int:
    """Return the whole seconds until another try is heard, 0 if at once."""
    if failures.last_at is None or failures.count <= FREE_FAILURES:
        return 0
    doubled = timedelta(seconds=2 ** min(failures.count - FREE_FAILURES, 12))
    left = failures.last_at + min(doubled, LONGEST_WAIT) - now
    return max(0, -int(-left.total_seconds() // 1))
