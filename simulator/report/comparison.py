"""Two talks with one beginning, side by side from the line where they part.

A talk that has ended shows what its debrief shows. One that is still open, or whose lines the leader has yet to mark,
shows what its own page shows, words, see-saw and energy, and nothing of what the reader found. All text is verbatim
and unescaped: whoever draws it escapes it.
"""

from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from simulator.domain.marked import DebriefTurn
from simulator.domain.rubric import Rubric
from simulator.domain.seesaw import Side, side
from simulator.domain.trail import Moment
from simulator.report.phrases import counted, listed

_WHO_CARRIES: dict[Side, str] = {"balanced": "level", "over": "with you", "under": "with {name} alone"}


@dataclass(frozen=True)
class SideLine:
    """A line of the leader, the reply to it, and how things stood after it."""

    number: int
    leader: DebriefTurn
    reply: DebriefTurn | None
    """None while it is on its way."""
    moment: Moment | None
    """None for a line that was not coded."""


@dataclass(frozen=True)
class SideTalk:
    """One of the two."""

    id: str
    label: str
    href: str
    ended: bool
    debriefed: bool
    """Whether what was found in it may be shown: it has ended, and the leader's own view of it was asked."""
    opening: DebriefTurn
    start: Moment
    """Before a word was said."""
    lines: tuple[SideLine, ...]


@dataclass(frozen=True)
class Gauge:
    """One thing that moved."""

    name: str
    kind: Literal["see-saw", "level"]
    words: str
    """The value, as a page says it: "38", "with you"."""
    place: int
    """0-100, for a picture; of the see-saw 0 is the leader's end."""
    change: str
    """Against the line before: "+7", "-3", "as before"."""


@dataclass(frozen=True)
class SideCell:
    """A line of one side with its gauges, none where it was not coded."""

    line: SideLine
    gauges: tuple[Gauge, ...]


@dataclass(frozen=True)
class Comparison:
    """What the page is drawn from."""

    employee: str
    talks: tuple[SideTalk, SideTalk]
    shared: tuple[SideLine, ...]
    parted: int | None
    """The first line that differs, from 1; None where none does."""
    rows: tuple[tuple[SideCell | None, SideCell | None], ...]
    """From the parting on, line by line; None where one of the two has no such line."""
    sentences: tuple[str, ...]
    """What the difference came to."""
    withheld: str | None
    """Why something is not shown, as a sentence."""


def compare(first: SideTalk, second: SideTalk, shared: int, *, name: str, rubric: Rubric) -> Comparison:
    """Lay two talks side by side whose first `shared` lines are the same."""
    told = first if first.debriefed or not second.debriefed else second
    rows = tuple(
        (_cell(first, one, name, rubric), _cell(second, other, name, rubric))
        for one, other in zip_longest(first.lines[shared:], second.lines[shared:])
    )
    return Comparison(
        employee=name,
        talks=(first, second),
        shared=told.lines[:shared],
        parted=shared + 1 if rows else None,
        rows=rows,
        sentences=_Difference(first, second, shared, name, rubric).sentences(),
        withheld=_withheld(first, second),
    )


def _cell(talk: SideTalk, line: SideLine | None, name: str, rubric: Rubric) -> SideCell | None:
    if line is None:
        return None
    now = line.moment
    if now is None:
        return SideCell(line, ())
    before = talk.lines[line.number - 2].moment if line.number > 1 else None
    was = before or talk.start
    limit = rubric.seesaw.limit
    gauges = [
        Gauge(
            "See-saw",
            "see-saw",
            _carried(now, name, rubric),
            round(50 - 50 * now.seesaw / limit),
            _tipped(was.seesaw, now.seesaw),
        ),
        Gauge(
            "Energy", "level", str(now.levels.energy), now.levels.energy, _moved(was.levels.energy, now.levels.energy)
        ),
    ]
    if talk.debriefed:
        trust = now.levels.trust
        gauges.append(Gauge("Trust", "level", str(trust), trust, _moved(was.levels.trust, trust)))
    return SideCell(line, tuple(gauges))


def _carried(moment: Moment, name: str, rubric: Rubric) -> str:
    return _WHO_CARRIES[side(moment.seesaw, rubric)].format(name=name)


def _tipped(before: float, now: float) -> str:
    if round(now - before, 1) == 0:
        return "as before"
    return "towards you" if now > before else "away from you"


def _moved(before: int, now: int) -> str:
    return f"{now - before:+d}" if now != before else "as before"


def _withheld(first: SideTalk, second: SideTalk) -> str | None:
    held = [talk for talk in (first, second) if not talk.debriefed]
    if not held:
        return None
    why = [f"“{talk.label}” {'waits for you to mark your lines' if talk.ended else 'is still open'}" for talk in held]
    them = "it" if len(held) == 1 else "them"
    return (
        f"{listed(why)}. Words, see-saw and energy stand here already; what the reader found in {them}, trust, and "
        "what opened are shown after that."
    )


@dataclass(frozen=True)
class _Difference:
    """Puts into sentences what came of parting."""

    first: SideTalk
    second: SideTalk
    shared: int
    name: str
    rubric: Rubric

    def sentences(self) -> tuple[str, ...]:
        """Right after the parting line, then by the last line that both have; nothing is said of what one lacks."""
        one, other = len(self.first.lines), len(self.second.lines)
        if max(one, other) == self.shared:
            return ("So far the two are the same, word for word.",)
        if min(one, other) == self.shared:
            longer, shorter = (self.first, self.second) if one > other else (self.second, self.first)
            if shorter.ended:
                return (f"“{longer.label}” goes on where “{shorter.label}” ended, after line {self.shared}.",)
            return (f"In “{shorter.label}” nothing has been said yet after what the two share.",)
        parting, last = self.shared + 1, min(one, other)
        found = [self._stands(parting, f"Right after line {parting}")]
        if last > parting:
            found.append(self._stands(last, f"By line {last}, the last that both have"))
        if self._both_debriefed:
            found.append(self._told(parting, last))
        return tuple(sentence for sentence in found if sentence)

    @property
    def _both_debriefed(self) -> bool:
        return self.first.debriefed and self.second.debriefed

    def _stands(self, line: int, when: str) -> str | None:
        """How the two stand after a line; None where one of them was not coded."""
        one, other = self.first.lines[line - 1].moment, self.second.lines[line - 1].moment
        if one is None or other is None:
            return None
        stand = [("energy", one.levels.energy, other.levels.energy)]
        if self._both_debriefed:
            stand.insert(0, ("trust", one.levels.trust, other.levels.trust))
        moved = [f"{what} is {now} instead of {was}" for what, was, now in stand if was != now]
        differ = [f"{self.name}'s {listed(moved)}"] if moved else []
        same = [what for what, was, now in stand if was == now]
        was, now = (_carried(moment, self.name, self.rubric) for moment in (one, other))
        if was != now:
            differ.append(f"the see-saw is {now} instead of {was}")
        # Two that are both called level may stand apart: the word is what is the same, not the see-saw.
        board = f" The see-saw is {now} in both." if was == now else ""
        if not differ:
            return f"{when}, nothing differs in {listed(same)}.{board}"
        beside = f" The same in both: {listed(same)}." if same else ""
        return f"{when}, in “{self.second.label}”, {'; '.join(differ)}.{beside}{board}"

    def _told(self, parting: int, last: int) -> str | None:
        """How much was told between two lines, both counted in; None where it was as much in both."""
        one, other = (
            sum(
                receipt.kind == "told"
                for line in talk.lines[parting - 1 : last]
                if line.moment is not None
                for receipt in line.moment.receipts
            )
            for talk in (self.first, self.second)
        )
        if one == other:
            return None
        where = f"in line {parting}" if last == parting else f"from line {parting} to line {last}"
        return f"{self.name} told {_things(other)} in “{self.second.label}” and {_things(one)} in the other, {where}."


def _things(number: int) -> str:
    return counted(number, "thing") if number else "nothing"
