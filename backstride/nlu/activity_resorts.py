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
_GREETS, _ENDS_A_GREETING, _AN_ANSWER = frozenset({"morning", "evening"}), frozenset({".", "!"}), 12
_ARTICLES = frozenset({"a", "an", "the", "my"})
_UP_AND, _TO = ("get", "up", "and"), frozenset({"to", "2"})
_FALLS = frozenset({"trauma", "fragility_fracture"})
RUNS = frozenset({"running", "after_distance"})
"""Ids of activities, and of triggers, that are a run."""


class Resorts:
    """Reads them in one message."""

    def __init__(self, message: Message, found: Sequence[Found], table: Mapping[str, Activity]) -> None:
        """Keep the words, all phrases, and what each activity can become."""
        self._message, self._found, self._table = message, found, table
        self._words = message.words

    def is_wish(self, activity: Found) -> bool:
        """Tell whether the activity is only asked about or hoped for (`can i run`, but not `not able to run`)."""
        if self._is_greeting(activity):
            return True
        start = activity.first + (self._message.texts[activity.first] in _ARTICLES)  # `planning | a | walk`
        before = [f for f in self._found if activity.first <= f.last <= start and not self._is_my_back(f)]
        if self.is_rest(activity) and self._is_next(activity):
            return False
        if any(f.role == "wish" and self._is_of_a_habit(f) for f in before):
            return False
        return any(f.role == "wish" for f in before) and not any(f.role == "worse" for f in before)

    def _is_greeting(self, activity: Found) -> bool:
        """Tell whether it is how the message begins (`morning. bit of a long one`), and no answer."""
        texts = self._message.texts
        is_said = texts[activity.first] in _GREETS and activity.last - activity.first == 1
        return is_said and activity.first == 0 and len(texts) > _AN_ANSWER and texts[1] in _ENDS_A_GREETING

    def _is_of_a_habit(self, wish: Found) -> bool:
        """Tell whether it is what follows again and again (`it comes back when i go back to running`)."""
        texts = self._message.texts
        near = texts[max(0, wish.first - _SO_REACH) : wish.first]
        return (
            "to" in texts[wish.first : wish.last]
            and "back" in texts[wish.first : wish.last]
            and bool(self._words["again_and_again"] & set(near))
        )

    def _is_next(self, activity: Found) -> bool:
        """Tell whether it is what has to be done after something (`ten minutes, then i need to sit`)."""
        texts, (first, _) = self._message.texts, self._message.sentence(activity.first)
        at = self._compelled(texts[max(first, activity.first - _LEAD) : activity.first])
        at = None if at is None else at + max(first, activity.first - _LEAD)
        return (
            at is not None
            and at > first + 1
            and texts[at - 1] in self._words["doers"]
            and texts[at - 2] in self._words["so_that"] | self._words["turns_to"]
        )

    def lasts_for_a_while(self, activity: Found, cues: Sequence[Found]) -> bool:
        """Tell whether it is well for a time only (`walking is ok for ten minutes then ...`)."""
        texts, (_, last) = self._message.texts, self._message.sentence(activity.first)
        well = [c for c in cues if c.role in ("harmless", "better") and 0 <= c.first - activity.last <= _WELL_REACH]
        if not well or not self._table[activity.name].trigger or activity.status is Status.NEGATED:
            return False
        after = texts[well[0].last - 1 : min(last, well[0].last + _WHILE_REACH)]
        at = next((i for i, word in enumerate(after) if word == "for"), None)
        until = [i for i, word in enumerate(after) if word in self._words["well_until"]]
        return at is not None and any(at < i for i in until) and not self._words["doers"] & set(after[at : until[-1]])

    def is_wished_with(self, before: tuple[Found, Role] | None, activity: Found) -> bool:
        """Tell whether it is the second of two that are asked about (`should i be resting or walking`)."""
        if before is None or before[1] or not self.is_wish(before[0]):
            return False
        return set(self._message.texts[before[0].last : activity.first]) <= self._words["wish_joins"]

    def _is_my_back(self, wish: Found) -> bool:
        """Tell whether `back to` is a place (`it hurts my back to lie down`)."""
        texts = self._message.texts
        return texts[wish.first] == "back" and bool(
            self._words["owns_a_back"] & set(texts[max(0, wish.first - 2) : wish.first])
        )

    def is_rest(self, activity: Found) -> bool:
        """Tell whether somebody may do it to end the pain, which nobody does by a run."""
        kind = self._table[activity.name]
        return bool(kind.reliever) and kind.trigger not in RUNS

    def is_resorted_to(self, activity: Found, cues: Sequence[Found]) -> bool:
        """Tell whether it ends the pain (`i have to stop and sit`, `must sit for ten minutes, then it passes`)."""
        texts, (first, _) = self._message.texts, self._message.sentence(activity.first)
        lead = texts[max(first, activity.first - _LEAD) : activity.first]
        if self.is_rest(activity) and lead[-1:] == ("and",):
            lead = texts[max(first, activity.first - _PAUSE_REACH) : activity.first]
        if not self.is_rest(activity) or self._compelled(lead) is None or self._words["ties"] & set(lead):
            return False
        if lead[-3:] == _UP_AND:
            return True  # `it wakes me and i have to get up and walk`
        later = [c for c in cues if 0 <= c.first - activity.last <= _RELIEF_REACH]
        rest = [text for text in texts[activity.last : activity.last + 2] if text != "down"]
        said = texts[max(first, activity.first - _TURN_REACH) : activity.first]
        if self._words["turns_to"] & set(said) and (not rest or not rest[0][0].isalnum()):
            return True  # `.. then he has to sit down.`
        relief = next((c for c in later if c.role != "harmless" and c.status is Status.PRESENT), None)
        is_paused = bool(self._words["paused"] & set(lead)) or (relief is not None and relief.role == "better")
        return is_paused or self._follows_pain(activity, cues)

    def _follows_pain(self, activity: Found, cues: Sequence[Found]) -> bool:
        """Tell whether it is what the pain makes somebody do (`it aches and i have to sit down`)."""
        texts, (first, last) = self._message.texts, self._message.sentence(activity.first)
        at = max(first, activity.first - _LEAD)
        must = at + (self._compelled(texts[at : activity.first]) or 0)
        if (
            must < first + 2
            or (texts[must - 1] not in self._words["doers"] and (texts[must], texts[must - 1]) != ("got", ","))
            or (texts[must - 1] != "," and texts[must - 2] not in self._words["so_that"] | {","})
        ):
            return False
        hurts = [c for c in cues if c.role in ("worse", "pain") and c.status is Status.PRESENT and c.last < must]
        after = texts[activity.last] if activity.last < last else "."
        return bool(hurts) and not after[0].isalnum() and texts[activity.first] in self._words["rests"]

    def is_scene_of_a_fall(self, activity: Found, cues: Sequence[Found]) -> bool:
        """Tell whether it is what somebody was doing (`i fell while mopping`, `i was driving and a van hit me`)."""
        sentence = self._message.sentence_of[activity.first]
        falls = [f for f in self._found if f.name in _FALLS and self._message.sentence_of[f.first] == sentence]
        if any(f.holds(activity) for f in falls if f.name == "trauma" or self.is_rest(activity)):
            return True  # `sat down hard | on the toilet`
        falls = [f for f in falls if f.name == "trauma"]
        before = [f for f in falls if f.last <= activity.first]
        if before:
            return not any(before[-1].last <= cue.first for cue in cues if cue.last <= activity.first)
        return bool(falls) and bool(
            self._words["was_doing"] & set(self._message.texts[max(0, activity.first - 2) : activity.first])
        )

    def is_no_help(self, activity: Found, cues: Sequence[Found]) -> bool:
        """Tell whether no word of help is meant for it: it is asked about or left off, or pain begins with the rest."""
        return self._is_asked(activity) or self.is_left_off(activity) or self._is_end_of_ease(activity, cues)

    def is_tied_to_help(self, activity: Found, cues: Sequence[Found]) -> bool:
        """Tell whether a word of help leads right to it (`goes away when i lie down, knees pulled up`)."""
        texts, denials = self._message.texts, self._words["denials"]
        helps = [c for c in cues if c.role == "better" and c.status is Status.PRESENT and c.last <= activity.first]
        if (
            not helps
            or not self.is_rest(activity)
            or denials & set(texts[max(0, helps[-1].first - 2) : helps[-1].first])
        ):
            return False
        between = texts[helps[-1].last - 1 : activity.first]
        lead = {*between[1:], *(between[:1] if between[0] in self._words["ties"] else ())}
        return bool(self._words["ties"] & lead) and lead <= self._words["ties"] | self._words["doers"]

    def _is_asked(self, activity: Found) -> bool:
        """Tell whether it is asked about, with no mark (`is lying in bed bad for low back pain`)."""
        first = self._message.opening(activity.first)
        return self._message.texts[first] in self._words["opens_a_question"] and activity.first - first == 1

    def is_left_off(self, activity: Found) -> bool:
        """Tell whether somebody has stopped doing it (`stopped the squats and it is better`)."""
        texts, (first, _) = self._message.texts, self._message.sentence(activity.first)
        lead = list(texts[max(first, activity.first - _LEFT_REACH) : activity.first])
        while lead and lead[-1] in self._words["left_off_glue"]:
            lead.pop()
        is_left = bool(lead) and lead[-1] in self._words["left_off"]
        return is_left and bool(self._table[activity.name].trigger)

    def _is_end_of_ease(self, activity: Found, cues: Sequence[Found]) -> bool:
        """Tell whether pain begins with the rest (`as soon as i stop it seizes up`)."""
        texts, (first, _) = self._message.texts, self._message.sentence(activity.first)
        lead = (*texts[max(first, activity.first - _SO_REACH) : activity.first], texts[activity.first])
        is_tied = bool(self._words["ties"] & set(lead)) or any(
            f"{a} {b}" in self._words["the_instant"] for a, b in pairwise(lead)
        )
        if self._table[activity.name].trigger or not is_tied:
            return False
        if any(0 <= activity.first - c.last <= _SO_REACH and c.role in ("better", "harmless") for c in cues):
            return False  # `fine when i rest but ...`
        later = min((c for c in cues if c.first >= activity.last), key=lambda c: (c.first, -c.last), default=None)
        between = self._message.texts[activity.last : later.first] if later is not None else ()
        if (
            later is None
            or later.role not in (("worse",) if "," in between else ("worse", "pain"))
            or later.status is not Status.PRESENT
        ):
            return False
        return "but" not in texts[activity.last : later.first]

    def _compelled(self, lead: Sequence[str]) -> int | None:
        """Return where the last `have to` or `must` of the words before an activity stands."""
        must = self._words["compelled"]
        found = [
            i for i, word in enumerate(lead) if word == "must" or (word in must and _TO & set(lead[i + 1 : i + 2]))
        ]
        found = found or [i for i, pair in enumerate(pairwise(lead)) if pair == ("need", "a")]
        return found[-1] if found else None
