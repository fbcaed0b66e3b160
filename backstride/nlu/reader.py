"""Reads one message: free text in, mentions with status out.

Pure and deterministic: no clock (`now` is an argument), no model, no I/O. Never raises for any
string. What follows from the mentions (urgency, next question) is decided in `backstride.domain`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from backstride.domain.findings import Kind, Status, Vocabulary
from backstride.domain.mentions import Mention, Reading
from backstride.nlu.activities import find_roles
from backstride.nlu.activity_exceptions import without_one_remedy
from backstride.nlu.activity_questions import is_asked_about
from backstride.nlu.amounts import without_other_amounts
from backstride.nlu.bystanders import without_unborn
from backstride.nlu.clauses import Message, group
from backstride.nlu.context import Context
from backstride.nlu.course import told_by_contrast, without_parts_of_others
from backstride.nlu.durations import Durations
from backstride.nlu.found import Found, longest
from backstride.nlu.kinds import taken_back
from backstride.nlu.lexicon import Lexicon
from backstride.nlu.normalise import tokenise
from backstride.nlu.numb_seat import without_one_numb_cheek
from backstride.nlu.number_words import Number
from backstride.nlu.numbers import Numbers, as_judged
from backstride.nlu.places import Places, find_places
from backstride.nlu.procedures import dated_procedures, of_other_than_old
from backstride.nlu.reading_once import remembered
from backstride.nlu.relations import find_relations
from backstride.nlu.scope import is_complaint
from backstride.nlu.score_trend import is_of_before
from backstride.nlu.sides import Sides, finer
from backstride.nlu.site_words import is_no_mask, without_stray
from backstride.nlu.spreading import is_spared_beside, spared
from backstride.nlu.sudden_onsets import sudden_onsets
from backstride.nlu.times import EVENT, Time, Times, is_joined
from backstride.nlu.unchanged import is_long_so
from backstride.nlu.whose import age_of_patient, find_subject, is_age_of_another, subject_mention
from backstride.nlu.windows import LONGEST, windows

_NEW_DAYS, _RAPID_DAYS, _RECENT_DAYS, _WEEKS_DAYS = 14, 2, 7, 42
_ADULT, _FULL_STOP = 18, "."
_RIGHT = frozenset({"right", "wrong", "ok", "okay", "safe", "being", "just", "likely"})  # `so am i right to`
_MASKS = {"mask": ("site", "side"), "used": ("site",), "not_activity": ("activity",), "idiom": ("finding", "concept")}


class Reader:
    """Reads messages with one lexicon; safe to share between conversations."""

    def __init__(self, lexicon: Lexicon, vocabulary: Vocabulary) -> None:
        """Build from compiled words; `backstride.engine.shim.install()` must have run (medspaCy)."""
        self._lexicon, self._vocabulary = lexicon, vocabulary
        self._context = Context(lexicon)
        self._sets = {name for name, kind in vocabulary.items() if kind.kind is Kind.SET}
        self._times, self._numbers = Times(lexicon.quantities), Numbers(lexicon.quantities)

    def read(self, text: str, *, subject: str = "me", now: datetime | None = None) -> Reading:
        """Read a message.

        Args:
            text: Anything a person can send; what stands after `LONGEST` characters is not read.
            subject: Whose body it is about: "me", "my_child" or "other_adult".
            now: The conversation's clock; without it dates (`since march`) have no length.

        Returns:
            Mentions in order of `start`; offsets refer to `text` as received.
        """
        key = (self._lexicon.fingerprint, text, subject, now)
        return remembered(key, lambda: self._read(text, subject, now))

    def _read(self, text: str, subject: str, now: datetime | None) -> Reading:
        parts = list(windows(text[:LONGEST]))
        if len(parts) > 1:
            return self._read_long(text, parts, subject, now)
        return self._read_short(text, subject, now)

    def _read_long(self, text: str, parts: Sequence[tuple[int, int]], subject: str, now: datetime | None) -> Reading:
        """Read a long message piece by piece, so that the time it takes grows with its length and no faster."""
        mentions: list[Mention] = []
        in_scope = False
        for first, last in parts:
            reading = self._read_short(text[first:last], subject, now)
            mentions += [replace(m, start=m.start + first, end=m.end + first) for m in reading.mentions]
            in_scope = in_scope or reading.in_scope
            subject = next((str(m.value) for m in reading.mentions if m.finding == "subject"), subject)
        return Reading(text, tuple(mentions), in_scope)

    def _read_short(self, text: str, subject: str, now: datetime | None) -> Reading:
        tokens = tokenise(text, self._lexicon.spelling)
        if not tokens:
            return Reading(text)
        message = group(tokens, self._lexicon.words)
        found = without_other_amounts(message, without_one_numb_cheek(message, self._found(message)))
        found = without_parts_of_others(without_unborn(message, found))
        about = find_subject(message, found, subject, self._lexicon.sites)
        statuses = self._context.judge(message, found, about=about, now=now)
        found = taken_back(message, [f.with_status(s) for f, s in zip(found, statuses, strict=True)])
        places = find_places(message, found, self._lexicon.sites)
        mentions = list(self._mentions(message, found, places, now, about))
        if about != subject:
            mentions.append(subject_mention(message, about))
        mentions = without_one_remedy(message, _unique(mentions))
        mentions.sort(key=lambda m: (m.start, m.end, m.finding, str(m.value)))
        named = tuple(replace(m, text=text[m.start : m.end]) for m in mentions)
        return Reading(text, named, is_complaint(message, places, found, self._lexicon.sites, named))

    def _found(self, message: Message) -> list[Found]:
        """Return the phrases of the lexicon in the message, the longest of each kind."""
        entries, end = self._lexicon.entries, len(message.texts)
        numeric = [token.number is not None for token in message.tokens]
        said = [
            (entries[match.entry], match.first, min(match.last, end))
            for match in self._lexicon.automaton.find(_with_full_stops(message.texts), [*numeric, False])
        ]
        related = self._lexicon.relations.looked_at({e.name for e, _, _ in said})
        matches = [
            Found(e.role, e.name, e.value, e.status, first, last)
            for e, first, last in said
            if e.role != "concept" or e.name in related
        ]
        masks = [f for f in matches if f.role in _MASKS and not is_no_mask(message, f)]
        masks_at: dict[int, list[Found]] = {}
        for mask in masks:
            for at in range(mask.first, mask.last):
                masks_at.setdefault(at, []).append(mask)
        matches = [
            f
            for f in matches
            if f.role not in _MASKS
            and not any(f.role in _MASKS[m.role] and m.holds(f) for m in masks_at.get(f.first, ()))
        ]
        matches += find_relations(message, matches, self._lexicon.relations)
        matches += sudden_onsets(message, matches)
        places = without_stray([f for f in matches if f.role in ("site", "side")], message)
        rest = [f for f in matches if f.role not in ("site", "side", "concept")]
        kept = [*longest(places, self._sets), *longest(rest, self._sets)]
        return sorted(kept, key=lambda f: (f.first, f.last, f.role, f.name))

    def _mentions(
        self, message: Message, found: Sequence[Found], places: Places, now: datetime | None, about: str
    ) -> Iterator[Mention]:
        numbers = [as_judged(n, found) for n in self._numbers.read(message)]
        times = self._times.read(message, now, next((n.value for n in numbers if n.finding == "age"), None))
        for mention in found:
            if mention.role == "finding":
                told = mention.with_status(Status.NEGATED) if is_of_before(mention, numbers) else mention
                yield self._finding(message, told, times, found)
        if (course := told_by_contrast(message, found)) is not None:
            yield _mention(message, "trend", course, value=course.value)
        yield from self._so_did_i(message, found)
        yield from self._places(message, found, places)
        for activity, role in find_roles(message, found, self._lexicon.activities):
            yield from self._activity(message, activity, role)
        for number in numbers:
            if number.finding != "age" or not is_age_of_another(message, number.first, found, about):
                yield from self._number(message, number)
        age = age_of_patient(message)
        if about == "my_child" and age is not None:
            yield from self._number(message, Number("age", message.tokens[age].number, age, age + 1))
        weeks = {n.first for n in numbers if n.finding in ("preg_weeks", "run_days")}
        procedures = list(dated_procedures(message, found, times))
        for procedure, _ in procedures:
            yield self._finding(message, procedure, times, found)
        own = [t for t in of_other_than_old(times, procedures) if t.first not in weeks]
        length = Durations(message, found, places, self._lexicon).of_complaint(own)
        if length is not None:
            start, end = message.tokens[length.first].start, message.tokens[length.last - 1].end
            yield Mention("duration_days", Status.PRESENT, start, end, "", round(min(length.days, 36500.0), 2))

    def _places(self, message: Message, found: Sequence[Found], places: Places) -> Iterator[Mention]:
        table, sides = self._lexicon.sites, Sides(message, found, places)
        for site in places.located:
            value = finer(table[site.name].location, sides.of_site(site))
            yield _mention(message, "location", site, value=value)
        for site in places.radiating:
            relation = "radiates_to" if site in places.spread_to else ""
            yield _mention(message, "radiation", site, value=table[site.name].radiation, relation=relation)
        for site in places.denied:
            if site.role == "no_spread" or table[site.name].region == "leg":
                free, status = spared(message, site)
                if not places.radiating or is_spared_beside(message, site, [table[s.name] for s in places.radiating]):
                    yield replace(_mention(message, "radiation", site, value=free), status=status)
            elif table[site.name].location:
                yield replace(
                    _mention(message, "location", site, value=table[site.name].location), status=Status.NEGATED
                )
        side = sides.complaint()
        if side is not None:
            yield replace(_mention(message, "side", side[1], value=side[0]), status=Status.PRESENT)
        if {"left", "right"} <= sides.legs():
            yield _mention(message, "bilat_leg", places.radiating[0], value="new")

    def _activity(self, message: Message, activity: Found, role: str) -> Iterator[Mention]:
        kind = self._lexicon.activities[activity.name]
        if role == "worse" and kind.trigger:
            yield _mention(message, "triggers", activity, value=kind.trigger, relation="worsened_by")
        if role == "harmless" and activity.name == "being_still":  # `nothing if i keep still`
            activity, role = activity.with_status(Status.PRESENT), "better"
        if role == "better" and kind.reliever:
            yield _mention(message, "relievers", activity, value=kind.reliever, relation="relieved_by")
        elif kind.trigger and (role == "harmless" or (role == "better" and activity.status is Status.PRESENT)):
            if is_asked_about(message, activity):
                return
            yield replace(_mention(message, "triggers", activity, value=kind.trigger), status=Status.NEGATED)

    def _number(self, message: Message, number: Number) -> Iterator[Mention]:
        start, end = message.tokens[number.first].start, message.tokens[min(number.last, len(message.tokens)) - 1].end
        yield Mention(number.finding, number.status, start, end, "", number.said or number.value)
        if number.finding == "age" and number.value is not None:
            yield Mention("minor", Status.PRESENT if number.value < _ADULT else Status.NEGATED, start, end, "")

    def _so_did_i(self, message: Message, found: Sequence[Found]) -> Iterator[Mention]:
        """Yield what the writer shares with somebody (`my mom had cancer and so did i`)."""
        for shared in found:
            if shared.role == "so_did_i" and _RIGHT.isdisjoint(message.texts[shared.last : shared.last + 1]):
                theirs = [
                    f
                    for f in found
                    if f.role == "finding" and f.status is Status.OTHER_PERSON and f.last <= shared.first
                ]
                for mention in theirs[-1:]:
                    yield replace(_mention(message, mention.name, shared, value=mention.value), status=Status.PRESENT)

    def _finding(self, message: Message, found: Found, times: Sequence[Time], others: Sequence[Found]) -> Mention:
        start, end = message.tokens[found.first].start, message.tokens[found.last - 1].end
        is_set = self._vocabulary[found.name].kind is Kind.SET
        value = found.value if is_set or found.status is not Status.NEGATED else None
        words = self._lexicon.findings[found.name]
        if words.time and found.status in (Status.PRESENT, Status.UNCERTAIN) and value in ("new", "recent"):
            value = self._dated(message, found, times, others)
        return Mention(found.name, found.status, start, end, "", value)

    def _dated(self, message: Message, found: Found, times: Sequence[Time], others: Sequence[Found]) -> str | None:
        """Return the value that a date near the mention gives it; no date leaves it new.

        A sudden or recent beginning is taken from anywhere in the sentence; an old one only from words that
        stand right by the mention, so that "back pain for a year and both legs are numb" stays new.
        """
        first, last = message.sentence(found.first)
        said = set(message.texts[first:last])
        near = sorted(
            (abs(t.first - found.first), t.days) for t in times if first <= t.first < last and t.rank >= EVENT
        )
        if self._lexicon.findings[found.name].time == "injury":
            days = near[0][1] if near else next((t.days for t in times if t.rank >= EVENT), None)
            if days is None or days <= _RECENT_DAYS:
                return "recent"
            return "weeks" if days <= _WEEKS_DAYS else "old"
        if found.name == "weak" and (
            said & self._lexicon.words["sudden"] or any(days <= _RAPID_DAYS for _, days in near)
        ):
            return "rapid"
        if said & self._lexicon.words["newer"]:
            return "new"
        own = [t.days for t in times if t.rank >= EVENT and _is_beside(message, found, t, others)]
        own = own or [t.days for t in times if t.rank >= EVENT and is_long_so(message, found, t, others)]
        return "old" if own and min(own) > _NEW_DAYS else "new"


def _with_full_stops(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words with a full stop where a line or the message ends: some phrases say something only there."""
    return (*(_FULL_STOP if text[0] == "\n" else text for text in texts), _FULL_STOP)


def _is_beside(message: Message, found: Found, time: Time, others: Sequence[Found]) -> bool:
    """Tell whether a time belongs to a mention: one clause, and no other complaint in between."""
    waits = message.texts[time.last : time.last + 1] == ("before",)
    if waits or not is_joined(message, (found.first, found.last), time):  # `stand for ages before it comes`
        return False
    low, high = sorted(((found.first, found.last), (time.first, time.last)))
    between = [f for f in others if f.role in ("pain", "site", "finding") and low[1] <= f.first and f.last <= high[0]]
    return not between and not {"and", "then"} & set(message.texts[low[1] : high[0]])


def _mention(message: Message, finding: str, at: Found, *, value: str | None, relation: str = "") -> Mention:
    return Mention(
        finding, at.status, message.tokens[at.first].start, message.tokens[at.last - 1].end, "", value, relation
    )


def _unique(mentions: Sequence[Mention]) -> list[Mention]:
    seen: dict[tuple[str, object, Status, int], Mention] = {}
    for mention in mentions:
        seen.setdefault((mention.finding, mention.value, mention.status, mention.start), mention)
    return list(seen.values())
