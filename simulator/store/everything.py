"""All that is kept of one person: counted, given out as it stands, and deleted."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, func, select

from simulator.errors import NotFoundError
from simulator.store.database import Database, Traces
from simulator.store.tables import (
    Base,
    DrillAnswerRow,
    DrillCardRow,
    ExchangeRow,
    PersonRow,
    RehearsalRow,
    SituationRow,
)

Kept = dict[str, Any]
"""A row as JSON values, by the names of its columns; a column that holds JSON is opened."""

_HOLD_JSON: Final = frozenset(
    {"preparation", "digest", "reading", "second", "reply_reading", "described", "card", "afterwards", "schedule"}
)
LEFT_OUT: Final = frozenset(
    {"people.id", "exchanges.id", "exchanges.rehearsal_id", "drill_cards.id", "drill_answers.id"}
)
"""Columns that are not given out, besides every `person_id`: whoever knows a person's id is halfway to being them, and
the others are numbers of rows."""


@dataclass(frozen=True)
class Amount:
    """How much is kept of a person."""

    talks: int = 0
    lines: int = 0
    situations: int = 0
    cards: int = 0
    answers: int = 0

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to take along or to delete."""
        return not (self.talks or self.situations or self.cards or self.answers)


@dataclass(frozen=True)
class EverythingStore:
    """Reads and deletes all of a person."""

    database: Database

    def amount(self, person: str) -> Amount:
        """How much there is; zeros for somebody who is not known."""
        talks = select(RehearsalRow.id).where(RehearsalRow.person_id == person)
        with self.database.read() as session:

            def count(table: type[RehearsalRow | SituationRow | DrillCardRow | DrillAnswerRow]) -> int:
                return session.scalar(select(func.count()).where(table.person_id == person)) or 0

            lines = session.scalar(select(func.count()).where(ExchangeRow.rehearsal_id.in_(talks))) or 0
            return Amount(count(RehearsalRow), lines, count(SituationRow), count(DrillCardRow), count(DrillAnswerRow))

    def since(self, person: str) -> datetime | None:
        """When the person was first met, in UTC; None for somebody who never kept anything."""
        with self.database.read() as session:
            return session.scalar(select(PersonRow.created_at).where(PersonRow.id == person))

    def talks(self, person: str) -> tuple[str, ...]:
        """Ids of all rehearsals, the oldest first."""
        with self.database.read() as session:
            wanted = select(RehearsalRow.id).where(RehearsalRow.person_id == person)
            return tuple(session.scalars(wanted.order_by(RehearsalRow.opened_at, RehearsalRow.id)))

    def talk(self, person: str, rehearsal: str) -> Kept:
        """One rehearsal with its exchanges; NotFoundError if it is not there or not theirs."""
        with self.database.read() as session:
            row = session.get(RehearsalRow, rehearsal)
            if row is None or row.person_id != person:
                raise NotFoundError("There is no such rehearsal here.")
            return {**_opened(row), "exchanges": [_opened(exchange) for exchange in row.exchanges]}

    def beside_talks(self, person: str) -> dict[str, list[Kept]]:
        """Everything else, by table, the oldest first."""
        tables: tuple[tuple[str, type[SituationRow | DrillCardRow | DrillAnswerRow], Any], ...] = (
            ("situations", SituationRow, SituationRow.created_at),
            ("drill_cards", DrillCardRow, DrillCardRow.id),
            ("drill_answers", DrillAnswerRow, DrillAnswerRow.id),
        )
        with self.database.read() as session:
            return {
                name: [
                    _opened(row)
                    for row in session.scalars(select(table).where(table.person_id == person).order_by(order))
                ]
                for name, table, order in tables
            }

    def delete(self, person: str) -> Traces:
        """Delete the person and every row of theirs; say what is left of it on disk."""
        with self.database.write() as session:
            # The references between the tables take the rest along.
            session.execute(delete(PersonRow).where(PersonRow.id == person))
        return self.database.scrub()


def _opened(row: Base) -> Kept:
    """A row by its table's own columns, so that one added later comes along."""
    return dict(_columns(row))


def _columns(row: Base) -> Iterator[tuple[str, Any]]:
    for column in row.__table__.columns:
        if column.name == "person_id" or f"{row.__tablename__}.{column.name}" in LEFT_OUT:
            continue
        value = getattr(row, column.key)
        if isinstance(value, datetime):
            value = value.isoformat(timespec="seconds") + "Z"
        elif column.name in _HOLD_JSON and isinstance(value, str):
            value = json.loads(value)
        yield column.name, value
