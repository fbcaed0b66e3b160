"""What one message says as a flat object: the `findings`, `red_flags` and `ask_first` of `backstride understand`.

Only mentions that are present count; a conversation's findings are folded by `backstride.domain.findings.gather`.
"""

from collections.abc import Iterable

from backstride.domain.findings import FindingType, Kind, Status, Vocabulary
from backstride.domain.mentions import Reading

LISTS = ("location", "radiation", "triggers", "relievers", "quality", "load_change", "numb_area")
"""Findings that hold several values: always lists, empty if nothing was said."""

Value = str | float | bool | None | list[str]


def view(reading: Reading, vocabulary: Vocabulary | None = None) -> dict[str, Value]:
    """Return finding id -> what was said of it.

    Args:
        reading: What was understood.
        vocabulary: If given, lists also hold the coarser values that a value implies (`after_distance` ->
            `running`), and of several values of a choice the most urgent one counts, not the first.

    Returns:
        `LISTS` as lists in the order of mention, `side` as a value or None, every other finding only
        if it is present: its value, or true for a flag. `radiation: ["none"]` means that spreading was denied.
    """
    said: dict[str, Value] = {name: [] for name in LISTS} | {"side": None}
    for mention in reading.mentions:
        if mention.status is not Status.PRESENT:
            continue
        kind = vocabulary[mention.finding] if vocabulary else None
        value: str | float | bool = True if mention.value is None else mention.value
        known = said.get(mention.finding)
        if isinstance(known, list):
            known += [v for v in _with_implied(str(value), kind) if v not in known]
        elif known is None or _is_more_urgent(value, known, kind):
            said[mention.finding] = value
    return said


def _with_implied(value: str, kind: FindingType | None) -> Iterable[str]:
    return (value, *(kind.implies.get(value, ()) if kind else ()))


def _is_more_urgent(value: object, known: object, kind: FindingType | None) -> bool:
    if kind is None or kind.kind is not Kind.CHOICE or not kind.red_flag:
        return False
    return kind.values.index(str(value)) < kind.values.index(str(known))


def red_flags(reading: Reading, vocabulary: Vocabulary) -> list[str]:
    """Return the ids of the red-flag findings that are present, in order of mention."""
    return _flagged(reading, vocabulary, Status.PRESENT)


def ask_first(reading: Reading, vocabulary: Vocabulary) -> list[str]:
    """Return the ids of the red-flag findings that are in doubt and not present too, in order of mention."""
    present = set(red_flags(reading, vocabulary))
    return [finding for finding in _flagged(reading, vocabulary, Status.UNCERTAIN) if finding not in present]


def _flagged(reading: Reading, vocabulary: Vocabulary, status: Status) -> list[str]:
    flagged = (m.finding for m in reading.mentions if m.status is status and vocabulary[m.finding].red_flag)
    return list(dict.fromkeys(flagged))
