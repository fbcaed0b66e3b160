"""Knowledge tables with the content version in their key, so that a build stands beside the one before.

What the old ones hold is a build product of `content/` and is built anew; nothing is moved.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_OLD = (
    "kb_condition_source", "kb_feature", "kb_prior", "kb_question_option", "kb_question", "kb_rule", "kb_ranking",
    "kb_self_care", "kb_condition", "kb_source", "kb_content_version",
)  # fmt: skip

_NEW = (
    "kb_content_version", "kb_current", "kb_source", "kb_condition", "kb_prior", "kb_feature", "kb_evidence",
    "kb_ranking", "kb_rule", "kb_question", "kb_question_option", "kb_advice", "kb_plan_stage", "kb_ruling",
)  # fmt: skip


def upgrade() -> None:
    for table in _OLD:
        op.drop_table(table)
    op.create_table(
        "kb_content_version",
        sa.Column("version", sa.String(length=128), nullable=False),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.Column("built_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_kb_content_version")),
    )
    op.create_table(
        "kb_advice",
        sa.Column("version", sa.String(length=128), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"], ["kb_content_version.version"], name=op.f("fk_kb_advice_version_kb_content_version")
        ),
        sa.PrimaryKeyConstraint("version", "section", "id", name=op.f("pk_kb_advice")),
    )
    op.create_table(
        "kb_condition",
        sa.Column("version", sa.String(length=128), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("explain", sa.String(), nullable=False),
        sa.Column("also_called", sa.JSON(), nullable=False),
        sa.Column("icd10_codes", sa.String(), nullable=False),
        sa.Column("icd10_caution", sa.String(), nullable=False),
        sa.Column("icd10_candidates", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"], ["kb_content_version.version"], name=op.f("fk_kb_condition_version_kb_content_version")
        ),
        sa.PrimaryKeyConstraint("version", "id", name=op.f("pk_kb_condition")),
    )
    op.create_table(
        "kb_current",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.String(length=128), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"], ["kb_content_version.version"], name=op.f("fk_kb_current_version_kb_content_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kb_current")),
    )
    op.create_table(
        "kb_plan_stage",
        sa.Column("version", sa.String(length=128), nullable=False),
        sa.Column("stage", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("run_min", sa.Integer(), nullable=True),
        sa.Column("walk_min", sa.Integer(), nullable=True),
        sa.Column("reps", sa.Integer(), nullable=True),
        sa.Column("total_run_min", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"], ["kb_content_version.version"], name=op.f("fk_kb_plan_stage_version_kb_content_version")
        ),
        sa.PrimaryKeyConstraint("version", "stage", name=op.f("pk_kb_plan_stage")),
    )
    op.create_table(
        "kb_question",
        sa.Column("version", sa.String(length=128), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"], ["kb_content_version.version"], name=op.f("fk_kb_question_version_kb_content_version")
        ),
        sa.PrimaryKeyConstraint("version", "id", name=op.f("pk_kb_question")),
    )
    op.create_table(
        "kb_ranking",
        sa.Column("version", sa.String(length=128), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"], ["kb_content_version.version"], name=op.f("fk_kb_ranking_version_kb_content_version")
        ),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_kb_ranking")),
    )
    op.create_table(
        "kb_rule",
        sa.Column("version", sa.String(length=128), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"], ["kb_content_version.version"], name=op.f("fk_kb_rule_version_kb_content_version")
        ),
        sa.PrimaryKeyConstraint("version", "id", name=op.f("pk_kb_rule")),
    )
    op.create_table(
        "kb_ruling",
        sa.Column("version", sa.String(length=128), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("claim", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("ruling", sa.String(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("applied_in", sa.JSON(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"], ["kb_content_version.version"], name=op.f("fk_kb_ruling_version_kb_content_version")
        ),
        sa.PrimaryKeyConstraint("version", "id", name=op.f("pk_kb_ruling")),
    )
    op.create_table(
        "kb_source",
        sa.Column("version", sa.String(length=128), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("citation", sa.String(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("doi", sa.String(), nullable=False),
        sa.Column("pmid", sa.String(), nullable=False),
        sa.Column("pmcid", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("licence", sa.String(), nullable=False),
        sa.Column("accessed", sa.String(), nullable=False),
        sa.Column("background", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"], ["kb_content_version.version"], name=op.f("fk_kb_source_version_kb_content_version")
        ),
        sa.PrimaryKeyConstraint("version", "id", name=op.f("pk_kb_source")),
    )
    op.create_table(
        "kb_feature",
        sa.Column("version", sa.String(length=128), nullable=False),
        sa.Column("condition_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("label_no", sa.String(), nullable=False),
        sa.Column("expression", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("lr_pos", sa.Float(), nullable=True),
        sa.Column("lr_neg", sa.Float(), nullable=True),
        sa.Column("stat", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("askable", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version", "condition_id"],
            ["kb_condition.version", "kb_condition.id"],
            name=op.f("fk_kb_feature_version_condition_id_kb_condition"),
        ),
        sa.ForeignKeyConstraint(
            ["version"], ["kb_content_version.version"], name=op.f("fk_kb_feature_version_kb_content_version")
        ),
        sa.PrimaryKeyConstraint("version", "condition_id", "id", name=op.f("pk_kb_feature")),
    )
    op.create_table(
        "kb_prior",
        sa.Column("version", sa.String(length=128), nullable=False),
        sa.Column("condition_id", sa.String(), nullable=False),
        sa.Column("age_band", sa.String(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version", "condition_id"],
            ["kb_condition.version", "kb_condition.id"],
            name=op.f("fk_kb_prior_version_condition_id_kb_condition"),
        ),
        sa.ForeignKeyConstraint(
            ["version"], ["kb_content_version.version"], name=op.f("fk_kb_prior_version_kb_content_version")
        ),
        sa.PrimaryKeyConstraint("version", "condition_id", "age_band", name=op.f("pk_kb_prior")),
    )
    op.create_table(
        "kb_question_option",
        sa.Column("version", sa.String(length=128), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version", "question_id"],
            ["kb_question.version", "kb_question.id"],
            name=op.f("fk_kb_question_option_version_question_id_kb_question"),
        ),
        sa.ForeignKeyConstraint(
            ["version"], ["kb_content_version.version"], name=op.f("fk_kb_question_option_version_kb_content_version")
        ),
        sa.PrimaryKeyConstraint("version", "question_id", "position", name=op.f("pk_kb_question_option")),
    )
    op.create_table(
        "kb_evidence",
        sa.Column("version", sa.String(length=128), nullable=False),
        sa.Column("condition_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("feature_id", sa.String(), nullable=True),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version", "condition_id", "feature_id"],
            ["kb_feature.version", "kb_feature.condition_id", "kb_feature.id"],
            name=op.f("fk_kb_evidence_version_condition_id_feature_id_kb_feature"),
        ),
        sa.ForeignKeyConstraint(
            ["version", "condition_id"],
            ["kb_condition.version", "kb_condition.id"],
            name=op.f("fk_kb_evidence_version_condition_id_kb_condition"),
        ),
        sa.ForeignKeyConstraint(
            ["version", "source_id"],
            ["kb_source.version", "kb_source.id"],
            name=op.f("fk_kb_evidence_version_source_id_kb_source"),
        ),
        sa.ForeignKeyConstraint(
            ["version"], ["kb_content_version.version"], name=op.f("fk_kb_evidence_version_kb_content_version")
        ),
        sa.PrimaryKeyConstraint("version", "condition_id", "position", name=op.f("pk_kb_evidence")),
    )


def downgrade() -> None:
    for table in reversed(_NEW):
        op.drop_table(table)
    op.create_table(
        "kb_content_version",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kb_content_version")),
    )
    op.create_table(
        "kb_source",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("citation", sa.String(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("doi", sa.String(), nullable=False),
        sa.Column("pmid", sa.String(), nullable=False),
        sa.Column("pmcid", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("licence", sa.String(), nullable=False),
        sa.Column("accessed", sa.String(), nullable=False),
        sa.Column("background", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kb_source")),
    )
    op.create_table(
        "kb_condition",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("explain", sa.String(), nullable=False),
        sa.Column("also_called", sa.JSON(), nullable=False),
        sa.Column("icd10_codes", sa.String(), nullable=False),
        sa.Column("icd10_caution", sa.String(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kb_condition")),
    )
    op.create_table(
        "kb_self_care",
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("section", "id", name=op.f("pk_kb_self_care")),
    )
    op.create_table(
        "kb_ranking",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kb_ranking")),
    )
    op.create_table(
        "kb_rule",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kb_rule")),
    )
    op.create_table(
        "kb_question",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kb_question")),
    )
    op.create_table(
        "kb_question_option",
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["kb_question.id"], name=op.f("fk_kb_question_option_question_id_kb_question")
        ),
        sa.PrimaryKeyConstraint("question_id", "position", name=op.f("pk_kb_question_option")),
    )
    op.create_table(
        "kb_prior",
        sa.Column("condition_id", sa.String(), nullable=False),
        sa.Column("age_band", sa.String(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["condition_id"], ["kb_condition.id"], name=op.f("fk_kb_prior_condition_id_kb_condition")
        ),
        sa.PrimaryKeyConstraint("condition_id", "age_band", name=op.f("pk_kb_prior")),
    )
    op.create_table(
        "kb_feature",
        sa.Column("condition_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("label_no", sa.String(), nullable=False),
        sa.Column("expression", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("lr_pos", sa.Float(), nullable=True),
        sa.Column("lr_neg", sa.Float(), nullable=True),
        sa.Column("stat", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("askable", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["condition_id"], ["kb_condition.id"], name=op.f("fk_kb_feature_condition_id_kb_condition")
        ),
        sa.PrimaryKeyConstraint("condition_id", "id", name=op.f("pk_kb_feature")),
    )
    op.create_table(
        "kb_condition_source",
        sa.Column("condition_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("feature_id", sa.String(), nullable=True),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["condition_id", "feature_id"],
            ["kb_feature.condition_id", "kb_feature.id"],
            name=op.f("fk_kb_condition_source_condition_id_feature_id_kb_feature"),
        ),
        sa.ForeignKeyConstraint(
            ["condition_id"], ["kb_condition.id"], name=op.f("fk_kb_condition_source_condition_id_kb_condition")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["kb_source.id"], name=op.f("fk_kb_condition_source_source_id_kb_source")
        ),
        sa.PrimaryKeyConstraint("condition_id", "position", name=op.f("pk_kb_condition_source")),
    )
