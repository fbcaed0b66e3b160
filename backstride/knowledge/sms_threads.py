"""SqlInboundLog and SqlSmsThreads: which texts were taken in, and which conversation a number is in.

Knows numbers only as keyed hashes. What an opt-out means is the channel's business.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from backstride.knowledge.database import reading, writing
from backstride.knowledge.operational_tables import InboundSmsRow, SmsThreadRow
from backstride.knowledge.storable import checked_id

Clock = Callable[[], datetime]


def _now() -> datetime:
    return datetime.now(UTC)


class SqlInboundLog:
    """The InboundLog of `services.ports_sms`."""

    def __init__(self, engine: Engine, clock: Clock = _now) -> None:
        """Work on an engine of `database.make_engine`."""
        self._engine = engine
        self._clock = clock

    def accept(self, provider: str, provider_id: str) -> bool:
        """Record a text; False if it was recorded before."""
        row = {"provider": provider, "provider_id": checked_id(provider_id), "received_at": self._clock()}
        try:
            with writing(self._engine) as connection:
                connection.execute(insert(InboundSmsRow), row)
        except IntegrityError:
            return False
        return True

    def done(self, provider: str, provider_id: str) -> None:
        """Mark an accepted text as handled."""
        row = (InboundSmsRow.provider == provider, InboundSmsRow.provider_id == checked_id(provider_id))
        with writing(self._engine) as connection:
            connection.execute(update(InboundSmsRow).where(*row).values(done_at=self._clock()))


class SqlSmsThreads:
    """The SmsThreads of `services.ports_sms`."""

    def __init__(self, engine: Engine, clock: Clock = _now) -> None:
        """Work on an engine of `database.make_engine`."""
        self._engine = engine
        self._clock = clock

    def conversation_for(self, phone_hash: str) -> str | None:
        """Return the id of the number's latest conversation; None if it has none or that one was deleted."""
        row = self._read(phone_hash)
        return row.conversation_id if row else None

    def bind(self, phone_hash: str, conversation_id: str) -> None:
        """Make this the number's conversation, in place of any earlier one."""
        self._write(phone_hash, {"conversation_id": checked_id(conversation_id)})

    def is_opted_out(self, phone_hash: str) -> bool:
        """Whether the number's owner wants no texts."""
        row = self._read(phone_hash)
        return bool(row and row.opted_out)

    def set_opted_out(self, phone_hash: str, opted_out: bool) -> None:
        """Keep the wish of the number's owner."""
        self._write(phone_hash, {"opted_out": opted_out})

    def _read(self, phone_hash: str) -> Row[tuple[str | None, bool]] | None:
        columns = select(SmsThreadRow.conversation_id, SmsThreadRow.opted_out)
        with reading(self._engine) as connection:
            return connection.execute(columns.where(SmsThreadRow.phone_hash == checked_id(phone_hash))).first()

    def _write(self, phone_hash: str, values: dict[str, Any]) -> None:
        changed = {**values, "updated_at": self._clock()}
        known = SmsThreadRow.phone_hash == checked_id(phone_hash)
        with writing(self._engine) as connection:
            if connection.execute(update(SmsThreadRow).where(known).values(changed)).rowcount == 0:
                connection.execute(insert(SmsThreadRow), {"opted_out": False, **changed, "phone_hash": phone_hash})
