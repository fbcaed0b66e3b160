"""What is long past and over: dates, ages and times of life, and what is told to have gone again.

A thing of the past is one again after a word of now (`again`, `still`), and what went away within days is in doubt.
"""

from collections.abc import Sequence
from datetime import datetime

from backstride.domain.findings import Status
from backstride.nlu.before_then import was_before_then
from backstride.nlu.boundaries import HISTORICAL, Cue, next_sentence
from backstride.nlu.clauses import Message
from backstride.nlu.closing import is_closed, is_free_since, is_said_beside, is_told_of_another, is_well_now
from backstride.nlu.dated_elsewhere import is_dated_elsewhere
from backstride.nlu.eras import (
    around,
    goes_on_from_then,
    in_an_era,
    is_birth_of_a_grown_child,
    is_childs_age,
    is_months_ago,
    is_this_year,
    is_told,
    is_why_operated,
    year_at,
)
from backstride.nlu.found import Found
from backstride.nlu.lexicon import Lexicon
from backstride.nlu.sayings import Sayings
from backstride.nlu.youth import in_youth

_UP_TO, _HAD, _DONE = frozenset({"until", "till", "never"}), frozenset({"had", "was", "were"}), "spine_proc"
_ON = (("on",), ("last",), ("this",), ("only",))
_OLD_YEARS, _SINCE_REACH = 2, 7
_ANEW = tuple((it, "again") for it in ("it", "fell", "broke", "hurt", "did", "done", "same", "thing", "hit", "crashed"))


class Past:
    """Judges whether mentions are of the past."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Keep the cues of the past and of what is over (content/lexicon/context.yml)."""
        self._words = lexicon.words
        self._resolved = Sayings(lexicon.cues["resolved_backward"])
        self._closers = Sayings(lexicon.cues["closed"])
        self._eras = Sayings(lexicon.cues["eras"])
        self._weeks_ago = Sayings(lexicon.cues["weeks_ago"])
        self._dates = frozenset(
            tuple(said.split()) for said in (*lexicon.cues["historical_forward"], *lexicon.cues["historical_backward"])
        )

    def ended(self, message: Message, mention: Found, found: Sequence[Found]) -> Status | None:
        """Return doubt about what counts for life unless it is told to be over (`off methotrexate since 2015`)."""
        is_over = mention.name in self._words["can_end"] and is_closed(message, mention, found, self._closers)
        return Status.UNCERTAIN if is_over else None

    def status(
        self,
        message: Message,
        mention: Found,
        cues: Sequence[Cue],
        found: Sequence[Found],
        *,
        time: str,
        now: datetime | None,
        is_child: bool = False,
    ) -> Status | None:
        """Return the status of a past thing, None if it is a thing of today.

        Args:
            message: The words.
            mention: A finding that is present or in doubt.
            found: All phrases of the message.
            cues: What ConText found for it.
            time: "injury" if only what is years ago is past, because a date gives it a value.
            now: The conversation's clock.
            is_child: Whether it is about a child, whose school days are today's.
        """
        is_birth = mention.name == "preg" and is_birth_of_a_grown_child(message, mention)
        if before := Status.HISTORICAL if is_birth else was_before_then(message, mention):
            return before
        youth = not is_child and in_youth(message, *around(message, mention))
        is_injury = time == "injury"  # which is old though the pain has lasted since
        dated = self._dating(message, mention, cues, now, is_injury=is_injury, is_child=is_child)
        is_sign = mention.name not in self._words["of_the_complaint"]
        era = is_sign and not is_child and is_told(message, mention) and in_an_era(message, mention, self._eras)
        is_cued = bool(dated) or youth or era or is_dated_elsewhere(message, mention, self._dates)
        is_cued = is_cued or self._is_ill_then(message, mention, now)
        if is_cued and is_free_since(message, mention):
            return Status.HISTORICAL
        if ended := self._ended(message, mention, found, is_cued=is_cued):
            return ended
        end = message.sentence(mention.first)[1]
        own = [i for i in range(mention.last, end) if is_cued and not is_told_of_another(message, i, mention, found)]
        is_lasting = not (is_injury and is_sign) and any(self._lasts(message, i) for i in own)
        if not is_cued or is_lasting or self._is_never_gone(message.texts, own):
            return None
        past: Status | None = Status.HISTORICAL
        if is_injury and (
            self._is_recent(message, mention, is_cued=True)
            or not (youth or any(self._is_years_ago(message, c, now) for c in dated))
        ):
            past = Status.UNCERTAIN if era else None
        own = [i for i in own if not is_well_now(message, i, end)]
        own = [i for i in own if message.texts[i - 1 : i + 1] in _ANEW] if is_injury else own
        return None if self._is_back(message, mention.first, [*range(mention.first, mention.last), *own]) else past

    def _dating(
        self,
        message: Message,
        mention: Found,
        cues: Sequence[Cue],
        now: datetime | None,
        *,
        is_injury: bool,
        is_child: bool,
    ) -> list[Cue]:
        """Return the cues that date a mention into the past."""
        return [
            cue
            for cue in cues
            if cue.category == HISTORICAL
            and (is_injury or not self._is_since(message, cue))
            and not is_this_year(message, cue.first, cue.last, now)
            and not self._has_stopped(message, mention, cue)
            and not (is_child and "school" in message.texts[cue.first : cue.last])
        ]

    def _ended(self, message: Message, mention: Found, found: Sequence[Found], *, is_cued: bool) -> Status | None:
        """Return the status of what is told to be over by now, None if nothing tells so."""
        is_sign = mention.name not in self._words["of_the_complaint"]
        said = message.texts[message.clause(mention.first).first : mention.first + 1]
        was_there = is_cued or not _HAD.isdisjoint(said)
        is_open = is_cued or mention.name not in self._words["counts_when_over"]
        if not is_open or self._is_taken(message, mention):
            return None
        after = message.texts[mention.last : message.sentence(mention.first)[1]]
        can_end = (is_sign or was_there) and mention.name != _DONE
        if can_end and (self._is_over(after) or self._is_over(next_sentence(message, mention))):
            is_recent = self._is_recent(message, mention, is_cued=is_cued)
            return Status.HISTORICAL if was_there and not is_recent else Status.UNCERTAIN
        return self._ended_later(message, mention, found, is_cued=is_cued) if is_sign else None

    def _is_taken(self, message: Message, mention: Found) -> bool:
        """Tell whether it is a medicine, and nobody says that it was stopped: being well again does not end it."""
        return mention.name in self._words["taken_for_good"] and self._words["ends_taking"].isdisjoint(message.texts)

    def _ended_later(self, message: Message, mention: Found, found: Sequence[Found], *, is_cued: bool) -> Status | None:
        """Return the status of what is told to be over further on, or of a child's age; in doubt if no date is said."""
        is_dated = is_cued or (is_told(message, mention) and is_said_beside(message, mention, self._weeks_ago))
        if is_closed(message, mention, found, self._closers, is_dated=is_dated):
            is_ago = is_cued or (is_dated and mention.name in self._words["passing_ills"])
            is_long_ago = is_ago and not self._is_recent(message, mention, is_cued=True)
            return Status.HISTORICAL if is_long_ago else Status.UNCERTAIN
        if not is_cued and (
            goes_on_from_then(message, mention, self._dates) is None or is_why_operated(message, mention)
        ):
            return Status.UNCERTAIN
        if is_cued or not (is_told(message, mention) and is_childs_age(message, mention)):
            return None
        return Status.HISTORICAL if self._words["childhood"] & set(message.texts) else Status.UNCERTAIN

    def _has_stopped(self, message: Message, mention: Found, cue: Cue) -> bool:
        """Tell whether a date says since when a thing is missing (`my periods stopped last winter`)."""
        is_lasting = message.texts[cue.first] == "last" and "for" not in message.texts[mention.first : mention.last + 3]
        return is_lasting and mention.name in self._words["lasting_stops"]

    def _is_ill_then(self, message: Message, mention: Found, now: datetime | None) -> bool:
        """Tell whether an illness that passes is told of a month long past."""
        return mention.name in self._words["passing_ills"] and is_months_ago(message, mention, now)

    def _is_years_ago(self, message: Message, cue: Cue, now: datetime | None) -> bool:
        """Tell whether a date is so long ago that an injury is none of the complaint's."""
        if self._words["long_ago"] & set(message.texts[cue.first : cue.last]):
            return True
        year = next((y for i in range(cue.first, cue.last) if (y := year_at(message, i))), None)
        return year is not None and (now is None or year <= now.year - _OLD_YEARS)

    def _is_recent(self, message: Message, mention: Found, *, is_cued: bool) -> bool:
        """Tell whether the sentence speaks of the last days; beside an old date, `12 hours` is how long it took."""
        first, end = message.sentence(mention.first)
        recent = self._words["recent"] - self._words["lasting"] if is_cued else self._words["recent"]
        around = [*range(first, mention.first), *range(mention.last, end)]
        return any(
            message.texts[i] in recent
            or (message.texts[i] in self._words["recent"] and message.texts[i + 1 : i + 2] == ("ago",))
            for i in around
        )

    def _is_since(self, message: Message, cue: Cue) -> bool:
        """Tell whether a date only begins what lasts (`since my son was born`)."""
        clause = message.clause(cue.first).first
        return "since" in message.texts[max(clause, cue.first - _SINCE_REACH) : cue.first]

    def _lasts(self, message: Message, at: int) -> bool:
        """Tell whether a `since` says that it lasts, and not what came after it (`all sorted, two kids since`)."""
        return message.texts[at] == "since" and not self._words["had_since"] & set(message.texts[at - 1 : at])

    def _is_back(self, message: Message, first: int, places: Sequence[int]) -> bool:
        """Tell whether a word of today follows: `again`, but not `until now`, `now only the left`, `she is 11 now`."""
        texts = message.texts
        return any(
            texts[i] in self._words["current"]
            and texts[max(first, i - 1)] not in _UP_TO
            and message.tokens[i - 1].number is None
            and not self._words["not_back"] & set(texts[i + 1 : i + 2])
            for i in places
        )

    def _is_never_gone(self, texts: Sequence[str], places: Sequence[int]) -> bool:
        """Tell whether it never went again."""
        return any(texts[i] == "never" and set(texts[i + 1 : i + 2]) & self._words["never_gone"] for i in places)

    def _is_over(self, texts: Sequence[str]) -> bool:
        """Tell whether a phrase like `fine now` or `never again` stands in the words, and not `recovered from flu`."""
        if self._resolved.are_absent(texts):
            return False
        return any(
            texts[max(0, i - 1)] != "not"  # `i am not well now`
            and not (texts[i + size - 1] == "was" and self._is_of_late(texts[i + size :]))
            and texts[i + size : i + size + 1] != ("from",)
            for i in range(len(texts))
            for size in self._resolved.sizes_at(texts, i)
        )

    def _is_of_late(self, texts: Sequence[str]) -> bool:
        """Tell whether a day of the last week is told (`that was saturday`)."""
        days = self._words["recent"] | self._words["by_days"]
        return bool(days & set(texts[:1]) or (texts[:1] in _ON and days & set(texts[1:2])))
