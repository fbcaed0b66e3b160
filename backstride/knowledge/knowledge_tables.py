"""The tables of the knowledge base: what clinicians agreed, as rows.

They are a build product of `content/` (`build.py` fills them, nothing else writes them) and are read-only
at run time. Expressions and texts without a question of their own are kept as JSON, in the shape of the
YAML file. Conversations, visits and logs are in `operational_tables`.
"""

from typing import Any

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backstride.knowledge.base import Base


class ContentVersionRow(Base):
    """The one row that says which content the other tables hold. `id` is always 1."""

    __tablename__ = "kb_content_version"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[str]


class SourceRow(Base):
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


class ConditionRow(Base):
    """One condition; `position` keeps the order of the files. `summary` is for staff."""

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
    summary: Mapped[dict[str, str]] = mapped_column(JSON)

    priors: Mapped[list["PriorRow"]] = relationship(order_by="PriorRow.age_band")
    features: Mapped[list["FeatureRow"]] = relationship(order_by="FeatureRow.position")
    sources: Mapped[list["ConditionSourceRow"]] = relationship(order_by="ConditionSourceRow.position")


class PriorRow(Base):
    """The pre-test probability (0 to 1) of a condition in one age band."""

    __tablename__ = "kb_prior"

    condition_id: Mapped[str] = mapped_column(ForeignKey("kb_condition.id"), primary_key=True)
    age_band: Mapped[str] = mapped_column(primary_key=True)
    probability: Mapped[float]


class FeatureRow(Base):
    """One feature of a condition. `expression` is None where a conversation cannot know it."""

    __tablename__ = "kb_feature"

    condition_id: Mapped[str] = mapped_column(ForeignKey("kb_condition.id"), primary_key=True)
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


class ConditionSourceRow(Base):
    """Where a condition (`feature_id` None) or one of its features comes from: a source and a place in it."""

    __tablename__ = "kb_condition_source"
    __table_args__ = (
        ForeignKeyConstraint(["condition_id", "feature_id"], ["kb_feature.condition_id", "kb_feature.id"]),
    )

    condition_id: Mapped[str] = mapped_column(ForeignKey("kb_condition.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    feature_id: Mapped[str | None]
    source_id: Mapped[str] = mapped_column(ForeignKey("kb_source.id"))
    place: Mapped[str]

    source: Mapped[SourceRow] = relationship()


class RankingRow(Base):
    """The parameters of the ranking, as in content/ranking.yml. `id` is always 1."""

    __tablename__ = "kb_ranking"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)


class RuleRow(Base):
    """One triage rule, for reading and reporting; triage itself uses the files held in memory since start."""

    __tablename__ = "kb_rule"

    id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    level: Mapped[str]
    body: Mapped[dict[str, Any]] = mapped_column(JSON)


class QuestionRow(Base):
    """One wording of a question, for reading and reporting. `id` is as `Q07/2@sms`: question, part, channels."""

    __tablename__ = "kb_question"

    id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    slot: Mapped[str]
    body: Mapped[dict[str, Any]] = mapped_column(JSON)

    options: Mapped[list["QuestionOptionRow"]] = relationship(order_by="QuestionOptionRow.position")


class QuestionOptionRow(Base):
    """One option of a question."""

    __tablename__ = "kb_question_option"

    question_id: Mapped[str] = mapped_column(ForeignKey("kb_question.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str]
    label: Mapped[str]
    body: Mapped[dict[str, Any]] = mapped_column(JSON)


class SelfCareRow(Base):
    """One entry of a section of content/self_care.yml; a section without entries is one row named as the section."""

    __tablename__ = "kb_self_care"

    section: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    body: Mapped[dict[str, Any]] = mapped_column(JSON)


# Parents before children; a rebuild empties them in the opposite order.
KNOWLEDGE_TABLES = (
    ContentVersionRow, SourceRow, ConditionRow, PriorRow, FeatureRow, ConditionSourceRow, RankingRow, RuleRow,
    QuestionRow, QuestionOptionRow, SelfCareRow,
)  # fmt: skip
