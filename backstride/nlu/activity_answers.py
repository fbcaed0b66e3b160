"""Answers about activities that are no sentence: a word, a list under a heading, a thing said again.

`heat? no. pills? a bit`, `eases: heat, lying`, `sitting does not`. The words for it are data
(content/lexicon/context.yml, activities.yml).
"""

from collections.abc import Callable, Mapping, Sequence

from backstride.domain.findings import Status
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.lexicon_entries import Activity
from backstride.nlu.verdicts import MARKS, skip_label, verdict

Role = str
"""`worse`, `better`, `harmless` or "" (neither is said)."""
_ASKS, _OPENS = "?", frozenset({"?", ":", "(", "=", "-", ","})
_OWN_NEAR, _FEW_WORDS, _SOON, _TOPIC = 4, 2, 3, 6
_AROUND = 7
_DOSE = frozenset({"dose"})  # `does` as many spell it
_PRAISE = frozenset({"good", "great", "lovely", "perfect", "brilliant"})
_PARTS_OF_IT = (("bit",), ("part",), ("itself",), ("alone",))
_USELESS, _HURTS = frozenset({"useless"}), frozenset({"pain", "worse"})
_THAT_CLEARS = (("that",), ("which",), ("but",), ("but", "it"), ("and", "it"), ("that", "usually"), ("which", "then"))
_HEADS = frozenset({"better", "worse", "harmless"})
_BANNED = frozenset({"out", "impossible", "banned", "verboten", "forbidden"})
_HAVE = frozenset({"have", "has"})
_IS, _FEW_BEHIND = frozenset({"is", "are", "was"}), 4


class Answers:
    """Reads them in one message; each method returns None if the activity is not answered in its way."""

    def __init__(
        self,
        message: Message,
        cues: Sequence[Found],
        table: Mapping[str, Activity],
        sense: Callable[[Found, Found], Role],
        activities: Sequence[Found],
        *,
        hurts: bool,
    ) -> None:
        """Keep the words, the cues of `activities.py` in order, and what one cue says of one activity (`sense`)."""
        self._message, self._cues, self._table, self._sense = message, cues, table, sense
        self._activities, self._hurts = activities, hurts

    def in_one_word(self, activity: Found) -> Role | None:
        """Read `heat? no`, `pills (yes)`, `hoovering? fine`."""
        texts = self._message.texts
        mark = texts[activity.last : min(activity.last + _SOON, self._message.sentence(activity.first)[1] + 1)]
        at = activity.last + (mark.index(_ASKS) if _ASKS in mark else 0)  # `picking up the | cat? fine`
        begin = at
        while at < len(texts) and at < begin + 2 and texts[at] in _OPENS:
            at += 1
        at = skip_label(texts, at)
        answer, follows = (*texts[at : at + 2], "", "")[:2]
        if answer == "a" and follows == "bit":
            answer, follows = follows, "."
        ends = not follows or not follows[0].isalnum()
        is_parted = at > begin and texts[at - 1] != ","
        said = verdict(self._message, begin)
        if at == begin and answer in _BANNED and ends and self._table[activity.name].trigger:
            return "worse"  # `hills out, flat ok`
        if said is False and at == begin and self._is_contrast(activity):
            return "worse"
        if at == begin and ends and answer in self._message.words["nothing_of_it"]:
            said = False  # `side to side nothing`
        if said is None and at == begin and self._is_one_of_many(at):
            said = answer in self._message.words["answers_yes"]  # `coughing no laughing yes`
        if said is False:
            return "harmless" if self._table[activity.name].trigger and self._heading(activity) != "better" else ""
        if said or (ends and is_parted and answer in self._message.words["affirms"]):
            helps = not self._table[activity.name].trigger or self._heading(activity) == "better"
            return "better" if helps or self._is_among_remedies(activity) else "worse"
        if not is_parted or self._message.words["not_tried"] & {" ".join(texts[at : at + n]) for n in (2, 3)}:
            return "" if is_parted else None  # `running? have not tried`
        cue = next((c for c in self._cues if c.first == at), None)
        return None if cue is None else self._sense(activity, cue)

    def named_with_yes_or_no(self, activity: Found) -> Role | None:
        """Read `walking good`, `yes to sitting, no to coughing`, and of what somebody can do `can run no`."""
        lead = self._message.texts[max(0, activity.first - 2) : activity.first]
        praise = self._message.texts[activity.last : self._message.sentence(activity.first)[1]]
        if len(praise) == 1 and praise[0] in _PRAISE:
            return "harmless" if self._table[activity.name].trigger else "better"  # `sitting bad, walking good`
        if lead[-1:] == ("can",) and self._table[activity.name].trigger:
            said = verdict(self._message, activity.last)
            return None if said is None else "harmless" if said else "worse"
        if lead[1:] != ("to",) or not self._table[activity.name].trigger:
            return None
        if lead[0] == "no":
            return "harmless"
        return "worse" if lead[0] in self._message.words["yes_words"] else None

    def _is_one_of_many(self, at: int) -> bool:
        """Tell whether a yes or no stands between it and another with an answer (`coughing no laughing yes`)."""
        texts, words = self._message.texts, self._message.words
        both = words["answers_yes"] | words["answers_no"] | {"no"}
        follows = next((a for a in self._activities if a.first == at + 1), None)
        return (
            texts[at : at + 1] != ()
            and texts[at] in both
            and follows is not None
            and (texts[follows.last : follows.last + 1] != () and texts[follows.last] in both)
        )

    def _is_contrast(self, activity: Found) -> bool:
        """Tell whether another activity before it in the sentence is well (`walking ok stairs no`)."""
        first, _ = self._message.sentence(activity.first)
        well = [c for c in self._cues if c.role == "harmless" and first <= c.first and c.last <= activity.first]
        return any(first <= a.first <= c.first for c in well for a in self._activities)  # not of `ok so: stairs no`

    def _is_among_remedies(self, activity: Found) -> bool:
        """Tell whether a remedy before it got a verdict too (`heat no. pills no. walking yes`)."""
        before = [a for a in self._activities if a.last <= activity.first and not self._table[a.name].trigger]
        return bool(self._table[activity.name].reliever) and any(
            verdict(self._message, a.last) is False for a in before
        )

    def at_the_end(self, activity: Found) -> Role | None:
        """Read `hop test: nothing`, `standing in the pool, no issue`: a topic, then nothing but what is said of it."""
        first, end = self._message.sentence(activity.first)
        texts = self._message.texts
        at = next((i for i in range(end - 1, activity.last - 1, -1) if texts[i] in MARKS), None)
        if at is None or at - activity.last > _TOPIC or self._has_a_cue(activity, first, at):
            return None
        if verdict(self._message, at) is False:
            return "harmless" if self._table[activity.name].trigger else ""
        cue = next((c for c in self._cues if c.first == at + 1), None)
        after = self._message.words["after_a_comment"]
        if cue is None or any(t[0].isalnum() and t not in after for t in texts[cue.last : end]):
            return None
        return self._sense(activity, cue)

    def _has_a_cue(self, activity: Found, first: int, last: int) -> bool:
        return any(first <= c.first < last and not activity.holds(c) for c in self._cues)

    def in_the_next_sentence(self, activity: Found) -> Role | None:
        """Read `long hot showers. the best thing for my back`: a sentence with nothing else, then one of a cue."""
        first, last = self._message.sentence(activity.first)
        said = [word for word in self._message.texts[first : activity.first] if word[:1].isalnum()]
        if last != activity.last or len(said) > _FEW_WORDS or "can" in said:
            return None
        if any(c.role != "pain" and first <= c.first < activity.first for c in self._cues):  # `unaffected by walking.`
            return None
        cue = next((c for c in self._cues if 0 < c.first - last <= _SOON and c.role in ("better", "worse")), None)
        is_denied = cue is not None and cue.status is Status.NEGATED  # `standing in church. no leg pain`
        if (
            cue is None or is_denied or any(last < a.first < cue.first for a in self._activities)
        ):  # `from a chair. sitting eases it`
            return None
        if self._message.words["again_and_again"] & set(self._message.texts[cue.last - 1 : cue.last + 1]):
            return None  # `after walking. stops when i sit`
        return self._sense(activity, cue)

    def under_a_heading(self, activity: Found) -> Role | None:
        """Read `eases: heat, lying` and `what makes it worse? sitting`, unless the activity has a cue of its own."""
        role = self._heading(activity)
        end = self._message.sentence(activity.first)[1]
        near = range(activity.last, min(activity.last + _OWN_NEAR, end))
        own = [c for c in self._cues if c.role != "pain" and c.first in near]
        if role in _USELESS and not own:
            return ""  # `what did not help: heat, pills`
        return role if role in _HEADS and not own else None

    def _heading(self, activity: Found) -> Role:
        """Return the role of a cue with a colon or a question mark before the activity (`eases: heat, lying`)."""
        sentence, texts = self._message.sentence_of[activity.first], self._message.texts
        role, which = "", self._message.words["asks_which"]
        for cue in self._cues:
            if cue.last > activity.first or cue.role not in _HEADS | _USELESS:
                continue
            here, follows = self._message.sentence_of[cue.first], (*texts[cue.last - 1 : cue.last + 3],)
            is_list = ":" in follows[:2] and here == sentence
            asks = (
                _ASKS in follows and here == sentence - 1 and bool(which & set(texts[max(0, cue.first - 3) : cue.last]))
            )
            role = cue.role if is_list or asks else role
            if cue.last == activity.first and self._is_asked(activity):
                role = cue.role  # `better walking? yes`
        return role if role != "harmless" or self._table[activity.name].trigger else ""

    def lasts_until(self, activity: Found, cue: Found) -> bool:
        """Tell whether a time of day is told with its end (`mornings mainly, gone by nine`)."""
        kind, follows = self._table[activity.name], self._message.texts[cue.last : cue.last + 1]
        told = self._message.texts[activity.last : max(cue.first, activity.last + 1)]
        if kind.trigger and not kind.reliever and told in _THAT_CLEARS:
            return any(c.role in _HURTS and 0 <= activity.first - c.last <= 1 for c in self._cues)
        is_end = (
            bool(self._message.words["time_of_the_end"] & set(follows)) and self._message.texts[cue.last - 1] == "gone"
        )
        lead = self._message.texts[max(0, activity.first - 1) : activity.first + 1]
        is_of_it = not kind.reliever or "after" in lead  # `sore after long runs, gone by the next morning`
        return is_end and bool(kind.trigger) and is_of_it and activity.last <= cue.first

    def _is_asked(self, activity: Found) -> bool:
        """Tell whether a question mark or an answer follows (`better walking yes`)."""
        texts, words = self._message.texts, self._message.words
        _, end = self._message.sentence(activity.first)
        return texts[end : end + 1] == (_ASKS,) or texts[activity.last : activity.last + 1] in [
            (word,) for word in words["answers_yes"]
        ]

    def is_bare_remedy(self, activity: Found) -> bool:
        """Tell whether a sentence names nothing but remedies (`a hot bath.`), and nothing is said against them."""
        texts, (first, last) = self._message.texts, self._message.sentence(activity.first)
        here = [a for a in self._activities if first <= a.first < last]
        rest = {texts[i] for i in range(first, last) if not any(a.first <= i < a.last for a in here)}
        around = {*texts[max(0, first - _AROUND) : first], *texts[last + 1 : last + _SOON]}
        is_only = rest <= self._message.words["beside_a_remedy"] and not any(self._table[a.name].trigger for a in here)
        return is_only and texts[last : last + 1] != (_ASKS,) and not around & self._message.words["no_remedy"]

    def said_again(self, activity: Found) -> Role | None:
        """Read `bending does`, `sitting does not`, `ibuprofen did not either`, `the stairs do it`, `... is not`."""
        texts, words = self._message.texts, self._message.words
        at = self._verb_of(activity)
        if at is None or "than" in texts[max(0, activity.first - _FEW_WORDS) : activity.first]:
            return None
        is_being = texts[at] in _IS
        at += 1
        is_not = texts[at : at + 1] == ("not",) or texts[at - 2] == "never"  # `tablets never do`
        at += is_not
        does_it = texts[at : at + 1] == ("it",) and not is_not
        at += does_it
        if texts[at : at + 1] != () and texts[at] not in words["after_again"] and texts[at] != ",":
            return None
        before = [c for c in self._cues if c.last <= activity.first and c.role != "trouble"]
        before = [c for c in before if c.role != "pain"] or before
        if is_being:  # `walking is fine, bending is not`
            opposite = {"harmless": "worse", "better": "worse", "worse": "harmless"}
            told = before or [c for c in self._cues if c.last <= activity.first]
            role = "worse" if told and told[-1].role == "trouble" else told[-1].role if told else ""
            return opposite.get(role) if is_not else None
        if does_it or not before:
            helps = does_it and not self._table[activity.name].trigger  # `the tablets did it`
            return "better" if helps else "worse" if does_it or (self._hurts and not is_not) else None
        if before[-1].role in ("better", "useless"):
            return "" if is_not else "better"
        return "harmless" if is_not else "worse"

    def _verb_of(self, activity: Found) -> int | None:
        """Return where the `does` or `is` of an activity stands, a few words behind it if it ends the sentence."""
        texts, again = self._message.texts, self._message.words["again"] | _DOSE
        _, end = self._message.sentence(activity.first)
        if activity.last < len(texts) and texts[activity.last] in again:
            return activity.last
        if texts[activity.last : activity.last + 1] == ("never",) and activity.last + 1 < end:
            return activity.last + 1 if texts[activity.last + 1] in again | _HAVE else None
        part = activity.last + (texts[activity.last : activity.last + 1] in _PARTS_OF_IT)
        if part > activity.last and texts[part : part + 1] != () and texts[part] in again:
            return part  # `walk bit does not`
        for at in range(activity.last - 1, min(activity.last + _FEW_BEHIND, end)):
            last = at + 1 + (texts[at + 1 : at + 2] == ("not",))
            is_last = last >= end or (at == activity.last and texts[last - 1] == "not" and texts[last] == ",")
            if is_last and (texts[at] in again or texts[at] in _IS):
                crossed = [f for f in (*self._cues, *self._activities) if activity.last <= f.first and f.last <= at]
                return None if crossed or "but" in texts[activity.last : at] else at
        return None
