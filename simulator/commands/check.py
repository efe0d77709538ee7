"""`check`: validate every scenario, voice and rubric file."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from simulator.errors import ContentError, InputError
from simulator.library.certificates import load_certificates
from simulator.library.drafting import load_questions, load_starter
from simulator.library.drills import load_drills
from simulator.library.leaders import leaders_file, load_any_leaders, load_leaders
from simulator.library.places import scenarios_folder
from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import (
    load_engine,
    load_out_of_scope,
    load_remarks,
    load_scenario,
    load_stock,
    load_voice,
    scenario_ids,
    shipped_names,
)
from simulator.library.schemas import write_schemas
from simulator.library.self_rating import load_self_words
from simulator.settings import read_settings


def check(place: Path | None = None, *, schema: bool = False) -> int:
    """Print one line a fault and return 1, or what is sound and return 0.

    `place` is a folder of scenarios of one's own, or one file of it; without it the shipped ones and those of the
    settings are checked. With `schema` the JSON Schema for editors is written there, over an older one.
    """
    if schema:
        return _write_schema(place or scenarios_folder())
    folders = _folders(place)
    if folders is None:
        return 1
    problems: list[str] = []
    for load in (load_rubric, load_engine, load_remarks, load_out_of_scope, load_stock, load_questions, load_starter):
        problems += _faults(load)
    problems += _faults(load_self_words)
    problems += _faults(load_drills)
    problems += _faults(load_any_leaders)
    checked: list[str] = []
    for folder, names in folders:
        problems += _faults(partial(load_certificates, folder))
        for name in names:
            if leaders_file(name, folder).is_file():
                problems += _faults(partial(load_leaders, name, folder))
            faults = _faults(partial(load_scenario, name, folder))
            problems += faults
            if not faults:
                problems += _faults(partial(load_voice, name, folder))
        checked += names
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        print(f"{len(problems)} faults found." if len(problems) > 1 else "1 fault found.", file=sys.stderr)
        return 1
    for name in shipped_names(folder for folder, _ in folders):
        print(f"Note: '{name}' is also the name of a shipped scenario. Rename the file and its id before you play it.")
    count = f"{len(checked)} scenarios with their voices" if len(checked) > 1 else "1 scenario with its voice"
    print(f"All sound: the rubric, and {count} ({', '.join(checked)}).")
    return 0


def _folders(place: Path | None) -> list[tuple[Path, tuple[str, ...]]] | None:
    """Folders to look at, each with the ids there; None once it was said what is missing."""
    if place is not None and place.is_file():
        return [(place.parent, (place.stem,))]
    own = read_settings().scenarios
    folders = [place] if place else [scenarios_folder(), *([own] if own else [])]
    for folder in folders:
        if not folder.is_dir():
            print(f"There is no folder '{folder}'.", file=sys.stderr)
            return None
        if not scenario_ids(folder):
            print(
                f"There is no scenario file (*.yaml) in '{folder}'. "
                f"`python -m simulator new-scenario --into {folder}` writes one.",
                file=sys.stderr,
            )
            return None
    return [(folder, scenario_ids(folder)) for folder in folders]


def _write_schema(folder: Path) -> int:
    try:
        written = write_schemas(folder, again=True)
    except OSError as error:
        raise InputError(f"'{error.filename}' cannot be written: {error.strerror}. Name a folder of yours.") from error
    for path in written:
        print(f"Written: {path}")
    print("An editor uses it where the first line of a file says: # yaml-language-server: $schema=schema/scenario.json")
    print("(in voices/: $schema=../schema/voice.json)")
    return 0


def _faults(load: Callable[[], object]) -> tuple[str, ...]:
    try:
        load()
    except ContentError as error:
        return error.problems
    return ()
