"""Answers to drills and when each card is due. Every call names the person: what is not theirs is not found."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from simulator.domain.drill import DrillKind
from simulator.errors import ConflictError, NotFoundError
from simulator.store.database import Database
from simulator.store.tables import DrillAnswerRow, DrillCardRow, PersonRow, RehearsalRow

Review = Callable[[str | None], tuple[str, datetime]]
"""From what was kept of a card, None for a new one, to what is to be kept and when it is due."""


@dataclass(frozen=True)
class KeptCard:
    """When somebody meets a card again."""

    item: str
    schedule: str
    due: datetime
    """UTC without a zone."""


@dataclass(frozen=True)
class KeptAnswer:
    """One answer; empty where the card was shown instead of answered."""

    id: int
    item: str
    given: str
    right: bool
    answered_at: datetime
    """UTC without a zone."""


@dataclass(frozen=True)
class NewAnswer:
    """An answer to keep."""

    item: str
    kind: DrillKind
    rehearsal: str | None
    given: str
    right: bool
    answered_at: datetime


@dataclass(frozen=True)
class DrillStore:
    """Reads and writes what somebody did in drills, each call one transaction."""

    database: Database

    def cards(self, person: str) -> tuple[KeptCard, ...]:
        """Every card this person has met, the first due first."""
        with self.database.read() as session:
            rows = session.scalars(
                select(DrillCardRow).where(DrillCardRow.person_id == person).order_by(DrillCardRow.due)
            )
            return tuple(KeptCard(row.item, row.schedule, row.due) for row in rows)

    def answers(self, person: str) -> tuple[KeptAnswer, ...]:
        """All their answers, the first first."""
        with self.database.read() as session:
            rows = session.scalars(
                select(DrillAnswerRow).where(DrillAnswerRow.person_id == person).order_by(DrillAnswerRow.id)
            )
            return tuple(_answer(row) for row in rows)

    def answer(self, person: str, answer: int) -> KeptAnswer:
        """One answer; NotFoundError if it is not there or not theirs."""
        with self.database.read() as session:
            return _answer(_answer_row(session, person, answer))

    def keep(self, person: str, new: NewAnswer, expected: int, review: Review) -> KeptAnswer:
        """Keep an answer and when the card is met again.

        `expected` is how many answers to this card the person had when they saw it: the same form sent twice is one
        answer. ConflictError where another answer came in between; NotFoundError for a talk that is not theirs.
        """
        with self.database.write() as session:
            if session.get(PersonRow, person) is None:
                session.add(PersonRow(id=person, created_at=new.answered_at))
                session.flush()
            _refuse_foreign(session, person, new.rehearsal)
            given = _answers_to(session, person, new.item)
            if len(given) > expected and given[expected].given == new.given:
                return _answer(given[expected])
            if len(given) != expected:
                raise ConflictError("You answered this card in another tab. Your words are still in the box.")
            row = DrillAnswerRow(
                person_id=person,
                item=new.item,
                kind=new.kind,
                rehearsal_id=new.rehearsal,
                given=new.given,
                right=new.right,
                answered_at=new.answered_at,
            )
            session.add(row)
            card = _card_row(session, person, new.item)
            schedule, due = review(card.schedule if card else None)
            if card:
                card.schedule, card.due = schedule, due
            else:
                session.add(
                    DrillCardRow(
                        person_id=person,
                        item=new.item,
                        kind=new.kind,
                        rehearsal_id=new.rehearsal,
                        schedule=schedule,
                        due=due,
                    )
                )
            session.flush()
            return _answer(row)

    def reschedule(self, person: str, answer: int, review: Review) -> KeptAnswer:
        """Do the schedule of an answered card anew; only for the last answer to it, an older one changes nothing."""
        with self.database.write() as session:
            row = _answer_row(session, person, answer)
            card = _card_row(session, person, row.item)
            if card is not None and _answers_to(session, person, row.item)[-1].id == answer:
                card.schedule, card.due = review(card.schedule)
            return _answer(row)


def _refuse_foreign(session: Session, person: str, rehearsal: str | None) -> None:
    if rehearsal is None:
        return
    row = session.get(RehearsalRow, rehearsal)
    if row is None or row.person_id != person:
        raise NotFoundError("There is no such drill here. The talk it came from may have been deleted.")


def _answers_to(session: Session, person: str, item: str) -> list[DrillAnswerRow]:
    chosen = select(DrillAnswerRow).where(DrillAnswerRow.person_id == person, DrillAnswerRow.item == item)
    return list(session.scalars(chosen.order_by(DrillAnswerRow.id)))


def _card_row(session: Session, person: str, item: str) -> DrillCardRow | None:
    return session.scalar(select(DrillCardRow).where(DrillCardRow.person_id == person, DrillCardRow.item == item))


def _answer_row(session: Session, person: str, answer: int) -> DrillAnswerRow:
    row = session.get(DrillAnswerRow, answer)
    if row is None or row.person_id != person:
        raise NotFoundError("There is no such answer here.")
    return row


def _answer(row: DrillAnswerRow) -> KeptAnswer:
    return KeptAnswer(row.id, row.item, row.given, row.right, row.answered_at)
