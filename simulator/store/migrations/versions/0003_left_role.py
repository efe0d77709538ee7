"""Why a talk left what can be rehearsed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("rehearsals", sa.Column("left_role", sa.Text(), nullable=True))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("rehearsals", "left_role")
