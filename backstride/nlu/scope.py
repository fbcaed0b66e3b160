"""Whether a message is about what Backstride is for: trouble of the low back, buttock, tailbone or a sciatic leg.

It is if one of these is named as what is ill. It may be if none is: what the back does to a leg is told by what brings
it on (`into my thigh whenever i sit`). A limb that was hurt itself (`shin splints`) is none of ours.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from backstride.domain.findings import Status
from backstride.domain.mentions import Mention
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.lexicon_entries import Site
from backstride.nlu.places import Places

_NERVE_FLAGS = frozenset({"bilat_leg", "paralysis"})
_NERVE_FLAGS_OF_A_LEG = frozenset({"weak", "ces_saddle"})
_OURS = frozenset({"leg", "back", "saddle"})
_NAMED_IN_SPANISH = frozenset({"location", "radiation"})
"""Findings that no word but a Spanish one names without a site (`me duele la espalda`)."""
_OF_THE_SPINE = frozenset({"ces_saddle", "spine_proc", "inflammatory"})
"""Findings that are trouble of the spine wherever it hurts."""
_POSTURES = frozenset(
    {"sitting_long", "standing_long", "driving", "bend_forward", "bend_backward", "cough_sneeze", "rolling_in_bed"}
) | {"lying", "sit_to_stand", "twist", "lifting", "socks_shoes", "one_leg_stand"}
"""Triggers that load the back; running and stairs hurt any limb."""
_EASES = frozenset({"sitting_or_bending_forward", "bending_backward", "lying", "walking_moving"})
_NERVE_PAIN = frozenset({"tingling_numb", "electric_shooting"})
_UPPER_LEG = frozenset({"leg", "back_thigh", "front_thigh", "both_legs"})
_ARRIVED = frozenset({"knee", "knee_back", "below_knee", "calf", "foot_toes", "groin"})
_TRUNK = frozenset({"mid_back", "flank", "hip_side", "groin"})
_ELSEWHERE = frozenset({"other", "arm", "chest"})


def is_complaint(
    message: Message,
    places: Places,
    found: Sequence[Found],
    table: Mapping[str, Site],
    mentions: Sequence[Mention],
) -> bool:
    """Tell whether the message is about trouble of the low back, buttock, tailbone or a sciatic leg.

    Args:
        message: The words.
        places: The sites by role.
        found: All phrases of the message with their status.
        table: What each site can become.
        mentions: All mentions; two triggers, or two things that help beside a pain, are an answer about the complaint.
    """
    said = _Said.of(places, found, table, mentions)
    if _is_named(said):
        return True
    return message.words["of_elsewhere"].isdisjoint(message.texts) and _is_ours_unnamed(said)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a message says, as both questions ask for it.

    Attributes:
        found: All phrases of the message with their status.
        sites: Those of them that are places where something is.
        is_pained: Whether a pain is told of.
        triggers: Values of the slot that are present, as are `relievers`, `qualities` and `findings`.
        denied: What is said to bring it on or to help, and not to.
    """

    places: Places
    found: Sequence[Found]
    table: Mapping[str, Site]
    sites: Sequence[Found]
    is_pained: bool
    triggers: Set[object]
    relievers: Set[object]
    denied: Set[object]
    qualities: Set[object]
    findings: Set[str]

    @classmethod
    def of(
        cls, places: Places, found: Sequence[Found], table: Mapping[str, Site], mentions: Sequence[Mention]
    ) -> "_Said":
        """Sort phrases and mentions once."""
        there = [m for m in mentions if m.status is Status.PRESENT]
        acts = ("triggers", "relievers")
        return cls(
            places,
            found,
            table,
            [f for f in found if f.role == "site" and f.status is Status.PRESENT],
            any(f.role == "pain" and f.status is Status.PRESENT for f in found),
            {m.value for m in there if m.finding == "triggers"},
            {m.value for m in there if m.finding == "relievers"},
            {(m.finding, m.value) for m in mentions if m.finding in acts and m.status is Status.NEGATED},
            {m.value for m in there if m.finding == "quality"},
            {m.finding for m in there},
        )

    def region(self, site: Found) -> str:
        """Return the part of the body that a site belongs to."""
        return self.table[site.name].region

    def legs(self, sites: Iterable[Found]) -> list[Found]:
        """Return those of some sites that are a leg and none of its joints."""
        return [s for s in sites if self.region(s) == "leg" and not self.table[s.name].joint]

    def has(self, names: Set[str]) -> bool:
        """Tell whether a phrase of one of some names is present."""
        return any(f.name in names and f.status is Status.PRESENT for f in self.found)


def _is_named(said: _Said) -> bool:
    """Tell whether a place of the back or a pressed nerve is named as what is ill."""
    named = [f for f in said.found if f.role == "in_scope" and f.status is not Status.NEGATED]
    elsewhere = [f for f in said.found if f.role == "site" and said.region(f) == "other"]  # `disc bulge in my neck`
    if any(not any(f.overlaps(free) for free in (*said.places.denied, *elsewhere)) for f in named):
        return True
    if _is_of_a_nerve(said) or said.has(_NAMED_IN_SPANISH) or _hurts_a_back(said):
        return True
    if any(said.region(site) == "back" for site in said.places.denied if site.role == "site"):
        return False  # `shin pain, back is good`
    is_answer = said.is_pained and (said.triggers or len(said.relievers) > 1)
    return bool(said.legs(said.places.spread_to)) or (not said.sites and bool(is_answer))


def _hurts_a_back(said: _Said) -> bool:
    """Tell whether a place of the back hurts; a bare `back` not beside a chest, or where pain goes from elsewhere."""
    places = said.places
    is_chest = any(said.region(s) == "chest" for s in said.sites)
    for site in places.located:
        if said.region(site) == "back":
            arrived = site in places.spread_to and any(s.first < site.first and s.name != "back" for s in said.sites)
            if site.name != "back" or not (is_chest or arrived):
                return True
    return any(said.region(site) == "back" for site in places.radiating)


def _is_of_a_nerve(said: _Said) -> bool:
    """Tell whether both legs are ill, or one is weak or numb up to the saddle, or it tingles and nothing above does."""
    if said.has(_NERVE_FLAGS):
        return True
    if not said.legs(said.places.radiating):
        return False
    if said.has(_NERVE_FLAGS_OF_A_LEG):
        return True
    felt = any(f.name == "quality" and f.value in _NERVE_PAIN and f.status is Status.PRESENT for f in said.found)
    return felt and all(said.region(f) in _OURS for f in said.found if f.role == "site")


def _is_ours_unnamed(said: _Said) -> bool:
    """Tell whether it is about the back, no place of it being named as the one that hurts."""
    if any(said.region(s) in _ELSEWHERE for s in said.sites):
        return False
    if said.findings & _OF_THE_SPINE:
        return True
    if any(said.region(s) == "back" for s in said.places.denied if s.role == "site"):
        return _is_leg_of_a_nerve(said)
    return _only_answers(said) or _is_of_the_trunk(said) or _is_leg(said)


def _only_answers(said: _Said) -> bool:
    """Tell whether one thing hurts or helps and a second does or does not, and no place is named (`bending yes`)."""
    some = len(said.triggers) + len(said.relievers)
    return not said.sites and some > 0 and some + len(said.denied) > 1


def _is_of_the_trunk(said: _Said) -> bool:
    """Tell whether a flank, a hip or the middle of the back hurts as a low back does."""
    named = {s.name for s in said.places.located if s.status is Status.PRESENT}
    return bool(named & _TRUNK and "upper_back" not in named and said.triggers & _POSTURES)


def _is_leg(said: _Said) -> bool:
    """Tell whether a leg hurts as one does whose nerve is pressed on in the back, or pain goes down to it."""
    if _is_leg_of_a_nerve(said):
        return True
    if {s.name for s in said.places.spread_to} & _ARRIVED and said.triggers:
        return True
    is_bare = not said.triggers or "constant" in said.findings  # running hurts any leg
    return said.is_pained and is_bare and bool({s.name for s in said.places.radiating} & _UPPER_LEG)


def _is_leg_of_a_nerve(said: _Said) -> bool:
    """Tell whether what loads the back hurts a thigh or whole leg, or it burns, shoots or tingles."""
    if not {s.name for s in said.places.radiating} & _UPPER_LEG:
        return False
    is_felt = said.qualities & _NERVE_PAIN or "burning" in said.qualities
    return bool(said.triggers & _POSTURES or said.relievers & _EASES or is_felt)
