"""Which status a mention has: present, negated, uncertain, historical, hypothetical, other person.

The cues and their scope come from ConText (`cues.py`); what it cannot say (a negation ends with its
list, a past thing is back again, a question is about nobody) is added here. Why it is built so is in
docs/decisions/0011-context-scoping.md.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from backstride.domain.findings import Status
from backstride.nlu.boundaries import (
    Cue,
    ends_list,
    is_a_pain,
    is_denied_as_a_whole,
    is_parted,
    is_told_anew,
    turns_to_itself,
)
from backstride.nlu.bystanders import may_be_of_another, says_of_another
from backstride.nlu.clauses import Message
from backstride.nlu.closing import is_back_now
from backstride.nlu.course import is_of_bad_days
from backstride.nlu.cues import HYPOTHETICAL, NEGATED, UNCERTAIN, Cues
from backstride.nlu.found import Found
from backstride.nlu.imagined import is_asked_of_now, is_supposed, is_why
from backstride.nlu.lexicon import Lexicon
from backstride.nlu.lexicon_entries import FindingWords
from backstride.nlu.listed import answers_another, listed
from backstride.nlu.past import Past
from backstride.nlu.people import person_before
from backstride.nlu.replies import is_left_open, replied
from backstride.nlu.settled import is_asked, is_own, settled
from backstride.nlu.whose import is_grown_up
from backstride.nlu.word_questions import is_asked_as_a_word

_ONSET, _EARLIER, _RUNNER = "onset", "prior_episode", "runner"
_OWN_NEGATION = ("finding", "worse", "trouble", "site")
_OPEN = frozenset({Status.PRESENT, Status.UNCERTAIN, Status.OTHER_PERSON})
_REACH, _FAMILY_REACH = 40, 1
"""Words before or after a mention in which somebody who is named, an `if` or a date can still be about it."""
_UP_TO, _OF_LATE = frozenset({"before", "until", "till"}), frozenset({"this", "now", "last"})
_OR, _PLACES = frozenset({"or", "nor"}), frozenset({"site", "side", "pain"})
_DOUBT_REACH = 7
_NEVER = frozenset({"not", "never", "hardly", "barely", "unable", "scarcely"})
_ONLY, _ANY_WORDS = frozenset({"only", "just"}), FindingWords()
_CONNECTORS = frozenset({",", "or", "and", "nor", "/", "&", "+"})


@dataclass(frozen=True, slots=True)
class _Phrases:
    """All phrases of a message, with what is asked of them at every mention.

    Attributes:
        of_family: Findings that are a relative's by what follows (`weak bones run on my mum's side`).
        holding: What says something that is there, by each token that it holds.
    """

    found: Sequence[Found]
    of_family: Set[Found]
    holding: Mapping[int, Sequence[Found]]

    @classmethod
    def of(cls, found: Sequence[Found]) -> "_Phrases":
        """Look through the phrases once."""
        ends = {f.first - reach for f in found if f.role == "family_history" for reach in range(_FAMILY_REACH + 1)}
        holding: dict[int, list[Found]] = {}
        for one in found:
            if one.role in _OWN_NEGATION and one.status is Status.PRESENT:
                for at in range(one.first, one.last):
                    holding.setdefault(at, []).append(one)
        return cls(found, {f for f in found if f.role == "finding" and f.last in ends}, holding)

    def is_part_of_another(self, cue: Cue, mention: Found) -> bool:
        """Tell whether a negation belongs to another phrase (`can not sit`), and is not all of it (`... is a no`)."""
        return any(
            (not f.overlaps(mention) or (f.role == "finding" and mention.role != "finding"))
            and not (f.role == "worse" and mention.role == "finding" and (f.first, f.last) == (cue.first, cue.last))
            for f in self.holding.get(cue.first, ())
        )


class Context:
    """Judges the status of mentions."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Build ConText from the cues of the lexicon."""
        self._words = lexicon.words
        self._past = Past(lexicon)
        self._findings: Mapping[str, FindingWords] = lexicon.findings
        self._cues = Cues(lexicon.cues)

    def judge(
        self, message: Message, found: Sequence[Found], *, about: str, now: datetime | None = None
    ) -> list[Status]:
        """Return the status of each mention, in order.

        Args:
            message: The words.
            found: Mentions, with the status their phrase carries by itself.
            about: Subject of care: "me", "my_child" or "other_adult".
            now: The conversation's clock; without it every year is past.
        """
        phrases, cues_of = _Phrases.of(found), self._cues.of(message, found)
        statuses = [
            self._status(message, mention, cues, phrases, about=about, now=now)
            for mention, cues in zip(found, cues_of, strict=True)
        ]
        return settled(message, found, statuses)

    def _status(
        self,
        message: Message,
        mention: Found,
        cues: Sequence[Cue],
        phrases: _Phrases,
        *,
        about: str,
        now: datetime | None,
    ) -> Status:
        """Return the first status that holds; which comes first is the heart of it."""
        found = phrases.found
        cues = [cue for cue in cues if not is_parted(message, cue, mention)]
        words = self._findings.get(mention.name, _ANY_WORDS)
        asks = message.clause(mention.first).asks and not self._has_it_too(message, mention)
        asks = asks and not words.asked_counts and mention.last <= message.clause(mention.first).last + 1  # answered
        is_word = mention.name not in self._words["never_supposed"] and is_asked_as_a_word(message, mention)
        asks = asks or is_word
        status = mention.status
        if mention.status in (Status.NEGATED, Status.HISTORICAL):
            is_back = mention.status is Status.HISTORICAL and is_back_now(message, mention, found)
            status = Status.HYPOTHETICAL if asks else Status.PRESENT if is_back else mention.status
            if mention.role == "finding" and is_left_open(message.texts[mention.last - 1 :][:_DOUBT_REACH]):
                status = Status.UNCERTAIN
        elif mention in phrases.of_family or self._is_someone_else(message, mention, about=about):
            status = Status.OTHER_PERSON
        elif self._is_denied(message, mention, cues, phrases):
            status = Status.NEGATED
        elif asks or self._is_imagined(message, mention, cues):
            status = self._asked(message, mention)
        elif mention.status is not Status.HYPOTHETICAL and self._is_doubted(message, mention, cues, about):
            status = Status.UNCERTAIN
        if mention.role == "finding" and (said := listed(message, mention, found)):
            status = said if mention.status is Status.PRESENT or said is Status.NEGATED else status
        elif mention.role == "finding" and mention.status is not Status.HYPOTHETICAL:
            asked = is_asked(message, mention)
            if status in _OPEN or asked:  # `asked if i get it, yes i do`
                status = replied(message, mention, is_asked=asked) or status
        is_open = status in (Status.PRESENT, Status.UNCERTAIN) and mention.role == "finding"
        if not is_open or mention.name == _EARLIER:  # which is of the past by its nature
            return status
        if words.history_counts:
            return self._past.ended(message, mention, found) or status
        past = self._past.status(message, mention, cues, found, time=words.time, now=now, is_child=about == "my_child")
        return past or (Status.HISTORICAL if is_of_bad_days(message, mention) else status)

    def _is_doubted(self, message: Message, mention: Found, cues: Sequence[Cue], about: str) -> bool:
        """Tell whether the words before leave it open, or it may be somebody else's."""
        if any(c.category == UNCERTAIN for c in cues):
            return True
        if self._is_of_training(message, mention):
            return True
        return about == "me" and self._is_sign(mention) and may_be_of_another(message, mention)

    def _is_of_training(self, message: Message, mention: Found) -> bool:
        """Tell whether legs may only be tired (`will not work after leg day`), or a seat be numb of a ride."""
        if mention.name in self._words["of_riding"]:
            return not self._words["rides"].isdisjoint(message.texts[slice(*message.sentence(mention.first))])
        if mention.name not in self._words["of_tired_legs"]:
            return False
        (first, end), tiring = message.sentence(mention.first), self._words["tires_legs"]
        texts, said = message.texts[first:end], message.texts[mention.first : mention.last]
        if "legs" not in said or not self._words["not_of_tiredness"].isdisjoint(said):
            return False
        return not tiring.isdisjoint(texts) or any(f"{a} {b}" in tiring for a, b in pairwise(texts))

    def _asked(self, message: Message, mention: Found) -> Status:
        """Return what is meant by a question: a complaint is there if its cause is asked, a sign is asked back."""
        if is_why(message, mention):
            return Status.UNCERTAIN if self._is_sign(mention) else Status.PRESENT
        is_real = self._is_heeded(message, mention)
        is_real = is_real or is_asked_of_now(message, mention, is_own=is_own(message, mention))
        return Status.UNCERTAIN if is_real else Status.HYPOTHETICAL

    def _has_it_too(self, message: Message, mention: Found) -> bool:
        """Tell whether the writer goes on with his own (`... mine does`), and not that it is well (`mine works ok`)."""
        texts = message.texts
        at = next((i for i in range(mention.last, len(texts)) if texts[i] == "mine"), None)
        after = set(texts[at + 1 : at + 4]) if at is not None else set()
        return at is not None and not (self._words["well_now"] | _ONLY) & after

    def _is_sign(self, mention: Found) -> bool:
        return mention.role == "finding" and mention.name not in self._words["of_the_complaint"]

    def _is_denied(self, message: Message, mention: Found, cues: Sequence[Cue], phrases: _Phrases) -> bool:
        if mention.role == "finding" and (is_denied_as_a_whole(message, mention) or self._is_nearly(message, mention)):
            return True
        words = self._findings.get(mention.name, _ANY_WORDS)
        return any(c.category == NEGATED and self._negates(message, c, mention, phrases, words) for c in cues)

    def _is_nearly(self, message: Message, mention: Found) -> bool:
        """Tell whether an accident is one that did not happen (`nearly came off my bike`)."""
        near = message.texts[max(0, mention.first - 1) : mention.first]
        return mention.name in self._words["nearly_had"] and not self._words["nearly"].isdisjoint(near)

    def _is_imagined(self, message: Message, mention: Found, cues: Sequence[Cue]) -> bool:
        """Tell whether it is only thought of (`what if`), and not there `already`."""
        first, end = message.sentence(mention.first)
        if not self._words["already"].isdisjoint(message.texts[first : min(end, mention.last + _REACH)]):
            return False
        return is_supposed(message, mention) or any(c.category == HYPOTHETICAL for c in cues)

    def _is_heeded(self, message: Message, mention: Found) -> bool:
        """Tell whether it is asked about though only supposed (`if it goes on i would rather be dead`)."""
        first, _ = message.sentence(mention.first)
        said = set(message.texts[first : mention.first])
        return mention.name in self._words["never_supposed"] and not self._words["supposing"] & said

    def _negates(self, message: Message, cue: Cue, mention: Found, phrases: _Phrases, words: FindingWords) -> bool:
        """Tell whether a negation reaches the mention: only through its own list, never over a new thought."""
        # `no pain when i run`
        is_when = mention.name == _RUNNER and message.texts[mention.first] in self._words["when"]
        said, found = set(message.texts[cue.first : cue.last]), phrases.found
        if is_when or words.ignores & said or phrases.is_part_of_another(cue, mention):
            return False
        if answers_another(message, cue, mention, found) or self._says_that_it_is(message, cue, mention):
            return False
        texts = message.texts
        if cue.first >= mention.last:  # `numb on the right, nil weakness`
            return cue.first <= mention.last + (texts[cue.last : cue.last + 1] <= ("a",))
        between = range(cue.last, mention.first)
        beside = [f for f in found if cue.last < f.last and f.first < mention.first and not f.overlaps(mention)]
        covered = {i for f in beside for i in range(max(f.first, cue.last), f.last)}
        is_glue = all(i in covered or texts[i] in self._words["negation_glue"] for i in between)
        if not is_glue and not ends_list(message, cue, mention):
            return False
        commas = [i for i in between if texts[i] == ","]
        if (
            (mention.role in _PLACES or mention.name in (_ONSET, _RUNNER) or is_a_pain(mention, found))
            and commas
            and not _OR & set(texts[commas[-1] : mention.first])
        ):
            return not covered  # `no fever, low back ache`: the list is over where the complaint is named
        ends = [
            f.last for f in found if f.role == "finding" and f.name != "quality" and cue.last < f.last <= mention.first
        ]
        is_open = not ends or bool(_CONNECTORS & set(message.texts[max(ends) : mention.first]))
        return is_open and not (commas and is_told_anew(message, commas[-1], mention))

    def _says_that_it_is(self, message: Message, cue: Cue, mention: Found) -> bool:
        """Tell whether two negations, or a first time, say that it is there (`can't sit without my back going`)."""
        is_exception = mention.role == "finding" and message.texts[mention.first] in self._words["exceptions"]
        is_exception = is_exception or (cue.first < mention.first and turns_to_itself(message, cue, mention))
        if is_exception or self._is_first_time(message, cue, mention):
            return True  # `no to all, apart from the bladder one`, `no pain there it is numb`
        first, _ = message.sentence(cue.first)
        said = message.texts[max(first, cue.first - _REACH) : cue.first]
        return "without" in message.texts[cue.first : cue.last] and bool(_NEVER & set(said))

    def _is_first_time(self, message: Message, cue: Cue, mention: Found) -> bool:
        """Tell whether a `never` ends with a day of late (`never wet myself before yesterday`)."""
        after = message.texts[mention.last : mention.last + 4]
        is_never = "never" in message.texts[cue.first : cue.last] and set(after[:1]) & _UP_TO
        return bool(is_never and set(after[1:]) & (self._words["recent"] | _OF_LATE))

    def _is_someone_else(self, message: Message, mention: Found, *, about: str) -> bool:
        if is_own(message, mention):
            return False
        if (
            about == "me"
            and mention.role == "finding"
            and says_of_another(message, mention, self._words["body_of_another"])
        ):
            return True
        who = person_before(message, mention.first)
        if who in ("", "me"):
            return False
        words = self._findings.get(mention.name)
        first, _ = message.sentence(mention.first)
        kin = self._words["kin_adult"] & set(message.texts[first : mention.first])  # `my sister had her baby, ...`
        of_baby = self._words["third_person"] | (frozenset() if kin else self._words["babies"])
        if words is not None and words.of_baby and who in of_baby:
            return False
        is_dead = bool(self._words["dead"] & set(message.texts[max(first, mention.first - _REACH) : mention.first]))
        return is_dead or not self._is_subject(message, who, about)

    def _is_subject(self, message: Message, who: str, about: str) -> bool:
        if about == "my_child":
            return who in self._words["kin_child"] | self._words["third_person"]
        grown_up = self._words["kin_child"] if is_grown_up(message) else frozenset()
        return about == "other_adult" and who in self._words["kin_adult"] | self._words["third_person"] | grown_up
