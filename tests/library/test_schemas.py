"""What editors are told is what the program checks."""

import json
from pathlib import Path

import pytest

from simulator.__main__ import main
from simulator.library.places import scenarios_folder
from simulator.library.rubrics import load_rubric
from simulator.library.schemas import schema_texts, write_schemas


@pytest.mark.parametrize("name", ["scenario.json", "voice.json"])
def test_the_shipped_schema_is_current(name: str) -> None:
    shipped = (scenarios_folder() / "schema" / name).read_text(encoding="utf-8")
    assert shipped == schema_texts()[name], "run `python -m simulator check --schema`"


def test_the_schema_knows_the_moves_and_a_plain_line() -> None:
    voice = json.loads(schema_texts()["voice.json"])
    assert voice["properties"]["reactions"]["propertyNames"]["enum"] == list(load_rubric().codes)
    plain, whole = voice["$defs"]["Line"]["anyOf"]
    assert plain["type"] == "string"
    assert set(whole["properties"]) >= {"text", "says", "facts", "when"}
    scenario = json.loads(schema_texts()["scenario.json"])
    assert "ASSUME" in scenario["$defs"]["Sign"]["properties"]["move"]["enum"]
    assert scenario["$defs"]["Brief"]["properties"]["strength"]["description"]
    assert scenario["additionalProperties"] is False


def test_check_writes_the_schema_where_it_is_told_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / "voice.json").write_text("old", encoding="utf-8")
    assert main(["check", "--schema", str(tmp_path)]) == 0
    for name, text in schema_texts().items():
        assert (tmp_path / "schema" / name).read_text(encoding="utf-8") == text
    assert "yaml-language-server: $schema=" in capsys.readouterr().out


def test_a_schema_that_is_there_is_left_alone_unless_asked_for(tmp_path: Path) -> None:
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / "voice.json").write_text("mine", encoding="utf-8")
    assert [path.name for path in write_schemas(tmp_path, again=False)] == ["scenario.json"]
    assert (tmp_path / "schema" / "voice.json").read_text(encoding="utf-8") == "mine"
