"""Call backs that are due later: a check-in two weeks after a routine result."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("callback", sa.Column("kind", sa.String(length=16), nullable=False, server_default="call"))
    op.add_column("callback", sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("callback", "due_at")
    op.drop_column("callback", "kind")
