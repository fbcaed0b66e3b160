"""Alerts that are told and escalated, decisions that can be replayed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "content_archive",
        sa.Column("version", sa.String(length=128), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_content_archive")),
    )
    op.add_column("decision", sa.Column("inputs", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("alert", sa.Column("reason", sa.String(length=16), nullable=False, server_default="triage"))
    op.add_column("alert", sa.Column("notified_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("alert", sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("alert", sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("alert", sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    for name in ("attempts", "claimed_until", "escalated_at", "notified_at", "reason"):
        op.drop_column("alert", name)
    op.drop_column("decision", "inputs")
    op.drop_table("content_archive")
