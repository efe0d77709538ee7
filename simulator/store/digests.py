"""Digests in the database, and the list of ended talks by them: no line of any talk is read for it."""

from collections.abc import Callable
from dataclasses import dataclass

from pydantic import ValidationError
from sqlalchemy import exists, select, update

from simulator.domain.digest import Digest, EndedTalk
from simulator.domain.rehearsal import Rehearsal
from simulator.errors import NotFoundError
from simulator.store.database import Database
from simulator.store.tables import ExchangeRow, RehearsalRow

Holds = Callable[[Digest], bool]
"""Whether a digest was made by the versions that count now."""


@dataclass(frozen=True)
class DigestStore:
    """Reads and writes digests, each call one transaction."""

    database: Database

    def ended_of(self, person: str, holds: Holds) -> tuple[EndedTalk, ...]:
        """The ended talks of a person that count over weeks, the earliest first.

        They count with a line of the leader in them, if they are no branch and did not leave what can be rehearsed. A
        digest that does not hold, or that was made before the person looked back on the talk, is left out. Marks do
        not change once a talk is rated, so that they need no look.
        """
        wanted = (
            select(
                RehearsalRow.id,
                RehearsalRow.ended_at,
                RehearsalRow.energy_after,
                RehearsalRow.self_rated,
                RehearsalRow.digest,
            )
            .where(
                RehearsalRow.person_id == person,
                RehearsalRow.ended_at.is_not(None),
                RehearsalRow.left_role.is_(None),
                RehearsalRow.parent_line.is_(None),
                exists().where(ExchangeRow.rehearsal_id == RehearsalRow.id),
            )
            .order_by(RehearsalRow.ended_at, RehearsalRow.id)
        )
        with self.database.read() as session:
            rows = session.execute(wanted).all()
        return tuple(
            EndedTalk(
                rehearsal,
                ended_at,
                waits=self_rated is None,
                digest=_fresh(_digest(kept), energy_after, self_rated, holds),
            )
            for rehearsal, ended_at, energy_after, self_rated, kept in rows
            if ended_at is not None
        )

    def keep(self, person: str, rehearsal: Rehearsal, digest: Digest) -> bool:
        """Keep the digest of a rehearsal as it was read; False, and nothing kept, if its marks were changed since."""
        theirs = (RehearsalRow.id == rehearsal.id, RehearsalRow.person_id == person)
        with self.database.write() as session:
            if session.scalar(select(RehearsalRow.id).where(*theirs)) is None:
                raise NotFoundError("There is no such rehearsal here.")
            marks = session.execute(
                select(ExchangeRow.number, ExchangeRow.self_rating)
                .where(ExchangeRow.rehearsal_id == rehearsal.id)
                .order_by(ExchangeRow.number)
            ).all()
            if list(marks) != [(exchange.number, exchange.self_rating) for exchange in rehearsal.exchanges]:
                return False
            session.execute(update(RehearsalRow).where(*theirs).values(digest=digest.model_dump_json()))
            return True

    def forget(self, person: str, rehearsal: str | None = None) -> None:
        """Drop the digest of one rehearsal, or of all of a person: they are made anew when they are needed."""
        which = [RehearsalRow.id == rehearsal] if rehearsal else []
        with self.database.write() as session:
            session.execute(update(RehearsalRow).where(RehearsalRow.person_id == person, *which).values(digest=None))


def _digest(kept: str | None) -> Digest | None:
    """None also for what an earlier program kept in another form."""
    try:
        return Digest.model_validate_json(kept) if kept else None
    except ValidationError:
        return None


def _fresh(digest: Digest | None, energy_after: int | None, self_rated: str | None, holds: Holds) -> Digest | None:
    same = digest and (digest.energy_after, digest.self_rated) == (energy_after, self_rated)
    return digest if digest and same and holds(digest) else None
