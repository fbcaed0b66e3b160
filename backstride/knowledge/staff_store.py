"""SqlStaffStore: logins, sessions and failed logins, and the adding of a staff member.

Knows hashes only: of passwords (argon2), of session tokens, of what failed logins are counted by.
How long a session lasts and how long to wait after a failure is decided in `console.auth`.
"""

import re
from datetime import UTC, datetime

from argon2 import PasswordHasher
from sqlalchemy import Engine, delete, insert, select, update

from backstride.domain.errors import BackstrideError
from backstride.knowledge.database import reading, writing
from backstride.knowledge.operational_tables import AuditRow, LoginFailureRow, StaffRow, StaffSessionRow
from backstride.services.ports_staff import LoginFailures, StaffSession

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 200
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,63}")


class SqlStaffStore:
    """The StaffStore of `services.ports_staff`."""

    def __init__(self, engine: Engine) -> None:
        """Work on an engine of `database.make_engine`."""
        self._engine = engine

    def password_hash(self, login: str) -> str | None:
        """Return the argon2 hash of a login's password, None for an unknown login."""
        with reading(self._engine) as connection:
            return connection.scalar(select(StaffRow.password_hash).where(StaffRow.login == login))

    def start_session(self, token_hash: str, *, login: str, at: datetime) -> None:
        """Keep a session, and record the sign-in."""
        row = {"token_hash": token_hash, "login": login, "created_at": at, "last_seen_at": at}
        with writing(self._engine) as connection:
            connection.execute(insert(StaffSessionRow), row)
            record = {"at": at, "login": login, "action": "staff.signed_in", "subject": login}
            connection.execute(insert(AuditRow), record)

    def session(self, token_hash: str) -> StaffSession | None:
        """Return the session with this token, None if there is none."""
        columns = select(StaffSessionRow.login, StaffSessionRow.created_at, StaffSessionRow.last_seen_at)
        with reading(self._engine) as connection:
            row = connection.execute(columns.where(StaffSessionRow.token_hash == token_hash)).first()
        return StaffSession(*row) if row else None

    def touch_session(self, token_hash: str, at: datetime) -> None:
        """Remember that the session was used."""
        with writing(self._engine) as connection:
            used = update(StaffSessionRow).where(StaffSessionRow.token_hash == token_hash)
            connection.execute(used.values(last_seen_at=at))

    def end_session(self, token_hash: str) -> None:
        """Forget the session."""
        with writing(self._engine) as connection:
            connection.execute(delete(StaffSessionRow).where(StaffSessionRow.token_hash == token_hash))

    def failures(self, key: str) -> LoginFailures:
        """Return the failures counted under a key."""
        columns = select(LoginFailureRow.failures, LoginFailureRow.last_at)
        with reading(self._engine) as connection:
            row = connection.execute(columns.where(LoginFailureRow.key == key)).first()
        return LoginFailures(*row) if row else LoginFailures()

    def add_failure(self, key: str, at: datetime) -> None:
        """Count one more failure."""
        with writing(self._engine) as connection:
            counted = update(LoginFailureRow).where(LoginFailureRow.key == key)
            counted = counted.values(failures=LoginFailureRow.failures + 1, last_at=at)
            if connection.execute(counted).rowcount == 0:
                connection.execute(insert(LoginFailureRow), {"key": key, "failures": 1, "last_at": at})

    def clear_failures(self, key: str) -> None:
        """Count from none again."""
        with writing(self._engine) as connection:
            connection.execute(delete(LoginFailureRow).where(LoginFailureRow.key == key))


def add_staff(engine: Engine, login: str, password: str) -> bool:
    """Let somebody sign in to the staff page; for a known login this changes the password and ends its sessions.

    Args:
        engine: Of `database.make_engine`.
        login: 1 to 64 of a-z 0-9 . _ @ + -, in any case.
        password: 12 to 200 characters.

    Returns:
        Whether the login is new.

    Raises:
        BackstrideError: The login or the password is not of that form.
    """
    login = login.strip().lower()
    if not _LOGIN.fullmatch(login):
        raise BackstrideError("a login has 1 to 64 characters: letters, digits and . _ @ + -")
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise BackstrideError(f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters")
    hashed = PasswordHasher().hash(password)
    with writing(engine) as connection:
        changed = update(StaffRow).where(StaffRow.login == login).values(password_hash=hashed)
        is_new = connection.execute(changed).rowcount == 0
        if is_new:
            row = {"login": login, "password_hash": hashed, "created_at": datetime.now(UTC)}
            connection.execute(insert(StaffRow), row)
        connection.execute(delete(StaffSessionRow).where(StaffSessionRow.login == login))
    return is_new
