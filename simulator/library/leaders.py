"""Scripted leaders of a pre-flight: files to checked values."""

from functools import cache
from pathlib import Path

from simulator.domain.leaders import AnyLeaders, Leaders
from simulator.errors import ContentError, NotFoundError
from simulator.library.places import scenarios_folder
from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import folder_of
from simulator.library.yaml_file import locate, read_value, shown


def leaders_file(name: str, folder: Path | None = None) -> Path:
    """Where the leaders written for a scenario lie, if somebody wrote them."""
    return (folder or folder_of(name)) / "leaders" / f"{name}.yaml"


def anyone_file() -> Path:
    """Where the leaders lie who can be sent to anybody."""
    return scenarios_folder() / "leaders" / "anyone.yaml"


@cache
def load_leaders(name: str, folder: Path | None = None) -> Leaders:
    """Return the leaders written for a scenario; raise NotFoundError if nobody wrote any, ContentError if wrong."""
    path = leaders_file(name, folder)
    if not path.is_file():
        msg = (
            f"Nobody has written leaders for '{name}' yet, so it cannot be checked. Write {shown(path)} beside it; "
            f"scenarios/README.md says what goes in."
        )
        raise NotFoundError(msg)
    leaders = read_value(path, Leaders)
    problems = []
    if leaders.scenario != name:
        problems.append(f"{shown(path)}, line {locate(path, ('scenario',))}, scenario: must be '{name}'")
    known = {move.code for move in load_rubric().moves if move.side == "parenting"}
    line = locate(path, ("parenting",))
    missing = [code for code in sorted(known) if not leaders.parenting.get(code)]
    if missing:
        problems.append(f"{shown(path)}, line {line}, parenting: has no script for {', '.join(missing)}")
    problems += [
        f"{shown(path)}, line {locate(path, ('parenting', code))}, parenting: '{code}' is no parenting move; "
        f"write one of {', '.join(sorted(known))}"
        for code in leaders.parenting
        if code not in known
    ]
    if problems:
        raise ContentError(tuple(problems))
    return leaders


@cache
def load_any_leaders() -> AnyLeaders:
    """Return the leaders who can be sent to anybody; raise ContentError if the file is wrong."""
    return read_value(anyone_file(), AnyLeaders)
