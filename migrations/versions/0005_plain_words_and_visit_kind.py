"""What patients may be told about a condition, and which kind of visit was booked."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The knowledge tables are filled anew when the content changes; the default only carries old rows over.
    op.add_column("kb_condition", sa.Column("plain", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("appointment", sa.Column("visit", sa.String(length=32), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("appointment", "visit")
    op.drop_column("kb_condition", "plain")
