"""What makes it worse and what helps.

An activity alone is neither: the cue nearest to it decides (`worse sitting`, `sitting helps`,
`can't sit`, `sitting is fine`). Activities and cues are data (content/lexicon/activities.yml).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from backstride.domain.findings import Status
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.lexicon_entries import Activity
from backstride.nlu.places import NAMED_FOR_PAIN

# Distances in words. A cue two clauses away may still belong to an activity, a cue behind another activity rarely does.
_NEAR, _TIMED_NEAR, _WEAK_NEAR, _OWN_NEAR = 9, 16, 4, 4
_NEXT_CLAUSE, _NEXT_ACTIVITY, _PLACE_ALONE = 4, 5, 2
_SHORT, _WHEN_ANSWER, _LIST_ANSWER = 12, 16, 18
_ORDER = {"harmless": 0, "better": 1, "worse": 2, "pain": 2, "trouble": 2}
_WORSE = _ORDER["worse"]
_PARTICLES = frozenset({"on", "in", "from", "as"})
"""Words that also end a cue (`brings it on`), where they look at nothing."""
_EXCEPT = frozenset({"only", "except"})

Role = str
"""`worse`, `better`, `harmless` or "" (neither is said)."""


def find_roles(message: Message, found: Sequence[Found], table: Mapping[str, Activity]) -> Iterator[tuple[Found, Role]]:
    """Yield every activity of a message with its role, in order.

    Args:
        message: The words.
        found: All phrases of the message with their status, in order.
        table: What each activity can become.
    """
    return _Roles(message, found, table).read()


class _Roles:
    def __init__(self, message: Message, found: Sequence[Found], table: Mapping[str, Activity]) -> None:
        self._message, self._found, self._table = message, found, table
        self._activities = [f for f in found if f.role == "activity"]
        self._cues = [f for f in found if f.role in _ORDER]
        self._cues += [replace(f, role="pain") for f in found if f.role == "finding" and f.name == "quality"]
        self._cues += [replace(f, role="pain") for f in found if f.role == "site" and f.name in NAMED_FOR_PAIN]
        self._hurts = any(f.role == "pain" and f.status is not Status.NEGATED for f in found)
        self._when = message.words["when"]

    def read(self) -> Iterator[tuple[Found, Role]]:
        events = [f for f in self._found if f.role == "finding" and f.value == "sudden_event"]
        signs = [f for f in self._found if f.role == "finding" and f.name == "weak"]
        before: tuple[Found, Role] | None = None
        for activity in self._activities:
            if any(sign.holds(activity) for sign in signs) or self._is_scene_of_a_fall(activity):
                continue
            if any(event.holds(activity) for event in events):
                role = "worse"
            elif self._is_wish(activity):
                role = ""
            elif before is not None and before[1] and self._continues(before[0], activity):
                role = before[1]
            else:
                role = self._role(activity)
            before = (activity, role)
            yield before

    def _role(self, activity: Found) -> Role:
        """Return what the nearest cue of the sentence says, if one is near enough."""
        sentence = self._message.sentence_of[activity.first]
        cues = [c for c in self._cues if self._message.sentence_of[c.first] == sentence]
        kind, is_timed = self._table[activity.name], self._is_timed(activity)
        if is_timed and self._is_the_exception(activity, cues):
            return "worse"
        reach = _TIMED_NEAR if is_timed else _WEAK_NEAR if kind.weak else _NEAR
        cues = [c for c in cues if _gap(activity, c) <= reach and not self._looks_ahead(activity, c)]
        near = [(self._distance(activity, c), _ORDER[c.role], c.first, c) for c in cues]
        distance, order, _, cue = min(near, key=lambda n: n[:3], default=(reach + 1, 0, 0, activity))
        if distance > reach:
            return "worse" if self._hurts and not kind.weak and self._is_answer(activity) else ""
        is_denied = order != _WORSE and "not" in self._message.texts[max(0, cue.first - 2) : cue.first]
        if cue.status is Status.NEGATED or is_denied:
            return "harmless" if order == _WORSE else ""
        return "worse" if order == _WORSE else cue.role

    def _is_scene_of_a_fall(self, activity: Found) -> bool:
        """Tell whether it is only what somebody was doing (`i fell while mopping the floor`)."""
        sentence = self._message.sentence_of[activity.first]
        falls = [f for f in self._found if f.name == "trauma" and f.last <= activity.first]
        falls = [f for f in falls if self._message.sentence_of[f.first] == sentence]
        return bool(falls) and not any(falls[-1].last <= cue.first for cue in self._cues if cue.last <= activity.first)

    def _is_the_exception(self, activity: Found, cues: Sequence[Found]) -> bool:
        """Tell whether it is named as the one thing that hurts (`fine sitting, only when i run`)."""
        before = self._message.texts[max(0, activity.first - 3) : activity.first]
        if not _EXCEPT & set(before):
            return False
        return not any(c.role == "better" and not self._looks_ahead(activity, c) for c in cues)

    def _distance(self, activity: Found, cue: Found) -> int:
        """Return how far a cue is, in words; more if another clause or another activity is in between."""
        if activity.holds(cue):
            return 0
        low, high = sorted((activity, cue), key=lambda f: f.first)
        crossed = abs(self._message.clause_of[cue.first] - self._message.clause_of[activity.first])
        others = sum(1 for a in self._activities if low.last <= a.first and a.last <= high.first)
        comma = "," in self._message.texts[low.last : high.first] and (cue is high or cue.name in NAMED_FOR_PAIN)
        weak = _PLACE_ALONE if cue.name in NAMED_FOR_PAIN else 0  # a named place says less than a word of pain
        return _gap(activity, cue) + weak + _NEXT_CLAUSE * (crossed + comma) + _NEXT_ACTIVITY * others

    def _is_wish(self, activity: Found) -> bool:
        """Tell whether the activity is only asked about or hoped for (`can i run`, but not `not able to run`)."""
        before = [f for f in self._found if f.last == activity.first]
        return any(f.role == "wish" for f in before) and not any(f.role == "worse" for f in before)

    def _looks_ahead(self, activity: Found, cue: Found) -> bool:
        """Tell whether a later cue belongs to what follows it (`running, better when i sit`)."""
        ends, follows = self._message.texts[cue.last - 1 : cue.last], self._message.texts[cue.last : cue.last + 1]
        return cue.first >= activity.last and bool((self._when - _PARTICLES) & set(ends) or self._when & set(follows))

    def _is_timed(self, activity: Found) -> bool:
        """Tell whether a word like `when` ties the activity to something."""
        texts = self._message.texts
        return (
            bool(self._when & {*texts[max(0, activity.first - 3) : activity.first + 1]})
            or texts[activity.first] == "at"
        )

    def _is_answer(self, activity: Found) -> bool:
        """Tell whether the sentence only names activities, as people answer "what makes it worse"."""
        first, last = self._message.sentence(activity.first)
        texts = self._message.texts
        if last - first <= _WHEN_ANSWER and "when" in texts[max(first, activity.first - 4) : activity.first]:
            return True
        is_list = texts[activity.first].endswith("ing") and not self._message.words["statement"] & set(
            texts[first:last]
        )
        return last - first <= _LIST_ANSWER and is_list

    def _continues(self, before: Found, activity: Found) -> bool:
        """Tell whether the activity stands in one list with the one before, and has no cue of its own."""
        texts = self._message.texts
        if self._message.sentence_of[before.first] != self._message.sentence_of[activity.first]:
            return False
        if any((before.last <= c.first and c.last <= activity.first) or activity.holds(c) for c in self._cues):
            return False
        own = [c for c in self._cues if 0 <= c.first - activity.last < _OWN_NEAR and not self._looks_ahead(activity, c)]
        if any("," not in texts[activity.last : c.first] for c in own):
            return False
        between = texts[before.last : activity.first]
        return len(between) <= _SHORT and set(between) <= self._message.words["list_glue"]


def _gap(activity: Found, cue: Found) -> int:
    """Return how many words stand between the two."""
    return max(activity.first - cue.last, cue.first - activity.last, 0)
