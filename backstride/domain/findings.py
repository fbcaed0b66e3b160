"""What is known about a patient: three-valued, with the words that said so.

Evidence is what was said (a mention in free text, or an answer to a question). Findings are what
follows from all evidence of a conversation. A finding that nobody mentioned is UNKNOWN, never NO.
Which findings exist is data (content/vocabulary.yml); how they are read from text is
`backstride.nlu`; what they mean is `triage.py` and `ranking.py`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, StrEnum

from backstride.domain.errors import UnknownFindingError


class Answer(Enum):
    """The three truth values. There is no order and no truth test: compare by identity."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        """Refuse: `if answer:` would read UNKNOWN as yes or as no."""
        raise TypeError("an Answer has no truth value: compare it with Answer.YES, NO or UNKNOWN")


class Status(StrEnum):
    """How a finding was mentioned, in ConText's terms."""

    PRESENT = "present"
    NEGATED = "negated"
    UNCERTAIN = "uncertain"
    HISTORICAL = "historical"
    HYPOTHETICAL = "hypothetical"
    OTHER_PERSON = "other_person"


class Doubt(StrEnum):
    """What is still in doubt about a finding."""

    NONE = "none"
    OPEN = "uncertain"  # mentioned in doubt, or "not sure" at a gate with a follow-up: to be asked about plainly
    UNSURE = "unsure"  # asked about, and the patient does not know
    SETTLED = "still_unsure"  # not known even after the plain follow-up


class Kind(StrEnum):
    """What values a finding can take."""

    FLAG = "flag"  # yes or no
    CHOICE = "choice"  # one of its values; the values stand most urgent first where urgency differs
    SET = "set"  # any of its values
    NUMBER = "number"
    TEXT = "text"  # kept in the patient's words, never interpreted


@dataclass(frozen=True, slots=True)
class FindingType:
    """One entry of content/vocabulary.yml.

    Attributes:
        values: Value ids of a CHOICE or SET, in the file's order; empty for other kinds.
        implies: Value id -> the coarser values that it entails (`calf` -> `leg`, `below_knee`).
        red_flag: The red flag it belongs to (`RF01`), or "" if it belongs to none.
        unstated: The value of a CHOICE that is present without one being said; "" for the first.
        low, high: Inclusive range of a NUMBER, in `unit`.
    """

    id: str
    kind: Kind
    label: str
    values: tuple[str, ...] = ()
    value_labels: Mapping[str, str] = field(default_factory=dict)
    implies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    red_flag: str = ""
    unstated: str = ""
    unit: str = ""
    low: float = 0.0
    high: float = 0.0


Vocabulary = Mapping[str, FindingType]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that was said about one finding.

    Attributes:
        value: A value id (CHOICE, SET), a number (NUMBER), the words (TEXT), or None (FLAG; a CHOICE that
            is present without a value being said). A SET that was asked about carries NEGATED for each
            value left unticked, or once with value None for "nothing else than what was named".
        question: Id of the question it answers (`Q04`, `RF02` for a clarifying question); "" if volunteered.
        quote: The patient's words, or the label of the chosen option.
        turn: Number of the patient's message in the conversation, from 1.
    """

    finding: str
    status: Status
    value: str | float | None = None
    question: str = ""
    quote: str = ""
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known of one finding. `values` and `number` are filled only where `answer` is YES.

    Attributes:
        denied: Values known to be absent.
        contradicted: Said to be present in the patient's own words, and denied in answer to a question.
    """

    answer: Answer = Answer.UNKNOWN
    values: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()
    number: float | None = None
    doubt: Doubt = Doubt.NONE
    contradicted: bool = False
    evidence: tuple[Evidence, ...] = ()

    @property
    def uncertain(self) -> bool:
        """Whether the patient must still be asked about it plainly."""
        return self.doubt is Doubt.OPEN


class Findings:
    """An immutable view of everything known; built by `gather`, read by triage, interview and ranking."""

    def __init__(self, known: Mapping[str, Finding], vocabulary: Vocabulary) -> None:
        """Wrap what is known; use `gather` to build one from evidence."""
        self._known = dict(known)
        self._vocabulary = vocabulary

    def __getitem__(self, finding: str) -> Finding:
        """Return what is known of a finding, the UNKNOWN finding if nothing is.

        Raises:
            UnknownFindingError: The id is not in the vocabulary.
        """
        if finding not in self._vocabulary:
            raise UnknownFindingError(finding)
        return self._known.get(finding, Finding())

    @property
    def vocabulary(self) -> Vocabulary:
        """Every finding that can be known."""
        return self._vocabulary

    def known(self) -> tuple[str, ...]:
        """Ids of the findings whose answer is YES or NO, sorted."""
        return tuple(sorted(i for i, f in self._known.items() if f.answer is not Answer.UNKNOWN))

    def uncertain(self) -> tuple[str, ...]:
        """Ids of the findings that were mentioned in doubt and are still open, sorted."""
        return self.in_doubt(Doubt.OPEN)

    def in_doubt(self, doubt: Doubt) -> tuple[str, ...]:
        """Ids of the findings in that state of doubt, sorted."""
        return tuple(sorted(i for i, f in self._known.items() if f.doubt is doubt))


def gather(evidence: Iterable[Evidence], vocabulary: Vocabulary) -> Findings:
    """Fold evidence into findings.

    Args:
        evidence: In the order in which it was said; the order between different findings does not matter.
        vocabulary: Every finding that may be named.

    Raises:
        UnknownFindingError: Evidence about a finding that the vocabulary does not list.
    """
    by_finding: dict[str, list[Evidence]] = {}
    for item in evidence:
        if item.finding not in vocabulary:
            raise UnknownFindingError(item.finding)
        by_finding.setdefault(item.finding, []).append(item)
    return Findings({i: _fold(tuple(items), vocabulary[i]) for i, items in by_finding.items()}, vocabulary)


CONFIRMING = "RF"
"""What the id of a clarifying question starts with; only its answer takes back a red flag that was said."""
FOLLOWED_UP = frozenset({"Q03", "Q04"})
"""Gates whose "not sure" gets one plain follow-up. Source: red flag rules, "If unknown"."""
NOTHING = frozenset({"none", "nothing"})
"""Values of a SET that say that no other value holds."""


def _fold(evidence: tuple[Evidence, ...], kind: FindingType) -> Finding:
    """Return what follows from all that was said of one finding, in the order it was said."""
    if kind.kind is Kind.SET:
        finding = _fold_set(evidence, kind)
    elif kind.kind in {Kind.FLAG, Kind.CHOICE}:
        finding = _fold_red_flag(evidence, kind) if kind.red_flag else _fold_choice(evidence, kind)
    else:
        finding = _fold_value(evidence)
    if kind.kind is Kind.CHOICE and finding.values:  # one value rules out the others
        finding = replace(finding, denied=frozenset(kind.values) - finding.values)
    return replace(finding, evidence=evidence)


def _fold_value(evidence: tuple[Evidence, ...]) -> Finding:
    """Keep the latest number; of words it is enough to know that there are some."""
    finding = Finding()
    for item in evidence:
        if item.status is Status.PRESENT:
            number = float(item.value) if isinstance(item.value, int | float) else None
            finding = Finding(Answer.YES, number=number)
        elif item.status is Status.UNCERTAIN and item.question and finding.answer is Answer.UNKNOWN:
            finding = Finding(doubt=Doubt.UNSURE)
    return finding


def _fold_set(evidence: tuple[Evidence, ...], kind: FindingType) -> Finding:
    """Unite what is present with what it implies; later beats earlier value by value."""
    everything = frozenset(kind.values)
    present: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()
    doubt = Doubt.NONE
    for item in evidence:
        value = None if item.value is None else str(item.value)
        if item.status is Status.PRESENT and value in NOTHING:
            present = frozenset({str(value)})
            denied = everything - present
        elif item.status is Status.PRESENT and value is not None:
            said = frozenset({value, *kind.implies.get(value, ())})
            present, denied = (present - NOTHING) | said, (denied - said) | (NOTHING & everything)
        elif item.status is Status.NEGATED and value is None:
            denied = everything - present
        elif item.status is Status.NEGATED and value is not None:
            finer = {value, *(v for v, coarser in kind.implies.items() if value in coarser)}
            present = present if item.question else present - finer  # what is left unticked undoes nothing
            denied = denied | finer - present
        elif item.status is Status.UNCERTAIN and item.question:
            doubt = Doubt.UNSURE
    if present:
        return Finding(Answer.YES, present, denied - present)
    if denied == everything:
        return Finding(Answer.NO, denied=denied)
    return Finding(denied=denied, doubt=doubt)


def _fold_choice(evidence: tuple[Evidence, ...], kind: FindingType) -> Finding:
    """Keep the latest that was said of a flag or choice that is no red flag."""
    finding = Finding()
    for item in evidence:
        if item.status is Status.PRESENT:
            finding = Finding(Answer.YES, _one(item.value, kind))
        elif item.status is Status.NEGATED and item.value is None:
            finding = Finding(Answer.NO)
        elif item.status is Status.NEGATED:
            left = finding.values - {item.value}
            finding = Finding(Answer.YES if left else Answer.UNKNOWN, left, finding.denied | {str(item.value)})
        elif item.status is Status.UNCERTAIN and item.question and finding.answer is Answer.UNKNOWN:
            finding = replace(finding, doubt=Doubt.UNSURE)
    return finding


def _fold_red_flag(evidence: tuple[Evidence, ...], kind: FindingType) -> Finding:
    """Keep a red flag once said, at its most urgent value, until its own clarifying question says otherwise."""
    finding = Finding()
    before: list[Evidence] = []
    for item in evidence:
        if item.status is Status.PRESENT:
            finding = Finding(Answer.YES, _present(item, finding, before, kind))
        elif item.status is Status.NEGATED:
            finding = _denied(item, finding, before, kind)
        elif item.status is Status.UNCERTAIN and finding.answer is not Answer.YES:
            finding = _in_doubt(item, finding, before, kind)
        before.append(item)
    said = any(e.status is Status.PRESENT and not e.question for e in evidence)
    denied = any(e.status is Status.NEGATED and e.question and not _confirms(e) for e in evidence)
    return replace(finding, contradicted=said and denied and finding.answer is Answer.YES)


def _confirms(item: Evidence) -> bool:
    return item.question.startswith(CONFIRMING)


def _doubtful(before: Iterable[Evidence]) -> frozenset[str]:
    """Return the values that were volunteered in doubt."""
    return frozenset(str(e.value) for e in before if e.status is Status.UNCERTAIN and not e.question and e.value)


def _one(value: str | float | None, kind: FindingType) -> frozenset[str]:
    if kind.kind is Kind.FLAG:
        return frozenset()
    return frozenset({str(value) if value is not None else kind.unstated or kind.values[0]})


def _most_urgent(values: frozenset[str], kind: FindingType) -> frozenset[str]:
    return frozenset(sorted(values, key=kind.values.index)[:1])


def _present(item: Evidence, finding: Finding, before: list[Evidence], kind: FindingType) -> frozenset[str]:
    """Return the value after a red flag was said to be present."""
    if _confirms(item):
        named = _one(item.value, kind)
        return named if item.value is not None else _most_urgent(named | finding.values | _doubtful(before), kind)
    if item.value is None and finding.values:
        return finding.values  # "numb again" adds nothing to a value that was said
    return _most_urgent(finding.values | _one(item.value, kind), kind)


def _denied(item: Evidence, finding: Finding, before: list[Evidence], kind: FindingType) -> Finding:
    """Return a red flag after a denial: NO, or the lesser value that was volunteered in doubt."""
    if finding.answer is Answer.YES and not _confirms(item):
        return finding
    if item.question and finding.doubt is Doubt.OPEN:
        worst = kind.values.index(next(iter(_one(None, kind)))) if kind.values else 0
        lesser = frozenset(v for v in _doubtful(before) if kind.values.index(v) > worst)
        if lesser:
            return Finding(Answer.YES, _most_urgent(lesser, kind))
    return Finding(Answer.NO)


def _in_doubt(item: Evidence, finding: Finding, before: list[Evidence], kind: FindingType) -> Finding:
    """Return a red flag after a mention in doubt or a "not sure"."""
    if _confirms(item):
        volunteered = any(e.status is Status.UNCERTAIN and not e.question for e in before)
        if not volunteered and any(e.status is Status.UNCERTAIN and e.question in FOLLOWED_UP for e in before):
            return Finding(doubt=Doubt.SETTLED)
        return Finding(Answer.YES, _most_urgent(_one(None, kind) | _doubtful(before), kind))
    if any(_confirms(e) and e.status is Status.NEGATED for e in before):
        return finding
    asked_plainly = bool(item.question) and item.question not in FOLLOWED_UP
    if asked_plainly:
        return replace(finding, doubt=Doubt.UNSURE) if finding.answer is Answer.UNKNOWN else finding
    return finding if finding.doubt is Doubt.SETTLED else Finding(doubt=Doubt.OPEN)
