"""A picture over weeks as values: strips with one point a talk, above each other on one time axis."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from simulator.domain.scenario import Guardedness
from simulator.report.progress.talks import WINDOW, Compared, Talk, Value, having, same_kind, typical


@dataclass(frozen=True)
class Dot:
    """One talk in a strip."""

    place: int
    """Among all the talks looked at, from 0."""
    value: float
    start: float | None
    """Where the value came from, for figures that move within a talk."""
    guardedness: Guardedness


@dataclass(frozen=True)
class Trend:
    """Middle values over the last few talks with somebody equally guarded."""

    of: Guardedness
    size: int
    """Talks whose middle value makes one point."""
    points: tuple[tuple[int, float], ...]
    """By place."""


@dataclass(frozen=True)
class Strip:
    """One figure over the talks."""

    name: str
    colour: str
    """The end of a CSS variable: with, for, away, own, seesaw."""
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    """Heights that are named, with what they are called."""
    dots: tuple[Dot, ...]
    trend: Trend | None = None
    level: tuple[float, float] | None = None
    """A range that is shaded as level."""


@dataclass(frozen=True)
class Table:
    """A table with its caption; the first cell of a row is its head."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Picture:
    """One picture with all that is said of it."""

    id: str
    title: str
    about: str
    """What is counted."""
    sentence: str
    """What it amounts to."""
    days: tuple[date, ...]
    """The day of each talk, the earliest first; dots name them by place."""
    strips: tuple[Strip, ...]
    tables: tuple[Table, ...]

    @property
    def trend(self) -> Trend | None:
        """One of the trends that are drawn; they are of the same talks."""
        return next((strip.trend for strip in self.strips if strip.trend), None)


def dots(talks: Sequence[Talk], value: Value, start: Value | None = None) -> tuple[Dot, ...]:
    """A dot for each talk that has the figure."""
    return tuple(
        Dot(place, found, start(talk.digest) if start else None, talk.digest.guardedness)
        for place, talk in enumerate(talks)
        if (found := value(talk.digest)) is not None
    )


def trend(talks: Sequence[Talk], value: Value, like: Compared | None) -> Trend | None:
    """Middle values over five talks, of many a tenth, that can be compared; None where that makes no line."""
    if like is None:
        return None
    places = {talk.rehearsal: place for place, talk in enumerate(talks)}
    same = having(same_kind(talks, like.guardedness), value)
    size = max(WINDOW, len(same) // 10)
    if len(same) <= size:
        return None
    return Trend(
        like.guardedness,
        size,
        tuple(
            (places[same[last].rehearsal], typical(same[last + 1 - size : last + 1], value))
            for last in range(size - 1, len(same))
        ),
    )


def top(values: Sequence[float], least: int) -> int:
    """Where a scale that begins at 0 ends: at `least`, or at a whole number of fives where a value needs more."""
    highest = max(values, default=0.0)
    return least if highest <= least else 5 * ceil(highest / 5)
