"""A fault says which file, line and field it is in, and what to write instead."""

import shutil
from pathlib import Path

import pytest

from simulator.errors import ContentError
from simulator.library.places import scenarios_folder
from simulator.library.scenarios import load_scenario, load_voice

NAME = "paula-first-meeting"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "voices").mkdir()
    for part in (f"{NAME}.yaml", f"voices/{NAME}.yaml"):
        shutil.copy(scenarios_folder() / part, tmp_path / part)
    return tmp_path


def change(path: Path, before: str, after: str) -> int:
    """Change a file once; return the line, from 1, on which it was changed."""
    text = path.read_text(encoding="utf-8")
    at = text.index(before)
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return text[:at].count("\n") + 1


@pytest.mark.parametrize(
    ("before", "after", "field", "says"),
    [
        ("minutes: 12", "minuets: 12", "minuets", "is not a field here; did you mean 'minutes'?"),
        ("kind: coaching", "kind: coachin", "kind", "did you mean 'coaching'?"),
        ("minutes: 12", "minutes: twelve", "minutes", "must be a whole number"),
        ("minutes: 12", "minutes: 120", "minutes", "less than or equal to 60"),
        ("id: long-weeks", "id: Long Weeks", "facts.0.id", "lower-case words joined by hyphens"),
        ("leader_name: Ziad", "leader_name: 7", "leader_name", "must be text; put it in quotes"),
        ("need_subject: seen", "need_subject: sen", "the file as a whole", "not listed under subjects: sen"),
    ],
)
def test_a_wrong_field_is_answered_with_what_to_write(
    folder: Path, before: str, after: str, field: str, says: str
) -> None:
    line = change(folder / f"{NAME}.yaml", before, after)
    with pytest.raises(ContentError) as caught:
        load_scenario(NAME, folder)
    (found,) = [problem for problem in caught.value.problems if f" {field}: " in problem and says in problem]
    if field != "the file as a whole":
        assert found.startswith(f"{NAME}.yaml, line {line}, ")


def test_a_missing_field_says_what_it_is_for(folder: Path) -> None:
    change(folder / f"{NAME}.yaml", "summary:", "sumary:")
    with pytest.raises(ContentError, match=r"summary: is missing; write it \(One sentence for the card"):
        load_scenario(NAME, folder)


def test_a_list_whose_entries_are_wrong_is_not_called_empty(folder: Path) -> None:
    change(folder / f"{NAME}.yaml", "      - [weeks, long]", "      - weeks")
    with pytest.raises(ContentError) as caught:
        load_scenario(NAME, folder)
    assert len(caught.value.problems) == 1
    assert "facts.0.tells.0: must be a list" in caught.value.problems[0]


def test_a_fault_in_a_voice_names_the_voice_file_and_the_very_line(folder: Path) -> None:
    path = folder / "voices" / f"{NAME}.yaml"
    line = change(path, "  ASSUME:\n    tier0:\n", "  ASSUME:\n    tier0:\n      - {text: So., says: [WHINE]}\n") + 2
    with pytest.raises(ContentError) as caught:
        load_voice(NAME, folder)
    said = str(caught.value)
    assert said.startswith(f"voices/{NAME}.yaml, line {line}, reactions.ASSUME.tier0.0: says 'WHINE'")
    assert "write one of" in said


@pytest.mark.parametrize("field", ["you_are", "strength", "gap"])
def test_nothing_the_leader_reads_before_may_give_a_fact_away(folder: Path, field: str) -> None:
    stems = " ".join(load_scenario(NAME).facts[0].tells[0])
    line = change(folder / f"{NAME}.yaml", f'  {field}: "', f'  {field}: "She has {stems}. ')
    with pytest.raises(ContentError, match=f"line {line}, brief.{field}: gives away the fact"):
        load_scenario(NAME, folder)
