"""Scenario, voice and engine files to checked values."""

from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

from simulator.domain.engine import Engine
from simulator.domain.remark import Remarks
from simulator.domain.scenario import Fact, Scenario, Sign
from simulator.domain.voice import Line, Voice
from simulator.domain.wording import leaked
from simulator.errors import ContentError, NotFoundError
from simulator.library.places import scenarios_folder
from simulator.library.rubrics import load_rubric
from simulator.library.yaml_file import locate, read_value

_BESIDE = ("engine.yaml", "remarks.yaml")


def scenario_ids(folder: Path | None = None) -> tuple[str, ...]:
    """Ids of all scenario files, in order of file name."""
    folder = folder or scenarios_folder()
    return tuple(path.stem for path in sorted(folder.glob("*.yaml")) if path.name not in _BESIDE)


@cache
def load_engine() -> Engine:
    """Return the engine's numbers; raise ContentError if the file is wrong."""
    path = scenarios_folder() / "engine.yaml"
    engine = read_value(path, Engine)
    rubric = load_rubric()
    for field, given in (("effects", engine.effects), ("leader_energy", engine.leader_energy)):
        wrong = ", ".join(sorted(set(given) ^ set(rubric.codes)))
        if wrong:
            line = locate(path, (field,))
            raise ContentError((f"{path.name}, line {line}, {field}: needs one entry for each move ({wrong})",))
    return engine


@cache
def load_remarks() -> Remarks:
    """Return the stems by which remarks are recognised; raise ContentError if the file is wrong."""
    return read_value(scenarios_folder() / "remarks.yaml", Remarks)


@cache
def load_scenario(name: str, folder: Path | None = None) -> Scenario:
    """Return a checked scenario; raise NotFoundError for an unknown id, ContentError for a wrong file."""
    folder = folder or scenarios_folder()
    if name not in scenario_ids(folder):
        known = ", ".join(scenario_ids(folder))
        msg = f"There is no scenario '{name}'. There are: {known}."
        raise NotFoundError(msg)
    path = folder / f"{name}.yaml"
    scenario = read_value(path, Scenario)
    problems = list(_scenario_problems(scenario, path))
    if problems:
        raise ContentError(tuple(problems))
    return scenario


@cache
def load_voice(name: str, folder: Path | None = None) -> Voice:
    """Return the checked authored voice of a scenario; raise ContentError if it is missing or wrong."""
    folder = folder or scenarios_folder()
    scenario = load_scenario(name, folder)
    path = folder / "voices" / f"{name}.yaml"
    voice = read_value(path, Voice)
    problems = list(_voice_problems(voice, scenario, path))
    if problems:
        raise ContentError(tuple(problems))
    return voice


def _scenario_problems(scenario: Scenario, path: Path) -> Iterator[str]:
    def fault(where: tuple[str | int, ...], message: str) -> str:
        return f"{path.name}, line {locate(path, where)}, {'.'.join(map(str, where))}: {message}"

    rubric = load_rubric()
    if scenario.id != path.stem:
        yield fault(("id",), f"must be the file's name, '{path.stem}'")
    signs: list[tuple[tuple[str | int, ...], Sign]] = [
        (("unlocks", index), sign)
        for index, unlock in enumerate(scenario.unlocks)
        for sign in chain(unlock.now, *unlock.heard)
    ]
    signs += [(("deflators", index), deflator.when) for index, deflator in enumerate(scenario.deflators)]
    for where, sign in signs:
        if sign.move not in rubric.codes:
            yield fault(where, f"'{sign.move}' is no move; write one of {', '.join(rubric.codes)}")
    answered = {move.code for move in rubric.moves if move.side == "parenting"}
    answered |= {criterion.code for criterion in rubric.criteria}
    for index, rewrite in enumerate(scenario.rewrites):
        if rewrite.move not in answered:
            yield fault(("rewrites", index, "move"), f"'{rewrite.move}' is no parenting move and no criterion")
    employee_codes = {code.code for code in rubric.employee_codes}
    for index, habit in enumerate(scenario.persona.habits):
        if habit not in employee_codes:
            yield fault(("persona", "habits", index), f"'{habit}' is no employee code")
    for where, text in _public_texts(scenario):
        for fact in leaked(scenario.facts, text):
            yield fault(where, f"gives away the fact '{fact}', which has to be earned; say it without")


def _public_texts(scenario: Scenario) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """What the leader reads before a word is said, and lines of a debrief that may come before a fact is told."""
    yield ("title",), scenario.title
    yield ("summary",), scenario.summary
    yield ("brief", "situation"), scenario.brief.situation
    for field in ("visible", "own_needs", "fixed"):
        for index, text in enumerate(getattr(scenario.brief, field)):
            yield ("brief", field, index), text
    yield ("persona", "public"), scenario.persona.public
    yield ("persona", "opening"), scenario.persona.opening
    for field in ("shared", "hints", "employee_owned"):
        for index, text in enumerate(getattr(scenario, field)):
            yield (field, index), text
    for index, rewrite in enumerate(scenario.rewrites):
        yield ("rewrites", index), rewrite.line
    for field in ("partnering", "parenting"):
        yield ("endings", field), getattr(scenario.endings, field)


def every_line(voice: Voice) -> Iterator[tuple[tuple[str | int, ...], int | None, Line, frozenset[str]]]:
    """Each line of a voice with its place in the file, its tier (None: any) and the facts its place tells."""
    for section, cells in (("reactions", voice.reactions), ("topics", voice.topics), ("situations", voice.situations)):
        for key, cell in cells.items():
            for tier, line in cell.every():
                yield (section, key), tier, line, frozenset()
    for section, told in (("disclosures", voice.disclosures), ("recalls", voice.recalls)):
        for key, lines in told.items():
            for index, line in enumerate(lines):
                yield (section, key, index), None, line, frozenset({key})


def _voice_problems(voice: Voice, scenario: Scenario, path: Path) -> Iterator[str]:
    def fault(where: tuple[str | int, ...], message: str) -> str:
        return f"{path.name}, line {locate(path, where)}, {'.'.join(map(str, where))}: {message}"

    if voice.scenario != scenario.id:
        yield fault(("scenario",), f"must be '{scenario.id}'")
    rubric = load_rubric()
    for code in rubric.codes:
        if code not in voice.reactions:
            yield fault(("reactions",), f"has no lines for the move {code}")
    for code in voice.reactions:
        if code not in rubric.codes:
            yield fault(("reactions", code), "is no move of the rubric")
    for fact in scenario.facts:
        for section, lines in (("disclosures", voice.disclosures), ("recalls", voice.recalls)):
            if not lines.get(fact.id):
                yield fault((section,), f"has no line for the fact '{fact.id}'")
    seen: set[str] = set()
    for where, tier, line, telling in every_line(voice):
        if line.text in seen:
            yield fault(where, f"is written twice: {line.text!r}")
        seen.add(line.text)
        yield from (fault(where, problem) for problem in _line_problems(line, tier, telling, scenario))


def _line_problems(line: Line, tier: int | None, telling: frozenset[str], scenario: Scenario) -> Iterator[str]:
    employee_codes = {code.code for code in load_rubric().employee_codes}
    for code in line.says:
        if code not in employee_codes:
            yield f"says '{code}', which is no employee code"
    for name in (*line.facts, *telling):
        known: Fact | None = scenario.fact_by_id.get(name)
        if known is None:
            yield f"names '{name}', which is no fact of the scenario"
        elif tier is not None and known.tier > tier:
            yield f"stands at tier {tier} and mentions '{name}', which opens at tier {known.tier}"
    hidden = [fact for fact in scenario.facts if fact.id not in line.facts and fact.id not in telling]
    for name in leaked(hidden, line.text):
        yield f"gives away '{name}' without listing it under facts: {line.text!r}"
