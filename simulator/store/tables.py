"""The tables. A change here needs a new migration in migrations/versions; a test compares the two."""

from datetime import datetime
from typing import Literal

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
    name: Mapped[str | None] = mapped_column(String(120), default=None)
    """What the person calls it, if they gave it a name."""
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("rehearsals.id", ondelete="SET NULL"), index=True)
    parent_line: Mapped[int | None] = mapped_column(default=None)
    """The leader's line, counted from 1, in whose place a branch tries another; it stays when the parent goes."""
    self_rated: Mapped[Literal["done", "skipped"] | None] = mapped_column(String(8), default=None)
    """Whether the person marked their own lines; empty before they were asked."""
    situation_id: Mapped[str | None] = mapped_column(ForeignKey("situations.id", ondelete="SET NULL"), index=True)
    """The person's own situation that was rehearsed, if it was one."""
    digest: Mapped[str | None] = mapped_column(Text, default=None)
    """Figures of an ended rehearsal as JSON, with the versions they were made by: a copy that can be made anew."""
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
    self_rating: Mapped[str | None] = mapped_column(String(16), default=None)
    """What the person said of their own line before they saw the reader's view."""
    reply_reading: Mapped[str | None] = mapped_column(Text, default=None)
    """What the reader found in the reply, as JSON; empty until somebody needed it."""


class SituationRow(Base):
    """A real conversation that lies before somebody, described by them."""

    __tablename__ = "situations"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(DateTime)
    described: Mapped[str] = mapped_column(Text)
    """What the form holds, as JSON."""
    card: Mapped[str | None] = mapped_column(Text, default=None)
    afterwards: Mapped[str | None] = mapped_column(Text, default=None)
    """How the real one went, as JSON."""


class DrillCardRow(Base):
    """When somebody meets one drill again."""

    __tablename__ = "drill_cards"
    __table_args__ = (UniqueConstraint("person_id", "item"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    item: Mapped[str] = mapped_column(String(160))
    kind: Mapped[str] = mapped_column(String(16))
    rehearsal_id: Mapped[str | None] = mapped_column(ForeignKey("rehearsals.id", ondelete="CASCADE"), index=True)
    """The rehearsal a drill was made from, where it was one's own line: it goes with it."""
    schedule: Mapped[str] = mapped_column(Text)
    """The spacing library's own record, as JSON."""
    due: Mapped[datetime] = mapped_column(DateTime)


class DrillAnswerRow(Base):
    """One answer to a drill."""

    __tablename__ = "drill_answers"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    item: Mapped[str] = mapped_column(String(160))
    kind: Mapped[str] = mapped_column(String(16))
    rehearsal_id: Mapped[str | None] = mapped_column(ForeignKey("rehearsals.id", ondelete="CASCADE"), index=True)
    given: Mapped[str] = mapped_column(Text)
    """What was chosen or typed."""
    right: Mapped[bool]
    answered_at: Mapped[datetime] = mapped_column(DateTime)
