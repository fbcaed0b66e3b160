"""Activities whose role the words right before them decide: `only when i run`, `not when i walk`, `until i sit`.

The other words, which stand anywhere near, are read in `activities.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from backstride.domain.findings import Status
from backstride.nlu.activity_answers import Role
from backstride.nlu.activity_echoes import of_being_put_to_it
from backstride.nlu.activity_exceptions import is_end_of_well
from backstride.nlu.activity_hours import of_its_hour
from backstride.nlu.activity_outcomes import told_with_when
from backstride.nlu.activity_past import is_no_more, is_taken_back
from backstride.nlu.activity_resorts import Resorts
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.lexicon_entries import Activity

_HURTS = frozenset({"worse", "pain", "trouble"})
_OWN_NEAR, _NOT_REACH, _TOLD_REACH = 4, 4, 6
"""In words."""
_USED_TO, _ONLY, _USED_REACH = ("used", "to"), frozenset({"only", "just"}), 3
_POINTERS, _BEING = frozenset({"that", "which", "this"}), frozenset({"is", "was", "'s", "seems"})
_EASIER = frozenset({"less", "better", "easier", "milder", "looser"})
_JOINS, _THE = frozenset({"and", ",", "-"}), frozenset({"the", "my", "about", "really", "pretty", "much", "basically"})
_LATE, _PARTICLES = "after_distance", (("down",), ("up",), ("itself",), ("alone",), ("too",), ("about",), ("either",))
_THAN_REACH, _WITHOUT_REACH, _TOPIC_REACH, _OBJECT_OF_TOPIC = 5, 4, 8, 2


class Frames:
    """Reads them in one message."""

    def __init__(
        self,
        message: Message,
        table: Mapping[str, Activity],
        resorts: Resorts,
        looks_ahead: Callable[[Found, Found], bool],
        is_timed: Callable[[Found], bool],
        *,
        complains: bool,
    ) -> None:
        """Keep the words, what each activity can become, its `Resorts`, and what `activities.py` knows of cues."""
        self._message, self._table, self._complains = message, table, complains
        self._words = message.words
        self._looks_ahead, self._is_timed = looks_ahead, is_timed
        self._resorts = resorts

    def read(self, activity: Found, cues: Sequence[Found]) -> Role | None:
        """Return its role where the words before it decide it (`it is the stairs`), None if they do not."""
        told = of_its_hour(self._message, activity, cues) if self._complains else None
        told = told or of_being_put_to_it(self._message, activity, cues)
        told = told or (told_with_when(self._message, activity, cues) if self._table[activity.name].trigger else None)
        return told or self._of_its_words(activity, cues)

    def _of_its_words(self, activity: Found, cues: Sequence[Found]) -> Role | None:
        near = self._message.texts[max(0, activity.first - 2) : activity.last]
        if self._table[activity.name].trigger == _LATE and self._words["up_to"] & set(near):
            return "worse" if self._complains else None  # `fine until mile ten`
        lead = self._message.texts[self._message.sentence(activity.first)[0] : activity.first][-_TOLD_REACH:]
        before = [text for text in lead if text not in self._words["until_glue"]][-3:]
        is_end = is_end_of_well(self._message, activity, cues, self._table[activity.name])
        if self._words["up_to"] & set(before) and (is_end or self._resorts.is_rest(activity)):
            return "worse" if is_end else "better"
        if self._resorts.lasts_for_a_while(activity, cues):
            return "worse"  # `walking is ok for ten minutes then ...`
        if self._resorts.is_tied_to_help(activity, cues):
            return "better"
        is_past = self._is_over(activity) and not self._is_worse_than(activity)
        is_no_report = is_past or is_taken_back(self._message, activity) or self._is_advised(activity)
        if is_no_report or self._resorts.is_no_help(activity, cues):
            return "harmless" if is_no_more(self._message, activity) else ""
        is_worse = self.is_never_without(activity) or self._is_worse_than(activity)
        return "worse" if is_worse else self._of_its_lead(activity, cues)

    def _of_its_lead(self, activity: Found, cues: Sequence[Found]) -> Role | None:
        """Return its role where the words that lead to it name pain or help."""
        if self._resorts.is_resorted_to(activity, cues):
            return "better"
        if self._is_tied_to_pain(activity, cues) or self._is_affirmed(activity, cues) or self.is_unable(activity):
            return "worse"
        if self._does_no_harm(activity, cues):
            return "harmless"
        if (only := self._is_only(activity)) is not None:
            return only
        is_exception = self._is_timed(activity) and self._is_the_exception(activity, cues)
        return "worse" if is_exception or self._is_singled_out(activity, cues) else None

    def _is_tied_to_pain(self, activity: Found, cues: Sequence[Found]) -> bool:
        """Tell whether a word of pain leads right to it (`worse when i sit down, ok`), whatever follows."""
        texts = self._message.texts
        leads = [c for c in cues if c.role == "worse" and c.status is Status.PRESENT and c.last <= activity.first]
        between = texts[leads[-1].last - 1 : activity.first] if leads else ()
        is_tied = set(between[1:]) <= self._words["ties"] | self._words["doers"] and bool(
            self._words["ties"] & set(between)
        )
        return is_tied and bool(self._table[activity.name].trigger)

    def is_unable(self, activity: Found) -> bool:
        """Tell whether it is what cannot be done beside what can (`i can sit but not stand`)."""
        texts, (first, _) = self._message.texts, self._message.sentence(activity.first)
        is_not = texts[max(first, activity.first - 2) : activity.first] == ("but", "not")
        return is_not and "can" in texts[first : activity.first] and bool(self._table[activity.name].trigger)

    def _is_affirmed(self, activity: Found, cues: Sequence[Found]) -> bool:
        """Tell whether it is what a `yes` names (`yes, if i sit for long`) in a sentence that says nothing else."""
        texts, (first, _) = self._message.texts, self._message.sentence(activity.first)
        lead = [text for text in texts[first : activity.first] if text != "," and text[0].isalnum()]
        is_named = lead[:1] and lead[0] in self._words["yes_words"] and lead[1:2] and lead[1] in self._words["ties"]
        return bool(is_named) and not cues and bool(self._table[activity.name].trigger)

    def _does_no_harm(self, activity: Found, cues: Sequence[Found]) -> bool:
        is_no_trigger = self._is_ruled_out(activity) or self._is_acquitted(activity, cues)
        return is_no_trigger or self._is_possible(activity, cues) or self._is_without(activity, cues)

    def _is_singled_out(self, activity: Found, cues: Sequence[Found]) -> bool:
        """Tell whether it is what hurts (`it is the stairs`) or what cannot be done without pain."""
        texts = self._message.texts
        lead = texts[max(0, activity.first - _TOLD_REACH) : activity.first]
        own = [c for c in cues if c.role != "pain" and 0 <= c.first - activity.last < _OWN_NEAR]
        if any(c.role == "better" and texts[c.last - 1] == "it" and activity.first - c.last <= 2 for c in cues):
            return False  # `all that eases it is lying down`
        bare = tuple(word for word in lead if word not in self._words["singled_glue"])
        if "when" in lead and self._words["doers"] & set(bare[-1:]):
            bare = bare[:-1]  # `it is when i lift`
        if self._message.texts[activity.first : activity.first + 2] == ("it", "is"):
            bare = ("it", "is")  # `it is the day after`
        return bare[-2:] == ("it", "is") and not own and self._complains and bool(self._table[activity.name].trigger)

    def is_never_without(self, activity: Found) -> bool:
        """Tell whether it cannot be done without pain (`can't bend forward without pain`), whatever denies it."""
        texts, (first, last) = self._message.texts, self._message.sentence(activity.first)
        lead = texts[max(first, activity.first - _TOLD_REACH) : activity.first]
        after = texts[activity.last : min(last, activity.last + _WITHOUT_REACH)]
        return (
            "without" in after
            and bool(self._words["hardly_able"] & set(lead))
            and bool(self._table[activity.name].trigger)
        )

    def _is_worse_than(self, activity: Found) -> bool:
        """Tell whether another time is said to hurt less (`it tingles less running than when i sit`)."""
        texts = self._message.texts
        said = texts[self._message.clause(activity.first).first : activity.first]
        at = max((i for i, word in enumerate(said) if word == "than"), default=0)
        return bool(_EASIER & set(said[:at])) and said[at + 1 : at + 2] in (("when",), ("if",), ("while",))

    def _is_over(self, activity: Found) -> bool:
        """Tell whether it is what used to be (`it used to hurt to lift`), or what another is measured by."""
        texts = self._message.texts
        begin = self._message.clause(activity.first).first
        begin -= _USED_REACH * (texts[begin] in _ONLY and begin >= _USED_REACH)  # `used to be | only when i ran`
        said = texts[begin : activity.first]
        is_past = _USED_TO in pairwise(said) or texts[activity.last : activity.last + 2] == _USED_TO
        bare = [text for text in said[-_THAN_REACH:] if text not in self._words["than_glue"]]
        return is_past or bare[-1:] == ["than"]

    def _is_advised(self, activity: Found) -> bool:
        """Tell whether it is only what somebody was told to leave off (`the physio says no lifting`)."""
        texts, (first, _) = self._message.texts, self._message.sentence(activity.first)
        said = set(texts[first : activity.first])
        is_no = texts[activity.first - 1 : activity.first] == ("no",)
        return is_no and bool(self._words["advisers"] & said)

    def _is_ruled_out(self, activity: Found) -> bool:
        """Tell whether it does not hurt (`not when i walk`, `it is not the bending`, `i thought .. it did not`)."""
        texts = self._message.texts
        first, last = self._message.sentence(activity.first)
        said, rest = texts[first : activity.first], texts[activity.last : last]
        if not self._table[activity.name].trigger:
            return False
        near = said[-_NOT_REACH:]
        if any(
            word in self._words["not_or_never"] and follows in self._words["not_tied_to"]
            for word, follows in pairwise(near)
        ):
            return True
        bare = tuple(word for word in near if word not in self._words["singled_glue"])
        if bare[-3:] == ("it", "is", "not") or near[-1:] in (("0",), ("zero",)):  # `3 sitting, 0 walking`
            return True
        if not self._words["thought_first"] & set(said):
            return False
        return any(
            a in self._words["does_again"] and b == "not" and self._ends(rest, i + 2)
            for i, (a, b) in enumerate(pairwise(rest))
        )

    def _is_only(self, activity: Found) -> Role | None:
        """Read `only mornings`, `never lifting`: a part of a sentence that is one word and what it is about."""
        texts, (first, end) = self._message.texts, self._message.sentence(activity.first)
        begin = next((i + 1 for i in range(activity.first - 1, first - 1, -1) if not texts[i][0].isalnum()), first)
        if (
            begin == activity.first
            and texts[activity.last : activity.last + 1] == ("only",)
            and _ends_part(texts, activity.last + 1, end)
        ):
            return "worse" if self._complains and self._table[activity.name].trigger else None  # `strides only`
        ends = _ends_part(texts, activity.last, end)
        lead = [text for text in texts[begin : activity.first] if text not in self._words["alone_glue"]]
        if not ends or len(lead) != 1 or not self._table[activity.name].trigger:
            return None
        if lead[0] in self._words["alone"]:
            return "worse"
        return "harmless" if lead[0] in self._words["not_or_never"] else None

    def _is_acquitted(self, activity: Found, cues: Sequence[Found]) -> bool:
        """Tell whether it is said not to do anything (`coughing does not do it`), by no cue of its own."""
        texts = self._message.texts
        at = activity.last + (texts[activity.last : activity.last + 1] in _PARTICLES)
        is_not = (
            texts[at : at + 1] != () and texts[at] in self._words["does_nothing"] and texts[at + 1 : at + 2] == ("not",)
        )
        if not is_not or not self._table[activity.name].trigger:
            return False
        verb = texts[at + 2] if at + 2 < len(texts) else "."
        return (
            verb[0].isalpha()
            and verb not in self._words["no_deed_of_it"]
            and not any(at <= c.first < at + _OWN_NEAR for c in cues)
        )

    def _is_without(self, activity: Found, cues: Sequence[Found]) -> bool:
        """Tell whether none of it hurts (`no amount of sitting bothers me`)."""
        texts, (first, _) = self._message.texts, self._message.sentence(activity.first)
        lead = texts[max(first, activity.first - _NOT_REACH) : activity.first]
        is_none = bool(lead) and bool(self._words["none_of_it"] & set(lead)) and lead[-1] in self._words["of_it"]
        later = [c for c in cues if 0 <= c.first - activity.last <= _OWN_NEAR]
        return is_none and bool(later) and later[0].role in _HURTS and bool(self._table[activity.name].trigger)

    def _is_possible(self, activity: Found, cues: Sequence[Found]) -> bool:
        """Tell whether it is said to go (`i can dig, drive, carry coal`), and no word beside it that it hurts."""
        clause = self._message.clause_of[activity.first]
        hurts = any(c.role in _HURTS and self._message.clause_of[c.first] == clause for c in cues)
        return self._message.texts[max(0, activity.first - 1) : activity.first] == ("can",) and not hurts

    def _is_the_exception(self, activity: Found, cues: Sequence[Found]) -> bool:
        """Tell whether it is named as the one thing that hurts (`fine sitting, only when i run`)."""
        before = self._message.texts[max(0, activity.first - 3) : activity.first]
        if not self._words["only_or_except"] & set(before):
            return False
        return not any(c.role == "better" and not self._looks_ahead(activity, c) for c in cues)

    def freed(self, activity: Found) -> Found:
        """Return it without a negation that a comma or another undoes (`sitting does not hurt, bending does`)."""
        texts = self._message.texts[self._message.clause(activity.first).first : activity.first][::-1]
        near = texts[: next((i for i, word in enumerate(texts) if word in self._words["denials"]), 0)]
        is_parted = activity.status is Status.NEGATED and "," in near and not self._words["either_or"] & set(near)
        is_undone = self.is_never_without(activity) or self.is_unable(activity)
        return activity.with_status(Status.PRESENT) if is_parted or is_undone else activity

    def _ends(self, texts: Sequence[str], at: int) -> bool:
        return at >= len(texts) or texts[at] in self._words["does_again_ends"]


def _ends_part(texts: Sequence[str], at: int, end: int) -> bool:
    return at >= end or not texts[at][0].isalnum()


def is_no_good(message: Message, activity: Found, cue: Found) -> bool:
    """Tell whether an activity is called no good itself (`sitting is still no good`)."""
    said, lead = message.texts[cue.first : cue.last], message.texts[activity.last : cue.first]
    return said[-1] == "good" and bool(lead) and lead[0] in message.words["was_doing"] | message.words["is_being"]


def is_topic(message: Message, activity: Found, cue: Found) -> bool:
    """Tell whether it is set before what is said of it (`walking, that helps`, `mornings, i am like a plank`)."""
    texts = message.texts
    between = texts[activity.last : cue.first]
    bare = [word for word in between if word not in _JOINS]
    if bare[:1] and bare[0] in _POINTERS and bare[1:2] and bare[1] in _BEING and set(bare[2:]) <= _THE:
        return True  # `on the floor with my legs up and that is the only way i am comfortable`
    at = between.index(",") if "," in between[: _OBJECT_OF_TOPIC + 1] else None
    if at is None or len(between) > _TOPIC_REACH:
        return False
    follows = texts[activity.last + at + 1 : cue.first + 1]
    opens = message.opening(activity.first) == activity.first
    return bool(message.words["points_back"] & set(follows if opens and not at else follows[:1]))
