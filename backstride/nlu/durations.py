"""How long the complaint has lasted: the surest of the times of a message that is said of it.

What else a time can be of: an earlier episode, a medicine, another part of the body (`my knee has been bad for years`).
"""

from collections.abc import Sequence
from itertools import pairwise

from backstride.domain.findings import Status
from backstride.nlu.clauses import Message
from backstride.nlu.found import Found
from backstride.nlu.lexicon import Lexicon
from backstride.nlu.places import Places
from backstride.nlu.times import BARE, EVENT, LASTING, Time

_HALF_A_YEAR = 180
_NEW_ONE = frozenset({"one", "time", "episode", "flare", "attack", "bout"})
_EVENTS = ("trauma", "onset")
_SAME_DAY = frozenset({",", "(", "on", "so"})
_OF_THE_PAIN = frozenset({"quality", "trend", "runner", "prior_episode"})
_COMPLAINT = frozenset({"pain", "site", "hurts", "trouble"})
_PATTERN = "inflammatory"  # how the complaint behaves, whenever it began
_SUDDEN = frozenset({"sudden", "sudden_event"})
_BEGUN = (BARE + LASTING) / 2
_ILL = frozenset({"pain", "worse", "trouble", "quality"})
_LONG_MESSAGE, _A_DAY, _A_LONG_TIME, _BESIDE, _BEFORE = 6, 1, 60, 5, 2


class Durations:
    """Chooses among the times of one message."""

    def __init__(self, message: Message, found: Sequence[Found], places: Places, lexicon: Lexicon) -> None:
        """Keep the words, all phrases with their status, and where it hurts."""
        self._message, self._found, self._lexicon = message, found, lexicon
        self._hurting = {s.first for s in (*places.located, *places.radiating, *places.repeated)}

    def of_complaint(self, times: Sequence[Time]) -> Time | None:
        """Return how long the complaint has lasted, None if no time says it."""
        message, found = self._message, self._found
        times = [t for t in times if t.days or not self._is_of_a_course(t)]
        times = self._without_spells([t for t in times if not self._is_of_life(t)])
        is_long = len(message.texts) > _LONG_MESSAGE and not message.words["corrections"] & set(message.texts)
        is_long = is_long and message.texts[0] != "since" and not self._is_bare_answer(times)
        if is_long and not any(f.role in ("pain", "site", "finding") for f in found):
            return None
        about = {message.clause_of[f.first] for f in found if f.role == "pain" or f.name in _EVENTS}
        over = self._clauses_of_history() - about
        begun = self._sentences_of_onset(times)
        theirs = {t for t in times if message.clause_of[t.first] in about or message.sentence_of[t.first] in begun}
        told = [t for t in times if t.rank > EVENT or (t.rank == EVENT and t in theirs)]
        before = [f for f in found if f.value == "resolved"]  # `had this 3 years ago`
        told = [t for t in told if not any(f.first <= t.first < f.last for f in before)]
        told = [t for t in told if not self._is_of_another_part(t)]
        own = [t for t in told if self._is_by_a_place(t) or message.clause_of[t.first] not in over]
        surest = own or self._told_alone([t for t in times if not self._is_of_another_part(t)])
        return max(
            surest,
            key=lambda t: (
                _BEGUN if self._has_begun(t, begun) else t.rank,
                t.days >= _A_DAY,
                t.is_counted,
                message.clause_of[t.first] in about,
            ),
            default=None,
        )

    def _has_begun(self, time: Time, begun: set[int]) -> bool:
        """Tell whether it is when something sudden happened (`felt a rip 10 days ago`)."""
        return time.rank == EVENT and self._message.sentence_of[time.first] in begun

    def _is_of_life(self, time: Time) -> bool:
        """Tell whether its sentence tells of a life and no pain (`my boss has been awful for four years`)."""
        first, last = self._message.sentence(time.first)
        if not self._message.words["of_life"] & set(self._message.texts[first:last]):
            return False
        return not any(first <= f.first < last and (f.role in _COMPLAINT or f.name in _EVENTS) for f in self._found)

    def _without_spells(self, times: Sequence[Time]) -> Sequence[Time]:
        """Drop how long a thing lasts each time, and what comes and goes for years, where the time of now is told.

        `a walk sorts it for an hour`; `a bad back on and off for years, but for a month ...`
        """
        days = [t for t in times if t.days >= _A_DAY and t.rank >= EVENT]
        hurts = {self._message.clause_of[f.first] for f in self._found if f.role == "pain" or f.name in _EVENTS}
        if days:
            brief = {t for t in times if t.days < _A_DAY and t.rank == LASTING}
            times = [t for t in times if t not in brief or self._message.clause_of[t.first] in hurts]
        coming = [f for f in self._found if f.value == "recurrent"]
        old = {t for t in days if t.days > _HALF_A_YEAR and any(f.first <= t.first <= f.last for f in coming)}
        newer = [t for t in days if t not in old and any(t.first > o.first for o in old)]
        sudden = self._sentences_of_an_event()
        begun = [t for t in days if t.days <= _A_LONG_TIME and self._message.sentence_of[t.first] in sudden]
        if len(begun) == 1:  # `ten days ago i was loading the car and it went again`
            old, newer = {t for t in days if t.days > _HALF_A_YEAR}, begun
        return [t for t in times if t not in old] if newer else times

    def _is_bare_answer(self, times: Sequence[Time]) -> bool:
        """Tell whether the message says nothing but how long (`around a month i think, maybe 5 weeks`)."""
        rest = [text for i, text in enumerate(self._message.texts) if not any(t.first <= i < t.last for t in times)]
        return set(rest) <= self._message.words["time_answer"] | {",", "."}

    def _is_of_another_part(self, time: Time) -> bool:
        """Tell whether it is how long another part has hurt (`bad knees for years`), or of an earlier time."""
        texts = self._message.texts
        is_this = texts[time.last : time.last + 2] == ("of", "this")
        if (
            time.days > _HALF_A_YEAR
            and not is_this
            and any(a == "this" and b in _NEW_ONE for a, b in pairwise(texts[time.last :]))
        ):
            return True  # `had a flare in 2019, this one is worse`
        here = [f for f in self._found if f.role == "site" and 0 <= time.first - f.last <= _BESIDE]
        here = here if time.days >= _A_LONG_TIME else []
        if not here or not self._hurting or here[-1].first in self._hurting:
            return False
        part, between = here[-1], texts[here[-1].last : time.first]
        kind = self._lexicon.sites[part.name]
        is_other = (kind.region == "other" or kind.joint) and "since" not in between
        ill = [f for f in self._found if _ILL & {f.role, f.name} and part.first - _BEFORE <= f.first < time.first]
        return is_other and bool(ill) and all(word[0].isalnum() for word in between)

    def _sentences_of_onset(self, times: Sequence[Time]) -> set[int]:
        """Return the sentences that tell of a sudden beginning and one time (`fell on saturday, felt a twinge`)."""
        timed = [self._message.sentence_of[t.first] for t in times if t.days <= _A_LONG_TIME]
        return {sentence for sentence in self._sentences_of_an_event() if timed.count(sentence) == 1}

    def _sentences_of_an_event(self) -> set[int]:
        """Return the sentences that tell of a sudden beginning."""
        sudden = [f for f in self._found if f.name == "onset" and f.value in _SUDDEN]
        return {self._message.sentence_of[f.first] for f in sudden if f.status is Status.PRESENT}

    def _is_of_a_course(self, time: Time) -> bool:
        """Tell whether it only says how it is today (`it is better today`)."""
        clause = self._message.clause_of[time.first]
        return any(f.name == "trend" and self._message.clause_of[f.first] == clause for f in self._found)

    def _clauses_of_history(self) -> set[int]:
        return {self._message.clause_of[f.first] for f in self._found if f.role == "finding" and self._is_history(f)}

    def _is_history(self, found: Found) -> bool:
        """Tell whether it is what somebody has had or takes (`on prednisone since last autumn`), not the complaint."""
        is_lasting = self._lexicon.findings[found.name].history_counts and found.name != _PATTERN
        return found.status is Status.HISTORICAL or is_lasting

    def _told_alone(self, times: Sequence[Time]) -> Sequence[Time]:
        """Return the one time ago of a message that says nothing else with it (`... Two days ago. Can walk`)."""
        told = [t for t in times if t.rank >= EVENT]
        said = [f for f in self._found if f.role == "finding"]
        said = [f for f in said if f.name not in _OF_THE_PAIN or f.value == "resolved"]
        said = [f for f in said if f.status is not Status.HYPOTHETICAL]
        if len(told) > 1 and set(self._message.texts[told[0].last : told[1].first]) <= _SAME_DAY:
            told = told[:1]  # `two days ago, tuesday`
        taken = {self._message.clause_of[f.first] for f in said}
        return told if len(told) == 1 and self._message.clause_of[told[0].first] not in taken else ()

    def _is_by_a_place(self, time: Time) -> bool:
        """Tell whether a time follows a place with one word between (`bad lower back since sunday`)."""
        last = [f for f in self._found if f.last <= time.first and f.role in ("site", "pain", "finding")][-1:]
        return bool(last) and last[0].role == "site" and time.first - last[0].last <= 1
