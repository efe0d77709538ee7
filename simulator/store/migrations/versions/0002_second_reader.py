"""A second reader's word on a line, and whether it is asked as lines are said."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column to each table."""
    op.add_column("exchanges", sa.Column("second", sa.Text(), nullable=True))
    op.add_column("rehearsals", sa.Column("second_reader", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Take them away again."""
    op.drop_column("rehearsals", "second_reader")
    op.drop_column("exchanges", "second")
