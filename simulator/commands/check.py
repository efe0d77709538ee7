"""`check`: validate every scenario, voice and rubric file."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from simulator.errors import ContentError
from simulator.library.places import scenarios_folder
from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import load_engine, load_remarks, load_scenario, load_voice, scenario_ids


def check(folder: Path | None = None) -> int:
    """Print one line a fault and return 1, or what is sound and return 0. `folder` holds scenarios of one's own."""
    folder = folder or scenarios_folder()
    if not folder.is_dir():
        print(f"There is no folder '{folder}'.", file=sys.stderr)
        return 1
    names = scenario_ids(folder)
    if not names:
        print(f"There is no scenario file (*.yaml) in '{folder}'.", file=sys.stderr)
        return 1
    problems: list[str] = []
    for load in (load_rubric, load_engine, load_remarks):
        problems += _faults(load)
    for name in names:
        faults = _faults(partial(load_scenario, name, folder))
        problems += faults
        if not faults:
            problems += _faults(partial(load_voice, name, folder))
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        print(f"{len(problems)} faults found.", file=sys.stderr)
        return 1
    print(f"All sound: the rubric, and {len(names)} scenarios with their voices ({', '.join(names)}).")
    return 0


def _faults(load: Callable[[], object]) -> tuple[str, ...]:
    try:
        load()
    except ContentError as error:
        return error.problems
    return ()
