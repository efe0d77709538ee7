"""The command line's contracts, as other tools build on them."""

import io
import json
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from simulator.__main__ import main
from simulator.library.rubrics import load_rubric

GIVEN = {
    "id": "one",
    "setting": "Ward",
    "shared": ["The rota changed"],
    "employee_owned": ["the rota"],
    "history": [["leader", "How is it?"], ["employee", "I'm fine. Just busy."]],
    "turn": "I'll write the rota for you from now on. What matters most to you at work?",
    "brief": "ignored",
}


def lines(path: Path, *records: dict[str, Any]) -> str:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return str(path)


def output(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_code_answers_line_by_line_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["code", lines(tmp_path / "in.jsonl", GIVEN, {"id": 2, "turn": "Hm."})]) == 0
    first, second = output(capsys)
    assert (first["id"], second["id"]) == ("one", 2)
    assert set(first) == {"id", "codes", "scored"}
    for found in first["codes"]:
        assert set(found) == {"code", "quote", "confidence"}
        assert found["quote"] in GIVEN["turn"]
        assert found["code"] in load_rubric().codes
        assert 0 <= found["confidence"] <= 1


def test_code_with_all_gives_a_number_for_each_of_the_22(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["code", "--all", lines(tmp_path / "in.jsonl", GIVEN)]) == 0
    assert set(output(capsys)[0]["confidences"]) == set(load_rubric().codes)


def test_code_says_what_it_cannot_score(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["code", lines(tmp_path / "in.jsonl", {"id": "x", "turn": "..."})]) == 0
    assert output(capsys)[0] == {"id": "x", "codes": [], "scored": False}


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("not json", "Line 2"),
        ('{"id": "x"}', "Line 2: turn"),
        ('{"id": "x", "turn": 3}', "Line 2: turn"),
        ('{"id": "x", "turn": "a", "history": [["boss", "b"]]}', "Line 2: history"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_half_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], bad: str, says: str
) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps(GIVEN) + "\n" + bad + "\n", encoding="utf-8")
    assert main(["code", str(path)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert says in said.err


def test_code_reads_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    piped = io.TextIOWrapper(io.BytesIO(json.dumps(GIVEN).encode()))
    monkeypatch.setattr(sys, "stdin", piped)
    assert main(["code", "-"]) == 0
    assert len(output(capsys)) == 1


def test_a_file_that_is_not_there_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["code", "/no/such/file"]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_score_takes_a_conversation_from_anywhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "talk.json"
    turns = [
        {"speaker": "leader", "text": "What matters most to you at work?"},
        {"speaker": "employee", "text": "I want to lead something."},
    ]
    path.write_text(json.dumps({"scenario": None, "turns": turns * 6}), encoding="utf-8")
    assert main(["score", str(path)]) == 0
    card = json.loads(capsys.readouterr().out)
    assert len(card["turns"]) == 12
    assert len(card["seesaw"]) == 6
    assert card["criteria"] == []
    assert {"parenting_moves", "partnering_moves"} <= set(card)


def test_score_with_a_scenario_judges_the_nine_criteria(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "talk.json"
    turns = [{"speaker": "leader", "text": "What matters to you?"}, {"speaker": "employee", "text": "Hm."}] * 6
    path.write_text(json.dumps({"scenario": "the-date-that-slid", "turns": turns}), encoding="utf-8")
    assert main(["score", str(path)]) == 0
    card = json.loads(capsys.readouterr().out)
    assert [result["code"] for result in card["criteria"]] == [f"S{number}" for number in range(1, 10)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "no transcript"),
        ('{"turns": []}', "scenario"),
        ('{"scenario": null, "turns": [{"speaker": "boss", "text": "x"}]}', "turns.0.speaker"),
        ('{"scenario": "nowhere", "turns": []}', "no scenario 'nowhere'"),
    ],
)
def test_a_transcript_that_is_none_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, says: str
) -> None:
    path = tmp_path / "talk.json"
    path.write_text(text, encoding="utf-8")
    assert main(["score", str(path)]) == 1
    assert says in capsys.readouterr().err


def test_rehearse_prints_one_object_a_turn_the_same_every_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "script.txt"
    script.write_text("Hello Paula.\n\nWhat matters most to you at work?\nI'll do your reports.\n", encoding="utf-8")
    command = ["rehearse", "paula-first-meeting", "--script", str(script), "--json", "--seed", "7"]
    assert main(command) == 0
    first = capsys.readouterr().out
    assert main(command) == 0
    assert capsys.readouterr().out == first
    turns = [json.loads(line) for line in first.splitlines()]
    assert [turn["turn"] for turn in turns] == [1, 2, 3, 4]
    for turn in turns:
        assert set(turn) == {"turn", "leader", "reply", "codes", "state", "receipts", "voice"}
        assert set(turn["state"]) == {"trust", "energy", "ownership", "tier", "seesaw"}
        assert turn["voice"] == "authored"
        assert turn["reply"]


def test_train_says_what_it_needs(capsys: pytest.CaptureFixture[str]) -> None:
    if find_spec("torch") is None:
        assert main(["train"]) == 1
        assert '".[train]"' in capsys.readouterr().err
    else:
        with pytest.raises(SystemExit, match="0"):
            main(["train", "--help"])


def test_an_unknown_scenario_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rehearse", "nobody", "--script", "/dev/null"]) == 1
    assert "There is no scenario 'nobody'" in capsys.readouterr().err


def test_evaluate_tells_agreed_from_disputed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = lines(
        tmp_path / "labelled.jsonl",
        GIVEN | {"agreed": ["RESCUE", "ASK"], "quotes": {"RESCUE": "I'll write the rota for you from now on"}},
        {"id": 2, "turn": "The meeting is at four.", "agreed": [], "disputed": ["BAR"]},
        {"id": 3, "turn": "The kettle is on.", "codes": []},
    )
    assert main(["evaluate", "--json", path]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["turns"] == 3
    assert (told["codes"]["RESCUE"]["n"], told["codes"]["BAR"]["n"]) == (1, 0)
    assert set(told["codes"]) == set(load_rubric().codes)
    assert told["codes"]["RESCUE"]["kappa_interval"].keys() == {"low", "high"}
    assert set(told["flips"]) == {"names", "pronouns", "job titles", "industries"}
    assert main(["evaluate", path]) == 0
    said = capsys.readouterr().out
    for figure in ("macro F1", "any parenting move: precision", "Flip rate", "Reliability", "Most frequent confusions"):
        assert figure in said


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ({"id": 1, "turn": "Hm."}, "Line 1: it has no labels"),
        ({"id": 1, "turn": "Hm.", "agreed": ["SHOUT"]}, "Line 1: SHOUT: no code"),
        ({"id": 1, "turn": "Hm.", "agreed": "ASK"}, "Line 1: agreed"),
    ],
)
def test_evaluate_names_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], bad: dict[str, Any], says: str
) -> None:
    assert main(["evaluate", lines(tmp_path / "labelled.jsonl", bad)]) == 1
    assert says in capsys.readouterr().err


def test_evaluate_takes_a_second_coding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = lines(tmp_path / "one.jsonl", GIVEN | {"agreed": ["RESCUE", "ASK"]})
    second = lines(tmp_path / "two.jsonl", {"id": "one", "codes": [{"code": "ASK", "quote": "What"}]})
    assert main(["evaluate", "--json", "--second", second, first]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["codes"]["ASK"]["n"], told["codes"]["RESCUE"]["n"]) == (1, 0)


def test_rehearse_ends_where_a_line_leaves_what_can_be_rehearsed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "script.txt"
    script.write_text("Hello Paula.\nI'll see you in court.\nStill there?\n", encoding="utf-8")
    assert main(["rehearse", "paula-first-meeting", "--script", str(script), "--json"]) == 0
    first, last = output(capsys)
    assert (last["turn"], last["left_role"], last["codes"], last["receipts"]) == (2, "legal", [], [])
    assert last["state"] == first["state"]
    assert last["reply"]
    assert any("lawyer" in sentence for sentence in last["help"])
    assert main(["rehearse", "paula-first-meeting", "--script", str(script)]) == 0
    said = capsys.readouterr().out
    assert all(sentence in said for sentence in last["help"])
    assert "not scored" in said
    assert "Still there?" not in said
