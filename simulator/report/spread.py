"""What plays of one line, or of two, have in common and how far they spread: as rows of a table with dots.

Nothing is drawn as a spread that is none: what was the same in every play is said to be the same.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from simulator.domain.persona_state import Quirk
from simulator.domain.played import Answered, Play, Played, Stance, Standing
from simulator.domain.rubric import Rubric
from simulator.domain.seesaw import Side, side
from simulator.report.phrases import counted, in_words, listed, starting

_REPLIES = 3
"""Replies shown verbatim."""
_QUIRKS: dict[Quirk, str] = {
    "reminded": "comes back to a promise of yours",
    "misunderstood": "takes your words in another sense",
    "testing": "tests whether you mean it",
}
_STANCES: dict[Stance, str] = {
    "deflect": "does not go there",
    "deflate": "draws back",
    "hold-back": "holds back",
    "answer": "answers",
    "open-up": "opens up",
    "agree": "goes along with the plan",
}
_TOLD = "tells you something"
_SEESAW: dict[Side, str] = {"balanced": "level", "over": "with you", "under": "with {name} alone"}


@dataclass(frozen=True)
class Dots:
    """One cell: of so many plays, so many."""

    count: int
    of: int


@dataclass(frozen=True)
class KindRow:
    """How often a kind of reply came, line by line."""

    words: str
    cells: tuple[Dots, ...]


@dataclass(frozen=True)
class Values:
    """One cell: each value that came, with how often, the lowest first."""

    counts: tuple[tuple[str, int], ...]

    @property
    def same(self) -> bool:
        """Whether every play gave the same."""
        return len(self.counts) <= 1


@dataclass(frozen=True)
class LevelRow:
    """A level after the line, line by line."""

    words: str
    cells: tuple[Values, ...]


@dataclass(frozen=True)
class Sample:
    """A reply as it was said."""

    text: str
    kind: str
    times: int
    note: str | None


@dataclass(frozen=True)
class LineSpread:
    """What is to be read of one line."""

    played: Played
    replies: int
    """Different replies."""
    samples: tuple[Sample, ...]
    failed: tuple[tuple[str, int], ...]
    """Why plays brought no reply, with how often."""


@dataclass(frozen=True)
class Spread:
    """Everything a page is drawn from; columns stand in the order of the lines."""

    employee: str
    lines: tuple[LineSpread, ...]
    kinds: tuple[KindRow, ...]
    after: tuple[LevelRow, ...]
    later: tuple[LevelRow, ...]
    """After the leader's next lines; empty where none were said again."""
    same_after: bool
    """Whether no level after the line differed between plays of it."""
    same_later: bool
    sentences: tuple[str, ...]


def spread(played: Sequence[Played], rubric: Rubric) -> Spread:
    """Lay out plays of one line or of several; a line without plays has empty cells."""
    name = played[0].setting.employee
    kinds = _kinds(played, rubric)
    after = _levels([[play.after for play in line.plays] for line in played], name, rubric)
    laters = [[play.later for play in line.plays if play.later is not None] for line in played]
    later = _levels(laters, name, rubric) if any(laters) else ()
    lines = tuple(_line(line, rubric) for line in played)
    same_after = all(cell.same for row in after for cell in row.cells)
    return Spread(
        employee=name,
        lines=lines,
        kinds=kinds,
        after=after,
        later=later,
        same_after=same_after,
        same_later=all(cell.same for row in later for cell in row.cells),
        sentences=_sentences(lines, kinds, name, same_after=same_after),
    )


def kind_of(answered: Answered, rubric: Rubric) -> str:
    """What a reply did, in the words of the table: the fact first, then the whim, the bait, the stance."""
    if answered.told:
        return _TOLD
    if answered.quirk:
        return _QUIRKS[answered.quirk]
    meanings = {code.code: code.meaning for code in rubric.employee_codes}
    said = next((meanings[code] for code in answered.codes if code in meanings), None)
    return said or _STANCES[answered.stance]


def _kinds(played: Sequence[Played], rubric: Rubric) -> tuple[KindRow, ...]:
    counts = [Counter(kind_of(play.answered, rubric) for play in line.plays) for line in played]
    whole: Counter[str] = Counter()
    for one in counts:
        whole.update(one)
    return tuple(
        KindRow(kind, tuple(Dots(one[kind], one.total()) for one in counts))
        for kind, _ in sorted(whole.items(), key=lambda found: (-found[1], found[0]))
    )


def _levels(standings: Sequence[Sequence[Standing]], name: str, rubric: Rubric) -> tuple[LevelRow, ...]:
    rows: tuple[tuple[str, Callable[[Standing], float], Callable[[Standing], str]], ...] = (
        ("Trust", lambda one: one.trust, lambda one: str(one.trust)),
        ("Energy", lambda one: one.energy, lambda one: str(one.energy)),
        ("Ownership", lambda one: one.ownership, lambda one: str(one.ownership)),
        ("See-saw", lambda one: -one.seesaw, lambda one: _seesaw(one.seesaw, name, rubric)),
        ("Open to depth", lambda one: one.tier, lambda one: f"{one.tier} of 3"),
    )
    return tuple(
        LevelRow(words, tuple(_values(sorted(line, key=order), said) for line in standings))
        for words, order, said in rows
    )


def _seesaw(value: float, name: str, rubric: Rubric) -> str:
    """With the figure: two that are both called level may still differ."""
    figure = f"{value:+.1f}" if round(value, 1) else "0.0"
    return f"{_SEESAW[side(value, rubric)].format(name=name)} ({figure})"


def _values(standings: Sequence[Standing], said: Callable[[Standing], str]) -> Values:
    return Values(tuple(Counter(map(said, standings)).items()))


def _line(line: Played, rubric: Rubric) -> LineSpread:
    times = Counter(play.answered.text for play in line.plays)
    return LineSpread(
        played=line,
        replies=len(times),
        samples=tuple(
            Sample(play.answered.text, kind_of(play.answered, rubric), times[play.answered.text], play.answered.note)
            for play in _samples(line.plays, rubric)
        ),
        failed=tuple(Counter(line.failed).items()),
    )


def _samples(plays: Sequence[Play], rubric: Rubric) -> tuple[Play, ...]:
    """A few plays with different replies: one of each kind first, the commonest kind before the others."""
    common = Counter(kind_of(play.answered, rubric) for play in plays)
    fresh: dict[str, Play] = {}
    for play in plays:
        fresh.setdefault(play.answered.text, play)
    left, chosen = list(fresh.values()), list[Play]()
    while left and len(chosen) < _REPLIES:
        seen = [kind_of(play.answered, rubric) for play in chosen]
        found = min(left, key=lambda play: (seen.count(kind := kind_of(play.answered, rubric)), -common[kind]))
        left.remove(found)
        chosen.append(found)
    return tuple(chosen)


def _sentences(
    lines: Sequence[LineSpread], kinds: Sequence[KindRow], name: str, *, same_after: bool
) -> tuple[str, ...]:
    """What the plays amount to, in words."""
    found = []
    for place, line in enumerate(lines):
        plays = len(line.played.plays)
        if not plays:
            continue
        where = f"line {line.played.setting.line}" + (f" in “{line.played.setting.label}”" if len(lines) > 1 else "")
        said = [f"{row.words} {_times(row.cells[place].count, plays)}" for row in kinds if row.cells[place].count]
        replies = (
            "with the same words each time"
            if line.replies == 1
            else f"in {counted(line.replies, 'different reply', 'different replies')}"
        )
        found.append(f"{starting(where)}, played {_times(plays)}: {name} {listed(said)}, {replies}.")
    if found and same_after:
        found.append(
            f"What the line did to {name} was the same in every play: it hangs on the line and on what came before, "
            "and not on chance. Chance decides how the answer is put."
        )
    return tuple(found)


def _times(number: int, of: int | None = None) -> str:
    if of is not None and number == of:
        return "every time"
    return {1: "once", 2: "twice"}.get(number, f"{in_words(number)} times")
