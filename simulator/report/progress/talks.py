"""Which talks are looked at, and which of them can be compared: only those with somebody equally guarded."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from simulator.domain.digest import Digest, EndedTalk
from simulator.domain.scenario import Guardedness
from simulator.report.phrases import in_words

FEWEST = 3
"""Talks of one guardedness below which nothing is said of them."""
WINDOW = 5
"""Talks of one guardedness whose middle value makes a point of the trend."""

GUARDED: dict[Guardedness, str] = {
    "open": "more open than usual",
    "guarded": "as guarded as usual",
    "closed": "hard to reach",
}

SHORT: dict[Guardedness, str] = {"open": "more open", "guarded": "as usual", "closed": "hard to reach"}
"""The same where there is little room."""

Value = Callable[[Digest], float | None]


@dataclass(frozen=True)
class Talk:
    """One ended talk with its figures."""

    rehearsal: str
    on: date
    digest: Digest


@dataclass(frozen=True)
class Choice:
    """Which talks are looked at; an empty field takes all."""

    scenario: str = ""
    guardedness: str = ""
    voice: str = ""
    weeks: int | None = None

    def of(self, talks: Iterable[EndedTalk], now: datetime) -> tuple[Talk, ...]:
        """Those of the talks that were counted and fit, the earliest first."""
        since = now - timedelta(weeks=self.weeks) if self.weeks else None
        return tuple(
            Talk(talk.rehearsal, talk.ended_at.date(), talk.digest)
            for talk in talks
            if talk.digest is not None
            and not talk.waits
            and (since is None or talk.ended_at >= since)
            and self._takes(talk.digest)
        )

    def _takes(self, digest: Digest) -> bool:
        asked = (self.scenario, self.guardedness, self.voice)
        there = (digest.scenario, digest.guardedness, digest.voice)
        return all(not wish or wish == found for wish, found in zip(asked, there, strict=True))


@dataclass(frozen=True)
class Compared:
    """Talks with somebody equally guarded: the last ones, and as many before them where there are enough."""

    guardedness: Guardedness
    recent: tuple[Talk, ...]
    earlier: tuple[Talk, ...]

    @property
    def words(self) -> str:
        """How guarded somebody was."""
        return GUARDED[self.guardedness]

    @property
    def lead(self) -> str:
        """How a sentence on the recent ones begins."""
        talks = f"your last {in_words(len(self.recent))}" if self.earlier else f"these {in_words(len(self.recent))}"
        return f"In {talks} talks with somebody {self.words}"

    @property
    def before(self) -> str:
        """How it goes on with the earlier ones."""
        return f"in the {in_words(len(self.earlier))} before"


def compared(talks: Sequence[Talk]) -> Compared | None:
    """The guardedness with most talks, of equals the one met last; None below `FEWEST` of it.

    From twice as many on the last are laid beside those before them, five beside five at most.
    """
    places = {talk.digest.guardedness: place for place, talk in enumerate(talks)}
    if not places:
        return None
    kinds = {kind: same_kind(talks, kind) for kind in places}
    kind = max(kinds, key=lambda one: (len(kinds[one]), places[one]))
    same = kinds[kind]
    if len(same) < FEWEST:
        return None
    if len(same) < 2 * FEWEST:
        return Compared(kind, same[-WINDOW:], ())
    size = min(WINDOW, len(same) // 2)
    return Compared(kind, same[-size:], same[-2 * size : -size])


def same_kind(talks: Iterable[Talk], kind: Guardedness) -> tuple[Talk, ...]:
    """Those with somebody so guarded."""
    return tuple(talk for talk in talks if talk.digest.guardedness == kind)


def having(talks: Iterable[Talk], value: Value) -> tuple[Talk, ...]:
    """Those in which there is such a figure."""
    return tuple(talk for talk in talks if value(talk.digest) is not None)


def typical(talks: Iterable[Talk], value: Value) -> float:
    """The middle value; the talks must have it."""
    return float(median(found for talk in talks if (found := value(talk.digest)) is not None))


def too_few(talks: Sequence[Talk], what: str = "talk") -> str:
    """Why nothing is compared yet."""
    if len(talks) < FEWEST:
        many = f"{in_words(len(talks))} {what}{'' if len(talks) == 1 else 's'}"
        return f"Too few yet to say something: {many} so far, and it takes {in_words(FEWEST)}."
    return (
        "These talks were with people guarded to a different degree, and there are fewer than "
        f"{in_words(FEWEST)} of each kind: like cannot be compared with like yet."
    )


def figure(value: float) -> str:
    """At most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def day(on: date, *, year: bool = True) -> str:
    """As in: 3 November 2026."""
    return f"{on.day} {on:%B %Y}" if year else f"{on.day} {on:%b}"


def short_day(on: date) -> str:
    """As in: 3 Nov 2026, in one piece."""
    return f"{on.day} {on:%b %Y}".replace(" ", "\u00a0")


def monday(on: date) -> date:
    """The first day of its week."""
    return on - timedelta(days=on.weekday())
