"""Talks as CSV, to be opened in any spreadsheet: UTF-8 with a byte order mark, comma-separated, lines ending in CR LF.

Words are always in quotes and numbers never, so that a spreadsheet can count with the numbers. What a person or a model
wrote must not be run as a formula by the program that opens it (OWASP, "CSV injection"): an apostrophe goes before
each sign that could begin one. An apostrophe and not a space, because spreadsheets strip leading spaces and then read
a formula after all. It stands also where a spreadsheet with another separator would begin a new cell inside the text:
programs set to a language with decimal commas split at semicolons.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from simulator.domain.debrief import CurvePoint, Debrief
from simulator.domain.marked import DebriefTurn, MoveNote
from simulator.domain.rehearsal import Rehearsal
from simulator.report.left_role import SaidTurn

Cell = str | int | float | None
TURN_HEAD = (
    "turn",
    "line",
    "speaker",
    "text",
    "codes",
    "quotes",
    "confidence",
    "tags",
    "see_saw",
    "energy",
    "trust",
    "own_mark",
)
"""`turn` counts all turns and `line` the leader's, both from 1; `line` 0 is the opening. Where a line has several
codes, their quotes and confidences (0-1) stand in the same order, parted by BETWEEN. See-saw, energy and trust are the
employee's after the leader's line, and before a word was said."""
TALK_HEAD = (
    "talk",
    "name",
    "situation",
    "employee",
    "began",
    "ended",
    "state",
    "branch_of",
    "branch_line",
    "lines",
    "guardedness",
    "energy_before",
    "energy_after",
    "hold_me_to",
    "score",
    "band",
    "partnering",
    "parenting",
    "see_saw",
)
"""simulator/report/export-readme.txt says what each holds."""
BETWEEN = " | "
BYTE_ORDER_MARK = "\ufeff"

# Some programs take the full-width forms for formulas too, and any program may skip blanks before them.
_BEGINS_FORMULA = re.compile(r"(\A|[;\t\r\n])(\s*)(?=[=+\-@＝＋－＠])")  # noqa: RUF001
_BEGINS_CONTROL = re.compile(r"\A(?=[\t\r\n])")


def safe(text: str) -> str:
    """`text` as a cell that no spreadsheet takes for a formula."""
    return _BEGINS_CONTROL.sub("'", _BEGINS_FORMULA.sub(r"\1\2'", text))


def to_csv(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table as CSV text, byte order mark first."""
    made = io.StringIO(newline="")
    made.write(BYTE_ORDER_MARK)
    writer = csv.writer(made, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(head)
    writer.writerows([safe(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return made.getvalue()


def turn_rows(debrief: Debrief) -> Iterable[tuple[Cell, ...]]:
    """A row for each turn, under TURN_HEAD."""
    levels = {point.line: point for point in debrief.curve.points}
    for number, turn in enumerate(debrief.turns, start=1):
        place = turn.place.line
        moved = turn.speaker == "leader" or place == 0
        yield (
            number,
            place,
            turn.name,
            turn.text,
            *_found(turn),
            ", ".join(turn.tags),
            *_levels(levels.get(place) if moved else None),
            turn.own.says if turn.own else "",
        )


def said_rows(turns: Iterable[SaidTurn]) -> Iterable[tuple[Cell, ...]]:
    """The words alone, under TURN_HEAD: of a talk that is not judged, or not yet."""
    line = 0
    for number, turn in enumerate(turns, start=1):
        line += turn.speaker == "leader"
        yield (number, line, turn.name, turn.text, "", "", "", "", None, None, None, "")


def talk_row(rehearsal: Rehearsal, title: str, employee: str, debrief: Debrief | None) -> tuple[Cell, ...]:
    """One talk, under TALK_HEAD; `debrief` is None where there is none."""
    state = "left" if rehearsal.left_role else "ended" if rehearsal.ended_at else "open"
    figures: tuple[Cell, ...] = (None, "", None, None, None)
    if debrief is not None:
        partnering = sum(len(turn.partnered) for turn in debrief.turns)
        end = debrief.curve.points[-1].seesaw if debrief.curve.points else None
        figures = (debrief.verdict.score, debrief.verdict.band or "", partnering, len(debrief.flags), end)
    return (
        rehearsal.id,
        rehearsal.name or "",
        title,
        employee,
        f"{rehearsal.opened_at:%Y-%m-%d %H:%M}",
        f"{rehearsal.ended_at:%Y-%m-%d %H:%M}" if rehearsal.ended_at else "",
        state,
        rehearsal.parent or "",
        rehearsal.parent_line,
        len(rehearsal.exchanges),
        rehearsal.preparation.guardedness,
        rehearsal.preparation.energy,
        rehearsal.energy_after,
        rehearsal.hold_me_to or "",
        *figures,
    )


def _found(turn: DebriefTurn) -> tuple[str, str, str]:
    """Codes, quotes and confidences."""
    if turn.speaker == "employee":
        return BETWEEN.join(said.code for said in turn.said), BETWEEN.join(said.quote for said in turn.said), ""
    notes: list[MoveNote] = sorted((*turn.flags, *turn.partnered), key=lambda note: (note.start, note.end))
    return (
        BETWEEN.join(note.code for note in notes),
        BETWEEN.join(note.quote for note in notes),
        BETWEEN.join(f"{note.confidence:.2f}" for note in notes),
    )


def _levels(point: CurvePoint | None) -> tuple[Cell, Cell, Cell]:
    return (point.seesaw, point.energy, point.trust) if point else (None, None, None)
