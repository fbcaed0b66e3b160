"""What makes it worse and what helps.

An activity alone is neither: the cue nearest to it decides (`worse sitting`, `sitting helps`,
`can't sit`, `sitting is fine`). Activities and cues are data (content/lexicon/activities.yml).
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from backstride.domain.findings import Status
from backstride.nlu.activity_answers import Answers, Role
from backstride.nlu.activity_cues import (
    ORDER,
    cues_of,
    ends_it,
    is_conditional,
    is_eased_by,
    is_freed,
    is_of_what_stands_before,
    is_turned,
    is_worse_with,
    moving_about,
    with_deeds,
)
from backstride.nlu.activity_echoes import of_none, of_the_same
from backstride.nlu.activity_exceptions import of_exception
from backstride.nlu.activity_fragments import is_answer
from backstride.nlu.activity_frames import Frames, is_no_good, is_topic
from backstride.nlu.activity_hours import NEITHER
from backstride.nlu.activity_lists import Lists
from backstride.nlu.activity_outcomes import is_followed_by_relief, is_rest_from_pain, is_timed
from backstride.nlu.activity_past import of_before
from backstride.nlu.activity_postures import with_long_postures
from backstride.nlu.activity_questions import as_meant, asks_others, is_no_report
from backstride.nlu.activity_resorts import RUNS, Resorts
from backstride.nlu.brackets import tokens_in_brackets
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found, by_sentence
from backstride.nlu.lexicon_entries import Activity
from backstride.nlu.place_cues import NAMED_FOR_PAIN

# Distances in words. A cue two clauses away may still belong to an activity, a cue behind another activity rarely does.
_NEAR, _TIMED_NEAR, _WEAK_NEAR, _NEXT_CLAUSE, _NEXT_ACTIVITY, _PLACE_ALONE = 9, 16, 4, 4, 5, 2
_WORSE = ORDER["worse"]
_NOT_HELPED, _SPORT, _UNABLE = "useless", "gentle_sport", "cannot_walk"  # whose words name the activity as well
_LYING = "lying"
_SOON_AS, _SAYS_SO = ("soon", "as"), frozenset({"activity", "better"})
_SIGNS = frozenset({"weak", "ces_bladder", "ces_bowel"})  # `leak when i jump`
_AHEAD, _STILL = 4, (("is", "still"), ("are", "still"))


def find_roles(message: Message, found: Sequence[Found], table: Mapping[str, Activity]) -> Iterator[tuple[Found, Role]]:
    """Yield every activity of a message with its role, in order.

    Args:
        message: The words.
        found: All phrases with their status, in order.
        table: What each activity can become.
    """
    if not any(f.role in _SAYS_SO for f in found):
        return iter(())
    return with_long_postures(message, found, _Roles(message, found, table).read(), table)


class _Roles:
    def __init__(self, message: Message, found: Sequence[Found], table: Mapping[str, Activity]) -> None:
        self._message, self._found, self._table = message, found, table
        self._words = message.words
        self._cues = cues_of(message, found)
        self._activities = with_deeds(message, [f for f in found if f.role == "activity"], self._cues)
        self._starts = [f.first for f in self._activities]
        self._cues_in = by_sentence(message, self._cues)
        self._hurts = any(f.role == "pain" and f.status is not Status.NEGATED for f in found)
        self._complains = self._hurts or any(f.role in ("site", "harmless", "better") for f in found)
        self._when = message.words["when"]
        self._answers = Answers(message, self._cues, table, self._sense, self._activities, hurts=self._hurts)
        self._resorts = Resorts(message, found, table)
        self._frames = Frames(
            message, table, self._resorts, self._looks_ahead, self._is_timed, complains=self._complains
        )
        self._lists = Lists(message, self._cues, self._looks_ahead)
        places = {at for f in found if f.role in ("site", "side") for at in range(f.first, f.last)}
        self._no_place_up_to = [*accumulate((at not in places for at in range(len(message.texts))), initial=0)]
        self._guessed: set[Found] = set()
        self._answered: set[Found] = set()

    def read(self) -> Iterator[tuple[Found, Role]]:
        """Yield the activities with their roles; a list shares the role of its last member (`a, b and c hurt`)."""
        roles = list(self._forward())
        own = frozenset(self._answered)  # `sitting and driving do it, walking does not`
        for at in range(len(roles) - 2, -1, -1):
            (activity, role), (following, its) = roles[at], roles[at + 1]
            is_open = activity not in own and (not role or activity in self._guessed or following in self._answered)
            is_one = self._lists.is_listed(activity, following) and not self._resorts.is_wish(activity)
            if is_open and its not in ("", NEITHER) and is_one:
                roles[at] = (activity, its)
                self._answered |= {activity} if following in self._answered else set()
            elif self._resorts.is_wish(activity):
                continue
            elif its and activity.last == following.first and (not role or self._lists.is_begun(activity, following)):
                roles[at] = (activity, its)  # `bending to | tie my laces hurts`
        for at in range(1, len(roles)):  # `both legs when i stand or walk`
            (before, its), (activity, role) = roles[at - 1], roles[at]
            if not role and its == "worse" and before in self._guessed and not self._resorts.is_wish(activity):
                roles[at] = (activity, its if self._lists.continues(before, activity) else role)
        roles = [(a, "" if role == "better" and self._resorts.is_left_off(a) else role) for a, role in roles]
        past = of_before(self._message, roles, self._table)
        roles = [(a, "") if role == "worse" and a in past else (a, role) for a, role in roles]
        runs = [a for a, role in roles if role == "better" and a.name in RUNS]
        harmless = {a for a in runs if not is_eased_by(self._message, a, self._cues)}
        roles = [(a, "harmless" if a in harmless and a.status is Status.PRESENT else role) for a, role in roles]
        roles = [(a, "" if is_no_report(self._message, a, role) else role) for a, role in roles]
        roles = [(moving_about(self._message, a) if role == "better" else a, role) for a, role in roles]
        for activity, role in roles:
            yield as_meant(self._message, self._frames.freed(activity) if role == "worse" else activity, role), role

    def _forward(self) -> Iterator[tuple[Found, Role]]:
        events = [f for f in self._found if f.value == "sudden_event" or f.name == _UNABLE]
        events = [f for f in events if f.status is Status.PRESENT]
        signs = [f for f in self._found if f.name in _SIGNS]
        told: list[tuple[Found, Role]] = []
        for activity in self._activities:
            if any(sign.holds(activity) for sign in signs) or self._resorts.is_scene_of_a_fall(activity, self._cues):
                continue
            is_event = any(event.holds(activity) for event in events) and activity.name != "driving"
            told.append((activity, "worse" if is_event else self._in_turn(activity, told)))
            yield told[-1]

    def _in_turn(self, activity: Found, told: Sequence[tuple[Found, Role]]) -> Role:
        """Return its role, given those of the activities before it."""
        message, before = self._message, told[-1] if told else None
        if self._resorts.is_wish(activity) or self._resorts.is_wished_with(before, activity):
            return ""
        if (again := self._answers.said_again(activity)) is not None:
            self._answered.add(activity)
            return again
        if (none := of_none(message, activity, self._table[activity.name], self._cues_of(activity))) is not None:
            return none
        if before is not None and self._lists.is_instead(before[0], activity, self._table):
            return "worse"
        if same := of_the_same(message, told, activity):
            return same
        return before[1] if before is not None and self._goes_on(before, activity) else self._role(activity)

    def _role(self, activity: Found) -> Role:
        """Return what is said of an activity: in one word, by a heading, or by the nearest cue."""
        answers, kind = self._answers, self._table[activity.name]
        if is_followed_by_relief(self._message, activity, kind, self._cues, self._activities):
            return "better"
        for said in (
            answers.named_with_yes_or_no,
            answers.in_one_word,
            answers.at_the_end,
            answers.under_a_heading,
            answers.in_the_next_sentence,
        ):
            if (role := said(activity)) is not None:
                return role
        return self._by_cue(activity)

    def _by_cue(self, activity: Found) -> Role:
        """Return what the words around it say, failing that the nearest cue of the sentence, if one is near enough."""
        cues = self._cues_of(activity)
        role = of_exception(self._message, activity, cues, self._table[activity.name], self._found)
        role = self._frames.read(activity, cues) if role is None else role
        if role is None and self._resorts.is_rest(activity):
            role = "better" if ends_it(self._message, activity, cues, self._activities) else None
        if role is not None:
            return role
        if cues and asks_others(self._message, activity):
            cues = [c for c in cues if c.role != "trouble"]
        kind, is_timed = self._table[activity.name], self._is_timed(activity)
        if not kind.trigger and any(is_worse_with(self._message, c, activity) for c in cues):
            return ""  # `worse with rest`
        if not kind.trigger:  # what only helps is never what hurts
            after = [c for c in cues if c.role == "worse" and c.first >= activity.last]
            after = [c for c in after if "," not in self._message.texts[activity.last : c.first]]
            if any(c.first == activity.last for c in after):
                return ""
            cues = [c for c in cues if ORDER[c.role] < _WORSE]
        reach = _TIMED_NEAR if is_timed or not kind.trigger else _WEAK_NEAR if kind.weak else _NEAR
        cues = [c for c in cues if self._gap(activity, c) <= reach and not self._looks_ahead(activity, c)]
        near = [(self._distance(activity, c), self._lists.is_added(c), ORDER[c.role], c.first, c) for c in cues]
        distance, _, _, _, cue = min(near, key=lambda n: n[:4], default=(reach + 1, False, 0, 0, activity))
        if distance > reach:
            self._guessed.add(activity)
            if not kind.trigger and self._complains and self._answers.is_bare_remedy(activity):
                return "better"
            can_only_hurt = bool(kind.trigger) and not kind.reliever and not kind.weak  # `turning over in bed`
            return "worse" if self._is_answer(activity) and (self._complains or can_only_hurt) else ""
        role = self._sense(activity, cue)
        return "worse" if not role and kind.trigger and is_turned(self._message, cue, cues) else role

    def _sense(self, activity: Found, cue: Found) -> Role:
        """Return what a cue says of an activity, with the negation before it."""
        is_worse = ORDER[cue.role] == _WORSE
        if cue.role == "better" and self._answers.lasts_until(activity, cue):
            return "worse"
        if cue.role == _NOT_HELPED or is_of_what_stands_before(self._message, activity, cue):
            return self._of_no_use(activity, cue)
        is_bliss = activity.name == _LYING and is_rest_from_pain(self._message, activity, cue)
        if cue.role == "harmless" and (is_bliss or not self._table[activity.name].trigger):
            low, high = sorted((activity, cue), key=lambda f: f.first)
            is_parted = "but" in self._message.texts[low.last : high.first]  # `constipated from codeine but fine`
            return "" if is_parted else "harmless" if activity.name == _SPORT else "better"
        if cue.role == "harmless" and activity.last <= cue.first and self._message.texts[cue.first - 1] == "not":
            return "worse" if self._table[activity.name].trigger else ""  # `driving not ok`
        is_negated = cue.status is Status.NEGATED and cue.role != "harmless"  # `felt nothing, coughing is fine`
        is_negated = is_negated and not is_freed(self._message, cue)
        if is_negated or (not is_worse and self._is_denied(activity, cue)):
            return "harmless" if is_worse else ""
        return "worse" if is_worse else cue.role

    def _of_no_use(self, activity: Found, cue: Found) -> Role:
        """Return what `no good` and `does not help` say; the latter not that it does no harm."""
        said = set(self._message.texts[cue.first : cue.last])
        if self._words["helping"] & said or cue.role != _NOT_HELPED:
            return ""
        return "worse" if is_no_good(self._message, activity, cue) else "harmless"

    def _is_denied(self, activity: Found, cue: Found) -> bool:
        """Tell whether a word of help is taken away (`nothing helps`), and not from all but this activity."""
        texts, words = self._message.texts, self._words
        if texts[cue.first] == "what":  # `no change, what does help is lying`
            return False
        left_out = words["exceptions"] & set(texts[max(0, activity.first - 3) : activity.first])
        start = max(self._message.clause(cue.first).first, cue.first - 2)
        before = texts[start - ("of" in texts[start : cue.first]) : cue.first]  # `none | of it helped`
        return bool(words["denials"] & set(before)) and not left_out

    def _distance(self, activity: Found, cue: Found) -> int:
        """Return how far a cue is, in words; more if another clause or another activity is in between."""
        low, high = sorted((activity, cue), key=lambda f: f.first)
        crossed = abs(self._message.clause_of[cue.first] - self._message.clause_of[activity.first])
        crossed -= tokens_in_brackets(self._message, low.last, high.first)[1]
        crossed -= crossed > 0 and self._message.texts[cue.first - 2 : cue.first] in _STILL
        between = self._activities[bisect_left(self._starts, low.last) : bisect_left(self._starts, high.first)]
        others = sum(a.last <= high.first for a in between)
        comma = "," in self._message.texts[low.last : high.first] and (cue is high or cue.name in NAMED_FOR_PAIN)
        if (crossed or comma) and cue is high and not others and is_topic(self._message, activity, cue):
            crossed, comma = 0, False
        crossed += cue is low and others > 0 and "but" in self._message.texts[low.last : high.first]
        crossed += 2 * (cue is low and self._lists.heads(activity, self._activities))
        weak = _PLACE_ALONE if cue.name in NAMED_FOR_PAIN else 0  # a named place says less than a word of pain
        crossed += cue is low and self._lists.is_of_another(cue, activity, self._activities)
        return self._gap(activity, cue) + weak + _NEXT_CLAUSE * (crossed + comma) + _NEXT_ACTIVITY * others

    def _looks_ahead(self, activity: Found, cue: Found) -> bool:
        """Tell whether a later cue belongs to what follows it (`running, better when i sit`)."""
        last = cue.last - (self._message.texts[cue.last - 1] == "i")  # `gone if i`
        ends, follows = self._message.texts[last - 2 : last], self._message.texts[cue.last : cue.last + 1]
        is_open = ends == _SOON_AS or bool(
            (self._when - self._words["cue_particles"]) & set(ends[-1:]) or self._when & set(follows)
        )
        if cue.first < activity.last or not is_open:
            return False
        end = self._message.sentence(cue.first)[1]
        is_apart = self._message.clause_of[cue.first] != self._message.clause_of[activity.first]
        if is_apart and self._table[activity.name].trigger and is_conditional(self._message, cue):
            return True  # `hurts when i drive, it eases if i put my hand there`
        return any(
            -1 <= other.first - cue.last <= _AHEAD and other.first < end and other is not activity
            for other in self._activities
        )

    def _cues_of(self, activity: Found) -> list[Found]:
        return self._cues_in.get(self._message.sentence_of[activity.first], [])

    def _is_timed(self, activity: Found) -> bool:
        """Tell whether a word like `when` ties the activity to something."""
        return self._lists.is_tied_with(activity) or is_timed(self._message, activity)

    def _is_answer(self, activity: Found) -> bool:
        """Tell whether the sentence only names activities, as people answer "what makes it worse"."""
        weak, is_timed = self._table[activity.name].weak, self._is_timed(activity)
        return is_answer(self._message, activity, self._activities, self._found, weak=weak, is_timed=is_timed)

    def _goes_on(self, before: tuple[Found, Role], activity: Found) -> bool:
        """Tell whether it shares the role of the one before, which is more than a guess."""
        is_told = before[1] not in ("", NEITHER) and before[0] not in self._guessed
        return is_told and self._lists.continues(before[0], activity)

    def _gap(self, activity: Found, cue: Found) -> int:
        """Return how many words are between the two, places of a pain aside (`pain in both thighs when i walk`)."""
        if cue.last <= activity.first and cue.role in ("pain", "worse") and self._is_timed(activity):
            return self._no_place_up_to[activity.first] - self._no_place_up_to[cue.last]
        low, high = sorted((activity, cue), key=lambda f: f.first)
        return max(high.first - low.last - tokens_in_brackets(self._message, low.last, high.first)[0], 0)
