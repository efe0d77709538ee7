"""A wrong file stops with file, line, field and what is expected; every shipped file is sound."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.__main__ import main
from simulator.domain.voice import Voice
from simulator.errors import ContentError, NotFoundError
from simulator.library.places import rubrics_folder, scenarios_folder
from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import _feeling_problems, load_engine, load_scenario, load_voice, scenario_ids
from simulator.library.voice_faults import voice_faults
from simulator.library.yaml_file import read_value

NAME = "paula-first-meeting"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of scenarios with one that is sound."""
    (tmp_path / "voices").mkdir()
    for part in (f"{NAME}.yaml", f"voices/{NAME}.yaml"):
        shutil.copy(scenarios_folder() / part, tmp_path / part)
    return tmp_path


def spoil(path: Path, change: Callable[[str], str]) -> None:
    before = path.read_text(encoding="utf-8")
    after = change(before)
    assert after != before, "the change changed nothing"
    path.write_text(after, encoding="utf-8")


def problems(folder: Path) -> str:
    with pytest.raises(ContentError) as caught:
        load_voice(NAME, folder)
    return str(caught.value)


@pytest.mark.parametrize("name", scenario_ids())
def test_every_shipped_scenario_and_voice_is_sound(name: str) -> None:
    assert load_scenario(name).id == name
    assert load_voice(name).scenario == name


def test_the_three_situations_are_there() -> None:
    assert {"paula-first-meeting", "paula-second-meeting", "the-date-that-slid"} <= set(scenario_ids())


def test_the_rubric_has_its_22_codes_and_a_hundred_points() -> None:
    rubric = load_rubric()
    assert len(rubric.codes) == 22
    assert sum(criterion.points for criterion in rubric.criteria) == 100
    assert len(rubric.employee_codes) == 11


def test_every_parenting_code_has_a_better_line_in_every_scenario() -> None:
    parenting = {move.code for move in load_rubric().moves if move.side == "parenting"}
    for name in scenario_ids():
        assert {rewrite.move for rewrite in load_scenario(name).rewrites} >= parenting


def test_a_misspelt_field_is_named_with_its_line(folder: Path) -> None:
    spoil(folder / f"{NAME}.yaml", lambda text: text.replace("minutes:", "minuets:", 1))
    said = problems(folder)
    assert f"{NAME}.yaml, line " in said
    assert "minuets" in said
    assert "minutes: is missing" in said


def test_a_line_that_gives_a_fact_away_is_refused(folder: Path) -> None:
    fact = load_scenario(NAME).facts[-1]
    stems = " ".join(fact.tells[0])
    spoil(
        folder / "voices" / f"{NAME}.yaml",
        lambda text: text.replace("  ASSUME:\n    tier0:\n", f'  ASSUME:\n    tier0:\n      - "So {stems}."\n', 1),
    )
    said = problems(folder)
    assert f"voices/{NAME}.yaml" in said or f"{NAME}.yaml, line" in said
    assert "gives away" in said


def test_an_account_that_gives_a_fact_away_is_refused(folder: Path) -> None:
    stems = " ".join(load_scenario(NAME).facts[-1].tells[0])
    spoil(
        folder / "voices" / f"{NAME}.yaml",
        lambda text: text.replace("account:\n  low:\n", f'account:\n  low:\n    - "So {stems}."\n', 1),
    )
    assert "gives away" in problems(folder)


def test_an_account_line_that_waits_for_what_cannot_happen_is_refused(folder: Path) -> None:
    spoil(
        folder / "voices" / f"{NAME}.yaml",
        lambda text: text.replace("account:\n  low:\n", "account:\n  low:\n    - {text: So, only_after: [rain]}\n", 1),
    )
    assert "'rain'" in problems(folder)


def test_a_level_needs_a_line_that_is_true_of_any_talk(folder: Path) -> None:
    spoil(
        folder / "voices" / f"{NAME}.yaml",
        lambda text: text.partition("account:\n")[0] + "account:\n  low:\n    - {text: So, only_after: [told]}\n",
    )
    voice = read_value(folder / "voices" / f"{NAME}.yaml", Voice)
    said = [message for _, message in voice_faults(voice, load_scenario(NAME), whole=True)]
    assert any("needs a line for 'low'" in message for message in said)


def test_a_brief_that_states_the_cause_is_refused(folder: Path) -> None:
    stems = " ".join(load_scenario(NAME).facts[0].tells[0])
    spoil(folder / f"{NAME}.yaml", lambda text: text.replace("summary: ", f"summary: She is {stems}. ", 1))
    assert "has to be earned" in problems(folder)


def test_a_key_written_twice_is_refused(folder: Path) -> None:
    spoil(folder / f"{NAME}.yaml", lambda text: text + "\ntitle: Another title\n")
    assert "'title' is written twice" in problems(folder)


def test_text_that_is_no_yaml_is_named_with_its_line(folder: Path) -> None:
    spoil(folder / f"{NAME}.yaml", lambda text: text + "\n  - : : [\n")
    assert "not valid YAML" in problems(folder)


def test_a_number_written_as_text_is_refused(folder: Path) -> None:
    spoil(folder / f"{NAME}.yaml", lambda text: text.replace("minutes: ", "minutes: about ", 1))
    assert "minutes" in problems(folder)


def test_an_unknown_scenario_says_which_there_are() -> None:
    with pytest.raises(NotFoundError, match="paula-first-meeting"):
        load_scenario("no-such-thing")


def test_a_path_is_no_scenario_id(folder: Path) -> None:
    with pytest.raises(NotFoundError):
        load_scenario(f"../{folder.name}/{NAME}", folder)


def test_check_passes_on_what_is_shipped(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert "All sound" in capsys.readouterr().out


def test_check_fails_with_every_fault_on_its_own_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(folder / f"{NAME}.yaml", lambda text: text.replace("minutes:", "minuets:", 1))
    assert main(["check", str(folder)]) == 1
    said = capsys.readouterr().err
    assert f"{NAME}.yaml, line" in said
    assert "2 faults found" in said


def test_the_rubric_refuses_bands_with_a_gap(tmp_path: Path) -> None:
    path = tmp_path / "partnering.yaml"
    shutil.copy(rubrics_folder() / "partnering.yaml", path)
    spoil(path, lambda text: text.replace("low: 40", "low: 41", 1))
    with pytest.raises(ContentError, match="without gap"):
        load_rubric(path)


def test_an_engine_that_weighs_what_nothing_looks_for_is_refused() -> None:
    path = scenarios_folder() / "engine.yaml"
    engine = load_engine()
    seen = engine.afterwards.seen.model_copy(update={"weighs": {"VIEW of mountains": 1.0, "used": 1.0, "PRAISE": 1.0}})
    wrong = engine.model_copy(update={"afterwards": engine.afterwards.model_copy(update={"seen": seen})})
    said = list(_feeling_problems(wrong, path))
    assert len(said) == 2
    assert "'VIEW of mountains'" in said[0]
    assert "'PRAISE'" in said[1]
