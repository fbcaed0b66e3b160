"""Where it hurts and how far it spreads: the role of each body site of a message.

`down the back of my leg` is radiation, not a location; an unqualified `back` after `mid back` is the
same place again. Which words are sites is data (content/lexicon/sites.yml); sides are in `sides.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from backstride.domain.findings import Status
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.lexicon_entries import Site
from backstride.nlu.place_changes import is_at_work, is_fine_now, is_left_over, is_way_to
from backstride.nlu.place_cues import NAMED_FOR_PAIN, PlaceCues
from backstride.nlu.site_words import (
    answers_how_far,
    is_another_thought,
    is_backside,
    is_in_none,
    is_of_before,
    is_short_of,
    is_supposed_place,
    is_where,
)
from backstride.nlu.spreading import Spreading

_NEAR, _FRAGMENT = 3, 9
_LABEL = ((":",), ("=",))
_OPEN = (Status.UNCERTAIN, Status.HYPOTHETICAL)


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
        self._cues = PlaceCues(message, found, table)
        self._spreading = Spreading(message, self._cues)
        self._weak = [f for f in found if f.role == "finding" and f.name in ("weak", "calf")]
        self._saddle = [f.status for f in found if f.name == "ces_saddle"]
        self._past = [f for f in found if f.status is Status.HISTORICAL and f.name in _OF_LEGS]
        self._listed = self._complaint_lists()
        self.places = Places()
        for site in self._cues.sites:
            self._place(site)
        self._drop_repetitions()
        self.places.radiating += self._ways()
        if not self.places.radiating:
            self.places.denied += self._cues.no_spread[:1]

    def _place(self, site: Found) -> None:
        kind = self._table[site.name]
        if self._is_of_before(site) or (kind.region == "leg" and self._is_no_leg_of_pain(site)):
            return
        if is_in_none(self._message, site) or is_short_of(self._message, site):
            site = replace(site, status=Status.NEGATED)
        if (
            self._is_meant(site)
            or self._cues.is_well_at_times(site)
            or self._cues.is_unharmed(site)
            or self._cues.is_as_far_as(site)
            or is_another_thought(self._message, site, [*self._cues.sites, *self._cues.pains, *self._cues.acts])
        ):
            site = replace(site, status=Status.PRESENT)
        if site.status is Status.NEGATED and self._cues.is_only_not_numb(site):
            return  # `no numbness in my legs` does not deny pain there
        if site.status is Status.NEGATED or (site.status is Status.PRESENT and self._cues.is_free(site)):
            self.places.denied.append(site)
            return
        if site.status is not Status.PRESENT:
            if kind.location:
                self.places.located.append(site)
            return
        moves = self._spreading.leads_to(site, self.places.spread_to)
        if moves:
            self.places.spread_to.append(site)
        if kind.radiation is not None and (moves or self._is_limb_trouble(site) or self._is_saddle(site)):
            self.places.radiating.append(site)
        elif kind.location is not None and (moves or self._is_location(site)):
            self.places.located.append(site)

    def _is_no_leg_of_pain(self, site: Found) -> bool:
        """Tell whether a leg is only supposed to hurt, or part of what is done (`lying with my calves on a chair`)."""
        acts = [a for a in self._cues.acts if a.role == "activity" and a.name != _HURTING_WALK and a.holds(site)]
        if any(f.overlaps(site) for f in self._past) or is_at_work(self._message, site):
            return True
        return is_supposed_place(self._message, site) or (bool(acts) and len(self._cues.sites) > 1)

    def _is_meant(self, site: Found) -> bool:
        """Tell whether a doubtful place of the back is the writer's (`had my girl in may, low back is sore`)."""
        if site.status in _OPEN:
            return site.name in NAMED_FOR_PAIN or (site.name == "back" and self._is_owned(site))
        if site.status is not Status.OTHER_PERSON or self._table[site.name].region != "back":
            return False
        words, texts = self._message.words, self._message.texts
        first, _ = self._message.sentence(site.first)
        since = next((i for i in range(site.first - 1, first, -1) if texts[i] in _PARTING), None)
        theirs = words["third_person"] | words["kin_adult"] | words["kin_child"]
        own = next((i for i in range(site.first - 1, first, -1) if texts[i - 1 : i + 1] == ("it", "is")), first)
        if own > first and not theirs & set(texts[own : site.first]):
            return True  # `she thinks it is the si joint`
        if since is None or theirs & set(texts[since : site.first]):
            return False
        return site.name in NAMED_FOR_PAIN or since + 1 == site.first

    def _is_saddle(self, site: Found) -> bool:
        if self._table[site.name].region != "saddle":
            return False
        has_back = any(self._table[s.name].region == "back" for s in self._cues.sites)
        if self._saddle:
            return Status.PRESENT in self._saddle
        return site in self._listed or (has_back and self._cues.is_near(site, self._cues.pains))

    def _is_location(self, site: Found) -> bool:
        if site in self._listed:
            return True
        if self._table[site.name].region == "back":
            if site.name == "back" and is_backside(self._message, site, self._cues.sites):
                return False
            return self._cues.troubled or site.name in NAMED_FOR_PAIN or self._is_owned(site)
        if is_left_over(self._message, site, self._cues.sites):
            return True
        near = self._cues.pains if site.name in _VAGUE else [*self._cues.pains, *self._cues.troubles]
        return self._cues.is_near(site, near) or site.name in _TRUNK

    def _is_owned(self, site: Found) -> bool:
        """Tell `my back`, `this bad back` and `the back is out` from `back to work`."""
        words, texts = self._message.words, self._message.texts
        first, last = self._message.sentence(site.first)
        before = texts[max(first, site.first - 2) : site.first]
        after = texts[site.last] if site.last < last else "."
        is_last = not after[0].isalnum()
        if any(p.first == site.last for p in self._cues.pains):
            return True  # `back in bits`
        owners = words["owners"] - (_SIDE_WORDS if site.name == "back" else frozenset())
        if owners & set(before[-1:]) or (before[-1:] == ("the",) and after in words["of_a_back"]):
            return True
        if before[-1:] == ("the",):
            return is_last and not words["place_words"] & set(before[:1])
        is_opening = site.first == first or not before[-1][0].isalnum() or before[-1] in words["hellos"]
        return is_opening and (is_last or after not in words["no_back"])

    def _complaint_lists(self) -> list[Found]:
        """Return the sites named in one breath with a place of the back (`groin and low back`)."""
        listed: list[Found] = []
        group: list[Found] = []
        for site in [f for f in self._cues.sites if f.status is Status.PRESENT]:
            if not group or not self._is_in_one_breath(group[-1], site):
                group = []
            group.append(site)
            if any(self._table[s.name].region == "back" and (s.name != "back" or self._is_owned(s)) for s in group):
                listed += [s for s in group if s not in listed and not self._table[s.name].joint]
        return listed

    def _is_in_one_breath(self, one: Found, other: Found) -> bool:
        return set(self._message.texts[one.last : other.first]) <= self._message.words["site_glue"]

    def _is_of_before(self, site: Found) -> bool:
        """Tell whether pain was there before; a part of the back only counts as that where another is named later."""
        region = self._table[site.name].region
        later = any(s.first > site.last and self._table[s.name].region == region for s in self._cues.sites)
        return (later or region != "back") and is_of_before(self._message, site)

    def _is_bare_answer(self, site: Found) -> bool:
        """Tell whether the sentence names only places, and the message another or where it is not (`right calf`)."""
        first, last = self._message.sentence(site.first)
        last = next((i for i in range(site.last, last) if self._message.texts[i] == ","), last)  # `calf, not the toes`
        sites = [s for s in self._cues.sites if s is not site]
        named = {i for s in sites for i in range(s.first, s.last)} | {*range(site.first, site.last)}
        rest = {self._message.texts[i] for i in range(first, last) if i not in named}
        words = self._message.words
        if not {text for text in rest if text[0].isalnum()} <= words["bare_side"] | _SIDE_WORDS | words["bare_place"]:
            return False
        here = [s for s in sites if self._table[s.name].region in ("leg", "back", "trunk")]
        if any(s.status is Status.NEGATED or self._cues.verdict(s) is False for s in here):
            return True
        is_asked = "?" in self._message.texts[site.last : last + 1]
        return any(s.status is Status.PRESENT for s in here) and not is_asked

    def _is_limb_trouble(self, site: Found) -> bool:
        """Tell whether an arm or a leg that is named in the complaint hurts or is numb too."""
        kind = self._table[site.name]
        if kind.region == "arm":
            high = any(s.name in _HIGH for s in self._cues.sites)
            return high and self._cues.is_near(site, self._cues.pains)
        if kind.region != "leg":
            return False
        if self._message.texts[site.first - 1] == "this" and site.first and self._cues.troubled:
            return not any(w.overlaps(site) for w in self._weak)  # `i cannot sleep with this leg`
        if (
            self._cues.verdict(site)
            or self._is_bare_answer(site)
            or is_left_over(self._message, site, self._cues.sites)
            or answers_how_far(self._message, site)
        ):
            return True
        return site in self._listed or (self._cues.troubled and not kind.joint and self._is_leg_trouble(site))

    def _is_leg_trouble(self, site: Found) -> bool:
        weak = next((w for w in self._weak if w.overlaps(site)), None)
        if weak is not None and not any(self._is_pain_of(p, site, weak) for p in self._cues.pains):
            return False  # a weak leg is no spread of pain
        if (
            self._cues.is_near(site, self._cues.pains)
            or self._spreading.is_led_to(site)
            or is_where(self._message, site)
        ):
            return True
        at = site.last + 1
        if self._message.texts[at - 1 : at] in _LABEL and any(at <= p.first <= at + 1 for p in self._cues.pains):
            return True  # `calf: tingles`
        first, last = self._message.sentence(site.first)
        beside = [s for s in self.places.located + self.places.radiating if first <= s.first < last]
        if any(site.first - s.last <= _NEAR for s in beside):
            return True
        is_fragment = last - first <= _FRAGMENT and not any(first <= f.first < last for f in self._cues.acts)
        return is_fragment and any(
            self._table[s.name].region == "back" and s.status is Status.PRESENT for s in self._cues.sites
        )

    def _is_pain_of(self, pain: Found, site: Found, weak: Found) -> bool:
        """Tell whether a pain is that of a weak place, and not of another right before (`back pain, leg weakness`)."""
        if pain.overlaps(weak):
            return "out" not in self._message.texts[pain.first : pain.last]  # `my legs gave out`
        if pain.status is Status.NEGATED or abs(pain.first - site.last) > _NEAR:
            return False
        is_of_another = any(s.last == pain.first for s in self._cues.sites if s is not site)
        return not is_of_another and self._cues.is_one_sentence(pain, site)

    def _ways(self) -> list[Found]:
        """Return the legs from which pain goes on to another place (`front of the thigh to just below the knee`)."""
        legs = [s for s in self._cues.sites if self._table[s.name].region == "leg" and s.status is Status.PRESENT]
        known = [*self.places.radiating, *self.places.denied]
        return [s for s in legs if s not in known and is_way_to(self._message, s, self.places.radiating)]

    def _drop_repetitions(self) -> None:
        """Drop `back` where a more exact place of the back is named, and a vague place that was denied before."""
        denied = {s.name for s in self.places.denied if s.name in _VAGUE}
        self.places.located = [s for s in self.places.located if s.name not in denied or self._is_owned(s)]
        free = [s for s in self.places.denied if s.role == "site" and self._table[s.name].region == "leg"]
        over = {s for s in self.places.radiating if any(is_fine_now(self._message, s, f) for f in free)}
        self.places.radiating = [s for s in self.places.radiating if s not in over]
        present = [s for s in self.places.located if s.status is Status.PRESENT]
        exact = {
            s.name
            for s in present
            if (s.name != "back" and "back" in (self._table[s.name].location or "")) or s.name in _EXACT
        }
        if exact:
            self.places.repeated = [s for s in self.places.located if s.name == "back"]
            self.places.located = [s for s in self.places.located if s.name != "back"]


_OF_LEGS = frozenset({"bilat_leg", "weak", "paralysis"})
_TRUNK = frozenset({"groin", "flank", "mid_back", "upper_back"})
"""Places of the trunk that are named beside trouble of the back because they hurt too."""
_HURTING_WALK = "walking"
_HIGH = frozenset({"mid_back", "upper_back"})
_SIDE_WORDS = frozenset({"left", "right", "both"})
_PARTING = frozenset({",", "and", "but", "(", ")", "-", "so"})
_VAGUE = frozenset({"back", "belly", "hip_side"})
_EXACT = frozenset({"midline", "both_sides_band"})
