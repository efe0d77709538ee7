"""What leaders say of their own lines before they see any reading of them, and how that lies beside the reading."""

from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from simulator.domain.rehearsal import Exchange, Rehearsal
from simulator.domain.rubric import Side
from simulator.domain.value import Value

Beside = Literal["same", "other", "missed", "over", "level"]
"""How a mark lies beside the reader's view of its line: both parenting and the same kind; both parenting and another
kind; only the reader found parenting; only the leader did; neither did. None of them says who is right."""


class Word(Value):
    """One thing to tap for a line."""

    id: str = Field(pattern=r"^[a-z][a-z-]{0,15}$")
    """What is kept; no longer than the column it is kept in."""
    says: str
    """As it stands on the page: "I told"."""
    means: str
    """The same in a few more words, for whoever wonders."""
    side: Side
    """Whether it admits parenting. "fine" does not."""
    codes: tuple[str, ...]
    """Moves of the rubric it stands for, all of its side; a parenting word has at least one."""


class SelfWords(Value):
    """All the words, in the order of the page. Content lives in rubrics/self-rating.yaml."""

    words: tuple[Word, ...] = Field(min_length=2)

    def word(self, name: str | None) -> Word | None:
        """The word with this id; None where there is none, also for a line kept when there was one."""
        return next((word for word in self.words if word.id == name), None)


@dataclass(frozen=True)
class Gap:
    """A leader's marks beside the reader's findings: numbers of leader lines, from 1, each tuple in rising order.

    Every line that is counted stands in exactly one of `agreed`, `missed`, `over`, `level` and `unmarked`. Lines the
    reader could not score, and those a branch copied from its parent, are in none. A count is a `len`.
    """

    agreed: tuple[int, ...] = ()
    """Marked as parenting, and the reader found parenting."""
    same_kind: tuple[int, ...] = ()
    """Of `agreed`: one of the codes found is one the word stands for."""
    missed: tuple[int, ...] = ()
    """The reader found parenting, and the mark is a word without any ("fine", "I asked")."""
    over: tuple[int, ...] = ()
    """Marked as parenting, and the reader found none."""
    level: tuple[int, ...] = ()
    """Marked, and neither saw parenting."""
    unmarked: tuple[int, ...] = ()
    """Not marked, whatever the reader found."""
    unmarked_found: tuple[int, ...] = ()
    """Of `unmarked`: the reader found parenting."""

    @property
    def marked(self) -> tuple[int, ...]:
        """Lines with a mark."""
        return tuple(sorted((*self.agreed, *self.missed, *self.over, *self.level)))

    @property
    def found(self) -> tuple[int, ...]:
        """Lines in which the reader found parenting, marked or not."""
        return tuple(sorted((*self.agreed, *self.missed, *self.unmarked_found)))


def lines_to_mark(rehearsal: Rehearsal) -> tuple[Exchange, ...]:
    """The leader's own lines of this talk: in a branch, only those said in it and not those copied."""
    first = rehearsal.parent_line or 1
    return tuple(exchange for exchange in rehearsal.exchanges if exchange.number >= first)


def waits_for_marks(rehearsal: Rehearsal) -> bool:
    """Whether nothing the reader found may be shown yet, because the leader was not asked for their own view."""
    return (
        rehearsal.self_rated is None
        and rehearsal.ended_at is not None
        and rehearsal.left_role is None
        and bool(lines_to_mark(rehearsal))
    )
