"""A person's own situations in the database. Every call names the person: what is not theirs is not found."""

from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from simulator.domain.card import Card
from simulator.domain.own import Afterwards, Described, OwnSituation
from simulator.domain.rehearsal import Preparation
from simulator.errors import NotFoundError
from simulator.store.database import Database
from simulator.store.tables import PersonRow, RehearsalRow, SituationRow


@dataclass(frozen=True)
class SituationStore:
    """Reads and writes own situations, each call one transaction."""

    database: Database

    def add(self, person: str, described: Described) -> OwnSituation:
        """Keep a new situation."""
        row = SituationRow(
            id=token_hex(16),
            person_id=person,
            created_at=datetime.now(UTC).replace(tzinfo=None),
            described=described.model_dump_json(),
        )
        with self.database.write() as session:
            if session.get(PersonRow, person) is None:
                session.add(PersonRow(id=person, created_at=row.created_at))
                session.flush()
            session.add(row)
        return _value(row)

    def get(self, person: str, situation: str) -> OwnSituation:
        """One situation; NotFoundError if it is not there or not theirs."""
        with self.database.read() as session:
            return _value(_row(session, person, situation))

    def all_of(self, person: str) -> tuple[OwnSituation, ...]:
        """All situations of a person, the latest first."""
        asked = select(SituationRow).where(SituationRow.person_id == person).order_by(SituationRow.created_at.desc())
        with self.database.read() as session:
            return tuple(map(_value, session.scalars(asked)))

    def describe(self, person: str, situation: str, described: Described) -> None:
        """Describe it anew; rehearsals that were held stay what they were.

        Only the words that must not leave the machine hold for those too: a line of an old talk can still be sent.
        """
        with self.database.write() as session:
            _row(session, person, situation).described = described.model_dump_json()
            for rehearsal in session.scalars(_rehearsals(person, situation)):
                preparation = Preparation.model_validate_json(rehearsal.preparation)
                own = preparation.own
                if own is not None and not set(described.unsent) <= set(own.unsent):
                    words = tuple(dict.fromkeys((*own.unsent, *described.unsent)))
                    kept = preparation.model_copy(update={"own": own.model_copy(update={"unsent": words})})
                    rehearsal.preparation = kept.model_dump_json()

    def keep_card(self, person: str, situation: str, card: Card) -> None:
        """Keep the card; one with nothing on it is none."""
        with self.database.write() as session:
            _row(session, person, situation).card = card.model_dump_json() if card != Card() else None

    def keep_afterwards(self, person: str, situation: str, afterwards: Afterwards) -> None:
        """Keep how it went; a note with nothing in it is none."""
        with self.database.write() as session:
            row = _row(session, person, situation)
            row.afterwards = afterwards.model_dump_json() if afterwards != Afterwards() else None

    def delete(self, person: str, situation: str, *, with_rehearsals: bool) -> None:
        """Delete it for good; its rehearsals go too or stay as talks of no situation."""
        with self.database.write() as session:
            row = _row(session, person, situation)
            for rehearsal in session.scalars(_rehearsals(person, situation)):
                if with_rehearsals:
                    session.delete(rehearsal)
                else:
                    rehearsal.situation_id = None
            session.flush()
            session.delete(row)
        self.database.scrub()

    def rehearsed(self, person: str) -> dict[str, int]:
        """How often each situation was rehearsed, by its id; those never rehearsed are left out."""
        asked = (
            select(RehearsalRow.situation_id, func.count())
            .where(RehearsalRow.person_id == person, RehearsalRow.situation_id.is_not(None))
            .group_by(RehearsalRow.situation_id)
        )
        with self.database.read() as session:
            return {situation: number for situation, number in session.execute(asked) if situation is not None}


def _rehearsals(person: str, situation: str) -> Select[RehearsalRow]:
    return select(RehearsalRow).where(RehearsalRow.person_id == person, RehearsalRow.situation_id == situation)


def _row(session: Session, person: str, situation: str) -> SituationRow:
    row = session.get(SituationRow, situation)
    if row is None or row.person_id != person:
        raise NotFoundError("There is no such situation here.")
    return row


def _value(row: SituationRow) -> OwnSituation:
    return OwnSituation(
        id=row.id,
        person=row.person_id,
        created_at=row.created_at,
        described=Described.model_validate_json(row.described),
        card=Card.model_validate_json(row.card) if row.card else None,
        afterwards=Afterwards.model_validate_json(row.afterwards) if row.afterwards else None,
    )
