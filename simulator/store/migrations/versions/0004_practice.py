"""Branches, names, own marks, digests, own situations and drills."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add three tables, and columns to the two there were."""
    op.create_table(
        "situations",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("described", sa.Text(), nullable=False),
        sa.Column("card", sa.Text(), nullable=True),
        sa.Column("afterwards", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_situations_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_situations"),
    )
    op.create_index("ix_situations_person_id", "situations", ["person_id"])
    op.add_column("exchanges", sa.Column("self_rating", sa.String(16), nullable=True))
    op.add_column("rehearsals", sa.Column("name", sa.String(120), nullable=True))
    op.add_column("rehearsals", sa.Column("parent_line", sa.Integer(), nullable=True))
    op.add_column("rehearsals", sa.Column("self_rated", sa.String(8), nullable=True))
    op.add_column("rehearsals", sa.Column("digest", sa.Text(), nullable=True))
    # Their debriefs have been open to read, so nobody is asked for a view of their own before it.
    op.execute("UPDATE rehearsals SET self_rated = 'skipped' WHERE ended_at IS NOT NULL")
    # As text: SQLite takes a reference only inside the column, and Alembic leaves its name away there.
    for column, target in (("parent_id", "rehearsals"), ("situation_id", "situations")):
        op.execute(
            f"ALTER TABLE rehearsals ADD COLUMN {column} VARCHAR(32) "
            f"CONSTRAINT fk_rehearsals_{column} REFERENCES {target} (id) ON DELETE SET NULL"
        )
        op.create_index(f"ix_rehearsals_{column}", "rehearsals", [column])
    op.create_table(
        "drill_cards",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("item", sa.String(160), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("rehearsal_id", sa.String(32), nullable=True),
        sa.Column("schedule", sa.Text(), nullable=False),
        sa.Column("due", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_drill_cards_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["rehearsal_id"], ["rehearsals.id"], name="fk_drill_cards_rehearsal_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_drill_cards"),
        sa.UniqueConstraint("person_id", "item", name="uq_drill_cards_person_id_item"),
    )
    op.create_index("ix_drill_cards_rehearsal_id", "drill_cards", ["rehearsal_id"])
    op.create_table(
        "drill_answers",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("item", sa.String(160), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("rehearsal_id", sa.String(32), nullable=True),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_drill_answers_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["rehearsal_id"], ["rehearsals.id"], name="fk_drill_answers_rehearsal_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_drill_answers"),
    )
    op.create_index("ix_drill_answers_person_id", "drill_answers", ["person_id"])
    op.create_index("ix_drill_answers_rehearsal_id", "drill_answers", ["rehearsal_id"])


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("drill_answers")
    op.drop_table("drill_cards")
    with op.batch_alter_table("rehearsals") as rehearsals:
        for column in ("parent_id", "situation_id"):
            rehearsals.drop_index(f"ix_rehearsals_{column}")
        for column in ("parent_id", "situation_id", "digest", "self_rated", "parent_line", "name"):
            rehearsals.drop_column(column)
    op.drop_column("exchanges", "self_rating")
    op.drop_table("situations")
