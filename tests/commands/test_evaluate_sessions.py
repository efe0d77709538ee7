"""`evaluate` on whole conversations."""

import json
from pathlib import Path
from typing import Any

import pytest

from simulator.__main__ import main
from simulator.library.rubrics import load_rubric

SESSION: dict[str, Any] = {
    "id": "one",
    "scenario": "paula-first-meeting",
    "turns": [
        ["employee", "[pen] Hi."],
        ["leader", "What matters most to you in your work?"],
        ["employee", "I want to do something hard."],
        ["leader", "I'll book you a slot with the board by Friday. Does that suit you?"],
        ["employee", "Go on, then."],
    ],
    "codes": {"1": ["ASK"], "3": ["CLOSE"]},
    "employee_codes": {"2": ["NEED_VOICE"]},
    "criteria": {f"S{number}": False for number in range(1, 9)} | {"S9": None},
    "needs": [{"whose": "employee", "source": "voiced", "turn": 2}],
    "options": [],
    "commitments": [
        {"owner": "leader", "date": "Friday", "check_in": False, "assented": True, "kind": "leader-owes", "turn": 3}
    ],
    "why": {"S6": "no step of hers"},
}


def kept(path: Path, *records: dict[str, Any]) -> str:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return str(path)


def test_sessions_are_told_twice_with_the_readers_codes_and_with_those_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = kept(tmp_path / "sessions.jsonl", SESSION, SESSION | {"id": "two"})
    assert main(["evaluate", "--json", path]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sessions"] == 2
    assert set(told["codes"]) == {"reader", "hand"}
    hand = told["codes"]["hand"]
    assert set(hand["criteria"]) == {criterion.code for criterion in load_rubric().criteria}
    assert hand["criteria"]["S9"] == {"n": 0, "met": 0, "found": 0, "agreed": None, "kappa": None}
    assert hand["criteria"]["S6"]["agreed"] == 1.0
    assert (hand["needs"]["precision"], hand["needs"]["recall"]) == (1.0, 1.0)
    assert (hand["commitments"]["recall"], hand["commitments"]["assent"]) == (1.0, 1.0)
    assert main(["evaluate", path]) == 0
    said = capsys.readouterr().out
    for words in (
        "2 sessions",
        "the shipped reader's codes",
        "the codes given by hand",
        "kappa",
        "commitments",
        "check-in",
    ):
        assert words in said


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"scenario": "nowhere"}, "no scenario 'nowhere'"),
        ({"codes": {"2": ["ASK"]}}, "turn 2 is no turn of the leader"),
        ({"codes": {"1": ["SHOUT"]}}, "SHOUT is no code"),
        ({"criteria": {"S12": True}}, "there is no S12"),
        ({"turns": [["boss", "Hm."]]}, "turns.0"),
        ({"needs": [{"whose": "nobody", "source": "voiced", "turn": 2}]}, "needs.0.whose"),
        ({"id": "one"}, "'one' stands on an earlier line"),
    ],
)
def test_a_session_that_is_wrong_is_named_by_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], changed: dict[str, Any], says: str
) -> None:
    assert main(["evaluate", kept(tmp_path / "s.jsonl", SESSION, SESSION | {"id": "two"} | changed)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "Line 2" in said.err
    assert says in said.err


def test_sessions_take_no_second_coding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", kept(tmp_path / "s.jsonl", SESSION), "--second", "other.jsonl"]) == 1
    assert "--second" in capsys.readouterr().err


def test_the_shipped_sessions_can_be_read() -> None:
    from simulator.commands.sessions import parsed  # noqa: PLC0415

    folder = Path(__file__).parents[2] / "rubrics" / "sessions"
    files = sorted(folder.glob("*.jsonl"))
    assert files
    for path in files:
        assert parsed(path.read_text(encoding="utf-8"), load_rubric()), path.name
