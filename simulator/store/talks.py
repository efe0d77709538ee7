"""Past talks in the database: listed by what a row shows, looked through, and deleted so that nothing is left."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, case, delete, exists, func, or_, select
from sqlalchemy.orm import Session, raiseload

from simulator.domain.rehearsal import Rehearsal
from simulator.errors import NotFoundError
from simulator.store.database import Database, Traces
from simulator.store.rehearsals import head_of
from simulator.store.tables import DrillAnswerRow, DrillCardRow, ExchangeRow, RehearsalRow


class Entry(NamedTuple):
    """A talk among all of a person: enough to put it in order and to filter by, nothing of what was said."""

    id: str
    parent: str | None
    branch: bool
    about: str
    """The person's own situation, else the scenario: talks with the same are about the same."""
    opened_at: datetime
    open: bool


@dataclass(frozen=True)
class Summary:
    """What a row shows of a talk."""

    head: Rehearsal
    """The rehearsal without its exchanges."""
    lines: int
    """Lines of the leader in it."""
    waiting: bool
    """Whether the last of them still waits for its reply."""


class Said(NamedTuple):
    """One exchange as a search reads it."""

    rehearsal: str
    number: int
    leader: str
    reply: str


@dataclass(frozen=True)
class Stake:
    """What goes when a talk is deleted, and what came from it and would stay."""

    lines: int
    cards: int
    """Drill cards made from its lines."""
    answers: int
    """Answers given to them."""
    branches: tuple[str, ...]
    """Ids of talks that branched off it, and of theirs: they hold a copy of the lines before."""
    later: tuple[str, ...]
    """Ids of later meetings that remember it: they hold what was agreed and promised, in its words."""


@dataclass(frozen=True)
class TalkStore:
    """Reads and deletes talks, each call one transaction, and each names the person."""

    database: Database

    def entries(self, person: str) -> tuple[Entry, ...]:
        """All talks of a person, the newest first."""
        wanted = select(
            RehearsalRow.id,
            RehearsalRow.parent_id,
            RehearsalRow.parent_line.is_not(None),
            _about(),
            RehearsalRow.opened_at,
            RehearsalRow.ended_at.is_(None),
        )
        ordered = wanted.where(RehearsalRow.person_id == person).order_by(
            RehearsalRow.opened_at.desc(), RehearsalRow.id.desc()
        )
        with self.database.read() as session:
            rows = session.execute(ordered).all()
        return tuple(
            Entry(id_, parent, bool(branch), about, opened_at, bool(is_open))
            for id_, parent, branch, about, opened_at, is_open in rows
        )

    def summaries(self, person: str, talks: Iterable[str]) -> dict[str, Summary]:
        """What a row shows, by id; an id that is not there or not theirs is left out."""
        ids = tuple(talks)
        counted = (
            select(
                ExchangeRow.rehearsal_id,
                func.count(),
                func.sum(case((ExchangeRow.status == "pending", 1), else_=0)),
            )
            .where(ExchangeRow.rehearsal_id.in_(ids))
            .group_by(ExchangeRow.rehearsal_id)
        )
        with self.database.read() as session:
            heads = [head_of(row) for row in session.scalars(_without_lines(person, RehearsalRow.id.in_(ids)))]
            counts = {id_: (lines, waiting) for id_, lines, waiting in session.execute(counted)}
        none = (0, 0)
        return {
            head.id: Summary(head, counts.get(head.id, none)[0], bool(counts.get(head.id, none)[1])) for head in heads
        }

    def heads(self, person: str, wanted: Callable[[str], bool]) -> Iterator[Rehearsal]:
        """Rehearsals of a person without their exchanges: those for which `wanted` says yes.

        It is given all that was written down besides what was said, as one text, before anything of it is read.
        """
        with self.database.read() as session:
            for row in session.scalars(_without_lines(person)):
                if wanted("\n".join((row.name or "", row.hold_me_to or "", row.preparation))):
                    yield head_of(row)

    def one_of_each(self, person: str) -> dict[str, Rehearsal]:
        """The newest rehearsal, without its exchanges, for each thing talked about."""
        newest_first = func.row_number().over(partition_by=_about(), order_by=RehearsalRow.opened_at.desc())
        ranked = select(RehearsalRow.id, newest_first.label("place")).where(RehearsalRow.person_id == person).subquery()
        with self.database.read() as session:
            ids = select(ranked.c.id).where(ranked.c.place == 1)
            rows = session.scalars(_without_lines(person, RehearsalRow.id.in_(ids)))
            return {row.situation_id or row.scenario: head_of(row) for row in rows}

    def last_reply(self, person: str, talk: str) -> str | None:
        """What the employee said last; None before the first reply."""
        wanted = (
            select(ExchangeRow.reply)
            .join(RehearsalRow)
            .where(RehearsalRow.person_id == person, RehearsalRow.id == talk, ExchangeRow.reply != "")
            .order_by(ExchangeRow.number.desc())
            .limit(1)
        )
        with self.database.read() as session:
            return session.scalar(wanted)

    def said(self, person: str) -> Sequence[Said]:
        """Every line of a person's talks and the reply to it, talk by talk: the words alone."""
        wanted = (
            select(ExchangeRow.rehearsal_id, ExchangeRow.number, ExchangeRow.leader, ExchangeRow.reply)
            .join(RehearsalRow)
            .where(RehearsalRow.person_id == person)
            .order_by(ExchangeRow.rehearsal_id, ExchangeRow.number)
        )
        with self.database.read() as session:
            return [Said._make(row) for row in session.execute(wanted)]

    def stake(self, person: str, talk: str) -> Stake:
        """What a deletion would take and leave; NotFoundError if the talk is not there or not theirs."""
        with self.database.read() as session:
            _own(session, person, talk)
            branches, later = _came_from(session, person, talk)
            lines, cards, answers = (
                session.scalar(select(func.count()).where(table.rehearsal_id == talk)) or 0
                for table in (ExchangeRow, DrillCardRow, DrillAnswerRow)
            )
        return Stake(lines, cards, answers, branches, later)

    def delete(self, person: str, talk: str, *, with_all: bool = False) -> tuple[int, Traces]:
        """Delete a talk, or it `with_all` that came from it; return how many went and what is left of them on disk.

        Its drill cards and their answers go with it. NotFoundError if it is not there or not theirs.
        """
        with self.database.write() as session:
            _own(session, person, talk)
            came = _came_from(session, person, talk) if with_all else ((), ())
            ids = (talk, *came[0], *came[1])
            session.execute(delete(RehearsalRow).where(RehearsalRow.person_id == person, RehearsalRow.id.in_(ids)))
        return len(ids), self.database.scrub()

    def drop_untouched(self, person: str, scenario: str) -> None:
        """Drop what was opened for a scenario and left: nothing said in it, nothing in the box, not ended."""
        said = exists().where(ExchangeRow.rehearsal_id == RehearsalRow.id)
        with self.database.write() as session:
            session.execute(
                delete(RehearsalRow).where(
                    RehearsalRow.person_id == person,
                    RehearsalRow.scenario == scenario,
                    RehearsalRow.ended_at.is_(None),
                    RehearsalRow.draft == "",
                    ~said,
                )
            )


def _about() -> ColumnElement[str]:
    return func.coalesce(RehearsalRow.situation_id, RehearsalRow.scenario)


def _without_lines(person: str, *which: ColumnElement[bool]) -> Select[RehearsalRow]:
    # raiseload: whatever would fetch the exchanges after all is a mistake, and must not pass for a slow page.
    wanted = select(RehearsalRow).options(raiseload(RehearsalRow.exchanges))
    return wanted.where(RehearsalRow.person_id == person, *which)


def _own(session: Session, person: str, talk: str) -> None:
    theirs = select(RehearsalRow.id).where(RehearsalRow.id == talk, RehearsalRow.person_id == person)
    if session.scalar(theirs) is None:
        raise NotFoundError("There is no such rehearsal here.")


def _came_from(session: Session, person: str, talk: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Branches and later meetings of a talk, and all of theirs in turn."""
    branches: dict[str, None] = {}
    later: dict[str, None] = {}
    ahead = [talk]
    while ahead:
        # Ids are random: one that stands in a preparation is the meeting that is remembered in it.
        remembers = [RehearsalRow.preparation.contains(id_, autoescape=True) for id_ in ahead]
        found = session.execute(
            select(RehearsalRow.id, RehearsalRow.parent_id.in_(ahead)).where(
                RehearsalRow.person_id == person, or_(RehearsalRow.parent_id.in_(ahead), *remembers)
            )
        )
        new = [(id_, branch) for id_, branch in found if id_ not in branches and id_ not in later and id_ != talk]
        for id_, branch in new:
            (branches if branch else later)[id_] = None
        ahead = [id_ for id_, _ in new]
    return tuple(branches), tuple(later)
