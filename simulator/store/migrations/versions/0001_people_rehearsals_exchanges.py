"""People, rehearsals, exchanges."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "people",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
    )
    op.create_table(
        "rehearsals",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("scenario", sa.String(120), nullable=False),
        sa.Column("scenario_version", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("preparation", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("energy_after", sa.Integer(), nullable=True),
        sa.Column("hold_me_to", sa.Text(), nullable=True),
        sa.Column("hints", sa.Boolean(), nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rehearsals"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_rehearsals_person_id", ondelete="CASCADE"),
    )
    op.create_index("ix_rehearsals_person_id", "rehearsals", ["person_id"])
    op.create_table(
        "exchanges",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("rehearsal_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("submission", sa.String(64), nullable=False),
        sa.Column("leader", sa.Text(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("voice", sa.String(16), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_exchanges"),
        sa.ForeignKeyConstraint(
            ["rehearsal_id"], ["rehearsals.id"], name="fk_exchanges_rehearsal_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("rehearsal_id", "number", name="uq_exchanges_rehearsal_id_number"),
        sa.UniqueConstraint("rehearsal_id", "submission", name="uq_exchanges_rehearsal_id_submission"),
    )


def downgrade() -> None:
    """Take the first tables away."""
    op.drop_table("exchanges")
    op.drop_index("ix_rehearsals_person_id", "rehearsals")
    op.drop_table("rehearsals")
    op.drop_table("people")
