"""The tables. A change here needs a new migration in migrations/versions; a test compares the two."""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, MetaData, String, Text, UniqueConstraint, false
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    """Root of all tables; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class PersonRow(Base):
    """Somebody with a browser: known by the id in our signed cookie, by nothing else."""

    __tablename__ = "people"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(DateTime)


class RehearsalRow(Base):
    """One conversation of one person."""

    __tablename__ = "rehearsals"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    scenario: Mapped[str] = mapped_column(String(120))
    scenario_version: Mapped[int]
    seed: Mapped[int]
    preparation: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime] = mapped_column(DateTime)
    ended_at: Mapped[datetime | None] = mapped_column(DateTime)
    energy_after: Mapped[int | None]
    hold_me_to: Mapped[str | None] = mapped_column(Text)
    hints: Mapped[bool]
    second_reader: Mapped[bool] = mapped_column(default=False, server_default=false())
    left_role: Mapped[str | None] = mapped_column(Text, default=None)
    draft: Mapped[str] = mapped_column(Text)
    exchanges: Mapped[list["ExchangeRow"]] = relationship(
        order_by="ExchangeRow.number", cascade="all, delete-orphan", lazy="selectin"
    )


class ExchangeRow(Base):
    """One leader turn and the reply to it."""

    __tablename__ = "exchanges"
    __table_args__ = (UniqueConstraint("rehearsal_id", "number"), UniqueConstraint("rehearsal_id", "submission"))

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    rehearsal_id: Mapped[str] = mapped_column(ForeignKey("rehearsals.id", ondelete="CASCADE"))
    number: Mapped[int]
    submission: Mapped[str] = mapped_column(String(64))
    """The page's own key for one press of the button: the same key twice is the same turn."""
    leader: Mapped[str] = mapped_column(Text)
    reading: Mapped[str | None] = mapped_column(Text)
    reply: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(16))
    voice: Mapped[str] = mapped_column(String(16))
    note: Mapped[str | None] = mapped_column(Text)
    said_at: Mapped[datetime] = mapped_column(DateTime)
    second: Mapped[str | None] = mapped_column(Text, default=None)
    """A second reader's reading, as JSON."""
