"""The clinic that this installation speaks for: names, numbers, answers, and when staff are there.

Read once from clinic.yml by an entry point and passed on. It does not know which times can be booked
(`AppointmentBook`) and holds no wording: `placeholders` fills that of data/responses/.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, groupby, pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from backstride.domain.errors import BackstrideError
from backstride.domain.gsm import is_gsm7, length

WEEKDAYS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
ANSWERS = ("parking", "price", "insurance", "telehealth", "referral", "bring")
HELPLINES = ("emergency", "crisis", "poison", "abuse")
NAME_LIMIT, ANSWER_LIMIT = 26, 160  # septets: the first text message and every answer fit into one part
_TEXTS = ("name", "phone", "phone_e164", "address", "time_zone")
_KEYS = {*_TEXTS, "hours", "closed", "answers", "helplines"}


class ClinicError(BackstrideError):
    """The clinic file is missing or wrong; the message names the file and the entry."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A stretch of one day when staff are there, in local wall time; the end is exclusive."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Helpline:
    """A number to call, and the day when it was last checked."""

    number: str
    checked: date


@dataclass(frozen=True, slots=True)
class Clinic:
    """See the module's docstring.

    Attributes:
        phone: As people read it; `phone_e164` as telephones dial it.
        hours: Seven entries, Monday first; each in order of time, without overlap.
        closed: Local dates without staff, whatever the weekday.
        answers: One text for each of `ANSWERS`.
        helplines: One for each of `HELPLINES`.
    """

    name: str
    phone: str
    phone_e164: str
    address: str
    zone: ZoneInfo
    hours: tuple[tuple[Shift, ...], ...]
    closed: frozenset[date]
    answers: Mapping[str, str]
    helplines: Mapping[str, Helpline]

    def is_staffed(self, now: datetime) -> bool:
        """Whether staff are there.

        Args:
            now: Aware, in any time zone.
        """
        return self.next_staffed(now) == now.astimezone(UTC)

    def next_staffed(self, now: datetime) -> datetime:
        """Return the first moment from `now` on when staff are there, in UTC; `now` itself if they are.

        Args:
            now: Aware, in any time zone.
        """
        today = now.astimezone(self.zone).date()
        instant = now.astimezone(UTC)
        return next(max(instant, opens) for opens, closes in self._shifts(today) if instant < closes)

    def spoken(self, at: datetime) -> str:
        """Say a moment as people in the clinic's town would: `Mon, Nov 23 at 8:00 AM`."""
        local = at.astimezone(self.zone)
        return f"{local:%a, %b} {local.day} at {_clock(local.time())}"

    def placeholders(self) -> dict[str, str]:
        """Return the values that any response may name, by placeholder."""
        return {
            "clinic_name": self.name,
            "clinic_phone": self.phone,
            "clinic_address": self.address,
            "clinic_hours": self._spoken_hours(),
            **{f"clinic_{answer}": self.answers[answer] for answer in ANSWERS},
            **{f"{line}_number": self.helplines[line].number for line in HELPLINES},
        }

    def _shifts(self, start: date) -> Iterator[tuple[datetime, datetime]]:
        """Yield the shifts from a local date on, in UTC, soonest first, without end."""
        for days in count():
            day = start + timedelta(days=days)
            for shift in () if day in self.closed else self.hours[day.weekday()]:
                opens, closes = (
                    self._instant(day, shift.opens),
                    self._instant(day, shift.closes),
                )
                if opens < closes:  # the clocks may skip a short shift on their way to summer time
                    yield opens, closes

    def _instant(self, day: date, wall: time) -> datetime:
        return datetime.combine(day, wall, self.zone).astimezone(UTC)

    def _spoken_hours(self) -> str:
        spoken = []
        for shifts, group in groupby(range(len(WEEKDAYS)), key=lambda weekday: self.hours[weekday]):
            days = [WEEKDAYS[weekday].capitalize()[:3] for weekday in group]
            name = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
            times = " and ".join(f"{_clock(shift.opens)} to {_clock(shift.closes)}" for shift in shifts)
            spoken.append(f"{name} {times or 'closed'}")
        return ", ".join(spoken)


def load_clinic(path: Path) -> Clinic:
    """Read a clinic file.

    Raises:
        ClinicError: The file is missing, not YAML, or an entry is missing, unknown or wrong.
    """
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise ClinicError(f"{path}: cannot be read as YAML ({error})") from error
    try:
        return _clinic(raw)
    except ClinicError as error:
        raise ClinicError(f"{path}: {error}") from error


def _clinic(raw: object) -> Clinic:
    top = _mapping(raw, "the file", _KEYS)
    texts = {key: _text(top[key], key) for key in _TEXTS}
    hours = _mapping(top["hours"], "hours", set(WEEKDAYS))
    answers = _mapping(top["answers"], "answers", set(ANSWERS))
    lines = _mapping(top["helplines"], "helplines", set(HELPLINES))
    shifts = tuple(_shifts_of(hours[weekday], weekday) for weekday in WEEKDAYS)
    if not any(shifts):
        raise ClinicError("hours: at least one day must be open")
    return Clinic(
        name=_sendable(texts["name"], "name", NAME_LIMIT),
        phone=texts["phone"],
        phone_e164=texts["phone_e164"],
        address=texts["address"],
        zone=_zone(texts["time_zone"]),
        hours=shifts,
        closed=frozenset(_day(day, "closed") for day in _list(top["closed"], "closed")),
        answers={key: _sendable(answers[key], f"answers.{key}", ANSWER_LIMIT) for key in ANSWERS},
        helplines={key: _helpline(lines[key], key) for key in HELPLINES},
    )


def _helpline(raw: object, key: str) -> Helpline:
    line = _mapping(raw, f"helplines.{key}", {"number", "checked"})
    return Helpline(
        _text(line["number"], f"helplines.{key}.number"),
        _day(line["checked"], f"helplines.{key}.checked"),
    )


def _shifts_of(raw: object, weekday: str) -> tuple[Shift, ...]:
    shifts = tuple(_shift(span, weekday) for span in _list(raw, f"hours.{weekday}"))
    if any(later.opens < earlier.closes for earlier, later in pairwise(shifts)):
        raise ClinicError(f"hours.{weekday}: times must be in order and must not overlap")
    return shifts


def _shift(raw: object, weekday: str) -> Shift:
    opens, _, closes = str(raw).partition("-")
    try:
        shift = Shift(time.fromisoformat(opens), time.fromisoformat(closes))
    except ValueError as error:
        raise ClinicError(f"hours.{weekday}: {raw!r} is not like 08:00-17:30") from error
    if shift.opens >= shift.closes:
        raise ClinicError(f"hours.{weekday}: {raw!r} ends before it begins")
    return shift


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ClinicError(f"time_zone: {name!r} is not an IANA name like America/New_York") from error


def _mapping(raw: object, where: str, keys: set[str]) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise ClinicError(f"{where}: must be a mapping")
    wrong = sorted(keys.symmetric_difference(raw), key=str)
    if wrong:
        raise ClinicError(f"{where}: {wrong[0]} is {'missing' if wrong[0] in keys else 'unknown'}")
    return raw


def _list(raw: object, where: str) -> list[object]:
    if not isinstance(raw, list):
        raise ClinicError(f"{where}: must be a list")
    return raw


def _text(raw: object, where: str) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise ClinicError(f"{where}: must be a text; put it in quotes")
    return raw


def _sendable(raw: object, where: str, limit: int) -> str:
    """Check a text that goes out as a text message, too."""
    text = _text(raw, where)
    if not is_gsm7(text) or length(text) > limit:
        raise ClinicError(f"{where}: must fit a text message: at most {limit} characters, plain letters and quotes")
    return text


def _day(raw: object, where: str) -> date:
    if type(raw) is date:
        return raw
    try:
        return date.fromisoformat(_text(raw, where))
    except ValueError as error:
        raise ClinicError(f"{where}: {raw!r} is not a date like 2026-11-22") from error


def _clock(wall: time) -> str:
    return f"{wall.hour % 12 or 12}:{wall:%M} {'AM' if wall.hour < 12 else 'PM'}"
