"""What the reader found in each reply: read once, kept like the reading of the line before it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; replies of before are read when they are needed."""
    op.add_column("exchanges", sa.Column("reply_reading", sa.Text(), nullable=True))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("exchanges", "reply_reading")
