"""Scenario, voice and engine files to checked values."""

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path

from simulator.domain.engine import CIRCUMSTANCES, Engine, Feeling
from simulator.domain.out_of_scope import OutOfScope
from simulator.domain.own import Own
from simulator.domain.rehearsal import Rehearsal
from simulator.domain.remark import Remarks
from simulator.domain.scenario import Scenario, Sign
from simulator.domain.voice import Voice
from simulator.domain.wording import leaked
from simulator.errors import ContentError, NotFoundError
from simulator.library.places import scenarios_folder
from simulator.library.rubrics import load_rubric
from simulator.library.stock import completed
from simulator.library.voice_faults import Where, silence_faults, stock_faults, voice_faults
from simulator.library.yaml_file import locate, read_value, shown

_BESIDE = ("engine.yaml", "out-of-scope.yaml", "remarks.yaml")
RESERVED = frozenset({"stock", *(name.removesuffix(".yaml") for name in _BESIDE)})
"""Names that no scenario of one's own can have."""
_SAYABLE = "under 'disclosures', for each fact, a list with one sentence as they would say it"


_own: list[Path] = []
"""The folder of scenarios of one's own, if there is one: the program has one shelf, whatever asks for a scenario."""


def use_own(folder: Path | None) -> None:
    """Let the scenarios of a folder stand beside the shipped ones from now on; None: no longer.

    Raises ContentError if one of them has the name of a shipped one.
    """
    taken = shipped_names([folder] if folder else [])
    if taken:
        raise ContentError(
            tuple(f"{name}.yaml, id: is the name of a shipped scenario; rename the file and its id" for name in taken)
        )
    _own[:] = [folder] if folder else []
    load_scenario.cache_clear()
    load_voice.cache_clear()


def shipped_names(folders: Iterable[Path]) -> tuple[str, ...]:
    """Ids in folders of one's own that a shipped scenario has already."""
    shipped = scenarios_folder()
    own = (folder for folder in folders if folder.resolve() != shipped)
    return tuple(name for folder in own for name in scenario_ids(folder) if name in scenario_ids(shipped))


def load_own(folder: Path | None) -> None:
    """`use_own`, once every scenario in the folder is sound with its voice; ContentError with every fault of all."""
    use_own(None)  # what was read before the files were changed is forgotten
    problems: list[str] = []
    for name in scenario_ids(folder) if folder else ():
        try:
            load_voice(name, folder)
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(tuple(problems))
    use_own(folder)


def scenario_ids(folder: Path | None = None) -> tuple[str, ...]:
    """Ids of the scenario files in a folder, or of the shipped ones and one's own, in order of file name."""
    folders = [folder] if folder else [scenarios_folder(), *_own]
    return tuple(path.stem for place in folders for path in sorted(place.glob("*.yaml")) if path.name not in _BESIDE)


def folder_of(name: str) -> Path:
    """The folder in which a scenario's file lies."""
    return next((folder for folder in (scenarios_folder(), *_own) if name in scenario_ids(folder)), scenarios_folder())


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
    problems = tuple(_feeling_problems(engine, path))
    if problems:
        raise ContentError(problems)
    return engine


def _feeling_problems(engine: Engine, path: Path) -> Iterator[str]:
    codes = load_rubric().codes
    known = ", ".join(word for word in CIRCUMSTANCES if word)
    for name in ("seen", "heard", "respected"):
        feeling: Feeling = getattr(engine.afterwards, name)
        for happening in feeling.weighs:
            code, _, circumstance = happening.partition(" ")
            if happening != "used" and (code not in codes or circumstance not in CIRCUMSTANCES):
                line = locate(path, ("afterwards", name, "weighs", happening))
                yield (
                    f"{path.name}, line {line}, afterwards.{name}.weighs: nothing looks for '{happening}'; "
                    f"write 'used', or a move's code, alone or followed by one of: {known}"
                )


@cache
def load_remarks() -> Remarks:
    """Return the stems by which remarks are recognised; raise ContentError if the file is wrong."""
    return read_value(scenarios_folder() / "remarks.yaml", Remarks)


@cache
def load_out_of_scope() -> OutOfScope:
    """Return what cannot be rehearsed and the help that fits; raise ContentError if the file is wrong."""
    return read_value(scenarios_folder() / "out-of-scope.yaml", OutOfScope)


@cache
def load_scenario(name: str, folder: Path | None = None) -> Scenario:
    """Return a checked scenario; raise NotFoundError for an unknown id, ContentError for a wrong file."""
    known = scenario_ids(folder)
    if name not in known:
        msg = f"There is no scenario '{name}'. There are: {', '.join(known) or 'none'}."
        raise NotFoundError(msg)
    folder = folder or folder_of(name)
    path = folder / f"{name}.yaml"
    scenario = read_value(path, Scenario)
    _refuse(path, _scenario_faults(scenario, path.stem))
    return scenario


def scenario_of(rehearsal: Rehearsal) -> Scenario:
    """The scenario of a rehearsal as it stands in this meeting: a second meeting changes it."""
    return rehearsal.played(first_scenario(rehearsal))


def first_scenario(rehearsal: Rehearsal) -> Scenario:
    """The scenario of a rehearsal as it was before anybody had met, be it on the shelf or the leader's own."""
    own = rehearsal.preparation.own
    return own.scenario if own else load_scenario(rehearsal.scenario)


def voice_for(rehearsal: Rehearsal) -> Voice:
    """The checked and complete authored voice of a rehearsal; raise ContentError as `load_voice` does."""
    own = rehearsal.preparation.own
    return own_voice(own) if own else load_voice(rehearsal.scenario)


def own_voice(own: Own) -> Voice:
    """The few lines of an own situation, filled up from the stock voice."""
    return _own_voice(own.scenario, own.voice.model_dump_json())


@lru_cache(maxsize=64)
def _own_voice(scenario: Scenario, voice: str) -> Voice:
    # By its text: a voice holds dictionaries, so it cannot be a key itself.
    return completed(Voice.model_validate_json(voice), scenario, load_stock())


def own_faults(own: Own) -> tuple[str, ...]:
    """What keeps an own situation from being played, as a scenario's file would be told; none if it is sound."""
    scenario, stock = own.scenario, load_stock()
    faults = chain(
        _scenario_faults(scenario, scenario.id),
        voice_faults(own.voice, scenario, whole=False),
        silence_faults(own_voice(own), scenario, stock),
    )
    return tuple(f"{'.'.join(map(str, where))}: {message}" for where, message in faults)


@cache
def load_voice(name: str, folder: Path | None = None) -> Voice:
    """Return the checked authored voice of a scenario; raise ContentError if it is missing or wrong.

    A shipped voice has to be complete by itself; one of one's own is filled up from the stock voice.
    """
    folder = folder or folder_of(name)
    scenario = load_scenario(name, folder)
    path = folder / "voices" / f"{name}.yaml"
    whole = folder.resolve() == scenarios_folder()
    if not whole and not path.is_file():
        raise ContentError((f"{shown(path)}: is missing; write 'scenario: {name}' in it, and {_SAYABLE}",))
    voice = read_value(path, Voice)
    _refuse(path, voice_faults(voice, scenario, whole=whole))
    if whole:
        return voice
    filled = completed(voice, scenario, load_stock())
    _refuse(folder / f"{name}.yaml", silence_faults(filled, scenario, load_stock()))
    return filled


@cache
def load_stock() -> Voice:
    """Return the stock voice, which anybody could say anywhere; raise ContentError if it is wrong."""
    path = scenarios_folder() / "voices" / "stock.yaml"
    stock = read_value(path, Voice)
    _refuse(path, stock_faults(stock))
    return stock


def _refuse(path: Path, faults: Iterable[tuple[Where, str]]) -> None:
    """Raise ContentError if there is any fault, each with the line of its place in the file."""
    problems = tuple(
        f"{shown(path)}, line {locate(path, where)}, {'.'.join(map(str, where))}: {message}"
        for where, message in faults
    )
    if problems:
        raise ContentError(problems)


def _scenario_faults(scenario: Scenario, name: str) -> Iterator[tuple[Where, str]]:
    """What one field alone does not show, with its place; `name` is the file's."""
    rubric = load_rubric()
    if scenario.id != name:
        yield ("id",), f"must be the file's name, '{name}'"
    signs: list[tuple[Where, Sign]] = [
        (("unlocks", index), sign)
        for index, unlock in enumerate(scenario.unlocks)
        for sign in chain(unlock.now, *unlock.heard)
    ]
    signs += [(("deflators", index), deflator.when) for index, deflator in enumerate(scenario.deflators)]
    for where, sign in signs:
        if sign.move not in rubric.codes:
            yield where, f"'{sign.move}' is no move; write one of {', '.join(rubric.codes)}"
    answered = {move.code for move in rubric.moves if move.side == "parenting"}
    answered |= {criterion.code for criterion in rubric.criteria}
    for index, rewrite in enumerate(scenario.rewrites):
        if rewrite.move not in answered:
            known = ", ".join(sorted(answered))
            yield (
                ("rewrites", index, "move"),
                f"'{rewrite.move}' is no parenting move and no criterion; write one of {known}",
            )
    employee_codes = [code.code for code in rubric.employee_codes]
    for index, habit in enumerate(scenario.persona.habits):
        if habit not in employee_codes:
            known = ", ".join(employee_codes)
            yield ("persona", "habits", index), f"'{habit}' is no employee code; write one of {known}"
    for where, text in public_texts(scenario):
        for fact in leaked(scenario.facts, text):
            yield where, f"gives away the fact '{fact}', which has to be earned; say it without"


def public_texts(scenario: Scenario) -> Iterator[tuple[Where, str]]:
    """What the leader reads before a word is said, and lines of a debrief that may come before a fact is told."""
    yield ("title",), scenario.title
    yield ("summary",), scenario.summary
    for field in ("you_are", "situation", "strength", "gap"):
        yield ("brief", field), getattr(scenario.brief, field)
    for field in ("visible", "own_needs", "fixed"):
        for index, text in enumerate(getattr(scenario.brief, field)):
            yield ("brief", field, index), text
    for field in ("role", "public", "opening"):
        yield ("persona", field), getattr(scenario.persona, field)
    for field in ("shared", "hints", "employee_owned"):
        for index, text in enumerate(getattr(scenario, field)):
            yield (field, index), text
    for index, rewrite in enumerate(scenario.rewrites):
        yield ("rewrites", index), rewrite.line
    for field in ("partnering", "parenting"):
        yield ("endings", field), getattr(scenario.endings, field)
