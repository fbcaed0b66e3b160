"""Where it hurts and how far it spreads: the role of each body site of a message.

`down the back of my leg` is radiation, not a location; an unqualified `back` after `mid back` is the
same place again. Which words are sites is data (content/lexicon/sites.yml); sides are in `sides.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from backstride.domain.findings import Status
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.lexicon_entries import Site

_REACH, _FINE_REACH, _FRAGMENT = 6, 3, 9
_FROM = frozenset({"back", "leg", "nerve"})
_FROM_TO = frozenset(
    {"to", "into", "through", "the", "my", "left", "right", "both", "mid", "lower", "down", "pain", "a", "bit", "in"}
)
_DOUBTFUL = (Status.PRESENT, Status.UNCERTAIN, Status.OTHER_PERSON, Status.HYPOTHETICAL)


@dataclass(slots=True)
class Places:
    """The sites of a message by role, in order.

    Attributes:
        located: Where it hurts.
        radiating: Where it spreads to.
        denied: Places and spreads that are said to be free of it; a `no_spread` phrase denies the legs.
        spread_to: Those of the above that a word of movement leads to (`down`, `into`).
        repeated: Unqualified words for the back where a more exact place was named.
    """

    located: list[Found] = field(default_factory=list)
    radiating: list[Found] = field(default_factory=list)
    denied: list[Found] = field(default_factory=list)
    spread_to: list[Found] = field(default_factory=list)
    repeated: list[Found] = field(default_factory=list)


def find_places(message: Message, found: Sequence[Found], table: dict[str, Site]) -> Places:
    """Give each site its role.

    Args:
        message: The words.
        found: All phrases of the message with their status, in order.
        table: What each site can become.
    """
    return _Finder(message, found, table).places


class _Finder:
    def __init__(self, message: Message, found: Sequence[Found], table: dict[str, Site]) -> None:
        self._message, self._table = message, table
        self._sites = [f for f in found if f.role == "site"]
        self._spread = [f for f in found if f.role == "spread" and f.status is Status.PRESENT]
        self._fine = [f for f in found if f.role in ("fine", "harmless")]
        self._pains = [f for f in found if f.role == "pain" or (f.role == "finding" and f.name == "quality")]
        self._troubles = [f for f in found if f.role == "trouble"]
        self._acts = [f for f in found if f.role in ("activity", "finding")]
        self._weak = [f for f in found if f.role == "finding" and f.name in ("weak", "calf")]
        self._saddle = any(f.name == "ces_saddle" and f.status is Status.PRESENT for f in found)
        injured = any(f.name == "trauma" and f.status is not Status.NEGATED for f in found)
        self._hurts = any(p.status in _DOUBTFUL for p in self._pains)
        cues = [f for f in found if f.role in ("worse", "better")]
        self._troubled = (
            len(message.texts) <= _FRAGMENT
            or self._hurts
            or injured
            or any(t.status in _DOUBTFUL for t in [*self._troubles, *cues])
        )
        self.places = Places()
        for site in self._sites:
            self._place(site)
        self._drop_repetitions()
        denied = [f for f in found if f.role == "no_spread" and f.status is Status.PRESENT]
        if not self.places.radiating:
            self.places.denied += denied[:1]

    def _place(self, site: Found) -> None:
        kind = self._table[site.name]
        if site.status is Status.NEGATED or (site.status is Status.PRESENT and self._is_fine(site)):
            self.places.denied.append(site)
            return
        if site.status is not Status.PRESENT:
            if kind.location:
                self.places.located.append(site)
            return
        moves = self._is_spread_to(site)
        if moves:
            self.places.spread_to.append(site)
        if kind.radiation is not None and (moves or self._is_leg_trouble(site) or kind.region == "saddle"):
            if kind.region != "saddle" or self._saddle:
                self.places.radiating.append(site)
        elif kind.location is not None and (moves or self._is_location(site)):
            self.places.located.append(site)

    def _is_location(self, site: Found) -> bool:
        if self._table[site.name].region == "back":
            owner = self._message.texts[site.first - 1 : site.first]
            return self._troubled or site.name in NAMED_FOR_PAIN or owner == ("my",)
        return self._hurts and self._is_near(site, self._pains)

    def _is_leg_trouble(self, site: Found) -> bool:
        kind = self._table[site.name]
        if kind.region != "leg" or kind.joint or not self._troubled:
            return False
        weak = next((w for w in self._weak if w.holds(site)), None)
        if weak is not None and not any(
            p.overlaps(weak) or abs(p.first - site.last) <= _FINE_REACH for p in self._pains
        ):
            return False  # a weak leg is no spread of pain
        if self._is_near(site, self._pains) or self._is_led_to(site):
            return True
        first, last = self._message.sentence(site.first)
        beside = [s for s in self.places.located + self.places.radiating if first <= s.first < last]
        if any(site.first - s.last <= _FINE_REACH for s in beside):
            return True
        is_fragment = last - first <= _FRAGMENT and not any(first <= f.first < last for f in self._acts)
        return bool(is_fragment and self.places.located)

    def _is_spread_to(self, site: Found) -> bool:
        """Tell whether pain is said to move to the site, or on to it from another site."""
        sentence = self._message.sentence_of[site.first]
        if self._follows_site(site):
            return True
        same = [c for c in self._spread if self._message.sentence_of[c.first] == sentence and c.first < site.first]
        if not same:
            return False
        cue = same[-1]
        after_cue = (s for s in self.places.spread_to if cue.first <= s.first)
        before = [s for s in after_cue if self._message.sentence_of[s.first] == sentence]
        if before:
            lead = self._message.texts[before[-1].last : site.first]
            return set(lead) <= self._message.words["onward"] or bool(self._message.words["further"] & set(lead[-4:]))
        covered = {i for s in self._sites if s.first >= cue.last for i in range(s.first, s.last)}
        return len([i for i in range(cue.last, site.first) if i not in covered]) <= _REACH

    def _follows_site(self, site: Found) -> bool:
        """Tell whether the site is the end of `low back to buttock`, `leg to the knee`."""
        before = [s for s in self._sites if s.last <= site.first and self._table[s.name].region in _FROM]
        if not before or self._message.sentence_of[before[-1].first] != self._message.sentence_of[site.first]:
            return False
        lead = self._message.texts[before[-1].last : site.first]
        return bool({"to", "into", "through"} & set(lead)) and set(lead) <= _FROM_TO

    def _is_led_to(self, site: Found) -> bool:
        """Tell whether pain named earlier in the sentence is said to be in the site (`... and now in the shin`)."""
        sentence = self._message.sentence_of[site.first]
        earlier = [p for p in self._pains if p.first < site.first and self._message.sentence_of[p.first] == sentence]
        lead = self._message.texts[max(0, site.first - _FINE_REACH) : site.first]
        return bool(self._message.words["led_to"] & set(lead)) and any(p.status is Status.PRESENT for p in earlier)

    def _is_near(self, site: Found, words: Sequence[Found]) -> bool:
        clause, sentence = self._message.clause_of[site.first], self._message.sentence_of[site.first]
        return any(
            self._message.clause_of[w.first] == clause
            or (self._message.sentence_of[w.first] == sentence and 0 <= site.first - w.last <= _REACH)
            for w in words
            if w.status in (Status.PRESENT, Status.UNCERTAIN)
        )

    def _is_fine(self, site: Found) -> bool:
        """Tell whether the site is said to be fine (`legs are fine`)."""
        for fine in self._fine:
            gap = fine.first - site.last
            if 0 <= gap <= _FINE_REACH and self._message.clause_of[fine.first] == self._message.clause_of[site.first]:
                hurting = [*self._pains, *self._troubles]
                return not any(p.status is Status.PRESENT and site.last <= p.first < fine.first for p in hurting)
        return False

    def _drop_repetitions(self) -> None:
        """Drop `back` where a more exact place of the back is named: it is the same place."""
        present = [s for s in self.places.located if s.status is Status.PRESENT]
        exact = {
            s.name
            for s in present
            if (s.name != "back" and "back" in (self._table[s.name].location or "")) or s.name in _EXACT
        }
        if exact:
            self.places.repeated = [s for s in self.places.located if s.name == "back"]
            self.places.located = [s for s in self.places.located if s.name != "back"]


NAMED_FOR_PAIN = frozenset({"low_back", "midline", "both_sides_band", "si_dimple", "tailbone"})
"""Nobody names these places to a clinic unless something is wrong there."""
_EXACT = frozenset({"midline", "both_sides_band"})


_NERVE_FLAGS = frozenset({"bilat_leg", "paralysis"})


def is_complaint(
    message: Message, places: Places, found: Sequence[Found], table: dict[str, Site], triggers: int
) -> bool:
    """Tell whether the message is about trouble of the low back, buttock, tailbone or a sciatic leg.

    Args:
        message: The words.
        places: The sites by role.
        found: All phrases of the message with their status.
        table: What each site can become.
        triggers: How many triggers were named; two with no other place are an answer about the complaint.
    """
    del message
    if any(f.role == "in_scope" and f.status is not Status.NEGATED for f in found):
        return True
    if any(f.name in _NERVE_FLAGS and f.status is Status.PRESENT for f in found):
        return True
    sites = [f for f in found if f.role == "site" and f.status is Status.PRESENT]
    chest = any(table[s.name].region == "chest" for s in sites)
    for site in places.located:
        if table[site.name].region == "back" and site.status is not Status.NEGATED:
            arrived = site in places.spread_to and any(s.first < site.first and s.name != "back" for s in sites)
            if site.name != "back" or not (chest or arrived):
                return True
    if any(table[site.name].region == "back" for site in places.radiating):
        return True
    legs = [s for s in places.spread_to if table[s.name].region == "leg" and not table[s.name].joint]
    pained = any(f.role == "pain" and f.status is Status.PRESENT for f in found)
    return bool(legs) or (not sites and triggers > (0 if pained else 1))
