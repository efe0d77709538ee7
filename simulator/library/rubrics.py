"""The rubric file to a checked Rubric."""

from functools import cache
from pathlib import Path

from simulator.domain.rubric import Rubric
from simulator.errors import ContentError
from simulator.library.places import rubrics_folder
from simulator.library.yaml_file import locate, read_value


@cache
def load_rubric(path: Path | None = None) -> Rubric:
    """Return the shipped rubric, or the one at `path`; raise ContentError if it is wrong."""
    path = path or rubrics_folder() / "partnering.yaml"
    rubric = read_value(path, Rubric)
    problems = _problems(rubric, path)
    if problems:
        raise ContentError(tuple(problems))
    return rubric


def _problems(rubric: Rubric, path: Path) -> list[str]:
    """Faults that one field alone does not show."""
    found: list[str] = []

    def fault(where: tuple[str | int, ...], message: str) -> None:
        field = ".".join(str(step) for step in where)
        found.append(f"{path.name}, line {locate(path, where)}, {field}: {message}")

    seen: set[str] = set()
    for index, move in enumerate(rubric.moves):
        if move.code in seen:
            fault(("moves", index, "code"), f"{move.code} is listed twice")
        seen.add(move.code)
        if (move.severity > 0) != (move.side == "parenting"):
            fault(("moves", index, "severity"), "must be 1 to 3 for a parenting move and 0 for a partnering move")
        if (move.weight > 0) != (move.side == "partnering"):
            fault(("moves", index, "weight"), "must be 1 to 3 for a partnering move and 0 for a parenting move")
        if move.side == "parenting" and not move.meant:
            fault(("moves", index, "meant"), "must say what the leader was trying to do")
    for index, move in enumerate(rubric.moves):
        for place, near in enumerate(move.near_misses):
            if near.code != "neutral" and near.code not in seen:
                fault(("moves", index, "near_misses", place, "code"), f"'{near.code}' is no code of this rubric")
    points = sum(criterion.points for criterion in rubric.criteria)
    if points != 100:  # noqa: PLR2004 - the criteria make up a hundred points
        fault(("criteria",), f"the points must add up to 100, they add up to {points}")
    scores = [score for band in rubric.scoring.bands for score in range(band.low, band.high + 1)]
    if scores != list(range(101)):
        fault(("scoring", "bands"), "must cover 0 to 100 without gap or overlap, lowest first")
    return found
