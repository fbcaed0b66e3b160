"""Whether a message is about the complaint though it names no place of the back: a leg that sitting hurts, an answer.

What the back does to a leg is told by what brings it on. A limb that was hurt itself (`shin splints`) is none of ours.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from backstride.domain.findings import Status
from backstride.domain.mentions import Mention
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.lexicon_entries import Site
from backstride.nlu.places import Places

_OF_THE_SPINE = frozenset({"ces_saddle", "spine_proc", "inflammatory"})
"""Findings that are trouble of the spine wherever it hurts; the last may be that of other joints."""
_INFLAMED = frozenset({"inflammatory"})
_POSTURES = frozenset(
    {"sitting_long", "standing_long", "driving", "bend_forward", "bend_backward", "cough_sneeze", "rolling_in_bed"}
) | {"lying", "sit_to_stand", "twist", "lifting", "socks_shoes", "one_leg_stand"}
"""Triggers that load the back; running and stairs hurt any limb."""
_EASES = frozenset({"sitting_or_bending_forward", "bending_backward", "lying", "walking_moving"})
_NERVE_PAIN = frozenset({"tingling_numb", "electric_shooting", "burning"})
_UPPER_LEG = frozenset({"leg", "back_thigh", "front_thigh", "both_legs"})
_ARRIVED = frozenset({"knee", "knee_back", "below_knee", "calf", "foot_toes", "groin"})
_TRUNK = frozenset({"mid_back", "flank", "hip_side", "groin"})
_ELSEWHERE = frozenset({"other", "arm", "chest"})


@dataclass(frozen=True, slots=True)
class Said:
    """The values of a message by slot, those that are present and those that are denied."""

    triggers: Set[object]
    relievers: Set[object]
    denied: Set[object]
    qualities: Set[object]
    findings: Set[str]

    @classmethod
    def of(cls, mentions: Sequence[Mention]) -> "Said":
        """Sort the mentions once."""
        there = [m for m in mentions if m.status is Status.PRESENT]
        acts = ("triggers", "relievers")
        return cls(
            {m.value for m in there if m.finding == "triggers"},
            {m.value for m in there if m.finding == "relievers"},
            {(m.finding, m.value) for m in mentions if m.finding in acts and m.status is Status.NEGATED},
            {m.value for m in there if m.finding == "quality"},
            {m.finding for m in there},
        )

    @property
    def answers(self) -> bool:
        """Whether at least one thing hurts or helps, and a second is said to, or not to."""
        some = len(self.triggers) + len(self.relievers)
        return some > 0 and some + len(self.denied) > 1


def is_complaint_unnamed(
    message: Message, places: Places, found: Sequence[Found], table: dict[str, Site], said: Said
) -> bool:
    """Tell whether it is about what Backstride is for, no place of the back being named as the one that hurts.

    Args:
        message: The words.
        places: The sites by role.
        found: All phrases of the message with their status.
        table: What each site can become.
        said: What was said of it.
    """
    sites = [f for f in found if f.role == "site" and f.status is Status.PRESENT]
    if any(table[s.name].region in _ELSEWHERE for s in sites):
        return False
    if not message.words["of_elsewhere"].isdisjoint(message.texts):
        return False
    spine = said.findings & _OF_THE_SPINE
    if spine - _INFLAMED or (spine and not any(s.name in _ARRIVED for s in sites)):
        return True
    is_free = any(table[s.name].region == "back" for s in places.denied if s.role == "site")
    if is_free:
        return _is_leg_of_a_nerve(places, said)
    is_answer = not sites and said.answers  # `not when i cough, bending yes`
    return is_answer or _is_of_the_trunk(places, said) or _is_leg(places, found, said)


def _is_of_the_trunk(places: Places, said: Said) -> bool:
    """Tell whether a flank, a hip or the middle of the back hurts as a low back does."""
    named = {s.name for s in places.located if s.status is Status.PRESENT}
    return bool(named & _TRUNK and "upper_back" not in named and said.triggers & _POSTURES)


def _is_leg(places: Places, found: Sequence[Found], said: Said) -> bool:
    """Tell whether a leg hurts as one does whose nerve is pressed on in the back, or pain goes down to it."""
    if _is_leg_of_a_nerve(places, said):
        return True
    if {s.name for s in places.spread_to} & _ARRIVED and (said.triggers or said.relievers):
        return True
    pained = any(f.role == "pain" and f.status is Status.PRESENT for f in found)
    is_bare = not said.triggers or "constant" in said.findings  # running hurts any leg
    return pained and is_bare and bool({s.name for s in places.radiating} & _UPPER_LEG)


def _is_leg_of_a_nerve(places: Places, said: Said) -> bool:
    """Tell whether what loads the back hurts a thigh or whole leg, or it burns, shoots or tingles."""
    if not {s.name for s in places.radiating} & _UPPER_LEG:
        return False
    return bool(said.triggers & _POSTURES or said.relievers & _EASES or said.qualities & _NERVE_PAIN)
