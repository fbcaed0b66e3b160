"""What is said around the places of a message: words of pain and movement, what is fine or out of reach of the pain."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from backstride.domain.findings import Status
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.lexicon_entries import Site
from backstride.nlu.place_changes import is_no_with_a_pronoun
from backstride.nlu.verdicts import is_over, is_told_over, shared_verdict

NAMED_FOR_PAIN = frozenset({"low_back", "midline", "both_sides_band", "si_dimple", "tailbone"})
"""Nobody names these places to a clinic unless something is wrong there."""
_SMALL = frozenset({"my", "the", "both", "his", "her"})
_JOINS = (("and",), ("&",), ("or",), ("nor",), ("plus",))
_REACH, _FINE_REACH, _FRAGMENT, _ANSWER, _ASIDE_REACH = 6, 3, 9, 6, 9
_DOUBTFUL = (Status.PRESENT, Status.UNCERTAIN, Status.OTHER_PERSON, Status.HYPOTHETICAL)
_OWNED, _CONDITIONS = 1, frozenset({"when", "if", "once", "while", "whenever", "as"})
_HIP = "hip_side"
_NUMB = "tingling_numb"
_NO_PAIN = frozenset({"no", "not", "nothing", "none", "zero", "nil", "without"})
_NO = frozenset({"no", "nope", "nah", "not", "nowhere", "never"})
_WHEN = frozenset({"when", "while", "whenever", "if", "during"})
_BEING = frozenset({"is", "are", "do", "does", "am", "feel", "feels"})
_TURNS = frozenset({"it", "but", "and", "just", "only", "rather"})


class PlaceCues:
    """The cues of a message, sorted by what they say of a place.

    Attributes:
        sites: The places themselves, of any status.
        spread: Words of movement that are said of now.
        no_spread: Phrases that deny a spread, and words of movement that were asked and answered with no.
        pains: Words of pain, and other ways to say that a place hurts.
        troubles: Words of trouble other than pain.
        acts: Activities and findings.
        troubled: Whether the message is about trouble at all; a short one is taken to be.
    """

    def __init__(self, message: Message, found: Sequence[Found], table: dict[str, Site]) -> None:
        """Sort the phrases of a message."""
        self._message, self._table = message, table
        self.sites = [f for f in found if f.role == "site"]
        acts = [f for f in found if f.role == "activity"]
        self.spread = [f for f in found if f.role == "spread" and f.status is Status.PRESENT]
        self.spread = [f for f in self.spread if not any(act.holds(f) for act in acts)]  # `lie down, left buttock`
        self.pains = [f for f in found if f.role in ("pain", "hurts") or f.name == "quality"]
        self.troubles = [f for f in found if f.role == "trouble"]
        self.acts = [f for f in found if f.role in ("activity", "finding")]
        self._fine = [f for f in found if f.role in ("fine", "harmless")]
        hurts = any(p.status in _DOUBTFUL for p in self.pains if p.role != "hurts")
        cues = [f for f in found if f.role in ("worse", "better")]
        told = any(t.status in _DOUBTFUL for t in [*self.troubles, *cues])
        named = any(f.name in NAMED_FOR_PAIN and f.status is Status.PRESENT for f in self.sites)
        self.troubled = len(message.texts) <= _FRAGMENT or hurts or told or named or bool(self.spread)
        asked = [f for f in found if f.role == "spread" and self._is_answered_no(f)]
        asked = [
            f for f in asked if not any(act.holds(f) or act.first == f.last for act in acts)
        ]  # `better lying down?`
        self.no_spread = [f for f in found if f.role == "no_spread" and self._is_told(f) and not self._is_of_back(f)]
        self.no_spread += [replace(f, role="no_spread", status=Status.PRESENT) for f in asked]

    def region(self, site: Found) -> str:
        """Return the part of the body a site is in."""
        return self._table[site.name].region

    def is_one_sentence(self, one: Found, other: Found) -> bool:
        """Tell whether two phrases stand in the same sentence."""
        return self._message.sentence_of[one.first] == self._message.sentence_of[other.first]

    def is_near(self, site: Found, words: Sequence[Found]) -> bool:
        """Tell whether one of the words is said of the site: in its clause, or shortly before it in its sentence."""
        glue = self._message.words["site_glue"]
        clause, sentence = self._message.clause_of[site.first], self._message.sentence_of[site.first]
        return any(
            self._message.clause_of[w.first] == clause
            or (self._message.sentence_of[w.first] == sentence and 0 <= site.first - w.last <= _REACH)
            or (site.last <= w.first and set(self._message.texts[site.last : w.first]) <= glue)
            or self._is_over_an_aside(site, w)
            for w in words
            if w.status in (Status.PRESENT, Status.UNCERTAIN)
        )

    def _is_over_an_aside(self, site: Found, word: Found) -> bool:
        """Tell whether only words between commas part the two (`my left thigh, at the front, began to burn`)."""
        if not 0 < word.first - site.last <= _ASIDE_REACH or not self.is_one_sentence(site, word):
            return False
        between = self._message.texts[site.last : word.first]
        others = [s for s in self.sites if site.last <= s.first < word.first]
        return between[0] == "," and "," in between[2:] and not others

    def is_as_far_as(self, site: Found) -> bool:
        """Tell whether the pain ends there (`does not go past the buttock`, `never leaves the low back`)."""
        texts = self._message.texts
        limits = self._message.words["limits_of_spread"]
        ends = any(s.holds(site) and limits & set(texts[s.first : site.first]) for s in self.no_spread)
        return ends and (self.region(site) == "back" or site.name == _HIP)

    def verdict(self, site: Found) -> bool | None:
        """Return the yes or no that answers for the site (`groin? no`, `calf, negative`)."""
        return shared_verdict(self._message, site, self.sites)

    def is_free(self, site: Found) -> bool:
        """Tell whether the site is said to be fine (`legs are fine`) or out of reach of the pain."""
        may_be = self.region(site) != "back" and not self.is_as_far_as(site)
        if may_be and any(spared.holds(site) for spared in self.no_spread):
            return True
        is_leg = self.region(site) == "leg"  # `my back went` is no cure
        is_gone = is_leg and (is_over(self._message, site.last) or self._is_told_over(site))
        if self.verdict(site) is False or is_gone or self._is_painless(site):
            return True
        if self._is_sore_at_times(site):
            return False
        for fine in self._fine:
            if self._is_of_an_act(site, fine):
                continue
            gap = fine.first - self._last_beside(site).last
            if _WHEN & set(self._message.texts[fine.last - 1 : fine.last + 1]):
                continue  # `my low back is not bad when i walk`
            if self._is_of_one_time(site):
                continue  # `the only time my back does not hurt is ..`
            if 0 <= gap <= _FINE_REACH and self._message.clause_of[fine.first] == self._message.clause_of[site.first]:
                return not self._is_parted(site, fine) and not self._is_fine_but(site, fine)
        return False

    def _is_sore_at_times(self, site: Found) -> bool:
        """Tell whether a later sentence names the only time that it hurts (`my back is fine. it is only when ..`)."""
        if any(self.region(s) != "back" for s in self.sites):
            return False
        _, end = self._message.sentence(site.first)
        rest = self._message.texts[end:]
        return any(a == "only" and b in _WHEN for a, b in pairwise(rest))

    def _is_told_over(self, site: Found) -> bool:
        """Tell whether the next words say that it went (`it was the left leg, that is gone`)."""
        _, end = self._message.sentence(site.first)
        named = [f.first for f in (*self.sites, *self.acts) if f.first >= site.last and f.value != _NUMB]
        return is_told_over(self._message, site.last, min([end, *named]), self._message.words["went"])

    def _is_of_an_act(self, site: Found, fine: Found) -> bool:
        """Tell whether a comma parts it from what is fine (`low back sore, ok running`)."""
        is_parted = "," in self._message.texts[site.last : fine.first]
        return is_parted and any(a.role == "activity" and a.first == fine.last for a in self.acts)

    def is_unharmed(self, site: Found) -> bool:
        """Tell whether only a deed is said to do it no harm (`cycling does not bother my back`)."""
        first, _ = self._message.sentence(site.first)
        lead = self._message.texts[max(first, site.first - 3) : site.first]
        if self.region(site) != "back" or "my" not in lead:
            return False
        said = [f for f in self._fine if f.role == "harmless" and 0 < site.first - f.last <= 1 + _OWNED]
        said += [f for f in self._fine if f.role == "harmless" and f.last == site.first]
        deeds = [a for a in self.acts if a.role == "activity" and first <= a.first]
        return any(
            0 <= f.first - a.last <= _OWNED
            for f in said
            for a in deeds
            if "," not in self._message.texts[a.last : f.first]
        )

    def is_well_at_times(self, site: Found) -> bool:
        """Tell whether a back is only then free of pain when something is done (`no pain in my back when i run`)."""
        if self.region(site) != "back" or site.status is not Status.NEGATED:
            return False
        glue = self._message.words["altogether"]
        rest = [text for text in self._message.texts[site.last : site.last + _FINE_REACH] if text not in glue]
        return bool(rest) and rest[0] in _WHEN

    def is_only_not_numb(self, site: Found) -> bool:
        """Tell whether no more than numbness is denied there (`no tingling in my legs`)."""
        clause = self._message.clause_of[site.first]
        before = [p for p in self.pains if self._message.clause_of[p.first] == clause and p.last <= site.first]
        return self.region(site) == "leg" and bool(before) and before[-1].value == _NUMB

    def _is_of_one_time(self, site: Found) -> bool:
        first, _ = self._message.sentence(site.first)
        if ("only", "time") in pairwise(self._message.texts[max(first, site.first - _REACH) : site.first]):
            return True
        opens = set(self._message.texts[first : first + 3]) & _CONDITIONS
        return bool(opens) and any(
            a.role == "activity" and first <= a.first and a.last <= site.first for a in self.acts
        )

    def _is_painless(self, site: Found) -> bool:
        """Tell whether a word of pain is denied right behind it (`my back is not really sore, it is ...`)."""
        texts = self._message.texts
        at = site.last + (texts[site.last : site.last + 1] == ("itself",))
        if texts[at : at + 1] == () or texts[at] not in _BEING or texts[at + 1 : at + 2] != ("not",):
            return False
        at += 2
        if (at >= len(texts) or not texts[at][0].isalnum()) and self.pains:
            return True  # `feet hurt, back doesn't`
        while at < len(texts) and texts[at] in self._message.words["altogether"]:
            at += 1
        pain = next((p for p in self.pains if p.first == at and p.role != "finding"), None)
        if pain is None or self._hurts_otherwise(site, pain):
            return False
        rest = pain.last + 2 * (texts[pain.last : pain.last + 2] == ("at", "all"))
        return rest >= len(texts) or not texts[rest][0].isalnum() or texts[rest] in _TURNS

    def _hurts_otherwise(self, site: Found, denied: Found) -> bool:
        """Tell whether only a kind of pain is denied of it (`the pain in my back is not sore, it is a dull ache`)."""
        told = [p for p in self.pains if self.is_one_sentence(p, site) and p.status is Status.PRESENT]
        later = [p for p in told if p.first >= denied.last]
        return any(not any(denied.last <= s.first for s in self.sites if self.is_one_sentence(s, p)) for p in later)

    def _is_parted(self, site: Found, fine: Found) -> bool:
        """Tell whether other words come between (`my back, sneezing no problem`, `an ache in it, fine at rest`)."""
        between = [f for f in [*self.pains, *self.troubles] if f.status is Status.PRESENT]
        between += [*self.sites, *(a for a in self.acts if a.role == "activity")]
        if any(self._last_beside(site).last <= f.first < fine.first for f in between):
            return True
        hurt = any(p.status is Status.PRESENT and 0 <= site.first - p.last <= _REACH for p in self.pains)
        return hurt and "," in self._message.texts[site.last : fine.first]

    def _last_beside(self, site: Found) -> Found:
        """Return the last place that an `and` joins to the first of a clause (`the back and hips are fine`)."""
        texts, last = self._message.texts, site
        if site.first - self._message.clause(site.first).first > 1 + (texts[site.first - 1] in _SMALL):
            return site
        for other in self.sites:
            joins = texts[last.last : other.first]
            if other.first > last.first and joins[:1] in _JOINS and set(joins[1:]) <= _SMALL:
                last = other
        return last

    def _is_fine_but(self, site: Found, fine: Found) -> bool:
        """Tell whether trouble follows (`low back fine except when i get up`), not of another place."""
        _, last = self._message.sentence(site.first)
        follows = any(fine.last <= s.first < last for s in self.sites)
        return not follows and bool(self._message.words["fine_but"] & set(self._message.texts[fine.last : last]))

    def _is_of_back(self, spared: Found) -> bool:
        """Tell whether it denies the back itself (`no pain in the back, just the calf`), which is no spread."""
        texts = self._message.texts[spared.first : spared.last]
        held = [s for s in self.sites if spared.holds(s)]
        is_denial = texts[0] in _NO_PAIN and not self._message.words["limits_of_spread"] & set(texts)
        following = [s for s in self.sites if 0 < s.first - spared.last <= 2 and self.region(s) == "leg"]
        return is_denial and bool(held) and not following and all(self.region(s) in ("back", "trunk") for s in held)

    def _is_told(self, spared: Found) -> bool:
        lead = self._message.texts[max(0, spared.first - 2) : spared.first]
        if lead[-1:] == ("i",) and lead[0] in _WHEN:
            return False  # `it is worse if i do not move`
        if spared.status is Status.NEGATED and is_no_with_a_pronoun(lead):
            return True  # `and no it does not spread`
        return spared.status is Status.PRESENT

    def _is_answered_no(self, cue: Found) -> bool:
        """Tell whether somebody asks for a spread and the answer is no (`does it radiate? no`)."""
        first, last = self._message.sentence(cue.first)
        lead = self._message.texts[first : cue.first]
        asks = "?" in self._message.texts[last : last + 1] or ("does" in lead and "not" not in lead)
        answer = [text for text in self._message.texts[last : last + _ANSWER] if text[0].isalnum()]
        if cue.status is Status.HYPOTHETICAL and "but" in self._message.texts[cue.last : last]:
            return "not" in self._message.texts[max(cue.last, last - 3) : last]  # `... would spread, but it has not`
        return asks and bool(_NO & set(answer[:3]))
