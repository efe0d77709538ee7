"""The figures as rows: week by week beside each picture, and talk by talk below them all."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from simulator.domain.digest import TAGS, Digest
from simulator.domain.scenario import Guardedness
from simulator.report.phrases import listed
from simulator.report.progress import figures
from simulator.report.progress.picture import Table
from simulator.report.progress.talks import GUARDED, SHORT, Talk, Value, day, figure, having, monday, short_day, typical

TALK_HEAD = (
    "Ended",
    "Situation",
    "They were",
    "Lines",
    "Partnering in ten lines",
    "Parenting in ten lines",
    *(f"{tag} in ten lines" for tag in TAGS),
    "Criteria met",
    "See-saw at the end",
    "Slips you marked too",
    "Your energy",
)
_NONE = "none noted"
_SIDES = {"balanced": "level", "over": "you carry it", "under": "they alone"}


@dataclass(frozen=True)
class Column:
    """A column of a table by week."""

    head: str
    of: Callable[[Sequence[Talk]], str]
    """The cell for the talks of one week."""


@dataclass(frozen=True)
class TalkRow:
    """A talk in the list of all of them."""

    rehearsal: str
    why_not: str | None
    """Why it is not scored; then `cells` ends with the number of lines."""
    cells: tuple[str, ...]
    """Under TALK_HEAD."""


def middle(value: Value, shown: Callable[[float], str] = figure) -> Callable[[Sequence[Talk]], str]:
    """The middle value of some talks, as a cell."""

    def cell(talks: Sequence[Talk]) -> str:
        return shown(typical(talks, value)) if having(talks, value) else _NONE

    return cell


def by_week(talks: Sequence[Talk], columns: Sequence[Column]) -> Table:
    """One row for each week with talks in it, the latest first."""
    weeks = [(start, tuple(found)) for start, found in groupby(talks, key=lambda talk: monday(talk.on))]
    rows = [
        (short_day(start), *(column.of(week) for column in columns), guarded_words(week, SHORT))
        for start, week in reversed(weeks)
    ]
    return Table(
        "Week by week; where a week has several talks, the middle value",
        ("Week from", *(column.head for column in columns), "Talks"),
        tuple(rows),
    )


def guarded_words(talks: Sequence[Talk], words: Mapping[Guardedness, str] = GUARDED) -> str:
    """How many with whom, as in: 2 as guarded as usual and 1 hard to reach."""
    kinds = Counter(talk.digest.guardedness for talk in talks)
    return listed([f"{kinds[kind]} {words[kind]}" for kind in words if kinds[kind]])


def talk_rows(talks: Sequence[Talk]) -> tuple[TalkRow, ...]:
    """Every talk, scored or not, the latest first."""
    return tuple(_talk_row(talk) for talk in reversed(talks))


def _talk_row(talk: Talk) -> TalkRow:
    digest = talk.digest
    begins = (day(talk.on), digest.title, GUARDED[digest.guardedness], str(digest.lines))
    if not digest.scored:
        return TalkRow(talk.rehearsal, digest.why_not, begins)
    rates = (digest.partnering, digest.parenting, *(digest.groups[tag] for tag in TAGS))
    return TalkRow(
        talk.rehearsal,
        None,
        (
            *begins,
            *(figure(digest.per_ten(moves)) for moves in rates),
            f"{len(digest.met)} of {len(digest.met) + len(digest.missed)}",
            f"{digest.seesaw:+.1f}, {_SIDES[digest.side]}",
            _marked(digest),
            _energy(digest),
        ),
    )


def _marked(digest: Digest) -> str:
    if digest.own is None:
        return "not marked"
    return f"{digest.own.agreed} of {digest.own.found}" if figures.seen(digest) is not None else "no slips found"


def _energy(digest: Digest) -> str:
    before, after = digest.energy_before, digest.energy_after
    if before is None and after is None:
        return _NONE
    return f"{'not noted' if before is None else before} → {'not noted' if after is None else after}"
