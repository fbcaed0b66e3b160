"""Which side words of a message are meant: no stray letter, not taken back, of no side that is fine or was before."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from backstride.domain.findings import Status
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.place_cues import NAMED_FOR_PAIN
from backstride.nlu.side_parts import is_compared_with, middles
from backstride.nlu.side_turns import NOW_WORDS, has_gone_over, is_of_this_time, take_turns, turned_across
from backstride.nlu.verdicts import is_over

_CORRECTED = frozenset({"scratch", "correction", "oops", "meant", "mean"})
_TAKEN_BACK, _BEHIND_SITE, _NEAR, _SPARED = 4, 3, 4, 5
_WHOLLY = frozenset({"completely", "totally", "fully", "entirely"})
_SAME, _OTHER, _STAND, _CARRIED_BEHIND = "same", "other", "one_leg_stand", 2
_RARELY = frozenset({"nothing", "none", "hardly", "rarely", "seldom", "never", "barely", "scarcely", "not"})
_RARE_REACH, _DIRECTION_REACH = 4, 3
_RARE_GLUE = frozenset({"ever", "on", "the", "my", "in", "at", "to", "so", "much"})
_TURNED = frozenset(
    {"one_leg_stand", "twist", "bend_forward", "bend_backward", "rolling_in_bed", "lying", "socks_shoes"}
)
_TO = frozenset({"to", "the", "my", "onto", "on", "over"})
_BEFORE = frozenset({"formerly", "bilateral"})
_THIS_TIME = (("this", "time"), ("these", "days"), ("this", "episode"))
_OVER_TO = frozenset({"moved", "switched", "shifted", "swapped", "jumped", "crossed"})
_FILLERS = frozenset({"i", "it", "is", "the", "my", "um", "uh", "er", "s", "'s"})
_YEAR, _TURNS = 4, frozenset({"but", "however", "though", "although"})
_SIDES = frozenset({"left", "right"})
_PAIN = (("pain",), ("ache",), ("pains",), ("spasm",), ("spasms",), ("trouble",))
_OF_THEM = (("them",), ("these",), ("those",))


class SideWords:
    """The side words of a message that are said of the complaint of now.

    Attributes:
        meant: In order; `that side` is the side named before.
        by_turns: Whether left and right are said to take turns (`one week left, the next week right`).
    """

    def __init__(self, message: Message, found: Sequence[Found]) -> None:
        """Choose among the words of the role `side`."""
        self._message, self._words, self._texts = message, message.words, message.texts
        self._sites = [f for f in found if f.role == "site"]
        self._fine = [f for f in found if f.role in ("fine", "harmless")]
        self._pains = [f for f in found if f.role in ("pain", "hurts", "trouble") and f.status is Status.PRESENT]
        self._named = [f for f in found if f.name in _SIDES]
        sides = [f for f in found if f.role == "side" and self._is_said(f) and self._is_word(f)]
        sides = [f for f in (*sides, *middles(message, found)) if not is_compared_with(message, f)]
        sides = self._of_the_body(sides, [f for f in found if f.name in _TURNED])
        sides = self._not_dated(sides)
        sides = self._not_pictured([f for f in sides if not self._is_asked(f, sides)])
        self.by_turns = take_turns(message, sides)
        spared = [f for f in sides if self._is_spared(f) or (f.name in _SIDES and is_over(message, f.last))]
        self.meant = self._resolved([f for f in sides if f not in spared])
        if spared and {f.name for f in self.meant} == {"both"} and len({f.name for f in spared} & _SIDES) == 1:
            left = next(iter(_SIDES - {f.name for f in spared}))
            self.meant = [replace(f, name=left) for f in self.meant]  # `both sides but the left has cleared up`
        if not self.by_turns:
            self.meant = self._of_now(self.meant)

    def _is_said(self, side: Found) -> bool:
        """Tell whether it is told: a question may tell it (`is it bad that the right side of my back hurts?`)."""
        if side.status is not Status.HYPOTHETICAL:
            return side.status is Status.PRESENT
        sentence = self._message.sentence_of[side.first]
        here = [s for s in self._sites if self._message.sentence_of[s.first] == sentence]
        places = [s for s in here if s.name in NAMED_FOR_PAIN]
        if any(0 <= s.first - side.last <= 1 for s in places) or self._is_of_a_pain(side, here):
            return True  # `does that explain left low back pain?`
        return any({"my", "his", "her"} & set(self._texts[max(0, s.first - 2) : s.first]) for s in places)

    def _is_of_a_pain(self, side: Found, sites: Sequence[Found]) -> bool:
        """Tell whether a question is about a pain that has this side (`is it normal to have right sided back pain`)."""
        site = next((s for s in sites if 0 <= s.first - side.last <= 1), None)
        return site is not None and self._texts[site.last : site.last + 1] in _PAIN

    def _is_asked(self, side: Found, sides: Sequence[Found]) -> bool:
        """Tell whether it is one of two to choose from (`left or right? neither, the middle`)."""
        first, last = self._message.sentence(side.first)
        if self._texts[last : last + 1] != ("?",) or last + 1 >= len(self._texts):
            return False
        here = [f for f in sides if first <= f.first < last and f is not side]
        return any(
            self._texts[min(f.last, side.last) : max(f.first, side.first)][:1] == ("or",) and f.name != side.name
            for f in here
        )

    def _not_pictured(self, sides: list[Found]) -> list[Found]:
        """Drop what a scan shows on one side where the pain is told of with a side of its own."""
        shown = [f for f in sides if self._words["pictured"] & set(self._around(f))]
        own = [f for f in sides if f not in shown and f.name in (*_SIDES, "both")]
        return [f for f in sides if f not in shown] if own else sides

    def _not_dated(self, sides: list[Found]) -> list[Found]:
        """Drop the side of a year that is over (`the same on the left in 2022`) where another is told."""
        old = [f for f in sides if any(map(_is_year, self._texts[f.last : f.last + _NEAR]))]
        old += [f for f in sides if f.first and _is_year(self._texts[f.first - 1])]  # `another in 2021 on the left`
        old = [f for f in old if "since" not in self._texts[f.last : f.last + _NEAR]]
        kept = [f for f in sides if f not in old]
        return kept if any(f.name != _SAME for f in kept) else sides  # `right, 2019. now it aches on the same side`

    def _around(self, side: Found) -> Sequence[str]:
        first, last = self._message.sentence(side.first)
        turn = next((i + 1 for i in range(side.first - 1, first, -1) if self._texts[i] in _TURNS), first)
        return self._texts[max(turn, side.first - 2 * _NEAR) : min(last, side.last + _NEAR)]

    def _of_the_body(self, sides: list[Found], turned: Sequence[Found]) -> list[Found]:
        """Drop the directions of a movement (`twist to the right and my left buttock ...`), and `the left shoe`."""
        stood_on = [f for f in sides if any(t.holds(f) and t.name == _STAND for t in turned)]
        if any(f.name in _SIDES for f in sides if f not in stood_on):
            sides = [f for f in sides if f not in stood_on]  # `hurts to stand on my right leg but the pain is left`
        turned = [t for t in turned if t.name != _STAND]
        kept: list[Found] = []
        sides = [f for f in sides if not self._is_leant_to(f)]
        not_carried = [f for f in sides if not self._is_carried(f)]
        sides = not_carried if any(f.name in _SIDES for f in not_carried) else sides
        sides = [f for f in sides if not self._words["sided_things"] & set(self._texts[f.last : f.last + 1])]
        for side in sides:
            is_turn = any(t.first < side.first and set(self._texts[t.last : side.first]) <= _TO for t in turned)
            if is_turn and side.name == "both" and side.last - side.first > 1:
                at = next(
                    i
                    for i in range(side.last - 1, side.first - 1, -1)
                    if self._texts[i] in _SIDES | {"l", "r"} or i == side.first
                )
                kept.append(replace(side, name="left" if self._texts[at][0] == "l" else "right", first=at))
            elif not is_turn:
                kept.append(side)
        return kept

    def _is_carried(self, side: Found) -> bool:
        """Tell whether it is where a thing is carried (`wallet in my back pocket, on the right`)."""
        first, last = self._message.sentence(side.first)
        lead = self._texts[max(first, side.first - _NEAR) : min(last, side.last + _CARRIED_BEHIND)]
        return bool(self._words["carried_things"] & set(lead))

    def _is_leant_to(self, side: Found) -> bool:
        """Tell whether the body only leans that way (`bent to the left`, `leaning to the right helps`)."""
        lead = self._texts[max(0, side.first - _DIRECTION_REACH) : side.first + 1]
        return bool(self._words["leaning"] & set(lead)) and "to" in self._texts[max(0, side.first - 2) : side.first + 1]

    def is_bare(self, word: Found) -> bool:
        """Tell whether a side word has its part of the sentence to itself (`low back pain, right`)."""
        first, last = word.first, word.last
        while first > 0 and self._texts[first - 1][0].isalnum():
            first -= 1
        while last < len(self._texts) and self._texts[last][0].isalnum():
            last += 1
        around = {*self._texts[first : word.first], *self._texts[word.last : last]}
        return around <= self._words["bare_side"]

    def _is_word(self, side: Found) -> bool:
        """Tell a side from a stray letter, and from `right, so` and `... right?`."""
        said, after = self._texts[side.first], self._texts[side.last : side.last + 1]
        if side.last - side.first > 1:
            return True
        if said == "both":
            before = self._texts[max(0, side.first - 1) : side.first]
            is_of_them = after == ("of",) and self._texts[side.last + 1 : side.last + 2] in _OF_THEM
            if is_of_them:
                after = self._texts[side.last + 2 : side.last + 3]  # `my si joints, both of them`
            return not any(text[0].isalnum() for text in (*before, *after))
        is_aside = after == (",",)  # `right, so my low back`
        behind = self._texts[side.last + is_aside : side.last + is_aside + 1]
        if said == "right" and (
            (side.first == self._message.opening(side.first) and set(behind) & self._words["no_side_after"])
            or (
                after in (("?",), (".",))
                and not self._is_after_left(side)
                and self._follows_a_verb(side, asked=after == ("?",))
            )
        ):
            return False
        around = (*self._texts[max(0, side.first - 1) : side.first], *after)
        if len(said) > 1 or around == ("(", ")") or any(self._leads_to(side, site) for site in self._sites):
            return True
        ends = not after or not after[0][0].isalnum()
        return ends and any(0 <= side.first - s.last <= _BEHIND_SITE for s in self._sites)

    def _is_after_left(self, side: Found) -> bool:
        first = self._message.sentence(side.first)[0]  # `the first two were left, this is right.`
        return any(n.name == "left" and first <= n.first < side.first for n in self._named)

    def _leads_to(self, side: Found, site: Found) -> bool:
        """Tell whether a letter stands right before a place, or begins it (`r cheek`)."""
        begins = site.first == side.first and site.last > side.last
        return begins or 0 <= site.first - side.last <= 1

    def _follows_a_verb(self, side: Found, *, asked: bool) -> bool:
        before = set(self._texts[max(0, side.first - 1) : side.first])
        return (
            not before & {"the", "my", "on", "or", ",", "side", "is"} if asked else bool(before & {"is", "was", "felt"})
        )

    def _is_spared(self, side: Found) -> bool:
        """Tell whether the side is said to be fine (`left is fine`, `left part nothing`, `hardly ever the left`)."""
        first, last = self._message.sentence(side.first)
        for at in range(side.first - 1, max(first, side.first - _RARE_REACH) - 1, -1):
            if self._texts[at] in _RARELY:
                return True
            if self._texts[at] not in _RARE_GLUE:
                break
        if any(a in _WHOLLY and b == "better" for a, b in pairwise(self._texts[side.last : side.last + _SPARED])):
            return True  # `the left leg is completely better`
        for at in range(side.last, min(side.last + _SPARED, last)):
            if self._texts[at] in self._words["spared"] or any(f.first == at for f in self._fine):
                return not any(side.last <= p.first < at for p in self._pains)
            if self._texts[at] not in self._words["spared_glue"]:
                return False
        return False

    def _resolved(self, words: Sequence[Found]) -> list[Found]:
        """Drop a side that is taken back (`left, sorry right`); `that side` is the side named before."""
        meant: list[Found] = []
        for word in words:
            between = self._texts[meant[-1].last : word.first] if meant else ()
            if between == (">",):  # `right > left`
                continue
            if meant and self._is_taken_back(meant[-1], word):
                meant.pop()
            if word.name == _OTHER:
                meant = turned_across(self._texts, meant, word, self._named)
            elif word.name != _SAME:
                meant.append(word)
            elif meant:
                meant.append(replace(word, name=meant[-1].name))
        return meant

    def _is_taken_back(self, one: Found, other: Found) -> bool:
        between = [text for text in self._texts[one.last : other.first] if text[0].isalnum() and text not in _FILLERS]
        if self._is_another_answer(one, other):
            return False
        if len(between) <= _TAKEN_BACK and self._words["corrections"] & set(between):
            return True
        was_said = self._words["said_before"] & set(self._texts[max(0, one.first - 2) : one.first])
        return bool(was_said) and other.name in _SIDES - {one.name}

    def _is_another_answer(self, one: Found, other: Found) -> bool:
        """Tell whether a sentence of its own stands between (`on the left. no numbness. down my right leg`)."""
        here = range(self._message.sentence_of[one.first] + 1, self._message.sentence_of[other.first])
        small = self._words["corrections"] | _FILLERS | _CORRECTED
        spans = (self._message.sentences[i] for i in here)
        return any(text[0].isalnum() and text not in small for a, b in spans for text in self._texts[a:b])

    def _of_now(self, words: list[Found]) -> list[Found]:
        """Drop the sides of before where one is said to be the only one now (`at first both, now only the right`)."""
        past = [w for w in words if self._texts[max(0, w.first - 1) : w.first] in (("was",), ("were",))]
        if past and any(is_of_this_time(self._texts, w) for w in words if w not in past):
            return [w for w in words if w not in past]  # `it is right now, was left`
        for index, word in enumerate(words):
            before = self._texts[max(0, word.first - _NEAR - 2) : word.first]
            around = {*before, *self._texts[word.first : word.last + 2]}
            was = any(self._is_past(earlier) for earlier in words[:index])
            between = self._texts[words[index - 1].last : word.first] if index else ()
            first, last = self._message.sentence(word.first)
            was_used = ("used", "to") in pairwise(self._texts[first:last]) and word.first - words[index - 1].last > 1
            is_now = (was_used and bool({"but", "since"} & set(between))) or bool(NOW_WORDS & around)
            is_now = is_now or any(pair in _THIS_TIME for pair in pairwise(before))
            if index and _OVER_TO & set(before) and has_gone_over(self._texts, words[index - 1], word):
                return words[index:]
            if index and is_now and (self._words["only_words"] & around or was or was_used):
                return [word, *(later for later in words[index + 1 :] if not self._is_past(later))]
        return words

    def _is_past(self, word: Found) -> bool:
        first, last = self._message.sentence(word.first)
        near = self._texts[max(first, word.first - _NEAR) : min(last, word.last + _NEAR)]
        return bool((self._words["past_side"] | _BEFORE) & set(near))


def _is_year(word: str) -> bool:
    return len(word) == _YEAR and word.isdecimal() and word[:2] in ("19", "20")
