"""A situation of one's own is rehearsed in the terminal too, from the file its page gives."""

import json
from pathlib import Path

import pytest

from simulator.__main__ import main
from simulator.domain.own import Described

TALK = Described(
    called="Kim",
    visible=("Three reports came late.",),
    needs=("Reports by the 5th.",),
    manner="flat",
    guesses=("I never know which of the two lists counts.", "", ""),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "situation.json"
    path.write_text(TALK.model_dump_json(), encoding="utf-8")
    return path


def test_it_is_played_and_its_seed_says_with_whom(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = file.with_name("script.txt")
    script.write_text("Hello Kim.\nWhat matters most to you at work?\nYou should plan better.\n", encoding="utf-8")
    spoken = []
    for seed in ("1", "1", "2"):
        assert main(["rehearse", str(file), "--script", str(script), "--json", "--seed", seed]) == 0
        spoken.append(capsys.readouterr().out)
    assert all(json.loads(row)["reply"] for row in spoken[0].splitlines())
    assert spoken[0] == spoken[1]
    assert spoken[0] != spoken[2]


def test_it_ends_where_it_leaves_what_can_be_rehearsed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = file.with_name("script.txt")
    script.write_text("Sometimes I think about killing myself.\n", encoding="utf-8")
    assert main(["rehearse", str(file), "--script", str(script)]) == 0
    assert "Kim:" in capsys.readouterr().out


def test_another_file_is_refused_with_where_to_get_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "other.json"
    path.write_text("{}", encoding="utf-8")
    assert main(["rehearse", str(path)]) != 0
    assert "holds no situation of your own" in capsys.readouterr().err
