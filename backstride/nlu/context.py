"""Which status a mention has: present, negated, uncertain, historical, hypothetical, other person.

medspaCy's ConText finds the cues and their scope, with our clauses as its sentences; what it cannot
say (a negation ends with its list, a past thing is back again, a question is about nobody) is
added here. The cues are data (content/lexicon/context.yml); why it is built so is in
docs/decisions/0011-context-scoping.md. `backstride.engine.shim` must be installed by the caller.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

import spacy
from medspacy.context import ConText, ConTextRule
from spacy.tokens import Doc

from backstride.domain.findings import Status
from backstride.nlu.boundaries import HISTORICAL as _HISTORICAL
from backstride.nlu.boundaries import Cue, is_denied_as_a_whole, is_inside, is_parted, stretches
from backstride.nlu.bystanders import may_be_of_another, says_of_another
from backstride.nlu.clauses import Message, speaker_of
from backstride.nlu.found import Found
from backstride.nlu.imagined import is_asked_of_now, is_supposed
from backstride.nlu.lexicon import Lexicon
from backstride.nlu.lexicon_entries import FindingWords
from backstride.nlu.listed import answers_another, listed
from backstride.nlu.past import Past
from backstride.nlu.replies import replied
from backstride.nlu.whose import is_grown_up

_GROUP = "mentions"
_NEGATED, _UNCERTAIN, _HYPOTHETICAL = "NEGATED", "UNCERTAIN", "HYPOTHETICAL"
_RULES = {
    "negated_forward": (_NEGATED, "FORWARD"),
    "negated_both": (_NEGATED, "BIDIRECTIONAL"),
    "negated_backward": (_NEGATED, "BACKWARD"),
    "uncertain_forward": (_UNCERTAIN, "FORWARD"),
    "historical_forward": (_HISTORICAL, "FORWARD"),
    "historical_backward": (_HISTORICAL, "BIDIRECTIONAL"),
    "hypothetical_forward": (_HYPOTHETICAL, "FORWARD"),
    "hypothetical_pseudo": (_HYPOTHETICAL, "PSEUDO"),
    "pseudo": (_NEGATED, "PSEUDO"),
}
_OWN_NEGATION = ("finding", "worse", "trouble")
_FAMILY_REACH = 1
_ONSET = "onset"
_REACH = 40
"""Words before or after a mention in which somebody who is named, an `if` or a date can still be about it."""
_UP_TO, _OF_LATE = frozenset({"before", "until", "till"}), frozenset({"this", "now", "last"})
_SELF = frozenset({"i", "me", "us"})
_PLACES, _OR = frozenset({"site", "side", "pain"}), frozenset({"or", "nor"})
_NEVER = frozenset({"not", "never", "hardly", "barely", "unable", "scarcely"})
_CONNECTORS = frozenset({",", "or", "and", "nor", "/", "&", "+"})
_YEAR = [{"LOWER": {"IN": ["in", "since", "from"]}, "OP": "?"}, {"TEXT": {"REGEX": r"^(19|20)\d\d$"}}]
_SHORT_YEARS = (
    [{"LOWER": {"IN": ["in", "since", "from"]}}, {"TEXT": {"REGEX": r"^0\d$"}}],
    [{"LOWER": {"IN": ["in", "since", "from"]}, "OP": "?"}, {"TEXT": "'"}, {"TEXT": {"REGEX": r"^\d\d$"}}],
)


class Context:
    """Judges the status of mentions."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Build ConText from the cues of the lexicon."""
        self._words = lexicon.words
        self._past = Past(lexicon)
        self._findings: Mapping[str, FindingWords] = lexicon.findings
        self._vocab = spacy.blank("en").vocab
        self._context = ConText(
            spacy.blank("en"),
            rules=None,
            input_span_type="group",
            span_group_name=_GROUP,
            prune_on_target_overlap=False,
        )
        rules = [
            ConTextRule(said, category, direction=direction)
            for group, (category, direction) in _RULES.items()
            for said in lexicon.cues[group]
        ]
        rules += [
            ConTextRule("year", _HISTORICAL, direction="BIDIRECTIONAL", pattern=pattern)
            for pattern in (_YEAR, *_SHORT_YEARS)
        ]
        self._context.add(rules)

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
        cues = self._cues(message, found)
        return [
            self._status(message, mention, mention_cues, found, about=about, now=now)
            for mention, mention_cues in zip(found, cues, strict=True)
        ]

    def _cues(self, message: Message, found: Sequence[Found]) -> list[list[Cue]]:
        cues: dict[int, list[Cue]] = {}
        for first, last in stretches(message):
            inside = [i for i, mention in enumerate(found) if first <= mention.first < last]
            if inside:
                here = [found[i].moved(-first) for i in inside]
                cues |= zip(inside, self._cues_of(message, here, first, last), strict=True)
        return [cues[i] for i in range(len(found))]

    def _cues_of(self, message: Message, found: Sequence[Found], first: int, last: int) -> list[list[Cue]]:
        """Return the cues of mentions in tokens [first:last]; mentions are counted from `first`, cues are not."""
        starts = {clause.first for clause in message.clauses}
        end = max(last, first + max(mention.last for mention in found))
        words = list(message.texts[first:end])
        doc = Doc(self._vocab, words=words, sent_starts=[i in starts for i in range(first, end)])
        doc.spans[_GROUP] = [doc[mention.first : mention.last] for mention in found]
        self._context(doc)
        return [
            [
                Cue(m.category, m.modifier_span[0] + first, m.modifier_span[1] + first)
                for m in span._.modifiers
                if not is_inside(m.modifier_span, mention, m.category)
            ]
            for span, mention in zip(doc.spans[_GROUP], found, strict=True)
        ]

    def _status(
        self,
        message: Message,
        mention: Found,
        cues: Sequence[Cue],
        found: Sequence[Found],
        *,
        about: str,
        now: datetime | None,
    ) -> Status:
        """Return the first status that holds; which comes first is the heart of it."""
        cues = [cue for cue in cues if not is_parted(message, cue, mention)]
        words = self._findings.get(mention.name, FindingWords())
        asks = message.clause(mention.first).asks and not self._has_it_too(message, mention)
        asks = asks and not words.asked_counts
        status = mention.status
        if mention.status in (Status.NEGATED, Status.HISTORICAL):
            status = Status.HYPOTHETICAL if asks else mention.status
        elif _runs_in_the_family(mention, found) or self._is_someone_else(message, mention, about=about):
            status = Status.OTHER_PERSON
        elif self._is_denied(message, mention, cues, found):
            status = Status.NEGATED
        elif asks or self._is_imagined(message, mention, cues):
            is_real = self._is_heeded(message, mention) or is_asked_of_now(
                message, mention, is_own=self._is_own(message, mention)
            )
            status = Status.UNCERTAIN if is_real else Status.HYPOTHETICAL
        elif any(c.category == _UNCERTAIN and c.last <= mention.first for c in cues) or (
            about == "me" and self._is_sign(mention) and may_be_of_another(message, mention)
        ):
            status = Status.UNCERTAIN
        if mention.role == "finding" and (said := listed(message, mention, found)):
            status = said if mention.status is Status.PRESENT or said is Status.NEGATED else status
        elif mention.role == "finding" and status in (Status.PRESENT, Status.UNCERTAIN, Status.OTHER_PERSON):
            status = replied(message, mention, is_asked=self._is_asked(message, mention)) or status
        if status not in (Status.PRESENT, Status.UNCERTAIN) or mention.role != "finding":
            return status
        if words.history_counts:
            return self._past.ended(message, mention, found) or status
        return self._past.status(message, mention, cues, found, time=words.time, now=now) or status

    def _has_it_too(self, message: Message, mention: Found) -> bool:
        """Tell whether the writer goes on with his own (`... mine does`), and not that it is well (`mine works ok`)."""
        texts = message.texts
        at = next((i for i in range(mention.last, len(texts)) if texts[i] == "mine"), None)
        return at is not None and not self._words["well_now"] & set(texts[at + 1 : at + 4])

    def _is_sign(self, mention: Found) -> bool:
        return mention.role == "finding" and mention.name not in self._words["of_the_complaint"]

    def _is_denied(self, message: Message, mention: Found, cues: Sequence[Cue], found: Sequence[Found]) -> bool:
        if mention.role == "finding" and is_denied_as_a_whole(message, mention):
            return True
        words = self._findings.get(mention.name, FindingWords())
        return any(c.category == _NEGATED and self._negates(message, c, mention, found, words) for c in cues)

    def _is_imagined(self, message: Message, mention: Found, cues: Sequence[Cue]) -> bool:
        """Tell whether it is only thought of (`what if`), and not there `already`."""
        first, end = message.sentence(mention.first)
        if self._words["already"] & set(message.texts[first : min(end, mention.last + _REACH)]):
            return False
        return is_supposed(message, mention) or any(c.category == _HYPOTHETICAL for c in cues)

    def _is_heeded(self, message: Message, mention: Found) -> bool:
        """Tell whether it is asked about though only supposed (`if it goes on i would rather be dead`)."""
        first, _ = message.sentence(mention.first)
        said = set(message.texts[first : mention.first])
        return mention.name in self._words["never_supposed"] and not self._words["supposing"] & said

    def _is_asked(self, message: Message, mention: Found) -> bool:
        """Tell whether somebody asked the writer about it (`the doctor asked if I had a fever`)."""
        first, _ = message.sentence(mention.first)
        return bool(self._words["asked"] & set(message.texts[max(first, mention.first - _REACH) : mention.first]))

    def _negates(self, message: Message, cue: Cue, mention: Found, found: Sequence[Found], words: FindingWords) -> bool:
        """Tell whether a negation reaches the mention: only through its own list, never over a new thought."""
        if words.ignores & set(message.texts[cue.first : cue.last]) or _is_part_of_another(cue, mention, found):
            return False
        if answers_another(message, cue, mention, found) or self._says_that_it_is(message, cue, mention):
            return False
        if cue.first >= mention.last:
            return cue.first - mention.last <= 1
        texts = message.texts
        between = range(cue.last, mention.first)
        beside = [f for f in found if cue.last < f.last and f.first < mention.first and not f.overlaps(mention)]
        covered = {i for f in beside for i in range(max(f.first, cue.last), f.last)}
        if any(i not in covered and message.texts[i] not in self._words["negation_glue"] for i in between):
            return False
        commas = [i for i in between if texts[i] == ","]
        if (
            (mention.role in _PLACES or mention.name == _ONSET or _is_a_pain(mention, found))
            and commas
            and not _OR & set(texts[commas[-1] : mention.first])
        ):
            return not covered  # `no fever, low back ache`: the list is over where the complaint is named
        ends = [
            f.last for f in found if f.role == "finding" and f.name != "quality" and cue.last < f.last <= mention.first
        ]
        return not ends or bool(_CONNECTORS & set(message.texts[max(ends) : mention.first]))

    def _says_that_it_is(self, message: Message, cue: Cue, mention: Found) -> bool:
        """Tell whether two negations, or a first time, say that it is there (`can't sit without my back going`)."""
        if self._is_first_time(message, cue, mention):
            return True
        first, _ = message.sentence(cue.first)
        said = message.texts[max(first, cue.first - _REACH) : cue.first]
        return "without" in message.texts[cue.first : cue.last] and bool(_NEVER & set(said))

    def _is_first_time(self, message: Message, cue: Cue, mention: Found) -> bool:
        """Tell whether a `never` ends with a day of late (`never wet myself before yesterday`)."""
        after = message.texts[mention.last : mention.last + 4]
        is_never = "never" in message.texts[cue.first : cue.last] and set(after[:1]) & _UP_TO
        return bool(is_never and set(after[1:]) & (self._words["recent"] | _OF_LATE))

    def _is_someone_else(self, message: Message, mention: Found, *, about: str) -> bool:
        if self._is_own(message, mention):
            return False
        if (
            about == "me"
            and mention.role == "finding"
            and says_of_another(message, mention, self._words["body_of_another"])
        ):
            return True
        who = speaker_of(message, mention.first, self._words)
        words = self._findings.get(mention.name)
        first, _ = message.sentence(mention.first)
        kin = self._words["kin_adult"] & set(message.texts[first : mention.first])  # `my sister had her baby, ...`
        of_baby = self._words["third_person"] | (frozenset() if kin else self._words["babies"])
        if words is not None and words.of_baby and who in of_baby:
            return False
        is_dead = bool(self._words["dead"] & set(message.texts[max(first, mention.first - _REACH) : mention.first]))
        return who not in ("", "me") and (is_dead or not self._is_subject(message, who, about))

    def _is_own(self, message: Message, mention: Found) -> bool:
        """Tell whether the mention itself says whose it is (`weakness in my leg`)."""
        own = message.texts[mention.first : min(mention.last + 3, message.clause(mention.last - 1).last)]
        if _SELF & set(message.texts[mention.first : mention.last]):
            return True
        after = own[mention.last - mention.first :]
        things = self._words["my_things"] & set(after)  # `her waters went in my car`
        return "my" in own and not things and not set(own) & (self._words["kin_adult"] | self._words["kin_child"])

    def _is_subject(self, message: Message, who: str, about: str) -> bool:
        if about == "my_child":
            return who in self._words["kin_child"] | self._words["third_person"]
        grown_up = self._words["kin_child"] if is_grown_up(message) else frozenset()
        return about == "other_adult" and who in self._words["kin_adult"] | self._words["third_person"] | grown_up


def _is_a_pain(mention: Found, found: Sequence[Found]) -> bool:
    """Tell whether it is the complaint itself (`back ache`, `sharp pain`) and no member of a list of signs."""
    return mention.name == "quality" and any(
        f.role == "pain" and (f.overlaps(mention) or f.first == mention.last) for f in found
    )


def _runs_in_the_family(mention: Found, found: Sequence[Found]) -> bool:
    """Tell whether it is a relative's by what follows (`weak bones run on my mum's side`)."""
    return mention.role == "finding" and any(
        f.role == "family_history" and 0 <= f.first - mention.last <= _FAMILY_REACH for f in found
    )


def _is_part_of_another(cue: Cue, mention: Found, found: Sequence[Found]) -> bool:
    """Tell whether the negation belongs to another phrase (`can not sit`, `no feeling in my foot`)."""
    return any(
        f.first <= cue.first < f.last
        and f.role in _OWN_NEGATION
        and f.status is Status.PRESENT
        and (not f.overlaps(mention) or (f.holds(mention) and f.role == "finding" and mention.role != "finding"))
        for f in found
    )
