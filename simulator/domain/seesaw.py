"""The see-saw of the moment: who carries the responsibility after each leader turn (rubric section 4.6)."""

from collections.abc import Iterable
from typing import Literal

from simulator.domain.rubric import Rubric

Side = Literal["over", "balanced", "under"]


def tilt(before: float, codes: Iterable[str], rubric: Rubric) -> float:
    """The see-saw after a turn with these codes: tilts are added, then drawn to the middle, then held within limits."""
    moves = [rubric.by_code[code] for code in sorted(set(codes))]
    value = before + sum(move.tilt for move in moves)
    for move in moves:
        value *= move.pull
    limit = rubric.seesaw.limit
    return round(max(-limit, min(limit, value)), 3)


def side(value: float, rubric: Rubric) -> Side:
    """`over`: the leader carries it; `under`: the employee carries it alone."""
    if abs(value) <= rubric.seesaw.balanced:
        return "balanced"
    return "over" if value > 0 else "under"
