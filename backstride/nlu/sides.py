"""On which side the back hurts, else on which side the leg does; other body parts do not count.

Side words stand before their site (`left low back`) or after it (`on the right`). Which words name
a side is data (content/lexicon/sites.yml); which of them are meant is decided in `side_words.py`.
"""

from collections.abc import Sequence

from backstride.domain.findings import Status
from backstride.nlu.clauses import Message, union
from backstride.nlu.found import Found
from backstride.nlu.places import Places
from backstride.nlu.side_words import SideWords

_REACH_BEHIND, _ANSWER, _OF_PAIN = 10, 6, 2
_OF_THE_COMPLAINT = frozenset(
    {
        "leg",
        "sciatica",
        "back_thigh",
        "front_thigh",
        "calf",
        "below_knee",
        "foot_toes",
        "buttock",
        "low_back",
        "low_down",
        "back",
        "si_dimple",
    }
)
_ONE = frozenset({"one", "1", "side"})
_LEADS = frozenset({"on", "to", "mostly", "mainly", "only", "just", "down"})
_OF_A_BLOW = frozenset({"from", "hit", "struck"})
"""Behind `on my left` and the like; `right now`, `left when` are no sides."""
_HURTING = (("hurts",), ("aches",), ("burns",), ("is",), ("throbs",))
_LIMB = frozenset({"leg", "back_thigh", "front_thigh", "calf", "below_knee", "foot_toes", "knee", "both_legs"})
"""Places with a middle that is no side (`to about the middle of the calf`)."""
_MIDDLE = frozenset({"back", "low_back", "low_down"})
_KNEE, _ARM = frozenset({"knee", "knee_back"}), "arm"
_BY_SITE = {"both_legs": "both", "midline": "center"}
"""Places that name a side by themselves."""


class Sides:
    """The side words of a message, each with the site it belongs to."""

    def __init__(self, message: Message, found: Sequence[Found], places: Places) -> None:
        """Attach every side word that is said of now."""
        self._message, self._places = message, places
        self._sites = [f for f in found if f.role == "site"]
        self._pains = [f for f in found if f.role == "pain" and f.status is Status.PRESENT]
        self._all = SideWords(message, found)
        attached = [(word, self._site_of(word)) for word in self._all.meant]
        self._words = [(word, site) for word, site in attached if site is None or not self._is_free(site)]
        self._words = [(w, s) for w, s in self._words if w.name != "center" or s is None or s.name not in _LIMB]
        self._weak = [f for f in found if f.name == "weak" and f.status is Status.PRESENT]
        self._both = next((f for f in found if f.name == "bilat_leg" and f.status is Status.PRESENT), None)

    def _is_free(self, site: Found) -> bool:
        """Tell whether a place is free of pain, and so is its side (`left leg is perfect`)."""
        return any(site.first == free.first and site.name == free.name for free in self._places.denied)

    def of_site(self, site: Found) -> set[str]:
        """Return the side words that belong to a site."""
        return {word.name for word, owner in self._words if owner is not None and owner.first == site.first}

    def complaint(self) -> tuple[str, Found] | None:
        """Return the side of the complaint and the words that say so."""
        located = {s.first for s in (*self._places.located, *self._places.repeated)}
        back = [
            (w.name, w)
            for w, site in self._words
            if (site is not None and site.first in located) or (site is None and self._is_loose(w))
        ]
        exact = {s.first for s in self._places.located if s.name in _OF_THE_COMPLAINT}
        own = [(w.name, w) for w, site in self._words if site is not None and site.first in exact]
        back = own or back  # `my left hip aches but my back hurts on the right`
        back += [(_BY_SITE[s.name], s) for s in self._places.located if s.name in _BY_SITE]
        leg = [(w.name, w) for w, site in self._words if site is not None and self._is_leg(site)]
        leg += [(_BY_SITE[s.name], s) for s in self._places.radiating if s.name in _BY_SITE]
        said = [(side, word) for side, word in back or leg or self._beside_the_complaint() if side != "one"]
        if not said:
            return ("both", self._both) if self._both is not None else None
        names = {side for side, _ in said}
        side = said[0][0]
        if names & {"both", "switches"} or {"left", "right"} <= names:
            side = "switches" if "switches" in names or self._all.by_turns else "both"
        elif self._all.by_turns:
            side = "switches"
        elif side == "center" and names & {"left", "right"}:
            side = next(name for name, _ in said if name in ("left", "right"))
        return side, next((word for name, word in said if name == side), said[0][1])

    def _beside_the_complaint(self) -> list[tuple[str, Found]]:
        """Return the side that is named of a leg or of nothing in particular, if it is the only one."""
        weak = [w for w, site in self._words if site is None and any(f.holds(w) for f in self._weak)]
        said = [(w.name, w) for w, site in self._words if site is None and (w in weak or self._stands_alone(w))]
        said += [(w.name, w) for w, site in self._words if site is not None and self._is_of_the_complaint(site)]
        return said if len({name for name, _ in said}) == 1 or self._all.by_turns else []

    def _is_of_the_complaint(self, site: Found) -> bool:
        """Tell whether a place is of the back or a leg; a knee where it is weak or a leg is named before it."""
        if site.name in _OF_THE_COMPLAINT:
            return True
        sentence = self._message.sentence_of[site.first]
        near = [f for f in (*self._weak, *self._sites) if self._message.sentence_of[f.first] == sentence]
        return site.name in _KNEE and any(
            f.name == "weak" or (f.name in _LIMB - _KNEE and f.first < site.first) for f in near
        )

    def _stands_alone(self, word: Found) -> bool:
        """Tell a side from `right onto`, `hit me from the left side`, `right ureter`."""
        after = self._message.texts[word.last : word.last + 1]
        before = set(self._message.texts[max(self._message.sentence(word.first)[0], word.first - 3) : word.first])
        goes_on = self._message.words["side_goes_on"] if word.last - word.first > 1 else frozenset()
        return not (after and after[0][:1].isalnum() and after[0] not in goes_on) and not before & _OF_A_BLOW

    def legs(self) -> set[str]:
        """Return the sides of the legs it spreads to, and of a sciatica."""
        radiating = [s for s in self._places.radiating if s.name != _ARM]
        said = {w.name for w, site in self._words if site in radiating}
        return said | {w.name for w, site in self._words if site is not None and site.name == "sciatica"}

    def _is_leg(self, site: Found) -> bool:
        names = {s.name for s in self._sites} - {_ARM}
        spread = {
            (s.first, s.name) for s in self._places.radiating if s.name != _ARM or not names & _LIMB
        }  # a status may have been put right there
        if (site.first, site.name) in spread or site.name == "sciatica":
            return True
        return any(
            f.overlaps(site) or 0 <= site.first - f.last <= 2 or 0 <= f.first - site.last <= 2 for f in self._weak
        )

    def _site_of(self, word: Found) -> Found | None:
        texts, sentence = self._message.texts, self._message.sentence_of[word.first]
        steps = union(self._message.words["side_steps"], self._message.words["beside_a_site"])
        reach = next((i for i in range(word.last, len(texts)) if texts[i] not in steps), len(texts))
        for site in self._sites:
            if site.overlaps(word) or word.last <= site.first <= reach:
                return site
        if set(texts[word.last : word.last + 1]) & self._message.words["aside"] or self._is_the_other_one(word):
            return None
        before = [s for s in self._sites if self._message.sentence_of[s.first] == sentence and s.last <= word.first]
        if before and self._is_free(before[-1]) and self._pain_before(word, before[-1].last):
            return None  # `my back is ok so far, a mild ache on the left`
        if any(not self._is_free(s) for s in before):  # `my bum hurts, not my tailbone, more to the right`
            before = [s for s in before if not self._is_free(s)]
        return before[-1] if before and word.first - before[-1].last <= _REACH_BEHIND else None

    def _pain_before(self, word: Found, first: int) -> bool:
        """Tell whether a side says of which pain it is (`a mild ache on the left`), the pain named after `first`."""
        clause = self._message.clause_of[word.first]
        near = [p for p in self._pains if first <= p.first and 0 <= word.first - p.last <= _OF_PAIN]
        return any(self._message.clause_of[p.first] == clause for p in near)

    def _is_the_other_one(self, word: Found) -> bool:
        """Tell whether it names one of two that were named as free of pain (`right leg fine, left one ...`)."""
        follows = self._message.texts[word.last : word.last + 1]
        free = [f for f in self._places.denied if f.first < word.first and self._has_a_side(f)]
        return bool(_ONE & set(follows)) and bool(free)

    def _has_a_side(self, site: Found) -> bool:
        """Tell whether it is one of two (`backs` in `nothing wrong with our backs` is none)."""
        if site.name not in _MIDDLE:
            return True
        near = self._message.texts[max(0, site.first - 2) : site.last + 3]
        return bool({"left", "right", "l", "r"} & set(near))

    def _is_loose(self, word: Found) -> bool:
        """Tell whether a side word names the side of the complaint by itself (`mostly on the left`)."""
        hurts = bool(self._places.located or self._places.radiating or not self._sites)
        texts = self._message.texts
        is_told = hurts and {"that", "which"} & set(texts[word.last : word.last + 1])
        is_one = texts[word.last : word.last + 1] == ("one",) and texts[word.last + 1 : word.last + 2] in _HURTING
        lead = texts[max(0, word.first - 2) : word.first]
        is_it = lead == ("it", "is") and word.last - word.first > 1
        if self._is_the_other_one(word) or is_told or is_one or is_it or self._pain_before(word, 0):
            return True  # `it is the left that is bad`, `the left one hurts`, `it is on my left`
        if hurts and word.last - word.first > 1 and self._message.texts[word.first] in _LEADS:
            return True  # `two inches to the left of it`
        if word.name in ("both", "switches") or (word.name == "center" and texts[word.last : word.last + 1] != ("of",)):
            return hurts
        first, last = self._message.sentence(word.first)
        if last - first <= _ANSWER and not any(first <= site.first < last for site in self._sites):
            return True
        near = set(self._message.texts[max(0, word.first - 3) : word.last + 2])
        if near & {"from", "hit"} or not hurts:
            return False
        return bool(near & self._message.words["loose_side"]) or self._all.is_bare(word)


def finer(location: str | None, sides: set[str]) -> str | None:
    """Return one side, both sides or the middle of the low back if a side word stands by it."""
    if location != "low_back" or not sides:
        return location
    if "center" in sides:
        return "midline"
    return "both_sides_band" if "both" in sides or {"left", "right"} <= sides else "one_side_low_back"
