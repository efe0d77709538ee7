"""What one ended rehearsal adds to the picture over weeks: a few figures, all of which can be counted anew."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import Field

from simulator.domain.rubric import Tag
from simulator.domain.scenario import Guardedness
from simulator.domain.seesaw import Side
from simulator.domain.value import Value

FORMAT = 1
"""Counted up whenever a digest comes to hold something else, or the same by another rule."""

SpokenBy = Literal["authored", "llm", "both"]
TAGS: tuple[Tag, ...] = ("FOR", "TO", "AWAY", "WITH")


class Made(Value):
    """By what a digest was made: it is stale as soon as one of these is another."""

    format: int
    rubric: str
    reader: str
    scenario: int | None
    """Version of the scenario; None where the scenario is no longer there."""


class OwnMarks(Value):
    """How the leader marked their own lines before they saw any reading of them, in lines."""

    found: int = Field(ge=0)
    """The reader found a parenting move."""
    agreed: int = Field(ge=0)
    """The same, and the leader marked them as one too."""
    over: int = Field(ge=0)
    """The leader marked them as one and the reader found none."""


class Digest(Value):
    """The figures of one ended rehearsal."""

    made: Made
    scenario: str
    title: str
    """What the situation was called when this was made."""
    guardedness: Guardedness
    voice: SpokenBy
    lines: int = Field(ge=0)
    """Lines of the leader."""
    read: int = Field(ge=0)
    """Lines of the leader that the reader could read: moves are counted against these."""
    why_not: str | None
    """Why the talk is not scored, for the person; None where it is."""
    partnering: int = Field(ge=0)
    """Moves, as the other counts are: a line can hold several."""
    parenting: int = Field(ge=0)
    groups: dict[Tag, int]
    """Moves by preposition; all four are there."""
    met: tuple[str, ...]
    """Codes of the criteria that were met."""
    missed: tuple[str, ...]
    """Codes of the criteria that apply and were not met."""
    seesaw: float
    """At the end; positive: the leader carries it."""
    side: Side
    own: OwnMarks | None
    """None where the leader did not mark their lines."""
    energy_before: int | None
    """The leader's own, 0-10."""
    energy_after: int | None
    self_rated: Literal["done", "skipped"] | None

    @property
    def scored(self) -> bool:
        """Whether its figures say anything."""
        return self.why_not is None

    def per_ten(self, moves: int) -> float:
        """Moves in ten lines that could be read; 0 where none could."""
        return 10 * moves / self.read if self.read else 0.0


@dataclass(frozen=True)
class EndedTalk:
    """An ended rehearsal as the picture over weeks needs it: when, and its digest if there is one that holds."""

    rehearsal: str
    ended_at: datetime
    waits: bool
    """Whether the leader was not asked for their own view yet: until then nothing the reader found is shown."""
    digest: Digest | None
