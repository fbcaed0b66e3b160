"""Pain patterns and what speaks for or against each, as plain values.

Knows the shape alone. The figures are data (content/conditions, content/ranking.yml); how they are weighed
is `ranking.py`; where they are kept is `backstride.knowledge`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from backstride.domain.evaluation import Expression
from backstride.domain.topics import named_longest_first


class ConditionKind(StrEnum):
    """What may be done with a condition."""

    RANKED = "ranked"  # may be shown as a pattern
    SERIOUS = "serious"  # surfaces through triage rules only, never as a guess
    CONTRIBUTOR = "contributor"  # has no prior; shown beside a pattern, never instead of one


@dataclass(frozen=True, slots=True)
class Citation:
    """A source and the place in it that a statement rests on."""

    source_id: str
    place: str


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of the bibliography.

    Attributes:
        tag: V (checked), M (recalled, not re-read) or J (judgement).
        doi, pmid, pmcid, url: "" where none was checked.
        accessed: ISO date on which a V entry was read, else "".
        background: Why it is kept although no entry cites it, "" if one does.
    """

    id: str
    citation: str
    tag: str
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    url: str = ""
    licence: str = ""
    accessed: str = ""
    background: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that may be said to a patient, and on whose word.

    Attributes:
        id: Names the entry of `content/` that it stands in, such as `facet_joint_pain.course`.
        text: One or more whole sentences, at 6th-grade level.
        tag: V, M or J. Figures stand in a V statement only; J is never put as a statistic.
        sms: The same in fewer words; `text` serves both channels where it is "".
    """

    id: str
    text: str
    tag: str
    citations: tuple[Citation, ...]
    sms: str = ""

    def on(self, channel: str) -> str:
        """Return the words for a channel."""
        return self.sms if channel == "sms" and self.sms else self.text


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing that makes a condition more or less likely.

    Attributes:
        slot: Features of one slot overlap, so at most one of them counts.
        label, label_no: What a reason says when the expression holds, and when it is known not to; in the
            patient's terms, as half a sentence. `label_no` is "" where a "no" carries no weight.
        when: Expression over findings; None where a conversation cannot know it.
        lr_pos, lr_neg: Likelihood ratios of "holds" and of "known not to hold", as published and unclipped;
            None where there is none.
        stat, note: What the source gives instead of a ratio, and what to know about it; for staff.
        tag: V, M or J; decides how far a ratio may move the ranking. J is never shown as a statistic.
    """

    id: str
    slot: str
    label: str
    tag: str
    label_no: str = ""
    when: Expression | None = None
    lr_pos: float | None = None
    lr_neg: float | None = None
    stat: str = ""
    note: str = ""
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeHint:
    """One complete ICD-10-CM code that may fit a pattern. `side` is "left", "right" or "" where the code has none."""

    id: str
    display: str
    side: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A pattern as clinicians described it.

    Attributes:
        status: draft or approved, as clinicians left it.
        name, explain: Plain words for patients, never a diagnosis.
        also_called: Words patients use when they ask about it.
        priors: Age band id -> pre-test probability, 0 to 1; empty for a contributor.
        summary: Field name -> clinical text, for staff.
        plain: Key (`explain`, `course`, `pt`, and `beside` where something may add load) -> what patients may be told.
        icd10, icd10_caution: Code hints for staff and what to check first; never shown to patients.
        codes: The complete codes among them, alternatives of which a clinician picks; never shown to patients.
    """

    id: str
    name: str
    kind: ConditionKind
    status: str = "draft"
    priors: Mapping[str, float] = field(default_factory=dict)
    features: tuple[Feature, ...] = ()
    explain: str = ""
    also_called: tuple[str, ...] = ()
    summary: Mapping[str, str] = field(default_factory=dict)
    plain: Mapping[str, Statement] = field(default_factory=dict)
    icd10: str = ""
    icd10_caution: str = ""
    codes: tuple[CodeHint, ...] = ()
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class AgeBand:
    """Ages in whole years, both ends included."""

    id: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Clip:
    """The range that a likelihood ratio is cut to."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PriorAdjustment:
    """Multiply the priors of some conditions by `factor` where `when` holds; what they lose goes to `moves_to`."""

    when: Expression
    factor: float
    conditions: tuple[str, ...]
    moves_to: str


@dataclass(frozen=True, slots=True)
class CertaintyBand:
    """How sure a posterior probability of at least `low` is, in words; never as a figure.

    Attributes:
        sms: The same in fewer words, without a full stop: it stands between brackets.
    """

    id: str
    low: float
    text: str
    sms: str


@dataclass(frozen=True, slots=True)
class Recognition:
    """When several answers make up one picture: at least `features` hold, and odds rise by at least `lift`.

    Attributes:
        aside: Slots that do not count, because the priors hold them already.
    """

    features: int = 1_000
    lift: float = 1.0
    aside: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RankingParameters:
    """The numbers of the ranking.

    Attributes:
        if_age_unknown: Age bands whose mean prior stands in for an unknown age.
        clip: Tag -> range of a likelihood ratio.
        shown: The most patterns to show, beside `always`.
        suppress_below: Patterns with a smaller posterior probability are left out.
        always: Condition that the list always holds.
        reasons: The most reasons to give, for and against each.
        recognised: What lets a pattern stand before those that only the priors make likely; by default nothing.
        certainty: From the surest to the least sure; the last begins at 0.
    """

    age_bands: tuple[AgeBand, ...]
    if_age_unknown: tuple[str, ...]
    clip: Mapping[str, Clip]
    shown: int
    suppress_below: float
    always: str
    reasons: int
    adjustments: tuple[PriorAdjustment, ...] = ()
    recognised: Recognition = Recognition()
    certainty: tuple[CertaintyBand, ...] = (CertaintyBand("any", 0.0, "", ""),)

    def how_sure(self, probability: float) -> CertaintyBand:
        """Return the band of a posterior probability, 0 to 1; a band's lower end belongs to it."""
        return next(band for band in self.certainty if probability >= band.low)


@dataclass(frozen=True, slots=True)
class Ruling:
    """Where a source article and the evidence disagree, and what was decided. Nothing is computed from it.

    Attributes:
        claim: What the article says; never shown as our own statement.
        evidence: What was found instead.
        ruling: What the product does about it.
        tag: V, M or J: how sure the evidence is.
        applied_in: Ids of the entries that carry it out, such as `lumbar_disc_herniation.bend_forward`.
    """

    id: str
    topic: str
    claim: str
    evidence: str
    ruling: str
    tag: str
    applied_in: tuple[str, ...]
    citations: tuple[Citation, ...]
    status: str = "draft"


@dataclass(frozen=True, slots=True)
class ConditionKnowledge:
    """All that the ranking and its explanations need, of one content version.

    Attributes:
        sources: Source id -> source.
        rulings: What was decided where a source article and the evidence disagree.
    """

    version: str
    conditions: tuple[Condition, ...]
    ranking: RankingParameters
    sources: Mapping[str, Source]
    rulings: tuple[Ruling, ...] = ()

    def cite(self, citations: tuple[Citation, ...]) -> tuple[tuple[Source, str], ...]:
        """Return each cited source with the place in it, in the given order, each pair once."""
        return tuple(dict.fromkeys((self.sources[citation.source_id], citation.place) for citation in citations))

    def condition(self, condition_id: str) -> Condition:
        """Return a condition by id.

        Raises:
            KeyError: There is none.
        """
        return {condition.id: condition for condition in self.conditions}[condition_id]

    def named_in(self, text: str) -> tuple[Condition, ...]:
        """Return the conditions whose other names stand in a text as whole words, longest name first."""
        named = named_longest_first(
            text, [(name, condition.id) for condition in self.conditions for name in condition.also_called]
        )
        return tuple(self.condition(condition_id) for condition_id in dict.fromkeys(named))
