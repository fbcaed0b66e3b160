"""Operations and injections of the spine by their date: `microdiscectomy on nov 2`, `in october they fused my l5`.

The words that say `recently` or `years ago` are phrases of the lexicon; a date has to be counted.
"""

from collections.abc import Iterator, Sequence

from backstride.domain.findings import Status
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.times import Time

_DONE, _ROLE = "spine_proc", "procedure"
_SIX_WEEKS, _MAYBE_DAYS = 45, 75
"""A month without a day is counted from its first, so what may be within six weeks is in doubt."""
_REACH = 7
_LASTS = frozenset({"for", "since", "over", "past", "been"})


def dated_procedures(message: Message, found: Sequence[Found], times: Sequence[Time]) -> Iterator[tuple[Found, Time]]:
    """Yield the own procedures that have a date beside them, with that date; old ones are of the past.

    Args:
        message: The words.
        found: All phrases with their status; a procedure that a phrase of the lexicon dates is left to it.
        times: The times of the message.
    """
    done = [f for f in found if f.role == _ROLE and f.status is Status.PRESENT]
    for procedure in done:
        first, last = message.sentence(procedure.first)
        near = [(_gap(procedure, t), t) for t in times if first <= t.first < last and _tells_when(message, t)]
        near = [(gap, time) for gap, time in near if gap <= _REACH and not _is_parted(procedure, time, found)]
        is_told = any(f.name == _DONE and first <= f.first < last for f in found)
        if not near or is_told or message.words["not_done_yet"] & set(message.texts[first : procedure.first]):
            continue
        time = min(near, key=lambda pair: pair[0])[1]
        is_recent, is_old = time.days <= _SIX_WEEKS, time.days > _MAYBE_DAYS
        status = Status.PRESENT if is_recent else Status.HISTORICAL if is_old else Status.UNCERTAIN
        yield Found("finding", _DONE, None, status, procedure.first, procedure.last), time


def of_other_than_old(times: Sequence[Time], procedures: Sequence[tuple[Found, Time]]) -> list[Time]:
    """Return the times without those of old procedures, which are not how long the complaint has lasted."""
    old = {time.first for found, time in procedures if found.status is Status.HISTORICAL}
    return [time for time in times if time.first not in old]


def _tells_when(message: Message, time: Time) -> bool:
    near = message.texts[max(message.sentence(time.first)[0], time.first - 2) : time.first + 1]
    return not _LASTS & set(near)


def _gap(procedure: Found, time: Time) -> int:
    return max(time.first - procedure.last, procedure.first - time.last, 0)


def _is_parted(procedure: Found, time: Time, found: Sequence[Found]) -> bool:
    """Tell whether the complaint is named between the two (`a fusion, leg pain since june`)."""
    low, high = sorted(((procedure.first, procedure.last), (time.first, time.last)))
    return any(f.role in ("pain", "finding") and low[1] <= f.first and f.last <= high[0] for f in found)
