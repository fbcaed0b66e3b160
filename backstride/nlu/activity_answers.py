"""Answers about activities that are no sentence: a word, a list under a heading, a thing said again.

`heat? no. pills? a bit`, `eases: heat, lying`, `sitting does not`. The words for it are data
(content/lexicon/context.yml, activities.yml).
"""

from collections.abc import Callable, Mapping, Sequence

from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.lexicon_entries import Activity

Role = str
"""`worse`, `better`, `harmless` or "" (neither is said)."""
_ASKS, _OPENS = "?", frozenset({"?", ":", "(", "=", "-", ","})
_OWN_NEAR, _FEW_WORDS, _SOON = 4, 2, 3


class Answers:
    """Reads them in one message; each method returns None if the activity is not answered in its way."""

    def __init__(
        self,
        message: Message,
        cues: Sequence[Found],
        table: Mapping[str, Activity],
        sense: Callable[[Found, Found], Role],
        *,
        hurts: bool,
    ) -> None:
        """Keep the words, the cues of `activities.py` in order, and what one cue says of one activity (`sense`)."""
        self._message, self._cues, self._table, self._sense = message, cues, table, sense
        self._hurts = hurts

    def in_one_word(self, activity: Found) -> Role | None:
        """Read `heat? no`, `pills (yes)`, `hoovering? fine`."""
        texts = self._message.texts
        mark = texts[activity.last : activity.last + _SOON]
        at = activity.last + (mark.index(_ASKS) if _ASKS in mark else 0)  # `picking up the | cat? fine`
        begin = at
        while at < len(texts) and at < begin + 2 and texts[at] in _OPENS:
            at += 1
        answer, follows = (*texts[at : at + 2], "", "")[:2]
        if answer == "a" and follows == "bit":
            answer, follows = follows, "."
        ends = not follows or not follows[0].isalnum()
        is_parted = at > begin and texts[at - 1] != ","
        if ends and answer in self._message.words["refuses"] and (is_parted or answer == "no"):
            return "harmless" if self._table[activity.name].trigger and self._heading(activity) != "better" else ""
        if ends and is_parted and answer in self._message.words["affirms"]:
            helps = not self._table[activity.name].trigger or self._heading(activity) == "better"
            return "better" if helps else "worse"
        if not is_parted:
            return None
        cue = next((c for c in self._cues if c.first == at and c.role != "trouble"), None)
        return None if cue is None else self._sense(activity, cue)

    def in_the_next_sentence(self, activity: Found) -> Role | None:
        """Read `long hot showers. the best thing for my back`: a sentence with nothing else, then one of a cue."""
        first, last = self._message.sentence(activity.first)
        said = [word for word in self._message.texts[first : activity.first] if word[:1].isalnum()]
        if last != activity.last or len(said) > _FEW_WORDS or last >= len(self._message.texts):
            return None
        cue = next((c for c in self._cues if 0 < c.first - last <= _SOON and c.role in ("better", "worse")), None)
        return None if cue is None else self._sense(activity, cue)

    def under_a_heading(self, activity: Found) -> Role | None:
        """Read `eases: heat, lying` and `what makes it worse? sitting`, unless the activity has a cue of its own."""
        role = self._heading(activity)
        end = self._message.sentence(activity.first)[1]
        near = range(activity.last, min(activity.last + _OWN_NEAR, end))
        own = [c for c in self._cues if c.role != "pain" and c.first in near]
        return role if role in ("better", "worse") and not own else None

    def _heading(self, activity: Found) -> Role:
        """Return the role of a cue with a colon or a question mark before the activity (`eases: heat, lying`)."""
        sentence, texts = self._message.sentence_of[activity.first], self._message.texts
        role = ""
        for cue in self._cues:
            if cue.last > activity.first or cue.role not in ("better", "worse"):
                continue
            here, follows = self._message.sentence_of[cue.first], (*texts[cue.last - 1 : cue.last + 3],)
            is_list = ":" in follows[:2] and here == sentence
            asks = _ASKS in follows and here == sentence - 1 and "what" in texts[max(0, cue.first - 3) : cue.last]
            role = cue.role if is_list or asks else role
        return role

    def said_again(self, activity: Found) -> Role | None:
        """Read `bending does`, `sitting does not`, `ibuprofen did not either`, `the stairs do it`."""
        texts, words = self._message.texts, self._message.words
        if texts[activity.last : activity.last + 1] == () or texts[activity.last] not in words["again"]:
            return None
        at = activity.last + 1
        is_not = texts[at : at + 1] == ("not",)
        at += is_not
        does_it = texts[at : at + 1] == ("it",) and not is_not
        at += does_it
        if texts[at : at + 1] != () and texts[at] not in words["after_again"] and texts[at] != ",":
            return None
        before = [c for c in self._cues if c.last <= activity.first and c.role != "trouble"]
        before = [c for c in before if c.role != "pain"] or before
        if does_it or not before:
            return "worse" if does_it or (self._hurts and not is_not) else None
        if before[-1].role in ("better", "useless"):
            return "" if is_not else "better"
        return "harmless" if is_not else "worse"
