"""Activities whose role the words right before them decide: `only when i run`, `not when i walk`, `until i sit`.

The other words, which stand anywhere near, are read in `activities.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from backstride.nlu.activity_answers import Role
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.lexicon_entries import Activity

_HURTS = frozenset({"worse", "pain", "trouble"})
_OWN_NEAR, _NOT_REACH, _LEAD, _RELIEF_REACH = 4, 4, 5, 14
"""In words."""
_EXCEPT = frozenset({"only", "except"})
_SMALL = frozenset({"the", "mostly", "mainly", "more", "just", "really", "all", "only", "always", "when"})
_USED_TO = ("used", "to")
_UNTIL = frozenset({"until", "till"})
_TIES = frozenset({"when", "whenever", "if", "once"})
_COMPELLED, _PAUSED = frozenset({"have", "has", "had", "need", "must"}), frozenset({"stop", "pause"})
_NOT, _NOT_TIED = (
    frozenset({"not", "never"}),
    frozenset({"when", "while", "if", "on", "during", "with", "from", "at", "in"}),
)
_THOUGHT = frozenset({"thought", "expected", "assumed", "figured", "reckoned"})
_SAID_AGAIN, _ENDS = frozenset({"does", "did", "is", "was", "has"}), frozenset({",", "but", "though"})


class Frames:
    """Reads them in one message."""

    def __init__(
        self,
        message: Message,
        table: Mapping[str, Activity],
        looks_ahead: Callable[[Found, Found], bool],
        is_timed: Callable[[Found], bool],
        *,
        complains: bool,
    ) -> None:
        """Keep the words, what each activity can become, and what `activities.py` knows of cues."""
        self._message, self._table, self._complains = message, table, complains
        self._looks_ahead, self._is_timed = looks_ahead, is_timed

    def read(self, activity: Found, cues: Sequence[Found]) -> Role | None:
        """Return its role where the words before it decide it (`it is the stairs`), None if they do not."""
        if self._table[activity.name].reliever and _UNTIL & set(
            self._message.texts[max(0, activity.first - 3) : activity.first]
        ):
            return "better"
        if self._is_over(activity):
            return ""
        if self._is_resorted_to(activity, cues):
            return "better"
        if self._is_ruled_out(activity):
            return "harmless"
        if self._is_possible(activity, cues):
            return "harmless"
        is_exception = self._is_timed(activity) and self._is_the_exception(activity, cues)
        return "worse" if is_exception or self._is_singled_out(activity, cues) else None

    def _is_singled_out(self, activity: Found, cues: Sequence[Found]) -> bool:
        """Tell whether it is what hurts (`it is the stairs`) or what cannot be done without pain."""
        texts = self._message.texts
        lead = texts[max(0, activity.first - 4) : activity.first]
        own = [c for c in cues if c.role != "pain" and 0 <= c.first - activity.last < _OWN_NEAR]
        if any(texts[c.first] == "without" for c in own) and {"not", "never", "hardly", "barely"} & set(lead):
            return True
        bare = tuple(word for word in lead if word not in _SMALL)
        return bare[-2:] == ("it", "is") and not own and self._complains and bool(self._table[activity.name].trigger)

    def _is_over(self, activity: Found) -> bool:
        """Tell whether it is what used to be (`it used to hurt to lift`), or what another is measured by."""
        texts = self._message.texts
        said = texts[self._message.clause(activity.first).first : activity.first]
        is_past = _USED_TO in pairwise(said) or texts[activity.last : activity.last + 2] == _USED_TO
        return is_past or said[-1:] == ("than",)

    def _is_resorted_to(self, activity: Found, cues: Sequence[Found]) -> bool:
        """Tell whether it ends the pain (`i have to stop and sit`, `must sit for ten minutes, then it passes`)."""
        texts = self._message.texts
        lead = texts[max(self._message.sentence(activity.first)[0], activity.first - _LEAD) : activity.first]
        if not self._table[activity.name].reliever or not _COMPELLED & set(lead) or _TIES & set(lead):
            return False
        later = [c for c in cues if 0 <= c.first - activity.last <= _RELIEF_REACH]
        relief = next((c for c in later if c.role != "harmless"), None)
        return bool(_PAUSED & set(lead)) or (relief is not None and relief.role == "better")

    def _is_ruled_out(self, activity: Found) -> bool:
        """Tell whether it does not hurt (`not when i walk`, `it is not the bending`, `i thought .. it did not`)."""
        texts = self._message.texts
        first, last = self._message.sentence(activity.first)
        said, rest = texts[first : activity.first], texts[activity.last : last]
        if not self._table[activity.name].trigger:
            return False
        near = said[-_NOT_REACH:]
        if any(word in _NOT and follows in _NOT_TIED for word, follows in pairwise(near)):
            return True
        bare = tuple(word for word in near if word not in _SMALL)
        if bare[-3:] == ("it", "is", "not"):
            return True
        if not _THOUGHT & set(said):
            return False
        return any(a in _SAID_AGAIN and b == "not" and _ends(rest, i + 2) for i, (a, b) in enumerate(pairwise(rest)))

    def _is_possible(self, activity: Found, cues: Sequence[Found]) -> bool:
        """Tell whether it is said to go (`i can dig, drive, carry coal`), and no word beside it that it hurts."""
        clause = self._message.clause_of[activity.first]
        hurts = any(c.role in _HURTS and self._message.clause_of[c.first] == clause for c in cues)
        return self._message.texts[max(0, activity.first - 1) : activity.first] == ("can",) and not hurts

    def _is_the_exception(self, activity: Found, cues: Sequence[Found]) -> bool:
        """Tell whether it is named as the one thing that hurts (`fine sitting, only when i run`)."""
        before = self._message.texts[max(0, activity.first - 3) : activity.first]
        if not _EXCEPT & set(before):
            return False
        return not any(c.role == "better" and not self._looks_ahead(activity, c) for c in cues)


def _ends(texts: Sequence[str], at: int) -> bool:
    return at >= len(texts) or texts[at] in _ENDS
