"""Branches in the database: a talk copied up to a line. What it was copied from is only ever read."""

from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from simulator.domain.branch import Family, Kin, branch_name
from simulator.errors import ConflictError, InputError, NotFoundError
from simulator.store.database import Database
from simulator.store.tables import ExchangeRow, RehearsalRow

_LONGEST_NAME = 120
_OF_THE_PARENT = frozenset({"id", "rehearsal_id", "self_rating"})
_MISSING = "There is no such rehearsal here."


@dataclass(frozen=True)
class BranchStore:
    """Makes, names and finds branches, each call one transaction."""

    database: Database

    def branch(self, person: str, rehearsal: str, line: int, instead: str | None = None) -> str:
        """Begin another way at a line of one's own, counted from 1; return the new rehearsal's id.

        All before that line comes along; the box holds `instead`, else the old line. The line after the last can be
        given once a talk has ended: then it is gone on with and the box is empty. A branch at the same line in which
        nothing was said or typed yet is returned instead of a second one: a button pressed twice.

        NotFoundError for a line that is not there; InputError for a talk that left what can be rehearsed or is still
        open at that line; ConflictError while the reply to it is on its way.
        """
        with self.database.write() as session:
            parent = _row(session, person, rehearsal)
            _refuse(parent, line)
            goes_on = line > len(parent.exchanges)
            draft = instead or ("" if goes_on else parent.exchanges[line - 1].leader)
            children = session.scalars(select(RehearsalRow).where(RehearsalRow.parent_id == parent.id)).all()
            for child in children:
                untouched = child.ended_at is None and len(child.exchanges) == line - 1 and child.draft == draft
                if child.parent_line == line and untouched:
                    return child.id
            taken = frozenset(child.name for child in children if child.name)
            made = _copy(parent, line, draft, branch_name(line, taken, goes_on=goes_on))
            session.add(made)
            return made.id

    def rename(self, person: str, rehearsal: str, name: str) -> None:
        """Call a talk of one's own something; an empty name takes the name away. InputError for one too long."""
        kept = " ".join(name.split())
        if len(kept) > _LONGEST_NAME:
            raise InputError(f"That name is {len(kept)} characters long; {_LONGEST_NAME} is the most. Go back, cut it.")
        with self.database.write() as session:
            _row(session, person, rehearsal).name = kept or None

    def family(self, person: str, rehearsal: str) -> Family:
        """A talk with its parent, its siblings and its branches; NotFoundError if it is not theirs."""
        with self.database.read() as session:
            found = _kin(session, person, RehearsalRow.id == rehearsal)
            if not found:
                raise NotFoundError(_MISSING)
            me = found[0]
            near = [RehearsalRow.parent_id == me.id]
            if me.parent is not None:
                near += [RehearsalRow.id == me.parent, RehearsalRow.parent_id == me.parent]
            kin = [one for one in _kin(session, person, or_(*near)) if one.id != me.id]
        return Family(
            me=me,
            parent=next((one for one in kin if one.id == me.parent), None),
            siblings=tuple(one for one in kin if me.parent is not None and one.parent == me.parent),
            children=tuple(one for one in kin if one.parent == me.id),
        )


def _refuse(parent: RehearsalRow, line: int) -> None:
    """Raise what stands against a branch at a line."""
    if parent.left_role is not None:
        raise InputError(
            "That talk came to something that cannot be rehearsed, so no other line is tried in it. Begin anew."
        )
    said = len(parent.exchanges)
    if not 1 <= line <= said + 1:
        raise NotFoundError("There is no such line in this rehearsal.")
    if line > said and parent.ended_at is None:
        raise InputError("This conversation is still open. Say your next line in it; nothing has to be tried anew.")
    if any(exchange.status == "pending" for exchange in parent.exchanges[:line]):
        raise ConflictError("The reply to this line is still on its way. Wait for it, then try another line.")


def _copy(parent: RehearsalRow, line: int, draft: str, name: str) -> RehearsalRow:
    """A talk of its own with all that was said before a line. What is only true of the parent's end stays behind."""
    return RehearsalRow(
        id=token_hex(16),
        person_id=parent.person_id,
        scenario=parent.scenario,
        scenario_version=parent.scenario_version,
        seed=parent.seed,
        preparation=parent.preparation,
        opened_at=datetime.now(UTC).replace(tzinfo=None),
        hints=parent.hints,
        second_reader=parent.second_reader,
        draft=draft,
        name=name,
        parent_id=parent.id,
        parent_line=line,
        situation_id=parent.situation_id,
        exchanges=[ExchangeRow(**_words(said)) for said in parent.exchanges[: line - 1]],
    )


def _words(said: ExchangeRow) -> dict[str, object]:
    """All that is kept of an exchange but whose it is, and but how the leader marked it: that was asked of the parent.

    By the table's own columns, so that one added later comes along.
    """
    names = (column.key for column in ExchangeRow.__table__.columns)
    return {name: getattr(said, name) for name in names if name not in _OF_THE_PARENT}


def _row(session: Session, person: str, rehearsal: str) -> RehearsalRow:
    row = session.get(RehearsalRow, rehearsal)
    if row is None or row.person_id != person:
        raise NotFoundError(_MISSING)
    return row


def _kin(session: Session, person: str, which: ColumnElement[bool]) -> tuple[Kin, ...]:
    """Talks of a person, the oldest first, without reading a word of them."""
    counted = select(func.count()).where(ExchangeRow.rehearsal_id == RehearsalRow.id)
    lines = counted.correlate(RehearsalRow).scalar_subquery()
    rows = session.execute(
        select(
            RehearsalRow.id,
            RehearsalRow.name,
            RehearsalRow.parent_id,
            RehearsalRow.parent_line,
            lines,
            RehearsalRow.opened_at,
            RehearsalRow.ended_at,
            RehearsalRow.left_role,
        )
        .where(RehearsalRow.person_id == person, which)
        .order_by(RehearsalRow.opened_at, RehearsalRow.id)
    )
    return tuple(
        Kin(talk, name, parent, line, said, opened, ended is not None, left is not None)
        for talk, name, parent, line, said, opened, ended, left in rows
    )
