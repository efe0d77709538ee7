"""Branches: talks that begin like another and go another way from one line on."""

from dataclasses import dataclass
from datetime import datetime

_ORDINALS = ("another", "a third", "a fourth", "a fifth", "a sixth", "a seventh", "an eighth", "a ninth", "a tenth")


@dataclass(frozen=True)
class Kin:
    """A talk as its relatives show it: what it is called and how far it went, nothing of what was said."""

    id: str
    name: str | None
    parent: str | None
    parent_line: int | None
    """The line, from 1, in whose place another was tried; None for what is no branch."""
    lines: int
    """Lines of the leader in it, those that came along included."""
    opened_at: datetime
    ended: bool
    left: bool
    """Whether it came to something that cannot be rehearsed: then it is compared with nothing."""

    @property
    def label(self) -> str:
        """What it is called: its name, else what it is."""
        return self.name or ("The first way" if self.parent_line is None else f"Line {self.parent_line}, another way")

    @property
    def href(self) -> str:
        """Where it is read, or gone on with while it is open."""
        return f"/debrief/{self.id}" if self.ended else f"/rehearse/?r={self.id}"


@dataclass(frozen=True)
class Family:
    """A talk with those it shares a beginning with, each list in the order in which they were begun."""

    me: Kin
    parent: Kin | None
    """None where it is no branch, or where the talk it branched off was deleted."""
    siblings: tuple[Kin, ...]
    """Other branches of the same parent."""
    children: tuple[Kin, ...]

    @property
    def alone(self) -> bool:
        """Whether there is nothing to say of it."""
        return self.me.parent_line is None and not self.children


def branch_name(line: int, taken: frozenset[str], *, goes_on: bool) -> str:
    """The name of a new branch at a line; none of `taken`. `goes_on`: nothing is replaced, it goes on after the end."""
    if goes_on:
        first = f"On after line {line - 1}"
        names = (first, *(f"{first}, {word} way" for word in _ORDINALS))
    else:
        names = tuple(f"Line {line}, {word} way" for word in _ORDINALS)
    further = (f"{names[0]} {number}" for number in range(2, len(taken) + 3))
    return next(name for name in (*names, *further) if name not in taken)
