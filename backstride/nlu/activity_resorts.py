"""What somebody does because it hurts (`then i have to sit down`), leaves off, wants to do, or was doing when falling.

None of these is told by the nearest word of pain or help.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from backstride.domain.findings import Status
from backstride.nlu.activity_answers import Role
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.lexicon_entries import Activity

_WELL_REACH, _WHILE_REACH = 1, 9
_LEAD, _PAUSE_REACH, _SO_REACH, _TURN_REACH, _RELIEF_REACH, _LEFT_REACH = 5, 9, 3, 9, 14, 3
"""In words."""
_COMPELLED, _PAUSED = frozenset({"have", "has", "had", "need", "needs", "needed"}), frozenset({"stop", "pause"})
_UNTIL = frozenset({"then", "before", "until", "but"})
_TIES = frozenset({"when", "whenever", "if", "once"})
_TURN, _WHO = frozenset({"then", "before", "until"}), frozenset({"i", "he", "she", "they", "we"})
_SO = frozenset({"and", "so", "that", "until"})
_RESTS = frozenset({"sit", "lie", "lay", "rest", "lean", "perch", "squat", "take", "stop"})
_REST_ENDS = _SO | {"because"}
_LEFT, _LEFT_GLUE = (
    frozenset({"stopped", "stopping", "quit", "quitting", "avoid", "avoiding", "avoided", "without", "dropped"}),
    frozenset({"doing", "all", "my", "the", "any", "with", "out", "so", "much", "at", "in"}),
)
_CUT = (("gave", "up"), ("given", "up"), ("giving", "up"), ("cut", "out"), ("cutting", "out"), ("laid", "off"))
_RUNS, _WAS = frozenset({"running", "after_distance"}), frozenset({"was", "were"})
_AGAIN = _TIES | {"time", "as"}
_OPENS_A_QUESTION = frozenset({"is", "are", "does", "will", "would", "should", "could"})
_OWNERS, _ORS = frozenset({"my", "the", "his", "her", "lower", "low"}), frozenset({"or", "nor", "and"})
_THE_INSTANT = (("soon", "as"), ("the", "moment"), ("the", "second"), ("the", "minute"), ("the", "instant"))


class Resorts:
    """Reads them in one message."""

    def __init__(self, message: Message, found: Sequence[Found], table: Mapping[str, Activity]) -> None:
        """Keep the words, all phrases, and what each activity can become."""
        self._message, self._found, self._table = message, found, table

    def is_wish(self, activity: Found) -> bool:
        """Tell whether the activity is only asked about or hoped for (`can i run`, but not `not able to run`)."""
        before = [f for f in self._found if f.last == activity.first and not self._is_my_back(f)]
        if self.is_rest(activity) and self._is_next(activity):
            return False
        if any(f.role == "wish" and self._is_of_a_habit(f) for f in before):
            return False
        return any(f.role == "wish" for f in before) and not any(f.role == "worse" for f in before)

    def _is_of_a_habit(self, wish: Found) -> bool:
        """Tell whether it is what follows again and again (`it comes back when i go back to running`)."""
        texts = self._message.texts
        near = texts[max(0, wish.first - _SO_REACH) : wish.first]
        return (
            "to" in texts[wish.first : wish.last]
            and "back" in texts[wish.first : wish.last]
            and bool(_AGAIN & set(near))
        )

    def _is_next(self, activity: Found) -> bool:
        """Tell whether it is what has to be done after something (`ten minutes, then i need to sit`)."""
        texts, (first, _) = self._message.texts, self._message.sentence(activity.first)
        at = _compelled(texts[max(first, activity.first - _LEAD) : activity.first])
        at = None if at is None else at + max(first, activity.first - _LEAD)
        return at is not None and at > first + 1 and texts[at - 1] in _WHO and texts[at - 2] in _SO | _TURN

    def lasts_for_a_while(self, activity: Found, cues: Sequence[Found]) -> bool:
        """Tell whether it is well for a time only (`walking is ok for ten minutes then ...`)."""
        texts, (_, last) = self._message.texts, self._message.sentence(activity.first)
        well = [c for c in cues if c.role in ("harmless", "better") and 0 <= c.first - activity.last <= _WELL_REACH]
        if not well or not self._table[activity.name].trigger or activity.status is Status.NEGATED:
            return False
        after = texts[well[0].last - 1 : min(last, well[0].last + _WHILE_REACH)]
        at = next((i for i, word in enumerate(after) if word == "for"), None)
        until = [i for i, word in enumerate(after) if word in _UNTIL]
        return at is not None and any(at < i for i in until) and not _WHO & set(after[at : until[-1]])

    def is_wished_with(self, before: tuple[Found, Role] | None, activity: Found) -> bool:
        """Tell whether it is the second of two that are asked about (`should i be resting or walking`)."""
        if before is None or before[1] or not self.is_wish(before[0]):
            return False
        return set(self._message.texts[before[0].last : activity.first]) <= _ORS

    def _is_my_back(self, wish: Found) -> bool:
        """Tell whether `back to` is a place (`it hurts my back to lie down`)."""
        texts = self._message.texts
        return texts[wish.first] == "back" and bool(_OWNERS & set(texts[max(0, wish.first - 2) : wish.first]))

    def is_rest(self, activity: Found) -> bool:
        """Tell whether somebody may do it to end the pain, which nobody does by a run."""
        kind = self._table[activity.name]
        return bool(kind.reliever) and kind.trigger not in _RUNS

    def is_resorted_to(self, activity: Found, cues: Sequence[Found]) -> bool:
        """Tell whether it ends the pain (`i have to stop and sit`, `must sit for ten minutes, then it passes`)."""
        texts, (first, _) = self._message.texts, self._message.sentence(activity.first)
        lead = texts[max(first, activity.first - _LEAD) : activity.first]
        if self.is_rest(activity) and lead[-1:] == ("and",):
            lead = texts[max(first, activity.first - _PAUSE_REACH) : activity.first]
        if not self.is_rest(activity) or _compelled(lead) is None or _TIES & set(lead):
            return False
        later = [c for c in cues if 0 <= c.first - activity.last <= _RELIEF_REACH]
        rest = [text for text in texts[activity.last : activity.last + 2] if text != "down"]
        said = texts[max(first, activity.first - _TURN_REACH) : activity.first]
        if _TURN & set(said) and (not rest or not rest[0][0].isalnum()):  # `.. then he has to sit down.`
            return True
        relief = next((c for c in later if c.role != "harmless" and c.status is Status.PRESENT), None)
        is_paused = bool(_PAUSED & set(lead)) or (relief is not None and relief.role == "better")
        return is_paused or self._follows_pain(activity, cues)

    def _follows_pain(self, activity: Found, cues: Sequence[Found]) -> bool:
        """Tell whether it is what the pain makes somebody do (`it aches and i have to sit down`)."""
        texts, (first, last) = self._message.texts, self._message.sentence(activity.first)
        at = max(first, activity.first - _LEAD)
        must = at + (_compelled(texts[at : activity.first]) or 0)
        if must < first + 2 or texts[must - 1] not in _WHO or texts[must - 2] not in _SO:
            return False
        hurts = [c for c in cues if c.role in ("worse", "pain") and c.status is Status.PRESENT and c.last < must]
        after = texts[activity.last] if activity.last < last else "."
        is_end = not after[0].isalnum() or after in _REST_ENDS
        return bool(hurts) and is_end and texts[activity.first] in _RESTS

    def is_scene_of_a_fall(self, activity: Found, cues: Sequence[Found]) -> bool:
        """Tell whether it is what somebody was doing (`i fell while mopping`, `i was driving and a van hit me`)."""
        sentence = self._message.sentence_of[activity.first]
        falls = [f for f in self._found if f.name == "trauma" and self._message.sentence_of[f.first] == sentence]
        before = [f for f in falls if f.last <= activity.first]
        if before:
            return not any(before[-1].last <= cue.first for cue in cues if cue.last <= activity.first)
        return bool(falls) and bool(_WAS & set(self._message.texts[max(0, activity.first - 2) : activity.first]))

    def is_no_help(self, activity: Found, cues: Sequence[Found]) -> bool:
        """Tell whether no word of help is meant for it: it is asked about or left off, or pain begins with the rest."""
        return self._is_asked(activity) or self._is_left_off(activity) or self._is_end_of_ease(activity, cues)

    def is_tied_to_help(self, activity: Found, cues: Sequence[Found]) -> bool:
        """Tell whether a word of help leads right to it (`goes away when i lie down, knees pulled up`)."""
        texts, denials = self._message.texts, self._message.words["denials"]
        helps = [c for c in cues if c.role == "better" and c.status is Status.PRESENT and c.last <= activity.first]
        if (
            not helps
            or not self.is_rest(activity)
            or denials & set(texts[max(0, helps[-1].first - 2) : helps[-1].first])
        ):
            return False
        between = texts[helps[-1].last - 1 : activity.first]
        lead = {*between[1:], *(between[:1] if between[0] in _TIES else ())}
        return bool(_TIES & lead) and lead <= _TIES | _WHO

    def _is_asked(self, activity: Found) -> bool:
        """Tell whether it is asked about, with no mark (`is lying in bed bad for low back pain`)."""
        first, _ = self._message.sentence(activity.first)
        return self._message.texts[first] in _OPENS_A_QUESTION and activity.first - first == 1

    def _is_left_off(self, activity: Found) -> bool:
        """Tell whether somebody has stopped doing it (`stopped the squats and it is better`)."""
        texts, (first, _) = self._message.texts, self._message.sentence(activity.first)
        lead = list(texts[max(first, activity.first - _LEFT_REACH) : activity.first])
        while lead and lead[-1] in _LEFT_GLUE:
            lead.pop()
        is_left = (bool(lead) and lead[-1] in _LEFT) or (*lead[-2:],) in _CUT
        return is_left and bool(self._table[activity.name].trigger)

    def _is_end_of_ease(self, activity: Found, cues: Sequence[Found]) -> bool:
        """Tell whether pain begins with the rest (`as soon as i stop it seizes up`)."""
        texts, (first, _) = self._message.texts, self._message.sentence(activity.first)
        lead = (*texts[max(first, activity.first - _SO_REACH) : activity.first], texts[activity.first])
        is_tied = bool(_TIES & set(lead)) or any(pair in _THE_INSTANT for pair in pairwise(lead))
        if self._table[activity.name].trigger or not is_tied:
            return False
        if any(0 <= activity.first - c.last <= _SO_REACH and c.role in ("better", "harmless") for c in cues):
            return False  # `fine when i rest but ...`
        later = min((c for c in cues if c.first >= activity.last), key=lambda c: (c.first, -c.last), default=None)
        if later is None or later.role != "worse" or later.status is not Status.PRESENT:
            return False
        return "but" not in texts[activity.last : later.first]


def _compelled(lead: Sequence[str]) -> int | None:
    """Return where the last `have to` or `must` of the words before an activity stands."""
    found = [i for i, word in enumerate(lead) if word == "must" or (word in _COMPELLED and "to" in lead[i + 1 : i + 2])]
    found = found or [i for i, pair in enumerate(pairwise(lead)) if pair == ("need", "a")]
    return found[-1] if found else None
