"""Whether a message is about what Backstride is for."""

from collections.abc import Sequence

from backstride.domain.findings import Status
from backstride.domain.mentions import Mention
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.lexicon_entries import Site
from backstride.nlu.places import Places
from backstride.nlu.scope_unnamed import Said, is_complaint_unnamed

_NERVE_FLAGS = frozenset({"bilat_leg", "paralysis"})
_NERVE_FLAGS_OF_A_LEG = frozenset({"weak", "ces_saddle"})
_NERVE = "sciatica"
_OURS = frozenset({"leg", "back", "saddle"})
_NERVE_PAIN = frozenset({"tingling_numb", "electric_shooting"})


def is_complaint(
    message: Message, places: Places, found: Sequence[Found], table: dict[str, Site], mentions: Sequence[Mention]
) -> bool:
    """Tell whether the message is about trouble of the low back, buttock, tailbone or a sciatic leg.

    Args:
        message: The words.
        places: The sites by role.
        found: All phrases of the message with their status.
        table: What each site can become.
        mentions: All mentions; two triggers, or two things that help beside a pain, are an answer about the complaint.
    """
    said = Said.of(mentions)
    if _is_named(places, found, table, said):
        return True
    return is_complaint_unnamed(message, places, found, table, said)


def _is_named(places: Places, found: Sequence[Found], table: dict[str, Site], said: Said) -> bool:
    """Tell whether a place of the back or a pressed nerve is named as what is ill."""
    named = [f for f in found if f.role == "in_scope" and f.status is not Status.NEGATED]
    elsewhere = [f for f in found if f.role == "site" and table[f.name].region == "other"]  # `disc bulge in my neck`
    if any(not any(f.overlaps(free) for free in (*places.denied, *elsewhere)) for f in named):
        return True
    if _is_of_a_nerve(places, found, table) or _is_named_in_spanish(found):
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
    if any(table[site.name].region == "back" for site in places.denied if site.role == "site"):
        return False  # `shin pain, back is good`
    legs = [s for s in places.spread_to if table[s.name].region == "leg" and not table[s.name].joint]
    pained = any(f.role == "pain" and f.status is Status.PRESENT for f in found)
    is_answer = len(said.triggers) > 1 or (pained and (said.triggers or len(said.relievers) > 1))
    return bool(legs) or (not sites and bool(is_answer))


def _is_named_in_spanish(found: Sequence[Found]) -> bool:
    """Tell whether the words name the finding and no site (`me duele la espalda`), as only Spanish ones do."""
    return any(f.name in ("location", "radiation") and f.status is Status.PRESENT for f in found)


def _is_of_a_nerve(places: Places, found: Sequence[Found], table: dict[str, Site]) -> bool:
    """Tell whether both legs are ill, or one is weak or numb up to the saddle, or it tingles and nothing above does."""
    if any(f.name in _NERVE_FLAGS and f.status is Status.PRESENT for f in found):
        return True
    legs = [s for s in places.radiating if table[s.name].region == "leg" and not table[s.name].joint]
    if legs and any(f.name in _NERVE_FLAGS_OF_A_LEG and f.status is Status.PRESENT for f in found):
        return True
    named = any(f.role == "site" and f.name == _NERVE and f.status is Status.PRESENT for f in found)
    if legs and named:
        return True  # `nerve pain in my left leg`
    felt = any(f.name == "quality" and f.value in _NERVE_PAIN and f.status is Status.PRESENT for f in found)
    above = any(f.role == "site" and table[f.name].region not in _OURS for f in found)
    return bool(legs) and felt and not above
