"""A leader's marks of their own lines in the database. They are taken until the reader's view is open, not after."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from simulator.errors import ConflictError, InputError, NotFoundError
from simulator.store.database import Database
from simulator.store.tables import ExchangeRow, RehearsalRow


@dataclass(frozen=True)
class SelfRatingStore:
    """Reads nothing, writes marks; each call one transaction, and each names the person."""

    database: Database

    def mark(self, person: str, rehearsal: str, line: int, word: str | None) -> None:
        """Keep one mark, or with None take it back.

        NotFoundError where there is no such line of theirs to mark, InputError while the talk goes on, ConflictError
        once the debrief is open: what is marked after it would be no view of one's own.
        """
        with self.database.write() as session:
            row = _row(session, person, rehearsal)
            if row.ended_at is None:
                raise InputError("This conversation is still open. Your lines can be marked when it has ended.")
            if row.self_rated is not None:
                raise ConflictError("The debrief of this talk is open already, so your marks stay as they are.")
            _line(row, line).self_rating = word

    def finish(
        self, person: str, rehearsal: str, marks: Mapping[int, str | None], how: Literal["done", "skipped"]
    ) -> None:
        """Keep what a form holds, by leader line from 1, and open the way to the debrief.

        Once finished, nothing changes any more. A talk with no mark at all counts as skipped. With `how` = "skipped"
        an empty mark takes none back: they may have been made in another tab. Raises as `mark` does.
        """
        with self.database.write() as session:
            row = _row(session, person, rehearsal)
            if row.ended_at is None:
                raise InputError("This conversation is still open. Your lines can be marked when it has ended.")
            if row.self_rated is not None:
                return
            for line, word in marks.items():
                if word is not None or how == "done":
                    _line(row, line).self_rating = word
            marked = any(exchange.self_rating for exchange in row.exchanges if _own(row, exchange))
            row.self_rated = how if marked else "skipped"


def _row(session: Session, person: str, rehearsal: str) -> RehearsalRow:
    row = session.get(RehearsalRow, rehearsal)
    if row is None or row.person_id != person:
        raise NotFoundError("There is no such rehearsal here.")
    return row


def _line(row: RehearsalRow, line: int) -> ExchangeRow:
    for exchange in row.exchanges:
        if exchange.number == line and _own(row, exchange):
            return exchange
    raise NotFoundError("There is no such line of yours in this talk.")


def _own(row: RehearsalRow, exchange: ExchangeRow) -> bool:
    """Whether it was said in this talk and not copied from the one it branched off; `lines_to_mark` for rows."""
    return exchange.number >= (row.parent_line or 1)
