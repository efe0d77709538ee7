"""Rehearsals in the database. Every call names the person: what is not theirs is not found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex

from sqlalchemy import select
from sqlalchemy.orm import Session

from simulator.domain.finding import Reading
from simulator.domain.rehearsal import Exchange, Preparation, Rehearsal
from simulator.domain.scenario import Scenario
from simulator.domain.second_reading import SecondReading
from simulator.errors import ConflictError, InputError, NotFoundError
from simulator.store.database import Database
from simulator.store.tables import ExchangeRow, PersonRow, RehearsalRow


@dataclass(frozen=True)
class RehearsalStore:
    """Reads and writes rehearsals, each call one transaction."""

    database: Database

    def new_person(self) -> str:
        """Remember somebody new; return their id."""
        person = token_hex(16)
        with self.database.write() as session:
            session.add(PersonRow(id=person, created_at=_now()))
        return person

    def knows(self, person: str) -> bool:
        """Whether this person exists."""
        with self.database.read() as session:
            return session.get(PersonRow, person) is not None

    def open(
        self, person: str, scenario: Scenario, preparation: Preparation, seed: int, situation: str | None = None
    ) -> Rehearsal:
        """Begin a rehearsal; `situation` is the id of the person's own that is rehearsed, if it is one."""
        row = RehearsalRow(
            id=token_hex(16),
            person_id=person,
            scenario=scenario.id,
            scenario_version=scenario.version,
            seed=seed,
            preparation=preparation.model_dump_json(),
            opened_at=_now(),
            hints=False,
            draft="",
            situation_id=situation,
            exchanges=[],
        )
        with self.database.write() as session:
            if session.get(PersonRow, person) is None:
                session.add(PersonRow(id=person, created_at=_now()))
                session.flush()
            session.add(row)
        return _value(row)

    def get(self, person: str, rehearsal: str) -> Rehearsal:
        """One rehearsal; NotFoundError if it is not there or not theirs."""
        with self.database.read() as session:
            return _value(_row(session, person, rehearsal))

    def all_of(self, person: str, situation: str | None = None) -> tuple[Rehearsal, ...]:
        """All rehearsals of a person, or those of one of their own situations, the latest first."""
        wanted = select(RehearsalRow).where(RehearsalRow.person_id == person).order_by(RehearsalRow.opened_at.desc())
        if situation is not None:
            wanted = wanted.where(RehearsalRow.situation_id == situation)
        with self.database.read() as session:
            return tuple(_value(row) for row in session.scalars(wanted))

    def lately_ended(self, person: str, most: int) -> tuple[Rehearsal, ...]:
        """The latest of a person's rehearsals that ended as one, the last first."""
        wanted = (
            select(RehearsalRow)
            .where(
                RehearsalRow.person_id == person,
                RehearsalRow.ended_at.is_not(None),
                RehearsalRow.left_role.is_(None),
            )
            .order_by(RehearsalRow.ended_at.desc())
            .limit(most)
        )
        with self.database.read() as session:
            return tuple(_value(row) for row in session.scalars(wanted))

    def say(
        self, person: str, rehearsal: str, leader: str, submission: str, expected: int, *, left_role: str | None = None
    ) -> Rehearsal:
        """Keep a leader turn before anything is made of it, and return the rehearsal with it.

        The same `submission` again changes nothing. `expected` is the number this turn will have in the page the
        person looked at; ConflictError if the conversation has moved on. InputError after its end. `left_role` is the
        kind of a line that left what can be rehearsed: it ends the talk.
        """
        with self.database.write() as session:
            row = _row(session, person, rehearsal)
            if any(exchange.submission == submission for exchange in row.exchanges):
                return _value(row)
            if row.ended_at is not None:
                raise InputError("This conversation has ended. Start another rehearsal to say more.")
            if expected != len(row.exchanges) + 1:
                raise ConflictError(
                    "This conversation went on in another tab. Your words are still in the box; reload to see the rest."
                )
            if row.exchanges and row.exchanges[-1].status == "pending":
                raise ConflictError("The reply to your last line is still on its way. Your words are still in the box.")
            row.exchanges.append(
                ExchangeRow(
                    number=expected,
                    submission=submission,
                    leader=leader,
                    reading=None,
                    reply="",
                    status="pending",
                    voice="authored",
                    note=None,
                    said_at=_now(),
                )
            )
            row.draft = ""
            if left_role is not None:
                # With the line and not with the reply: nobody must read it as part of a talk that goes on.
                row.left_role, row.ended_at = left_role, _now()
            return _value(row)

    def keep_reply(self, person: str, rehearsal: str, answered: Exchange) -> Exchange:
        """Keep the reply to a line, and what the reader found in it: debriefs rest on that.

        A reply that is complete is never overwritten: the first to finish it wins. Returns what stands.
        """
        with self.database.write() as session:
            row = _exchange_row(session, person, rehearsal, answered.number)
            if row.status == "complete":
                return _exchange(row)
            row.reading = answered.reading.model_dump_json() if answered.reading else row.reading
            row.reply, row.status, row.voice, row.note = (
                answered.reply,
                answered.status,
                answered.voice,
                answered.note,
            )
            return answered

    def keep_second(self, person: str, rehearsal: str, number: int, second: SecondReading) -> None:
        """Keep what a second reader said of a line; a later word takes the place of an earlier one."""
        with self.database.write() as session:
            _exchange_row(session, person, rehearsal, number).second = second.model_dump_json()

    def keep_reply_readings(self, person: str, rehearsal: str, found: Mapping[int, Reading]) -> None:
        """Keep what the reader found in replies, by the number of the exchange; what is kept already stays."""
        with self.database.write() as session:
            for row in _row(session, person, rehearsal).exchanges:
                if row.reply_reading is None and row.number in found:
                    row.reply_reading = found[row.number].model_dump_json()

    def keep_draft(self, person: str, rehearsal: str, draft: str) -> None:
        """Keep what stands in the box."""
        with self.database.write() as session:
            _row(session, person, rehearsal).draft = draft

    def set_hints(self, person: str, rehearsal: str, *, shown: bool) -> None:
        """Switch hints on or off."""
        with self.database.write() as session:
            _row(session, person, rehearsal).hints = shown

    def ask_second(self, person: str, rehearsal: str) -> None:
        """Have a second reader asked about each line from now on."""
        with self.database.write() as session:
            _row(session, person, rehearsal).second_reader = True

    def end(self, person: str, rehearsal: str) -> None:
        """End a conversation; ending twice changes nothing."""
        with self.database.write() as session:
            row = _row(session, person, rehearsal)
            row.ended_at = row.ended_at or _now()

    def look_back(self, person: str, rehearsal: str, energy_after: int | None, hold_me_to: str | None) -> None:
        """Keep the leader's energy afterwards and the one thing to be held to."""
        with self.database.write() as session:
            row = _row(session, person, rehearsal)
            row.energy_after, row.hold_me_to = energy_after, hold_me_to

    def delete(self, person: str, rehearsal: str) -> None:
        """Delete one rehearsal for good."""
        with self.database.write() as session:
            session.delete(_row(session, person, rehearsal))
        self.database.scrub()


def _row(session: Session, person: str, rehearsal: str) -> RehearsalRow:
    row = session.get(RehearsalRow, rehearsal)
    if row is None or row.person_id != person:
        raise NotFoundError("There is no such rehearsal here.")
    return row


def _exchange_row(session: Session, person: str, rehearsal: str, number: int) -> ExchangeRow:
    found = session.scalar(
        select(ExchangeRow)
        .join(RehearsalRow)
        .where(RehearsalRow.id == rehearsal, RehearsalRow.person_id == person, ExchangeRow.number == number)
    )
    if found is None:
        raise NotFoundError("There is no such line in this rehearsal.")
    return found


def _value(row: RehearsalRow) -> Rehearsal:
    return head_of(row).model_copy(update={"exchanges": tuple(_exchange(exchange) for exchange in row.exchanges)})


def head_of(row: RehearsalRow) -> Rehearsal:
    """A row as a value, without its exchanges."""
    return Rehearsal.model_construct(
        id=row.id,
        person=row.person_id,
        scenario=row.scenario,
        scenario_version=row.scenario_version,
        seed=row.seed,
        preparation=Preparation.model_validate_json(row.preparation),
        opened_at=row.opened_at,
        ended_at=row.ended_at,
        energy_after=row.energy_after,
        hold_me_to=row.hold_me_to,
        hints=row.hints,
        second_reader=row.second_reader,
        left_role=row.left_role,
        draft=row.draft,
        name=row.name,
        parent=row.parent_id,
        parent_line=row.parent_line,
        self_rated=row.self_rated,
        situation=row.situation_id,
        exchanges=(),
    )


def _exchange(row: ExchangeRow) -> Exchange:
    return Exchange.model_validate(
        {
            "number": row.number,
            "leader": row.leader,
            "reading": Reading.model_validate_json(row.reading) if row.reading else None,
            "reply": row.reply,
            "status": row.status,
            "voice": row.voice,
            "note": row.note,
            "second": SecondReading.model_validate_json(row.second) if row.second else None,
            "self_rating": row.self_rating,
            "reply_reading": Reading.model_validate_json(row.reply_reading) if row.reply_reading else None,
        }
    )


def _now() -> datetime:
    """UTC without a zone, as the database keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)
