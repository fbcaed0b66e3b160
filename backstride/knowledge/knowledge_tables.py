"""The tables of the knowledge base: what clinicians agreed, as rows, one set of rows for each content version.

They are a build product of `content/` (`build.py` fills them, nothing else writes them) and are read-only
at run time. A version's rows never change once they are there; which version counts is one row of
`kb_current`. Expressions and texts without a question of their own are kept as JSON, in the shape of the
YAML file. Conversations, visits and logs are in `operational_tables`.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from backstride.knowledge.base import Base
from backstride.knowledge.utc_datetime import UtcDateTime


class ContentVersionRow(Base):
    """One content version that was built. It is kept as long as a decision names it, so that an audit can read it.

    `documents` is the checked YAML of every file by name; `format` says how the rows were made (`build.FORMAT`).
    """

    __tablename__ = "kb_content_version"

    version: Mapped[str] = mapped_column(String(128), primary_key=True)
    format: Mapped[int]
    built_at: Mapped[datetime] = mapped_column(UtcDateTime)
    documents: Mapped[dict[str, Any]] = mapped_column(JSON)


class CurrentRow(Base):
    """The one row that says which content version counts. `id` is always 1."""

    __tablename__ = "kb_current"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[str] = mapped_column(ForeignKey("kb_content_version.version"))


class _Versioned:
    """What the rows of every version have in common."""

    version: Mapped[str] = mapped_column(ForeignKey("kb_content_version.version"), primary_key=True, sort_order=-1)


def _to_condition() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["version", "condition_id"], ["kb_condition.version", "kb_condition.id"])


class SourceRow(_Versioned, Base):
    """One entry of the bibliography."""

    __tablename__ = "kb_source"

    id: Mapped[str] = mapped_column(primary_key=True)
    citation: Mapped[str]
    tag: Mapped[str]
    doi: Mapped[str] = mapped_column(default="")
    pmid: Mapped[str] = mapped_column(default="")
    pmcid: Mapped[str] = mapped_column(default="")
    url: Mapped[str] = mapped_column(default="")
    licence: Mapped[str] = mapped_column(default="")
    accessed: Mapped[str] = mapped_column(default="")  # ISO date, "" if it was not re-read
    background: Mapped[str] = mapped_column(default="")


class ConditionRow(_Versioned, Base):
    """One condition; `position` keeps the order of the files. `summary` is for staff, `plain` for patients."""

    __tablename__ = "kb_condition"

    id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    status: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    explain: Mapped[str]
    also_called: Mapped[list[str]] = mapped_column(JSON)
    icd10_codes: Mapped[str]
    icd10_caution: Mapped[str]
    icd10_candidates: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    summary: Mapped[dict[str, str]] = mapped_column(JSON)
    plain: Mapped[dict[str, Any]] = mapped_column(JSON)


class PriorRow(_Versioned, Base):
    """The pre-test probability (0 to 1) of a condition in one age band."""

    __tablename__ = "kb_prior"
    __table_args__ = (_to_condition(),)

    condition_id: Mapped[str] = mapped_column(primary_key=True)
    age_band: Mapped[str] = mapped_column(primary_key=True)
    probability: Mapped[float]


class FeatureRow(_Versioned, Base):
    """One feature of a condition. `expression` is None where a conversation cannot know it."""

    __tablename__ = "kb_feature"
    __table_args__ = (_to_condition(),)

    condition_id: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    slot: Mapped[str]
    label: Mapped[str]
    label_no: Mapped[str]
    expression: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    lr_pos: Mapped[float | None]
    lr_neg: Mapped[float | None]
    stat: Mapped[str]
    note: Mapped[str]
    tag: Mapped[str]
    askable: Mapped[bool]


class EvidenceRow(_Versioned, Base):
    """What a condition (`feature_id` None) or one of its features rests on: a source and a place in it."""

    __tablename__ = "kb_evidence"
    __table_args__ = (
        _to_condition(),
        ForeignKeyConstraint(
            ["version", "condition_id", "feature_id"],
            ["kb_feature.version", "kb_feature.condition_id", "kb_feature.id"],
        ),
        ForeignKeyConstraint(["version", "source_id"], ["kb_source.version", "kb_source.id"]),
    )

    condition_id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    feature_id: Mapped[str | None]
    source_id: Mapped[str]
    place: Mapped[str]


class RankingRow(_Versioned, Base):
    """The parameters of the ranking, as in content/ranking.yml."""

    __tablename__ = "kb_ranking"

    body: Mapped[dict[str, Any]] = mapped_column(JSON)


class RuleRow(_Versioned, Base):
    """One triage rule, for reading and reporting; triage itself uses the files held in memory since start."""

    __tablename__ = "kb_rule"

    id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    level: Mapped[str]
    body: Mapped[dict[str, Any]] = mapped_column(JSON)


class QuestionRow(_Versioned, Base):
    """One wording of a question, for reading and reporting. `id` is as `Q07/2@sms`: question, part, channels."""

    __tablename__ = "kb_question"

    id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    slot: Mapped[str]
    body: Mapped[dict[str, Any]] = mapped_column(JSON)


class QuestionOptionRow(_Versioned, Base):
    """One option of a question."""

    __tablename__ = "kb_question_option"
    __table_args__ = (ForeignKeyConstraint(["version", "question_id"], ["kb_question.version", "kb_question.id"]),)

    question_id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str]
    label: Mapped[str]
    body: Mapped[dict[str, Any]] = mapped_column(JSON)


class AdviceRow(_Versioned, Base):
    """One entry of a section of content/self_care.yml; a section without entries is one row named as the section."""

    __tablename__ = "kb_advice"

    section: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    body: Mapped[dict[str, Any]] = mapped_column(JSON)


class PlanStageRow(_Versioned, Base):
    """One stage of the way back to running. The last has `text` instead of minutes."""

    __tablename__ = "kb_plan_stage"

    stage: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    run_min: Mapped[int | None]
    walk_min: Mapped[int | None]
    reps: Mapped[int | None]
    total_run_min: Mapped[int | None]
    text: Mapped[str] = mapped_column(default="")


class RulingRow(_Versioned, Base):
    """One point where a source article and the evidence disagree, and what was decided."""

    __tablename__ = "kb_ruling"

    id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    status: Mapped[str]
    topic: Mapped[str]
    claim: Mapped[str]
    evidence: Mapped[str]
    ruling: Mapped[str]
    tag: Mapped[str]
    applied_in: Mapped[list[str]] = mapped_column(JSON)
    sources: Mapped[list[dict[str, str]]] = mapped_column(JSON)


# Parents before children; a version's rows are taken out in the opposite order.
VERSIONED_TABLES = (
    SourceRow, ConditionRow, PriorRow, FeatureRow, EvidenceRow, RankingRow, RuleRow, QuestionRow, QuestionOptionRow,
    AdviceRow, PlanStageRow, RulingRow,
)  # fmt: skip
KNOWLEDGE_TABLES = (ContentVersionRow, CurrentRow, *VERSIONED_TABLES)
