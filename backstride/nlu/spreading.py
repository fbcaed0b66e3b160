"""Whether pain is said to move to a place: `down the leg`, `low back to buttock`, `... pings to the thigh`."""

from collections.abc import Sequence

from backstride.domain.findings import Status
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.lexicon_entries import Site
from backstride.nlu.place_cues import PlaceCues

_REACH, _LED_REACH, _REACH_OF_STRENGTH, _JOINING = 6, 3, 4, 5
_BEYOND_KNEE = frozenset({"calf", "foot_toes", "below_knee"})
_BEYOND = frozenset({"past", "beyond"})
_FROM = frozenset({"back", "leg", "nerve", "trunk"})
_FROM_TO = frozenset(
    {
        "to",
        "into",
        "through",
        "2",
        "the",
        "my",
        "left",
        "right",
        "both",
        "mid",
        "lower",
        "down",
        "pain",
        "a",
        "bit",
        "in",
        "-",
        "=",
        "\ufe0f",
    }
)
_ARROWS = frozenset({">", "\u2192", "\u27a1"})
_TOWARDS = frozenset({"to", "into", "through", "2"}) | _ARROWS


_BELOW = frozenset({"past", "beyond", "below", "beneath", "under", "lower", "further"})
_KNEES = frozenset({"knee", "knees"})
_PARTS = {"calf": frozenset({"calf", "calves", "shin", "shins"}), "knee": _KNEES} | {
    "foot_toes": frozenset({"foot", "feet", "toe", "toes", "ankle", "ankles", "heel", "heels", "sole", "soles"})
}


def spared(message: Message, site: Found) -> tuple[str, Status]:
    """Return what a place or a phrase that is free of pain says of the spread: none at all, or none so far down.

    `My legs are fine` denies all of it; `it does not go below my knee` and `my foot is fine` leave the thigh open.
    """
    said = set(message.texts[site.first : site.last])
    if said & _BELOW and said & _KNEES:
        return "below_knee", Status.NEGATED
    part = next((part for part, words in _PARTS.items() if words & said), None)
    return ("none", Status.PRESENT) if part is None else (part, Status.NEGATED)


def is_spared_beside(message: Message, site: Found, hurting: Sequence[Site]) -> bool:
    """Tell whether a part is denied beside another that hurts (`not my foot, just the thigh`), not one of two sides."""
    part, status = spared(message, site)
    if message.words["of_strength"] & set(message.texts[site.last : site.last + _REACH_OF_STRENGTH]):
        return False  # `his foot's strong`
    reached = {str(kind.radiation) for kind in hurting}
    further = _BEYOND_KNEE if part in ("below_knee", "knee", "leg") else frozenset()
    return status is Status.NEGATED and not reached & (further | {part})


class Spreading:
    """The words of movement of a message and what they lead to."""

    def __init__(self, message: Message, cues: PlaceCues) -> None:
        """Keep both."""
        self._message, self._cues = message, cues

    def leads_to(self, site: Found, arrived: Sequence[Found]) -> bool:
        """Tell whether pain is said to move to the site, or on to it from another that it has arrived at."""
        sentence = self._message.sentence_of[site.first]
        if self._follows_site(site) or self._is_reached(site) or self._message.texts[site.first] in _BEYOND:
            return True
        if self._comes_from_back(site) or self._is_the_next_leg(site, arrived) or self._joins_in(site):
            return True
        same = [c for c in self._cues.spread if self._message.sentence_of[c.first] == sentence and c.first < site.first]
        same = [c for c in same if not self._is_of_a_run(c)]
        if not same:
            return False
        cue = same[-1]
        after_cue = (s for s in arrived if cue.first <= s.first)
        before = [s for s in after_cue if self._message.sentence_of[s.first] == sentence]
        if before:
            lead = self._message.texts[before[-1].last : site.first]
            return set(lead) <= self._message.words["onward"] or bool(self._message.words["further"] & set(lead[-4:]))
        covered = {i for s in self._cues.sites if s.first >= cue.last for i in range(s.first, s.last)}
        return len([i for i in range(cue.last, site.first) if i not in covered]) <= _REACH

    def _comes_from_back(self, site: Found) -> bool:
        """Tell whether pain is said to move to the site from the back behind it (`buttock pain radiating from ...`)."""
        later = [s for s in self._cues.sites if s.first >= site.last]
        if not later or self._cues.region(later[0]) != "back" or not self._cues.is_one_sentence(site, later[0]):
            return False
        between = [c for c in self._cues.spread if site.last <= c.first and c.last <= later[0].first]
        return any("from" in self._message.texts[c.first : c.last + 1] for c in between)

    def _joins_in(self, site: Found) -> bool:
        """Tell whether the site is said to hurt besides the back (`my back aches and the right knee joins in`)."""
        first, last = self._message.sentence(site.first)
        after = " ".join(self._message.texts[site.last : min(last, site.last + _JOINING)]) + " "
        if not any(after.startswith(f"{words} ") for words in self._message.words["joins_in"]):
            return False
        told = (*self._cues.sites, *self._cues.pains)
        return any(first <= f.first < site.first and f.status is Status.PRESENT for f in told)

    def _is_the_next_leg(self, site: Found, arrived: Sequence[Found]) -> bool:
        """Tell whether it is a leg behind another that pain has arrived at (`..., two days later the left leg too`)."""
        if self._cues.region(site) != "leg" or not any(self._cues.region(s) == "leg" for s in arrived):
            return False
        _, last = self._message.sentence(site.first)
        after = self._message.texts[site.last : min(last, site.last + 2)]
        return after == ("as", "well") or bool(set(after[:1]) & self._message.words["too_words"])

    def _is_of_a_run(self, cue: Found) -> bool:
        """Tell whether it is no movement of pain but a run, or how far into it (`20 min into a run my glute aches`)."""
        texts, before = self._message.texts, set(self._message.texts[max(0, cue.first - 1) : cue.first])
        return texts[cue.first] == "into" and bool(before & self._message.words["run_stretches"])

    def is_led_to(self, site: Found) -> bool:
        """Tell whether pain named earlier in the sentence is said to be in the site (`... and now in the shin`)."""
        sentence = self._message.sentence_of[site.first]
        earlier = [
            p for p in self._cues.pains if p.first < site.first and self._message.sentence_of[p.first] == sentence
        ]
        lead = self._message.texts[max(0, site.first - _LED_REACH) : site.first]
        return bool(self._message.words["led_to"] & set(lead)) and any(p.status is Status.PRESENT for p in earlier)

    def _follows_site(self, site: Found) -> bool:
        """Tell whether the site is the end of `low back to buttock`, `leg to the knee`."""
        before = [s for s in self._cues.sites if s.last <= site.first and self._cues.region(s) in _FROM]
        if not before or self._message.sentence_of[before[-1].first] != self._message.sentence_of[site.first]:
            return False
        lead = self._message.texts[before[-1].last : site.first]
        return bool(_TOWARDS & set(lead)) and set(lead) <= _FROM_TO | _ARROWS

    def _is_reached(self, site: Found) -> bool:
        """Tell whether the site is where the pain of the sentence goes (`... pings to the back of the thigh`)."""
        first, _ = self._message.sentence(site.first)
        lead = site.first + (self._message.texts[site.first] in self._message.words["towards"])
        while lead > first and self._message.texts[lead - 1] in self._message.words["part_words"]:
            lead -= 1
        if lead <= first or self._message.texts[lead - 1] not in self._message.words["towards"]:
            return False
        told = [
            f for f in (*self._cues.sites, *self._cues.pains) if first <= f.first < lead and f.status is Status.PRESENT
        ]
        return bool(told) and not any(
            a.role == "activity" and told[-1].last <= a.first < site.last for a in self._cues.acts
        )
