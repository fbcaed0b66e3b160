"""What is known about a patient: three-valued, with the words that said so.

Evidence is what was said (a mention in free text, or an answer to a question). Findings are what
follows from all evidence of a conversation (`gathering.py`). A finding that nobody mentioned is UNKNOWN,
never NO. Which findings exist is data (content/vocabulary.yml); how they are read from text is
`backstride.nlu`; what they mean is `triage.py` and `ranking.py`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Any

from backstride.domain.errors import UnknownFindingError

CONFIRMING = "RF"
"""What the id of a clarifying question starts with; only its answer takes back a red flag that was said."""
FOLLOWED_UP = frozenset({"Q03", "Q04"})
"""Gates whose "not sure" gets one plain follow-up. Source: red flag rules, "If unknown"."""
NOTHING = frozenset({"none", "nothing"})
"""Values of a SET that say that no other value holds."""


class Answer(Enum):
    """The three truth values. There is no order and no truth test: compare by identity."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        """Refuse: `if answer:` would read UNKNOWN as yes or as no."""
        raise TypeError("an Answer has no truth value: compare it with Answer.YES, NO or UNKNOWN")


YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
"""By a short name where hundreds are asked for at a message: Python 3.11 is slow to find a member in its class."""


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
    OPEN = "uncertain"  # said in doubt, "not sure" at a gate with a follow-up, or taken back: to be asked about plainly
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

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> "FindingType":
        """Build it from its entry in content/vocabulary.yml; values are not checked against each other."""
        values: Sequence[Mapping[str, Any]] = entry.get("values") or ()
        return cls(
            id=entry["id"],
            kind=Kind(entry["kind"]),
            label=entry["label"],
            values=tuple(value["id"] for value in values),
            value_labels={value["id"]: value["label"] for value in values},
            implies={value["id"]: tuple(value["implies"]) for value in values if "implies" in value},
            red_flag=entry.get("red_flag", ""),
            unstated=entry.get("unstated", ""),
            unit=entry.get("unit", ""),
            low=float(entry.get("min", 0)),
            high=float(entry.get("max", 0)),
        )


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


_NO_DOUBT = Doubt.NONE
_NOT_KNOWN = Finding()  # built once: a decision asks for some hundred findings, most of them unknown


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
        return self._known.get(finding, _NOT_KNOWN)

    def is_silent_about(self, findings: frozenset[str]) -> bool:
        """Return whether nothing at all was said of any of these, not even in doubt; ids are not checked."""
        return findings.isdisjoint(self._known)

    def put_right(self) -> frozenset[str]:
        """Words for what was said of a choice and holds no more, in lower case: labels of its values, and quotes."""
        words: set[str] = set()
        for name, finding in self._known.items():
            kind = self._vocabulary[name]
            if kind.kind is not Kind.CHOICE or not finding.values:
                continue
            for item in finding.evidence:
                if item.status is Status.PRESENT and item.value is not None and item.value not in finding.values:
                    words |= {item.quote.casefold(), kind.value_labels.get(str(item.value), "").casefold()}
        return frozenset(words - {""})

    @property
    def vocabulary(self) -> Vocabulary:
        """Every finding that can be known."""
        return self._vocabulary

    def mentioned(self) -> Collection[str]:
        """Ids of the findings that anything was said of, even in doubt."""
        return self._known.keys()

    def known(self) -> tuple[str, ...]:
        """Ids of the findings whose answer is YES or NO, sorted."""
        return tuple(sorted(i for i, f in self._known.items() if f.answer is not UNKNOWN))

    def uncertain(self) -> tuple[str, ...]:
        """Ids of the findings that were mentioned in doubt and are still open, sorted."""
        return self.in_doubt(Doubt.OPEN)

    def unsettled(self) -> frozenset[str]:
        """Ids of the findings that are in any doubt."""
        return frozenset(i for i, f in self._known.items() if f.doubt is not _NO_DOUBT)

    def in_doubt(self, doubt: Doubt) -> tuple[str, ...]:
        """Ids of the findings in that state of doubt, sorted."""
        return tuple(sorted(i for i, f in self._known.items() if f.doubt is doubt))
