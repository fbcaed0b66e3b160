"""Activities that stand in one list and so share what is said of one (`if i sit past noon or bend to the washer`)."""

from collections.abc import Callable, Mapping, Sequence

from backstride.nlu.clauses import Message, Words
from backstride.nlu.found import Found
from backstride.nlu.lexicon_entries import Activity

_THINGS = frozenset({"heat", "ice", "medication"})
_RUNS, _REMEDIES = frozenset({"running", "running_downhill", "after_distance"}), _THINGS | {"rest"}
_SHORT, _OBJECT, _OWN_NEAR, _LEAD, _NEXT, _TIED = 8, 4, 4, 4, 2, 10
"""In words."""


class Lists:
    """Tells which activities of one message stand in one list."""

    def __init__(self, message: Message, cues: Sequence[Found], looks_ahead: Callable[[Found, Found], bool]) -> None:
        """Keep the words, the cues of `activities.py`, and which of them belong to what follows."""
        self._message, self._cues, self._looks_ahead = message, cues, looks_ahead
        self._words = message.words

    def continues(self, before: Found, activity: Found) -> bool:
        """Tell whether the activity stands in one list with the one before, and has no cue of its own."""
        texts = self._message.texts
        if self._message.sentence_of[before.first] != self._message.sentence_of[activity.first]:
            return False
        if self._does_the_same(before, activity) or self._is_added_to(before, activity):
            return True
        is_new = texts[activity.first : activity.first + 2] == ("it", "is")  # `not when i run, it is the day after`
        if is_new or {"than", "but"} & set(texts[before.last : activity.first]):
            return False  # `worse sitting than standing`
        own = [c for c in self._cues if (before.last <= c.first and c.last <= activity.first) or activity.holds(c)]
        if own or any(c.first == activity.first and c.last > activity.last for c in self._cues):
            return False  # `driving hurts too, walking no problem`
        reach = _OWN_NEAR * 2 if self._words["list_ties"] & set(texts[before.last : activity.first]) else _OWN_NEAR
        ahead = range(activity.last, min(activity.last + reach, self._message.sentence(activity.first)[1]))
        own = [c for c in self._cues if c.first in ahead and not self._looks_ahead(activity, c)]
        if any("," not in texts[activity.last : c.first] for c in own):
            return False
        between = texts[before.last : activity.first]
        return self.is_listed(before, activity) or _is_joined(between, self._words)

    def is_tied_with(self, activity: Found) -> bool:
        """Tell whether a `when` before an `or` ties it too (`when i step out of the bath or carry the baby`)."""
        first, _ = self._message.sentence(activity.first)
        lead = self._message.texts[max(first, activity.first - _TIED) : activity.first]
        at = next((i for i in range(len(lead) - 1, -1, -1) if lead[i] in self._words["ties"]), None)
        if at is None or "," in lead[at:]:
            return False
        return "or" in lead[at:] or lead[at - 1 : at] in (("or",), ("and",))

    def is_instead(self, before: Found, activity: Found, table: Mapping[str, Activity]) -> bool:
        """Tell whether it is told in place of the one before (`not when i bend, when i sit`), by no word of its own.

        `Not sitting, standing or` goes on with what is denied.
        """
        texts, (first, end) = self._message.texts, self._message.sentence(activity.first)
        small = self._words["list_ties"] | self._words["doers"] | self._words["instead_glue"]
        lead = [word for word in texts[max(first, before.first - _LEAD) : before.first] if word not in small]
        between = [word for word in texts[before.last : activity.first] if word not in small]
        if lead[-1:] != ["not"] or between != [","] or not table[activity.name].trigger:
            return False
        return set(texts[activity.last : end]) <= self._words["instead_glue"]

    def _does_the_same(self, before: Found, activity: Found) -> bool:
        """Tell whether the same is said of it (`bending hurts, so does the hoover`, `... and neither does sitting`)."""
        texts, (first, _) = self._message.texts, self._message.sentence(activity.first)
        lead = [
            word
            for word in texts[max(first, activity.first - _LEAD) : activity.first]
            if word not in self._words["the_same_glue"]
        ]
        return (
            before.first >= first
            and lead[-2:-1] != []
            and lead[-2] in self._words["the_same"]
            and lead[-1] in self._words["the_same_does"]
        )

    def _is_added_to(self, before: Found, activity: Found) -> bool:
        """Tell whether it hurts besides (`it pulls when i sprint, but also sitting`)."""
        between = self._message.texts[before.last : activity.first]
        first, _ = self._message.sentence(before.first)
        is_added = between[-2:] == ("but", "also") and "not" not in self._message.texts[first : before.first]
        return is_added and not any(before.last <= c.first < activity.first for c in self._cues)

    def heads(self, activity: Found, activities: Sequence[Found]) -> bool:
        """Tell whether a comma or `but` leads to it and another follows (`ice helps, sitting and driving hurt`)."""
        texts = self._message.texts
        following = next((a for a in activities if a.first >= activity.last), None)
        last = activity.last - (texts[activity.last - 1] in self._words["list_ands"])  # `twisting and` is one phrase
        between = texts[last : following.first] if following is not None else ()
        before = texts[activity.first - 1 : activity.first]
        return (
            bool(between) and set(between) <= self._words["list_ands"] and bool(self._words["leads_in"] & set(before))
        )

    def is_begun(self, activity: Found, following: Found) -> bool:
        """Tell whether the next phrase goes on with it (`bending to | tie my laces hurts`, `lying | on the floor`)."""
        return activity.name == following.name or self._message.texts[activity.last - 1] in self._words["leads_on"]

    def is_added(self, cue: Found) -> bool:
        """Tell whether a cue is added to what is told before it (`tight on the drive and eases later`)."""
        return cue.role == "better" and self._message.texts[cue.first - 1] in self._words["joined_by"]

    def is_of_another(self, cue: Found, activity: Found, activities: Sequence[Found]) -> bool:
        """Tell whether a word of help before a comma is said of what stands before it (`trails ok, roads not ok`)."""
        if cue.role != "harmless":
            return False
        if "," not in self._message.texts[cue.last : activity.first]:  # `3k fine 5k fine 8k hurts`
            is_between = cue.last == activity.first and any(a.last == cue.first for a in activities)
            return is_between and any(c.first == activity.last for c in self._cues)
        _, end = self._message.sentence(activity.first)
        own = any(activity.last <= c.first < min(end, activity.last + _SHORT) for c in self._cues)
        return own and any(0 <= cue.first - a.last <= _NEXT for a in activities)

    def is_listed(self, before: Found, activity: Found) -> bool:
        """Tell whether only the small words of a list stand between two activities of one sentence."""
        between = self._message.texts[before.last : activity.first]
        if "with" in between and activity.name in _THINGS:
            return False  # `i sit with a hot water bottle`
        if between == (",",) and before.name in _RUNS and activity.name in _REMEDIES:
            return False  # `low back, hill reps, rest helps`
        return len(between) <= _SHORT and set(between) <= self._words["list_glue"] | self._words["act_list_glue"]


def _is_joined(between: Sequence[str], words: Words) -> bool:
    """Tell whether the words are an object and a connector (`bend over | a kennel or | sit`), nothing that is told."""
    at = next((i for i in range(len(between) - 1, -1, -1) if between[i] in words["list_joins"]), None)
    if at is None:
        return False
    objects, leads = [w for w in between[:at] if w != ","], between[at + 1 :]
    is_tied = not words["list_doers"] & set(leads) or bool(words["list_ties"] & set(leads))
    is_object = (
        len(objects) <= _OBJECT and all(w[0].isalnum() for w in objects) and not words["no_object"] & set(objects)
    )
    return is_object and is_tied and set(leads) <= words["list_leads"]
